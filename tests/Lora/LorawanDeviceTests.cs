// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Lora.Nano.Lorawan;
using Lora.Nano.Regulation;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Lora;

namespace LoraTests
{
    /// <summary>A Class A device against a network, on simulated chips.</summary>
    [TestClass]
    public class LorawanDeviceTests
    {
        private static readonly byte[] s_appKey = Convert.FromHexString("98929b92c49edba9676d646d3b612456");
        private static readonly LorawanIdentity s_identity = new(new byte[8], new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, s_appKey);
        private static readonly byte[] s_report = Encoding.ASCII.GetBytes("report");

        [TestMethod]
        [DataRow("eu", false)]
        [DataRow("eu", true)]
        [DataRow("us", false)]
        [DataRow("as", false)]
        public void JoinsSendsAndReceives(string region, bool secondWindow)
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey) { UsesSecondWindow = secondWindow };
            network.DownlinkSettings = (byte)(region == "us" ? 8 : region == "as" ? 2 : 0);
            Run(bench, new MemoryStore(), region, device =>
            {
                Assert.AreEqual(LorawanResult.Acknowledged, Patiently(device, () => device.Join(s_identity)));
                network.ToSend.Enqueue(Encoding.ASCII.GetBytes("down"));
                Downlink downlink = new();
                Assert.AreEqual(LorawanResult.Sent, Patiently(device, () => device.Send(2, s_report, 0, 6, false, downlink)));
                Assert.AreEqual(7, downlink.Port);
                Assert.AreEqual("down", Encoding.ASCII.GetString(downlink.Buffer, downlink.Offset, downlink.Length));
                Assert.AreEqual(LorawanResult.Acknowledged, Patiently(device, () => device.Send(2, s_report, 0, 6, true, downlink)));
            });
            Assert.AreEqual(0, network.Violations.Count, string.Join(", ", network.Violations));
            Assert.AreEqual("report", Encoding.ASCII.GetString(network.Payloads[0]));
            Assert.AreEqual(2, network.Payloads.Count);
        }

        [TestMethod]
        public void TheUplinkAtSf7TakesNoMoreThan103Ms()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            Run(bench, new MemoryStore(), "eu", device =>
            {
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                device.SetDataRate(5);
                device.Send(2, new byte[38], 0, 38, false, new Downlink()); // a Batch of six values with its CoAP header
            });
            Transmission sent = network.Uplinks.Single();
            Assert.AreEqual(51, sent.Payload.Length);
            Assert.IsTrue(sent.End - sent.Start <= 103, $"{sent.End - sent.Start} ms");
        }

        [TestMethod]
        public void InAnotherRegionItJoinsAnewAndItsNoncesGoOn()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            MemoryStore store = new();
            Run(bench, store, "eu", device => Assert.AreEqual(LorawanResult.Acknowledged, Patiently(device, () => device.Join(s_identity))));
            int next = store.Record[2] | (store.Record[3] << 8);
            Run(bench, store, "as", device =>
            {
                Assert.IsFalse(device.IsJoined, "the session is the other region's");
                Patiently(device, () => device.Join(s_identity));
            });
            Assert.AreEqual(next + 1, store.Record[2] | (store.Record[3] << 8), "one more was used");
            Assert.AreEqual(0, network.Violations.Count, string.Join(", ", network.Violations));
        }

        [TestMethod]
        public void NeverRepeatsACounterOrANonceWhereverThePowerIsCut()
        {
            byte[] kept = null;
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            for (int life = 0; life < 12; life++)
            {
                // Every second life the store refuses after some writes, as at a power cut.
                MemoryStore store = new() { Record = kept, WritesLeft = life % 2 == 1 ? life / 2 : int.MaxValue };
                Run(bench, store, "eu", device =>
                {
                    if (!device.IsJoined)
                    {
                        Patiently(device, () => device.Join(s_identity));
                    }

                    device.SetDataRate(device.IsJoined ? 5 : 0);
                    for (int i = 0; i < 3 && device.IsJoined; i++)
                    {
                        Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                    }
                });
                kept = store.Record;
            }

            Assert.AreEqual(0, network.Violations.Count, string.Join(", ", network.Violations));
            Assert.IsTrue(network.Payloads.Count > 12);
        }

        [TestMethod]
        public void SendsNothingWhenACounterCannotBeKept()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            Run(bench, new MemoryStore { WritesLeft = 0 }, "eu", device =>
            {
                Assert.AreEqual(LorawanResult.StoreFailed, device.Join(s_identity));
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                Assert.AreEqual(LorawanResult.StoreFailed, device.Send(2, s_report, 0, 6, false, new Downlink()));
            });
            Assert.AreEqual(0, network.Uplinks.Count);
        }

        [TestMethod]
        public void WritesTheStoreOnceForManyUplinks()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            network.Personalize(new byte[16], new byte[16]);
            MemoryStore store = new();
            Run(bench, store, "eu", device =>
            {
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                device.SetDataRate(5);
                for (int i = 0; i < 96; i++)
                {
                    Assert.AreEqual(LorawanResult.Sent, Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink())));
                }
            });
            Assert.AreEqual(96, network.Payloads.Count);
            Assert.AreEqual(3, store.Writes);
            Assert.AreEqual(0, network.Violations.Count, string.Join(", ", network.Violations));
        }

        [TestMethod]
        public void JoinAttemptsAreSpreadMoreAndMore()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey) { AnswersJoins = false };
            List<long> times = new();
            Run(
                bench,
                new MemoryStore(),
                "eu",
                device =>
                {
                    long end = bench.Time.Now + 24 * 3600000L;
                    while (bench.Time.Now < end)
                    {
                        if (device.Join(s_identity) == LorawanResult.MustWait)
                        {
                            Simulator.Platform.Thread.Sleep((int)Math.Min(device.WaitMilliseconds, 60000));
                        }
                        else
                        {
                            times.Add(bench.Time.Now);
                        }
                    }
                },
                30 * 3600);
            long first = times[0];
            double airtime = 1.483; // 23 bytes at SF12
            Assert.IsTrue(times.Count(t => t < first + 3600000) * airtime <= 36 + airtime);
            Assert.IsTrue(times.Count(t => t >= first + 3600000 && t < first + 39600000) * airtime <= 36 + 2 * airtime);
            Assert.IsTrue(times.Count(t => t >= first + 39600000) * airtime <= 4.7 + 2 * airtime);
            Assert.AreEqual(0, network.Violations.Count);
        }

        [TestMethod]
        public void AConfirmedUplinkIsTriedEightTimesAndNoMore()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey) { AnswersConfirmed = false };
            network.Personalize(new byte[16], new byte[16]);
            Run(bench, new MemoryStore(), "eu", device =>
            {
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                device.SetDataRate(5);
                Assert.AreEqual(LorawanResult.NotAcknowledged, device.Send(2, s_report, 0, 6, true, new Downlink()));
            });
            Assert.AreEqual(8, network.Uplinks.Count);
            Assert.AreEqual(1, network.Uplinks.Select(u => Convert.ToHexString(u.Payload)).Distinct().Count()); // the same frame
            Assert.IsTrue(network.Uplinks.Select(u => u.FrequencyHertz).Distinct().Count() > 1);
        }

        [TestMethod]
        [DataRow("replayed")]
        [DataRow("corrupt")]
        [DataRow("cut")]
        [DataRow("foreign")]
        public void ADownlinkThatIsNotGenuineChangesNothing(string kind)
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            network.Personalize(new byte[16], new byte[16]);
            Run(bench, new MemoryStore(), "eu", device =>
            {
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                device.SetDataRate(5);
                Downlink downlink = new();
                network.ToSend.Enqueue(new byte[] { 1 });
                device.Send(2, s_report, 0, 6, false, downlink);
                Assert.IsTrue(downlink.Came);
                network.Replays = kind == "replayed";
                network.Tamper = kind switch
                {
                    "corrupt" => f => { f[^1] ^= 1; return f; }
                    ,
                    "cut" => f => f[..^2],
                    "foreign" => f => { f[1] ^= 1; return f; }
                    ,
                    _ => f => f
                };
                network.ToSend.Enqueue(new byte[] { 2 });
                device.Send(2, s_report, 0, 6, false, downlink);
                Assert.IsFalse(downlink.Came);
                Assert.AreEqual(-1, downlink.Port);
            });
        }

        [TestMethod]
        public void AnswersTheCommandsOfTheNetworkAndAppliesThem()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            network.Personalize(new byte[16], new byte[16]);
            Run(bench, new MemoryStore(), "eu", device =>
            {
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                device.BatteryLevel = 200;
                // LinkADRReq DR5, power step 1, channels 0-2, once; DevStatusReq; NewChannelReq 3 at 867.1 MHz, DR0-5
                network.Commands = Convert.FromHexString("03 51 0700 01 06 07 03 184F84 50".Replace(" ", ""));
                Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                Assert.AreEqual(5, device.DataRate);
                Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                // a mask with a channel that is not there; a data rate that is not there
                network.Commands = Convert.FromHexString("03 50 00FF 01".Replace(" ", ""));
                Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                Assert.AreEqual(5, device.DataRate);
            });
            string answers = Convert.ToHexString(network.Options[1]);
            StringAssert.StartsWith(answers, "030706C8");
            StringAssert.EndsWith(answers, "0703");
            Assert.AreEqual("0306", Convert.ToHexString(network.Options[3]));
            Assert.AreEqual(7, network.Uplinks[1].SpreadingFactor);
            Assert.AreEqual(12, network.Uplinks[1].PowerDbm);
        }

        [TestMethod]
        public void AConfirmedDownlinkIsAcknowledgedAndThePendingOneFetched()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey) { ConfirmsDownlinks = true };
            network.Personalize(new byte[16], new byte[16]);
            Run(bench, new MemoryStore(), "eu", device =>
            {
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                device.SetDataRate(5);
                network.ToSend.Enqueue(new byte[] { 1 });
                network.ToSend.Enqueue(new byte[] { 2 });
                network.ToSend.Enqueue(new byte[] { 3 });
                Downlink downlink = new();
                List<int> got = new();
                do
                {
                    device.Send(2, s_report, 0, got.Count == 0 ? 6 : 0, false, downlink);
                    got.Add(downlink.Buffer[downlink.Offset]);
                }
                while (downlink.HasMore && got.Count < 5);
                CollectionAssert.AreEqual(new[] { 1, 2, 3 }, got);
            });
            Assert.AreEqual(0x20, network.Uplinks[1].Payload[5] & 0x20); // ACK
            Assert.AreEqual(0, network.Violations.Count, string.Join(", ", network.Violations));
        }

        [TestMethod]
        public void WithoutAWordFromTheNetworkItCallsLouderAndSlower()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            Run(
                bench,
                new MemoryStore(),
                "eu",
                device =>
                {
                    device.Personalize(0x26011234, new byte[16], new byte[16]);
                    device.SetDataRate(5);
                    for (int i = 0; i < 64 + 32 + 33; i++)
                    {
                        Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                    }

                    Assert.AreEqual(3, device.DataRate);
                },
                7200);
            Assert.AreEqual(0, network.Uplinks[63].Payload[5] & 0x40);
            Assert.AreEqual(0x40, network.Uplinks[64].Payload[5] & 0x40); // ADRACKReq
        }

        [TestMethod]
        [DataRow("as", "09", 10)]
        [DataRow("eu", "", 14)]
        public void TheNetworkLimitsTheOutputWhereTheRegionLetsIt(string region, string answer, int dbm)
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey) { DownlinkSettings = (byte)(region == "as" ? 2 : 0) };
            MemoryStore store = new();
            for (int life = 0; life < 2; life++)
            {
                Run(bench, store, region, device =>
                {
                    if (!device.IsJoined)
                    {
                        Assert.AreEqual(LorawanResult.Acknowledged, Patiently(device, () => device.Join(s_identity)));
                        network.Commands = new byte[] { 0x09, 0x01 };
                        Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                    }

                    Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                });
            }

            Assert.AreEqual(answer, Convert.ToHexString(network.Options[1]));
            Assert.AreEqual(dbm, (int)network.Uplinks[^1].PowerDbm);
        }

        [TestMethod]
        public void AChannelListOfTheJoinIsUsed()
        {
            Bench bench = new();
            byte[] list = Convert.FromHexString("184F84E85684B85E84886684586E8400");
            NetworkServer network = new(bench, s_appKey) { ChannelList = list };
            Run(bench, new MemoryStore(), "eu", device =>
            {
                Assert.AreEqual(LorawanResult.Acknowledged, Patiently(device, () => device.Join(s_identity)));
                device.SetDataRate(5);
                for (int i = 0; i < 30; i++)
                {
                    Patiently(device, () => device.Send(2, s_report, 0, 6, false, new Downlink()));
                }
            });
            Assert.IsTrue(network.Uplinks.Any(u => Math.Abs(u.FrequencyHertz - 867100000) < 100), "867.1 MHz not used");
        }

        [TestMethod]
        public void RefusesWhatIsTooLongAndSaysSo()
        {
            Bench bench = new();
            Run(bench, new MemoryStore(), "eu", device =>
            {
                Assert.AreEqual(LorawanResult.NotJoined, device.Send(2, s_report, 0, 6, false, new Downlink()));
                device.Personalize(0x26011234, new byte[16], new byte[16]);
                Assert.AreEqual(51, device.MaximumPayload);
                Assert.AreEqual(LorawanResult.TooLong, device.Send(2, new byte[60], 0, 52, false, new Downlink()));
                Assert.ThrowsExactly<ArgumentException>(() => device.Send(0, s_report, 0, 6, false, new Downlink()));
                Assert.ThrowsExactly<ArgumentException>(() => device.SetDataRate(9));
            });
        }

        // Waits as long as the rules ask, then does it.
        private static LorawanResult Patiently(LorawanDevice device, Func<LorawanResult> action)
        {
            for (int i = 0; i < 5; i++)
            {
                LorawanResult result = action();
                if (result != LorawanResult.MustWait)
                {
                    return result;
                }

                Simulator.Platform.Thread.Sleep((int)device.WaitMilliseconds + 1);
            }

            return LorawanResult.MustWait;
        }

        private static void Run(Bench bench, MemoryStore store, string region, Action<LorawanDevice> body, int seconds = 7200)
        {
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                ChannelPlan plan = region == "us" ? ChannelPlan.Us915() : region == "as" ? ChannelPlan.As923() : ChannelPlan.Eu868();
                body(new LorawanDevice(radio, plan, new DutyCycle(plan.Rules), store, new Simulator.Platform.Random()));
            });
            bench.Run(seconds);
        }
    }
}
