// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Simulator.Board;

namespace Simulator.Lora
{
    /// <summary>
    /// An SX1276 at its registers: modes, FIFO, flags that are written 1 to be cleared and raise an edge only when they were
    /// not set, DIO lines, and what it does not do, as in the data sheet. LoRa page, and of the FSK page the image
    /// calibration and registers that only keep what is written, in sleep too.
    /// </summary>
    public sealed class SimulatedSx127x : SimulatedRadio
    {
        private const int OpMode = 0x01;
        private const int FifoAddrPtr = 0x0D;
        private const int TxBase = 0x0E;
        private const int RxBase = 0x0F;
        private const int RxCurrent = 0x10;
        private const int IrqMask = 0x11;
        private const int IrqFlags = 0x12;
        private const int RxNbBytes = 0x13;
        private const int PayloadLengthRegister = 0x22;
        private const int DioMapping1 = 0x40;
        private const int LongRange = 0x80;
        private const int RxTimeoutFlag = 0x80;
        private const int RxDoneFlag = 0x40;
        private const int CrcErrorFlag = 0x20;
        private const int ValidHeaderFlag = 0x10;
        private const int TxDoneFlag = 0x08;
        private const int CadDoneFlag = 0x04;
        private const int CadDetectedFlag = 0x01;

        private static readonly double[] s_bandwidthHertz = { 7812.5, 10416.67, 15625, 20833.33, 31250, 41666.67, 62500, 125000, 250000, 500000 };

        private readonly byte[] _registers = new byte[0x80];
        private readonly byte[] _fsk = new byte[0x40];
        private readonly byte[] _fifo = new byte[256];
        private long _modeSince;
        private readonly Random _noise = new(2);
        private SimulatedPin _dio0;
        private SimulatedPin _dio1;
        private int _epoch;
        private Transmission _receiving;
        private bool _inEdge;

        /// <param name="air">The channel it is on.</param>
        public SimulatedSx127x(LoraAir air)
            : base(air)
        {
            PowerOn();
        }

        /// <summary>The version register: 12 is the SX1276's.</summary>
        public byte Version { get; init; } = 0x12;

        /// <summary>It answers nothing, as when the wire is off.</summary>
        public bool IsSilent { get; set; }

        /// <summary>It never finishes a transmission.</summary>
        public bool NeverFinishes { get; set; }

        /// <summary>Edges of DIO0 are lost.</summary>
        public bool LosesEdges { get; set; }

        /// <summary>The error of its crystal in parts per million.</summary>
        public double CrystalPpm { get; set; }

        /// <summary>How often it was reset by its line.</summary>
        public int Resets { get; private set; }

        public int ModeBits => _registers[OpMode] & 7;

        /// <summary>How long the chip was in each mode, by its three bits, in milliseconds.</summary>
        public long[] ModeMilliseconds { get; } = new long[8];

        public byte this[int address] => _registers[address];

        private bool IsLora => (_registers[OpMode] & LongRange) != 0;

        /// <summary>Connects lines of a board; -1 leaves one open.</summary>
        public void Wire(SimulatedPins pins, int dio0, int dio1, int reset)
        {
            _dio0 = dio0 < 0 ? null : pins[dio0];
            _dio1 = dio1 < 0 ? null : pins[dio1];
            if (reset >= 0)
            {
                pins[reset].Changed += level =>
                {
                    if (!level)
                    {
                        Resets++;
                        PowerOn();
                    }
                };
            }
        }

        /// <summary>One SPI transfer.</summary>
        internal override void Transfer(SpanByte write, SpanByte read)
        {
            if (_inEdge)
            {
                throw new InvalidOperationException("SPI transfer inside an interrupt handler");
            }

            Transfers++;
            if (IsSilent || write.Length == 0)
            {
                return;
            }

            int address = write[0] & 0x7F;
            bool writes = (write[0] & 0x80) != 0;
            for (int i = 1; i < write.Length; i++)
            {
                if (writes)
                {
                    WriteRegister(address, write[i]);
                }
                else
                {
                    read[i] = ReadRegister(address);
                }

                address += address == 0 ? 0 : 1; // the FIFO stays at its address
            }
        }

        internal override bool Matches(Transmission transmission)
        {
            return IsLora
                && transmission.SpreadingFactor == _registers[0x1E] >> 4
                && transmission.Bandwidth == _registers[0x1D] >> 4
                && transmission.SyncWord == _registers[0x39]
                && transmission.Inverted == ((_registers[0x33] & 0x40) != 0)
                && (transmission.SpreadingFactor != 6 || transmission.Sender is not SimulatedSx126x) // another SF6
                && Math.Abs(transmission.FrequencyHertz - FrequencyHertz()) < s_bandwidthHertz[_registers[0x1D] >> 4] / 4;
        }

        internal override void OnPreamble(Transmission transmission)
        {
            if (_receiving == null && (ModeBits == 5 || ModeBits == 6) && Matches(transmission) && LoraAir.IsHeard(transmission, this))
            {
                _receiving = transmission;
            }
        }

