// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;
using Testbed.Server;
using static FirmwareTests.Devices;

namespace FirmwareTests
{
    /// <summary>What peripherals really send: what is read, what is missing, what is long, what is written.</summary>
    [TestClass]
    public class RealDevicesTests
    {
        // Characteristic, value, IPSO object, what it shows; an empty text where the value says that there is none.
        public static IEnumerable<object[]> Values => new[]
        {
            new object[] { "2A6E", "C409", "3303", "25" },
            new object[] { "2A6E", "0080", "3303", "" },
            new object[] { "2A6E", "", "3303", "" },
            new object[] { "2A6E", "C4", "3303", "" },
            new object[] { "2A6F", "FFFF", "3304", "" },
            new object[] { "2A6F", "BF13", "3304", "50.55" },
            new object[] { "2A6D", "F2880F00", "3315", "101809.8" },
            new object[] { "2AFB", "FFFFFF", "3301", "" },
            new object[] { "2A9D", "00FFFF", "3300", "" },
            new object[] { "2A9D", "01FFFF", "3300", "" },
            new object[] { "2A9D", "00803E", "3300", "80" },
            new object[] { "2A1C", "00FFFF7F00", "3303", "" },
            new object[] { "2A1C", "006E0100FF", "3303", "36.6" },
            new object[] { "2A1C", "01DA0300FF", "3303", "37" },
            new object[] { "2A5F", "006200" + "4800", "3320", "98" },
            new object[] { "2A5F", "00FF07FF07", "3320", "" },
            new object[] { "2A37", "0048", "3346", "72" },
            new object[] { "2A37", "01C800", "3346", "200" },
            new object[] { "2A35", "01A0F0" + "A0F0" + "A0F0", "3300", "120.00985216" },
            new object[] { "2A19", "64", "3320", "100" },
            new object[] { "2B18", "4001", "3316", "5" },
            new object[] { "2B18", "FFFF", "3316", "" },
            new object[] { "2B0D", "2B", "3303", "21.5" },
            new object[] { "2B0D", "7F", "3303", "" },
            new object[] { "2BDF", "0080", "3303", "" },
            new object[] { "2B8C", "A401", "3325", "420" },
            new object[] { "2BD6", "0C" + "80", "3325", "120" },
            new object[] { "2B05", "640000", "3328", "10" },
            new object[] { "2C1B", "FF", "3304", "" },
            new object[] { "2A98", "803E", "3322", "80" },
            new object[] { "2AE2", "01", "3200", "1" },
            new object[] { "2A7B", "F6", "3303", "-10" },
        };

        [TestMethod]
        [DynamicData(nameof(Values))]
        public void AValueIsShownAsTheSpecificationHasItAndNoneIsNever(string characteristic, string hex, string view, string shown)
        {
            World world = Start(out SimulatedBoard gateway, Peripheral("C0:FF:EE:00:01:01", "181A", (characteristic, hex, "read")));
            ServerReply reply = world.Read("gateway", $"/{view}/0/{(view == "3200" ? 5500 : 5700)}");
            Assert.AreEqual(shown.Length == 0 ? CoapCode.NotFound : CoapCode.Content, reply.Code);
            if (shown.Length > 0)
            {
                Assert.AreEqual(double.Parse(shown, CultureInfo.InvariantCulture), double.Parse(reply.Text, CultureInfo.InvariantCulture), 1e-9);
            }
            else
            {
                Assert.AreEqual(CoapCode.Content, world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = "/26241", Accept = ContentFormat.Tlv }).Code, "an object without a value now is still an object");
            }

            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AFingerOutOfTheOximeterDoesNotEndTheObservation()
        {
            SimulatedPeripheral oximeter = Peripheral("C0:FF:EE:00:01:01", "1822", ("2A5F", "00620048 00".Replace(" ", ""), "notify"));
            World world = Start(out _, oximeter);
            List<string> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/3320/0/5700", ContentFormat.Text, r => told.Add(r.Code == CoapCode.Content ? r.Text : r.Code.ToString()));
            world.Time.Run(3000);
            foreach (string value in new[] { "0062004800", "0061004800", "00FF07FF07", "", "00", "0060004800" })
            {
                oximeter.Notify(Sig("2A5F"), Convert.FromHexString(value));
                world.Time.Run(2000);
            }

            CollectionAssert.AreEqual(new[] { "98", "97", "96" }, told.Where(t => t.Length > 0).ToArray(), string.Join(" ", told));
            Assert.IsTrue(oximeter.IsSubscribed(Sig("2A5F")));
        }

