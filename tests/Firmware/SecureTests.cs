// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Testbed;

namespace FirmwareTests
{
    /// <summary>The images over DTLS with Bouncy Castle at the other end, and over OSCORE: sleeps, NATs, restarts and power cuts.</summary>
    [TestClass]
    public class SecureTests
    {
        private const string Endpoint = "node-000001";
        private const string Key = "000102030405060708090a0b0c0d0e0f";
        private const int Day = 86400000;

        [TestMethod]
        public void ADayOfWakesBehindANatThatForgetsIsOneHandshake()
        {
            World world = new(secured: true);
            NonceWatch watch = new(world);
            Operator backend = Report(world, true);
            int before = backend.Reports;
            world.Time.Run(Day);
            Assert.AreEqual(96, backend.Reports - before);
            Assert.IsTrue(world.Nat.Mappings > 90, "the NAT has not forgotten");
            Assert.AreEqual(1, world.Dtls.Handshakes, Last(world));
            Assert.AreEqual("", watch.Repeated);
        }

        [TestMethod]
        public void WithoutConnectionIdEachWakeIsOneAbbreviatedHandshake()
        {
            World world = new(secured: true);
            world.Dtls.ConnectionIdLength = 0;
            NonceWatch watch = new(world);
            Operator backend = Report(world, true);
            int before = backend.Reports;
            int handshakes = world.Dtls.Handshakes;
            world.Time.Run(Day / 4);
            Assert.AreEqual(24, backend.Reports - before);
            Assert.AreEqual(24, world.Dtls.Handshakes - handshakes, 1);
            Assert.AreEqual(world.Dtls.Handshakes - 1, world.Dtls.Resumptions, Last(world));
            Assert.AreEqual("", watch.Repeated);
        }

        [TestMethod]
        public void AServerThatHasLostTheSessionIsRegisteredWithAgainAndNothingIsLost()
        {
            World world = new(secured: true);
            Operator backend = Report(world, true);
            int before = backend.Reports;
            for (int restart = 1; restart <= 4; restart++)
            {
                world.Time.Run(3600000);
                world.Dtls.Forget();
                world.Server.Forget();
                int seen = world.Dtls.Handshakes;
                world.Time.Run(1800000);
                Assert.IsNotNull(world.Server.Find(Endpoint), $"restart {restart}\n" + Last(world));
                Assert.AreEqual(1, world.Dtls.Handshakes - seen, Last(world));
            }

            world.Time.Run(3600000);
            int values = (backend.Reports - before) * 6 + backend.KeptValues;
            Assert.AreEqual(28 * 6, values, 6, "values of 7 hours");
        }

        [TestMethod]
        public void ANetworkThatWasAwayCostsNoHandshakeWhenTheServerHasKeptTheSession()
        {
            World world = new(secured: true);
            Operator backend = Report(world, true);
            world.Time.Run(3600000);
            world.Network.LossRatio = 1;
            world.Time.Run(2 * 3600000);
            world.Network.LossRatio = 0;
            int before = backend.Reports;
            world.Time.Run(4 * 3600000);
            Assert.IsTrue(backend.Reports - before >= 13, $"{backend.Reports - before} reports\n" + Last(world)); // the others are kept: a wake in vain doubles the sleep
            Assert.IsTrue(world.Dtls.Handshakes <= 2, $"{world.Dtls.Handshakes} handshakes\n" + Last(world));
        }

        [TestMethod]
        public void ATenthOfTheDatagramsLostCostsHardlyAHandshake()
        {
            World world = new(secured: true);
            NonceWatch watch = new(world);
            Operator backend = Report(world, true);
            world.Network.LossRatio = 0.1;
            world.Network.DuplicationRatio = 0.1;
            world.Network.JitterMilliseconds = 80;
            int before = backend.Reports;
            world.Time.Run(Day);
            Assert.IsTrue(backend.Reports - before + backend.KeptValues / 6 >= 95, $"{backend.Reports - before} reports, {backend.KeptValues} values\n" + Last(world));
            Assert.IsTrue(world.Dtls.Handshakes <= 6, $"{world.Dtls.Handshakes} handshakes\n" + Last(world));
            Assert.AreEqual("", watch.Repeated);
        }

