// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace SecurityTests
{
    /// <summary>Truncated, replayed, reordered, forged and mutated datagrams: nothing throws, nothing is taken, the session goes on. The names of some are faults of other stacks.</summary>
    [TestClass]
    public class BadInputTests
    {
        private const int Mutations = 20000; // a million in the long run: LONG_RUN=1

        private static int Count => Environment.GetEnvironmentVariable("LONG_RUN") == null ? Mutations : 1000000;

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void MutatedRecordsChangeNothing(bool oscore)
        {
            Pair pair = Connected(oscore);
            Random random = new(11);
            byte[] buffer = new byte[600];
            byte[][] seen = pair.Between.ToDevice.ToArray();
            for (int i = 0; i < Count; i++)
            {
                byte[] forged = (byte[])seen[random.Next(seen.Length)].Clone();
                for (int k = random.Next(1, 4); k > 0; k--)
                {
                    forged[random.Next(forged.Length)] ^= (byte)random.Next(1, 256);
                }

                forged = random.Next(4) == 0 ? forged[..random.Next(1, forged.Length + 1)] : forged;
                pair.Between.Inject(forged);
                int count = pair.Way.Receive(buffer, 0);
                Assert.IsTrue(count == 0 || IsInTheClear(buffer, count), $"taken: {CryptoTests.Hex(forged)}");
            }

            pair.Exchange(77);
            Assert.AreEqual(oscore ? 0 : 1, pair.Dtls.Handshakes);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void WhatHasComeBeforeIsNotTakenAgain(bool oscore)
        {
            Pair pair = Connected(oscore);
            byte[] buffer = new byte[600];
            foreach (byte[] old in pair.Between.ToDevice.ToArray())
            {
                pair.Between.Inject(old);
                Assert.AreEqual(0, pair.Way.Receive(buffer, 0));
            }

            pair.Exchange(78);
        }

        [TestMethod]
        public void ARequestOverOscoreIsRepeatedByItsSenderOnlyAndNotForLong()
        {
            Pair pair = Connected(true);
            byte[] buffer = new byte[600];
            Assert.AreEqual(5, pair.Ask(1).Length);
            byte[] first = pair.Between.ToDevice[^1];
            pair.Between.Inject((byte[])first.Clone());
            Assert.AreEqual(5, pair.Way.Receive(buffer, 0), "the answer was lost, so that it comes again");
            Assert.AreEqual(5, pair.Ask(2).Length);
            byte[] second = pair.Between.ToDevice[^1];
            pair.Between.Inject((byte[])first.Clone());
            Assert.AreEqual(0, pair.Way.Receive(buffer, 0), "not the newest any more");
            pair.Time.Run(60000);
            pair.Between.Inject((byte[])second.Clone());
            Assert.AreEqual(0, pair.Way.Receive(buffer, 0), "too late for its sender");
            Assert.IsTrue(pair.Lines.Contains("OSCORE: Replay detected"), string.Join("\n", pair.Lines));
            pair.Exchange(79);
        }

        [TestMethod]
        public void WindowLost_NoReplayAccepted()
        {
            Pair pair = Connected(true);
            byte[] buffer = new byte[600];
            Assert.AreEqual(5, pair.Ask(1).Length);
            byte[] request = pair.Between.ToDevice[^1];
            pair.Wake(); // without the save that comes before a sleep
            pair.Between.Inject((byte[])request.Clone());
            Assert.AreEqual(0, pair.Way.Receive(buffer, 0));
            Assert.IsTrue(pair.Lines.Contains("OSCORE: asked whether a request is fresh"), string.Join("\n", pair.Lines));
            pair.Exchange(5);
        }

        [TestMethod]
        public void EachMessageTakesTwoNativeCalls()
        {
            foreach (bool oscore in new[] { false, true })
            {
                Pair pair = Connected(oscore);
                byte[] message = { 0x51, 0x02, 0, 1, 1, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8 };
                pair.Way.Send(message, 0, message.Length);
                long calls = Simulator.Platform.Aes.Calls;
                pair.Way.Send(message, 0, message.Length);
                Assert.AreEqual(2, Simulator.Platform.Aes.Calls - calls);
            }
        }

        [TestMethod]
        public void PlainAlert_DoesNotEndSession()
        {
            Pair pair = Connected(false);
            pair.Between.Inject(Convert.FromHexString("15fefd000000000000000900020228"));
            pair.Step();
            Assert.IsTrue(pair.Way.IsReady);
            pair.Exchange(79);
        }

        [TestMethod]
        public void UnknownEpoch_NoAlert_NoStateChange()
        {
            Pair pair = Connected(false);
            byte[] record = (byte[])pair.Between.ToDevice[^1].Clone();
            record[4] = 2;
            int sent = pair.Between.FromDevice.Count;
            pair.Between.Inject(record);
            pair.Step();
            Assert.AreEqual(sent, pair.Between.FromDevice.Count);
            pair.Exchange(80);
        }

        [TestMethod]
        public void HelloVerifyRequestsForEverAreBounded()
        {
            Pair pair = new();
            byte number = 0;
            pair.Between.Passes = (datagram, toDevice) => toDevice ? Array.Empty<byte[]>() : Answer();
            pair.Connect(90);
            Assert.IsFalse(pair.Way.IsReady);
            Assert.IsTrue(pair.Between.FromDevice.Count < 20, $"{pair.Between.FromDevice.Count} hellos");

            IEnumerable<byte[]> Answer()
            {
                pair.Between.Inject(Convert.FromHexString("16fefd0000000000000000001003000004000000000000000" + "4fefd01" + (++number).ToString("x2")));
                return Array.Empty<byte[]>();
            }
        }

        [TestMethod]
        public void FragmentBombIsBounded()
        {
            Pair pair = new();
            pair.Between.Passes = (_, _) => Array.Empty<byte[]>();
            pair.Way.Connect(pair.Time.Now);
            byte[] bomb = Convert.FromHexString("16fefd0000000000000001000d" + "02ffffff" + "0000" + "000000" + "000001" + "00");
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                bomb[18] = (byte)i;
                pair.Between.Inject((byte[])bomb.Clone());
                pair.Step();
            }

            Assert.IsTrue(GC.GetAllocatedBytesForCurrentThread() - before < 8000000, "16 MB were promised");
        }

        [TestMethod]
        [DataRow("another version", 13 + 12 + 1, 0xFF)]
        [DataRow("cipher suite that was not offered", 13 + 12 + 2 + 32 + 1 + 32, 0x00)]
        public void ADowngradeIsRefusedWithALine(string line, int at, int value)
        {
            Pair pair = new();
            pair.Between.Passes = (datagram, toDevice) =>
            {
                byte[] changed = (byte[])datagram.Clone();
                if (toDevice && datagram[0] == 22 && datagram[13] == 2)
                {
                    changed[at] = (byte)value;
                }

                return new[] { changed };
            };
            pair.Connect(3);
            Assert.IsTrue(pair.Lines.Any(l => l.Contains(line)), string.Join("\n", pair.Lines));
            Assert.IsFalse(pair.Way.IsReady);
        }

        [TestMethod]
        public void NoExtendedMasterSecretIsRefusedWithALine()
        {
            Pair pair = new();
            pair.Between.Passes = (datagram, toDevice) =>
            {
                byte[] changed = (byte[])datagram.Clone();
                int at = toDevice && datagram[0] == 22 && datagram[13] == 2 ? datagram.AsSpan().IndexOf(new byte[] { 0x00, 0x17, 0x00, 0x00 }) : -1;
                if (at > 0)
                {
                    changed[at + 1] = 0x16; // encrypt_then_mac in its place
                }

                return new[] { changed };
            };
            pair.Connect(3);
            Assert.IsTrue(pair.Lines.Any(l => l.Contains("no extended master secret")), string.Join("\n", pair.Lines));
        }

        [TestMethod]
        public void EachDatagramLostRepeatedOrOutOfOrder_TheHandshakeEndsWell()
        {
            for (int seed = 0; seed < 60; seed++)
            {
                Pair pair = new();
                Random random = new(seed);
                pair.Network.LossRatio = 0.25;
                pair.Network.DuplicationRatio = 0.3;
                pair.Network.JitterMilliseconds = 300;
                pair.Connect(70);
                if (!pair.Way.IsReady)
                {
                    pair.Connect(70); // a quarter lost each way may well use up one attempt
                }

                Assert.IsTrue(pair.Way.IsReady, $"seed {seed}\n" + string.Join("\n", pair.Lines));
                pair.Network.LossRatio = 0;
                pair.Network.DuplicationRatio = 0;
                pair.Network.JitterMilliseconds = 0;
                pair.Time.Run(2000);
                while (pair.Step().Length > 0)
                {
                }

                pair.Exchange((byte)seed);
            }
        }

        [TestMethod]
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(6)]
        [DataRow(20)]
        public void AConnectionIdOfAnyLengthIsTaken(int length)
        {
            Pair pair = new();
            pair.Dtls.ConnectionIdLength = length;
            pair.Connect();
            pair.Exchange(1);
        }

        [TestMethod]
        [DataRow(1)]
        [DataRow(8)]
        public void TheDeviceMayAskForAConnectionIdOfItsOwn(int length)
        {
            Pair pair = new(ownIdLength: length);
            pair.Connect();
            pair.Exchange(1);
            Assert.AreEqual(25, pair.Between.ToDevice[^1][0], "not under its Connection ID");
            pair.Way.Save(new byte[20], 0);
            pair.Wake();
            pair.Exchange(2);
            Assert.AreEqual(1, pair.Dtls.Handshakes);
        }

        [TestMethod]
        public void WhatCannotBeRememberedIsNotTaken()
        {
            Pair pair = Connected(true);
            for (byte i = 0; i < 16; i++)
            {
                Assert.AreEqual(5, pair.Ask(i).Length);
            }

            pair.Store.IsBroken = true;
            int taken = Enumerable.Range(16, 32).Count(i => pair.Ask((byte)i).Length > 0);
            Assert.IsTrue(taken < 16, $"{taken} requests taken that another life would take again");
            pair.Store.IsBroken = false;
            Assert.AreEqual(5, pair.Ask(99).Length);
        }

        [TestMethod]
        public void CipherOfBlocksWithEncryptThenMac()
        {
            Pair pair = new();
            pair.Dtls.CipherSuite = 0x00AE;
            pair.Connect();
            for (byte i = 0; i < 20; i++)
            {
                pair.Exchange(i);
            }
        }

        [TestMethod]
        public void DamagedNewestState_DoesNotUseOlder()
        {
            Pair pair = Connected(false);
            pair.Wake(); // without the save that comes before a sleep
            Assert.IsFalse(pair.Way.IsReady);
            pair.Connect();
            pair.Exchange(2);
            Assert.AreEqual(2, pair.Dtls.Handshakes);
        }

        [TestMethod]
        public void SaveRightAfterHandshake_Restores()
        {
            Pair pair = new();
            pair.Connect();
            pair.Way.Save(new byte[20], 0);
            pair.Wake();
            Assert.IsTrue(pair.Way.IsReady);
            pair.Exchange(3);
            Assert.AreEqual(1, pair.Dtls.Handshakes);
        }

        [TestMethod]
        public void Sleep_SendsNoCloseNotify_GoingForGoodDoes()
        {
            Pair pair = Connected(false);
            int sent = pair.Between.FromDevice.Count;
            pair.Way.Save(new byte[20], 0);
            pair.Time.Run(500);
            Assert.AreEqual(sent, pair.Between.FromDevice.Count);
            pair.Way.Close();
            pair.Time.Run(500);
            Assert.AreEqual(sent + 1, pair.Between.FromDevice.Count);
            Assert.AreEqual(0, pair.Ask(1).Length, "the server has kept the session");
        }

        private static Pair Connected(bool oscore)
        {
            Pair pair = new(oscore);
            pair.Connect();
            for (byte i = 0; i < 8; i++)
            {
                pair.Exchange(i);
            }

            return pair;
        }

        // Empty messages are never protected by OSCORE, so that anyone can write one: they carry nothing.
        private static bool IsInTheClear(byte[] buffer, int count)
        {
            return count >= 4 && buffer[1] == 0;
        }
    }
}
