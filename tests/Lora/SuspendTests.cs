// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using Lora.Nano.Lorawan;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>What outlives a sleep, a crash and a power cut: counters that go up by one, and what the device owes.</summary>
    [TestClass]
    public class SuspendTests
    {
        [TestMethod]
        public void OverManySleepsNoCounterIsMissingAndFewWritesAreMade()
        {
            DeviceBench bench = new();
            for (int life = 0; life < 96; life++)
            {
                bench.Live(device => Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true)), fromSleep: life > 0);
            }

            Assert.AreEqual(96, bench.Device.Uplinks.Count);
            Assert.AreEqual(0, bench.Device.LossPercent);
            Assert.IsTrue(bench.Store.Writes <= 5, $"{bench.Store.Writes} writes");
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void ARadioThatKeepsNothingCostsWritesAndLeavesOneGap()
        {
            DeviceBench bench = new(forgets: true);
            for (int life = 0; life < 40; life++)
            {
                bench.Live(device => DeviceBench.Send(device, true), fromSleep: life > 0);
            }

            Assert.AreEqual(31, bench.Device.Missing, "the rest of one block");
            Assert.IsTrue(bench.Store.Writes <= 2 * 40 + 2, $"{bench.Store.Writes} writes");
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void WhateverLivesFollowEachOtherNoCounterComesTwice()
        {
            for (int seed = 0; seed < 60; seed++)
            {
                Random random = new(seed);
                DeviceBench bench = new(forgets: seed % 4 == 3);
                bool slept = false;
                for (int life = 0; life < 40; life++)
                {
                    bool crashes = random.Next(5) == 0;
                    bench.Store.WritesLeft = random.Next(4) == 0 ? random.Next(3) : int.MaxValue;
                    int uplinks = random.Next(5) == 0 ? 20 : random.Next(4);
                    bench.Live(
                        device =>
                        {
                            for (int i = 0; i < uplinks; i++)
                            {
                                DeviceBench.Send(device);
                            }
                        },
                        slept,
                        !crashes);
                    slept = !crashes;
                    if (random.Next(6) == 0)
                    {
                        bench.Chip.CutPower();
                        slept = false;
                    }
                }

                Assert.AreEqual("", bench.Violations, $"seed {seed}");
            }
        }

        [TestMethod]
        public void AnAcknowledgementOfALifeBeforeIsNotBelieved()
        {
            DeviceBench bench = new();
            bench.Live(device => Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true)));
            bench.Network.Replays = true;
            for (int life = 0; life < 3; life++)
            {
                bench.Live(device => Assert.AreEqual(LorawanResult.NotAcknowledged, DeviceBench.Send(device, true)), fromSleep: true);
            }
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void AnswersAreOwedOverASleepAndCostNoWriteOfTheirOwn(bool forgets)
        {
            DeviceBench bench = new(forgets: forgets);
            bench.Live(device => DeviceBench.Send(device));
            int writes = bench.Store.Writes;
            for (int life = 0; life < 20; life++)
            {
                bench.Command("06"); // DevStatusReq
                bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            }

            bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            Assert.IsTrue(bench.Device.Answers.Count >= 19, $"{bench.Device.Answers.Count} answers");
            Assert.IsTrue(forgets || bench.Store.Writes - writes <= 1, $"{bench.Store.Writes - writes} writes");
            Assert.AreEqual("", bench.Violations);
        }

        [TestMethod]
        public void SettingsOutliveAPowerCut()
        {
            DeviceBench bench = new();
            bench.Command("03 31 0700 02 05 03 D2AD84"); // DR3, 2 dB less, NbTrans 2; RX2 869.525 MHz at DR3
            bench.Live(device => DeviceBench.Send(device));
            bench.Chip.CutPower();
            int before = bench.Heard.Count;
            bench.Network.UsesSecondWindow = true;
            bench.Live(device =>
            {
                Assert.AreEqual(3, device.DataRate);
                DeviceBench.Send(device);
            });
            Assert.AreEqual(9, bench.Heard[before].SpreadingFactor);
            Assert.AreEqual(12, bench.Heard[before].PowerDbm);
            Assert.AreEqual(2, bench.Heard.Count - before, "NbTrans");
            bench.Command("04 07"); // one part in 128 of all time
            bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            bench.Chip.CutPower();
            bench.Live(device =>
            {
                DeviceBench.Send(device);
                Assert.IsTrue(device.UplinkRestMilliseconds > 10000);
            });
        }

        [TestMethod]
        public void ASettingThatIsAskedForAgainAndAgainIsWrittenOnce()
        {
            DeviceBench bench = new();
            bench.Live(device => DeviceBench.Send(device));
            int writes = bench.Store.Writes;
            for (int life = 0; life < 25; life++)
            {
                bench.Device.CancelCommands();
                bench.Command("03 50 0700 01 08 02");
                bench.Live(device => DeviceBench.Send(device), fromSleep: true);
            }

            Assert.IsTrue(bench.Store.Writes - writes <= 2, $"{bench.Store.Writes - writes} writes");
        }

        [TestMethod]
        public void ADataRateTheNetworkSetsStaysSet()
        {
            DeviceBench bench = new();
            bench.Command("03 30 0700 01");
            for (int life = 0; life < 80; life++)
            {
                bench.Live(device => DeviceBench.Send(device, true), fromSleep: life > 0);
            }

            Assert.IsTrue(bench.Heard.Skip(1).All(u => u.SpreadingFactor == 9));
        }

        [TestMethod]
        public void NeverRepeatsACounterOrANonceWhereverThePowerIsCut()
        {
            DeviceBench bench = new(joins: true);
            for (int life = 0; life < 24; life++)
            {
                // Every second life the store refuses after some writes, as at a power cut.
                bench.Store.WritesLeft = life % 2 == 1 ? life / 2 : int.MaxValue;
                bench.Chip.CutPower();
                bench.Live(
                    device =>
                    {
                        if (!device.IsJoined)
                        {
                            DeviceBench.Join(device);
                        }

                        for (int i = 0; i < 3 && device.IsJoined; i++)
                        {
                            DeviceBench.Send(device);
                        }
                    },
                    suspends: false);
            }

            Assert.AreEqual("", bench.Violations);
            Assert.IsTrue(bench.Device.Uplinks.Count > 24);
        }
    }
}
