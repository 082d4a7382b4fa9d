// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;
using Testbed;
using Testbed.Server;

namespace FirmwareTests
{
    /// <summary>The Gateway image in virtual time, with an ECG peripheral.</summary>
    [TestClass]
    public class GatewayTests
    {
        private const string Twin = "/26241/0";

        [TestMethod]
        public void MakesATwinOfAPeripheralAndUpdatesItsRegistrationOnce()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            Assert.IsTrue(world.Server.Find("gateway").Updates <= 1);
            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", Twin + "/0").Text);
            Assert.AreEqual("150", world.Read("gateway", Twin + "/2").Text);
            Assert.AreEqual("0", world.Read("gateway", Twin + "/3").Text);
            ServerReply links = world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = Twin, Accept = ContentFormat.LinkFormat });
            Assert.AreEqual("</26241/0>,</26241/0/0>,</26241/0/1>,</26241/0/2>,</26241/0/3>", links.Text);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void ReadsAWholeTwin()
        {
            World world = new();
            Start(world);
            ServerReply reply = world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = Twin, Accept = ContentFormat.Tlv });
            Assert.AreEqual(CoapCode.Content, reply.Code);
            Assert.IsTrue(reply.Payload.Length > 25);
        }

        [TestMethod]
        public void ReadsAndWritesGoOnForEver()
        {
            World world = new();
            Start(world);
            for (int i = 0; i < 60; i++)
            {
                Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", Twin + "/0").Text);
                Assert.AreEqual(CoapCode.Changed, world.Write("gateway", Twin + "/2", "140").Code);
            }
        }

        [TestMethod]
        public void WritesThroughTheTwin()
        {
            World world = new();
            Start(world);
            Assert.AreEqual(CoapCode.Changed, world.Write("gateway", Twin + "/2", "145").Code);
            Assert.AreEqual(145, world.Ecg.Database.Services[0].Characteristics[2].Value[0]);
            Assert.AreEqual(CoapCode.Changed, world.Write("gateway", Twin + "/3", "1").Code);
            Assert.AreEqual(CoapCode.BadRequest, world.Write("gateway", Twin + "/2", "70000").Code);
            Assert.AreEqual(CoapCode.BadRequest, world.Write("gateway", Twin + "/2", "fast").Code);
            Assert.AreEqual(CoapCode.MethodNotAllowed, world.Write("gateway", Twin + "/0", "mine").Code);
        }

        [TestMethod]
        public void ObserveBecomesASubscriptionAndCancelEndsIt()
        {
            World world = new();
            Operator backend = new(world.Server, 60);
            Start(world);
            world.Until(() => backend.EcgPacks > 100, 30, "no stream");
            Assert.AreEqual(0, backend.EcgGaps);
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = Twin + "/1", Accept = ContentFormat.Opaque, Observe = 1 });
            world.Time.Run(2000);
            int sent = world.Ecg.NotificationsSent;
            world.Time.Run(5000);
            Assert.AreEqual(sent, world.Ecg.NotificationsSent);
        }

        [TestMethod]
        public void TheSamplingRateFollowsAWriteWhileTheStreamRuns()
        {
            World world = new();
            Operator backend = new(world.Server, 60);
            Start(world);
            world.Until(() => backend.SamplingRate == "145", 30, "rate not written");
            int packs = world.Ecg.NotificationsSent;
            world.Time.Run(10000);
            Assert.AreEqual(145.0 / 9 * 10, world.Ecg.NotificationsSent - packs, 3);
        }

        [TestMethod]
        public void PollsWhatCannotNotifyAndReportsOnlyChanges()
        {
            World world = new();
            Start(world);
            int notifications = 0;
            world.Server.Observe(world.Server.Find("gateway"), Twin + "/3", ContentFormat.Text, _ => notifications++);
            world.Time.Run(40000);
            Assert.AreEqual(1, notifications);
            world.Ecg.Find(world.Ecg.Database.Services[0].Characteristics[3].Uuid).Value = new byte[] { 1 };
            world.Time.Run(12000);
            Assert.AreEqual(2, notifications);
        }

        [TestMethod]
        public void APeripheralThatDropsMidReadIsA503AndComesBackAsTheSameTwin()
        {
            World world = new();
            Operator backend = new(world.Server, 60);
            SimulatedBoard gateway = Start(world);
            world.Until(() => backend.EcgPacks > 20, 30, "no stream");
            world.Ecg.ExtraDelayMilliseconds = 3000;
            ServerReply reply = null;
            world.Server.Read(world.Server.Find("gateway"), Twin + "/0", ContentFormat.Text, r => reply = r);
            world.Time.Run(1500);
            world.Ecg.Drop();
            world.Until(() => reply != null, 20, "no answer");
            Assert.AreEqual(CoapCode.ServiceUnavailable, reply.Code);
            Assert.AreEqual(CoapCode.ServiceUnavailable, world.Read("gateway", Twin + "/0").Code);

            world.Ecg.ExtraDelayMilliseconds = 0;
            world.Ecg.InReach = true;
            int packs = backend.EcgPacks;
            world.Until(() => backend.EcgPacks > packs + 20, 40, "the observation did not resume");
            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", Twin + "/0").Text);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void LosingALinkAgainAndAgainLeavesNothingBehind()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            for (int i = 0; i < 30; i++)
            {
                world.Ecg.ExtraDelayMilliseconds = 3000;
                world.Server.Read(world.Server.Find("gateway"), Twin + "/0", ContentFormat.Text, _ => { });
                world.Time.Run(1500);
                world.Ecg.Drop();
                world.Time.Run(1000);
                world.Ecg.ExtraDelayMilliseconds = 0;
                world.Ecg.InReach = true;
                world.Time.Run(14000);
            }

            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", Twin + "/0").Text);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void ObservingABatchSubscribesItsTwins()
        {
            World world = new();
            Start(world);
            world.Ask("gateway", new ServerRequest
            {
                Method = CoapCode.Post,
                Path = "/2346",
                ContentFormat = ContentFormat.Tlv,
                Payload = Payloads.CreateBatch(Twin + "/1", "/3/0/9")
            });
            int notifications = 0;
            world.Server.Observe(world.Server.Find("gateway"), "/2346/0/5914", ContentFormat.Tlv, _ => notifications++);
            world.Time.Run(5000);
            Assert.IsTrue(notifications > 20, $"{notifications} notifications");
        }

        [TestMethod]
        public void ATypeToldByOnePeripheralIsNotForcedOnAnother()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            GattDatabase other = GattDatabase.Load("ecg");
            other.Address = "C0:FF:EE:00:00:02";
            other.Services[0].Characteristics[2].PresentationFormat = null;
            world.Air.Add(new SimulatedPeripheral(other));
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/26241/1"), 60, "no second twin");
            Assert.AreEqual(CoapCode.BadRequest, world.Write("gateway", "/26241/1/2", "5").Code);
            Assert.AreEqual(CoapCode.Changed, world.Write("gateway", "/26241/0/2", "140").Code);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        [DataRow("180D", false)]
        [DataRow("18*", false)]
        [DataRow("0000180D-*", false)]
        [DataRow("f0010000-0000-1000-8000-00805f9b34fb", true)]
        [DataRow("C0FFEE000001", true)]
        [DataRow("c0:ff:*", true)]
        [DataRow("*", true)]
        public void TheAllowListKnowsAddressesServicesAndWildcards(string pattern, bool allowed)
        {
            Firmware.Gateway.Bluetooth.AllowList list = new(new[] { pattern });
            System.Guid ecg = new("f0010000-0000-1000-8000-00805f9b34fb");
            Assert.AreEqual(allowed, list.Allows(0xC0FFEE000001, new[] { ecg }, out bool _));
            Assert.AreEqual(pattern is "180D" or "18*" or "0000180D-*" or "*", list.Allows(1, new[] { new System.Guid("0000180d-0000-1000-8000-00805f9b34fb") }, out bool _));
        }

        [TestMethod]
        public void ATwinGoesWhenItsPeripheralStaysAway()
        {
            World world = new();
            Start(world);
            world.Ecg.Drop();
            world.Time.Run(20000);
            Assert.IsTrue(world.Server.Find("gateway").Objects.Contains(Twin));
            world.Until(() => !world.Server.Find("gateway").Objects.Contains(Twin), 30, "twin not removed");
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", Twin + "/0").Code);
        }

        [TestMethod]
        public void APeripheralThatAnswersNothingIsAGatewayTimeout()
        {
            World world = new();
            Start(world);
            world.Ecg.Answers = false;
            Assert.AreEqual(CoapCode.GatewayTimeout, world.Read("gateway", Twin + "/0").Code);
            Assert.AreEqual(CoapCode.Content, world.Read("gateway", "/3/0/1").Code);
        }

        [TestMethod]
        public void KeepsItsNumbersOverAReboot()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            world.Ask("gateway", new ServerRequest { Method = CoapCode.Post, Path = "/3/0/4" });
            world.Until(() => gateway.Boots == 2, 10, "no reboot");
            world.Until(() => world.Server.Find("gateway").Objects.Contains(Twin), 60, "no twin");
            Assert.AreEqual(0, world.Lines.Count(l => l.Contains("torn")));
        }

        [TestMethod]
        public void ConnectsNobodyWhoIsNotAllowed()
        {
            World world = new();
            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "AA*", "180d" } });
            gateway.PowerOn();
            world.Time.Run(30000);
            Assert.IsFalse(world.Ecg.IsConnected);
        }

        [TestMethod]
        public void BatchesATwinWithTheGatewaysOwnValues()
        {
            World world = new();
            Start(world);
            ServerReply created = world.Ask("gateway", new ServerRequest
            {
                Method = CoapCode.Post,
                Path = "/2346",
                ContentFormat = ContentFormat.Tlv,
                Payload = Payloads.CreateBatch(Twin + "/2", "/3/0/9")
            });
            Assert.AreEqual(CoapCode.Created, created.Code);
            ServerReply values = world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = "/2346/0/5914", Accept = ContentFormat.Tlv });
            CollectionAssert.AreEqual(new[] { "150", "100" }, Payloads.Values(values.Payload, ContentFormat.Tlv, "/2346/0/5914").ToArray());
        }

        [TestMethod]
        public void CompositesReachTwinsAndTheGatewaysOwnValuesInOneMessage()
        {
            World world = new();
            Start(world);
            ServerReply read = world.Ask("gateway", new ServerRequest
            {
                Method = CoapCode.Fetch,
                Path = "/",
                ContentFormat = ContentFormat.SenmlJson,
                Accept = ContentFormat.SenmlJson,
                Payload = System.Text.Encoding.UTF8.GetBytes($"[{{\"n\":\"{Twin}/0\"}},{{\"n\":\"{Twin}/2\"}},{{\"n\":\"/3/0/9\"}}]")
            });
            Assert.AreEqual($"[{{\"n\":\"{Twin}/0\",\"vs\":\"ECG sensor, one lead\"}},{{\"n\":\"{Twin}/2\",\"v\":150}},{{\"n\":\"/3/0/9\",\"v\":100}}]", read.Text);
            ServerReply write = world.Ask("gateway", new ServerRequest
            {
                Method = CoapCode.IPatch,
                Path = "/",
                ContentFormat = ContentFormat.SenmlJson,
                Payload = System.Text.Encoding.UTF8.GetBytes($"[{{\"n\":\"{Twin}/2\",\"v\":120}},{{\"n\":\"{Twin}/3\",\"vb\":true}}]")
            });
            Assert.AreEqual(CoapCode.Changed, write.Code);
            Assert.AreEqual("120", world.Read("gateway", Twin + "/2").Text);
            Assert.AreEqual("1", world.Read("gateway", Twin + "/3").Text);
        }

        [TestMethod]
        public void APeripheralThatNeverConnectsIsLeftAloneMoreAndMoreAndKeepsNobodyOut()
        {
            World world = new();
            GattDatabase dead = GattDatabase.Load("ecg");
            dead.Address = "C0:FF:EE:00:00:66";
            SimulatedPeripheral silent = new(dead) { Answers = false };
            world.Air.Add(silent);
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains(Twin) == true, 60, "the other was kept out");
            world.Time.Run(3600 * 1000L);
            int attempts = world.Lines.Count(l => l == "no connection to C0FFEE000066");
            Assert.IsTrue(attempts is > 5 and < 20, $"{attempts} attempts in an hour");
            silent.Answers = true;
            world.Until(() => world.Server.Find("gateway").Objects.Contains("/26241/1"), 700, "not tried again");
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void TellsHowItsPeripheralsFare()
        {
            World world = new();
            Operator backend = new(world.Server, 60);
            Start(world);
            Assert.AreEqual("C0FFEE000001", world.Read("gateway", "/26496/0/0").Text);
            Assert.AreEqual("1", world.Read("gateway", "/26496/0/1").Text);
            Assert.AreEqual("-58", world.Read("gateway", "/26496/0/2").Text);
            Assert.IsTrue(int.Parse(world.Read("gateway", "/26496/0/3").Text) < 60);
            world.Until(() => backend.EcgPacks > 100, 30, "no stream");
            world.Time.Run(6000);
            Assert.AreEqual("0", world.Read("gateway", "/26496/0/7").Text);
            world.Ecg.NotificationLoss = 0.1;
            world.Time.Run(11000);
            float loss = float.Parse(world.Read("gateway", "/26496/0/7").Text, System.Globalization.CultureInfo.InvariantCulture);
            Assert.IsTrue(loss is > 0.02f and < 0.25f, $"{loss}");
            Assert.IsTrue(int.Parse(world.Read("gateway", "/26496/0/8").Text) > 5);
            world.Ecg.Drop();
            world.Time.Run(1000);
            Assert.AreEqual("0", world.Read("gateway", "/26496/0/1").Text);
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", "/26496/0/7").Code, "a window with a reconnect is void");
            world.Ecg.InReach = true;
            world.Until(() => world.Read("gateway", "/26496/0/4").Text == "1", 60, "not connected again");
        }

        [TestMethod]
        public void TheSamplingRateFollowsALinkWhoseLossRisesAndFalls()
        {
            World world = new();
            Start(world);
            RateControl control = new(world.Time, world.Server);
            control.Start(world.Server.Find("gateway"), Twin);
            world.Time.Run(41000);
            int good = control.RateHertz;
            Assert.IsTrue(good is >= 170 and <= 200, $"{good} Hz after 40 s without loss");
            world.Ecg.NotificationLoss = 0.15;
            world.Time.Run(60000);
            int bad = control.RateHertz;
            Assert.IsTrue(bad <= good - 45, $"{bad} Hz after a minute of loss");
            Assert.AreEqual(bad, world.Ecg.Database.Services[0].Characteristics[2].Value[0], "the peripheral does as it is told");
            world.Ecg.NotificationLoss = 0;
            world.Time.Run(60000);
            Assert.IsTrue(control.RateHertz >= bad + 45, $"{control.RateHertz} Hz after a minute without loss");
            for (int i = 1; i < control.Windows.Count; i++)
            {
                Assert.IsTrue(System.Math.Abs(control.Windows[i].RateHertz - control.Windows[i - 1].RateHertz) is 5 or 0);
                Assert.AreEqual(5000, control.Windows[i].Time - control.Windows[i - 1].Time, 200);
            }
        }

        [TestMethod]
        public void MorePeripheralsThanLinksTakeTurnsAndAnObservedOneStays()
        {
            World world = new();
            Operator backend = new(world.Server, 60);
            foreach (string name in new[] { "environment", "heart-rate", "thermometer", "oximeter" })
            {
                world.Air.Add(new SimulatedPeripheral(GattDatabase.Load(name)));
            }

            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(
                () => world.Server.Find("gateway") is RegisteredClient client && client.Objects.Contains("/3304/0") && client.Objects.Contains("/3346/0")
                    && client.Objects.Contains("/3303/1") && backend.EcgTwin != null && client.Objects.Count(o => o.StartsWith("/26496/", System.StringComparison.Ordinal)) == 5,
                900,
                "not everybody had a turn");
            int drops = world.Lines.Count(l => l == "lost C0FFEE000001");
            int packs = backend.EcgPacks;
            world.Time.Run(600000);
            Assert.AreEqual(drops, world.Lines.Count(l => l == "lost C0FFEE000001"), "the stream somebody observes goes on");
            Assert.IsTrue(backend.EcgPacks - packs > 600 * 15, $"{backend.EcgPacks - packs} packs");
            Assert.AreEqual(5, world.Server.Find("gateway").Objects.Count(o => o.StartsWith("/26496/", System.StringComparison.Ordinal)));
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void AValueThatIsNotOfItsTypeIsNoNumberAndHarmsNothing()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            GattDatabase.Characteristic rate = world.Ecg.Database.Services[0].Characteristics[2];
            foreach (byte[] missing in new[] { System.Array.Empty<byte>(), new byte[] { 1 } })
            {
                rate.Value = missing;
                Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", Twin + "/2").Code, "no value now");
                Assert.AreEqual(CoapCode.Content, world.Ask("gateway", new ServerRequest { Method = CoapCode.Get, Path = Twin, Accept = ContentFormat.Tlv }).Code, "the others are there");
            }

            rate.Value = new byte[] { 1, 2, 3 };
            Assert.AreEqual("AQID", world.Read("gateway", Twin + "/2").Text, "longer than its type: the bytes as they are");
            rate.Value = new byte[600];
            Assert.AreEqual(CoapCode.Content, world.Read("gateway", Twin + "/2").Code);
            rate.Value = new byte[] { 0x96, 0 };
            Assert.AreEqual("150", world.Read("gateway", Twin + "/2").Text);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void APeripheralThatChangesItsServicesBetweenTwoConnectionsIsSeenAsItIs()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            world.Ecg.Drop();
            world.Ecg.Database.Services[0].Characteristics.RemoveAt(3);
            world.Ecg.Database.Services[0].Characteristics.Insert(0, new GattDatabase.Characteristic
            {
                Uuid = new System.Guid("f0010009-0000-1000-8000-00805f9b34fb"),
                Handle = 11,
                Properties = { "read" },
                Value = new byte[] { 7 }
            });
            world.Time.Run(2000);
            world.Ecg.InReach = true;
            world.Until(() => world.Read("gateway", Twin + "/4").Code == CoapCode.Content, 60, "the new characteristic is not there");
            Assert.AreEqual("ECG sensor, one lead", world.Read("gateway", Twin + "/0").Text, "the others keep their numbers");
            Assert.AreEqual(CoapCode.NotFound, world.Read("gateway", Twin + "/3").Code);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        [DataRow(false, true, "4.03", 0)]
        [DataRow(true, true, "2.05", 1)]
        [DataRow(true, false, "4.01", 1)]
        public void APeripheralThatWantsToBePairedIsPairedOnceIfThatIsAllowed(bool allowed, bool accepts, string answer, int asked)
        {
            World world = new();
            world.Ecg.RequiresPairing = true;
            world.Ecg.AcceptsPairing = accepts;
            SimulatedBoard gateway = world.Gateway(new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "C0:FF:EE:*" }, Pairing = allowed });
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains(Twin) == true, 30, "no twin");
            for (int i = 0; i < 2; i++)
            {
                CoapCode code = world.Read("gateway", Twin + "/0").Code;
                Assert.AreEqual(answer, $"{(byte)code >> 5}.{(byte)code & 31:D2}");
            }

            Assert.AreEqual(asked, world.Ecg.PairingsAsked);
            Assert.IsNull(gateway.Crash);
        }

        [TestMethod]
        public void ServiceChangedIsFollowed()
        {
            World world = new();
            SimulatedBoard gateway = Start(world);
            int updates = world.Server.Find("gateway").Updates;
            world.Ecg.Database.Services[0].Characteristics.Add(new GattDatabase.Characteristic
            {
                Uuid = new System.Guid("f0010009-0000-1000-8000-00805f9b34fb"),
                Handle = 21,
                Properties = { "read" },
                Value = new byte[] { 7 }
            });
            world.Ecg.IndicateServiceChanged();
            world.Until(() => world.Read("gateway", Twin + "/4").Code == CoapCode.Content, 30, "not discovered anew");
            Assert.AreEqual(updates, world.Server.Find("gateway").Updates, "the same twin: nothing to announce");
            Assert.IsNull(gateway.Crash);
        }

        private static SimulatedBoard Start(World world)
        {
            SimulatedBoard gateway = world.Gateway();
            gateway.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Contains(Twin) == true, 30, "no twin");
            return gateway;
        }
    }
}
