// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using System;
using Lora.Nano.Lorawan.Network;
using Lora.Nano.Lorawan;
using Lora.Nano.Regions;
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
                byte[] buffer = new byte[255];
                frame.CopyTo(buffer, 0);
                accepted += network.Take(buffer, length) == null ? 0 : 1;
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
            foreach (byte[] frame in frames)
            {
                Assert.IsNull(again.Take((byte[])frame.Clone(), frame.Length));
            }

            node.Enqueue(new byte[] { 1 }, 1);
            byte[] before = new byte[255];
            network.Node(0).Enqueue(new byte[] { 1 }, 1);
            network.Compose(network.Node(0), 5, before);
            byte[] after = new byte[255];
            again.Compose(node, 5, after);
            Assert.IsTrue(after[6] >= before[6] + 1, "the counter of before is not used again");
        }

        [TestMethod]
        public void AReplayedFrameTakesNothingThatWaits()
        {
            (LorawanNetwork network, List<byte[]> frames) = Recorded();
            NetworkNode node = network.Node(0);
            node.Enqueue(new byte[] { 1 }, 1);
            byte[] last = (byte[])frames[^1].Clone();
            Assert.IsNull(network.Take(last, last.Length));
            Assert.AreEqual(1, node.Queued);
        }

        [TestMethod]
        public void ADeviceThatAsksWhetherItIsHeardIsAnswered()
        {
            Bench bench = new();
            Listener listener = new();
            Relay(bench, listener, device =>
            {
                for (int i = 0; i < 250; i++)
                {
                    DeviceBench.Patiently(device, () => device.Send(5, s_devEui, 0, 8, false, new Downlink()));
                }

                Assert.AreEqual(5, device.DataRate);
            }, true);
            Assert.AreEqual(250, listener.Uplinks);
        }

        [TestMethod]
        public void AnAcceptInTheSecondWindowIsHeard()
        {
            Bench bench = new();
            bool joined = false;
            LorawanNetwork network = new(5);
            network.Add(s_devEui, s_appKey);
            bench.Board(bench.Chip(60), Bench.Wired, radio =>
            {
                ChannelPlan plan = new(Region.Eu868());
                LorawanRelay relay = new(radio, plan, 0, 5, network, 5, new Listener { LateMilliseconds = 300 }); // too late for the first window
                while (!joined)
                {
                    relay.Step();
                }
            });
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                ChannelPlan plan = new(Region.Eu868());
                plan.UseOnly(0);
                LorawanDevice device = new(radio, plan, new DutyCycle(plan.Rules), new MemoryStore(), new Simulator.Platform.Random()) { FirstDataRate = 5 };
                Simulator.Platform.Thread.Sleep(1000);
                joined = device.Join(s_identity) == LorawanResult.Acknowledged;
                Assert.IsTrue(joined);
            });
            bench.Run(60);
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
        private static LorawanNetwork Relay(Bench bench, Listener listener, Action<LorawanDevice> body, bool adapts = false)
        {
            bool done = false;
            LorawanNetwork network = new(5);
            network.Add(s_devEui, s_appKey);
            bench.Board(bench.Chip(60), Bench.Wired, radio =>
            {
                LorawanRelay relay = new(radio, new ChannelPlan(Region.Eu868()), 0, 5, network, 5, listener);
                while (!done)
                {
                    relay.Step();
                }
            });
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                try
                {
                    ChannelPlan plan = new ChannelPlan(Region.Eu868());
                    plan.UseOnly(0);
                    LorawanDevice device = new(radio, plan, new DutyCycle(plan.Rules), new MemoryStore(), new Simulator.Platform.Random()) { FirstDataRate = 5, IsAdaptive = adapts };
                    Simulator.Platform.Thread.Sleep(1000);
                    Assert.AreEqual(LorawanResult.Acknowledged, device.Join(s_identity));
                    body(device);
                }
                finally
                {
                    done = true;
                }
            });
            bench.Run(36000);
            return network;
        }

        private sealed class Listener : IRelayListener
        {
            public byte[] Payload { get; init; }

            public int LateMilliseconds { get; init; }

            public int Uplinks { get; private set; }

            public void OnUplink(NetworkNode node, byte[] buffer, int offset, int count)
            {
                Uplinks++;
            }

            public void OnWindow(NetworkNode node)
            {
                Simulator.Platform.Thread.Sleep(LateMilliseconds);
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
