// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>What servers have written outlives a restart, also on flash that fails now and then.</summary>
    [TestClass]
    public class KeptStateTests
    {
        private static readonly GatewayConfiguration s_configuration = new() { Endpoint = "gateway-01", Server = "coap://192.0.2.1:5683" };

        [TestMethod]
        public void WhatFlashRefusesIsWrittenAgain()
        {
            WornStore store = new();
            KeptState state = new(store, s_configuration.Fingerprint, new NoLog());
            LwM2MClient client = Client(out _);
            Assert.IsTrue(state.Save(client, false));
            Assert.AreEqual(1, store.Writes);

            client.Accounts.Servers[0].LifetimeSeconds = 300;
            store.Fails = true;
            Assert.IsFalse(state.Save(client, false), "refused by flash, and to be tried again");
            store.Fails = false;
            Assert.IsTrue(state.Save(client, false));
            Assert.AreEqual(2, store.Writes);

            LwM2MClient after = Client(out ObjectRegistry registry);
            Assert.IsTrue(new KeptState(store, s_configuration.Fingerprint, new NoLog()).LoadObjects(registry));
            Assert.AreEqual(300, after.Accounts.Servers[0].LifetimeSeconds);
        }

        [TestMethod]
        public void WhatHasNotChangedIsNotWritten()
        {
            WornStore store = new();
            KeptState state = new(store, s_configuration.Fingerprint, new NoLog());
            LwM2MClient client = Client(out _);
            Assert.IsTrue(state.Save(client, false) && state.Save(client, false) && state.Save(client, false));
            Assert.AreEqual(1, store.Writes);
        }

        private static LwM2MClient Client(out ObjectRegistry registry)
        {
            registry = new ObjectRegistry();
            AccountTable accounts = new(registry);
            s_configuration.Provision(accounts);
            ObjectRegistry objects = registry;
            LwM2MClient client = null;
            World world = new();
            new SimulatedBoard("gateway-01", world.Time, world.Network, Boot, 7).PowerOn();
            world.Time.Run(1);
            return client;

            void Boot()
            {
                ClientOptions options = new() { EndpointName = "gateway-01" };
                client = new LwM2MClient(options, objects, accounts, new StillClock(), new Simulator.Platform.Random(), new NoLog());
            }
        }

        private sealed class WornStore : Store
        {
            private byte[] _record;

            public bool Fails { get; set; }

            public int Writes { get; private set; }

            public override byte[] Read(string name) => _record;

            public override bool Write(string name, byte[] record, int count)
            {
                if (Fails)
                {
                    return false;
                }

                Writes++;
                _record = record[..count];
                return true;
            }
        }

        private sealed class StillClock : Clock
        {
            public override long Milliseconds => 1000;

            public override long UtcMilliseconds => 1767225600000;
        }

        private sealed class NoLog : Log
        {
            public override void Write(string line)
            {
            }
        }
    }
}
