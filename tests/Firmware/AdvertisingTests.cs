// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>Sensors that tell their values in advertisements become twins without a connection.</summary>
    [TestClass]
    public class AdvertisingTests
    {
        // The format's own example: 25.06 degrees, 50.55 %.
        private const string Bthome = "D2FC4002CA0903BF13";

        [TestMethod]
        public void ABthomeSensorBecomesATwinAndItsViewsFollowIt()
        {
            World world = Start(Bthome, out SimulatedPeripheral sensor, out SimulatedBoard gateway);
            Assert.AreEqual("25.06", world.Read("gateway", "/26241/0/0").Text);
            Assert.AreEqual("50.55", world.Read("gateway", "/26241/0/1").Text);
            Assert.AreEqual("25.06", world.Read("gateway", "/3303/0/5700").Text);
            Assert.AreEqual("50.55", world.Read("gateway", "/3304/0/5700").Text);
            int notifications = 0;
            world.Server.Observe(world.Server.Find("gateway"), "/3303/0/5700", ContentFormat.Text, _ => notifications++);
            world.Time.Run(30000);
            sensor.ServiceData = Convert.FromHexString("D2FC4002D00903BF13");
            world.Time.Run(30000);
            Assert.AreEqual("25.12", world.Read("gateway", "/3303/0/5700").Text);
            Assert.AreEqual(2, notifications, "the first and the change");
            Assert.IsFalse(sensor.IsConnected);
            Assert.AreEqual(CoapCode.MethodNotAllowed, world.Write("gateway", "/26241/0/0", "1").Code);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void EveryKindOfValueIsRead()
        {
            // Packet number, battery, pressure, illuminance, opening, energy, temperature in tenths.
            World world = Start("D2FC4000090161041388010513008A1101" + "0A138A14" + "451101", out _, out SimulatedBoard _);
            string[] values = Enumerable.Range(0, 6).Select(i => world.Read("gateway", "/26241/0/" + i).Text).ToArray();
            CollectionAssert.AreEqual(new[] { "97", "100371", "90439.87", "1", "1346.067", "27.3" }, values);
            Assert.AreEqual("97", world.Read("gateway", "/3320/0/5700").Text);
            Assert.AreEqual("100371", world.Read("gateway", "/3315/0/5700").Text);
            Assert.AreEqual("90439.87", world.Read("gateway", "/3301/0/5700").Text);
        }

        [TestMethod]
        public void AnEddystoneBeaconTellsItsTelemetry()
        {
            World world = Start("AAFE20000BB815800000010000000A00", out _, out SimulatedBoard _);
            string[] values = Enumerable.Range(0, 4).Select(i => world.Read("gateway", "/26241/0/" + i).Text).ToArray();
            CollectionAssert.AreEqual(new[] { "3", "21.5", "256", "256" }, values);
            Assert.AreEqual("21.5", world.Read("gateway", "/3303/0/5700").Text);
        }

        [TestMethod]
        public void ASensorThatIsNoLongerHeardGoes()
        {
            World world = Start(Bthome, out SimulatedPeripheral sensor, out SimulatedBoard _);
            sensor.InReach = false;
            world.Time.Run(300000);
            Assert.AreEqual("25.06", world.Read("gateway", "/26241/0/0").Text);
            world.Until(() => !world.Server.Find("gateway").Objects.Any(o => o.StartsWith("/26241", StringComparison.Ordinal)), 600, "still there");
        }

        [TestMethod]
        [DataRow("D2FC4102CA0903BF13")] // encrypted
        [DataRow("D2FC2002CA0903BF13")] // another version
        [DataRow("D2FC4002CA")] // cut
        [DataRow("D2FC40F1CA09")] // nothing known in it
        [DataRow("AAFE1000000000")] // a URL
        [DataRow("AAFE20000BB8")]
        [DataRow("D2FC")]
        public void WhatCannotBeReadMakesNoTwin(string data)
        {
            World world = new();
            world.Ecg.InReach = false;
            world.Air.Add(new SimulatedPeripheral(Database()) { ServiceData = Convert.FromHexString(data) });
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Time.Run(30000);
            Assert.IsFalse(world.Server.Find("gateway").Objects.Any(o => o.StartsWith("/26241", StringComparison.Ordinal)));
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void NoAdvertisementMakesAReaderThrow()
        {
            Random random = new(1);
            string key = "C0FFEE000201 231D39C1D7CC1AB1AEE224CD096DB932";
            Advertisement plain = new(new AdvertisingKeys(Array.Empty<string>(), null), new ValueLayout());
            Advertisement keyed = new(new AdvertisingKeys(new[] { key }, null), new ValueLayout());
            byte[][] heads = { new byte[] { 0xD2, 0xFC, 0x40 }, new byte[] { 0xAA, 0xFE, 0x20 }, new byte[] { 0xD2, 0xFC, 0x41 }, new byte[] { 0x95, 0xFE, 0x50 }, new byte[] { 0x1A, 0x18, 0 }, new byte[] { 0x99, 0x04, 5 }, new byte[] { 0x4C, 0, 2 } };
            byte[] copy = new byte[64];
            for (int i = 0; i < 200000; i++)
            {
                byte[] data = new byte[3 + random.Next(29)];
                random.NextBytes(data);
                heads[random.Next(heads.Length)].CopyTo(data, 0);
                Advertisement reader = i % 3 == 0 ? keyed : plain;
                if (reader.TryReadService(data, 0xC0FFEE000201) || reader.TryReadManufacturer(data, i % 2 == 0))
                {
                    for (int k = 0; k < reader.Values.Count; k++)
                    {
                        Assert.IsTrue(reader.Values.CopyValue(k, copy) <= 31);
                        Assert.IsNotNull(reader.Values.Characteristic(k).Uuid);
                    }
                }
            }
        }

        [TestMethod]
        public void AThousandAdvertisersDoNotStopTheGateway()
        {
            World world = new();
            for (int i = 0; i < 1000; i++)
            {
                GattDatabase database = Database();
                database.Address = $"DE:AD:00:00:{i >> 8:X2}:{i & 255:X2}";
                world.Air.Add(new SimulatedPeripheral(database));
            }

            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/26241/0") == true, 60, "the one that is allowed was not found");
            Assert.IsNull(gateway.Crash);
        }

        private static World Start(string data, out SimulatedPeripheral sensor, out SimulatedBoard gateway)
        {
            World world = new();
            world.Ecg.InReach = false;
            sensor = new SimulatedPeripheral(Database()) { ServiceData = Convert.FromHexString(data) };
            world.Air.Add(sensor);
            gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/26241/0") == true, 60, "no twin");
            world.Time.Run(3000);
            return world;
        }

        private static GattDatabase Database()
        {
            return new GattDatabase { Name = "sensor", Address = "C0:FF:EE:00:02:01" };
        }
    }
}