        [TestMethod]
        [DataRow("ffffffffffffffffffffffffffffffff", Endpoint)]
        [DataRow(Key, "nobody")]
        public void AWrongKeyOrIdentityIsOneLineAndNoFlood(string key, string identity)
        {
            World world = new(secured: true);
            world.Dtls.Keys[Endpoint] = Convert.FromHexString(Key);
            SimulatedBoard node = world.Node(new { Endpoint, Server = "coaps://127.0.0.1:5684", Identity = identity, Key = key, AwakeWindow = 2, MaximumSleep = 900 });
            int datagrams = 0;
            world.Nat.Passed += (_, fromBoard) => datagrams += fromBoard ? 1 : 0;
            node.PowerOn();
            world.Time.Run(Day / 4);
            Assert.IsNull(world.Server.Find(Endpoint));
            Assert.IsTrue(world.Lines.Any(l => l.Contains("no answer after the Finished: the key or the identity is wrong") || l.Contains("the identity is wrong")), Last(world));
            Assert.IsFalse(world.Lines.Any(l => l.Contains(key, StringComparison.OrdinalIgnoreCase)), "the key is in the log");
            Assert.IsTrue(datagrams < 300, $"{datagrams} datagrams in six hours");
        }

        [TestMethod]
        public void NoNumberComesTwiceWhateverByteThePowerFailsAt()
        {
            for (int bytes = 0; bytes < 420; bytes += 3)
            {
                World world = new(secured: true);
                NonceWatch watch = new(world);
                SimulatedBoard node = SecureNode(world);
                Operator backend = new(world.Server, 60, true);
                node.PowerOn();
                world.Until(() => backend.Reports > 0, 200, "no report");
                ReportAfterACut(world, node, backend, bytes);
                Assert.AreEqual("", watch.Repeated, $"cut at byte {bytes}");
            }
        }

        [TestMethod]
        public void AGatewayStreamsAnEcgOverDtls()
        {
            World world = new(secured: true);
            world.Dtls.Keys["gateway-000001"] = Convert.FromHexString(Key);
            Operator backend = new(world.Server, 10);
            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway-000001", Server = "coaps://127.0.0.1:5684", Identity = "gateway-000001", Key, AllowList = new[] { "*" } });
            gateway.PowerOn();
            world.Until(() => backend.EcgPacks > 20, 60, "no ECG");
            world.Time.Run(600000);
            Assert.IsTrue(backend.EcgPacks > 1000, $"{backend.EcgPacks} packs");
            Assert.AreEqual(0, backend.EcgGaps);
            Assert.AreEqual(1, world.Dtls.Handshakes);
            Assert.IsTrue(gateway.Flash.Writes < 60, $"{gateway.Flash.Writes} flash operations");
        }

        [TestMethod]
        public void ABootstrapServerOverDtlsGivesTheKeyOfTheServer()
        {
            World world = new(secured: true);
            byte[] key = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 };
            world.Dtls.Keys["factory-000001"] = Convert.FromHexString(Key);
            world.Dtls.Keys[Endpoint] = key;
            using Testbed.Server.BootstrapServer bootstrap = new(world.Time, world.Dtls, 5784, "coaps://127.0.0.1:5684", Endpoint, key);
            SimulatedBoard node = world.Node(new { Endpoint, BootstrapServer = "coaps://127.0.0.1:5784", BootstrapIdentity = "factory-000001", BootstrapKey = Key, AwakeWindow = 2, MaximumSleep = 600 });
            node.PowerOn();
            world.Until(() => world.Server.Find(Endpoint) != null, 60, "not registered");
            Assert.AreEqual(1, bootstrap.Finished);
            world.Time.Run(3600000);
            Assert.AreEqual(2, world.Dtls.Handshakes, Last(world)); // one each, for all wakes
            Assert.AreEqual(CoapCode.Unauthorized, world.Read(Endpoint, "/0/1/5").Code, "a server reads no key");
        }

