// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using System;
using Lora.Nano.Regions;
using Lora.Nano.Regulation;
using Lora.Nano;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>How much may be sent, and when.</summary>
    [TestClass]
    public class DutyCycleTests
    {
        private const long Start = 1767225600000;

        [TestMethod]
        [DataRow(868100000, 2)]
        [DataRow(868500000, 2)]
        [DataRow(869525000, 4)]
        [DataRow(867100000, 1)]
        [DataRow(864000000, 0)]
        [DataRow(868650000, -1)] // a gap
        [DataRow(868590000, -1)] // half outside
        [DataRow(869300000, -1)]
        [DataRow(871000000, -1)]
        public void KnowsTheSubBandsOfEuropeAndTheGapsBetweenThem(int hertz, int band)
        {
            Modulation modulation = new() { FrequencyHertz = hertz };
            Assert.AreEqual(band, Region.Eu868().Rules.Find(modulation));
            Assert.AreEqual(band < 0, new DutyCycle(Region.Eu868().Rules).WaitFor(modulation, 20, Start) == DutyCycle.Never);
        }

        [TestMethod]
        public void AllowsABurstAndThenWaitsForTheHourToSlide()
        {
            DutyCycle ledger = new(Region.Eu868().Rules);
            Modulation slow = new() { SpreadingFactor = 12 };
            int airtime = slow.AirtimeMicroseconds(51);
            int allowed = 36000000 / airtime; // 1 % of an hour
            long now = Start;
            for (int i = 0; i < allowed; i++)
            {
                Assert.AreEqual(0, ledger.WaitFor(slow, 51, now));
                now += airtime / 1000;
                ledger.Record(slow, 51, now);
                now += 1000;
            }

            long wait = ledger.WaitFor(slow, 51, now);
            Assert.AreEqual(Start + airtime / 1000 + 3600000 - now, wait);
            Assert.AreEqual(0, ledger.WaitFor(new Modulation { SpreadingFactor = 12, FrequencyHertz = 869525000 }, 51, now)); // another sub-band
            Assert.AreEqual(0, ledger.WaitFor(slow, 51, now + wait));
        }

        [TestMethod]
        [DataRow(25)]
        [DataRow(50)]
        public void ADeviceThatForgetsItsLedgerAndRestsKeepsTheLawInAnyHour(int atOnce)
        {
            Random random = new(7);
            Modulation slow = new() { SpreadingFactor = 12 };
            Queue<(long At, int Airtime)> hour = new();
            long now = Start;
            long most = 0;
            for (int wake = 0; wake < 2000; wake++)
            {
                DutyCycle ledger = new(Region.Eu868().Rules) { UsablePercent = atOnce };
                for (int frames = random.Next(20); frames > 0; frames--)
                {
                    int length = random.Next(1, 60);
                    now += ledger.WaitFor(slow, length, now) + slow.AirtimeMicroseconds(length) / 1000;
                    ledger.Record(slow, length, now);
                    hour.Enqueue((now, slow.AirtimeMicroseconds(length)));
                    while (hour.Peek().At <= now - 3600000)
                    {
                        hour.Dequeue();
                    }

                    most = Math.Max(most, hour.Sum(f => (long)f.Airtime));
                }

                now += ledger.RestMilliseconds(now);
            }

            Assert.IsTrue(most <= 36000000, $"{most} us in an hour");
            Assert.IsTrue(most > 18000000, "the test reaches the bound it is for");
        }

        [TestMethod]
        public void NeverSendsMoreThanTheLawAllowsInAnyHour()
        {
            Random random = new(868);
            RadioRules rules = Region.Eu868().Rules;
            DutyCycle ledger = new(rules);
            int[] channels = { 868100000, 868300000, 867100000, 869525000, 869850000, 868900000 };
            List<(long End, int Airtime, int Band)> sent = new();
            long now = Start;
            for (int i = 0; i < 4000; i++)
            {
                Modulation modulation = new() { FrequencyHertz = channels[random.Next(channels.Length)], SpreadingFactor = 7 + random.Next(6) };
                int length = 1 + random.Next(50);
                long wait = ledger.WaitFor(modulation, length, now);
                if (wait > 0 && random.Next(3) == 0)
                {
                    now += wait;
                    wait = ledger.WaitFor(modulation, length, now);
                    Assert.AreEqual(0, wait);
                }

                if (wait == 0)
                {
                    now += modulation.AirtimeMicroseconds(length) / 1000 + 1;
                    ledger.Record(modulation, length, now);
                    sent.Add((now, modulation.AirtimeMicroseconds(length), rules.Find(modulation)));
                }

                now += random.Next(3000);
            }

            for (int band = 0; band < rules.Count; band++)
            {
                (long End, int Airtime, int Band)[] own = sent.Where(s => s.Band == band).ToArray();
                foreach ((long End, int Airtime, int Band) last in own)
                {
                    long inHour = own.Where(s => s.End > last.End - 3600000 && s.End <= last.End).Sum(s => (long)s.Airtime);
                    Assert.IsTrue(inHour <= 3600000L * rules[band].DutyCyclePermille, $"band {band}: {inHour} us");
                }
            }

            Assert.IsTrue(sent.Count > 500);
        }

        [TestMethod]
        public void KeepsTheLedgerOverASleep()
        {
            DutyCycle before = new(Region.Eu868().Rules);
            Modulation modulation = new() { SpreadingFactor = 12 };
            for (int i = 0; i < 12; i++)
            {
                before.Record(modulation, 51, Start + i * 3000);
            }

            byte[] record = new byte[DutyCycle.RecordLength];
            int length = before.Save(record, 0);
            DutyCycle after = new(Region.Eu868().Rules);
            Assert.IsTrue(after.Load(record, 0, length, Start + 100000));
            Assert.AreEqual(before.UsedMicroseconds(2, Start + 100000), after.UsedMicroseconds(2, Start + 100000));
            Assert.AreEqual(before.WaitFor(modulation, 51, Start + 100000), after.WaitFor(modulation, 51, Start + 100000));
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(7)]
        public void ALedgerThatMakesNoSenseCountsAsSpent(int length)
        {
            byte[] record = { 200, 1, 2, 3, 4, 5, 6 };
            DutyCycle ledger = new(Region.Eu868().Rules);
            Assert.IsFalse(ledger.Load(record, 0, length, Start));
            Assert.AreEqual(3600000, ledger.WaitFor(new Modulation(), 20, Start));
        }

        [TestMethod]
        public void AClockSetBackHoldsTheRadioForAnHourAtMost()
        {
            DutyCycle ledger = new(Region.Eu868().Rules);
            Modulation modulation = new() { SpreadingFactor = 12 };
            for (int i = 0; i < 14; i++)
            {
                ledger.Record(modulation, 51, Start + 86400000);
            }

            Assert.IsTrue(ledger.WaitFor(modulation, 51, Start) <= 3600000);
        }

        [TestMethod]
        public void KnowsDwellTimes()
        {
            DutyCycle america = new(Region.Us915().Rules);
            Assert.AreEqual(DutyCycle.Never, america.WaitFor(new Modulation { FrequencyHertz = 915000000, SpreadingFactor = 10 }, 40, Start));
            Assert.AreEqual(0, america.WaitFor(new Modulation { FrequencyHertz = 915000000, SpreadingFactor = 7 }, 40, Start));
            DutyCycle asia = new(Region.As923(1).Rules);
            Assert.AreEqual(DutyCycle.Never, asia.WaitFor(new Modulation { FrequencyHertz = 923200000, SpreadingFactor = 12 }, 20, Start));
            Assert.AreEqual(0, asia.WaitFor(new Modulation { FrequencyHertz = 923200000, SpreadingFactor = 9 }, 20, Start));
        }
    }
}
