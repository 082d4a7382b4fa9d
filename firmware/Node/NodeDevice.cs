// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>One life of a node, from wake to sleep: take up the state, measure, report, listen, keep what has changed.</summary>
    public sealed class NodeDevice
    {
        private const string Record = "session";
        private const string FailureRecord = "failures";
        private const int MessageSize = 640;
        private const int MaximumAwakeMilliseconds = 120000;
        private const int UnansweredMilliseconds = 20000;
        private const int FirstRetrySeconds = 300;
        private const int MaximumFailures = 6;

        // What falls due sooner is waited for: a wake for it could be taken for a wake for what came before.
        private const int MinimumSleepMilliseconds = SessionState.WakeToleranceMilliseconds;

        private static readonly int[] s_keptObjects = { 1, ObjectIds.Position, ObjectIds.Batch, ObjectIds.Notify };

        private readonly DeviceConfiguration _configuration;
        private readonly Clock _clock;
        private readonly Store _store;
        private readonly Log _log;
        private readonly ObjectRegistry _registry = new ObjectRegistry();
        private readonly IpsoSensor _temperature = IpsoSensor.Temperature();
        private readonly IpsoSensor _humidity = IpsoSensor.Humidity();
        private readonly NotifyObject _notify;
        private readonly DeviceObject _device;
        private readonly LwM2MClient _client;
        private readonly ServerSession _session;
        private readonly byte[] _kept;

        /// <summary>Builds the node.</summary>
        /// <param name="configuration">Who it is.</param>
        /// <param name="channel">The way to its server.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="store">Where its state is kept over sleep.</param>
        /// <param name="random">For message IDs.</param>
        /// <param name="log">Where it says what happens.</param>
        /// <param name="wokenByTimer">The timer ended the last sleep.</param>
        public NodeDevice(DeviceConfiguration configuration, DatagramChannel channel, Clock clock, Store store, Random random, Log log, bool wokenByTimer)
        {
            _configuration = configuration;
            _clock = clock;
            _store = store;
            _log = log;

            ServerAccount[] accounts = { configuration.CreateAccount() };
            _notify = new NotifyObject(_registry, accounts, clock);
            _device = new DeviceObject(clock) { ModelNumber = "Node", SerialNumber = configuration.Endpoint };
            _registry.Add(new SecurityObject(accounts));
            _registry.Add(new ServerObject(accounts));
            _registry.Add(_device);
            _registry.Add(_temperature);
            _registry.Add(_humidity);
            _registry.Add(new PositionObject());
            _registry.Add(new BatchObject(_registry));
            _registry.Add(_notify);

            ClientOptions options = new ClientOptions
            {
                EndpointName = configuration.Endpoint,
                LwM2MVersion = configuration.Version,
                QueueMode = true,
                BufferSize = MessageSize,
                MaximumObservations = 4
            };
            _client = new LwM2MClient(options, _registry, clock, random, log) { Notify = _notify };
            _session = _client.AddServer(accounts[0], channel);
            _kept = store.Read(Record);
            if (SessionState.Load(_session, _registry, _notify, s_keptObjects, _kept, clock.UtcMilliseconds, wokenByTimer))
            {
                log.Write("resumed " + _session.Registration.Location);
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
            while (true)
            {
                int wait = _client.Poll();
                long now = _clock.Milliseconds;
                long left = WindowEnd(started) - now;
                bool over = _client.IsQuiet && left <= 0 && wait >= MinimumSleepMilliseconds;
                bool unanswered = _session.LastHeard < 0 && now >= started + UnansweredMilliseconds;
                if (over || unanswered || now >= started + MaximumAwakeMilliseconds || (_device.RebootRequested && _client.IsQuiet))
                {
                    Keep();
                    return _device.RebootRequested ? 0 : SleepFor(wait);
                }

                _client.Step(_session, left > 0 && left < 1000 ? (int)left : 1000);
            }
        }

        /// <summary>The server asked for a reboot.</summary>
        public bool RebootRequested
        {
            get { return _device.RebootRequested; }
        }

        // The window is counted from the last word of either side.
        private long WindowEnd(long started)
        {
            long last = _session.LastHeard > started ? _session.LastHeard : started;
            last = _session.LastReported > last ? _session.LastReported : last;
            return last + _configuration.AwakeWindow * 1000L;
        }

        // A server that is away costs a battery little: the sleep doubles with each wake in vain.
        private int SleepFor(int wait)
        {
            bool silent = _session.Registration.DisabledUntilUtc > 0;
            int failures = _session.Registration.IsRegistered || silent ? 0 : CountFailures() + 1;
            KeepFailures(failures);
            int longest = _configuration.MaximumSleep * 1000;
            if (failures > 0)
            {
                return FirstRetrySeconds * 1000 << (failures < MaximumFailures ? failures - 1 : MaximumFailures - 1);
            }

            return wait < MinimumSleepMilliseconds ? MinimumSleepMilliseconds : wait < longest ? wait : longest;
        }

        private int CountFailures()
        {
            byte[] record = _store.Read(FailureRecord);
            return record == null ? 0 : record[0];
        }

        private void KeepFailures(int failures)
        {
            int bounded = failures < MaximumFailures ? failures : MaximumFailures;
            if (bounded != CountFailures())
            {
                _store.Write(FailureRecord, new byte[] { (byte)bounded }, 1);
            }
        }

        // Flash wears: what has not changed is not written.
        private void Keep()
        {
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(_session, _registry, _notify, s_keptObjects, record);
            if (length == 0)
            {
                _log.Write("state larger than its record");
                return;
            }

            bool same = _kept != null && _kept.Length == length;
            for (int i = 0; same && i < length; i++)
            {
                same = _kept[i] == record[i];
            }

            if (!same)
            {
                _store.Write(Record, record, length);
            }
        }
    }
}
