// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Devices;
using Firmware.Gateway.Gatt;
using Firmware.Gateway.Status;
using Firmware.Gateway.Streams;
using Firmware.Gateway.Twins;
using Firmware.Gateway.Views;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;

namespace Firmware.Gateway
{
    /// <summary>The gateway: its parts, and its one loop.</summary>
    public sealed class GatewayDevice
    {
        /// <summary>The largest message in bytes: a second of an ECG of 225 Hz.</summary>
        internal const int MessageSize = 1152;

        private const int Links = 3;
        private const int StepMilliseconds = 20;
        private const int PollMilliseconds = 60;
        private const int SaveEveryMilliseconds = 5000;
        private const int ForgottenMilliseconds = 600000;
        private const int MostShortages = 10; // in succession
        private const int ShortageMilliseconds = 1000;
        private const int BodyPerTwin = 256;

        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ObjectRegistry _registry;
        private readonly DeviceObject _device;
        private readonly LwM2MClient _client;
        private readonly KeptState _state;
        private readonly LinkKeeper _keeper;
        private readonly TwinRegistry _twins;
        private readonly DevicesObject _devices;
        private readonly Liveness _liveness;
        private int _completions;
        private int _savedChanges;
        private long _savedAt;
        private long _pollAt;
        private long _shortAt;
        private int _shortages;

        /// <summary>Builds the gateway.</summary>
        /// <param name="configuration">Who it is.</param>
        /// <param name="transport">The way to its servers.</param>
        /// <param name="contexts">Object 21, what its transport protects messages with; null when it cannot.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="store">Where the twins' numbers, the accounts, and what servers have created are kept.</param>
        /// <param name="random">For message IDs.</param>
        /// <param name="log">Where it says what happens.</param>
        public GatewayDevice(GatewayConfiguration configuration, Transport transport, LwM2MObject contexts, Clock clock, Store store, Random random, Log log)
        {
            _clock = clock;
            _log = log;
            ClientParts parts = new ClientParts(configuration, "Gateway", transport.Bearer, clock, store, log);
            parts.Add(contexts);
            _registry = parts.Registry;
            _device = parts.Device;
            _state = parts.State;
            ClientOptions options = new ClientOptions
            {
                BufferSize = MessageSize,
                MaximumBody = BodyPerTwin * configuration.MaximumTwins,
                MaximumObservations = configuration.MaximumObservations
            };
            _client = parts.Start(options, transport, random);
            _state.LoadSessions(_client, -1);
            _savedChanges = _client.Changes;

            PeripheralLink[] links = new PeripheralLink[Links];
            NotificationRing ring = new NotificationRing(Links, configuration.NotificationBuffer);
            for (int i = 0; i < Links; i++)
            {
                links[i] = new PeripheralLink(i, ring, configuration.Pairing, log);
            }

            ValueLayout layout = new ValueLayout();
            TwinIds ids = new TwinIds(store, configuration.SeedNumbering);
            StreamTable streams = new StreamTable(Links, new StreamControl(configuration.MinimumRate, configuration.MaximumRate), clock);
            _twins = new TwinRegistry(_registry, ids, links, configuration.MaximumTwins, layout, clock, log);
            ViewRegistry views = new ViewRegistry(_registry, ids, layout);
            StatusObject status = new StatusObject(ids, ring, streams, _twins, clock);
            DescriptionObject descriptions = new DescriptionObject(layout);
            _registry.Add(status);
            _registry.Add(descriptions);
            _twins.Listen(views);
            _twins.Listen(descriptions);
            if (configuration.DevicePrefixes)
            {
                _devices = new DevicesObject(_twins, views, ids);
                _registry.Add(_devices);
                _registry.Add(new RoutingObject(_twins));
                _registry.Devices = _devices;
                _twins.Listen(_devices);
            }

            Scanner scanner = new Scanner(new AllowList(configuration.AllowList), log);
            _keeper = new LinkKeeper(
                links,
                ring,
                scanner,
                new Advertisement(new AdvertisingKeys(configuration.AdvertisingKeys, log), layout),
                new ILinkListener[] { streams, status, _twins },
                new IAdvertisementListener[] { status, _twins },
                clock,
                log);
            _liveness = new Liveness(scanner, links, log);
        }

        /// <summary>Runs until a reboot is due: the server asks for it, or nothing else helps.</summary>
        public void Run()
        {
            while (!_liveness.IsStuck && (!_device.RebootRequested || !_client.IsQuiet) && _shortages < MostShortages)
            {
                TryStep();
            }

            _state.Save(_client, false);
        }

        // Where memory runs out, the connection made last is given up and the rest goes on. When that does not help, only a reboot does.
        private void TryStep()
        {
            try
            {
                Step();
            }
            catch (OutOfMemoryException)
            {
                _shortages = _clock.Milliseconds - _shortAt > ForgottenMilliseconds ? 1 : _shortages + 1;
                _shortAt = _clock.Milliseconds;
                _log.Write("out of memory: a connection is given up");
                _keeper.GiveUpLast();
                Thread.Sleep(ShortageMilliseconds); // until its worker has closed it
            }
        }

        private void Step()
        {
            if (_keeper.Step())
            {
                _client.Step(0);
                return;
            }

            long now = _clock.Milliseconds;
            int completions = _keeper.Completions;
            if (completions != _completions || now >= _pollAt)
            {
                _pollAt = now + PollMilliseconds;
                Poll(now, completions);
            }

            _client.Step(_keeper.HasNotified ? 0 : StepMilliseconds);
        }

        // Nothing of this is as urgent as the next notified value.
        private void Poll(long now, int completions)
        {
            _twins.Poll(now);
            _devices?.Refresh();
            _liveness.Check(now);
            if (completions != _completions)
            {
                _completions = completions;
                _registry.OnCompleted(); // what an operation waits for may have come
            }

            Keep(now);
        }

        // What servers have written or created is kept soon, but flash is spared a server that writes all the time.
        private void Keep(long now)
        {
            if (_client.Changes == _savedChanges || now - _savedAt < SaveEveryMilliseconds)
            {
                return;
            }

            _savedAt = now;
            if (_state.Save(_client, false))
            {
                _savedChanges = _client.Changes;
            }
        }
    }
}
