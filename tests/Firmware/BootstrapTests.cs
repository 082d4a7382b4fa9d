// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Testbed.Server;

namespace FirmwareTests
{
    /// <summary>Both images against a bootstrap server, in virtual time.</summary>
    [TestClass]
    public class BootstrapTests
    {
        private const int Port = 5693;

        [TestMethod]
        public void ANodeProvisionedWithABootstrapServerFindsItsServerAndKeepsItOverSleep()
        {
            World world = new();
            BootstrapServer bootstrap = Open(world);
            SimulatedBoard node = world.Node(new { Endpoint = "node", BootstrapServer = $"coap://127.0.0.1:{Port}", HoldOff = 3, AwakeWindow = 2, MaximumSleep = 600 });
            node.PowerOn();
            world.Until(() => world.Server.Find("node") != null, 60, "not registered");
            Assert.AreEqual(1, bootstrap.Finished);
            Assert.AreEqual("77", world.Read("node", "/1/1/0").Text);
            Assert.AreEqual("3600", world.Read("node", "/1/1/1").Text);

            int registrations = 0;
            world.Server.Registered += _ => registrations++;
            world.Time.Run(6 * 3600 * 1000L);
            Assert.AreEqual(1, bootstrap.Requests);
            Assert.AreEqual(0, registrations); // updated in time, wake after wake
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void AGatewayKeepsItsAccountsAndWhatServersCreatedOverAReboot()
        {
            World world = new();
            BootstrapServer bootstrap = Open(world);
            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway", BootstrapServer = $"coap://127.0.0.1:{Port}", AllowList = new[] { "C0:FF:EE:*" } });
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/26241/0") == true, 60, "no twin");
            ServerReply created = world.Ask("gateway", new ServerRequest
            {
                Method = CoapCode.Post,
                Path = "/2346",
                ContentFormat = ContentFormat.Tlv,
                Payload = Payloads.CreateBatch("/26241/0/2", "/3/0/13")
            });
            Assert.AreEqual(CoapCode.Created, created.Code);
            world.Time.Run(100); // the reboot comes before it is time to save

            int registrations = 0;
            world.Server.Registered += _ => registrations++;
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Post, Path = "/3/0/4" });
            world.Until(() => gateway.Boots == 2, 10, "no reboot");
            world.Until(() => registrations == 1, 60, "not registered after the reboot");
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/26241/0") == true, 60, "no twin after the reboot");
            Assert.AreEqual(1, bootstrap.Requests);
            Assert.AreEqual("/26241/0/2", world.Read("gateway", "/2346/0/5913/0").Text);
            Assert.AreEqual("150", world.Read("gateway", "/2346/0/5914/0").Text);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(2)]
        [DataRow(3)]
        public void AServerThatStopsHalfwayLeavesTheDeviceAsItWas(int steps)
        {
            World world = new();
            BootstrapServer bootstrap = Open(world);
            bootstrap.StopsAfter = steps;
            SimulatedBoard gateway = world.Gateway(new
            {
                Endpoint = "gateway",
                Server = "coap://127.0.0.1:5683",
                BootstrapServer = $"coap://127.0.0.1:{Port}",
                AllowList = new[] { "C0:FF:EE:*" }
            });
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway") != null, 60, "not registered");
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Post, Path = "/1/0/9" });
            world.Until(() => world.Lines.Any(l => l.Contains("bootstrap not finished in time")), 400, "no way back");
            Assert.AreEqual("1", world.Read("gateway", "/1/0/0").Text);
            Assert.AreEqual(0, bootstrap.Finished);

            bootstrap.StopsAfter = int.MaxValue;
            world.Until(() => bootstrap.Finished == 1, 3600, "not tried again");
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/1/1"), 60, "not registered anew");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void ADeviceWhoseServerRefusesItAsksTheBootstrapServer()
        {
            World world = new();
            BootstrapServer bootstrap = Open(world);
            SimulatedBoard gateway = world.Gateway(new
            {
                Endpoint = "gateway",
                Server = "coap://127.0.0.1:5999",
                BootstrapServer = $"coap://127.0.0.1:{Port}",
                AllowList = new[] { "C0:FF:EE:*" }
            });
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway") != null, 3600, "not registered");
            Assert.AreEqual(1, bootstrap.Finished);
        }

        [TestMethod]
        public void ANodeWhoseServerIsGoneAsksTheBootstrapServer()
        {
            World world = new();
            BootstrapServer bootstrap = Open(world);
            SimulatedBoard node = world.Node(new { Endpoint = "node", Server = "coap://127.0.0.1:5999", BootstrapServer = $"coap://127.0.0.1:{Port}", AwakeWindow = 2, MaximumSleep = 600 });
            node.PowerOn();
            world.Until(() => world.Server.Find("node") != null, 48 * 3600, "not registered");
            Assert.AreEqual(1, bootstrap.Finished);
            Assert.IsTrue(node.Boots >= 5, $"{node.Boots} boots");
        }

        private static BootstrapServer Open(World world)
        {
            return new BootstrapServer(world.Time, world.Network, Port, $"coap://127.0.0.1:{World.Port}");
        }
    }
}
