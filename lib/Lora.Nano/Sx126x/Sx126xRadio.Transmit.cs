// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Sx126x
{
    /// <content>Sending, and looking whether the channel is free.</content>
    public sealed partial class Sx126xRadio
    {
        private const int CadSymbols = 8; // the four it looks at, and what it takes to think about them
        private const int CadMinimum = 10;
        private const int CadWidestMore = 11; // 500 kHz from SF9 on: the plain value is too near the noise

        // By spreading factor from 6, for two symbols up to SF8 and four from SF9 on.
        private static readonly byte[] s_cadPeaks = { 20, 22, 22, 23, 24, 25, 28 };
        private static readonly byte[] s_cadPeaksWidest = { 20, 21, 22, 22, 22, 25, 29 };

        /// <summary>Sends a frame and waits until it is out.</summary>
        /// <param name="modulation">How.</param>
        /// <param name="buffer">Holds the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length, 1 to 255 bytes.</param>
        /// <returns><see cref="RadioResult.Done"/>, or Recovered or NotAnswering when the radio did not finish.</returns>
        /// <exception cref="ArgumentException">The length or the modulation is out of range.</exception>
        public RadioResult Transmit(Modulation modulation, byte[] buffer, int offset, int count)
        {
            Check(modulation);
            if (count < 1 || count > LongestPayload || (modulation.ImplicitHeader && count != modulation.ImplicitLength))
            {
                throw new ArgumentException("payload length");
            }

            if (!IsReady())
            {
                return RadioResult.NotAnswering;
            }

            Apply(modulation, count);
            ApplyPower();
            _bus.WriteBuffer(buffer, offset, count);
            int airtime = AirtimeMicroseconds(modulation, count);
            Arm(Irq.TxDone);
            _bus.Begin(Command.SetTx).Add24(Command.TimerOff).Send();
            _bus.WaitUntilReady(); // the clock runs and the amplifier is up: the preamble begins
            TransmittedAt = Environment.TickCount64 + (airtime + 999) / 1000;
            int flags = WaitFor(Irq.TxDone, airtime / 1000 + MarginMilliseconds);
            if (flags == 0)
            {
                return Recover();
            }

            _bus.ClearFlags(flags);
            return RadioResult.Done;
        }

        /// <inheritdoc/>
        public RadioResult DetectActivity(Modulation modulation)
        {
            Check(modulation);
            if (!IsReady())
            {
                return RadioResult.NotAnswering;
            }

            Apply(modulation, LongestReceived(modulation));
            int index = modulation.SpreadingFactor - 6;
            bool widest = modulation.Bandwidth == Bandwidth.Khz500;
            int peak = widest ? s_cadPeaksWidest[index] + (index >= 3 ? CadWidestMore : 0) : s_cadPeaks[index];
            _bus.Begin(Command.SetCadParameters).Add8(index >= 3 ? 2 : 1).Add8(peak).Add8(CadMinimum).Add8(0).Add24(Command.TimerOff).Send();
            Arm(Irq.CadDone | Irq.CadDetected);
            _bus.Begin(Command.SetCad).Send();
            int flags = WaitFor(Irq.CadDone, CadSymbols * modulation.SymbolMicroseconds / 1000 + MarginMilliseconds);
            if (flags == 0)
            {
                return Recover();
            }

            _bus.ClearFlags(flags);
            return (flags & Irq.CadDetected) != 0 ? RadioResult.ChannelBusy : RadioResult.Done;
        }

        /// <summary>Listens before it talks: sends only on a free channel.</summary>
        /// <param name="modulation">How.</param>
        /// <param name="buffer">Holds the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length, 1 to 255 bytes.</param>
        /// <returns>As <see cref="Transmit"/>, or <see cref="RadioResult.ChannelBusy"/>: try again later.</returns>
        /// <exception cref="ArgumentException">The length or the modulation is out of range.</exception>
        public RadioResult TransmitIfFree(Modulation modulation, byte[] buffer, int offset, int count)
        {
            RadioResult free = DetectActivity(modulation);
            return free == RadioResult.Done ? Transmit(modulation, buffer, offset, count) : free;
        }

        // SF6 is framed otherwise than by an SX127x: two more symbols of sync word, and none of the header's eight bits.
        private static int AirtimeMicroseconds(Modulation modulation, int count)
        {
            if (modulation.SpreadingFactor > 6)
            {
                return modulation.AirtimeMicroseconds(count);
            }

            int bits = 8 * count - 24 + (modulation.Crc ? 16 : 0) + (modulation.ImplicitHeader ? 0 : 20);
            int blocks = bits <= 0 ? 0 : (bits + 23) / 24;
            return modulation.SymbolMicroseconds / 4 * (4 * (PreambleSymbols(modulation) + blocks * (modulation.CodingRate + 4)) + 57);
        }
    }
}
