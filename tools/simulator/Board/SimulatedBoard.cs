// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using nanoFramework.Hardware.Esp32;
using Simulator.Bluetooth;
using Simulator.Lora;
using Simulator.Network;
using Simulator.Time;

namespace Simulator.Board
{
    /// <summary>
    /// A board on a PC: it runs an image's Main, and again from the start after each deep sleep or reboot. Between two lives
    /// only the files and the clock remain.
    /// </summary>
    public sealed class SimulatedBoard
    {
        [ThreadStatic]
        private static SimulatedBoard s_current;

        [ThreadStatic]
        private static int s_life;

        private readonly Action _main;
        private readonly List<IDisposable> _owned = new();
        private int _life;
        private int _power;
        private int _wakePin = -1;
        private bool _rebooting;
        private bool _wakeLevel;

        /// <param name="name">For the log.</param>
        /// <param name="time">The world's time.</param>
        /// <param name="network">What its sockets reach.</param>
        /// <param name="main">The image's Main.</param>
        /// <param name="seed">For the board's random numbers.</param>
        public SimulatedBoard(string name, SimulatedTime time, SimulatedNetwork network, Action main, int seed)
        {
            Name = name;
            Time = time;
            Network = network;
            _main = main;
            Random = new Random(seed);
        }

        /// <summary>The board the calling thread belongs to.</summary>
        public static SimulatedBoard Current => s_current ?? throw new InvalidOperationException("not a thread of a simulated board");

        public string Name { get; }

        public SimulatedTime Time { get; }

        public SimulatedNetwork Network { get; }

        public Random Random { get; }

        /// <summary>The board's flash. It survives everything.</summary>
        public SimulatedFlash Flash { get; } = new();

        /// <summary>The peripherals around the board, or null on a board without Bluetooth.</summary>
        public BluetoothAir Air { get; init; }

        /// <summary>The LoRa radio on the board, or null.</summary>
        public SimulatedRadio Radio { get; init; }

        /// <summary>The board's lines.</summary>
        public SimulatedPins Pins { get; } = new();

        /// <summary>What each ADC channel reads, 0 to 4095.</summary>
        public Dictionary<int, int> Analog { get; } = new();

        /// <summary>How long joining Wi-Fi takes.</summary>
        public int WifiJoinMilliseconds { get; init; } = 300;

        /// <summary>Wi-Fi can be joined.</summary>
        public bool WifiInReach { get; set; } = true;

        /// <summary>The firmware has joined Wi-Fi, as it does by itself after a start.</summary>
        public bool HasJoined => WifiInReach && Time.Now - BootedAt >= WifiJoinMilliseconds;

        /// <summary>A line of the image's log.</summary>
        public event Action<string> LineWritten;

        /// <summary>The board woke (true) or went to sleep (false).</summary>
        public event Action<bool> PowerChanged;

        /// <summary>Main ended by an exception the image let through: on a device the program would be dead.</summary>
        public Exception Crash { get; private set; }

        /// <summary>Main is running.</summary>
        public bool IsAwake { get; private set; }

        /// <summary>How often Main was started.</summary>
        public int Boots { get; private set; }

        /// <summary>How long Main has run in all, in milliseconds; light sleeps are not in it.</summary>
        public long AwakeMilliseconds { get; private set; }

        /// <summary>How long it has slept lightly in all, in milliseconds.</summary>
        public long LightSleepMilliseconds { get; private set; }

        internal Sleep.WakeupCause WakeupCause { get; private set; }

        internal long WakeAfterMilliseconds { get; set; } = -1;

        internal long BootedAt { get; private set; }

        /// <summary>Switches the board on; after a cut, once the threads of the life before had time to end.</summary>
        public void PowerOn()
        {
            int power = ++_power;
            Time.Start(() => Run(power));
        }

        /// <summary>Cuts the power: every thread of the board ends at its next wait.</summary>
        public void PowerOff()
        {
            _power++;
            _life++;
            Radio?.CutPower();
            Time.Changed();
        }

        /// <summary>Something outside drives a line; it may wake the board.</summary>
        public void Drive(int pin, bool level)
        {
            Pins[pin].Drive(level);
            Time.Changed();
        }

