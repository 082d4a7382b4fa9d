// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;

namespace FirmwareTests
{
    /// <summary>Advertisements as their formats' publishers and other readers have them, and what they say.</summary>
    [TestClass]
    public class AdvertisingVectorsTests
    {
        private const string BthomeKey = "5448E68F80A5 231D39C1D7CC1AB1AEE224CD096DB932";

        // Service data (or manufacturer data, with an M in front), and numbers in the order they stand there.
        public static IEnumerable<object[]> Vectors => new[]
        {
            new object[] { "D2FC40 02C409 03BF13", "25 50.55" },
            new object[] { "D2FC40 0009 015D 025D09 03B718", "93 23.97 63.27" },
            new object[] { "D2FC40 02CA09 02CF09", "25.06 25.11" },
            new object[] { "D2FC44 450101 2E23", "25.7 35" },
            new object[] { "D2FC40 04138A01", "1008.83e2" },
            new object[] { "D2FC40 05138A14", "13460.67" },
            new object[] { "D2FC40 065E1F", "80.3" },
            new object[] { "D2FC40 08CA06", "17.38" },
            new object[] { "D2FC40 0A138A14", "1346.067" },
            new object[] { "D2FC40 0B021B00", "69.14" },
            new object[] { "D2FC40 0C020C", "3.074" },
            new object[] { "D2FC40 12E204", "1250" },
            new object[] { "D2FC40 133301", "307" },
            new object[] { "D2FC40 3F020C", "307.4" },
            new object[] { "D2FC40 434E34", "13.39" },
            new object[] { "D2FC40 57EA 58EA", "-22 -7.7" },
            new object[] { "D2FC40 5CFFFFFFFF", "-0.01" },
            new object[] { "D2FC40 5DFFFF", "-0.001" },
            new object[] { "D2FC40 5E9F8C", "359.99" },
            new object[] { "D2FC40 5F0A00 6001", "1 1" },
            new object[] { "D2FC40 610C0A", "2572" },
            new object[] { "D2FC40 6240420F00 6340420F00", "1 1" },
            new object[] { "D2FC40 5604E8 6401", "59396 1" },
            new object[] { "D2FC40 400161 56E803 57EA", "24833 1000 -22" },
            new object[] { "D2FC40 3C0103", "-3" },
            new object[] { "D2FC40 3C0203", "3" },
            new object[] { "D2FC40 F00100 F100010204", "1 67240192" },
            new object[] { "D2FC40 1001 1500 2101", "1 0 1" },
            new object[] { "D2FC40 02C409 FE01 03BF13", "25" },
            new object[] { "D2FC41 E445F3C9962B 33221100 6C7C4519", "25.06 50.55" },
            new object[] { "D2FC41 87B9 00112233 72B0231F", "1" },
            new object[] { "AAFE2000 0BB8 1940 00000010 00000064", "3 25.25 16 10" },
            new object[] { "AAFE2000 0000 8000 00000001 0000000A", "1 1" },
            new object[] { "95FE 5020 AA01 A3 BF2E3B342D58 0D1004B4009502 0A10013B", "18 66.1 59" },
            new object[] { "95FE 7120 9800 12 F34F6B8D7CC4 0D 041002C400", "19.6" },
            new object[] { "1A18 A4C1380283F4 00A2 2F 5F 0BF8 19", "16.2 47 95 3.064" },
            new object[] { "1A18 B2188D38C1A4 2B08 9011 F70A 43 20 0F", "20.91 44.96 67 2.807" },
            new object[] { "M9904 0512FC5394C37C0004FFFC040CAC364200CDCBB8334C884F", "24.3 53.49 100044 0.004 -0.004 1.036 2.977 4 66 205" },
            new object[] { "M9904 057FFFFFFEFFFE7FFF7FFF7FFFFFDEFEFFFECBB8334C884F", "163.835 163.835 115534 32.767 32.767 32.767 3.646 20 254 65534" },
            new object[] { "M9904 058001000000008001800180010000000000CBB8334C884F", "-163.835 0 50000 -32.767 -32.767 -32.767 1.6 -40 0 0" },
            new object[] { "M9904 03291A1ECE1EFC18F94202CA0B53", "20.5 26.3 102766 -1 -1.726 0.714 2.899" },
            new object[] { "M9904 0300FF6300008001800180010000", "0 -127.99 50000 -32.767 -32.767 -32.767 0" },
        };

        [TestMethod]
        [DynamicData(nameof(Vectors))]
        public void AnAdvertisementSaysWhatItsPublisherMeans(string data, string numbers)
        {
            Advertisement reader = new(new AdvertisingKeys(new[] { BthomeKey }, null), new ValueLayout());
            byte[] bytes = Convert.FromHexString(data.TrimStart('M').Replace(" ", ""));
            ulong address = data.StartsWith("D2FC41", StringComparison.Ordinal) ? 0x5448E68F80A5UL : 1;
            Assert.IsTrue(data[0] == 'M' ? reader.TryReadManufacturer(bytes, false) : reader.TryReadService(bytes, address));
            double[] expected = numbers.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            double[] said = Enumerable.Range(0, reader.Values.Count).Select(i => Number(reader.Values, i)).ToArray();
            Assert.AreEqual(expected.Length, said.Length, string.Join(" ", said));
            for (int i = 0; i < said.Length; i++)
            {
                Assert.AreEqual(expected[i], said[i], 1e-9, $"value {i} of {string.Join(" ", said)}");
            }
        }

