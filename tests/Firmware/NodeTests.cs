// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Testbed;
using Testbed.Server;

namespace FirmwareTests
{
    /// <summary>The Node image in virtual time: its sleep, its state, its way through a NAT.</summary>
    [TestClass]
    public class NodeTests
    {
        private const int PeriodSeconds = 300;

        [TestMethod]
        public void ReportsAtEveryPeriodOfADayAndRegistersOnce()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            int registrations = 0;
            world.Server.Registered += _ => registrations++;
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Time.Run(24 * 3600 * 1000L);
            Assert.AreEqual(1, registrations);
            Assert.IsNull(backend.Failure);
            Assert.AreEqual(24 * 3600 / PeriodSeconds, backend.Reports, 2);
            Assert.IsTrue(node.Flash.Writes <= 24, $"{node.Flash.Writes} flash writes");
            Assert.IsTrue(world.Nat.Mappings > 200, "each wake finds its NAT mapping gone");
            Assert.IsTrue(node.AwakeMilliseconds < 24 * 3600 * 1000L / 50, $"awake {node.AwakeMilliseconds / 1000} s of a day");
        }

        [TestMethod]
        public void KeepsThePhaseOfItsReports()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            List<long> times = new();
            world.Server.Reported += (_, _, _, _) => times.Add(world.Time.Now);
            world.Node().PowerOn();
            world.Time.Run(6 * 3600 * 1000L);
            Assert.IsTrue(times.Count > 60);
            foreach (long time in times)
            {
                Assert.AreEqual(0, (time - times[0] + PeriodSeconds * 500L) % (PeriodSeconds * 1000L) - PeriodSeconds * 500L, 1500);
            }
        }

        [TestMethod]
        public void IsReachedInTheWindowAfterItsReport()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            world.Node().PowerOn();
            world.Until(() => backend.Reports > 0, 700, "no report");
            world.Time.Run(60000);
            ServerReply first = world.Write("node", "/3360/0/5702", "17.5");
            ServerReply second = world.Read("node", "/3360/0/5702");
            Assert.AreEqual(CoapCode.Changed, first.Code);
            Assert.AreEqual("17.5", second.Text);
        }

        [TestMethod]
        public void TakesSeveralRequestsInOneWake()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Until(() => backend.Reports > 0 && !node.IsAwake, 700, "no report");
            int answers = 0;
            int boots = node.Boots;
            RegisteredClient client = world.Server.Find("node");
            for (int i = 0; i < 3; i++)
            {
                world.Server.Read(client, "/3/0/9", ContentFormat.Text, _ => answers++);
            }

            world.Until(() => answers == 3, 400, "not answered");
            Assert.AreEqual(boots + 1, node.Boots);
        }

        [TestMethod]
        public void RebootsWhenItIsTold()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 700, "no report");
            ServerReply reply = world.Ask("node", new ServerRequest { Method = CoapCode.Post, Path = "/3/0/4" });
            Assert.AreEqual(CoapCode.Changed, reply.Code);
            world.Until(() => world.Lines.Contains("sleep 0 s"), 10, "did not reboot");
            int boots = node.Boots;
            world.Until(() => node.Boots > boots, 400, "did not come back");
        }

        [TestMethod]
        public void GoesOnWhenTheServerComesBackWithoutItsMemory()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            SimulatedBoard node = world.Node(new { Endpoint = "node", Server = "coap://127.0.0.1:5683", Lifetime = 1800 });
            node.PowerOn();
            world.Until(() => backend.Reports > 1, 1000, "no report");
            world.Server.IsDown = true;
            world.Time.Run(3600 * 1000L);
            world.Server.Forget();
            world.Server.IsDown = false;
            world.Until(() => world.Server.Find("node") != null, 3 * 3600, "did not register again");
            int reports = backend.Reports;
            world.Until(() => backend.Reports > reports, 1000, "did not report again");
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void AServerThatIsAwayCostsLittleAndIsFoundAgain()
        {
            World world = new();
            world.Server.IsDown = true;
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Time.Run(24 * 3600 * 1000L);
            Assert.IsTrue(node.Boots < 24, $"{node.Boots} boots");
            Assert.IsTrue(node.AwakeMilliseconds < 600 * 1000, $"awake {node.AwakeMilliseconds / 1000} s");
            world.Server.IsDown = false;
            world.Until(() => world.Server.Find("node") != null, 4 * 3600, "not registered");
        }

        [TestMethod]
        public void KeepsWhatServersHaveWrittenAndObserveOverItsSleep()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 700, "no report");
            Assert.AreEqual(CoapCode.Changed, world.Write("node", "/3360/0/5702", "17.5").Code);
            Assert.AreEqual(CoapCode.Changed, world.Write("node", "/1/0/1", "7200").Code);
            int notifications = 0;
            world.Server.Observe(world.Server.Find("node"), "/3303/0/5700", ContentFormat.Text, _ => notifications++);
            world.Time.Run(6 * 3600 * 1000L);
            Assert.AreEqual("17.5", world.Read("node", "/3360/0/5702").Text);
            Assert.AreEqual("7200", world.Read("node", "/1/0/1").Text);
            Assert.AreEqual(7200, world.Server.Find("node").LifetimeSeconds);
            Assert.IsTrue(notifications > 20, $"{notifications} notifications");
        }

        [TestMethod]
        public void TwoReportsCloseTogetherAreSentOnceEach()
        {
            World world = new();
            Operator backend = new(world.Server, 900);
            world.Node().PowerOn();
            world.Until(() => backend.Reports > 0, 1000, "no report");
            world.Time.Run(6000);
            RegisteredClient client = world.Server.Find("node");
            ServerReply created = world.Ask(
                "node",
                new ServerRequest
                {
                    Method = CoapCode.Post,
                    Path = "/2347",
                    ContentFormat = ContentFormat.Tlv,
                    Payload = Payloads.CreateNotify("/3303/0/5700", 1, "batch/node", 900, false, true)
                },
                1000);
            Assert.AreEqual(CoapCode.Created, created.Code);
            int before = backend.Reports;
            world.Time.Run(9000 * 1000L);
            Assert.AreEqual(20, backend.Reports - before, 1);
        }

        [TestMethod]
        public void RefusesWhatItCouldNotKeepOverASleep()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds);
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Until(() => world.Server.Find("node")?.Objects.Contains("/2347/0") == true, 700, "no Notify");
            int created = 1;
            for (int i = 0; i < 10; i++)
            {
                ServerReply reply = world.Ask("node", new ServerRequest
                {
                    Method = CoapCode.Post,
                    Path = "/2347",
                    ContentFormat = ContentFormat.Tlv,
                    Payload = Payloads.CreateNotify("/2346/0", 1, "batch/node/" + new string('x', 50), 86400, false, true)
                });
                created += reply.Code == CoapCode.Created ? 1 : 0;
            }

            Assert.AreEqual(8, created);
            world.Time.Run(2 * PeriodSeconds * 1000);
            Assert.AreEqual("86400", world.Read("node", "/2347/7/5918").Text);
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void SurvivesAPowerCutAtAnyByteOfItsFirstRecord()
        {
            for (int bytes = 0; bytes < 220; bytes++)
            {
                World world = new();
                Operator backend = new(world.Server, 30);
                SimulatedBoard node = world.Node();
                node.Flash.FailAfterBytes = bytes;
                node.PowerOn();
                world.Time.Run(20000);
                node.PowerOff();
                world.Time.Run(1000);

                SimulatedBoard again = world.Node();
                Copy(node.Flash, again.Flash);
                again.PowerOn();
                int before = backend.Reports;
                world.Until(() => backend.Reports > before, 200, $"stuck after a cut at byte {bytes}");
                Assert.IsNull(again.Crash);
            }
        }

        [TestMethod]
        public void ATornOrForeignRecordIsDroppedWithALine()
        {
            World world = new();
            SimulatedBoard node = world.Node();
            node.Flash.Write("I:\\session", new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 });
            node.PowerOn();
            world.Until(() => world.Server.Find("node") != null, 30, "not registered");
            Assert.IsTrue(world.Lines.Any(l => l.StartsWith("torn record dropped", StringComparison.Ordinal)));
        }

        [TestMethod]
        [DataRow("{ \"Endpoint\": \"node\", \"Server\": \"http://x\" }", "configuration: Server is no coap or coaps URI")]
        [DataRow("{ \"Endpoint\": \"node\", \"Server\": \"coaps://192.0.2.1\" }", "configuration: Identity missing: coaps needs one")]
        [DataRow("{ \"Endpoint\": \"node\", \"Server\": \"coaps://192.0.2.1\", \"Identity\": \"node\", \"Key\": \"0102\" }", "configuration: Key must be 32 to 128 hexadecimal digits")]
        [DataRow("{ \"Endpoint\": \"node\", \"Server\": \"coap://192.0.2.1\", \"Identity\": \"node\", \"Key\": \"000102030405060708090a0b0c0d0e0f\" }", "configuration: Server has a key, so its URI must begin with coaps://")]
        [DataRow("{ \"Server\": \"coap://127.0.0.1\" }", "configuration: Endpoint missing")]
        [DataRow("{ \"Endpoint\": ", "configuration: line 1 is no JSON of a configuration")]
        [DataRow("{ \"Endpoint\": \"node\", \"Server\": \"coap://127.0.0.1:5683\", \"Lifetime\": -5 }", "configuration: Lifetime must be a whole number from 10 to 31536000, using 86400")]
        public void SaysWhatIsWrongWithItsConfigurationAndStaysSafe(string configuration, string line)
        {
            World world = new();
            SimulatedBoard node = world.Node(configuration);
            node.PowerOn();
            world.Time.Run(60000);
            CollectionAssert.Contains(world.Lines, line);
            Assert.IsNull(node.Crash);
            Assert.IsTrue(node.Boots <= 2, "no boot loop");
        }

        [TestMethod]
        public void SleepsWhenThereIsNoWifi()
        {
            World world = new();
            SimulatedBoard node = world.Node();
            node.WifiInReach = false;
            node.PowerOn();
            world.Time.Run(4 * 3600 * 1000L);
            Assert.IsTrue(node.Boots < 20);
            node.WifiInReach = true;
            world.Until(() => world.Server.Find("node") != null, 3 * 3600, "not registered");
        }

        [TestMethod]
        public void DeliversOverALossyNetwork()
        {
            World world = new();
            world.Network.LossRatio = 0.1;
            world.Network.DuplicationRatio = 0.1;
            world.Network.JitterMilliseconds = 40;
            Operator backend = new(world.Server, PeriodSeconds);
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Time.Run(12 * 3600 * 1000L);
            Assert.IsNull(backend.Failure);
            Assert.IsNull(node.Crash);
            Assert.IsTrue(backend.Reports > 0.8 * 12 * 3600 / PeriodSeconds, $"{backend.Reports} reports");
        }

        [TestMethod]
        public void ValuesOfAnOutageAreKeptAndToldTogetherAfterIt()
        {
            World world = new();
            Operator backend = new(world.Server, PeriodSeconds, true);
            SimulatedBoard node = world.Node();
            node.PowerOn();
            world.Until(() => backend.Reports > 1, 4000, "no report");
            node.WifiInReach = false;
            world.Time.Run(6 * 3600 * 1000L);
            node.WifiInReach = true;
            int wakes = world.Lines.Count(l => l == "no Wi-Fi");
            world.Until(() => backend.KeptValues > 0, 3 * 3600, "nothing was kept");
            world.Time.Run(60000);
            Assert.IsTrue(wakes < 10, $"{wakes} wakes without a network");
            Assert.IsTrue(backend.KeptValues >= 6 * 3600 / PeriodSeconds, $"{backend.KeptValues} values");
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        public void AFullFlashIsNamedAndTheNodeRegistersAnewAtEachWake()
        {
            World world = new();
            SimulatedBoard node = world.Node(new { Endpoint = "node", Server = "coap://127.0.0.1:5683", MaximumSleep = 600 });
            node.Flash.FailAfterBytes = 0;
            node.PowerOn();
            world.Time.Run(3600 * 1000L);
            Assert.AreEqual(7, world.Lines.Count(l => l == "cannot write session"), 1);
            Assert.IsNotNull(world.Server.Find("node"));
            Assert.IsNull(node.Crash);
            node.Flash.FailAfterBytes = -1;
            world.Time.Run(3600 * 1000L);
            Assert.IsTrue(world.Lines.Contains("resumed " + world.Server.Find("node").Location));
        }

        [TestMethod]
        public void APinWakesTheNodeAndItReportsAtOnce()
        {
            World world = new();
            Operator backend = new(world.Server, 3600);
            SimulatedBoard node = world.Node(new { Endpoint = "node", Server = "coap://127.0.0.1:5683", WakePin = 33 });
            node.PowerOn();
            world.Until(() => backend.Reports > 0, 4000, "no report");
            world.Time.Run(600000);
            int before = backend.Reports;
            node.Drive(33, true);
            world.Until(() => backend.Reports > before, 10, "no report on the pin");
            node.Drive(33, false);
            world.Time.Run(24 * 3600 * 1000L);
            Assert.AreEqual(24, backend.Reports - before - 1, 1, "the period goes on as before");
        }

        [TestMethod]
        public void AWakePinThatIsStuckDoesNotKeepTheNodeAwake()
        {
            World world = new();
            SimulatedBoard node = world.Node(new { Endpoint = "node", Server = "coap://127.0.0.1:5683", WakePin = 33 });
            node.Drive(33, true);
            node.PowerOn();
            world.Time.Run(3600 * 1000L);
            Assert.IsTrue(node.Boots < 5, $"{node.Boots} boots");
            Assert.IsTrue(world.Lines.Contains("wake pin still active, not armed"));
        }

        [TestMethod]
        [DataRow(2420, "66")] // 2420 / 4095 * 3.3 V * 2 = 3.900 V
        [DataRow(4000, "100")]
        public void TheBatteryIsMeasuredThroughTheAdc(int reading, string percent)
        {
            World world = new();
            SimulatedBoard node = world.Node(new { Endpoint = "node", Server = "coap://127.0.0.1:5683", BatteryChannel = 7 });
            node.Analog[7] = reading;
            node.PowerOn();
            world.Until(() => world.Server.Find("node") != null, 30, "not registered");
            Assert.AreEqual(percent, world.Read("node", "/3/0/9").Text);
        }

        [TestMethod]
        public void ABatteryThatIsNotWiredIsNamedAndNotMadeUp()
        {
            World world = new();
            SimulatedBoard node = world.Node(new { Endpoint = "node", Server = "coap://127.0.0.1:5683", BatteryChannel = 7 });
            node.PowerOn();
            world.Until(() => world.Server.Find("node") != null, 30, "not registered");
            Assert.AreEqual(CoapCode.NotFound, world.Read("node", "/3/0/9").Code);
            Assert.IsTrue(world.Lines.Contains("no battery on ADC channel 7"));
        }

        private static void Copy(SimulatedFlash from, SimulatedFlash to)
        {
            foreach (string file in new[] { "I:\\session.0", "I:\\session.1" })
            {
                byte[] bytes = from.Read(file);
                if (bytes != null)
                {
                    to.Write(file, bytes);
                }
            }
        }
    }
}
