// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Simulator.Lora
{
    /// <content>The commands and the registers.</content>
    public sealed partial class SimulatedSx126x
    {
        private const byte SetDioIrqParams = 0x08, SetStandby = 0x80, SetRx = 0x82, SetTx = 0x83, SetSleep = 0x84, SetRfFrequency = 0x86, SetCadParams = 0x88;
        private const byte Calibrate = 0x89, SetPacketType = 0x8A, SetModulationParams = 0x8B, SetPacketParams = 0x8C, SetTxParams = 0x8E, SetBufferBase = 0x8F;
        private const byte SetFallbackMode = 0x93, SetRxDutyCycle = 0x94, SetPaConfig = 0x95, SetTcxo = 0x97, CalibrateImage = 0x98, SetSwitchOnDio2 = 0x9D;
        private const byte StopTimerOnPreamble = 0x9F, SetSymbolTimeout = 0xA0, GetStatus = 0xC0, SetFs = 0xC1, SetCad = 0xC5;

        private const int Retention = 0x029F, VersionAddress = 0x0320, LengthRegister = 0x0702, SymbolTimeout = 0x0706, IqPolarity = 0x0736, SyncWord = 0x0740;
        private const int Header = 0x0749, FrequencyError = 0x076B, Random = 0x0819, TxModulation = 0x0889, RxGain = 0x08AC, TxClamp = 0x08D8, OverCurrent = 0x08E7;
        private const int TimerControl = 0x0902, TrimA = 0x0911, TrimB = 0x0912, TimerEvent = 0x0944;
        private const int AllCalibrations = 0x7F;
        private const string VersionText = "SX1261 V2D 2D02"; // the SX1262's too

        private static readonly (int Address, byte Value)[] s_resetValues =
        {
            (IqPolarity, 0x0D), (SyncWord, 0x14), (SyncWord + 1, 0x24), (TxModulation, 0x01), (RxGain, 0x94), (TxClamp, 0xC8), (0x08E2, 0x01), (0x08E5, 0x80),
            (OverCurrent, 0x18), (TrimA, 0x05), (TrimB, 0x05)
        };

        private static readonly Dictionary<byte, int> s_parameterCounts = new (byte Opcode, int Count)[]
        {
            (0x00, 6), (0x02, 2), (0x07, 2), (0x08, 8), (0x80, 1), (0x82, 3), (0x83, 3), (0x84, 1), (0x86, 4), (0x88, 7), (0x89, 1), (0x8A, 1), (0x8B, 4), (0x8C, 6),
            (0x8E, 2), (0x8F, 2), (0x93, 1), (0x94, 6), (0x95, 4), (0x96, 1), (0x97, 4), (0x98, 2), (0x9D, 1), (0x9F, 1), (0xA0, 1), (0xC1, 0), (0xC5, 0)
        }.ToDictionary(c => c.Opcode, c => c.Count);

        private double TcxoDelay => ((Parameter(SetTcxo, 1) << 16) | Word(SetTcxo, 2)) / 64.0;

        private void Execute(SpanByte write, SpanByte read)
        {
            byte opcode = write[0];
            int mode = Mode == Sx126xMode.Cad ? (int)Sx126xMode.Receive : (int)Mode;
            for (int i = 1; i < read.Length; i++)
            {
                // Bits 7 and 0 mean nothing; real chips have bit 7 set under all but GetStatus.
                read[i] = (byte)((opcode == GetStatus ? 0 : 0x80) | (mode << 4) | (_status << 1));
            }

            if (opcode == GetStatus)
            {
                return;
            }

            int header = opcode switch
            {
                0x1D => 4,
                0x0D or 0x1E => 3,
                0x0E or (>= 0x10 and <= 0x15) or 0x17 => 2,
                _ => 1
            };
            byte[] parameters = new byte[Math.Max(0, write.Length - header)];
            if (header > 1 ? parameters.Length == 0 : s_parameterCounts.GetValueOrDefault(opcode, -1) != parameters.Length)
            {
                Faults.Add($"command 0x{opcode:X2} of {write.Length} bytes");
                _status = BadCommand;
                return;
            }

            _status = Accepted;
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] = write[header + i];
                if (opcode == 0x0D)
                {
                    WriteRegister(((write[1] << 8) | write[2]) + i, parameters[i]);
                }
                else if (opcode == 0x0E)
                {
                    _buffer[(write[1] + i) & 0xFF] = parameters[i];
                }
                else if (header > 1 && header + i < read.Length)
                {
                    read[header + i] = opcode == 0x1D ? ReadRegister(((write[1] << 8) | write[2]) + i)
                        : opcode == 0x1E ? _buffer[(write[1] + i) & 0xFF]
                        : Answer(opcode, i);
                }
            }

            if (header == 1 && Run(opcode, parameters) && _status == Accepted)
            {
                _config[opcode] = parameters;
            }
        }

        private byte Answer(byte opcode, int index)
        {
            return opcode switch
            {
                0x11 => (byte)Parameter(SetPacketType, 0),
                0x12 => High(_irq),
                0x13 => index % 2 == 0 ? _rxLength : _rxStart,
                0x14 => _packetStatus[index % 3],
                0x15 when Mode == Sx126xMode.Receive => Rssi(Math.Max(-118 + _noise.Next(3), Air.StrongestDbm(this, FrequencyHertz, s_bandwidths[Bandwidth]))),
                0x15 => 0,
                0x17 => High(_deviceErrors),
                _ => High(_statistics[index / 2 % 3])
            };

            byte High(int word)
            {
                return (byte)(index % 2 == 0 ? word >> 8 : word);
            }
        }

        // False when what was sent is lost.
        private bool Run(byte opcode, byte[] p)
        {
            bool isStandby = Mode is Sx126xMode.StandbyRc or Sx126xMode.StandbyXosc;
            bool isLoraOnly = opcode is SetModulationParams or SetPacketParams or SetCadParams or SetSymbolTimeout;
            if (Note(isLoraOnly && Parameter(SetPacketType, 0) != 1, $"command 0x{opcode:X2} before the packet type"))
            {
                return false;
            }

            if (!IsValid(opcode, p))
            {
                return Refuse(opcode, "has a wrong value");
            }

            if ((opcode is Calibrate or SetTcxo && Mode != Sx126xMode.StandbyRc) || (opcode is SetSleep or CalibrateImage && !isStandby))
            {
                return Refuse(opcode, $"in mode {Mode}");
            }

            Note(opcode is >= SetRfFrequency and <= SetBufferBase or SetPaConfig && !isStandby && Mode != Sx126xMode.Synthesizer, $"command 0x{opcode:X2} in mode {Mode}");
            switch (opcode)
            {
                case 0x00:
                    Array.Clear(_statistics);
                    break;
                case 0x02:
                    _irq &= ~((p[0] << 8) | p[1]);
                    break;
                case 0x07:
                    _deviceErrors = 0;
                    break;
                case SetStandby when p[0] == 0:
                    Enter(Sx126xMode.StandbyRc);
                    break;
                case SetStandby:
                    WithClock(() => Enter(Sx126xMode.StandbyXosc));
                    break;
                case SetFs:
                    WithClock(() => Enter(Sx126xMode.Synthesizer));
                    break;
                case SetRx when IsReady(opcode):
                    WithClock(() => Receive(Bits24(p, 0)));
                    break;
                case SetTx when IsReady(opcode):
                    WithClock(() => Transmit(Bits24(p, 0)));
                    break;
                case SetRxDutyCycle when IsReady(opcode):
                    _cycle = (Bits24(p, 0) / 64.0, Bits24(p, 3) / 64.0);
                    WithClock(Cycle);
                    break;
                case SetCad when IsReady(opcode):
                    WithClock(DetectActivity);
                    break;
                case SetSleep:
                    StopTimer();
                    Doze();
                    _irq = 0;
                    _sleptAt = Air.Time.Now;
                    _isWarm = (p[0] & 4) != 0;
                    if (!_isWarm)
                    {
                        Forget();
                    }

                    break;
                case Calibrate:
                    RunCalibration(p[0], 0xE1, 0xE9);
                    break;
                case CalibrateImage:
                    RunCalibration(0x40, p[0], p[1]);
                    break;
                case SetTcxo:
                    _calibrated = 0;
                    break;
                case SetPacketType when p[0] != Parameter(SetPacketType, 0):
                    _config.Remove(SetModulationParams);
                    _config.Remove(SetPacketParams);
                    _config.Remove(SetCadParams);
                    _registers[SymbolTimeout] = 0;
                    break;
                case SetModulationParams:
                    SetBit2(TxModulation, p[1] == 6); // undoes the cure of erratum 15.1: certainly wrong
                    break;
                case SetPacketParams:
                    _registers[LengthRegister] = p[3];
                    SetBit2(IqPolarity, p[5] == 1); // the same for 15.4
                    break;
                case SetPaConfig:
                    _registers[OverCurrent] = (byte)(p[2] == 0 ? 0x38 : 0x18);
                    break;
                case SetSymbolTimeout:
                    // Mantissa and exponent; what does not fit is cut.
                    int exponent = p[0] < 64 ? 0 : 1;
                    _registers[SymbolTimeout] = (byte)((p[0] >> (1 + 2 * exponent) << 3) | exponent);
                    break;
            }

            return true;
        }

        private bool IsValid(byte opcode, byte[] p)
        {
            return opcode switch
            {
                SetStandby or 0x96 or SetSwitchOnDio2 or StopTimerOnPreamble => p[0] <= 1,
                SetSleep => (p[0] & ~5) == 0,
                Calibrate => p[0] <= AllCalibrations,
                SetPacketType => p[0] <= 3,
                SetModulationParams => p[0] is >= 5 and <= 12 && Array.IndexOf(s_bandwidthCodes, p[1]) >= 0 && p[2] is >= 1 and <= 4 && p[3] <= 1,
                SetPacketParams => (p[0] | p[1]) != 0 && p[2] <= 1 && p[4] <= 1 && p[5] <= 1,
                SetCadParams => p[0] <= 4 && p[3] is 0 or 1 or 0x10,
                SetTxParams => p[1] <= 7 && (IsSx1261 ? (sbyte)p[0] is >= -17 and <= 14 : (sbyte)p[0] is >= -9 and <= 22),
                SetFallbackMode => p[0] is 0x20 or 0x30 or 0x40,
                SetPaConfig => p[2] <= 1 && p[3] == 1,
                SetTcxo => p[0] <= 7,
                CalibrateImage => p[0] <= p[1],
                _ => true
            };
        }

        private bool Refuse(byte opcode, string why)
        {
            Faults.Add($"command 0x{opcode:X2} {why}");
            _status = Failed;
            return false;
        }

        // A TCXO starts by its setting, given enough time; a crystal only without.
        private bool ClockStarts()
        {
            if (HasTcxo == _config.ContainsKey(SetTcxo) && (!HasTcxo || TcxoDelay >= TcxoStartMilliseconds))
            {
                return true;
            }

            _deviceErrors |= CrystalStartError;
            _status = Failed;
            return false;
        }

        // From STDBY_RC a TCXO has to start first.
        private void WithClock(Action then)
        {
            if (ClockStarts() && HasTcxo && Mode == Sx126xMode.StandbyRc)
            {
                Busy(TcxoDelay, then);
            }
            else if (_status == Accepted)
            {
                then();
            }
        }

        private void RunCalibration(int what, int low, int high)
        {
            Busy(4 + (HasTcxo && Mode == Sx126xMode.StandbyRc ? TcxoDelay : 0));
            if (!ClockStarts())
            {
                _deviceErrors |= ((what & 4) != 0 ? PllCalibrationError : 0) | ((what & 0x40) != 0 ? ImageCalibrationError : 0);
                return;
            }

            _calibrated |= what;
            _image = (what & 0x40) != 0 ? (low, high) : _image;
        }

        private void SetBit2(int address, bool value)
        {
            _registers[address] = (byte)((_registers[address] & ~4) | (value ? 4 : 0));
        }

        private byte ReadRegister(int address)
        {
            if (address is >= Random and < Random + 4)
            {
                return Mode == Sx126xMode.Receive && IsOpenForNoise && Air.Time.Now - _modeSince >= 10 ? (byte)_noise.Next(256) : (byte)0;
            }

            return address < _registers.Length ? _registers[address] : (byte)0;
        }

        private void WriteRegister(int address, byte value)
        {
            bool isReadOnly = address is (>= VersionAddress and < VersionAddress + 16) or (>= Random and < Random + 4) or (>= FrequencyError and < FrequencyError + 3)
                or Header or 0x06BB or 0x0803;
            if (isReadOnly || address >= _registers.Length
                || Note(address is TrimA or TrimB && Mode != Sx126xMode.StandbyXosc, $"register 0x{address:X4} outside STDBY_XOSC"))
            {
                return;
            }

            // Erratum 15.3: the timer is gone when it is stopped first and its event cleared then.
            if (address == TimerEvent && (value & 2) != 0 && _registers[TimerControl] == 0)
            {
                StopTimer();
            }

            _registers[address] = value;
        }
    }
}