        [TestMethod]
        [DataRow("M9904 058000FFFFFFFF800080008000FFFFFFFFFFFFFFFFFFFFFF", "nothing is known")]
        [DataRow("D2FC41 E445F3C9962B 33221100 6C7C4518", "a tag that is not right")]
        [DataRow("D2FC40 02C409", "in the clear, though there is a key")]
        [DataRow("95FE 5858 E416 2C 845356 38C1A4 2B6EF2E9 120000 6C884D9E", "encrypted")]
        [DataRow("AAFE10EE036578616D706C65", "a URL")]
        public void WhatHasNoValuesIsNotRead(string data, string why)
        {
            Advertisement reader = new(new AdvertisingKeys(new[] { BthomeKey }, null), new ValueLayout());
            byte[] bytes = Convert.FromHexString(data.TrimStart('M').Replace(" ", ""));
            Assert.IsFalse(data[0] == 'M' ? reader.TryReadManufacturer(bytes, true) : reader.TryReadService(bytes, 0x5448E68F80A5), why);
        }

        [TestMethod]
        public void AnEncryptedMessageOfBeforeIsNotTaken()
        {
            Advertisement reader = new(new AdvertisingKeys(new[] { BthomeKey }, null), new ValueLayout());
            Assert.IsTrue(reader.TryReadService(Convert.FromHexString("D2FC4187B90011223372B0231F"), 0x5448E68F80A5));
            Assert.IsFalse(reader.TryReadService(Convert.FromHexString("D2FC41E445F3C9962B332211006C7C4519"), 0x5448E68F80A5), "its counter is lower");
        }

        [TestMethod]
        [DataRow("nonsense")]
        [DataRow("5448E68F80A5")]
        [DataRow("5448E68F80A5 231D39")]
        [DataRow("5448E68F80 231D39C1D7CC1AB1AEE224CD096DB932")]
        public void AKeyThatIsNoneIsNamedByItsPlaceAndNotShown(string entry)
        {
            Lines log = new();
            Assert.IsNull(new AdvertisingKeys(new[] { entry }, log).Find(0x5448E68F80A5));
            Assert.AreEqual("configuration: AdvertisingKeys has no \"ADDRESS KEY\" at 0", log.Last);
        }

        [TestMethod]
        public void AnIBeaconIsShownWhereItIsNamed()
        {
            Advertisement reader = new(new AdvertisingKeys(Array.Empty<string>(), null), new ValueLayout());
            byte[] data = Convert.FromHexString("4C000215E2C56DB5DFFB48D2B060D0F5A71096E000640000C5");
            Assert.IsFalse(reader.TryReadManufacturer(data, false));
            Assert.IsTrue(reader.TryReadManufacturer(data, true));
            Assert.AreEqual("100 0 -59", string.Join(" ", Enumerable.Range(1, 3).Select(i => Number(reader.Values, i))));
        }

        [TestMethod]
        public void EachPressOfAButtonIsTold()
        {
            World world = new();
            world.Ecg.InReach = false;
            SimulatedPeripheral button = new(new GattDatabase { Name = "SBBT-002C", Address = "C0:FF:EE:00:02:01" }) { ServiceData = Convert.FromHexString("D2FC4400010164") };
            world.Air.Add(button);
            world.Gateway().PowerOn();
            button.ServiceData = Convert.FromHexString("D2FC44000101643A00");
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains("/26241/0") == true, 30, "no twin");
            world.Time.Run(5000);
            List<string> told = new();
            world.Server.Observe(world.Server.Find("gateway"), "/26241/0/1", ContentFormat.Text, r => told.Add(r.Text));
            world.Time.Run(5000);
            for (int i = 2; i < 6; i++)
            {
                button.ServiceData = new byte[] { 0xD2, 0xFC, 0x44, 0x00, (byte)i, 0x01, 0x64, 0x3A, 0x01 };
                world.Time.Run(10000);
            }

            CollectionAssert.AreEqual(new[] { "0", "1", "1", "1", "1" }, told, string.Join(" ", told));
        }

        private static double Number(AdvertisedValues values, int index)
        {
            byte[] value = new byte[64];
            int length = values.CopyValue(index, value);
            DiscoveredCharacteristic characteristic = values.Characteristic(index);
            ValueLayout layout = new ValueLayout().Begin(value, length, 0);
            if (!KnownValues.Describe(characteristic.Uuid, 0, layout))
            {
                layout.Plain(characteristic.Format, characteristic.Exponent);
                return GattFormat.Scaled(GattFormat.Number(characteristic.Format, value, 0), characteristic.Exponent);
            }

            return layout.Views > 0 ? layout.Number : GattFormat.Scaled(GattFormat.Number(layout.Format, value, 0), layout.Exponent);
        }

        private sealed class Lines : LwM2M.Nano.Platform.Log
        {
            internal string Last { get; private set; }

            public override void Write(string text)
            {
                Last = text;
            }
        }
    }
}
