// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;

namespace Firmware.Node
{
    /// <summary>One life of a node, from wake to sleep: take up the state, measure, report, listen, keep what has changed.</summary>
    public sealed class NodeDevice
    {
        /// <summary>The largest message in bytes.</summary>
        internal const int MessageSize = 512;

        private const int MaximumBody = 1024;
        private const int MaximumAwakeMilliseconds = 120000;
        private const int LongestRestMilliseconds = 2400000; // what is made up for, behind an hour's airtime

        // What falls due sooner is waited for: a wake for it could be taken for a wake for what came before.
        private const int MinimumSleepMilliseconds = SessionState.WakeToleranceMilliseconds;

        private readonly NodeConfiguration _configuration;
        private readonly Transport _transport;
        private readonly Clock _clock;
        private readonly Failures _failures;
        private readonly IpsoSensor _temperature = IpsoSensor.Temperature();
        private readonly IpsoSensor _humidity = IpsoSensor.Humidity();
        private readonly DeviceObject _device;
        private readonly LwM2MClient _client;
        private readonly KeptState _state;

        /// <summary>Builds the node.</summary>
        /// <param name="configuration">Who it is.</param>
        /// <param name="transport">The way to its servers.</param>
        /// <param name="contexts">Object 21, what its transport protects messages with; null when it cannot.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="store">Where its state is kept over sleep.</param>
        /// <param name="failures">How many wakes were in vain.</param>
        /// <param name="random">For message IDs.</param>
        /// <param name="log">Where it says what happens.</param>
        /// <param name="timerAt">When the timer ended the last sleep, in milliseconds of the clock; -1 when it did not.</param>
        public NodeDevice(NodeConfiguration configuration, Transport transport, LwM2MObject contexts, Clock clock, Store store, Failures failures, Random random, Log log, long timerAt)
        {
            _configuration = configuration;
            _transport = transport;
            _clock = clock;
            _failures = failures;

            ClientParts parts = new ClientParts(configuration, "Node", transport.Bearer, clock, store, log);
            parts.Add(contexts);
            parts.Registry.Add(_temperature);
            parts.Registry.Add(_humidity);
            parts.Registry.Add(new PositionObject());
            _device = parts.Device;
            _state = parts.State;

            int awake = configuration.AwakeWindow * 1000;
            ClientOptions options = new ClientOptions
            {
                QueueMode = true,
                AwakeWindowMilliseconds = awake > transport.MinimumAwakeMilliseconds ? awake : transport.MinimumAwakeMilliseconds,
                BufferSize = transport.MaximumMessage < MessageSize ? transport.MaximumMessage : MessageSize,
                OmitsDefaults = transport.IsBrief,
                MaximumBody = MaximumBody,
                MaximumObservations = 4
            };
            _client = parts.Start(options, transport, random);
            if (failures.Count >= Failures.Many)
            {
                _client.RequestBootstrap();
            }

            if (_state.LoadSessions(_client, timerAt < 0 ? -1 : clock.Milliseconds - timerAt))
            {
                log.Write("resumed " + _client.Session(0).Registration.Location);
            }
        }

        /// <summary>Takes the measurements of this wake.</summary>
        /// <param name="sensors">Where they come from.</param>
        public void Measure(Sensors sensors)
        {
            _temperature.Value = sensors.Temperature;
            _humidity.Value = sensors.Humidity;
            _device.BatteryLevelPercent = sensors.BatteryLevel;
        }

        /// <summary>Reports, and listens until the window has passed in silence.</summary>
        /// <returns>How long to sleep, in milliseconds.</returns>
        public int Run()
        {
            long started = _clock.Milliseconds;
            _client.Poll();
            TellReadiness();
            while (true)
            {
                int wait = _client.Poll();
                long now = _clock.Milliseconds;
                long left = _client.AwakeUntil - now;
                bool over = _client.IsQuiet && left <= 0 && wait >= MinimumSleepMilliseconds;
                bool unanswered = !_client.IsBootstrapping && !_client.HasHeard && now >= started + _transport.PatienceMilliseconds;
                if (over || unanswered || now >= started + MaximumAwakeMilliseconds || (_device.RebootRequested && _client.IsQuiet))
                {
                    return End(wait, true);
                }

                _client.Step(left > 0 && left < 1000 ? (int)left : 1000);
            }
        }

        /// <summary>Has everything reported in this wake, due or not: something has happened.</summary>
        public void ReportNow()
        {
            _client.ReportNow();
        }

        /// <summary>Keeps what falls due, for a wake that reaches the network.</summary>
        /// <returns>How long to sleep, in milliseconds.</returns>
        public int RunUnreached()
        {
            return End(MinimumSleepMilliseconds, false);
        }

        /// <summary>How long it is until something is to be measured, in milliseconds.</summary>
        public long MillisecondsToMeasurement
        {
            get { return _client.MillisecondsToReport; }
        }

        /// <summary>Keeps what was measured between two wakes that try to reach the network.</summary>
        public void KeepMeasured()
        {
            _client.KeepUndelivered();
        }

        /// <summary>Has the state kept over the sleep.</summary>
        /// <param name="sleep">How long it is, in milliseconds.</param>
        public void Keep(int sleep)
        {
            _client.ReportAfterSleep(sleep);
            _state.Save(_client, true);
        }

        /// <summary>The server asked for a reboot.</summary>
        public bool RebootRequested
        {
            get { return _device.RebootRequested; }
        }

        // A wake in which nothing is due, and nothing waits, says by an Update that the node can be reached.
        private void TellReadiness()
        {
            for (int i = 0; _client.IsQuiet && _client.WaitingLength == 0 && i < _client.SessionCount; i++)
            {
                ServerSession session = _client.Session(i);
                if (session.Registration.IsRegistered && session.LastReported < 0)
                {
                    session.Registration.RequestUpdate();
                }
            }
        }

        private int End(int wait, bool reached)
        {
            _client.KeepUndelivered();
            int sleep = _device.RebootRequested ? 0 : SleepFor(wait, reached);
            return sleep > _transport.MinimumSleepMilliseconds ? sleep : (int)_transport.MinimumSleepMilliseconds;
        }

        // A server that is away costs a battery little: the sleep doubles with each wake in vain. A wake in which nothing could be
        // sent, since the airtime is used up, says nothing of the server; a silence that airtime does not explain was ordered by a
        // network one cannot work with.
        private int SleepFor(int wait, bool reached)
        {
            bool inTouch = reached && IsInTouch();
            long silence = _transport.MinimumSleepMilliseconds;
            if (silence > LongestRestMilliseconds)
            {
                inTouch = false;
            }

            if (inTouch || !reached || silence == 0 || silence > LongestRestMilliseconds)
            {
                _failures.Note(inTouch);
            }

            int longest = _configuration.MaximumSleep * 1000;
            if (_failures.Count > 0)
            {
                return _failures.RetryMilliseconds;
            }

            return wait < MinimumSleepMilliseconds ? MinimumSleepMilliseconds : wait < longest ? wait : longest;
        }

        // A server knows the node and takes its reports, or has asked it to be silent.
        private bool IsInTouch()
        {
            bool known = false;
            bool spoken = _client.HasHeard;
            for (int i = 0; i < _client.SessionCount; i++)
            {
                ServerSession session = _client.Session(i);
                if (session.Registration.DisabledUntilUtc > 0)
                {
                    return true;
                }

                known |= session.Registration.IsRegistered;
                spoken |= session.LastReported >= 0;
            }

            return known && spoken && !_client.HasFailedToReport;
        }
    }
}
