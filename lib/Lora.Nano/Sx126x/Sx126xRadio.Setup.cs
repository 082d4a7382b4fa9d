// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using System.Threading;

namespace Lora.Nano.Sx126x
{
    /// <content>Reset, clock, calibration; modulation, frequency and power in commands, with the errata.</content>
    public sealed partial class Sx126xRadio
    {
        private const int StartMilliseconds = 1000;
        private const int RetryMilliseconds = 10;
        private const int TcxoDelay = 320; // 5 ms in steps of 15.625 µs
        private const int LowestHertz = 150000000;
        private const int HighestHertz = 960000000;
        private const int LowestWideHertz = 400000000;
        private const int LongestPayload = 255;
        private const int Sf6Preamble = 12;
        private const int HighPowerMilliamperes = 140;
        private const int LowPowerMilliamperes = 60;
        private const string BusyHangs = "radio's BUSY stays high: check its pin, the reset line and the supply";
        private const string NoAnswer = "radio does not answer: check wiring and chip select";
        private const string NoClock = "radio's oscillator does not start: a TCXO needs HasTcxo and its voltage";

        // By Bandwidth, as the chip numbers them.
        private static readonly byte[] s_bandwidths = { 0x00, 0x08, 0x01, 0x09, 0x02, 0x0A, 0x03, 0x04, 0x05, 0x06 };

        private static int TcxoCode(int millivolts)
        {
            switch (millivolts)
            {
                case 1600: return 0;
                case 1700: return 1;
                case 1800: return 2;
                case 2200: return 3;
                case 2400: return 4;
                case 2700: return 5;
                case 3000: return 6;
                case 3300: return 7;
                default: throw new ArgumentException("TCXO voltage");
            }
        }

        // Null when the radio is there and set up, else what is wrong. A board said to have a TCXO may have a crystal.
        private string SetUp()
        {
            HasTcxo = _options.HasTcxo;
            string problem = SetUpOnce();
            if (problem == NoClock && HasTcxo)
            {
                HasTcxo = false;
                problem = SetUpOnce();
            }

            return problem;
        }

        private string SetUpOnce()
        {
            bool started = Start();
            string problem = _bus.IsStuck ? BusyHangs : Identify();
            if (problem != null || !started)
            {
                return problem ?? "radio does not take commands";
            }

            StartClock();
            _bus.Begin(Command.SetRegulator).Add8(Command.RegulatorDcDc).Send();
            _bus.Begin(Command.SetDio2AsSwitch).Add8(_options.UsesDio2AsSwitch ? 1 : 0).Send();
            _bus.Begin(Command.SetPacketType).Add8(Command.PacketTypeLora).Send();
            _imageBand = 0;
            Tune(_modulation.FrequencyHertz);
            _bus.Begin(Command.SetBufferBase).Add16(0).Send();
            ApplyPower();
            if (!_options.IsSx1261)
            {
                // Erratum 15.2: a mismatched antenna would clamp the amplifier too early.
                _bus.ChangeRegister(Register.TxClamp, Register.ClampHigh, Register.ClampHigh);
            }

            ApplyModulation(_modulation, LongestPayload);
            _bus.WriteRegister(Register.RxGain, Register.GainBoosted);
            _bus.Begin(Command.WriteRegister).Add16(Register.RetentionList).Add8(3)
                .Add16(Register.RxGain).Add16(Register.TxModulation).Add16(Register.IqPolarity).Send();
            _bus.Begin(Command.SetFlags).Add32(0).Add32(0).Send();
            _bus.ClearFlags(Irq.All);
            return ReadErrors();
        }

        // BUSY is high while the chip calibrates itself, and the first commands may be refused.
        private bool Start()
        {
            long deadline = Environment.TickCount64 + StartMilliseconds;
            Reset();
            while (true)
            {
                Standby();
                if (_bus.ReadMode() == Mode.StandbyRc)
                {
                    return true;
                }

                if (Environment.TickCount64 >= deadline)
                {
                    return false;
                }

                Thread.Sleep(RetryMilliseconds);
                _bus.Restart(false);
            }
        }

        // NRESET low for at least 100 µs. Without the line a cold sleep forgets all.
        private void Reset()
        {
            if (_reset != null)
            {
                _reset.Write(PinValue.Low);
                Thread.Sleep(1);
                _reset.Write(PinValue.High);
                Thread.Sleep(RetryMilliseconds);
                _bus.Restart(false);
            }
            else
            {
                _bus.Restart(true);
                Standby();
                _bus.Sleep(Command.SleepCold);
            }
        }

