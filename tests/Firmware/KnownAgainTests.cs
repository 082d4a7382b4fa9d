// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Testbed;
using Testbed.Server;

namespace FirmwareTests
{
    /// <summary>A server that does not know the device's address, or was started anew, is told who it is within seconds.</summary>
    [TestClass]
    public class KnownAgainTests
    {
        private const int PeriodSeconds = 300;
        private const int WithinMilliseconds = 5000;

        // Confirmed by the server, or only refused by it: both are answers.
        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void ASendFromANewAddressArrivesAtEachPeriod(bool confirmable)
        {
            World world = new();
            List<long> times = Send(world, confirmable, out Func<int> registrations);
            world.Time.Run(6 * 3600 * 1000L);
            Assert.AreEqual(1, registrations());
            Assert.IsTrue(world.Nat.Mappings > 60, $"{world.Nat.Mappings} addresses");
            AssertEachPeriod(times);
        }

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void AServerStartedAnewGetsEachSend(bool confirmable)
        {
            World world = new();
            List<long> times = Send(world, confirmable, out Func<int> registrations);
            for (int restart = 0; restart < 5; restart++)
            {
                world.Time.Run(3600 * 1000L);
                world.Server.Forget();
            }

            world.Time.Run(3600 * 1000L);
            Assert.AreEqual(6, registrations());
            AssertEachPeriod(times);
        }

        [TestMethod]
        public void AGatewayThatIsObservedRegistersAgainWithinSeconds()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            world.Gateway().PowerOn();
            world.Until(() => backend.EcgPacks > 10, 60, "no notification");
            for (int restart = 0; restart < 3; restart++)
            {
                world.Server.Forget();
                int packs = backend.EcgPacks;
                world.Until(() => world.Server.Find("gateway") != null, WithinMilliseconds / 1000, "not registered again");
                world.Until(() => backend.EcgPacks > packs + 10, 30, "not observed again");
            }
        }

        // The times at which a value arrived that the node sends every period.
        private static List<long> Send(World world, bool confirmable, out Func<int> registrations)
        {
            int count = 0;
            List<long> times = new();
            world.Server.Registered += _ => count++;
            world.Server.Sent += (_, _, _) => times.Add(world.Time.Now);
            registrations = () => count;
            SimulatedBoard node = world.Node(new { Endpoint = "node-1", Server = "coap://127.0.0.1:5683", AwakeWindow = 2, MaximumSleep = 3600 });
            node.PowerOn();
            world.Until(() => world.Server.Find("node-1") != null, 60, "not registered");
            ServerReply created = world.Ask("node-1", new ServerRequest
            {
                Method = CoapCode.Post,
                Path = "/2347",
                ContentFormat = ContentFormat.Tlv,
                Payload = Payloads.CreateNotify("/3303/0/5700", 1, "dp", PeriodSeconds, confirmable, !confirmable)
            });
            Assert.AreEqual(CoapCode.Created, created.Code);
            return times;
        }

        private static void AssertEachPeriod(List<long> times)
        {
            Assert.IsTrue(times.Count > 60, $"{times.Count} values");
            string late = string.Join(", ", times.Skip(1).Zip(times, (now, before) => now - before)
                .Where(apart => Math.Abs(apart - PeriodSeconds * 1000L) > WithinMilliseconds));
            Assert.AreEqual("", late, "milliseconds apart");
        }
    }
}