        /// <summary>The network stack works; else every call of a socket fails.</summary>
        public bool NetworkIsUp { get; set; } = true;

        /// <summary>What ends with the life of the board: its sockets.</summary>
        internal void Own(IDisposable resource)
        {
            lock (_owned)
            {
                _owned.Add(resource);
            }
        }

        /// <summary>The device starts anew when this thread gives way, not before.</summary>
        internal void Reboot()
        {
            ThrowIfOver();
            WakeAfterMilliseconds = 0;
            _rebooting = true;
        }

        internal void WakeByPin(int pin, bool level)
        {
            _wakePin = pin;
            _wakeLevel = level;
        }

        internal SimulatedPin Pin(int number)
        {
            return Pins[number];
        }

        internal void Write(string line)
        {
            ThrowIfOver();
            LineWritten?.Invoke(line);
        }

        /// <summary>Starts a thread of the board's present life.</summary>
        internal void StartThread(Action body)
        {
            int life = _life;
            Time.Start(() =>
            {
                s_current = this;
                s_life = life;
                try
                {
                    body();
                }
                catch (LifeEndedException)
                {
                }
                catch (Exception e)
                {
                    Crash = e;
                    LineWritten?.Invoke("crashed: " + e);
                }
            });
        }

        /// <summary>Waits; throws when the board's life has ended meanwhile.</summary>
        internal bool WaitUntil(Func<bool> condition, long timeoutMilliseconds)
        {
            if (_rebooting && s_current == this && s_life == _life)
            {
                EndLife();
            }

            int life = s_life;
            bool satisfied = Time.WaitUntil(() => _life != life || condition(), timeoutMilliseconds);
            return _life == life ? satisfied : throw new LifeEndedException();
        }

        internal void SleepLightly()
        {
            ThrowIfOver();
            long started = Time.Now;
            WaitUntil(() => false, WakeAfterMilliseconds);
            LightSleepMilliseconds += Time.Now - started;
            WakeAfterMilliseconds = -1;
        }

        internal void EndLife()
        {
            ThrowIfOver(); // a catch in the firmware must not outlive the cut
            _life++;
            Time.Changed();
            throw new LifeEndedException();
        }

        private void ThrowIfOver()
        {
            if (s_current == this && s_life != _life)
            {
                throw new LifeEndedException();
            }
        }

        private void Run(int power)
        {
            WakeupCause = Sleep.WakeupCause.Undefined;
            while (_power == power)
            {
                s_current = this;
                s_life = _life;
                WakeAfterMilliseconds = -1;
                _wakePin = -1;
                BootedAt = Time.Now;
                long lightBefore = LightSleepMilliseconds;
                Boots++;
                IsAwake = true;
                PowerChanged?.Invoke(true);
                _rebooting = false;
                bool slept = RunMain();
                Release();
                AwakeMilliseconds += Time.Now - BootedAt - (LightSleepMilliseconds - lightBefore);
                IsAwake = false;
                PowerChanged?.Invoke(false);
                if (!slept || _power != power)
                {
                    return;
                }

                bool called = Time.WaitUntil(() => _power != power || (_wakePin >= 0 && Pins[_wakePin].Level == _wakeLevel), WakeAfterMilliseconds);
                if (!_rebooting && Radio is { ForgetsInDeepSleep: true })
                {
                    Radio.CutPower();
                }

                WakeupCause = _rebooting ? Sleep.WakeupCause.Undefined : called ? Sleep.WakeupCause.Ext0 : Sleep.WakeupCause.Timer;
            }
        }

        private void Release()
        {
            lock (_owned)
            {
                foreach (IDisposable resource in _owned)
                {
                    resource.Dispose();
                }

                _owned.Clear();
            }
        }

        // True when Main ended in a deep sleep or a reboot, so that it starts again.
        private bool RunMain()
        {
            try
            {
                _main();
                return false;
            }
            catch (LifeEndedException)
            {
                return true;
            }
            catch (Exception e)
            {
                Crash = e;
                LineWritten?.Invoke("crashed: " + e);
                return false;
            }
        }
    }

    /// <summary>Ends a thread of a board that sleeps, reboots or has lost power. On a device the thread is simply gone.</summary>
    public sealed class LifeEndedException : Exception
    {
    }
}
