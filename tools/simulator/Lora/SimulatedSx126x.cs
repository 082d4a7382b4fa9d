// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using Simulator.Board;

namespace Simulator.Lora
{
    /// <summary>What an SX126x does at a moment; numbers as in its status byte, where the CAD is a reception.</summary>
    public enum Sx126xMode
    {
        Sleep = 0,
        StandbyRc = 2,
        StandbyXosc = 3,
        Synthesizer = 4,
        Receive = 5,
        Transmit = 6,
        Cad = 7
    }

    /// <summary>
    /// An SX1262, or an SX1261, at its commands: BUSY, status bytes, modes, timers, flags, the registers the data sheet names,
    /// its errata and what it loses in sleep. LoRa only. What a driver does wrong is in <see cref="Faults"/>.
    /// </summary>
    public sealed partial class SimulatedSx126x : SimulatedRadio
    {
        private const int Accepted = 1, DataAvailable = 2, TimedOut = 3, BadCommand = 4, Failed = 5, Sent = 6; // of the status byte
        private const int PllCalibrationError = 0x04, ImageCalibrationError = 0x10, CrystalStartError = 0x20, PllLockError = 0x40;

        private readonly Dictionary<byte, byte[]> _config = new(); // the parameters of each command that was accepted
        private readonly byte[] _registers = new byte[0x1000];
        private readonly byte[] _buffer = new byte[256];
        private readonly int[] _statistics = new int[3]; // received, CRC errors, header errors
        private readonly long[] _milliseconds = new long[8];
        private readonly Random _noise = new(3);
        private SimulatedPin _busyLine;
        private SimulatedPin _dio1;
        private long _modeSince;
        private int _epoch;
        private int _status;
        private int _irq;
        private int _deviceErrors;
        private int _calibrated;
        private (int Low, int High) _image;
        private bool _isWarm;
        private long _sleptAt;
        private long _resetAt;
        private bool _isBusy;
        private bool _isHeld;
        private bool _isStuck;
        private bool _inEdge;

        /// <param name="air">The channel it is on.</param>
        public SimulatedSx126x(LoraAir air)
            : base(air)
        {
            _modeSince = air.Time.Now;
            Forget();
        }

        /// <summary>It is an SX1261, with a smaller amplifier. No register tells.</summary>
        public bool IsSx1261 { get; init; }

        /// <summary>Its clock is a TCXO that DIO3 supplies, not a crystal.</summary>
        public bool HasTcxo
        {
            get;
            init
            {
                field = value;
                Forget();
            }
        }

        /// <summary>What the TCXO needs to start.</summary>
        public double TcxoStartMilliseconds { get; init; } = 1;

        /// <summary>The board's antenna switch hangs on DIO2.</summary>
        public bool HasSwitchOnDio2 { get; init; }

        /// <summary>It answers nothing, as when the wire is off.</summary>
        public bool IsSilent { get; set; }

        /// <summary>It never finishes a transmission, nor does its timer end it.</summary>
        public bool NeverFinishes { get; set; }

        /// <summary>BUSY hangs high, and no command is taken, until a reset that helps.</summary>
        public bool StuckBusy
        {
            get => _isStuck;
            set
            {
                _isStuck = value;
                SetLines();
            }
        }

        /// <summary>A reset frees a BUSY that hangs.</summary>
        public bool ResetHelps { get; set; } = true;

        /// <summary>Edges of DIO1 are lost.</summary>
        public bool LosesEdges { get; set; }

        /// <summary>Every header it receives is broken: it says so and goes on receiving, without a timer for ever.</summary>
        public bool SpoilsHeaders { get; set; }

        /// <summary>The error of its clock in parts per million.</summary>
        public double CrystalPpm { get; set; }

        /// <summary>How often it was reset by its line.</summary>
        public int Resets { get; private set; }

        public Sx126xMode Mode { get; private set; } = Sx126xMode.StandbyRc;

        /// <summary>What the driver did that a chip does not forgive.</summary>
        public List<string> Faults { get; } = new();

        public byte this[int address] => _registers[address];

        /// <summary>The parameters of a command as it was last accepted, or null when a reset, a cold sleep or another packet type undid it.</summary>
        public byte[] Last(byte opcode)
        {
            return _config.GetValueOrDefault(opcode);
        }

        /// <summary>How long the chip was in a mode so far.</summary>
        public long ModeMilliseconds(Sx126xMode mode)
        {
            return _milliseconds[(int)mode] + (mode == Mode ? Air.Time.Now - _modeSince : 0);
        }

        /// <summary>Connects lines of a board; -1 leaves one open.</summary>
        public void Wire(SimulatedPins pins, int busy, int dio1, int reset)
        {
            _busyLine = busy < 0 ? null : pins[busy];
            _dio1 = dio1 < 0 ? null : pins[dio1];
            if (reset >= 0)
            {
                pins[reset].Drive(true); // the chip's own pull-up
                pins[reset].Changed += OnReset;
            }

            SetLines();
        }

        /// <summary>One SPI transfer: one command.</summary>
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

