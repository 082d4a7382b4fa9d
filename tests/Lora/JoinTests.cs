// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Lora.Nano.Lorawan;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>Joining a strict network (TS001 6.2).</summary>
    [TestClass]
    public class JoinTests
    {
        [TestMethod]
        [DataRow("EU868", false)]
        [DataRow("EU868", true)]
        [DataRow("US915", false)]
        [DataRow("US915", true)]
        [DataRow("AU915", false)]
        [DataRow("AU915", true)]
        [DataRow("AS923", false)]
        [DataRow("AS923", true)]
        [DataRow("IN865", false)]
        [DataRow("IN865", true)]
        [DataRow("KR920", false)]
        [DataRow("KR920", true)]
        public void JoinsSendsAndReceives(string region, bool secondWindow)
        {
            DeviceBench bench = new(region, joins: true);
            bench.Network.UsesSecondWindow = secondWindow;
            bench.Live(device =>
            {
                Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Join(device));
                bench.Device.Enqueue(DeviceBench.Port, Encoding.ASCII.GetBytes("down"));
                Downlink downlink = new();
                Assert.AreEqual(LorawanResult.Sent, DeviceBench.Send(device, false, downlink));
                Assert.AreEqual(DeviceBench.Port, downlink.Port);
                Assert.AreEqual("down", Encoding.ASCII.GetString(downlink.Buffer, downlink.Offset, downlink.Length));
                Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true, downlink));
            });
            Assert.AreEqual("", bench.Violations);
            Assert.AreEqual(2, bench.Device.Uplinks.Count);
            Assert.AreEqual("report", Encoding.ASCII.GetString(bench.Device.Uplinks[0].Payload));
            Assert.AreEqual(0, bench.Device.Missing);
        }

        [TestMethod]
        public void TheSessionAndItsFirstCountersAreOneWrite()
        {
            DeviceBench bench = new(joins: true);
            bench.Live(device => DeviceBench.Join(device), suspends: false);
            Assert.AreEqual(2, bench.Store.Writes); // the nonce, the session
        }

        [TestMethod]
        public void AnOldJoinAcceptIsRefused()
        {
            DeviceBench bench = new(joins: true);
            byte[] recorded = null;
            bench.Network.TamperJoin = f => recorded ??= (byte[])f.Clone();
            bench.Live(device =>
            {
                Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Join(device));
                for (int i = 0; i < 6; i++)
                {
                    Assert.AreEqual(LorawanResult.NotAcknowledged, DeviceBench.Join(device));
                }
            });
            bench.Live(device => Assert.AreEqual(LorawanResult.NotAcknowledged, DeviceBench.Join(device)), fromSleep: true);
            bench.Network.TamperJoin = f => f;
            bench.Live(
                device =>
                {
                    Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Join(device));
                    Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true));
                },
                fromSleep: true);
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void AJoinServerThatCountsFromTheStartAgainIsBelievedTheThirdTime()
        {
            DeviceBench bench = new(joins: true);
            for (int i = 0; i < 5; i++)
            {
                bench.Live(device => Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Join(device)), fromSleep: i > 0);
            }

            bench.Device.ForgetJoinNonce();
            List<LorawanResult> results = new();
            for (int i = 0; i < 3; i++)
            {
                bench.Live(device => results.Add(DeviceBench.Join(device)), fromSleep: true);
            }

            CollectionAssert.AreEqual(new[] { LorawanResult.NotAcknowledged, LorawanResult.NotAcknowledged, LorawanResult.Acknowledged }, results);
        }

        [TestMethod]
        public void InAnotherRegionItJoinsAnewAndItsNoncesGoOn()
        {
            DeviceBench europe = new(joins: true);
            europe.Live(device => DeviceBench.Join(device));
            int next = europe.Store.Record[2] | (europe.Store.Record[3] << 8);
            DeviceBench asia = new("AS923", joins: true) { Store = europe.Store };
            asia.Live(device =>
            {
                Assert.IsFalse(device.IsJoined, "the session is the other region's");
                DeviceBench.Join(device);
            });
            Assert.AreEqual(next + 1, asia.Store.Record[2] | (asia.Store.Record[3] << 8), "one more was used");
            Assert.AreEqual("", asia.Violations);
        }

        [TestMethod]
        public void JoinAttemptsAreSpreadMoreAndMore()
        {
            DeviceBench bench = new(joins: true);
            bench.Network.AnswersJoins = false;
            List<long> times = new();
            bench.Live(
                device =>
                {
                    long end = bench.Bench.Time.Now + 24 * 3600000L;
                    while (bench.Bench.Time.Now < end)
                    {
                        if (device.Join(DeviceBench.Identity) == LorawanResult.MustWait)
                        {
                            Simulator.Platform.Thread.Sleep((int)Math.Min(device.WaitMilliseconds, 60000));
                        }
                        else
                        {
                            times.Add(bench.Bench.Time.Now);
                        }
                    }
                },
                seconds: 30 * 3600);
            long first = times[0];
            double airtime = 1.483; // 23 bytes at SF12
            Assert.IsTrue(times.Count(t => t < first + 3600000) * airtime <= 36 + airtime);
            Assert.IsTrue(times.Count(t => t >= first + 3600000 && t < first + 39600000) * airtime <= 36 + 2 * airtime);
            Assert.IsTrue(times.Count(t => t >= first + 39600000) * airtime <= 4.7 + 2 * airtime);
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        [DataRow("US915")]
        [DataRow("AU915")]
        public void AGatewayOfEightChannelsIsFound(string region)
        {
            for (int subBand = 0; subBand < 8; subBand++)
            {
                DeviceBench bench = new(region, joins: true);
                bench.Network.SubBand = subBand;
                int attempts = 0;
                bench.Live(device =>
                {
                    while (!device.IsJoined)
                    {
                        DeviceBench.Join(device);
                        attempts++;
                    }

                    // Nobody has said which channels are heard: those of the join are used.
                    for (int i = 0; i < 8; i++)
                    {
                        Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true));
                    }
                });
                Assert.IsTrue(attempts <= 8, $"{attempts} attempts in sub-band {subBand}"); // eight sub-bands, of which one is heard
                Assert.IsTrue(subBand != 1 || attempts == 1, "the usual one first");
                Assert.AreEqual(0, bench.Device.Missing, $"sub-band {subBand}");
                Assert.IsTrue(bench.Heard.Take(8).Select(u => u.Bandwidth).Distinct().Count() == 2 || attempts < 2, "125 and 500 kHz in turn");
            }
        }

        [TestMethod]
        [DataRow("184F84E85684B85E84886684586E8400", true)]
        [DataRow("184F84E85684B85E84886684586E8402", false)] // a type there is not
        public void AChannelListOfTheJoinIsUsed(string list, bool used)
        {
            DeviceBench bench = new(joins: true);
            bench.Network.ChannelList = Convert.FromHexString(list);
            bench.Live(device =>
            {
                Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Join(device));
                for (int i = 0; i < 30; i++)
                {
                    DeviceBench.Send(device);
                }
            });
            Assert.AreEqual(used, bench.Heard.Any(u => Math.Abs(u.FrequencyHertz - 867100000) < 100));
        }

        [TestMethod]
        public void AMaskOfTheJoinIsUsed()
        {
            DeviceBench bench = new("US915", joins: true);
            bench.Network.ChannelList = Convert.FromHexString("00FF0000000000000200000000000001"); // channels 8 to 15, and 65
            bench.Live(device =>
            {
                DeviceBench.Join(device);
                for (int i = 0; i < 16; i++)
                {
                    DeviceBench.Send(device);
                }
            });
            int[] channels = bench.Heard.Skip(bench.Device.JoinRequests).Select(u => (u.FrequencyHertz - 902300000 + 100000) / 200000).ToArray();
            CollectionAssert.AreEquivalent(Enumerable.Range(8, 8).ToArray(), channels[^8..].Distinct().ToArray());
        }
    }
}