        [TestMethod]
        public void ATransportWithoutSecurityDoesNotSpeakInTheClear()
        {
            World world = new();
            int datagrams = 0;
            world.Network.Passed += (_, _) => datagrams++;
            SimulatedBoard board = new("plain", world.Time, world.Network, Wake, 11);
            board.LineWritten += world.Lines.Add;
            board.PowerOn();
            world.Time.Run(20000);
            Assert.AreEqual(0, datagrams, "spoke in the clear to a server that wants DTLS");
            CollectionAssert.Contains(world.Lines, "account not used: security mode 0 is not supported");

            void Wake()
            {
                Firmware.Node.NodeConfiguration configuration = new() { Endpoint = Endpoint, Server = "coaps://127.0.0.1:5684", Identity = Endpoint, Key = Key, AwakeWindow = 1 };
                LwM2M.Nano.Platform.Log log = new Firmware.Platform.ConsoleLog();
                LwM2M.Nano.Platform.Store store = new Firmware.Platform.FileStore("I:\\", log);
                new Firmware.Node.NodeDevice(configuration, new Firmware.Platform.UdpTransport(log), null, new Firmware.Platform.SystemClock(), store, new Firmware.Node.Failures(store), new Simulator.Platform.Random(), log, -1).Run();
            }
        }

        [TestMethod]
        public void TheSessionFitsItsRoom()
        {
            World world = new(secured: true);
            world.Dtls.Keys[Endpoint] = Convert.FromHexString(Key);
            Firmware.Node.NodeDevice node = null;
            SimulatedBoard board = new("heap", world.Time, world.Network, Wake, 11);
            board.PowerOn();
            world.Until(() => world.Server.Find(Endpoint) != null, 10, "not registered");
            List<object> reached = DeviceHeap.Reach(node, true);
            int total = reached.Sum(DeviceHeap.SizeOf);
            object session = reached.Single(o => o.GetType().Name == "DtlsSession");
            HashSet<object> shared = new(DeviceHeap.Reach(reached.Single(o => o.GetType().Name == "Ccm")), ReferenceEqualityComparer.Instance);
            int own = DeviceHeap.Reach(session).Where(o => !shared.Contains(o)).Sum(DeviceHeap.SizeOf);
            Console.WriteLine($"{total} B of client state, {own} B a session");
            Assert.IsTrue(own < 1536, $"{own} B a session");
            Assert.IsTrue(total < 18 * 1024, $"{total} B");

            void Wake()
            {
                Firmware.Node.NodeConfiguration configuration = new() { Endpoint = Endpoint, Server = "coaps://127.0.0.1:5684", Identity = Endpoint, Key = Key, AwakeWindow = 1 };
                LwM2M.Nano.Platform.Log log = new Firmware.Platform.ConsoleLog();
                LwM2M.Nano.Platform.Clock clock = new Firmware.Platform.SystemClock();
                LwM2M.Nano.Platform.Store store = new Firmware.Platform.FileStore("I:\\", log);
                Simulator.Platform.Random random = new();
                LwM2M.Security.SecureTransport transport = new(new Firmware.Platform.UdpTransport(log), 512, store, clock, random, log);
                node = new Firmware.Node.NodeDevice(configuration, transport, null, clock, store, new Firmware.Node.Failures(store), random, log, -1);
                node.Run();
            }
        }

        [TestMethod]
        public void ADayOverOscoreBehindANat()
        {
            World world = new(oscore: true);
            Operator backend = ReportOverOscore(world, out _);
            int before = backend.Reports;
            world.Time.Run(Day);
            Assert.AreEqual(96, backend.Reports - before, Last(world));
            Assert.AreEqual("", string.Join("\n", world.Oscore.Faults));
            Assert.AreEqual("97", world.Read(Endpoint, "/3/0/9").Text, "a read over OSCORE");
        }

        [TestMethod]
        public void AnObservationOverOscoreOutlivesSleeps()
        {
            World world = new(oscore: true);
            ReportOverOscore(world, out _);
            List<string> values = new();
            world.Server.Observe(world.Server.Find(Endpoint), "/3303/0/5700", ContentFormat.Text, reply => values.Add(reply?.Text));
            world.Time.Run(Day / 4);
            Assert.IsTrue(values.Count > 10, string.Join(" ", values) + "\n" + string.Join("\n", world.Oscore.Faults) + Last(world));
            Assert.IsFalse(values.Contains(null));
            Assert.AreEqual("", string.Join("\n", world.Oscore.Faults));
        }

        [TestMethod]
        public void OverOscoreNoNumberComesTwiceAndAReplayIsNotExecutedAfterAPowerCut()
        {
            for (int bytes = 0; bytes < 300; bytes += 7)
            {
                World world = new(oscore: true);
                SimulatedBoard node = OscoreNode(world);
                Operator backend = new(world.Server, 60, true);
                PartialIvWatch watch = new(world);
                node.PowerOn();
                world.Until(() => backend.Reports > 0, 300, "no report");
                ReportAfterACut(world, node, backend, bytes);
                Assert.AreEqual("", watch.Repeated, $"cut at byte {bytes}");
            }
        }

