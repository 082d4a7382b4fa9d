// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Devices;
using Firmware.Gateway.Status;
using Firmware.Gateway.Streams;
using Firmware.Gateway.Twins;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using nanoFramework.Device.Bluetooth;

namespace Firmware.Gateway
{
    /// <summary>
    /// The gateway's one loop: takes what the scan found, what the links discovered or lost, what peripherals notified, and
    /// lets the LwM2M client do its part.
    /// </summary>
    public sealed class GatewayDevice
    {
        private const int Links = 3;
        private const int StepMilliseconds = 20;
        private const int RescanMilliseconds = 10000;
        private const int TurnMilliseconds = 60000;
        private const int ShortMilliseconds = 10000;
        private const int SaveEveryMilliseconds = 5000;

        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ObjectRegistry _registry = new ObjectRegistry();
        private readonly DeviceObject _device;
        private readonly LwM2MClient _client;
        private readonly KeptState _state;
        private readonly TwinRegistry _twins;
        private readonly StatusObject _status;
        private readonly DevicesObject _devices;
        private readonly StreamControl _control;
        private readonly Scanner _scanner;
        private readonly Liveness _liveness;
        private readonly AdvertisedValues _advertised = new AdvertisedValues();
        private readonly BackOff _backOff = new BackOff();
        private readonly NotificationRing _ring = new NotificationRing(Links);
        private readonly PeripheralLink[] _links = new PeripheralLink[Links];
        private readonly bool[] _isKnown = new bool[Links];
        private readonly long[] _readyAt = new long[Links];
        private readonly byte[] _value = new byte[NotificationRing.SlotSize];
        private PeripheralLink _letGo;
        private int _completions;
        private int _savedChanges;
        private long _savedAt;
        private long _scanStarted;

        /// <summary>Builds the gateway.</summary>
        /// <param name="configuration">Who it is.</param>
        /// <param name="transport">The way to its servers.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="store">Where the twins' numbers, the accounts, and what servers have created are kept.</param>
        /// <param name="random">For message IDs.</param>
        /// <param name="log">Where it says what happens.</param>
        public GatewayDevice(GatewayConfiguration configuration, Transport transport, Clock clock, Store store, Random random, Log log)
        {
            _clock = clock;
            _log = log;
            _state = new KeptState(store, configuration.Fingerprint, log);
            AccountTable accounts = new AccountTable(_registry);
            _device = new DeviceObject(clock) { ModelNumber = "Gateway", SerialNumber = configuration.Endpoint };
            _registry.Add(new AccessControlObject(_registry, accounts));
            _registry.Add(_device);
            _registry.Add(new ConnectivityObject(ConnectivityObject.Wlan) { Address = OwnAddress.Find() });
            _registry.Add(new StatisticsObject(clock));
            _registry.Add(new BatchObject(_registry));
            _registry.Add(new NotifyObject(_registry, accounts, clock));
            if (!_state.LoadObjects(_registry))
            {
                configuration.Provision(accounts);
            }

            ClientOptions options = new ClientOptions { EndpointName = configuration.Endpoint, LwM2MVersion = configuration.Version };
            _client = new LwM2MClient(options, _registry, accounts, clock, random, log);
            _client.Start(transport);
            _state.LoadSessions(_client, -1);
            _savedChanges = _client.Changes;
            TwinIds ids = new TwinIds(store, configuration.SeedNumbering);
            _twins = new TwinRegistry(_registry, ids, _links, clock, log);
            _status = new StatusObject(ids, _ring, clock);
            _registry.Add(_status);
            if (configuration.DevicePrefixes)
            {
                _devices = new DevicesObject(_twins, ids);
                _registry.Add(_devices);
                _registry.Add(new RoutingObject(_twins));
                _registry.Devices = _devices;
            }

            _control = new StreamControl(configuration.MinimumRate, configuration.MaximumRate);
            _scanner = new Scanner(new AllowList(configuration.AllowList), log);
            for (int i = 0; i < Links; i++)
            {
                _links[i] = new PeripheralLink(i, _ring, configuration.Pairing, log);
            }

            _liveness = new Liveness(_scanner, _links, log);
        }

        /// <summary>Runs until a reboot is due: the server asks for it, or nothing else helps.</summary>
        public void Run()
        {
            while (!_liveness.IsStuck && (!_device.RebootRequested || !_client.IsQuiet))
            {
                Step();
            }

            _state.Save(_client, false);
        }

