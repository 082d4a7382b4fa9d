// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Firmware.Gateway.Streams;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Testbed.Server;

namespace FirmwareTests
{
    /// <summary>The ECG's packets on their way to the server: several in a notification, with their times.</summary>
    [TestClass]
    public class StreamTests
    {
        private const string Twin = "/26241/0";

        [TestMethod]
        public void PminPacksTheStreamAndNothingIsLost()
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            List<(int Number, double Time)> packets = new();
            List<long> notifications = new();
            Observe(world, 1, packets, notifications);
            world.Time.Run(60000);

            Assert.AreEqual(60, notifications.Count, 3, "one a second");
            Assert.AreEqual(60 * 150 / 9, packets.Count, 40);
            for (int i = 1; i < packets.Count; i++)
            {
                Assert.AreEqual((packets[i - 1].Number + 1) & 0xFFFF, packets[i].Number, $"packet {i}");
                Assert.AreEqual(0.06, packets[i].Time - packets[i - 1].Time, 0.05, $"packet {i}");
            }

            double said = world.Time.Now / 1000.0 - packets[^1].Time;
            Assert.IsTrue(said is >= 0 and < 2.5, $"{said} s old");
            Assert.AreEqual("0", world.Read("gateway", "/26496/0/6").Text);
        }

        [TestMethod]
        public void WhatFindsNoRoomInAPackIsDroppedOldestFirstAndCounted()
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            List<int> numbers = new();
            SetPeriod(world, 10);
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/1", ContentFormat.SenmlCbor, reply =>
            {
                numbers.AddRange(NumbersIn(reply.Payload));
            });
            world.Time.Run(60000);
            int dropped = int.Parse(world.Read("gateway", "/26496/0/6").Text, CultureInfo.InvariantCulture);
            int gaps = numbers.Zip(numbers.Skip(1), (a, b) => (b - a - 1) & 0xFFFF).Sum();
            Assert.IsTrue(numbers.Count > 100, $"{numbers.Count} packets");
            Assert.IsTrue(gaps > 0 && dropped >= gaps, $"{gaps} missing, {dropped} counted");
            Assert.AreEqual("0", world.Read("gateway", "/26496/0/8").Text, "nothing was lost on the link");
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(200)]
        public void APackIsToldWholeThoughTheOtherValuesOfTheTwinTakeTheirTime(int delay)
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            world.Ecg.ExtraDelayMilliseconds = delay;
            List<int> numbers = new();
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Put, Path = Twin, Query = "pmin=1" });
            world.Server.Observe(world.Server.Find("gateway"), Twin, ContentFormat.SenmlCbor, reply => numbers.AddRange(NumbersIn(reply.Payload)));
            for (int i = 0; i < 120; i++)
            {
                world.Time.Run(500);
                world.Server.Read(world.Server.Find("gateway"), Twin + "/0", ContentFormat.Text, _ => { }); // another operation, which ends amid
            }

            int dropped = int.Parse(world.Read("gateway", "/26496/0/6").Text, CultureInfo.InvariantCulture);
            int gaps = numbers.Zip(numbers.Skip(1), (a, b) => (b - a - 1) & 0xFFFF).Sum();
            Assert.IsTrue(numbers.Count > 600, $"{numbers.Count} packets");
            Assert.IsTrue(gaps <= dropped, $"{gaps} missing, {dropped} counted");
            Assert.IsTrue(delay > 0 || gaps == 0, $"{gaps} missing");
        }

        [TestMethod]
        public void AFormatWithoutTimesGetsTheLatestValueEachPeriodAndNothingCountsAsDropped()
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            SetPeriod(world, 1);
            int notifications = 0;
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/1", ContentFormat.Opaque, _ => notifications++);
            world.Time.Run(60000);
            Assert.AreEqual(60, notifications, 4);
            Assert.AreEqual("0", world.Read("gateway", "/26496/0/6").Text);
        }

        [TestMethod]
        public void ASilentStreamDoesNotTellItsLastPackAgainAndAgain()
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Put, Path = Twin + "/1", Query = "pmax=5" });
            List<(int Number, double Time)> packets = new();
            Observe(world, 1, packets, new List<long>());
            world.Time.Run(10000);
            world.Ecg.NotificationLoss = 1;
            world.Time.Run(60000);
            int again = packets.Count - packets.Select(p => p.Number).Distinct().Count();
            Assert.IsTrue(again <= 60 / 5, $"{again} packets came again: at pmax it is the last one, with its time");
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", "/26496/0/7").Code, "the loss of a silent stream is not known");
        }

        [TestMethod]
        public void ASensorThatCountsFromTheStartAgainIsMeasuredOn()
        {
            SequenceMeter meter = new();
            for (int i = 0; i < 2000; i++)
            {
                meter.Take(i, 9, i * 60L);
            }

            Assert.AreEqual(0f, meter.LossRatio);
            for (int i = 0; i < 200; i += 2)
            {
                meter.Take(i, 9, 120000 + i * 60L);
            }

            Assert.AreEqual(0.5f, meter.LossRatio, 0.02f);
        }

        [TestMethod]
        [DataRow(0.005, 1)]
        [DataRow(0.01, 1)]
        [DataRow(0.03, -1)]
        [DataRow(0.05, -1)]
        public void TheRateClimbsBelowTwoPercentOfLossAndFallsAboveThoughAWindowHasFewPackets(double loss, int direction)
        {
            Random random = new(10);
            SequenceMeter meter = new();
            int rate = 85; // 47 packets in 5 s: one of them is 2.1 %
            int steps = 0;
            long now = 0;
            for (int number = 0; steps < 400; number++)
            {
                now += 9000 / rate;
                if (random.NextDouble() >= loss && meter.Take(number & 0xFFFF, 9, now))
                {
                    int next = SamplingRate.Next(rate, meter.ControlRatio, 40, 130);
                    steps += Math.Abs(next - rate) / 5;
                    rate = next;
                    if (rate is 40 or 130)
                    {
                        break;
                    }
                }
            }

            Assert.AreEqual(direction > 0 ? 130 : 40, rate, $"after {steps} steps");
        }

        [TestMethod]
        public void WindowsFollowEachOtherWithoutAGap()
        {
            SequenceMeter meter = new();
            int windows = 0;
            for (int i = 0; i <= 3600 * 1000 / 73; i++)
            {
                windows += meter.Take(i & 0xFFFF, 9, i * 73L) ? 1 : 0;
            }

            Assert.AreEqual(720, windows, 1, "of 5 s in an hour, though packets come every 73 ms");
        }

        [TestMethod]
        public void WithoutPminEachPacketIsANotification()
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            List<(int Number, double Time)> packets = new();
            List<long> notifications = new();
            Observe(world, 0, packets, notifications);
            world.Time.Run(10000);
            Assert.AreEqual(167, notifications.Count, 5);
        }

        [TestMethod]
        public void TheGatewayItselfLetsTheRateFollowTheLossWithinItsBounds()
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" }, MinimumRate = 100, MaximumRate = 170 });
            Observe(world, 1, new List<(int, double)>(), new List<long>());
            world.Time.Run(60000);
            Assert.AreEqual("170", world.Read("gateway", Twin + "/2").Text);
            world.Ecg.NotificationLoss = 0.2;
            world.Time.Run(31000);
            int falling = int.Parse(world.Read("gateway", Twin + "/2").Text, CultureInfo.InvariantCulture);
            Assert.IsTrue(falling is >= 135 and <= 145, $"{falling} Hz after 30 s");
            world.Time.Run(120000);
            Assert.AreEqual("100", world.Read("gateway", Twin + "/2").Text);
        }

        [TestMethod]
        public void TheRateIsLeftToTheServerUnlessAskedFor()
        {
            World world = Start(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            Observe(world, 1, new List<(int, double)>(), new List<long>());
            world.Time.Run(60000);
            Assert.AreEqual("150", world.Read("gateway", Twin + "/2").Text);
        }

        [TestMethod]
        [DataRow(150, 0f, 155)]
        [DataRow(150, 0.02f, 155)]
        [DataRow(150, 0.021f, 145)]
        [DataRow(200, 0f, 200)]
        [DataRow(50, 1f, 50)]
        public void TheRuleIsThePapers(int rate, float loss, int next)
        {
            Assert.AreEqual(next, SamplingRate.Next(rate, loss, 50, 200));
        }

        private static void Observe(World world, int period, List<(int Number, double Time)> packets, List<long> notifications)
        {
            SetPeriod(world, period);
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/1", ContentFormat.SenmlJson, reply =>
            {
                notifications.Add(world.Time.Now);
                foreach (JsonElement record in JsonDocument.Parse(reply.Payload).RootElement.EnumerateArray().Where(r => r.TryGetProperty("t", out _)))
                {
                    byte[] packet = Convert.FromBase64String(record.GetProperty("vd").GetString().Replace('-', '+').Replace('_', '/').PadRight(28, '='));
                    packets.Add((packet[0] | (packet[1] << 8), record.GetProperty("t").GetDouble()));
                }
            });
        }

        // Each packet is the value (8) of a record, 20 bytes long (0x54), and begins with its number.
        private static IEnumerable<int> NumbersIn(byte[] pack)
        {
            for (int at = 0; at + 22 <= pack.Length; at++)
            {
                if (pack[at] == 8 && pack[at + 1] == 0x54)
                {
                    yield return pack[at + 2] | (pack[at + 3] << 8);
                    at += 21;
                }
            }
        }

        private static void SetPeriod(World world, int period)
        {
            Assert.AreEqual(CoapCode.Changed, world.Ask("gateway", new ServerRequest { Method = CoapCode.Put, Path = Twin + "/1", Query = "pmin=" + period }).Code);
        }

        private static World Start(object configuration)
        {
            World world = new();
            SimulatedBoard gateway = world.Gateway(configuration);
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains(Twin) == true, 30, "no twin");
            return world;
        }
    }
}
