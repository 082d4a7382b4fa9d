// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using System.Threading;

namespace Lora.Nano.Sx127x
{
    /// <summary>
    /// A Semtech SX1276, 77, 78 or 79 in LoRa mode. Every call blocks for a time that the modulation bounds; a radio that
    /// does not finish in it is reset, set up anew, and can be used again. One thread uses it; the interrupt lines only wake
    /// that thread.
    /// </summary>
    public sealed partial class Sx127xRadio : IRadio
    {
        private const int ChipVersion = 0x12;
        private const int MarginMilliseconds = 20;
        private const int PollMilliseconds = 5;

        // An edge may be lost: the flags are looked at now and then all the same.
        private const int LookMilliseconds = 250;

        private readonly RegisterBus _bus;
        private readonly Sx127xOptions _options;
        private readonly AutoResetEvent _edge = new AutoResetEvent(false);
        private readonly GpioPin _reset;
        private readonly GpioPin _dio0;
        private readonly GpioPin _dio1;
        private Modulation _modulation = new Modulation();
        private TransmitPower _power = TransmitPower.Boost(14);
        private int _powerDbm = 14;
        private int _offsetHertz;
        private bool _hasModulation;
        private bool _isDown;

        /// <summary>Takes the radio and sets it up.</summary>
        /// <param name="spi">The radio's SPI device: mode 0, at most 10 MHz.</param>
        /// <param name="gpio">Opens the lines.</param>
        /// <param name="options">How it is wired.</param>
        /// <exception cref="RadioException">There is no such radio: the message names what was found.</exception>
        public Sx127xRadio(SpiDevice spi, GpioController gpio, Sx127xOptions options)
        {
            _bus = new RegisterBus(spi);
            _options = options;
            _reset = options.ResetPin < 0 ? null : gpio.OpenPin(options.ResetPin, PinMode.Output);
            _dio0 = Open(gpio, options.Dio0Pin);
            _dio1 = Open(gpio, options.Dio1Pin);
            if (_reset != null)
            {
                _reset.Write(PinValue.High);
            }

            TakeRetained();
            string problem = SetUp();
            if (problem != null)
            {
                throw new RadioException(problem);
            }
        }

        /// <summary>How often the radio had to be reset because it did not finish.</summary>
        public int Recoveries { get; private set; }

        /// <summary>When the last frame was out, in milliseconds of the tick count: its start and its airtime, whenever that was noticed.</summary>
        public long TransmittedAt { get; private set; }

        /// <summary>The carrier's correction in hertz, see <see cref="CorrectFrequency"/>.</summary>
        public int FrequencyOffsetHertz
        {
            get { return _offsetHertz; }
        }

        /// <summary>Lets the radio sleep: 0.2 µA. What it is set to is kept, its FIFO is not.</summary>
        public void Sleep()
        {
            SetMode(Mode.Sleep);
        }

        /// <summary>Sets the output power.</summary>
        /// <param name="dbm">2 to 20 dBm at PA_BOOST, -4 to 14 at RFO.</param>
        /// <exception cref="ArgumentException">The power is out of range.</exception>
        public void SetPower(int dbm)
        {
            _power = _options.UsesRfo ? TransmitPower.Rfo(dbm) : TransmitPower.Boost(dbm);
            _powerDbm = dbm;
            ApplyPower();
        }

        /// <summary>The weakest output in dBm.</summary>
        public int LowestDbm
        {
            get { return _options.UsesRfo ? -4 : 2; }
        }

        /// <summary>The strongest output in dBm.</summary>
        public int HighestDbm
        {
            get { return _options.UsesRfo ? 14 : 20; }
        }

        /// <summary>The output power in dBm.</summary>
        public int PowerDbm
        {
            get { return _powerDbm; }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Sleep();
            Close(_dio0);
            Close(_dio1);
            if (_reset != null)
            {
                _reset.Dispose();
            }
        }

