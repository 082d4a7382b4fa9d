// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.Device.Bluetooth.Advertisement;
using Simulator.Bluetooth;
using Simulator.Board;
using Testbed.Server;
using static FirmwareTests.Devices;

namespace FirmwareTests
{
    /// <summary>Peripherals that come, hang up, change their address, are many, or need more than there is.</summary>
    [TestClass]
    public class ComingAndGoingTests
    {
        [TestMethod]
        public void ABloodPressureMonitorThatIndicatesAndHangsUpIsCollectedEveryTime()
        {
            SimulatedPeripheral monitor = Peripheral("C0:FF:EE:00:01:01", "1810", ("2A35", "00780050005D00", "indicate"));
            World world = Start(out _, monitor);
            List<string> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/26241/0/0", ContentFormat.Opaque, r => told.Add(Convert.ToHexString(r.Payload ?? Array.Empty<byte>())));
            world.Time.Run(5000);
            for (int i = 0; i < 12; i++)
            {
                for (int second = 0; second < 30 && !(monitor.IsConnected && monitor.IsSubscribed(Sig("2A35"))); second++)
                {
                    world.Time.Run(1000);
                }

                monitor.Notify(Sig("2A35"), Convert.FromHexString($"00{0x60 + i:X2}00500050 00".Replace(" ", "")));
                world.Time.Run(1000);
                monitor.Drop();
                world.Time.Run(90000);
                monitor.InReach = true;
            }

            for (int i = 0; i < 12; i++)
            {
                Assert.IsTrue(told.Any(t => t.StartsWith($"00{0x60 + i:X2}", StringComparison.Ordinal)), $"measurement {i + 1} of 12: {string.Join(" ", told)}");
            }
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(30)]
        public void WhatWasNotifiedBeforeAHangUpIsDelivered(int count)
        {
            SimulatedPeripheral meter = Peripheral("C0:FF:EE:00:01:01", "1808", ("2A18", "0000", "notify"));
            World world = Start(out _, meter);
            List<int> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/26241/0/0", ContentFormat.Opaque, r => told.Add(r.Payload is { Length: > 1 } ? r.Payload[1] : -1));
            world.Time.Run(5000);
            for (int i = 0; i < count; i++)
            {
                meter.Notify(Sig("2A18"), new byte[] { 0, (byte)(i + 1), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
            }

            meter.Drop();
            world.Time.Run(10000);
            CollectionAssert.AreEqual(Enumerable.Range(1, count).ToArray(), told.Where(t => t > 0).ToArray());
        }

        [TestMethod]
        public void AServiceWhoseAnswerWasLostIsFoundAllTheSame()
        {
            SimulatedPeripheral three = Peripheral("C0:FF:EE:00:01:01", "181A", ("2A6E", "C409", "read"));
            AddService(three.Database, "180F", 40, ("2A19", "64", "read"));
            AddService(three.Database, "A0010000-5B7C-4F6E-9D1A-2B3C4D5E6F70", 60, ("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70", "0000C03F", "read write"));
            three = new SimulatedPeripheral(three.Database);
            three.Find(new Guid("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70")).PresentationFormat = "14000000010000";
            HashSet<string> lost = new();
            three.Loses = operation => operation.StartsWith("characteristics 0000180f", StringComparison.Ordinal) || operation.StartsWith("descriptor", StringComparison.Ordinal) ? lost.Add(operation) : false;
            World world = Start(out _, three);
            Assert.AreEqual(3, world.Server.Find("gateway").Objects.Count(o => o.StartsWith("/2624", StringComparison.Ordinal)));
            Assert.IsTrue(lost.Count > 0);
        }

        [TestMethod]
        public void NoResourceEverShowsAnotherSensorsValue()
        {
            World world = new();
            world.Ecg.InReach = false;
            for (int i = 0; i < 70; i++)
            {
                bool passing = i < 40;
                world.Air.Add(new SimulatedPeripheral(new GattDatabase { Name = "s", Address = $"{(passing ? "4" : "C")}0:AD:00:00:00:{i:X2}" })
                {
                    HasPrivateAddress = passing,
                    ServiceData = new byte[] { 0xD2, 0xFC, 0x40, 0x01, (byte)i, 0x02, (byte)i, 0, 0x03, (byte)i, 0 }
                });
            }

            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            gateway.PowerOn();
            Random random = new(5);
            Dictionary<string, HashSet<string>> values = new();
            for (int hour = 0; hour < 8; hour++)
            {
                foreach (SimulatedPeripheral sensor in world.Air.Peripherals.Skip(1))
                {
                    sensor.InReach = random.Next(3) == 0;
                }

                for (int k = 0; k < 4; k++)
                {
                    world.Time.Run(450000);
                    foreach (string item in world.Server.Find("gateway").Objects.Where(o => o.StartsWith("/26241/", StringComparison.Ordinal)).ToArray())
                    {
                        ServerReply battery = world.Read("gateway", item + "/0");
                        ServerReply temperature = world.Read("gateway", item + "/1");
                        if (battery.Code == CoapCode.Content && temperature.Code == CoapCode.Content)
                        {
                            Assert.AreEqual(int.Parse(battery.Text, CultureInfo.InvariantCulture), (int)Math.Round(100 * double.Parse(temperature.Text, CultureInfo.InvariantCulture)), item);
                            int id = int.Parse(item.Split('/')[2], CultureInfo.InvariantCulture);
                            if (id < 32768)
                            {
                                values.TryAdd(item, new HashSet<string>());
                                values[item].Add(battery.Text);
                            }
                        }
                    }
                }
            }

            Assert.IsTrue(values.Count > 10);
            Assert.AreEqual("", string.Join(" ", values.Where(v => v.Value.Count > 1).Select(v => v.Key)), "numbers given for ever are one sensor's");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AmongAHundredBeaconsAChangeIsToldWithin12S()
        {
            World world = new();
            world.Ecg.InReach = false;
            for (int i = 0; i < 100; i++)
            {
                world.Air.Add(new SimulatedPeripheral(new GattDatabase { Name = "", Address = $"DE:AD:00:00:00:{i:X2}" })
                {
                    AdvertisementType = BluetoothLEAdvertisementType.NonConnectableUndirected,
                    ManufacturerData = Convert.FromHexString("4C000215E2C56DB5DFFB48D2B060D0F5A71096E000640000C5")
                });
            }

            SimulatedPeripheral sensor = new(new GattDatabase { Name = "s", Address = "C0:AD:00:00:00:01" }) { ServiceData = Convert.FromHexString("D2FC4002C409") };
            world.Air.Add(sensor);
            world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } }).PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/3303/0") == true, 30, "not seen");
            List<string> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/3303/0/5700", ContentFormat.Text, r => told.Add(r.Text));
            world.Time.Run(3000);
            for (int i = 1; i <= 8; i++)
            {
                sensor.ServiceData = new byte[] { 0xD2, 0xFC, 0x40, 0x02, (byte)(100 * i), (byte)(100 * i >> 8) };
                world.Until(() => told.Contains(i.ToString(CultureInfo.InvariantCulture)), 12, $"change {i} not told");
            }

            Assert.IsFalse(world.Lines.Any(l => l.StartsWith("no connection", StringComparison.Ordinal)), "a beacon cannot be connected");
        }