            if (_isHeld || _isBusy || _isStuck)
            {
                Faults.Add($"command 0x{write[0]:X2} while BUSY");
            }
            else if (Mode == Sx126xMode.Sleep)
            {
                WakeUp(write[0]);
            }
            else
            {
                Execute(write, read);
                SetLines();
            }
        }

        public override void CutPower()
        {
            PowerOn();
            Busy(2);
        }

        private void OnReset(bool level)
        {
            if (!level)
            {
                Resets++;
                _resetAt = Air.Time.Now;
                _isHeld = true;
                _isStuck &= !ResetHelps;
                PowerOn();
            }
            else if (_isHeld)
            {
                _isHeld = false;
                Note(Air.Time.Now == _resetAt, "reset pulse too short");
                Busy(2);
            }
        }

        private void PowerOn()
        {
            StopTimer();
            Enter(Sx126xMode.StandbyRc);
            _isBusy = false;
            Forget();
        }

        // Everything as after a reset, but for the mode.
        private void Forget()
        {
            _config.Clear();
            foreach (Array array in new Array[] { _registers, _buffer, _statistics, _packetStatus })
            {
                Array.Clear(array);
            }

            foreach ((int address, byte value) in s_resetValues)
            {
                _registers[address] = value;
            }

            for (int i = 0; i < VersionText.Length; i++)
            {
                _registers[VersionAddress + i] = (byte)VersionText[i];
            }

            _status = Accepted;
            _irq = _rxLength = _rxStart = 0;
            _deviceErrors = HasTcxo ? CrystalStartError : 0;
            _calibrated = HasTcxo ? 0 : AllCalibrations;
            _image = (0xE1, 0xE9);
            SetLines();
        }

        // Sleep, by a command or within a duty cycle: of these registers only those in the retention list stay.
        private void Doze()
        {
            Enter(Sx126xMode.Sleep);
            _isWarm = true;
            _noise.NextBytes(_buffer);
            foreach ((int address, byte value) in s_resetValues)
            {
                bool isKept = address is not (RxGain or TxModulation or IqPolarity);
                for (int i = 1; i <= Math.Min(4, (int)_registers[Retention]); i++)
                {
                    isKept |= ((_registers[Retention + 2 * i - 1] << 8) | _registers[Retention + 2 * i]) == address;
                }

                _registers[address] = isKept ? _registers[address] : value;
            }

            SetLines();
        }

        // Chip select wakes it; the command itself is lost.
        private void WakeUp(byte opcode)
        {
            Note(opcode is not (GetStatus or SetStandby or 0), $"command 0x{opcode:X2} in sleep");
            if (Note(Air.Time.Now == _sleptAt, $"command 0x{opcode:X2} less than 0.5 ms after SetSleep"))
            {
                return;
            }

            Enter(Sx126xMode.StandbyRc);
            Busy(_isWarm ? 1 : 4);
        }

        private void Enter(Sx126xMode mode)
        {
            if (!_timerIsStray)
            {
                StopTimer();
            }

            _milliseconds[(int)Mode] += Air.Time.Now - _modeSince;
            _modeSince = Air.Time.Now;
            _epoch++;
            _receiving = null;
            Mode = mode;
            if (mode == Sx126xMode.StandbyXosc)
            {
                _registers[TrimA] = _registers[TrimB] = 0x12;
            }
        }

        private void Busy(double milliseconds, Action then = null)
        {
            _isBusy = true;
            SetLines();
            After(milliseconds, () =>
            {
                _isBusy = false;
                then?.Invoke();
                SetLines();
            });
        }

        // Unless the mode has changed since.
        private void After(double milliseconds, Action action)
        {
            int epoch = _epoch;
            Air.Time.Schedule((long)Math.Ceiling(Math.Max(0, milliseconds)), () =>
            {
                if (epoch == _epoch)
                {
                    action();
                }
            });
        }

        // Flags that are not in the mask are never seen.
        private void Raise(int flags)
        {
            _irq |= flags & Word(SetDioIrqParams, 0);
            SetLines();
        }

        private void Finish(int flags, int status, Sx126xMode mode)
        {
            Enter(mode);
            _status = status;
            Raise(flags);
        }

        // A line that is high already stays high: no edge.
        private void SetLines()
        {
            _inEdge = true;
            try
            {
                _busyLine?.Drive(_isStuck || _isHeld || _isBusy || Mode == Sx126xMode.Sleep);
                if (!LosesEdges)
                {
                    _dio1?.Drive((_irq & Word(SetDioIrqParams, 2)) != 0);
                }
            }
            finally
            {
                _inEdge = false;
                Air.Time.Changed();
            }
        }

        private bool Note(bool isFault, string fault)
        {
            if (isFault)
            {
                Faults.Add(fault);
            }

            return isFault;
        }

        private int Parameter(byte opcode, int index)
        {
            return _config.TryGetValue(opcode, out byte[] parameters) ? parameters[index] : 0;
        }

        private int Word(byte opcode, int index)
        {
            return (Parameter(opcode, index) << 8) | Parameter(opcode, index + 1);
        }
    }
}