        internal override bool IsReceiving(Transmission transmission)
        {
            return _receiving == transmission;
        }

        internal override void OnMissed(Transmission transmission)
        {
            _receiving = null;
            if (ModeBits == 6)
            {
                Finish(RxTimeoutFlag);
            }
        }

        internal override void OnReceived(Transmission transmission, bool spoilt)
        {
            _receiving = null;
            int at = _registers[RxCurrent] = ModeBits == 6 ? _registers[RxBase] : _registers[FifoAddrPtr];
            for (int i = 0; i < transmission.Payload.Length; i++)
            {
                _fifo[(at + i) & 0xFF] = (byte)(transmission.Payload[i] ^ (spoilt && i % 3 == 0 ? 0x55 : 0));
            }

            _registers[FifoAddrPtr] = (byte)(at + transmission.Payload.Length);
            _registers[RxNbBytes] = (byte)transmission.Payload.Length;
            double snr = LoraAir.SnrDb(transmission, this);
            double strength = LoraAir.StrengthDbm(transmission, this);
            _registers[0x19] = (byte)(sbyte)Math.Round(snr * 4);
            double packetRssi = snr < 0 ? strength - snr : strength;
            _registers[0x1A] = (byte)Math.Clamp(Math.Round((packetRssi + (FrequencyHertz() >= 525000000 ? 157 : 164)) * 15 / 16), 0, 255);
            _registers[0x1C] = (byte)(transmission.HasCrc ? 0x40 : 0);
            int fei = (int)Math.Round((transmission.FrequencyHertz - FrequencyHertz()) * 32e6 / Math.Pow(2, 24) * 500000 / s_bandwidthHertz[_registers[0x1D] >> 4]);
            _registers[0x28] = (byte)((fei >> 16) & 0x0F);
            _registers[0x29] = (byte)(fei >> 8);
            _registers[0x2A] = (byte)fei;
            int flags = ValidHeaderFlag | RxDoneFlag | (spoilt && transmission.HasCrc ? CrcErrorFlag : 0);
            if (ModeBits == 6)
            {
                Finish(flags);
            }
            else
            {
                Raise(flags);
            }
        }

        public override void CutPower()
        {
            PowerOn();
        }

        private void PowerOn()
        {
            _epoch++;
            _receiving = null;
            Array.Clear(_registers);
            Array.Clear(_fsk);
            Array.Clear(_fifo);
            (int, byte)[] reset =
            {
                (0x01, 0x09), (0x06, 0x6C), (0x07, 0x80), (0x09, 0x4F), (0x0A, 0x09), (0x0B, 0x2B), (0x0C, 0x20), (0x0E, 0x80), (0x1D, 0x72), (0x1E, 0x70), (0x1F, 0x64), (0x21, 0x08),
                (0x22, 0x01), (0x23, 0xFF), (0x31, 0xC3), (0x33, 0x27), (0x36, 0x03), (0x37, 0x0A), (0x39, 0x12), (0x3B, 0x1D), (0x42, Version), (0x4D, 0x84)
            };
            foreach ((int address, byte value) in reset)
            {
                _registers[address] = value;
            }

            SetLines();
        }

        private byte ReadRegister(int address)
        {
            if (address == 0)
            {
                return ModeBits == 0 ? (byte)0 : _fifo[_registers[FifoAddrPtr]++];
            }

            if (IsFskOnly(address))
            {
                return _fsk[address];
            }

            if (address == 0x2C)
            {
                return (byte)_noise.Next(256);
            }

            return address == 0x42 ? Version : _registers[address];
        }

        private void WriteRegister(int address, byte value)
        {
            if (IsFskOnly(address))
            {
                _fsk[address] = value;
                return;
            }

            switch (address)
            {
                case 0:
                    if (ModeBits != 0)
                    {
                        _fifo[_registers[FifoAddrPtr]++] = value;
                    }

                    break;
                case OpMode:
                    WriteMode(value);
                    break;
                case IrqFlags:
                    _registers[IrqFlags] &= (byte)~value;
                    SetLines();
                    break;
                case DioMapping1:
                    _registers[DioMapping1] = value;
                    SetLines();
                    break;
                case RxCurrent:
                case RxNbBytes:
                case 0x42:
                    break; // read only
                case 0x3B:
                    // On the FSK page, image calibration: done at once.
                    _registers[0x3B] = IsLora ? value : (byte)(value & ~0x60);
                    break;
                default:
                    _registers[address] = value;
                    break;
            }
        }

        // Both pages have registers of their own at these addresses, but for the image calibration, which is done at once.
        private bool IsFskOnly(int address)
        {
            return !IsLora && ((address >= 0x02 && address <= 0x05) || (address >= 0x0D && address <= 0x3F && address != 0x3B));
        }

        private void LeaveMode()
        {
            ModeMilliseconds[ModeBits] += Air.Time.Now - _modeSince;
            _modeSince = Air.Time.Now;
        }

