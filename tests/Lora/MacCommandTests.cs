// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using Lora.Nano.Lorawan;
using Lora.Nano.Regions;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>MAC commands (TS001 chapter 5) and the regions' rules for them (RP002-1.0.4).</summary>
    [TestClass]
    public class MacCommandTests
    {
        [TestMethod]
        public void AnswersTheCommandsOfTheNetworkInTheirOrderAndAppliesThem()
        {
            DeviceBench bench = new();
            bench.Command("03 51 0700 01 06 07 03 184F84 50 08 01"); // LinkADR DR5, 2 dB less; DevStatus; NewChannel 3 at 867.1 MHz; RXTimingSetup
            bench.Live(device =>
            {
                device.BatteryLevel = 200;
                DeviceBench.Send(device);
                Assert.AreEqual(5, device.DataRate);
                DeviceBench.Send(device);
                bench.Command("03 50 00FF 01"); // channels that are not there
                DeviceBench.Send(device);
                DeviceBench.Send(device);
                Assert.AreEqual(5, device.DataRate);
            });
            StringAssert.StartsWith(bench.Options(1), "030706C8");
            StringAssert.EndsWith(bench.Options(1), "070308");
            Assert.AreEqual("0306", bench.Options(3));
            Assert.AreEqual(7, bench.Heard[1].SpreadingFactor);
            Assert.AreEqual(12, bench.Heard[1].PowerDbm);
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        [DataRow("05 00 D2AD84", "0507")]
        [DataRow("08 01", "08")]
        [DataRow("0A 00 184F84", "0A03")]
        public void AnAnswerThatMovesTheWindowsIsRepeatedUntilTheNetworkIsHeard(string command, string answer)
        {
            DeviceBench bench = new();
            bench.Live(device =>
            {
                bench.Command(command);
                DeviceBench.Send(device);
                bench.Network.IsDown = true;
                DeviceBench.Send(device);
            });
            bench.Live(
                device =>
                {
                    DeviceBench.Send(device);
                    bench.Network.IsDown = false;
                    DeviceBench.Send(device); // no downlink is due behind it
                    bench.Device.Enqueue(DeviceBench.Port, new byte[] { 1 });
                    DeviceBench.Send(device);
                    DeviceBench.Send(device);
                },
                fromSleep: true);
            string[] options = bench.Heard.Select(u => Convert.ToHexString(u.Payload[8..(8 + (u.Payload[5] & 15))])).ToArray();
            CollectionAssert.AreEqual(new[] { "", answer, answer, answer, answer, "" }, options);
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void AnswersAreCutAtTheEndOfACommand()
        {
            DeviceBench bench = new();
            bench.Live(device =>
            {
                bench.Command("08 05 06 06 06 06 06 06");
                DeviceBench.Send(device);
                DeviceBench.Send(device);
            });
            Assert.AreEqual(1 + 4 * 3, bench.Options(1).Length / 2);
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void AnsweringForeverIsNotAskedFor()
        {
            DeviceBench bench = new();
            bench.Command("08 05");
            for (int life = 0; life < 4; life++)
            {
                bench.Live(device => DeviceBench.Send(device, true), fromSleep: life > 0);
            }

            Assert.AreEqual(1, bench.Device.Answers.Count);
            Assert.AreEqual(5, bench.Device.DelaySeconds);
            Assert.AreEqual(4, bench.Device.Uplinks.Count, "both sides wait five seconds");
        }

        [TestMethod]
        [DataRow("EU868", "07 03 184F84 55 03 00 0800 01", "07030305")] // 867.1 MHz at DR5 only; nothing but it at DR0
        [DataRow("EU868", "07 03 184F84 05", "0701")] // from DR5 down to DR0
        [DataRow("EU868", "07 03 00E1F5 50", "0702")] // 1.6 GHz
        [DataRow("EU868", "07 00 184F84 50", "0702")] // a default channel
        [DataRow("EU868", "05 60 D2AD84", "0503")] // offset 6
        [DataRow("EU868", "03 50 0000 01", "0306")] // no channel at all
        [DataRow("EU868", "09 01", "")]
        [DataRow("US915", "03 30 0200 51", "0307")] // sub-band 1
        [DataRow("US915", "03 3F 0600 51 03 3F 0200 41", "03070307")]
        [DataRow("US915", "03 38 0000 70", "0306")] // no channel
        [DataRow("US915", "03 30 0100 70", "0305")] // only a channel of 500 kHz for DR3
        [DataRow("US915", "03 3E 00FF 00", "0307")] // 2 dBm
        [DataRow("US915", "05 38 D2E88C", "0507")]
        [DataRow("US915", "05 48 D2E88C", "0503")] // offset 4
        [DataRow("US915", "07 03 184F84 50", "")]
        [DataRow("US915", "0A 03 184F84", "")]
        [DataRow("AS923", "05 62 80DE8C", "0507")] // offset 6, which is -1
        [DataRow("AS923", "05 72 80DE8C", "0503")] // offset -2 makes DR5 FSK
        [DataRow("AS923", "09 05", "09")]
        [DataRow("AU915", "09 15", "09")]
        [DataRow("IN865", "03 5A 0700 01", "0307")]
        [DataRow("KR920", "03 58 0700 01", "0303")]
        public void ACommandIsAnsweredAsTheRegionHasIt(string region, string command, string answer)
        {
            DeviceBench bench = new(region);
            bench.Chip.X = bench.Network.Gateway.X - 1; // near enough for any power
            bench.Live(device =>
            {
                bench.Command(command);
                DeviceBench.Send(device);
                bench.Device.CancelCommands();
                DeviceBench.Send(device);
            });
            Assert.AreEqual(answer, bench.Options(1));
        }

        [TestMethod]
        public void AChannelIsUsedAtItsOwnDataRatesOnly()
        {
            DeviceBench bench = new();
            bench.Command("07 03 184F84 55");
            bench.Live(
                device =>
                {
                    for (int i = 0; i < 20; i++)
                    {
                        DeviceBench.Send(device);
                    }
                },
                dataRate: 0);
            Assert.IsFalse(bench.Heard.Any(u => Math.Abs(u.FrequencyHertz - 867100000) < 1000));
        }

        [TestMethod]
        public void TheFirstWindowIsWhereTheRegionsTableHasIt()
        {
            // RP002-1.0.4: uplink data rate, then the downlink's by offset.
            (string, int, int[])[] rows =
            {
                ("EU868", 5, new[] { 5, 4, 3, 2, 1, 0 }), ("EU868", 1, new[] { 1, 0, 0, 0, 0, 0 }),
                ("US915", 3, new[] { 13, 12, 11, 10 }), ("US915", 4, new[] { 13, 13, 12, 11 }), ("US915", 0, new[] { 10, 9, 8, 8 }),
                ("AU915", 6, new[] { 13, 13, 12, 11, 10, 9 }), ("AU915", 2, new[] { 10, 9, 8, 8, 8, 8 }),
                ("IN865", 4, new[] { 4, 3, 2, 1, 0, 0, 5, 5 }), ("IN865", 5, new[] { 5, 4, 3, 2, 1, 0, 5, -1 }),
                ("AS923", 3, new[] { 3, 2, 1, 0, 0, 0, 4, 5 }), ("KR920", 5, new[] { 5, 4, 3, 2, 1, 0 })
            };
            foreach ((string region, int rate, int[] down) in rows)
            {
                ChannelPlan plan = new(Region.Find(region));
                CollectionAssert.AreEqual(down, Enumerable.Range(0, down.Length).Select(o => plan.FirstRate(rate, o)).ToArray(), $"{region} DR{rate}");
            }

            ChannelPlan limited = new(Region.As923(1));
            limited.SetDwell(true, true);
            CollectionAssert.AreEqual(new[] { 5, 4, 3, 2, 2, 2, 6, -1 }, Enumerable.Range(0, 8).Select(o => limited.FirstRate(5, o)).ToArray());
        }

        [TestMethod]
        public void InTheUnitedStatesPowerCountsFrom30Dbm()
        {
            DeviceBench bench = new("US915");
            bench.Live(device =>
            {
                DeviceBench.Send(device);
                bench.Command("03 37 FF00 01");
                DeviceBench.Send(device);
                DeviceBench.Send(device);
            });
            Assert.AreEqual(20, bench.Heard[0].PowerDbm, "what the chip can");
            Assert.AreEqual(16, bench.Heard[2].PowerDbm);
        }

        [TestMethod]
        public void TheNetworkLimitsOutputAndDwellTimeWhereTheRegionLetsIt()
        {
            DeviceBench bench = new("AS923");
            bench.Live(device =>
            {
                Assert.AreEqual(242, device.MaximumPayload);
                device.SetDataRate(3);
                Assert.AreEqual(53, device.MaximumPayload, "400 ms");
                bench.Command("09 01"); // 10 dBm EIRP, no dwell time
                DeviceBench.Send(device);
                Assert.AreEqual(115 - 1, device.MaximumPayload);
            });
            bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            Assert.AreEqual("09", bench.Options(1));
            Assert.AreEqual(8, (int)bench.Heard[^1].PowerDbm);
        }

        [TestMethod]
        public void ADutyCycleTheNetworkOrdersHoldsOverLivesAndForAnHourAtMost()
        {
            DeviceBench bench = new();
            bench.Command("04 0F");
            bench.Live(device => DeviceBench.Send(device));
            bench.Live(
                device =>
                {
                    DeviceBench.Send(device);
                    Assert.IsTrue(device.UplinkRestMilliseconds > 25 * 60000, "1 / 32768 of 51 ms");
                    Assert.AreEqual(LorawanResult.MustWait, device.Send(2, DeviceBench.Report, 0, 6, false, new Downlink()));
                    device.Hold(0, 0);
                    device.SetDataRate(0);
                    DeviceBench.Send(device);
                    Assert.IsTrue(device.UplinkRestMilliseconds > 3500000 && device.UplinkRestMilliseconds <= 3600000);
                },
                fromSleep: true);
        }

        [TestMethod]
        public void ACommandThatIsCutOrUnknownEndsTheList()
        {
            Random random = new(3);
            for (int i = 0; i < 20000; i++)
            {
                ChannelPlan plan = new(Region.Find(Region.Names.Split(", ")[i % 9]));
                LorawanSession session = new(new MemoryStore(), plan);
                MacCommands commands = new(plan, session);
                byte[] bytes = new byte[random.Next(16)];
                random.NextBytes(bytes);
                if (bytes.Length > 0 && i % 2 == 0)
                {
                    bytes[0] = (byte)random.Next(14);
                }

                commands.Take(bytes, 0, bytes.Length, random.Next(-128, 128));
                Assert.IsTrue(session.Answers.Length <= 15);
                Assert.IsTrue(plan.MaximumPayload(session.DataRate) > 0 && plan.Pick(session.DataRate, i, 1) >= 0, Convert.ToHexString(bytes));
            }
        }
    }
}
