// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Simulator.Lora
{
    /// <content>Sending, receiving and listening.</content>
    public sealed partial class SimulatedSx126x
    {
        private const int TxDoneFlag = 0x001, RxDoneFlag = 0x002, PreambleFlag = 0x004, HeaderValidFlag = 0x010, HeaderErrorFlag = 0x020, CrcErrorFlag = 0x040;
        private const int CadDoneFlag = 0x080, CadDetectedFlag = 0x100, TimeoutFlag = 0x200;
        private const int Endless = 0xFFFFFF;

        // By the codes of the SX127x: the chip's code, and the width.
        private static readonly byte[] s_bandwidthCodes = { 0x00, 0x08, 0x01, 0x09, 0x02, 0x0A, 0x03, 0x04, 0x05, 0x06 };
        private static readonly double[] s_bandwidths = { 7812.5, 10416.67, 15625, 20833.33, 31250, 41666.67, 62500, 125000, 250000, 500000 };

        // Duty cycle and size of the amplifier, and the power that goes out at a setting.
        private static readonly (bool Is1261, int Duty, int Size, int Setting, double Dbm)[] s_amplifier =
        {
            (false, 4, 7, 22, 22), (false, 3, 5, 22, 20), (false, 2, 3, 22, 17), (false, 2, 2, 22, 14), (true, 6, 0, 14, 15), (true, 4, 0, 14, 14), (true, 1, 0, 13, 10)
        };

        private readonly byte[] _packetStatus = new byte[3];
        private Transmission _receiving;
        private double _detectedAt;
        private double _headerAt;
        private bool _isContinuous;
        private bool _isBounded;
        private byte _rxPointer;
        private byte _rxLength;
        private byte _rxStart;
        private int _timer;
        private bool _timerRuns;
        private bool _timerIsStray;
        private (double Listen, double Sleep) _cycle;

        private int SpreadingFactor => Parameter(SetModulationParams, 0);

        private int Bandwidth => Array.IndexOf(s_bandwidthCodes, (byte)Parameter(SetModulationParams, 1));

        private double Symbol => Math.Pow(2, SpreadingFactor) / s_bandwidths[Bandwidth] * 1000;

        private bool IsImplicit => Parameter(SetPacketParams, 2) == 1;

        private bool HasCrc => Parameter(SetPacketParams, 4) == 1;

        private bool IsInverted => Parameter(SetPacketParams, 5) == 1;

        private bool IqBitIsWrong => ((_registers[IqPolarity] & 4) == 0) != IsInverted;

        // The antenna is cut off for random numbers.
        private bool IsOpenForNoise => (_registers[0x08E2] & 1) == 0 && (_registers[0x08E5] & 0x80) == 0;

        // -1 when it is none that an SX127x can have.
        private int SyncByte => (_registers[SyncWord] & _registers[SyncWord + 1] & 15) == 4 && ((_registers[SyncWord] | _registers[SyncWord + 1]) & 15) == 4
            ? (_registers[SyncWord] & 0xF0) | (_registers[SyncWord + 1] >> 4)
            : -1;

        private int FrequencyHertz =>
            (int)Math.Round((((long)Word(SetRfFrequency, 0) << 16) | (long)Word(SetRfFrequency, 2)) * 32e6 / Math.Pow(2, 25) * (1 + CrystalPpm / 1e6));

        internal override bool Matches(Transmission transmission)
        {
            return transmission.SpreadingFactor == SpreadingFactor
                && transmission.Bandwidth == Bandwidth
                && transmission.SyncWord == SyncByte
                && transmission.Inverted == IsInverted
                && (transmission.SpreadingFactor != 6 || transmission.Sender is not SimulatedSx127x) // another SF6
                && Math.Abs(transmission.FrequencyHertz - FrequencyHertz) < s_bandwidths[Bandwidth] / 4
                && !IsOpenForNoise;
        }

        internal override void OnPreamble(Transmission transmission)
        {
            if (_receiving == null && Mode == Sx126xMode.Receive && Matches(transmission) && LoraAir.IsHeard(transmission, this))
            {
                Hold(transmission);
            }
        }

        internal override bool IsReceiving(Transmission transmission)
        {
            return _receiving == transmission;
        }

        internal override void OnMissed(Transmission transmission)
        {
            _receiving = null;
            if (_cycle.Listen > 0)
            {
                DozeInCycle();
            }
            else if (_isBounded)
            {
                Finish(TimeoutFlag, TimedOut, Sx126xMode.StandbyRc);
            }
        }

        internal override void OnReceived(Transmission transmission, bool spoilt)
        {
            int sent = transmission.Payload.Length;
            if (Note(!IsImplicit && sent > _registers[LengthRegister], $"a frame of {sent} bytes does not fit the packet parameters")
                || Note(sent > 32 && IqBitIsWrong, "a long frame is lost by erratum 15.4"))
            {
                OnMissed(transmission);
                return;
            }

            // Without a header both sides have to agree.
            _receiving = null;
            bool hasCrc = IsImplicit ? HasCrc : transmission.HasCrc;
            _rxLength = IsImplicit ? _registers[LengthRegister] : (byte)sent;
            bool isCrcError = hasCrc && (spoilt || sent != _rxLength || !transmission.HasCrc);
            _rxStart = _rxPointer;
            for (int i = 0; i < _rxLength; i++)
            {
                _buffer[(_rxStart + i) & 0xFF] = (byte)(i < sent ? transmission.Payload[i] ^ (spoilt && i % 3 == 0 ? 0x55 : 0) : _noise.Next(256));
            }

            _rxPointer += _rxLength;
            _registers[0x0803] = _rxPointer;
            _registers[0x06BB] = _rxLength;
            Measure(transmission, hasCrc);
            _statistics[0]++;
            _statistics[1] += isCrcError ? 1 : 0;
            _timerIsStray = IsImplicit && _timerRuns; // erratum 15.3
            int flags = RxDoneFlag | (IsImplicit ? 0 : HeaderValidFlag) | (isCrcError ? CrcErrorFlag : 0);
            if (_isContinuous)
            {
                _status = DataAvailable;
                Raise(flags);
            }
            else
            {
                Finish(flags, DataAvailable, FallbackMode());
            }
        }

        private void Measure(Transmission transmission, bool hasCrc)
        {
            double snr = LoraAir.SnrDb(transmission, this);
            double strength = LoraAir.StrengthDbm(transmission, this);
            _packetStatus[0] = Rssi(Math.Max(strength, strength - snr)); // all there is in the channel: below the noise that is the noise
            _packetStatus[1] = (byte)(sbyte)Math.Clamp(Math.Round(snr * 4), -128, 127);
            _packetStatus[2] = Rssi(strength);
            int error = (int)Math.Round((transmission.FrequencyHertz - FrequencyHertz) * 1.6e6 / 1.55 / s_bandwidths[Bandwidth]);
            _registers[FrequencyError] = (byte)(((error >> 16) & 0x0F) | (hasCrc ? 0x10 : 0));
            _registers[FrequencyError + 1] = (byte)(error >> 8);
            _registers[FrequencyError + 2] = (byte)error;
            _registers[Header] = (byte)(Parameter(SetModulationParams, 2) << 4);
        }

        private static byte Rssi(double dbm)
        {
            return (byte)Math.Clamp(Math.Round(-2 * dbm), 0, 255);
        }

        private Sx126xMode FallbackMode()
        {
            int mode = _cycle.Listen > 0 ? 0 : Parameter(SetFallbackMode, 0);
            return mode == 0x30 ? Sx126xMode.StandbyXosc : mode == 0x40 ? Sx126xMode.Synthesizer : Sx126xMode.StandbyRc;
        }

        // What sending and receiving need; and what works, but not as it should.
        private bool IsReady(byte opcode)
        {
            byte parameters = opcode == SetCad ? SetCadParams : SetPacketParams;
            if (Parameter(SetPacketType, 0) != 1 || !_config.ContainsKey(SetModulationParams) || !_config.ContainsKey(parameters))
            {
                return Refuse(opcode, "without packet type, modulation or parameters");
            }

            if (!ClockStarts())
            {
                return false;
            }

            double megahertz = FrequencyHertz / 1e6;
            if (_calibrated != AllCalibrations || megahertz < 150 || megahertz > 960)
            {
                _deviceErrors |= PllLockError;
                return Refuse(opcode, _calibrated != AllCalibrations ? "not calibrated" : $"at {megahertz} MHz");
            }

            bool sends = opcode == SetTx;
            Note(Symbol >= 16 != (Parameter(SetModulationParams, 3) == 1), "low data rate optimization");
            Note(Bandwidth >= 8 && megahertz < 400, "so much bandwidth below 400 MHz");
            Note(!sends && (megahertz < _image.Low * 4 || megahertz > _image.High * 4), "image calibration of another band");
            Note(SyncByte < 0, "sync word");
            Note(sends && ((_registers[TxModulation] & 4) == 0) != (Bandwidth == 9), "erratum 15.1, 0x0889");
            Note(sends && IqBitIsWrong, "erratum 15.4, 0x0736");
            Note(sends && SpreadingFactor < 7 && Word(SetPacketParams, 0) < 12, "preamble shorter than 12");
            _cycle = default;
            return true;
        }

        private static int Bits24(byte[] p, int index)
        {
            return (p[index] << 16) | (p[index + 1] << 8) | p[index + 2];
        }

        private void Transmit(int timeout)
        {
            Enter(Sx126xMode.Transmit);
            StartTimer(timeout);
            byte[] payload = new byte[_registers[LengthRegister]];
            for (int i = 0; i < payload.Length; i++)
            {
                payload[i] = _buffer[(Parameter(SetBufferBase, 0) + i) & 0xFF];
            }

            double preamble = (Word(SetPacketParams, 0) + (SpreadingFactor < 7 ? 6.25 : 4.25)) * Symbol;
            double airtime = preamble + PayloadSymbols(payload.Length) * Symbol;
            long now = Air.Time.Now;
            if (payload.Length <= 32 || !IqBitIsWrong)
            {
                Air.Begin(new Transmission(
                    this, FrequencyHertz, SpreadingFactor, Bandwidth, IsInverted, (byte)SyncByte, PowerDbm(), now, now + (long)Math.Ceiling(airtime), now + preamble - 5 * Symbol,
                    payload, HasCrc));
            }

            if (!NeverFinishes)
            {
                After(airtime, () => Finish(TxDoneFlag, Sent, FallbackMode()));
            }
        }

        // The data sheet's formula in floating point: a second opinion on the driver's.
        private double PayloadSymbols(int length)
        {
            int sf = SpreadingFactor;
            double bits = 8.0 * length - 4 * sf + (HasCrc ? 16 : 0) + (IsImplicit ? 0 : 20) + (sf < 7 ? 0 : 8);
            double perBlock = 4.0 * (sf - 2 * Parameter(SetModulationParams, 3));
            return 8 + Math.Ceiling(Math.Max(bits, 0) / perBlock) * (Parameter(SetModulationParams, 2) + 4);
        }

        private double PowerDbm()
        {
            bool is1261 = Parameter(SetPaConfig, 2) == 1;
            int row = Array.FindIndex(s_amplifier, a => a.Is1261 == is1261 && a.Duty == Parameter(SetPaConfig, 0) && a.Size == Parameter(SetPaConfig, 1));
            if (Note(row < 0 || is1261 != IsSx1261 || !_config.ContainsKey(SetTxParams), "amplifier not set, or another chip's"))
            {
                return -20;
            }

            double dbm = s_amplifier[row].Dbm + (sbyte)Parameter(SetTxParams, 0) - s_amplifier[row].Setting;
            if (!IsSx1261)
            {
                // 22 dBm takes 118 mA; 60 mA are enough for 10 dBm.
                dbm = Math.Min(dbm, 10 + (_registers[OverCurrent] * 2.5 - 60) * 12 / 58);
                dbm -= (_registers[TxClamp] & 0x1E) == 0x1E ? 0 : 3; // erratum 15.2
            }

            return dbm - (HasSwitchOnDio2 && Parameter(SetSwitchOnDio2, 0) == 0 ? 30 : 0);
        }

        private void Receive(int timeout)
        {
            Enter(Sx126xMode.Receive);
            double window = ((_registers[SymbolTimeout] >> 3) << (2 * (_registers[SymbolTimeout] & 7) + 1)) * Symbol;
            _isContinuous = timeout == Endless;
            _isBounded = window > 0 || (timeout != 0 && !_isContinuous);
            _rxPointer = (byte)Parameter(SetBufferBase, 1);
            StartTimer(timeout);
            Transmission found = Air.FindPreamble(this);
            if (found != null)
            {
                Hold(found);
            }

            if (window > 0)
            {
                double due = Air.Time.Now + window;
                After(window, () =>
                {
                    if (_receiving == null || _detectedAt > due)
                    {
                        Finish(TimeoutFlag, TimedOut, Sx126xMode.StandbyRc);
                    }
                });
            }

            if (IsOpenForNoise)
            {
                After(5, () => Raise(PreambleFlag | HeaderErrorFlag));
            }
        }

        // A preamble is found after five symbols; the header is eight behind its end.
        private void Hold(Transmission transmission)
        {
            _receiving = transmission;
            long now = Air.Time.Now;
            _detectedAt = now + 5 * Symbol;
            _headerAt = transmission.PreambleEnd + (IsImplicit ? 5 : 13) * Symbol;
            After(_detectedAt - now, () => Raise(_receiving == transmission ? PreambleFlag : 0));
            After(_headerAt - now, () =>
            {
                if (_receiving == transmission && !IsImplicit)
                {
                    _receiving = SpoilsHeaders ? null : transmission;
                    _statistics[2] += SpoilsHeaders ? 1 : 0;
                    Raise(SpoilsHeaders ? HeaderErrorFlag : HeaderValidFlag);
                }
            });
        }

        private void DetectActivity()
        {
            Enter(Sx126xMode.Cad);
            byte[] p = _config[SetCadParams];
            After((1 << p[0]) * Symbol, () =>
            {
                // A threshold that low finds noise, and one that high nothing.
                bool isBusy = p[1] < 15 || (p[1] <= 60 && Air.IsActive(this));
                Finish(CadDoneFlag | (isBusy ? CadDetectedFlag : 0), Accepted, Sx126xMode.StandbyRc);
                if (p[3] == 1 && isBusy)
                {
                    Receive(Bits24(p, 4));
                }
                else if (p[3] == 0x10 && !isBusy && IsReady(SetTx))
                {
                    Transmit(Bits24(p, 4));
                }
            });
        }

        // Listens, sleeps, listens; a preamble holds it awake for 2 rx + sleep, and a header in that time to the end.
        private void Cycle()
        {
            Receive(0);
            SetLines();
            double due = Air.Time.Now + _cycle.Listen;
            After(_cycle.Listen, () =>
            {
                double until = _receiving == null || _detectedAt > due ? Air.Time.Now : _detectedAt + 2 * _cycle.Listen + _cycle.Sleep;
                After(until - Air.Time.Now, () =>
                {
                    if (_receiving == null || _headerAt > until)
                    {
                        DozeInCycle();
                    }
                });
            });
        }

        private void DozeInCycle()
        {
            Doze();
            After(_cycle.Sleep + TcxoDelay, Cycle);
        }

        // Starting none leaves one that still runs astray.
        private void StartTimer(int steps)
        {
            if (steps == 0 || steps == Endless)
            {
                return;
            }

            StopTimer();
            _timerRuns = true;
            _registers[TimerControl] = 1;
            int timer = _timer;
            Air.Time.Schedule((long)Math.Ceiling(steps / 64.0), () =>
            {
                if (timer == _timer)
                {
                    OnTimer();
                }
            });
        }

        private void StopTimer()
        {
            _timer++;
            _timerRuns = _timerIsStray = false;
        }

        private void OnTimer()
        {
            bool isHeld = _receiving != null && Air.Time.Now >= (Parameter(StopTimerOnPreamble, 0) == 1 ? _detectedAt : _headerAt);
            StopTimer();
            if (isHeld || (Mode == Sx126xMode.Transmit && NeverFinishes))
            {
                return;
            }

            _status = TimedOut;
            if (Mode is Sx126xMode.Receive or Sx126xMode.Transmit)
            {
                Enter(Sx126xMode.StandbyRc);
            }

            Raise(TimeoutFlag);
        }
    }
}
