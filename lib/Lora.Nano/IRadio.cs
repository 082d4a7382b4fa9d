// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano
{
    /// <summary>
    /// A LoRa transceiver, as LoRaWAN and the relay use it. Every call blocks for a time that the modulation bounds. A radio
    /// that does not finish in it is reset, set up anew, and can be used again. One thread uses it.
    /// </summary>
    public interface IRadio : IDisposable
    {
        /// <summary>When the last frame was out, in milliseconds of the tick count: its start and its airtime, whenever that was noticed.</summary>
        long TransmittedAt { get; }

        /// <summary>The radio receives all the time: not after a frame was sent, nor after it was reset.</summary>
        bool IsReceiving { get; }

        /// <summary>The weakest output in dBm.</summary>
        int LowestDbm { get; }

        /// <summary>The strongest output in dBm.</summary>
        int HighestDbm { get; }

        /// <summary>How many bytes <see cref="Retain"/> keeps; 0 when the chip has no room that outlives the processor's deep sleep.</summary>
        int RetainedLength { get; }

        /// <summary>Sets the output power.</summary>
        /// <param name="dbm"><see cref="LowestDbm"/> to <see cref="HighestDbm"/>.</param>
        /// <exception cref="ArgumentException">The power is out of range.</exception>
        void SetPower(int dbm);

        /// <summary>Sends a frame and waits until it is out.</summary>
        /// <param name="modulation">How.</param>
        /// <param name="buffer">Holds the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length, 1 to 255 bytes.</param>
        /// <returns><see cref="RadioResult.Done"/>, or Recovered or NotAnswering when the radio did not finish.</returns>
        /// <exception cref="ArgumentException">The length or the modulation is out of range.</exception>
        RadioResult Transmit(Modulation modulation, byte[] buffer, int offset, int count);

        /// <summary>Looks for a preamble on the channel (CAD).</summary>
        /// <param name="modulation">Of what.</param>
        /// <returns>Done when the channel is free, ChannelBusy when it is not; Recovered or NotAnswering.</returns>
        /// <exception cref="ArgumentException">The modulation is out of range.</exception>
        RadioResult DetectActivity(Modulation modulation);

        /// <summary>Opens one window for a preamble, and takes the frame behind it.</summary>
        /// <param name="modulation">Of what.</param>
        /// <param name="symbols">How long to look for a preamble, in symbols.</param>
        /// <param name="frame">Receives the frame.</param>
        /// <returns>Done, Timeout, CrcError; Recovered or NotAnswering when the radio did not finish.</returns>
        /// <exception cref="ArgumentException">The window or the modulation is out of range.</exception>
        RadioResult ReceiveSingle(Modulation modulation, int symbols, ReceivedFrame frame);

        /// <summary>Begins to receive all the time; frames are taken with <see cref="WaitForFrame"/>.</summary>
        /// <param name="modulation">Of what.</param>
        /// <exception cref="ArgumentException">The modulation is out of range.</exception>
        void StartReceiving(Modulation modulation);

        /// <summary>Waits for the next frame. The radio goes on receiving.</summary>
        /// <param name="frame">Receives the frame.</param>
        /// <param name="milliseconds">How long to wait; 0 only looks.</param>
        /// <returns>Done, Timeout or CrcError.</returns>
        RadioResult WaitForFrame(ReceivedFrame frame, int milliseconds);

        /// <summary>Listens on a channel, whatever is sent there.</summary>
        /// <param name="modulation">Frequency and bandwidth.</param>
        /// <param name="milliseconds">How long.</param>
        /// <returns>The strongest signal in dBm.</returns>
        /// <exception cref="ArgumentException">The modulation is out of range.</exception>
        int MeasureRssi(Modulation modulation, int milliseconds);

        /// <summary>Lets the radio sleep. What it is set to is kept.</summary>
        void Sleep();

        /// <summary>Random bits from the receiver's noise, for seeds and nonces. Takes some milliseconds.</summary>
        /// <returns>32 bits.</returns>
        int ReadEntropy();

        /// <summary>
        /// Keeps bytes in the chip, which stays powered while the processor sleeps; its power being cut loses them, as does a
        /// reset. The radio sleeps behind it.
        /// </summary>
        /// <param name="bytes"><see cref="RetainedLength"/> bytes.</param>
        void Retain(byte[] bytes);

        /// <summary>What <see cref="Retain"/> kept before this start of the processor, once: it is taken out of the chip.</summary>
        /// <returns><see cref="RetainedLength"/> bytes, of any value when nothing was kept; null when the chip has no room.</returns>
        byte[] Recall();
    }
}