        // Null when the radio is there and set up, else what is wrong.
        private string SetUp()
        {
            Reset();
            int version = _bus.Read(Register.Version);
            if (version != ChipVersion)
            {
                return version == 0x00 || version == 0xFF ? "radio does not answer: check wiring and chip select"
                    : version == 0x22 ? "SX1272 found, an SX1276/77/78/79 is needed"
                    : "not an SX127x: version register 0x" + version.ToString("X2") + ", an SX126x has another interface";
            }

            SetMode(Mode.Sleep);
            if (_options.HasTcxo)
            {
                _bus.Change(Register.Tcxo, Register.TcxoOn, Register.TcxoOn);
            }

            CalibrateImage();
            _bus.Write(Register.OpMode, Register.LongRangeMode | Mode.Sleep);
            SetMode(Mode.Standby);
            _bus.Write(Register.FifoTxBaseAddr, 0);
            _bus.Write(Register.FifoRxBaseAddr, 0);
            _bus.Change(Register.Lna, Register.LnaBoostHf, Register.LnaBoostHf);
            ApplyPower();
            if (_hasModulation)
            {
                Apply(_modulation, false);
            }

            return null;
        }

        // At least 100 µs low, then 5 ms. Without the line only sleep clears the state.
        private void Reset()
        {
            if (_reset != null)
            {
                _reset.Write(PinValue.Low);
                Thread.Sleep(1);
                _reset.Write(PinValue.High);
                Thread.Sleep(10);
            }
            else
            {
                _bus.Write(Register.OpMode, Mode.Sleep);
                Thread.Sleep(10);
            }
        }

        // A radio that did not finish: it is reset and gets back all it was set to.
        private RadioResult Recover()
        {
            Recoveries++;
            _isDown = SetUp() != null;
            return _isDown ? RadioResult.NotAnswering : RadioResult.Recovered;
        }

        // A radio that did not answer may do so again.
        private bool IsReady()
        {
            _isDown = _isDown && SetUp() != null;
            return !_isDown;
        }

        // Waking from sleep takes 1 ms, with a TCXO 5.
        private void SetMode(int mode)
        {
            bool wakes = (_bus.Read(Register.OpMode) & 7) == Mode.Sleep && mode != Mode.Sleep;
            _bus.Write(Register.OpMode, Register.LongRangeMode | mode);
            if (wakes)
            {
                Thread.Sleep(_options.HasTcxo ? 5 : 1);
            }
        }

        // Sets what DIO0 tells, then starts a mode with no flag left from before: a stale one gives no edge.
        private void Arm(int dio0, int mode)
        {
            _bus.Write(Register.IrqFlagsMask, 0);
            _bus.Write(Register.IrqFlags, Irq.All);
            _bus.Write(Register.DioMapping1, dio0);
            _edge.Reset();
            SetMode(mode);
        }

        // Waits for any of some flags; 0 when none came in time.
        private int WaitFor(int flags, long milliseconds)
        {
            long deadline = Environment.TickCount64 + milliseconds;
            while (true)
            {
                int seen = _bus.Read(Register.IrqFlags);
                if ((seen & flags) != 0)
                {
                    return seen;
                }

                long left = deadline - Environment.TickCount64;
                if (left <= 0)
                {
                    return 0;
                }

                int slice = _dio0 == null ? PollMilliseconds : LookMilliseconds;
                _edge.WaitOne(left < slice ? (int)left : slice, false);
            }
        }

        private void ApplyPower()
        {
            _bus.Write(Register.PaConfig, _power.PaConfig);
            _bus.Write(Register.PaDac, _power.PaDac);
            _bus.Write(Register.Ocp, _power.Ocp(_options.CurrentCapMilliamperes));
        }

        private GpioPin Open(GpioController gpio, int number)
        {
            if (number < 0)
            {
                return null;
            }

            GpioPin pin = gpio.OpenPin(number, PinMode.Input);
            pin.ValueChanged += OnEdge;
            return pin;
        }

        private void Close(GpioPin pin)
        {
            if (pin != null)
            {
                pin.ValueChanged -= OnEdge;
                pin.Dispose();
            }
        }

        // Both edges come here. It wakes the waiting thread and touches no SPI.
        private void OnEdge(object sender, PinValueChangedEventArgs e)
        {
            if (e.ChangeType == PinEventTypes.Rising)
            {
                _edge.Set();
            }
        }
    }
}
