// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Device.Spi;
using System.Threading;
using Lora.Nano;
using Lora.Nano.Sx126x;
using Lora.Nano.Sx127x;
using Simulator.Board;
using Simulator.Lora;
using Simulator.Network;
using Simulator.Time;

namespace LoraTests
{
    /// <summary>Boards with radios on one channel, in virtual time.</summary>
    internal sealed class Bench
    {
        internal const int ResetPin = 14;
        internal const int Dio0Pin = 26;
        internal const int Dio1Pin = 33;
        internal const int BusyPin = 13;

        private readonly List<Exception> _failures = new();
        private int _running;

        internal Bench()
        {
            Air = new LoraAir(Time, 5);
        }

        internal VirtualTime Time { get; } = new(1767225600000);

        internal LoraAir Air { get; }

        internal static Sx127xOptions Wired => new() { ResetPin = ResetPin, Dio0Pin = Dio0Pin, Dio1Pin = Dio1Pin };

        internal static Sx126xOptions Wired126x => new() { ResetPin = ResetPin, BusyPin = BusyPin, Dio1Pin = Dio1Pin };

        internal static Modulation Sf7 => new();

        internal static ReceivedFrame NewFrame()
        {
            return new ReceivedFrame(new byte[255]);
        }

        internal SimulatedSx127x Chip(double x = 0)
        {
            return new SimulatedSx127x(Air) { X = x };
        }

        internal SimulatedSx126x Chip126x(double x = 0)
        {
            return new SimulatedSx126x(Air) { X = x };
        }

        /// <summary>Starts a board with a chip and runs code on it with the driver.</summary>
        internal void Board(SimulatedSx127x chip, Sx127xOptions options, Action<Sx127xRadio> body)
        {
            Bare(chip, options, (spi, gpio) => body(new Sx127xRadio(spi, gpio, options)));
        }

        /// <summary>The same with an SX126x.</summary>
        internal void Board(SimulatedSx126x chip, Sx126xOptions options, Action<Sx126xRadio> body)
        {
            Bare(chip, (spi, gpio) => body(new Sx126xRadio(spi, gpio, options)));
        }

        /// <summary>The same without the driver.</summary>
        internal void Bare(SimulatedSx127x chip, Sx127xOptions options, Action<SpiDevice, GpioController> body)
        {
            Bare(chip, pins => chip?.Wire(pins, options.Dio0Pin, options.Dio1Pin, options.ResetPin), body);
        }

        /// <summary>The same with an SX126x.</summary>
        internal void Bare(SimulatedSx126x chip, Action<SpiDevice, GpioController> body)
        {
            Bare(chip, pins => chip.Wire(pins, BusyPin, Dio1Pin, ResetPin), body);
        }

        /// <summary>The same with any chip.</summary>
        internal void Bare(SimulatedRadio chip, Action<SimulatedPins> wire, Action<SpiDevice, GpioController> body)
        {
            SimulatedBoard board = null;
            board = new SimulatedBoard("board", Time, new VirtualNetwork(Time, 1), Main, 3) { Radio = chip };
            wire(board.Pins);
            Interlocked.Increment(ref _running);
            board.PowerOn();

            void Main()
            {
                try
                {
                    body(SpiDevice.Create(new SpiConnectionSettings(1, 18) { ClockFrequency = 8000000 }), new GpioController());
                }
                catch (Exception e) when (e is not LifeEndedException)
                {
                    lock (_failures)
                    {
                        _failures.Add(e);
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref _running);
                }
            }
        }

        /// <summary>Runs until every board is done; a failure on one is the test's.</summary>
        internal void Run(int seconds = 60)
        {
            for (int i = 0; i < seconds * 10 && Volatile.Read(ref _running) > 0; i++)
            {
                Time.Run(100);
            }

            if (_failures.Count > 0)
            {
                throw new AggregateException(_failures);
            }

            if (_running > 0)
            {
                throw new TimeoutException("a board is not done");
            }
        }
    }
}
