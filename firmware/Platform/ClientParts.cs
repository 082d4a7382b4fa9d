// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;
using LwM2M.Objects.Reports;

namespace Firmware.Platform
{
    /// <summary>
    /// What every image has of LwM2M, put together in the order in which the parts need each other: the objects of the device, then
    /// the image's own, then what was kept of them, then the client.
    /// </summary>
    public sealed class ClientParts
    {
        private const int ReportBytes = 4096; // a week of temperature and humidity each quarter of an hour

        private readonly DeviceConfiguration _configuration;
        private readonly AccountTable _accounts;
        private readonly Clock _clock;
        private readonly Log _log;

        /// <summary>Makes the objects of the device. The image adds its own to <see cref="Registry"/>.</summary>
        /// <param name="configuration">Who the device is.</param>
        /// <param name="model">Model number, such as "Node".</param>
        /// <param name="bearer">How it reaches its servers, as in <see cref="Transport.Bearer"/>.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="store">Where accounts, objects and sessions are kept.</param>
        /// <param name="log">Where it says what happens.</param>
        public ClientParts(DeviceConfiguration configuration, string model, int bearer, Clock clock, Store store, Log log)
        {
            _configuration = configuration;
            _clock = clock;
            _log = log;
            _accounts = new AccountTable(Registry);
            State = new KeptState(store, configuration.Fingerprint, log);
            Device = new DeviceObject(clock) { ModelNumber = model, SerialNumber = configuration.Endpoint };
            Registry.Add(new AccessControlObject(Registry, _accounts));
            Registry.Add(Device);
            Registry.Add(new ConnectivityObject(bearer) { Address = bearer == ConnectivityObject.Wlan ? OwnAddress.Find() : "" });
            Registry.Add(new StatisticsObject(clock));
            Registry.Add(new BatchObject(Registry));
            Registry.Add(new NotifyObject(Registry, _accounts, clock));
        }

        /// <summary>The objects.</summary>
        public ObjectRegistry Registry { get; } = new ObjectRegistry();

        /// <summary>The Device object.</summary>
        public DeviceObject Device { get; }

        /// <summary>What is kept.</summary>
        public KeptState State { get; }

        /// <summary>Adds an object an image may have.</summary>
        /// <param name="found">The object, or null.</param>
        public void Add(LwM2MObject found)
        {
            if (found != null)
            {
                Registry.Add(found);
            }
        }

        /// <summary>Takes up what was kept, or what is provisioned, and starts the client. Its sessions are not taken up yet.</summary>
        /// <param name="options">How large it is built; who it is is filled in.</param>
        /// <param name="transport">The way to its servers.</param>
        /// <param name="random">For message IDs.</param>
        /// <returns>The client.</returns>
        public LwM2MClient Start(ClientOptions options, Transport transport, Random random)
        {
            if (!State.LoadObjects(Registry))
            {
                _configuration.Provision(_accounts);
            }

            options.EndpointName = _configuration.Endpoint;
            options.LwM2MVersion = _configuration.Version;
            options.Reports = new ReportSeries(ReportBytes);
            LwM2MClient client = new LwM2MClient(options, Registry, _accounts, _clock, random, _log);
            client.Start(transport);
            return client;
        }
    }
}