        [TestMethod]
        [DataRow(ContentFormat.Text)]
        [DataRow(ContentFormat.SenmlJson)]
        [DataRow(ContentFormat.Cbor)]
        [DataRow(ContentFormat.Tlv)]
        public void AValueThatIsNotThereYetCanBeObserved(int format)
        {
            SimulatedPeripheral thermometer = Peripheral("C0:FF:EE:00:01:01", "181A", ("2A6E", "0080", "read notify"));
            World world = Start(out _, thermometer);
            List<ServerReply> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/3303/0/5700", format, told.Add);
            world.Time.Run(3000);
            Assert.AreEqual(CoapCode.Content, told.Single().Code);
            Assert.IsTrue(told[0].Sequence >= 0, "observed");
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", "/3303/0/5700").Code, "a Read says that there is none");
            thermometer.Notify(Sig("2A6E"), Convert.FromHexString("C409"));
            world.Time.Run(2000);
            Assert.AreEqual(2, told.Count);
            Assert.AreEqual(CoapCode.Content, told[1].Code);
        }

        [TestMethod]
        public void OneThatIsAwayOrOddDoesNotTakeTheOthersAway()
        {
            SimulatedPeripheral near = Peripheral("C0:FF:EE:00:01:01", "181A", ("2A6E", "C409", "read"));
            SimulatedPeripheral away = Peripheral("C0:FF:EE:00:01:02", "181A", ("2A6E", "D007", "read"));
            World world = Start(out _, near, away);
            List<string> told = new();
            away.Drop();
            world.Time.Run(2000);
            foreach (string path in new[] { "/26241", "/3303" })
            {
                ServerReply reply = world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = path, Accept = ContentFormat.SenmlJson });
                Assert.AreEqual(CoapCode.Content, reply.Code, path);
                StringAssert.Contains(reply.Text, "25");
                Assert.IsFalse(reply.Text.Contains("20,", StringComparison.Ordinal));
            }

            Assert.AreEqual(CoapCode.ServiceUnavailable, world.Read("gateway", "/26241/1/0").Code, "alone it says why");
            world.Server.Observe(world.Server.Find("gateway"), "/3303", ContentFormat.SenmlJson, r => told.Add(r.Text));
            world.Time.Run(3000);
            near.Find(Sig("2A6E")).Value = Convert.FromHexString("CE09");
            world.Time.Run(15000);
            Assert.IsTrue(told.Any(t => t.Contains("25.1", StringComparison.Ordinal)), string.Join("\n", told));
        }

        [TestMethod]
        public void ALongNotificationPassesWhole()
        {
            SimulatedPeripheral strap = Peripheral("C0:FF:EE:00:01:01", "FB005C80-02E7-F387-1CAD-8ACD2D8DF0C8", ("FB005C82-02E7-F387-1CAD-8ACD2D8DF0C8", "00", "notify"));
            World world = Start(out _, w => w.Air.HasStockFaults = false, strap);
            List<byte[]> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/26241/0/0", ContentFormat.Opaque, r => told.Add(r.Payload));
            world.Time.Run(3000);
            told.Clear();
            foreach (int length in new[] { 65, 100, 229, 244, 255, 256, 512 })
            {
                byte[] value = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
                strap.Notify(new Guid("FB005C82-02E7-F387-1CAD-8ACD2D8DF0C8"), value);
                world.Time.Run(1000);
                CollectionAssert.AreEqual(value, told.LastOrDefault(), $"{length} bytes");
            }
        }

        [TestMethod]
        public void AChangeBehindByte64OfAPolledValueIsReported()
        {
            SimulatedPeripheral odd = Peripheral("C0:FF:EE:00:01:01", "A0010000-5B7C-4F6E-9D1A-2B3C4D5E6F70", ("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70", new string('0', 200), "read"));
            World world = Start(out _, w => w.Air.HasStockFaults = false, odd);
            List<byte[]> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/26241/0/0", ContentFormat.Opaque, r => told.Add(r.Payload));
            world.Time.Run(15000);
            byte[] value = new byte[100];
            value[70] = 1;
            odd.Find(new Guid("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70")).Value = value;
            world.Time.Run(15000);
            CollectionAssert.AreEqual(value, told.Last());
            odd.Find(new Guid("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70")).Value = value[..90];
            world.Time.Run(15000);
            CollectionAssert.AreEqual(value[..90], told.Last());
        }

        [TestMethod]
        public void ThePropertiesAndTypeOfAnInstanceAreItsOwn()
        {
            const string service = "FFE0";
            World world = Start(
                out _,
                Peripheral("C0:FF:EE:00:01:01", service, ("FFE1", "01", "read")),
                Peripheral("C0:FF:EE:00:01:02", service, ("FFE1", "02", "read write")),
                Peripheral("C0:FF:EE:00:01:03", service, ("FFE1", "03", "writeWithoutResponse")));
            for (int i = 0; i < 3; i++)
            {
                string address = world.Read("gateway", $"/26497/{i}/2").Text;
                string twin = $"/{world.Read("gateway", $"/26497/{i}/0").Text.Replace(':', '/')}/0";
                char kind = address[11];
                Assert.AreEqual(kind == '3' ? CoapCode.MethodNotAllowed : CoapCode.Content, world.Read("gateway", twin).Code, address);
                ServerReply write = world.Ask("gateway", new ServerRequest { Method = CoapCode.Put, Path = twin, ContentFormat = ContentFormat.Opaque, Payload = new byte[] { 7 } });
                Assert.AreEqual(kind == '1' ? CoapCode.MethodNotAllowed : CoapCode.Changed, write.Code, address);
            }
        }

        [TestMethod]
        public void WhatATwinIsCanBeLearnedFromTheServer()
        {
            SimulatedPeripheral named = Peripheral("C0:FF:EE:00:01:01", "A0010000-5B7C-4F6E-9D1A-2B3C4D5E6F70", ("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70", "1027", "read"), ("2A6E", "C409", "read"));
            named.Database.Name = "Kitchen";
            named.Find(new Guid("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70")).PresentationFormat = "06FE2F27010000";
            named.Find(new Guid("A0010001-5B7C-4F6E-9D1A-2B3C4D5E6F70")).UserDescription = "Oven";
            World world = Start(out _, named);
            Assert.AreEqual("26241:0", world.Read("gateway", "/26497/0/0").Text);
            Assert.AreEqual("a0010000-5b7c-4f6e-9d1a-2b3c4d5e6f70", world.Read("gateway", "/26497/0/1").Text);
            Assert.AreEqual("C0FFEE000101", world.Read("gateway", "/26497/0/2").Text);
            Assert.AreEqual("Kitchen", world.Read("gateway", "/26497/0/3").Text);
            Assert.AreEqual("2A6E", world.Read("gateway", "/26497/0/4/1").Text);
            Assert.AreEqual("Oven", world.Read("gateway", "/26497/0/5/0").Text);
            Assert.AreEqual("Cel", world.Read("gateway", "/26497/0/6/0").Text);
            Assert.AreEqual("2", world.Read("gateway", "/26497/0/7/0").Text);
            Assert.AreEqual("100", world.Read("gateway", "/26241/0/0").Text, "its descriptor scales it");
        }

        [TestMethod]
        public void AnObjectLargerThanAMessageComesBlockByBlock()
        {
            World world = new();
            world.Ecg.InReach = false;
            for (int i = 0; i < 24; i++)
            {
                world.Air.Add(new SimulatedPeripheral(new GattDatabase { Name = "s", Address = $"C0:FF:EE:00:02:{i:X2}" }) { ServiceData = new byte[] { 0xD2, 0xFC, 0x40, 0x02, (byte)i, 9, 0x02, (byte)i, 8 } });
            }

            world.Gateway().PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Count(o => o.StartsWith("/3303/", StringComparison.Ordinal)) == 48, 120, "not all seen");
            world.Time.Run(3000);
            foreach (int format in new[] { ContentFormat.SenmlJson, ContentFormat.SenmlCbor, ContentFormat.Tlv })
            {
                ServerReply reply = world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = "/3303", Accept = format });
                Assert.AreEqual(CoapCode.Content, reply.Code);
                Assert.IsTrue(reply.Payload.Length > 1152 || format != ContentFormat.SenmlJson, $"{reply.Payload.Length} bytes");
                if (format == ContentFormat.SenmlJson)
                {
                    Assert.AreEqual(48 * 3, System.Text.Json.JsonDocument.Parse(reply.Payload).RootElement.GetArrayLength());
                }
            }
        }

        [TestMethod]
        public void ThirtyTwoObservationsAreKept()
        {
            SimulatedPeripheral[] peripherals = Enumerable.Range(1, 3).Select(i => Peripheral(
                $"C0:FF:EE:00:01:0{i}", "A0010000-5B7C-4F6E-9D1A-2B3C4D5E6F70",
                Enumerable.Range(1, 10).Select(k => ($"A00100{k:X2}-5B7C-4F6E-9D1A-2B3C4D5E6F70", "01", "read notify")).ToArray())).ToArray();
            World world = Start(out _, peripherals);
            Dictionary<string, int> told = new();
            for (int i = 0; i < 30; i++)
            {
                string path = $"/26241/{i / 10}/{i % 10}";
                world.Server.Observe(world.Server.Find("gateway"), path, ContentFormat.Opaque, _ => told[path] = told.GetValueOrDefault(path) + 1);
                world.Time.Run(500);
            }

            world.Time.Run(10000);
            foreach (SimulatedPeripheral peripheral in peripherals)
            {
                for (int k = 1; k <= 10; k++)
                {
                    peripheral.Notify(new Guid($"A00100{k:X2}-5B7C-4F6E-9D1A-2B3C4D5E6F70"), new byte[] { 9 });
                    world.Time.Run(100);
                }
            }

            world.Time.Run(5000);
            Assert.AreEqual(30, told.Count(t => t.Value >= 2), string.Join(" ", told.Select(t => $"{t.Key}:{t.Value}")));
        }

        [TestMethod]
        [DataRow(244)]
        [DataRow(256)]
        [DataRow(512)]
        public void APackOfLongPacketsIsWhole(int length)
        {
            SimulatedPeripheral stream = Peripheral("C0:FF:EE:00:01:01", "f0010000-0000-1000-8000-00805f9b34fb", ("f0010001-0000-1000-8000-00805f9b34fb", "00", "notify"));
            World world = Start(out SimulatedBoard gateway, w => w.Air.HasStockFaults = false, stream);
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Put, Path = "/26241/0/0", Query = "pmin=1" });
            List<byte[]> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/26241/0/0", ContentFormat.SenmlJson, r => told.Add(r.Payload));
            world.Time.Run(3000);
            for (int i = 0; i < 20; i++)
            {
                stream.Notify(Sig("f0010001-0000-1000-8000-00805f9b34fb"), Enumerable.Range(0, length).Select(k => (byte)(k == 0 ? i : k)).ToArray());
                world.Time.Run(length > 300 ? 1000 : 500); // a pack holds 640 bytes
            }

            world.Time.Run(3000);
            Assert.IsNull(gateway.Crash);
            Assert.AreEqual(1, gateway.Boots);
            byte[][] packets = told.Where(t => t.Length > 0).SelectMany(t => System.Text.Json.JsonDocument.Parse(t).RootElement.EnumerateArray()
                .Where(r => r.TryGetProperty("vd", out _)).Select(r => Convert.FromBase64String(Padded(r.GetProperty("vd").GetString())))).Where(p => p.Length > 0).ToArray();
            Assert.IsTrue(packets.All(p => p.Length == length), string.Join(" ", packets.Select(p => p.Length)));
            Assert.IsTrue(packets.Length >= 18, $"{packets.Length} packets");

            static string Padded(string text)
            {
                return text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            }
        }

        [TestMethod]
        public void AControlPointIsExecutedAndAnswersByItsIndication()
        {
            SimulatedPeripheral meter = Peripheral("C0:FF:EE:00:01:01", "1808", ("2A52", "00", "write indicate"));
            World world = Start(out _, meter);
            meter.Written += uuid => world.Time.Schedule(700, () => meter.Notify(uuid, new byte[] { 6, 0, 1, 1 }));
            for (int i = 0; i < 2; i++)
            {
                ServerReply reply = world.Ask("gateway", new ServerRequest { Method = CoapCode.Post, Path = "/26241/0/0", ContentFormat = ContentFormat.Text, Payload = new byte[] { 1, 1 } });
                Assert.AreEqual(CoapCode.Changed, reply.Code);
                reply = world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = "/26241/0/0", Accept = ContentFormat.Opaque });
                Assert.AreEqual("06000101", Convert.ToHexString(reply.Payload), "what was indicated");
            }
        }

        [TestMethod]
        public void AWriteIsReadBackThoughThePeripheralDoesNotNotifyItsWriter()
        {
            SimulatedPeripheral lamp = Peripheral("C0:FF:EE:00:01:01", "FFE0", ("FFE1", "00", "read write notify"), ("FFE2", "00", "read write"));
            World world = Start(out _, lamp);
            foreach (int resource in new[] { 0, 1 })
            {
                List<string> told = new();
                string path = "/26241/0/" + resource;
                world.Server.Observe(world.Server.Find("gateway"), path, ContentFormat.Opaque, r => told.Add(Convert.ToHexString(r.Payload)));
                world.Time.Run(3000);
                if (resource == 0)
                {
                    lamp.Notify(Sig("FFE1"), new byte[] { 5 });
                    world.Time.Run(1000);
                }

                Assert.AreEqual(CoapCode.Changed, world.Ask("gateway", new ServerRequest { Method = CoapCode.Put, Path = path, ContentFormat = ContentFormat.Opaque, Payload = new byte[] { 7 } }).Code);
                Assert.AreEqual("07", Convert.ToHexString(world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = path, Accept = ContentFormat.Opaque }).Payload));
                world.Time.Run(2000);
                Assert.AreEqual("07", told.Last(), "and whoever observes it hears of it");
            }
        }
    }
}
