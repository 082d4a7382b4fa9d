// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Lora.Nano.Lorawan;
using Lora.Nano.Lorawan.Network;
using Lora.Nano.Regulation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>The network's side, and devices that sleep between their uplinks.</summary>
    [TestClass]
    public class NetworkTests
    {
        private static readonly byte[] s_devEui = { 1, 2, 3, 4, 5, 6, 7, 8 };
        private static readonly byte[] s_appKey = Convert.FromHexString("98929b92c49edba9676d646d3b612456");
        private static readonly LorawanIdentity s_identity = new(new byte[8], s_devEui, s_appKey);

        [TestMethod]
        public void ADownlinkGoesInTheSecondWindowWhenTheFirstsSubBandIsUsedUp()
        {
            Bench bench = new();
            Listener listener = new() { Payload = new byte[200] };
            List<int> frequencies = new();
            bench.Air.Sent += t => frequencies.AddRange(t.Inverted ? new[] { t.FrequencyHertz } : Array.Empty<int>());
            int received = 0;
            Relay(bench, listener, device =>
            {
                Downlink downlink = new();
                for (int i = 0; i < 80; i++)
                {
                    device.Send(5, s_devEui, 0, 8, false, downlink);
                    received += downlink.Port == 5 && downlink.Length == 200 ? 1 : 0;
                }
            });
            Assert.AreEqual(80, received);
            Assert.AreEqual(80, listener.Uplinks);
            Assert.AreEqual(1 + 53, frequencies.Count(f => f < 868200000)); // half of the hour's 36 s
            Assert.AreEqual(80 - 53, frequencies.Count(f => f > 869500000));
        }

        [TestMethod]
        public void TheQueueIsBoundedAndTakesNothingTwice()
        {
            NetworkNode node = new LorawanNetwork(0).Add(s_devEui, s_appKey);
            Assert.IsTrue(node.Enqueue(new byte[] { 1 }, 1));
            Assert.IsTrue(node.Enqueue(new byte[] { 1 }, 1)); // a server on UDP repeats what LoRa has not delivered yet
            Assert.AreEqual(1, node.Queued);
            for (byte i = 2; i <= 4; i++)
            {
                Assert.IsTrue(node.Enqueue(new[] { i }, 1));
            }

            Assert.IsFalse(node.Enqueue(new byte[] { 9 }, 1));
        }

        [TestMethod]
        public void FramesThatAreCorruptForeignTruncatedOrReplayedChangeNothing()
        {
            (LorawanNetwork network, List<byte[]> frames) = Recorded();
            Random random = new(1);
            int accepted = 0;
            for (int i = 0; i < 200000; i++)
            {
                byte[] frame = (byte[])frames[random.Next(frames.Count)].Clone();
                int kind = random.Next(4);
                int length = kind == 0 ? random.Next(frame.Length) : frame.Length;
                if (kind == 1)
                {
                    frame[random.Next(frame.Length)] ^= (byte)(1 << random.Next(8));
                }
                else if (kind == 2)
                {
                    random.NextBytes(frame);
                }
                else if (kind == 3 && frame == frames[^1])
                {
                    continue;
                }

                byte[] buffer = new byte[255];
                frame.CopyTo(buffer, 0);
                NetworkNode node = network.Take(buffer, length);
                bool again = node != null && node.IsRepeat && kind == 3;
                accepted += node == null || again ? 0 : 1;
            }

            Assert.AreEqual(0, accepted);
        }

        [TestMethod]
        public void ARebootOfTheNetworkRepeatsNoDownlinkCounterAndTakesNoReplay()
        {
            (LorawanNetwork network, List<byte[]> frames) = Recorded();
            byte[] record = new byte[NetworkNode.RecordLength];
            network.Node(0).Save(record, 0);
            LorawanNetwork again = new(0);
            NetworkNode node = again.Add(s_devEui, s_appKey);
            Assert.IsTrue(node.Load(record, 0));
            Assert.IsFalse(again.Add(new byte[8], s_appKey).Load(record, 0));
            foreach (byte[] frame in frames.SkipLast(1))
            {
                Assert.IsNull(again.Take((byte[])frame.Clone(), frame.Length));
            }

            byte[] last = (byte[])frames[^1].Clone();
            Assert.AreSame(node, again.Take(last, last.Length));
            Assert.IsTrue(node.IsRepeat);
            node.Enqueue(new byte[] { 1 }, 1);
            byte[] before = new byte[255];
            network.Node(0).Enqueue(new byte[] { 1 }, 1);
            network.Compose(network.Node(0), 5, before);
            byte[] after = new byte[255];
            again.Compose(node, 5, after);
            Assert.IsTrue(after[6] >= before[6] + 1, "the counter of before is not used again");
        }

        [TestMethod]
        public void SleepsOf15MinutesCostOneWriteADayAndNoCounterComesTwice()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            MemoryStore store = new();
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                for (int life = 0; life < 3 * 96; life++)
                {
                    ChannelPlan plan = ChannelPlan.Eu868();
                    LorawanDevice device = new(radio, plan, new DutyCycle(plan.Rules), store, new Simulator.Platform.Random(), life > 0 && life != 150);
                    while (!device.IsJoined)
                    {
                        device.Join(s_identity);
                        Simulator.Platform.Thread.Sleep(200000);
                    }

                    for (int i = 0; i < life % 3 + 1; i++)
                    {
                        device.Send(2, s_devEui, 0, 8, false, new Downlink());
                    }

                    Simulator.Platform.Thread.Sleep(900000);
                }
            });
            bench.Run(4 * 86400);
            Assert.AreEqual(0, network.Violations.Count, string.Join(", ", network.Violations));
            Assert.AreEqual(3 * 96 * 2, network.Payloads.Count);
            Assert.IsTrue(store.Writes <= 2 + 3 + 1 + 2, $"{store.Writes} writes"); // the join, a day each, the reset
        }

        [TestMethod]
        public void MoreUplinksThanAMinuteStandsForAreReservedFirst()
        {
            Bench bench = new();
            NetworkServer network = new(bench, s_appKey);
            MemoryStore store = new();
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                for (int life = 0; life < 20; life++)
                {
                    ChannelPlan plan = ChannelPlan.Eu868();
                    LorawanDevice device = new(radio, plan, new DutyCycle(plan.Rules), store, new Simulator.Platform.Random(), life > 0);
                    device.Personalize(0x26011234, new byte[16], new byte[16]);
                    device.SetDataRate(5);
                    for (int i = 0; i < life; i++)
                    {
                        device.Send(2, s_devEui, 0, 8, false, new Downlink());
                    }

                    Simulator.Platform.Thread.Sleep((int)device.MinimumSleepMilliseconds);
                }
            });
            network.Personalize(new byte[16], new byte[16]);
            bench.Run(86400);
            Assert.AreEqual(0, network.Violations.Count, string.Join(", ", network.Violations));
            Assert.AreEqual(190, network.Payloads.Count);
        }

        // A network and the uplinks it has taken: a join and three reports.
        private static (LorawanNetwork Network, List<byte[]> Frames) Recorded()
        {
            Bench bench = new();
            List<byte[]> frames = new();
            bench.Air.Sent += t =>
            {
                if (!t.Inverted)
                {
                    frames.Add((byte[])t.Payload.Clone());
                }
            };
            LorawanNetwork network = Relay(bench, new Listener(), device =>
            {
                for (int i = 0; i < 3; i++)
                {
                    device.Send(5, s_devEui, 0, 8, true, new Downlink());
                }
            });
            return (network, frames);
        }

        // Runs a relay and a device that joins it.
        private static LorawanNetwork Relay(Bench bench, Listener listener, Action<LorawanDevice> body)
        {
            bool done = false;
            LorawanNetwork network = new(5);
            network.Add(s_devEui, s_appKey);
            bench.Board(bench.Chip(60), Bench.Wired, radio =>
            {
                LorawanRelay relay = new(radio, ChannelPlan.Eu868(), 0, 5, network, 5, listener);
                while (!done)
                {
                    relay.Step();
                }
            });
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                try
                {
                    ChannelPlan plan = ChannelPlan.Eu868();
                    plan.UseOnly(0);
                    LorawanDevice device = new(radio, plan, new DutyCycle(plan.Rules), new MemoryStore(), new Simulator.Platform.Random()) { JoinDataRate = 5 };
                    Simulator.Platform.Thread.Sleep(1000);
                    Assert.AreEqual(LorawanResult.Acknowledged, device.Join(s_identity));
                    device.SetDataRate(5);
                    body(device);
                }
                finally
                {
                    done = true;
                }
            });
            bench.Run(3600);
            return network;
        }

        private sealed class Listener : IRelayListener
        {
            public byte[] Payload { get; init; }

            public int Uplinks { get; private set; }

            public void OnUplink(NetworkNode node, byte[] buffer, int offset, int count)
            {
                Uplinks++;
            }

            public void OnWindow(NetworkNode node)
            {
                if (Payload != null)
                {
                    Payload[0]++;
                    node.Enqueue(Payload, Payload.Length);
                }
            }

            public bool Keep()
            {
                return true;
            }
        }
    }
}