        [TestMethod]
        [DataRow("AAFE10EE036578616D706C65", "Eddystone-URL")]
        [DataRow("D2FC4187B900112233 72B0231F", "encrypted BTHome without a key")]
        public void OneThatAlsoAdvertisesWhatCannotBeReadIsConnected(string data, string what)
        {
            SimulatedPeripheral both = Peripheral("C0:FF:EE:00:01:01", "181A", ("2A6E", "C409", "read"));
            both.ServiceData = Convert.FromHexString(data.Replace(" ", ""));
            World world = Start(out _, both);
            Assert.AreEqual("25", world.Read("gateway", "/3303/0/5700").Text, what);
        }

        [TestMethod]
        public void WhatIsOwedToAnObserverAtAHangUpIsToldWhenItIsDue()
        {
            SimulatedPeripheral scale = Peripheral("C0:FF:EE:00:01:01", "181D", ("2A9D", "00803E", "indicate"));
            World world = Start(out _, scale);
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Put, Path = "/3300/0/5700", Query = "pmin=10" });
            List<string> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/3300/0/5700", ContentFormat.Text, r => told.Add(r.Text));
            world.Until(() => scale.IsSubscribed(Sig("2A9D")), 10, "not subscribed");
            world.Time.Run(12000);
            foreach (byte kilograms in new byte[] { 60, 61, 62 })
            {
                scale.Notify(Sig("2A9D"), new byte[] { 0, (byte)(kilograms * 200), (byte)(kilograms * 200 >> 8) });
                world.Time.Run(300);
            }

