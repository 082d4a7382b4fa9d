// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using Firmware.Gateway.Twins;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>What falls silent, refuses, or comes in masses: the Gateway goes on, and does not grow.</summary>
    [TestClass]
    public class StayingUpTests
    {
        private const string Twin = "/26241/0";

        [TestMethod]
        public void AWatcherThatHasGoneDeafIsReplaced()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            world.Ecg.Drop();
            world.Time.Run(60000);
            world.Air.GoDeaf();
            world.Ecg.InReach = true;
            world.Until(() => world.Server.Find("gateway").Objects.Contains(Twin), 700, "never heard again");
            Assert.AreEqual(1, world.Lines.Count(l => l.StartsWith("nothing heard", StringComparison.Ordinal)));
            Assert.AreEqual(1, gateway.Boots);
        }

        [TestMethod]
        public void ACallOfThePackageThatDoesNotReturnIsEndedByAReboot()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            world.Ecg.Hangs = true;
            Assert.AreEqual(CoapCode.GatewayTimeout, world.Read("gateway", Twin + "/0").Code);
            world.Ecg.Hangs = false;
            Assert.AreEqual(CoapCode.Content, world.Read("gateway", "/3/0/1").Code, "the others are served meanwhile");
            world.Until(() => gateway.Boots == 2, 300, "no reboot");
            world.Until(() => world.Lines.Count(l => l == "connected C0FFEE000001") == 2, 60, "not connected again");
            Assert.AreEqual(CoapCode.Content, world.Read("gateway", Twin + "/0").Code);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void APeripheralThatAnswersNothingTwiceLosesItsLink()
        {
            World world = new();
            Start(world);
            world.Ecg.Answers = false;
            Assert.AreEqual(CoapCode.GatewayTimeout, world.Read("gateway", Twin + "/0").Code);
            world.Read("gateway", Twin + "/0");
            world.Until(() => !world.Ecg.IsConnected, 5, "the dead link is kept");
            world.Ecg.Answers = true;
            world.Until(() => world.Read("gateway", Twin + "/0").Code == CoapCode.Content, 60, "not connected again");
        }

        [TestMethod]
        public void ASubscriptionThatIsRefusedIsTriedAgain()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            world.Ecg.RefusesSubscriptions = true;
            int notifications = 0;
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/1", ContentFormat.Opaque, _ => notifications++);
            world.Time.Run(15000);
            Assert.AreEqual(1, world.Lines.Count(l => l == "twin /26241/0/1: the peripheral refuses what observing needs"));
            int before = notifications;
            world.Ecg.RefusesSubscriptions = false;
            world.Time.Run(15000);
            Assert.IsTrue(notifications - before > 50, $"{notifications - before} notifications");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AnAlarmThatIsQuietForLongIsStillHeardWhenItRings()
        {
            World world = new();
            world.Ecg.InReach = false;
            Guid alarm = new("a0010001-5b7c-4f6e-9d1a-2b3c4d5e6f70");
            GattDatabase database = new() { Name = "alarm", Address = "C0:FF:EE:00:04:01" };
            GattDatabase.Service service = new() { Uuid = new Guid("a0010000-5b7c-4f6e-9d1a-2b3c4d5e6f70"), Handle = 10 };
            service.Characteristics.Add(new GattDatabase.Characteristic { Uuid = alarm, Handle = 12, Properties = { "notify" }, Hex = "" });
            database.Services.Add(service);
            SimulatedPeripheral peripheral = new(database);
            world.Air.Add(peripheral);
            SimulatedBoard gateway = Start(world);
            Assert.AreEqual(CoapCode.MethodNotAllowed, world.Read("gateway", Twin + "/0").Code, "nobody knows its value");
            string told = "";
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/0", ContentFormat.Opaque, r => told += $"{r.Code}:{Convert.ToHexString(r.Payload)} ");
            world.Time.Run(300000);
            Assert.AreEqual("Content: ", told, "it is observed, and there is nothing yet");
            peripheral.Notify(alarm, new byte[] { 7 });
            world.Time.Run(1000);
            Assert.AreEqual("Content: Content:07 ", told);
            long rang = world.Time.Now;
            world.Time.Run(60000);
            string read = world.Ask("gateway", new Testbed.Server.ServerRequest { Method = CoapCode.Get, Path = Twin + "/0", Accept = ContentFormat.SenmlJson }).Text;
            double at = System.Text.Json.JsonDocument.Parse(read).RootElement[0].GetProperty("t").GetDouble();
            Assert.AreEqual(rang / 1000.0 - 1, at, 0.2, "the last value says when it came");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void WhatChangedWhileThePeripheralWasAwayIsReported()
        {
            World world = new();
            Start(world);
            GattDatabase.Characteristic polled = world.Ecg.Database.Services[0].Characteristics[3];
            GattDatabase.Characteristic notified = world.Ecg.Database.Services[0].Characteristics[2];
            notified.Properties.Add("notify");
            world.Ecg.Disconnect();
            world.Time.Run(20000);
            string told = "";
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/3", ContentFormat.Text, r => told += "timestamping " + r.Text + " ");
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/2", ContentFormat.Text, r => told += "rate " + r.Text + " ");
            world.Time.Run(20000);
            Assert.IsTrue(told.Contains("timestamping 0 ", StringComparison.Ordinal) && told.Contains("rate 150 ", StringComparison.Ordinal), told);
            world.Ecg.Drop();
            polled.Value = new byte[] { 1 };
            notified.Value = new byte[] { 120, 0 };
            world.Time.Run(3000);
            world.Ecg.InReach = true;
            world.Time.Run(40000);
            StringAssert.EndsWith(told, told.EndsWith("timestamping 1 ", StringComparison.Ordinal) ? "timestamping 1 " : "rate 120 ");
            Assert.IsTrue(told.Contains("timestamping 1 ", StringComparison.Ordinal) && told.Contains("rate 120 ", StringComparison.Ordinal), told);
        }

        [TestMethod]
        public void APeripheralThatTakesForEverToBeDiscoveredDoesNotKeepTheOthersOut()
        {
            World world = new();
            world.Ecg.InReach = false;
            SimulatedPeripheral slow = new(GattDatabase.Load("environment")) { ExtraDelayMilliseconds = 6000 };
            GattDatabase.Service service = slow.Database.Services[0];
            for (int i = 0; i < 30; i++)
            {
                service.Characteristics.Add(new GattDatabase.Characteristic
                {
                    Uuid = new Guid($"a001{i:X4}-5b7c-4f6e-9d1a-2b3c4d5e6f70"),
                    Handle = (ushort)(300 + 2 * i),
                    Properties = { "read" },
                    Value = new byte[] { 1 }
                });
            }

            world.Air.Add(slow);
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Time.Run(20000);
            world.Ecg.InReach = true;
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains(Twin) == true, 120, "the other was kept out");
            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", Twin + "/0").Text);
            Assert.AreEqual(1, gateway.Boots, "slow is not stuck");
        }

        [TestMethod]
        public void APeripheralThatComesAndGoesAtOnceIsLeftAloneMoreAndMore()
        {
            World world = new();
            Start(world);
            int connections = world.Lines.Count(l => l.StartsWith("connected", StringComparison.Ordinal));
            for (int i = 0; i < 6000; i++)
            {
                world.Time.Run(100);
                if (world.Ecg.IsConnected)
                {
                    world.Time.Run(300);
                    world.Ecg.Disconnect();
                }
            }

            connections = world.Lines.Count(l => l.StartsWith("connected", StringComparison.Ordinal)) - connections;
            Assert.IsTrue(connections is > 3 and < 15, $"{connections} connections in ten minutes");
        }

        [TestMethod]
        public void ASensorThatTellsItsValuesInTurnsKeepsThemAll()
        {
            World world = new();
            world.Ecg.InReach = false;
            byte[][] turns = { Convert.FromHexString("D2FC4002CA09"), Convert.FromHexString("D2FC4003BF13") };
            SimulatedPeripheral sensor = new(new GattDatabase { Name = "sensor", Address = "C0:FF:EE:00:02:01" }) { ServiceData = turns[0] };
            world.Air.Add(sensor);
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains(Twin) == true, 60, "no twin");
            int notifications = 0;
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/0", ContentFormat.Text, r => notifications += r.Code == CoapCode.Content ? 1 : 100);
            int updates = 0;
            for (int i = 1; i < 8; i++)
            {
                sensor.ServiceData = turns[i % 2];
                world.Time.Run(25000);
                updates = i == 3 ? world.Server.Find("gateway").Updates : updates;
            }

            Assert.AreEqual("25.06", world.Read("gateway", Twin + "/0").Text);
            Assert.AreEqual("50.55", world.Read("gateway", Twin + "/1").Text);
            Assert.AreEqual("25.06", world.Read("gateway", "/3303/0/5700").Text);
            Assert.AreEqual("50.55", world.Read("gateway", "/3304/0/5700").Text);
            Assert.AreEqual(1, notifications, "the observation stays, and its value does not change");
            Assert.AreEqual(updates, world.Server.Find("gateway").Updates, "the twin does not come and go");
        }

        [TestMethod]
        public void AViewWhoseCharacteristicIsGoneGoesToo()
        {
            World world = new();
            world.Ecg.InReach = false;
            SimulatedPeripheral environment = new(GattDatabase.Load("environment"));
            world.Air.Add(environment);
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/3304/0") == true, 60, "no view");
            environment.Drop();
            GattDatabase.Service service = environment.Database.Services.First(s => s.Characteristics.Any(c => c.Uuid.ToString().StartsWith("00002a6f", StringComparison.Ordinal)));
            service.Characteristics.RemoveAll(c => c.Uuid.ToString().StartsWith("00002a6f", StringComparison.Ordinal));
            world.Time.Run(2000);
            environment.InReach = true;
            world.Until(() => !world.Server.Find("gateway").Objects.Any(o => o.StartsWith("/3304", StringComparison.Ordinal)), 60, "the view is still there");
            Assert.AreEqual(CoapCode.Content, world.Read("gateway", "/3303/0/5700").Code, "the others stay");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AThousandSensorsDoNotMakeAThousandTwins()
        {
            World world = new();
            world.Ecg.InReach = false;
            for (int i = 0; i < 1000; i++)
            {
                world.Air.Add(new SimulatedPeripheral(new GattDatabase { Name = "sensor", Address = $"C0:AD:00:00:{i >> 8:X2}:{i & 255:X2}" })
                {
                    ServiceData = Convert.FromHexString("D2FC4002CA0903BF13")
                });
            }

            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            gateway.PowerOn();
            world.Time.Run(300000);
            int twins = world.Server.Find("gateway").Objects.Count(o => o.StartsWith("/26241/", StringComparison.Ordinal));
            Assert.AreEqual(24, twins);
            Assert.AreEqual(1, world.Lines.Count(l => l == "no room for more twins"));
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AddressesThatChangeByThemselvesLeaveNoNumberBehind()
        {
            World world = new();
            world.Ecg.InReach = false;
            for (int i = 0; i < 40; i++)
            {
                world.Air.Add(new SimulatedPeripheral(new GattDatabase { Name = "sensor", Address = $"40:AD:00:00:00:{i:X2}" })
                {
                    ServiceData = Convert.FromHexString("D2FC4002CA09"),
                    HasPrivateAddress = true,
                    InReach = false
                });
            }

            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            gateway.PowerOn();
            foreach (SimulatedPeripheral visitor in world.Air.Peripherals.Skip(1))
            {
                visitor.InReach = true;
                world.Time.Run(20000);
                visitor.InReach = false;
            }

            world.Time.Run(700000);
            world.Ecg.InReach = true;
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/26242/0"), 60, "no twin of one that stays");
            int numbers = (gateway.Flash.Read("I:\\twins.1") ?? gateway.Flash.Read("I:\\twins.0")).Length;
            Assert.IsTrue(numbers < 250, $"{numbers} B of numbers");
        }

        [TestMethod]
        public void NumbersGivenForEverEnd()
        {
            Memory store = new();
            TwinIds ids = new(store, false);
            int objectId = ids.ObjectId(new byte[16], 1, 0, false);
            for (ulong i = 0; i < 1000; i++)
            {
                int number = ids.InstanceId(objectId, 0xC00000000000 + i, 0, false);
                Assert.AreEqual(i < 200 ? (int)i : -1, number, "then it has one that is free, for its visit");
            }

            ids.Save();
            TwinIds again = new(store, false);
            Assert.AreEqual(199, again.InstanceId(objectId, 0xC00000000000 + 199, 0, false));
            for (int i = 1; i < 200; i++)
            {
                byte[] uuid = new byte[16];
                uuid[0] = (byte)i;
                Assert.AreEqual(i < 100 ? TwinIds.FirstObjectId + i : -1, again.ObjectId(uuid, 1, 0, false));
            }
        }

        [TestMethod]
        public void TheSeedPapersNumberingIsAnOption()
        {
            World world = new();
            GattDatabase second = GattDatabase.Load("ecg");
            second.Address = "C0:FF:EE:00:00:02";
            SimulatedPeripheral other = new(second) { InReach = false };
            world.Air.Add(other);
            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" }, SeedNumbering = true });
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/1031/0") == true, 30, "no twin");
            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", "/1031/0/0").Text);
            Assert.AreEqual("150", world.Read("gateway", "/1031/0/2").Text);
            other.InReach = true;
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/1032/0"), 60, "no object of its own for the second");
            gateway.PowerOff();
            gateway.PowerOn();
            world.Until(() => world.Lines.Count(l => l.StartsWith("connected", StringComparison.Ordinal)) == 4, 120, "not connected again");
            world.Time.Run(5000);
            Assert.AreEqual("150", world.Read("gateway", "/1032/0/2").Text);
        }

        private static SimulatedBoard Start(World world)
        {
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains(Twin) == true, 30, "no twin");
            return gateway;
        }

        private sealed class Memory : LwM2M.Nano.Platform.Store
        {
            private byte[] _record;

            public override byte[] Read(string name)
            {
                return _record;
            }

            public override bool Write(string name, byte[] record, int count)
            {
                _record = record[..count];
                return true;
            }
        }
    }
}
