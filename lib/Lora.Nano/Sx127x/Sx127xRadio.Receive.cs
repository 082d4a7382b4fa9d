// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Sx127x
{
    /// <content>Receiving: one window, or all the time.</content>
    public sealed partial class Sx127xRadio
    {
        private const int MaximumWindowSymbols = 1023;
        private const int MinimumWindowSymbols = 4;
        private const int LongestPayload = 255;

        /// <summary>Opens one window for a preamble, and takes the frame behind it.</summary>
        /// <param name="modulation">Of what.</param>
        /// <param name="symbols">How long to look for a preamble, 4 to 1023 symbols.</param>
        /// <param name="frame">Receives the frame.</param>
        /// <returns>Done, Timeout, CrcError; Recovered or NotAnswering when the radio did not finish.</returns>
        /// <exception cref="ArgumentException">The window or the modulation is out of range.</exception>
        public RadioResult ReceiveSingle(Modulation modulation, int symbols, ReceivedFrame frame)
        {
            modulation.Check();
            if (symbols < MinimumWindowSymbols || symbols > MaximumWindowSymbols)
            {
                throw new ArgumentException("window");
            }

            if (!IsReady())
            {
                return RadioResult.NotAnswering;
            }

            Apply(modulation, true);
            _bus.Change(Register.ModemConfig2, 3, symbols >> 8);
            _bus.Write(Register.SymbTimeoutLsb, symbols);
            _bus.Write(Register.FifoAddrPtr, 0);
            Arm(Dio0.RxDone, Mode.ReceiveSingle);
            long longest = (long)symbols * modulation.SymbolMicroseconds + modulation.AirtimeMicroseconds(LongestPayload);
            int flags = WaitFor(Irq.RxDone | Irq.RxTimeout, longest / 1000 + MarginMilliseconds);
            return flags == 0 ? Recover()
                : (flags & Irq.RxDone) == 0 ? Ended(RadioResult.Timeout)
                : Take(modulation, frame);
        }

        /// <summary>Begins to receive all the time; frames are taken with <see cref="WaitForFrame"/>.</summary>
        /// <param name="modulation">Of what.</param>
        /// <exception cref="ArgumentException">The modulation is out of range.</exception>
        public void StartReceiving(Modulation modulation)
        {
            modulation.Check();
            if (IsReady())
            {
                Apply(modulation, true);
                _bus.Write(Register.FifoAddrPtr, 0);
                Arm(Dio0.RxDone, Mode.ReceiveContinuous);
            }
        }

        /// <summary>Waits for the next frame. The radio goes on receiving.</summary>
        /// <param name="frame">Receives the frame.</param>
        /// <param name="milliseconds">How long to wait; 0 only looks.</param>
        /// <returns>Done, Timeout or CrcError.</returns>
        public RadioResult WaitForFrame(ReceivedFrame frame, int milliseconds)
        {
            int flags = WaitFor(Irq.RxDone, milliseconds);
            return flags == 0 ? RadioResult.Timeout : Take(_modulation, frame);
        }

        /// <summary>The radio receives all the time: not after a frame was sent, nor after it was reset.</summary>
        public bool IsReceiving
        {
            get { return (_bus.Read(Register.OpMode) & 7) == Mode.ReceiveContinuous; }
        }

        /// <summary>Ends receiving.</summary>
        public void StopReceiving()
        {
            SetMode(Mode.Standby);
            _bus.Write(Register.IrqFlags, Irq.All);
        }

        // The flags are cleared before anybody sees the frame: nothing that is done with it can leave the radio stuck.
        private RadioResult Take(Modulation modulation, ReceivedFrame frame)
        {
            int flags = _bus.Read(Register.IrqFlags);
            bool hasCrc = modulation.ImplicitHeader ? modulation.Crc : (_bus.Read(Register.HopChannel) & Register.CrcOnPayload) != 0;
            int length = modulation.ImplicitHeader ? modulation.ImplicitLength : _bus.Read(Register.RxNbBytes);
            if ((flags & Irq.PayloadCrcError) != 0 || (modulation.Crc && !hasCrc) || length > frame.Buffer.Length)
            {
                return Ended(RadioResult.CrcError);
            }

            _bus.Write(Register.FifoAddrPtr, _bus.Read(Register.FifoRxCurrentAddr));
            _bus.Read(Register.Fifo, frame.Buffer, 0, length);
            frame.Length = length;
            frame.SnrQuarters = (sbyte)_bus.Read(Register.PktSnrValue);
            int strength = RssiOffset(modulation.FrequencyHertz) + _bus.Read(Register.PktRssiValue) * 16 / 15;
            frame.RssiDbm = strength + (frame.SnrQuarters < 0 ? frame.SnrQuarters / 4 : 0);
            frame.FrequencyErrorHertz = ReadFrequencyError(modulation.Bandwidth);
            return Ended(RadioResult.Done);
        }

        private RadioResult Ended(RadioResult result)
        {
            _bus.Write(Register.IrqFlags, Irq.All);
            return result;
        }

        private static int RssiOffset(int hertz)
        {
            return hertz >= LowestBandHertz ? -157 : -164;
        }

        // 20 bits, signed: raw * 2^24 / 32 MHz * BW / 500 kHz, where a chip of 2 µs is 500 kHz.
        private int ReadFrequencyError(Bandwidth bandwidth)
        {
            int raw = ((_bus.Read(Register.FeiMsb) & 0x0F) << 16) | (_bus.Read(Register.FeiMsb + 1) << 8) | _bus.Read(Register.FeiMsb + 2);
            raw = (raw << 12) >> 12;
            return (int)(((long)raw << 25) / 32000000 / Airtime.ChipMicroseconds(bandwidth));
        }
    }
}
