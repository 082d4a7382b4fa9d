// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using System.Threading;

namespace Lora.Nano.Sx126x
{
    /// <summary>
    /// A Semtech SX1261 or SX1262 in LoRa mode. Every call blocks for a time that the modulation bounds; a radio that does not
    /// finish in it, or whose BUSY hangs, is reset, set up anew, and can be used again. One thread uses it; the interrupt line
    /// only wakes that thread.
    /// </summary>
    public sealed partial class Sx126xRadio : IRadio
    {
        private const int MarginMilliseconds = 20;
        private const int PollMilliseconds = 5;

        // An edge may be lost: the flags are looked at now and then all the same.
        private const int LookMilliseconds = 250;

        private readonly CommandBus _bus;
        private readonly Sx126xOptions _options;
        private readonly AutoResetEvent _edge = new AutoResetEvent(false);
        private readonly GpioPin _reset;
        private readonly GpioPin _busy;
        private readonly GpioPin _dio1;
        private readonly int _tcxoCode;
        private Modulation _modulation = new Modulation();
        private int _powerDbm = 14;
        private int _imageBand;
        private bool _isDown;

        /// <summary>Takes the radio and sets it up.</summary>
        /// <param name="spi">The radio's SPI device: mode 0, at most 16 MHz.</param>
        /// <param name="gpio">Opens the lines.</param>
        /// <param name="options">How it is wired.</param>
        /// <exception cref="ArgumentException">BUSY is not connected, or there is no such TCXO voltage.</exception>
        /// <exception cref="RadioException">There is no such radio: the message names what was found.</exception>
        public Sx126xRadio(SpiDevice spi, GpioController gpio, Sx126xOptions options)
        {
            if (options.BusyPin < 0)
            {
                throw new ArgumentException("BUSY is not connected");
            }

            _options = options;
            _tcxoCode = TcxoCode(options.TcxoMillivolts);
            _reset = options.ResetPin < 0 ? null : gpio.OpenPin(options.ResetPin, PinMode.Output);
            _busy = gpio.OpenPin(options.BusyPin, PinMode.Input);
            _bus = new CommandBus(spi, _busy);
            if (options.Dio1Pin >= 0)
            {
                _dio1 = gpio.OpenPin(options.Dio1Pin, PinMode.Input);
                _dio1.ValueChanged += OnEdge;
            }

            if (_reset != null)
            {
                _reset.Write(PinValue.High);
            }

            string problem = SetUp();
            if (problem != null)
            {
                throw new RadioException(problem);
            }
        }

        /// <summary>How often the radio had to be reset because it did not finish.</summary>
        public int Recoveries { get; private set; }

        /// <summary>The clock is a TCXO: not on a board with a crystal, even when the options say so.</summary>
        public bool HasTcxo { get; private set; }

        /// <inheritdoc/>
        public long TransmittedAt { get; private set; }

        /// <inheritdoc/>
        public bool IsReceiving
        {
            get { return !_isDown && !_bus.IsAsleep && _bus.ReadMode() == Mode.Receive; }
        }

        /// <summary>The weakest output in dBm.</summary>
        public int LowestDbm
        {
            get { return _options.IsSx1261 ? -17 : -9; }
        }

        /// <summary>The strongest output in dBm.</summary>
        public int HighestDbm
        {
            get { return _options.IsSx1261 ? 14 : 22; }
        }

        /// <summary>The output power in dBm.</summary>
        public int PowerDbm
        {
            get { return _powerDbm; }
        }

        /// <summary>
        /// 0, none: the list of registers that the chip keeps over a sleep has room for four, and three of them are needed for
        /// the receiver's gain and two errata.
        /// </summary>
        public int RetainedLength
        {
            get { return 0; }
        }

        /// <summary>Sets the output power; the next frame has it.</summary>
        /// <param name="dbm"><see cref="LowestDbm"/> to <see cref="HighestDbm"/>.</param>
        /// <exception cref="ArgumentException">The power is out of range.</exception>
        public void SetPower(int dbm)
        {
            if (dbm < LowestDbm || dbm > HighestDbm)
            {
                throw new ArgumentException("power");
            }

            _powerDbm = dbm;
        }

        /// <summary>Lets the radio sleep: 0.6 µA. What it is set to is kept, its buffer is not.</summary>
        public void Sleep()
        {
            if (!_isDown && !_bus.IsAsleep)
            {
                Standby();
                _bus.Sleep(Command.SleepWarm);
            }
        }

        /// <summary>Lets the radio sleep, and keeps nothing: see <see cref="RetainedLength"/>.</summary>
        /// <param name="bytes">None.</param>
        public void Retain(byte[] bytes)
        {
            Sleep();
        }

        /// <summary>Null: nothing was kept, see <see cref="RetainedLength"/>.</summary>
        /// <returns>Null.</returns>
        public byte[] Recall()
        {
            return null;
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Sleep();
            if (_dio1 != null)
            {
                _dio1.ValueChanged -= OnEdge;
                _dio1.Dispose();
            }

            _busy.Dispose();
            if (_reset != null)
            {
                _reset.Dispose();
            }
        }

        // A radio that did not finish: it is reset and gets back all it was set to.
        private RadioResult Recover()
        {
            Recoveries++;
            _isDown = SetUp() != null;
            return _isDown ? RadioResult.NotAnswering : RadioResult.Recovered;
        }

        // A radio that did not answer may do so again. One that is stuck, or has forgotten its packet type because its power failed,
        // is reset before anything is asked of it.
        private bool IsReady()
        {
            if (_isDown)
            {
                _isDown = SetUp() != null;
                return !_isDown;
            }

            _bus.Query(Command.GetPacketType, 1);
            if (_bus.Reply(0) != Command.PacketTypeLora)
            {
                Recover();
            }

            return !_isDown;
        }

        private void Standby()
        {
            _bus.Begin(Command.SetStandby).Add8(Command.StandbyRc).Send();
        }

        // Flags are latched only when they are in the mask, and DIO1 stays high until they are cleared: a stale one gives no edge.
        private void Arm(int flags)
        {
            _bus.ClearFlags(_bus.ReadFlags());
            _bus.Begin(Command.SetFlags).Add16(flags).Add16(flags).Add32(0).Send();
            _edge.Reset();
        }

        // Waits for any of some flags; 0 when none came in time, and at once when the chip is stuck.
        private int WaitFor(int flags, long milliseconds)
        {
            long deadline = Environment.TickCount64 + milliseconds;
            while (true)
            {
                int seen = _bus.ReadFlags();
                if ((seen & flags) != 0)
                {
                    return seen;
                }

                long left = deadline - Environment.TickCount64;
                if (left <= 0 || _bus.IsStuck)
                {
                    return 0;
                }

                int slice = _dio1 == null ? PollMilliseconds : LookMilliseconds;
                _edge.WaitOne(left < slice ? (int)left : slice, false);
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
