// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Sx126x
{
    /// <content>Receiving: one window, or all the time.</content>
    public sealed partial class Sx126xRadio
    {
        private const int MaximumWindowSymbols = 1023;
        private const int MinimumWindowSymbols = 4;
        private const int LongestCountedWindow = 248;
        private const int LargestMantissa = 31;

        /// <summary>Opens one window for a preamble, and takes the frame behind it.</summary>
        /// <param name="modulation">Of what.</param>
        /// <param name="symbols">How long to look for a preamble, 4 to 1023 symbols and at most 262 s; up to 248 symbols the chip rounds it up.</param>
        /// <param name="frame">Receives the frame.</param>
        /// <returns>Done, Timeout, CrcError; Recovered or NotAnswering when the radio did not finish.</returns>
        /// <exception cref="ArgumentException">The window or the modulation is out of range.</exception>
        public RadioResult ReceiveSingle(Modulation modulation, int symbols, ReceivedFrame frame)
        {
            Check(modulation);
            long window = (long)symbols * modulation.SymbolMicroseconds;
            bool counted = symbols <= LongestCountedWindow;
            long timer = counted ? Command.TimerOff : (window * 8 + 124) / 125; // steps of 15.625 µs
            if (symbols < MinimumWindowSymbols || symbols > MaximumWindowSymbols || timer > Command.TimerLongest)
            {
                throw new ArgumentException("window");
            }

            if (!IsReady())
            {
                return RadioResult.NotAnswering;
            }

            Apply(modulation, LongestReceived(modulation));
            SetSymbolTimeout(counted ? symbols : 0);
            _bus.Begin(Command.StopTimerOnPreamble).Add8(1).Send();
            Arm(Irq.RxDone | Irq.HeaderError | Irq.CrcError | Irq.Timeout);
            _bus.Begin(Command.SetRx).Add24((int)timer).Send();

            // What is counted is rounded up to an eighth more at most, and some symbols go by before a preamble is one.
            long longest = window + window / 8 + AirtimeMicroseconds(modulation, LongestPayload) + 8 * modulation.SymbolMicroseconds;
            int flags = WaitFor(Irq.RxDone | Irq.HeaderError | Irq.Timeout, longest / 1000 + MarginMilliseconds);
            if (flags == 0)
            {
                return Recover();
            }

            if ((flags & Irq.RxDone) == 0)
            {
                // A header that is damaged may leave it receiving.
                StopReceiving();
                return (flags & Irq.HeaderError) != 0 ? RadioResult.CrcError : RadioResult.Timeout;
            }

            if (modulation.ImplicitHeader)
            {
                StopTimer();
            }

            return Take(frame, flags);
        }

        /// <inheritdoc/>
        public void StartReceiving(Modulation modulation)
        {
            Check(modulation);
            if (IsReady())
            {
                Listen(modulation, Irq.RxDone | Irq.HeaderError | Irq.CrcError);
            }
        }

        /// <inheritdoc/>
        public RadioResult WaitForFrame(ReceivedFrame frame, int milliseconds)
        {
            int flags = WaitFor(Irq.RxDone | Irq.HeaderError, milliseconds);
            return flags == 0 ? RadioResult.Timeout : Take(frame, flags);
        }

        /// <summary>Ends receiving.</summary>
        public void StopReceiving()
        {
            Standby();
            _bus.ClearFlags(_bus.ReadFlags());
        }

        private static int LongestReceived(Modulation modulation)
        {
            return modulation.ImplicitHeader ? modulation.ImplicitLength : LongestPayload;
        }

        // A symbol timeout would end it.
        private void Listen(Modulation modulation, int flags)
        {
            Apply(modulation, LongestReceived(modulation));
            SetSymbolTimeout(0);
            Arm(flags);
            _bus.Begin(Command.SetRx).Add24(Command.ReceiveContinuously).Send();
            _bus.WaitUntilReady();
        }

        // Mantissa and exponent: m * 2^(2e+1) symbols, rounded up. 0 is off.
        private void SetSymbolTimeout(int symbols)
        {
            int mantissa = (symbols + 1) / 2;
            int exponent = 0;
            while (mantissa > LargestMantissa)
            {
                mantissa = (mantissa + 3) / 4;
                exponent++;
            }

            _bus.Begin(Command.SetSymbolTimeout).Add8(mantissa << (2 * exponent + 1)).Send();
            if (symbols > 0)
            {
                _bus.WriteRegister(Register.SymbolTimeout, 8 * mantissa + exponent);
            }
        }

        // Erratum 15.3: without a header the timer goes on, and would end what comes next.
        private void StopTimer()
        {
            _bus.WriteRegister(Register.RtcControl, 0);
            _bus.ChangeRegister(Register.EventMask, Register.ClearTimer, Register.ClearTimer);
        }

        // Only the flags seen are cleared, and before anybody sees the frame: nothing that is done with it can leave the radio stuck.
        private RadioResult Take(ReceivedFrame frame, int flags)
        {
            _bus.ClearFlags(flags);
            if ((flags & Irq.RxDone) == 0 || (flags & Irq.CrcError) != 0)
            {
                return RadioResult.CrcError;
            }

            _bus.Query(Command.GetRxBufferStatus, 2);
            int start = _bus.Reply(1);
            int length = _modulation.ImplicitHeader ? _modulation.ImplicitLength : _bus.Reply(0);
            _bus.ReadRegisters(Register.HeaderAndFrequencyError, 3);
            bool hasCrc = _modulation.ImplicitHeader ? _modulation.Crc : (_bus.Data(0) & Register.CrcInHeader) != 0;
            if ((_modulation.Crc && !hasCrc) || length > frame.Buffer.Length)
            {
                return _bus.IsStuck ? Recover() : RadioResult.CrcError;
            }

            frame.Length = length;
            frame.FrequencyErrorHertz = FrequencyError(_modulation.Bandwidth);
            ReadQuality(frame);
            _bus.ReadBuffer(start, frame.Buffer, length);
            return _bus.IsStuck ? Recover() : RadioResult.Done;
        }

        // Below the noise only the signal's own strength says it.
        private void ReadQuality(ReceivedFrame frame)
        {
            _bus.Query(Command.GetPacketStatus, 3);
            frame.SnrQuarters = (sbyte)_bus.Reply(1);
            frame.RssiDbm = -_bus.Reply(frame.SnrQuarters < 0 ? 2 : 0) / 2;
        }

        // 20 bits, signed, in steps of 31/32 Hz at 1 MHz; the data sheet does not tell.
        private int FrequencyError(Bandwidth bandwidth)
        {
            int raw = ((_bus.Data(0) & 0x0F) << 16) | (_bus.Data(1) << 8) | _bus.Data(2);
            raw = (raw << 12) >> 12;
            return raw * 31 / (32 * Airtime.ChipMicroseconds(bandwidth));
        }
    }
}
