// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>The LwM2M Gateway objects 25 and 26, for servers that know them.</summary>
    [TestClass]
    public class DevicePrefixTests
    {
        [TestMethod]
        public void EachPeripheralHasItsPrefixAndItsObjectsBelowIt()
        {
            World world = Start(true, out SimulatedBoard gateway);
            string[] prefixes = new string[2];
            for (int i = 0; i < 2; i++)
            {
                prefixes[i] = world.Read("gateway", $"/25/{i}/1").Text;
                Assert.AreEqual("dev" + i, prefixes[i]);
            }

            int ecg = world.Read("gateway", "/25/0/0").Text == "C0FFEE000001" ? 0 : 1;
            Assert.AreEqual("C0FFEE000101", world.Read("gateway", $"/25/{1 - ecg}/0").Text);
            string twin = world.Read("gateway", $"/25/{ecg}/3").Text;
            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", $"/dev{ecg}{twin.Trim('<', '>')}/0").Text);
            StringAssert.Contains(world.Read("gateway", $"/25/{1 - ecg}/3").Text, "</3303/0>");
            Assert.AreEqual(CoapCode.Content, world.Read("gateway", $"/dev{1 - ecg}/3303/0/5700").Code);
            Assert.AreEqual(CoapCode.Changed, world.Write("gateway", $"/dev{ecg}{twin.Trim('<', '>')}/2", "140").Code);
            int notifications = 0;
            world.Server.Observe(world.Server.Find("gateway"), $"/dev{ecg}{twin.Trim('<', '>')}/1", ContentFormat.Opaque, _ => notifications++);
            world.Time.Run(5000);
            Assert.IsTrue(notifications > 50, $"{notifications} notifications");

            string routed = twin.Split('/')[1];
            Assert.AreEqual(routed, world.Read("gateway", $"/26/{routed}/0").Text);
            Assert.AreEqual("", world.Read("gateway", $"/26/{routed}/1").Text, "mapped to itself");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        [DataRow("/dev{0}/26241")] // an object is many devices'
        [DataRow("/dev{1}{2}/0")] // the other device's
        [DataRow("/dev9{2}/0")]
        [DataRow("/dev{2}/0")]
        [DataRow("/device{2}/0")]
        [DataRow("/dev-1{2}/0")]
        [DataRow("/dev{0}/3/0/1")] // the gateway's own
        public void WhatIsNotTheDevicesIsNotFound(string path)
        {
            World world = Start(true, out SimulatedBoard gateway);
            int ecg = world.Read("gateway", "/25/0/0").Text == "C0FFEE000001" ? 0 : 1;
            string twin = world.Read("gateway", $"/25/{ecg}/3").Text.Trim('<', '>');
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", string.Format(System.Globalization.CultureInfo.InvariantCulture, path, ecg, 1 - ecg, twin)).Code);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void APeripheralThatGoesTakesItsInstanceWithIt()
        {
            World world = Start(true, out SimulatedBoard _);
            world.Ecg.Drop();
            world.Until(() => world.Server.Find("gateway").Objects.Count(o => o.StartsWith("/25/", System.StringComparison.Ordinal)) == 1, 60, "still there");
        }

        [TestMethod]
        public void WithoutTheOptionThereAreNone()
        {
            World world = Start(false, out SimulatedBoard _);
            Assert.IsFalse(world.Server.Find("gateway").Objects.Any(o => o.StartsWith("/25", System.StringComparison.Ordinal)));
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", "/dev0/26241/0/0").Code);
        }

        private static World Start(bool prefixes, out SimulatedBoard gateway)
        {
            World world = new();
            world.Air.Add(new SimulatedPeripheral(GattDatabase.Load("environment")));
            gateway = world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" }, DevicePrefixes = prefixes });
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Count(o => o.StartsWith("/26496/", System.StringComparison.Ordinal)) == 2, 60, "not both");
            world.Time.Run(5000);
            return world;
        }
    }
}
