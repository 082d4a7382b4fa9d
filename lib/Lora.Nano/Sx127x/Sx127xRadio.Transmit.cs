// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Sx127x
{
    /// <content>Sending, and looking whether the channel is free.</content>
    public sealed partial class Sx127xRadio
    {
        private const int CadSymbols = 3;

        /// <summary>Sends a frame and waits until it is out.</summary>
        /// <param name="modulation">How.</param>
        /// <param name="buffer">Holds the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length, 1 to 255 bytes.</param>
        /// <returns><see cref="RadioResult.Done"/>, or Recovered or NotAnswering when the radio did not finish.</returns>
        /// <exception cref="ArgumentException">The length or the modulation is out of range.</exception>
        public RadioResult Transmit(Modulation modulation, byte[] buffer, int offset, int count)
        {
            modulation.Check();
            if (count < 1 || count > 255 || (modulation.ImplicitHeader && count != modulation.ImplicitLength))
            {
                throw new ArgumentException("payload length");
            }

            if (!IsReady())
            {
                return RadioResult.NotAnswering;
            }

            Apply(modulation, false);
            _bus.Write(Register.PayloadLength, count);
            _bus.Write(Register.FifoAddrPtr, 0);
            _bus.Write(Register.Fifo, buffer, offset, count);
            int airtime = modulation.AirtimeMicroseconds(count);
            Arm(Dio0.TxDone, Mode.Transmit);
            TransmittedAt = Environment.TickCount64 + (airtime + 999) / 1000;
            int flags = WaitFor(Irq.TxDone, airtime / 1000 + MarginMilliseconds);
            if (flags == 0)
            {
                return Recover();
            }

            _bus.Write(Register.IrqFlags, Irq.All);
            return RadioResult.Done;
        }

        /// <summary>Looks for a preamble on the channel (CAD).</summary>
        /// <param name="modulation">Of what.</param>
        /// <returns>Done when the channel is free, ChannelBusy when it is not; Recovered or NotAnswering.</returns>
        /// <exception cref="ArgumentException">The modulation is out of range.</exception>
        public RadioResult DetectActivity(Modulation modulation)
        {
            modulation.Check();
            if (!IsReady())
            {
                return RadioResult.NotAnswering;
            }

            Apply(modulation, true);

            // A free channel raises CadDone only, never CadDetected.
            Arm(Dio0.CadDone, Mode.ChannelActivityDetection);
            int flags = WaitFor(Irq.CadDone, CadSymbols * modulation.SymbolMicroseconds / 1000 + MarginMilliseconds);
            if (flags == 0)
            {
                return Recover();
            }

            flags |= _bus.Read(Register.IrqFlags);
            _bus.Write(Register.IrqFlags, Irq.All);
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
    }
}