        private static Operator Report(World world, bool confirmable)
        {
            SimulatedBoard node = SecureNode(world);
            Operator backend = new(world.Server, 900, confirmable);
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 1000, "no report");
            return backend;
        }

        private static void ReportAfterACut(World world, SimulatedBoard node, Operator backend, int bytes)
        {
            node.Flash.FailAfterBytes = bytes;
            world.Time.Run(90000);
            node.PowerOff();
            world.Time.Run(1000);
            node.Flash.FailAfterBytes = -1;
            int before = backend.Reports;
            node.PowerOn();
            world.Until(() => backend.Reports > before, 1000, $"no report after a cut at byte {bytes}");
        }

        private static SimulatedBoard SecureNode(World world)
        {
            world.Dtls.Keys[Endpoint] = Convert.FromHexString(Key);
            return world.Node(new { Endpoint, Server = "coaps://127.0.0.1:5684", Identity = Endpoint, Key, AwakeWindow = 2, MaximumSleep = 900 });
        }

        private static Operator ReportOverOscore(World world, out SimulatedBoard node)
        {
            node = OscoreNode(world);
            Operator backend = new(world.Server, 900, true);
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 1000, "no report");
            return backend;
        }

        private static SimulatedBoard OscoreNode(World world)
        {
            world.Oscore.Add(Convert.FromHexString(Key), Array.Empty<byte>(), new byte[] { 0xAA }, new byte[] { 0xBB });
            return world.Node(new
            {
                Endpoint,
                Server = "coap://127.0.0.1:5683",
                OscoreSecret = Key,
                OscoreSenderId = "aa",
                OscoreRecipientId = "bb",
                AwakeWindow = 2,
                MaximumSleep = 900
            });
        }

        private static string Last(World world)
        {
            return string.Join("\n", world.Lines.TakeLast(25));
        }

        /// <summary>Sees every record of the board: under one key a number is used for one record only. A handshake begins new keys.</summary>
        private sealed class NonceWatch
        {
            private readonly Dictionary<(int Epoch, string Number), string> _records = new();
            private int _handshake;

            public NonceWatch(World world)
            {
                world.Nat.Passed += (datagram, fromBoard) =>
                {
                    if (fromBoard)
                    {
                        Look(datagram);
                    }
                };
            }

            public string Repeated { get; private set; } = "";

            private void Look(byte[] datagram)
            {
                if (datagram[0] == 22 && datagram.Length > 13 && datagram[13] == 1)
                {
                    _handshake++;
                }

                if ((datagram[0] is 23 or 25) && datagram[4] == 1)
                {
                    (int, string) number = (_handshake, Convert.ToHexString(datagram, 0, 11 + (datagram[0] == 25 ? 6 : 0)));
                    string record = Convert.ToHexString(datagram);
                    if (_records.TryGetValue(number, out string before) && before != record)
                    {
                        Repeated = before + "\n" + record;
                    }

                    _records[number] = record;
                }
            }
        }

        /// <summary>Sees every message of the board: a Partial IV is used for one message only.</summary>
        private sealed class PartialIvWatch
        {
            private readonly Dictionary<string, string> _messages = new();

            public PartialIvWatch(World world)
            {
                world.Nat.Passed += (datagram, fromBoard) =>
                {
                    CoapMessage message = new();
                    if (!fromBoard || !message.Parse(datagram, 0, datagram.Length))
                    {
                        return;
                    }

                    for (int i = 0; i < message.OptionCount; i++)
                    {
                        int length = message.OptionNumber(i) == 9 ? datagram[message.OptionOffset(i)] & 7 : 0;
                        if (length > 0)
                        {
                            string number = Convert.ToHexString(datagram, message.OptionOffset(i) + 1, length).TrimStart('0');
                            string payload = Convert.ToHexString(datagram, message.PayloadOffset, message.PayloadLength);
                            if (_messages.TryGetValue(number, out string before) && before != payload)
                            {
                                Repeated = number;
                            }

                            _messages[number] = payload;
                        }
                    }
                };
            }

            public string Repeated { get; private set; } = "";
        }
    }
}