        private void Step()
        {
            long now = _clock.Milliseconds;
            bool connecting = FollowLinks(now);
            if (!connecting)
            {
                Scan(now);
            }

            // Each notified value is forwarded before the next one replaces it.
            int length = _ring.Take(out int link, out int handle, _value);
            if (length >= 0 && handle != NotificationRing.Forgotten)
            {
                PeripheralStatus complete = _status.OnNotified(_links[link], handle, _value, length);
                if (complete != null)
                {
                    _control.OnWindow(complete);
                }

                _twins.OnNotified(_links[link], handle, _value, length);
            }

            _twins.Poll(now);
            _devices?.Refresh();
            _liveness.Check(now);
            Keep(now);
            _client.Step(length >= 0 ? 0 : StepMilliseconds);
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

        // True while a link is coming up: the scan must rest then.
        private bool FollowLinks(long now)
        {
            bool connecting = false;
            int completions = 0;
            for (int i = 0; i < Links; i++)
            {
                PeripheralLink link = _links[i];
                completions += link.Completions;
                connecting |= link.State == LinkState.Connecting;
                if (link.State == LinkState.Ready && !_isKnown[i])
                {
                    _isKnown[i] = true;
                    _readyAt[i] = now;
                    _log.Write("connected " + link.Address.ToString("X12"));
                    _status.OnConnected(link, i);
                    _twins.Add(link, i);
                    link.ForgetServices();
                }
                else if (link.State == LinkState.Lost)
                {
                    if (_isKnown[i])
                    {
                        _log.Write("lost " + link.Address.ToString("X12"));
                    }

                    if (!_isKnown[i] || now - _readyAt[i] < ShortMilliseconds)
                    {
                        _backOff.Failed(link.Address, now); // one that comes and goes at once is no better than one that does not come
                    }
                    else if (_letGo != link)
                    {
                        _backOff.Succeeded(link.Address);
                    }

                    _ring.Forget(i);

                    _isKnown[i] = false;
                    _status.OnLost(link);
                    _twins.Suspend(link, now, _letGo == link);
                    _letGo = _letGo == link ? null : _letGo;
                    link.Release();
                }
            }

            if (completions != _completions)
            {
                _completions = completions;
                _registry.OnCompleted();
            }

            return connecting;
        }

        // The scan goes on while all links are taken: sensors that advertise their values need none.
        private void Scan(long now)
        {
            PeripheralLink free = null;
            for (int i = 0; i < Links; i++)
            {
                free = _links[i].State == LinkState.Idle ? _links[i] : free;
            }

            if (_scanner.IsScanning && _scanner.TryTake(out ulong address, out BluetoothAddressType type, out int rssi, out byte[] data))
            {
                _status.OnHeard(address, rssi);
                if (data != null)
                {
                    OnAdvertised(address, PeripheralLink.IsPrivate(address, type), data, now);
                }
                else if (!IsLinked(address) && _backOff.Allows(address, now))
                {
                    if (free == null)
                    {
                        LetGo(now);
                        return;
                    }

                    _scanner.Stop();
                    free.Connect(address, type);
                }
            }
            else if (!_scanner.IsScanning || now - _scanStarted >= RescanMilliseconds)
            {
                // The watcher reports an address once in a scan: only a new scan hears it again.
                if (_scanner.IsScanning)
                {
                    _scanner.Stop();
                }

                _scanner.Start();
                _scanStarted = now;
            }
        }

        // More peripherals than links take turns: the one that was connected longest goes, unless somebody observes it.
        private void LetGo(long now)
        {
            int longest = -1;
            for (int i = 0; i < Links && _letGo == null; i++)
            {
                bool idle = _links[i].State == LinkState.Ready && _isKnown[i] && _links[i].Queued == 0 && now - _readyAt[i] >= TurnMilliseconds;
                longest = idle && !_twins.IsObserved(_links[i]) && (longest < 0 || _readyAt[i] < _readyAt[longest]) ? i : longest;
            }

            if (longest >= 0)
            {
                _letGo = _links[longest];
                _backOff.Rest(_letGo.Address, now);
                _letGo.LetGo();
            }
        }

        private void OnAdvertised(ulong address, bool passing, byte[] data, long now)
        {
            if (BthomeReader.TryRead(data, data.Length, _advertised) || EddystoneReader.TryRead(data, data.Length, _advertised))
            {
                _twins.OnAdvertised(address, passing, _advertised, now);
            }
        }

        private bool IsLinked(ulong address)
        {
            for (int i = 0; i < Links; i++)
            {
                if (_links[i].State != LinkState.Idle && _links[i].Address == address)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
