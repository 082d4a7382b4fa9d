// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Lora.Nano.Lorawan;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Lora;

namespace LoraTests
{
    /// <summary>Uplinks: copies and counters (TS001 4.2, 4.3), data rates, channels, and the windows behind them.</summary>
    [TestClass]
    public class UplinkTests
    {
        [TestMethod]
        public void TheUplinkAtSf7TakesNoMoreThan103Ms()
        {
            DeviceBench bench = new();
            bench.Live(device => device.Send(2, new byte[38], 0, 38, false, new Downlink())); // a Batch of six values with its CoAP header
            Transmission sent = bench.Heard.Single();
            Assert.AreEqual(51, sent.Payload.Length);
            Assert.IsTrue(sent.End - sent.Start <= 103, $"{sent.End - sent.Start} ms");
        }

        [TestMethod]
        public void WhatIsNotAcknowledgedGoesAgainWithANewCounterAndSlower()
        {
            DeviceBench bench = new();
            bench.Network.AnswersConfirmed = false;
            bench.Live(device => Assert.AreEqual(LorawanResult.NotAcknowledged, DeviceBench.Send(device, true)));
            CollectionAssert.AreEqual(new[] { 7, 7, 8, 8, 9, 9, 10, 10 }, bench.Heard.Select(u => u.SpreadingFactor).ToArray());
            CollectionAssert.AreEqual(Enumerable.Range(0, 8).ToArray(), bench.Device.Uplinks.Select(u => (int)u.Counter).ToArray());
            Assert.AreEqual(0, bench.Device.Copies);
        }