        // The version text is the same for an SX1261 and an SX1262.
        private string Identify()
        {
            _bus.ReadRegisters(Register.Version, 5);
            int first = _bus.Data(0);
            if (first == 'S' && _bus.Data(1) == 'X' && _bus.Data(2) == '1' && _bus.Data(3) == '2' && _bus.Data(4) == '6')
            {
                return null;
            }

            bool silent = (first == 0x00 || first == 0xFF) && _bus.Data(1) == first && _bus.Data(2) == first;
            string text = first.ToString("X2") + _bus.Data(1).ToString("X2") + _bus.Data(2).ToString("X2");
            return _bus.ReadSecond(Register.VersionOfSx127x) == Register.Sx127x ? "SX1276/77/78/79 found, an SX1261 or SX1262 is needed"
                : silent ? NoAnswer
                : "not an SX126x: version text 0x" + text;
        }

        // A TCXO is off at first, which is an error until it is cleared; what was calibrated without it is calibrated again.
        private void StartClock()
        {
            if (HasTcxo)
            {
                _bus.Begin(Command.ClearDeviceErrors).Add16(0).Send();
                _bus.Begin(Command.SetDio3AsTcxo).Add8(_tcxoCode).Add24(TcxoDelay).Send();
                _bus.Begin(Command.Calibrate).Add8(Command.CalibrateAll).Send();
            }
        }

        private string ReadErrors()
        {
            _bus.Query(Command.GetDeviceErrors, 2);
            int errors = ((_bus.Reply(0) << 8) | _bus.Reply(1)) & DeviceError.AtSetUp;
            return _bus.IsStuck ? BusyHangs
                : (errors & DeviceError.Oscillator) != 0 ? NoClock
                : errors != 0 ? "radio fails to calibrate: device errors 0x" + errors.ToString("X2")
                : null;
        }

        private static void Check(Modulation modulation)
        {
            modulation.Check();
            if (modulation.FrequencyHertz < LowestHertz || modulation.FrequencyHertz > HighestHertz)
            {
                throw new ArgumentException("frequency");
            }

            if (modulation.Bandwidth >= Bandwidth.Khz250 && modulation.FrequencyHertz <= LowestWideHertz)
            {
                throw new ArgumentException("bandwidth");
            }
        }

        // From standby, where everything may be set. The length is the longest to receive, or the one with the implicit header.
        private void Apply(Modulation modulation, int length)
        {
            _modulation = modulation;
            Standby();
            Tune(modulation.FrequencyHertz);
            ApplyModulation(modulation, length);
        }

        private void Tune(int hertz)
        {
            int band = Frequency.ImageBand(hertz);
            if (band != _imageBand)
            {
                _imageBand = band;
                _bus.Begin(Command.CalibrateImage).Add16(band).Send();
            }

            _bus.Begin(Command.SetRfFrequency).Add32(Frequency.ToWord(hertz)).Send();
        }

        private void ApplyModulation(Modulation modulation, int length)
        {
            _bus.Begin(Command.SetModulation).Add8(modulation.SpreadingFactor).Add8(s_bandwidths[(int)modulation.Bandwidth])
                .Add8(modulation.CodingRate).Add8(modulation.LowDataRateOptimize ? 1 : 0).Send();

            // Erratum 15.1, which the command before undoes.
            _bus.ChangeRegister(Register.TxModulation, Register.ErratumBit, modulation.Bandwidth == Bandwidth.Khz500 ? 0 : Register.ErratumBit);
            _bus.Begin(Command.SetPacket).Add16(PreambleSymbols(modulation)).Add8(modulation.ImplicitHeader ? 1 : 0).Add8(length)
                .Add8(modulation.Crc ? 1 : 0).Add8(modulation.InvertIq ? 1 : 0).Send();

            // Erratum 15.4, likewise.
            _bus.ChangeRegister(Register.IqPolarity, Register.ErratumBit, modulation.InvertIq ? 0 : Register.ErratumBit);
            int word = modulation.SyncWord;
            _bus.Begin(Command.WriteRegister).Add16(Register.SyncWord).Add8((word & 0xF0) | 4).Add8((word << 4) | 4).Send();
        }

        // SF6 needs some more.
        private static int PreambleSymbols(Modulation modulation)
        {
            return modulation.SpreadingFactor == 6 && modulation.PreambleSymbols < Sf6Preamble ? Sf6Preamble : modulation.PreambleSymbols;
        }

        // SetAmplifier sets the current limit too: it is written behind it.
        private void ApplyPower()
        {
            int current = _options.IsSx1261 ? LowPowerMilliamperes : HighPowerMilliamperes;
            int cap = _options.CurrentCapMilliamperes;
            current = cap > 0 && cap < current ? cap : current;
            _bus.Begin(Command.SetAmplifier).Add32(_options.IsSx1261 ? 0x04000101 : 0x04070001).Send();
            _bus.Begin(Command.SetTxParameters).Add8(_powerDbm).Add8(Command.Ramp40Microseconds).Send();
            _bus.WriteRegister(Register.Ocp, current * 2 / 5);
        }
    }
}