        private void WriteMode(byte value)
        {
            // The page changes only in sleep.
            byte page = (byte)((ModeBits == 0 ? value : _registers[OpMode]) & LongRange);
            LeaveMode();
            _registers[OpMode] = (byte)(page | (value & 0x7F));
            _epoch++;
            _receiving = null;
            int epoch = _epoch;
            if (ModeBits == 0)
            {
                Array.Clear(_fifo); // lost in sleep
            }

            if (!IsLora)
            {
                return;
            }

            switch (ModeBits)
            {
                case 3:
                    Transmit(epoch);
                    break;
                case 5:
                    _receiving = Air.FindPreamble(this);
                    break;
                case 6:
                    _receiving = Air.FindPreamble(this);
                    int symbols = ((_registers[0x1E] & 3) << 8) | _registers[0x1F];
                    After(symbols * SymbolMilliseconds(), epoch, () =>
                    {
                        if (_receiving == null)
                        {
                            Finish(RxTimeoutFlag);
                        }
                    });
                    break;
                case 7:
                    After(2 * SymbolMilliseconds(), epoch, () => Finish(CadDoneFlag | (Air.IsActive(this) ? CadDetectedFlag : 0)));
                    break;
            }
        }

        private void Transmit(int epoch)
        {
            int length = _registers[PayloadLengthRegister];
            byte[] payload = new byte[length];
            for (int i = 0; i < length; i++)
            {
                payload[i] = _fifo[(_registers[TxBase] + i) & 0xFF];
            }

            double symbol = SymbolMilliseconds();
            int preamble = (_registers[0x20] << 8) | _registers[0x21];
            double preambleMilliseconds = (preamble + 4.25) * symbol;
            double airtime = preambleMilliseconds + PayloadSymbols(length) * symbol;
            long end = Air.Time.Now + (long)Math.Ceiling(airtime);
            Air.Begin(new Transmission(
                this, FrequencyHertz(), _registers[0x1E] >> 4, _registers[0x1D] >> 4, (_registers[0x33] & 1) == 0, _registers[0x39], PowerDbm(), Air.Time.Now, end,
                Air.Time.Now + preambleMilliseconds - 5 * symbol, payload, (_registers[0x1E] & 4) != 0));
            if (!NeverFinishes)
            {
                After(airtime, epoch, () => Finish(TxDoneFlag));
            }
        }

        // The data sheet's formula in floating point: a second opinion on the driver's.
        private double PayloadSymbols(int length)
        {
            int spreadingFactor = _registers[0x1E] >> 4;
            int codingRate = (_registers[0x1D] >> 1) & 7;
            int crc = (_registers[0x1E] & 4) != 0 ? 1 : 0;
            int implicitHeader = _registers[0x1D] & 1;
            int optimize = (_registers[0x26] & 8) != 0 ? 1 : 0;
            double bits = 8.0 * length - 4 * spreadingFactor + 28 + 16 * crc - 20 * implicitHeader;
            return 8 + Math.Max(Math.Ceiling(bits / (4.0 * (spreadingFactor - 2 * optimize))) * (codingRate + 4), 0);
        }

        private double SymbolMilliseconds()
        {
            return Math.Pow(2, _registers[0x1E] >> 4) / s_bandwidthHertz[_registers[0x1D] >> 4] * 1000;
        }

        private double PowerDbm()
        {
            int config = _registers[0x09];
            return (config & 0x80) != 0 ? (config & 15) + (_registers[0x4D] == 0x87 ? 5 : 2) : (config & 0x70) != 0 ? config & 15 : (config & 15) - 4;
        }

        private int FrequencyHertz()
        {
            long frf = (_registers[0x06] << 16) | (_registers[0x07] << 8) | _registers[0x08];
            double hertz = frf * 32e6 / (1 << 19);
            return (int)Math.Round(hertz * (1 + CrystalPpm / 1e6));
        }

        private void After(double milliseconds, int epoch, Action action)
        {
            Air.Time.Schedule((long)Math.Ceiling(milliseconds), () =>
            {
                if (epoch == _epoch)
                {
                    action();
                }
            });
        }

        // Back to standby with flags set.
        private void Finish(int flags)
        {
            _epoch++;
            LeaveMode();
            _registers[OpMode] = (byte)((_registers[OpMode] & ~7) | 1);
            Raise(flags);
        }

        private void Raise(int flags)
        {
            _registers[IrqFlags] |= (byte)(flags & ~_registers[IrqMask]);
            SetLines();
            Air.Time.Changed();
        }

        // A line that is high already stays high: no edge.
        private void SetLines()
        {
            int flags = _registers[IrqFlags];
            int mapping = _registers[DioMapping1] >> 6;
            int first = mapping == 0 ? RxDoneFlag : mapping == 1 ? TxDoneFlag : mapping == 2 ? CadDoneFlag : 0;
            int second = ((_registers[DioMapping1] >> 4) & 3) switch
            {
                0 => RxTimeoutFlag,
                2 => CadDetectedFlag,
                _ => 0
            };
            _inEdge = true;
            try
            {
                if (!LosesEdges)
                {
                    _dio0?.Drive((flags & first) != 0);
                }

                _dio1?.Drive((flags & second) != 0);
            }
            finally
            {
                _inEdge = false;
            }
        }
    }
}