        [TestMethod]
        public void AnAcknowledgementThatWasLostIsGivenToTheNextCounter()
        {
            DeviceBench bench = new();
            bench.Network.DiscardsEveryCopy = true;
            int downlinks = 0;
            bench.Network.Tamper = f => downlinks++ == 0 ? new byte[12] : f;
            bench.Live(device => Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true)));
            Assert.AreEqual(2, bench.Heard.Count);
        }

        [TestMethod]
        public void AFrameIsSentNbTransTimesUntilTheNetworkIsHeard()
        {
            DeviceBench bench = new();
            bench.Command("03 50 0700 03"); // NbTrans 3
            bench.Live(device =>
            {
                DeviceBench.Send(device);
                DeviceBench.Send(device);
                bench.Network.DiscardsEveryCopy = true;
                DeviceBench.Send(device);
                bench.Device.Enqueue(DeviceBench.Port, new byte[] { 1 });
                DeviceBench.Send(device);
            });
            CollectionAssert.AreEqual(new[] { 0, 1, 1, 1, 2, 2, 2, 3 }, bench.Heard.Select(u => (int)u.Payload[6]).ToArray());
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void ANodeThatOnlySf10ReachesIsHeardInItsFirstExchange()
        {
            DeviceBench bench = new();
            bench.Chip.X = 60 + 300;
            bench.Live(device => Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true)));
            Assert.AreEqual(10, bench.Heard[^1].SpreadingFactor);
            for (int life = 0; life < 3; life++)
            {
                bench.Live(device => Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true)), fromSleep: true);
            }

            Assert.AreEqual(10, bench.Heard[^1].SpreadingFactor);
            Assert.AreEqual(10, bench.Heard[^2].SpreadingFactor, "the data rate stays over the sleep");
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void AnOutageMakesItSlowerAndItGoesFasterAgain()
        {
            DeviceBench bench = new();
            bench.Network.IsDown = true;
            bench.Live(device => DeviceBench.Send(device, true));
            bench.Network.IsDown = false;
            int slowest = 0;
            for (int life = 0; life < 300; life++)
            {
                bench.Live(
                    device =>
                    {
                        slowest = life == 0 ? device.DataRate : slowest;
                        DeviceBench.Send(device, true);
                    },
                    fromSleep: true);
            }

            Assert.AreEqual(1, slowest);
            Assert.AreEqual(7, bench.Heard[^1].SpreadingFactor);
        }

        [TestMethod]
        public void WithoutAWordFromTheNetworkItCallsLouderAndSlowerAndOnTheDefaultChannels()
        {
            DeviceBench bench = new();
            bench.Command("07 03 184F84 50"); // 867.1 MHz
            bench.Live(device => DeviceBench.Send(device));
            bench.Live(device => DeviceBench.Send(device), fromSleep: true); // its answer
            bench.Command("03 51 0800 01"); // nothing but 867.1 MHz, 2 dB less
            bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            bench.Device.CancelCommands();
            bench.Network.IsDown = true;
            int before = bench.Heard.Count;

            // A life for each uplink: the count outlives the sleep.
            for (int i = 0; i < 96 + 7 * 32; i++)
            {
                bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            }

            Transmission[] heard = bench.Heard.Skip(before).ToArray();
            Assert.AreEqual(0, heard[60].Payload[5] & 0x40);
            Assert.AreEqual(0x40, heard[64].Payload[5] & 0x40, "ADRACKReq");
            Assert.AreEqual(12, heard[64].PowerDbm);
            Assert.AreEqual(14, heard[100].PowerDbm);
            Assert.AreEqual(12, heard[^1].SpreadingFactor);
            Assert.AreEqual(1, heard[..200].Select(u => u.FrequencyHertz).Distinct().Count());
            Assert.IsTrue(heard[^20..].Select(u => u.FrequencyHertz / 100000).Distinct().Count() == 4, "the region's own channels too");
        }

        [TestMethod]
        public void EveryChannelComesOnceBeforeAnyComesAgain()
        {
            DeviceBench bench = new();
            for (int life = 0; life < 20; life++)
            {
                bench.Live(
                    device =>
                    {
                        for (int i = 0; i < 3; i++)
                        {
                            DeviceBench.Send(device);
                        }
                    },
                    fromSleep: life > 0);
            }

            for (int i = 0; i < 60; i += 3)
            {
                Assert.AreEqual(3, bench.Heard.Skip(i).Take(3).Select(u => u.FrequencyHertz / 100000).Distinct().Count(), $"uplinks {i} to {i + 2}");
            }
        }

        [TestMethod]
        public void SendsNothingWhenACounterCannotBeKept()
        {
            DeviceBench bench = new() { Store = new MemoryStore { WritesLeft = 0 } };
            bench.Live(
                device =>
                {
                    Assert.AreEqual(LorawanResult.StoreFailed, device.Join(DeviceBench.Identity));
                    Assert.AreEqual(LorawanResult.StoreFailed, DeviceBench.Send(device));
                },
                suspends: false);
            Assert.AreEqual(0, bench.Heard.Count);
        }

        [TestMethod]
        public void RefusesWhatIsTooLongAndSaysSo()
        {
            DeviceBench bench = new(joins: true);
            bench.Live(
                device =>
                {
                    Assert.AreEqual(LorawanResult.NotJoined, DeviceBench.Send(device));
                    DeviceBench.Join(device);
                    Assert.AreEqual(51, device.MaximumPayload);
                    Assert.AreEqual(LorawanResult.TooLong, device.Send(2, new byte[60], 0, 52, false, new Downlink()));
                    Assert.ThrowsExactly<ArgumentException>(() => device.Send(0, DeviceBench.Report, 0, 6, false, new Downlink()));
                    Assert.ThrowsExactly<ArgumentException>(() => device.SetDataRate(9));
                },
                dataRate: 0);
        }

        [TestMethod]
        [DataRow("replayed")]
        [DataRow("corrupt")]
        [DataRow("cut")]
        [DataRow("foreign")]
        public void ADownlinkThatIsNotGenuineChangesNothing(string kind)
        {
            DeviceBench bench = new();
            bench.Live(device =>
            {
                Downlink downlink = new();
                bench.Device.Enqueue(DeviceBench.Port, new byte[] { 1 });
                DeviceBench.Send(device, false, downlink);
                Assert.IsTrue(downlink.Came);
                bench.Network.Replays = kind == "replayed";
                bench.Network.Tamper = kind switch
                {
                    "corrupt" => f => Flipped(f, f.Length - 1),
                    "cut" => f => f[..^2],
                    "foreign" => f => Flipped(f, 1),
                    _ => f => f
                };
                bench.Device.Enqueue(DeviceBench.Port, new byte[] { 2 });
                DeviceBench.Send(device, false, downlink);
                Assert.IsFalse(downlink.Came);
                Assert.AreEqual(-1, downlink.Port);
            });
        }

        [TestMethod]
        public void AConfirmedDownlinkIsAcknowledgedAndThePendingOneFetched()
        {
            DeviceBench bench = new();
            bench.Network.ConfirmsDownlinks = true;
            bench.Live(device =>
            {
                for (byte i = 1; i <= 3; i++)
                {
                    bench.Device.Enqueue(DeviceBench.Port, new[] { i });
                }

                Downlink downlink = new();
                List<int> got = new();
                do
                {
                    int count = got.Count == 0 ? 6 : 0;
                    DeviceBench.Patiently(device, () => device.Send(2, DeviceBench.Report, 0, count, false, downlink));
                    got.Add(downlink.Buffer[downlink.Offset]);
                }
                while (downlink.HasMore && got.Count < 5);
                CollectionAssert.AreEqual(new[] { 1, 2, 3 }, got);
            });
            bench.Live(device => DeviceBench.Send(device), fromSleep: true); // the last one's acknowledgement, owed over the sleep
            Assert.AreEqual(3, bench.Device.Acknowledged);
            Assert.AreEqual(0, bench.Device.Unacknowledged);
            Assert.AreEqual("", bench.Violations);
        }

        private static byte[] Flipped(byte[] frame, int index)
        {
            frame[index] ^= 1;
            return frame;
        }
    }
}
