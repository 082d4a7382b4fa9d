// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;
using Testbed.Server;

namespace FirmwareTests
{
    /// <summary>What the SIG has standardised is told in its unit: in the raw twin, and as the IPSO object that stands for it.</summary>
    [TestClass]
    public class ViewTests
    {
        private static readonly Guid s_heartRate = Sig(0x2A37);
        private static readonly Guid s_thermometer = Sig(0x2A1C);

        [TestMethod]
        public void AnEnvironmentalSensorIsReadInItsUnits()
        {
            World world = Start("environment", out _, out SimulatedBoard gateway);
            string twin = Twin(world, 5);
            Assert.AreEqual("21.5", world.Read("gateway", twin + "/0").Text);
            Assert.AreEqual("45.16", world.Read("gateway", twin + "/1").Text);
            Assert.AreEqual("101320.2", world.Read("gateway", twin + "/2").Text);
            Assert.AreEqual("-10", world.Read("gateway", twin + "/3").Text);
            Assert.AreEqual("100", world.Read("gateway", twin + "/4").Text);
            Assert.AreEqual("21.5", world.Read("gateway", "/3303/0/5700").Text);
            Assert.AreEqual("Cel", world.Read("gateway", "/3303/0/5701").Text);
            Assert.AreEqual("twin:" + twin + "/0", world.Read("gateway", "/3303/0/5750").Text);
            Assert.AreEqual("45.16", world.Read("gateway", "/3304/0/5700").Text);
            Assert.AreEqual("101320.2", world.Read("gateway", "/3315/0/5700").Text);
            Assert.AreEqual("87", world.Read("gateway", "/3320/0/5700").Text);
            Assert.AreEqual("100", world.Read("gateway", "/3/0/9").Text, "the gateway's battery is its own");
            CollectionAssert.IsSubsetOf(new[] { "/3303/0", "/3304/0", "/3315/0", "/3320/0" }, world.Server.Find("gateway").Objects.ToArray());
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void ObservingAViewSubscribesThePeripheralAndCancelEndsIt()
        {
            World world = Start("heart-rate", out SimulatedPeripheral belt, out SimulatedBoard gateway);
            List<string> rates = new();
            world.Server.Observe(world.Server.Find("gateway"), "/3346/0/5700", ContentFormat.Text, reply => rates.Add(reply?.Text));
            world.Until(() => belt.IsSubscribed(s_heartRate), 10, "not subscribed");
            foreach (byte[] value in new[] { new byte[] { 0x00, 72 }, new byte[] { 0x01, 0x2C, 0x01 }, new byte[] { 0x10, 80, 0x00, 0x03 } })
            {
                belt.Notify(s_heartRate, value);
                world.Time.Run(2000);
            }

            CollectionAssert.AreEqual(new[] { "72", "300", "80" }, rates.TakeLast(3).ToArray());
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = "/3346/0/5700", Accept = ContentFormat.Text, Observe = 1 });
            world.Until(() => !belt.IsSubscribed(s_heartRate), 10, "still subscribed");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        [DataRow("00700100FF", "36.8")]
        [DataRow("01D90300FF", "36.944")] // 98.5 degrees Fahrenheit
        public void AThermometerIndicatesInDegreesCelsius(string value, string degrees)
        {
            World world = Start("thermometer", out SimulatedPeripheral thermometer, out SimulatedBoard _);
            string last = null;
            world.Server.Observe(world.Server.Find("gateway"), "/3303/0/5700", ContentFormat.Text, reply => last = reply?.Text);
            world.Until(() => thermometer.IsSubscribed(s_thermometer), 10, "not subscribed");
            thermometer.Notify(s_thermometer, Convert.FromHexString(value));
            world.Time.Run(2000);
            Assert.IsTrue(last.StartsWith(degrees, StringComparison.Ordinal), last);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("00")]
        [DataRow("00FFFF7F00")]
        public void AValueThatIsTooShortOrSaysNothingIsNotMadeUp(string value)
        {
            World world = Start("thermometer", out SimulatedPeripheral thermometer, out SimulatedBoard gateway);
            world.Server.Observe(world.Server.Find("gateway"), "/3303/0/5700", ContentFormat.Text, _ => { });
            world.Until(() => thermometer.IsSubscribed(s_thermometer), 10, "not subscribed");
            thermometer.Notify(s_thermometer, Convert.FromHexString(value));
            world.Time.Run(2000);
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", "/3303/0/5700").Code);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AViewGoesWithItsTwinAndComesBackUnderItsNumber()
        {
            World world = Start("environment", out SimulatedPeripheral sensor, out SimulatedBoard _);
            sensor.Drop();
            world.Time.Run(1000);
            Assert.AreEqual(CoapCode.ServiceUnavailable, world.Read("gateway", "/3303/0/5700").Code);
            world.Until(() => !world.Server.Find("gateway").Objects.Contains("/3303/0"), 60, "the view is still there");
            sensor.InReach = true;
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/3303/0"), 60, "the view did not come back");
            Assert.AreEqual("21.5", world.Read("gateway", "/3303/0/5700").Text);
        }

        [TestMethod]
        public void OfTwoEqualServicesTheStockImageShowsOneAndAnotherBoth()
        {
            World world = Start("two-probes", out _, out SimulatedBoard _);
            Assert.AreEqual("-5", world.Read("gateway", "/3303/0/5700").Text);
            World better = Start("two-probes", out _, out SimulatedBoard _, false);
            Assert.AreEqual("5", better.Read("gateway", "/3303/0/5700").Text);
            Assert.AreEqual("-5", better.Read("gateway", "/3303/1/5700").Text);
        }

        [TestMethod]
        public void AServiceTheImageCannotReachIsNamedAndThePeripheralLetGo()
        {
            World world = new();
            world.Air.Add(new SimulatedPeripheral(GattDatabase.Load("high-handles")));
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Time.Run(20000);
            Assert.IsTrue(world.Lines.Contains("service without characteristics on C0FFEE000107"), string.Join("\n", world.Lines));
            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", "/26241/0/0").Text);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AControlPointIsExecuted()
        {
            World world = Start("light", out SimulatedPeripheral light, out SimulatedBoard _);
            string twin = Twin(world, 2);
            ServerReply reply = world.Ask("gateway", new ServerRequest { Method = CoapCode.Post, Path = twin + "/1", Payload = new byte[] { 0x31 }, ContentFormat = ContentFormat.Text });
            Assert.AreEqual(CoapCode.Changed, reply.Code);
            Assert.AreEqual(0x31, light.Database.Services[0].Characteristics[1].Value.Single());
            Assert.AreEqual(CoapCode.MethodNotAllowed, world.Read("gateway", twin + "/1").Code);
        }

        private static Guid Sig(int number)
        {
            return new Guid($"0000{number:X4}-0000-1000-8000-00805f9b34fb");
        }

        private static World Start(string name, out SimulatedPeripheral peripheral, out SimulatedBoard gateway, bool stockFaults = true)
        {
            World world = new();
            world.Ecg.InReach = false;
            world.Air.HasStockFaults = stockFaults;
            SimulatedPeripheral added = new(GattDatabase.Load(name));
            world.Air.Add(added);
            gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Any(o => o.StartsWith("/26241/", StringComparison.Ordinal)) == true, 30, "no twin");
            world.Time.Run(3000);
            peripheral = added;
            return world;
        }

        // The twin with so many resources.
        private static string Twin(World world, int resources)
        {
            foreach (string path in world.Server.Find("gateway").Objects.Where(o => o.StartsWith("/262", StringComparison.Ordinal)))
            {
                ServerReply links = world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = path, Accept = ContentFormat.LinkFormat });
                if (links.Text.Split(',').Length == resources + 1)
                {
                    return path;
                }
            }

            throw new AssertFailedException("no such twin");
        }
    }
}