            scale.Drop();
            world.Time.Run(15000);
            Assert.AreEqual("62", told.Last(), string.Join(" ", told));
        }

        [TestMethod]
        public void AThermometerThatAdvertisesAndConnectsHasANumberForEach()
        {
            SimulatedPeripheral both = Peripheral("C0:FF:EE:00:01:01", "181A", ("2A6E", "C409", "read"));
            both.ServiceData = Convert.FromHexString("1A18B2188D38C1A42B089011F70A43200F");
            World world = new();
            world.Ecg.InReach = false;
            world.Air.Add(both);
            world.Gateway().PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/3303/0") == true, 30, "not seen");
            Assert.IsFalse(both.IsConnected, "what it advertises is enough");
            both.ServiceData = null;
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/3303/1"), 30, "not connected");
            string[] values = { world.Read("gateway", "/3303/0/5700").Text, world.Read("gateway", "/3303/1/5700").Text };
            CollectionAssert.AreEqual(new[] { "20.91", "25" }, values);
            Assert.AreEqual(2, world.Server.Find("gateway").Objects.Count(o => o.StartsWith("/26241/", StringComparison.Ordinal)));
        }

        [TestMethod]
        public void AControlPointWhosePeripheralHangsUpIsNotCommandedTwice()
        {
            SimulatedPeripheral door = Peripheral("C0:FF:EE:00:01:01", "1808", ("2A52", "00", "write indicate"));
            World world = Start(out _, door);
            int written = 0;
            door.Written += _ =>
            {
                written++;
                world.Time.Schedule(300, door.Drop);
                world.Time.Schedule(5000, () => door.InReach = true);
            };
            ServerReply reply = world.Ask("gateway", new ServerRequest { Method = CoapCode.Post, Path = "/26241/0/0", ContentFormat = ContentFormat.Text, Payload = new byte[] { 1, 1 } });
            Assert.AreEqual(CoapCode.ServiceUnavailable, reply.Code);
            world.Time.Run(60000);
            Assert.AreEqual(1, written);
        }

        [TestMethod]
        public void WhereMemoryRunsOutOneConnectionIsGivenUpAndTheRestGoesOn()
        {
            SimulatedPeripheral small = Peripheral("C0:FF:EE:00:01:01", "181A", ("2A6E", "C409", "read"));
            World world = Start(out SimulatedBoard gateway, small);
            SimulatedPeripheral large = Peripheral("C0:FF:EE:00:01:02", "181A", ("2A6E", "D007", "read"));
            large.ExhaustsMemory = true;
            world.Air.Add(large);
            world.Until(() => world.Lines.Contains("out of memory: no connection"), 30, "not said");
            Assert.AreEqual("25", world.Read("gateway", "/3303/0/5700").Text);
            large.ExhaustsMemory = false;
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/3303/1"), 120, "not tried again");
            Assert.IsNull(gateway.Crash);
            Assert.AreEqual(1, gateway.Boots);
        }

        [TestMethod]
        public void TheLoopOutlivesAShortageOfMemory()
        {
            World world = new();
            int shortages = 0;
            SimulatedBoard board = new("gateway", world.Time, world.Network, Main, 12) { Air = world.Air };
            board.LineWritten += world.Lines.Add;
            board.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/26241/0") == true, 60, "not connected");
            world.Time.Run(5000);
            shortages = 1;
            world.Until(() => world.Lines.Count(l => l == "connected C0FFEE000001") == 2, 60, "not connected again");
            CollectionAssert.Contains(world.Lines, "out of memory: a connection is given up");
            Assert.AreEqual(CoapCode.Content, world.Read("gateway", "/26241/0/2").Code);
            Assert.IsNull(board.Crash);

            void Main()
            {
                Firmware.Gateway.GatewayConfiguration configuration = new() { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } };
                Starving clock = new(() => shortages > 0 && shortages-- > 0);
                new Firmware.Gateway.GatewayDevice(configuration, new Firmware.Platform.UdpTransport(new Firmware.Platform.ConsoleLog()), null, clock, new Firmware.Platform.FileStore("I:\\", new Firmware.Platform.ConsoleLog()), new Simulator.Platform.Random(), new Firmware.Platform.ConsoleLog()).Run();
            }
        }

        /// <summary>A clock that has no memory left at times, once the gateway is built.</summary>
        private sealed class Starving : LwM2M.Nano.Platform.Clock
        {
            private readonly Firmware.Platform.SystemClock _clock = new();
            private readonly Func<bool> _isShort;
            private readonly long _built;

            internal Starving(Func<bool> isShort)
            {
                _isShort = isShort;
                _built = _clock.Milliseconds;
            }

            public override long Milliseconds
            {
                get
                {
                    long now = _clock.Milliseconds;
                    return now > _built + 1000 && _isShort() ? throw new OutOfMemoryException() : now;
                }
            }

            public override long UtcMilliseconds => _clock.UtcMilliseconds;
        }
    }
}
