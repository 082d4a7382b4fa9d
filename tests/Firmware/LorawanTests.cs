// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Simulator.Lora;
using Testbed;

namespace FirmwareTests
{
    /// <summary>The Node image over LoRaWAN, through a network and a bridge, to the same server.</summary>
    [TestClass]
    public class LorawanTests
    {
        private const int PeriodSeconds = 900;
        private static readonly byte[] s_appKey = Convert.FromHexString("98929B92C49EDBA9676D646D3B612456");

        [TestMethod]
        public void ANodeJoinsRegistersAndReportsADay()
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge bridge);
            Operator backend = new(world.Server, PeriodSeconds);
            int registrations = 0;
            world.Server.Registered += _ => registrations++;
            node.PowerOn();
            world.Until(() => world.Server.Find("node") != null, 400, "not registered");
            world.Until(() => backend.Reports > 0, 2 * PeriodSeconds, "no report");
            int reports = backend.Reports;
            int messages = bridge.Messages;
            world.Time.Run(24 * 3600 * 1000L);
            Assert.AreEqual(1, bridge.Joins);
            Assert.AreEqual(1, registrations);
            Assert.AreEqual(96, backend.Reports - reports, 1);
            Assert.IsTrue(bridge.Messages - messages <= 96 + 3, $"{bridge.Messages - messages} messages a day");
            Assert.AreEqual(0, bridge.Violations.Count, string.Join(", ", bridge.Violations));
            Assert.IsNull(backend.Failure);
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void ANodeWithAnSx1262ReportsToo()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            SimulatedSx126x chip = new(air) { HasTcxo = true };
            world.Server.AwakeMilliseconds = 30000;
            LorawanBridge bridge = new(world.Time, air, world.Network, World.Port);
            bridge.Add(Convert.FromHexString("0102030405060708"), s_appKey);
            SimulatedBoard node = new("node", world.Time, world.Network, Firmware.Node.Program.Main, 11) { Radio = chip };
            chip.Wire(node.Pins, 13, 33, 14);
            world.Prepare(node, new
            {
                Endpoint = "node",
                Transport = "lorawan",
                Radio = "sx1262",
                BusyPin = 13,
                Dio1Pin = 33,
                TcxoMillivolts = 1800,
                DevEui = "0102030405060708",
                AppKey = Convert.ToHexString(s_appKey),
                MaximumSleep = 3600
            });
            Operator backend = new(world.Server, PeriodSeconds);
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 2 * PeriodSeconds, "no report");
            int reports = backend.Reports;
            world.Time.Run(12 * 3600 * 1000L);
            Assert.AreEqual(48, backend.Reports - reports, 1);
            Assert.IsTrue(bridge.Network.Devices[0].Missing <= 32, "one gap, before it is known that the chip keeps nothing");
            Assert.AreEqual("", string.Join(", ", bridge.Violations));
            Assert.AreEqual("", string.Join(", ", chip.Faults));
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void ADayOverOscoreAndLorawan()
        {
            World world = new(oscore: true);
            string secret = Convert.ToHexString(s_appKey);
            world.Oscore.Add(s_appKey, Array.Empty<byte>(), new byte[] { 1 }, new byte[] { 2 });
            SimulatedBoard node = Node(world, out LorawanBridge bridge, new
            {
                Endpoint = "node",
                Transport = "lorawan",
                DevEui = "0102030405060708",
                AppKey = secret,
                OscoreSecret = secret,
                OscoreSenderId = "01",
                OscoreRecipientId = "02",
                MaximumSleep = 3600
            });
            Operator backend = new(world.Server, PeriodSeconds);
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 4 * PeriodSeconds, "no report");
            int reports = backend.Reports;
            world.Time.Run(24 * 3600 * 1000L);
            Assert.AreEqual(96, backend.Reports - reports, 1);
            Assert.AreEqual(0, bridge.Violations.Count, string.Join(", ", bridge.Violations));
            string[] faults = world.Oscore.Faults.Where(f => f != "an answer to nothing, or not genuine").ToArray(); // an answer that comes twice is one
            Assert.AreEqual("", string.Join("\n", faults));
            Assert.AreEqual("97", world.Read("node", "/3/0/9").Text);
        }

        [TestMethod]
        public void ARequestReachesTheNodeBehindItsNextReport()
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge _);
            Operator backend = new(world.Server, 300);
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 1200, "no report");
            Assert.AreEqual(CoapCode.Changed, world.Write("node", "/3360/0/5702", "3.5").Code);
            Assert.AreEqual("3.5", world.Read("node", "/3360/0/5702").Text);
        }

        [TestMethod]
        public void ThreeRequestsInARowReachTheNodeInOneWake()
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge _);
            Operator backend = new(world.Server, 900, true);
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 3000, "no report");
            world.Time.Run(60000);
            int boots = node.Boots;
            int answered = 0;
            foreach (string value in new[] { "1.5", "2.5", "3.5" })
            {
                world.Server.Write(world.Server.Find("node"), "/3360/0/5702", value, reply => answered += reply?.Code == CoapCode.Changed ? 1 : 0);
            }

            world.Until(() => answered == 3, 1000, "not all answered");
            Assert.AreEqual(boots + 1, node.Boots);
        }

        [TestMethod]
        public void ANetworkThatHasForgottenTheSessionIsJoinedAgain()
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge bridge);
            Operator backend = new(world.Server, 900, true);
            node.PowerOn();
            world.Until(() => backend.Reports > 1, 3000, "no report");
            bridge.Forget();
            int reports = backend.Reports;
            world.Until(() => backend.Reports > reports + 3, 8 * 3600, "not joined again");
            Assert.AreEqual(2, bridge.Joins);
            Assert.IsTrue(backend.KeptValues >= 6, "what was measured meanwhile is told");
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void ANetworkThatKnowsTheNodeWhileTheServerIsAwayIsNotJoinedAnew()
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge bridge);
            Operator backend = new(world.Server, 900, true);
            node.PowerOn();
            world.Until(() => backend.Reports > 1, 3000, "no report");
            world.Server.IsDown = true;
            world.Time.Run(24 * 3600 * 1000L);
            world.Server.Forget();
            world.Server.IsDown = false;
            int reports = backend.Reports;
            world.Until(() => backend.Reports > reports + 1, 24 * 3600, "not back");
            Assert.AreEqual(1, bridge.Joins);
        }

        [TestMethod]
        [DataRow("07 03 18D283 50 03 50 0800 01")] // 863.9 MHz, and nothing but it: the gateway does not hear that
        [DataRow("05 05 18B583")] // the second window in another band and at another rate
        [DataRow("08 0F")] // the first window after 15 s
        [DataRow("04 0F")] // one part in 32,768 of all time
        [DataRow("03 07 0700 01")] // SF12 and the least power
        public void ANetworkThatMeansToStrandTheNodeHasLostItForADayAtMost(string commands)
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge bridge);
            Operator backend = new(world.Server, 900, true);
            node.PowerOn();
            world.Until(() => backend.Reports > 1, 3000, "no report");
            bridge.Network.Hears = hertz => hertz > 867000000;
            bridge.Network.Devices[0].Command(Convert.FromHexString(commands.Replace(" ", "")));
            world.Time.Run(2 * 3600 * 1000L);
            bridge.Network.Devices[0].CancelCommands();
            int reports = backend.Reports;
            world.Until(() => backend.Reports > reports + 3, 24 * 3600, "stranded");
            Assert.AreEqual("", string.Join(", ", bridge.Violations));
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void ASleepCostsNoFlashWriteAndNoCounterComesTwice()
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge bridge);
            Operator backend = new(world.Server, 900, true);
            node.PowerOn();
            world.Until(() => backend.Reports > 3, 5000, "no report");
            int writes = node.Flash.Writes;
            world.Time.Run(24 * 3600 * 1000L);
            Assert.IsTrue(node.Flash.Writes - writes <= 24, $"{node.Flash.Writes - writes} writes");
            Assert.AreEqual(0, bridge.Violations.Count, string.Join(", ", bridge.Violations));
        }

        [TestMethod]
        public void ANetworkThatNeverAnswersCostsLessAndLess()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            SimulatedSx127x chip = new(air);
            SimulatedBoard node = new("node", world.Time, world.Network, Firmware.Node.Program.Main, 11) { Radio = chip };
            chip.Wire(node.Pins, 26, -1, 14);
            world.Prepare(node, Configuration());
            long airtime = 0;
            air.Sent += t => airtime += t.End - t.Start;
            node.PowerOn();
            world.Time.Run(3600 * 1000L);
            Assert.IsTrue(airtime <= 36000, $"{airtime} ms in the first hour");
            world.Time.Run(10 * 3600 * 1000L);
            Assert.IsTrue(airtime <= 72000, $"{airtime} ms in eleven hours");
            long before = airtime;
            world.Time.Run(7 * 24 * 3600 * 1000L);
            Assert.IsTrue(airtime - before <= 7 * 24 * 3600L * 1000 / 500, $"{airtime - before} ms in a week");
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void AnotherIdentityIsAnotherSession()
        {
            World world = new();
            SimulatedBoard node = Node(world, out LorawanBridge bridge);
            node.PowerOn();
            world.Until(() => world.Server.Find("node") != null, 400, "not registered");
            node.PowerOff();
            world.Time.Run(1000);
            node.PowerOn();
            world.Time.Run(400000);
            Assert.AreEqual(1, bridge.Joins, "the session outlives a power cut");
            node.PowerOff();
            world.Time.Run(1000);
            bridge.Add(Convert.FromHexString("0102030405060709"), s_appKey);
            Scene.Provision(node, Configuration("0102030405060709"));
            node.PowerOn();
            world.Time.Run(400000);
            Assert.AreEqual(2, bridge.Joins, string.Join("\n", world.Lines));
            Assert.AreEqual(0, bridge.Violations.Count, string.Join(", ", bridge.Violations));
        }

        [TestMethod]
        public void SurvivesAPowerCutAtAnyByteOfItsRecords()
        {
            for (int bytes = 0; bytes < 500; bytes++)
            {
                World world = new();
                SimulatedBoard node = Node(world, out LorawanBridge bridge);
                Operator backend = new(world.Server, 300);
                node.Flash.FailAfterBytes = bytes;
                node.PowerOn();
                world.Time.Run(60000);
                node.PowerOff();
                world.Time.Run(1000);
                node.Flash.FailAfterBytes = -1;
                node.PowerOn();
                int before = backend.Reports;
                world.Until(() => backend.Reports > before, 2400, $"stuck after a cut at byte {bytes}");
                Assert.AreEqual(0, bridge.Violations.Count, $"cut at byte {bytes}: {string.Join(", ", bridge.Violations)}");
                Assert.IsNull(node.Crash);
            }
        }

        [TestMethod]
        [DataRow("DevEui", "12")]
        [DataRow("AppKey", "nothing")]
        [DataRow("Region", "MARS")]
        public void AnIdentityThatIsWrongIsNamed(string key, string value)
        {
            World world = new();
            string json = $"{{ \"Endpoint\": \"node\", \"Transport\": \"lorawan\", \"DevEui\": \"{(key == "DevEui" ? value : "0102030405060708")}\", "
                + $"\"AppKey\": \"{(key == "AppKey" ? value : Convert.ToHexString(s_appKey))}\", \"Region\": \"{(key == "Region" ? value : "EU868")}\" }}";
            SimulatedBoard node = Node(world, out LorawanBridge _, json);
            node.PowerOn();
            world.Time.Run(2000);
            Assert.IsTrue(world.Lines.Any(l => l.StartsWith($"configuration: {key} must be", StringComparison.Ordinal)), string.Join("\n", world.Lines));
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void ARadioThatIsNotThereIsNamedAndTriedLater()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            SimulatedSx127x chip = new(air) { Version = 0x22 };
            SimulatedBoard node = new("node", world.Time, world.Network, Firmware.Node.Program.Main, 11) { Radio = chip };
            world.Prepare(node, Configuration());
            node.PowerOn();
            world.Time.Run(3600000);
            Assert.IsTrue(world.Lines.Contains("SX1272 found, an SX1276/77/78/79 is needed"), string.Join("\n", world.Lines));
            Assert.IsTrue(node.Boots >= 3 && node.Boots < 10);
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void APinThatMayWakeCostsNoFlashWriteAWake()
        {
            int[] writes = new int[2];
            for (int run = 0; run < 2; run++)
            {
                World world = new();
                SimulatedBoard node = Node(world, out LorawanBridge _, new
                {
                    Endpoint = "node",
                    Transport = "lorawan",
                    DevEui = "0102030405060708",
                    AppKey = Convert.ToHexString(s_appKey),
                    MaximumSleep = 900,
                    WakePin = run == 0 ? -1 : 33
                });
                Operator backend = new(world.Server, 900);
                node.PowerOn();
                world.Time.Run(2 * 3600 * 1000L);
                int before = node.Flash.Writes;
                world.Time.Run(12 * 3600 * 1000L);
                writes[run] = node.Flash.Writes - before;
                Assert.IsTrue(backend.Reports > 40, $"{backend.Reports} reports");
            }

            Assert.IsTrue(writes[1] <= writes[0] + 2, $"{writes[0]} without the pin, {writes[1]} with it");
        }

        [TestMethod]
        public void APinDoesNotHurryTheJoinsOfANodeThatHasNoNetwork()
        {
            int[] heard = new int[2];
            for (int run = 0; run < 2; run++)
            {
                World world = new();
                LoraAir air = new(world.Time, 3);
                air.Sent += _ => heard[run]++;
                SimulatedSx127x chip = new(air);
                SimulatedBoard node = new("node", world.Time, world.Network, Firmware.Node.Program.Main, 11) { Radio = chip };
                chip.Wire(node.Pins, 26, -1, 14);
                world.Prepare(node, new { Endpoint = "node", Transport = "lorawan", DevEui = "0102030405060708", AppKey = Convert.ToHexString(s_appKey), WakePin = 33 });
                node.PowerOn();
                for (int minute = 0; minute < 180; minute += 2)
                {
                    world.Time.Run(119000);
                    node.Drive(33, run == 1);
                    world.Time.Run(1000);
                    node.Drive(33, false);
                }

                Assert.IsNull(node.Crash);
            }

            Assert.IsTrue(heard[0] > 5 && heard[1] <= heard[0] + 1, $"{heard[0]} attempts without the pin, {heard[1]} with it");
        }

        private static object Configuration(string devEui = "0102030405060708")
        {
            return new { Endpoint = "node", Transport = "lorawan", DevEui = devEui, AppKey = Convert.ToHexString(s_appKey), MaximumSleep = 3600 };
        }

        private static SimulatedBoard Node(World world, out LorawanBridge bridge, object configuration = null)
        {
            LoraAir air = new(world.Time, 3);
            SimulatedSx127x chip = new(air);
            world.Server.AwakeMilliseconds = 30000; // an answer over LoRa takes seconds
            bridge = new LorawanBridge(world.Time, air, world.Network, World.Port);
            bridge.Add(Convert.FromHexString("0102030405060708"), s_appKey);
            SimulatedBoard board = new("node", world.Time, world.Network, Firmware.Node.Program.Main, 11) { Radio = chip };
            chip.Wire(board.Pins, 26, -1, 14);
            return world.Prepare(board, configuration ?? Configuration());
        }
    }
}
