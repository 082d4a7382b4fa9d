// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using LwM2M.Nano.Coap;

namespace UnitTests
{
    /// <summary>The Notify object: the device reports by itself.</summary>
    [TestClass]
    public class NotifyTests
    {
        [TestMethod]
        public void PutsTheBatchToAPathAtItsPeriod()
        {
            Harness harness = WithBatch();
            Assert.IsTrue(Create(harness, "/2346/0", 900, false, true) == CoapCode.Created);
            harness.Channel.Clear();
            Settle(harness);
            harness.Clock.Now += 900 * 1000;
            harness.Client.Poll();
            CoapMessage put = harness.Channel.Last();
            Assert.IsTrue(put.Type == CoapType.NonConfirmable && put.Code == CoapCode.Put);
            Assert.AreEqual(0, put.TokenLength);
            Assert.AreEqual("in", put.OptionText(0));
            Assert.AreEqual("box", put.OptionText(1));
            Assert.AreEqual(CoapOption.NoSuccess, put.OptionInteger(CoapOption.NoResponse, 0)); // a refusal is still told
            Assert.AreEqual(ContentFormat.Cbor, put.OptionInteger(CoapOption.ContentFormat, -1));
            Assert.AreEqual("82 F9 4D 60 18 64", Hex.Text(put.Buffer, put.PayloadOffset, put.PayloadLength));
        }

        [TestMethod]
        public void KeepsItsPhaseHoweverLateItIsPolled()
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 10, false, true);
            long due = harness.Notify[0].NextDue;
            Settle(harness);
            for (int i = 1; i <= 50; i++)
            {
                harness.Clock.Now += 10000 + (i % 3 == 0 ? 700 : 0);
                harness.Client.Poll();
                Assert.AreEqual(0L, (harness.Notify[0].NextDue - due) % 10000);
            }
        }

        [TestMethod]
        public void SendsOnceAfterALongSilenceNotOncePerMissedPeriod()
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 10, false, true);
            Settle(harness);
            harness.Channel.Clear();
            harness.Clock.Now += 95000;
            harness.Client.Poll();
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void WaitsForTheAnswerOfAConfirmableOne()
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 10, true, true);
            Settle(harness);
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            CoapMessage put = harness.Channel.Last();
            Assert.IsTrue(put.Type == CoapType.Confirmable);
            Assert.IsTrue(put.FindOption(CoapOption.NoResponse) < 0); // Confirmable wins
            harness.Respond(CoapCode.NotFound);
            Assert.AreEqual("report refused by the server: 4.04", harness.Log.LastLine);
            Assert.IsTrue(harness.Client.IsQuiet);
        }

        [TestMethod]
        public void StopsAtAResetUntilItIsWrittenAgain()
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 10, false, true);
            Settle(harness);
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            byte[] reset = new byte[4];
            CoapWriter.WriteEmpty(reset, CoapType.Reset, harness.Channel.Last().MessageId);
            harness.Client.Process(harness.Session, reset, 4);
            Assert.AreEqual("notify 0 stopped by reset", harness.Log.LastLine);
            harness.Channel.Clear();
            harness.Clock.Now += 2000;
            harness.Client.Poll();
            Assert.AreEqual("rd", harness.Channel.Last().OptionText(0)); // does the server still know the client?
            harness.Respond(CoapCode.Changed);
            harness.Channel.Clear();
            harness.Clock.Now += 98000;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Put("2347/0/5918", "10");
            harness.Channel.Clear();
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void PausesAtPeriodZero()
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 0, false, true);
            Settle(harness);
            harness.Channel.Clear();
            harness.Clock.Now += 100000;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
        }

        [TestMethod]
        public void AsksForAnUpdateWhenThePathIsThatOfTheRegistration()
        {
            Harness harness = WithBatch();
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/3/0/9", 1, "rd", 10, false, true), ContentFormat.Tlv);
            Settle(harness);
            harness.Channel.Clear();
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Post);
            Assert.AreEqual("rd", harness.Channel.Last().OptionText(0));
        }

        [TestMethod]
        public void SendsInTheFormatItIsTold()
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 10, false, true);
            Assert.IsTrue(harness.Put("2347/0/5921", "11542") == CoapCode.Changed);
            Assert.IsTrue(harness.Put("2347/0/5921", "12345") == CoapCode.BadRequest);
            Settle(harness);
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            Assert.AreEqual("21.5;100;", Harness.Strings(harness.Channel.Last(), 2346, 5914));
        }

        [TestMethod]
        public void Int306SendsTheMembersUnderTheirOwnPathsWhenThePathIsDp()
        {
            Harness harness = WithBatch();
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0", 1, "dp", 10, false, true), ContentFormat.Tlv);
            Settle(harness);
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            CoapMessage send = harness.Channel.Last();
            Assert.IsTrue(send.Code == CoapCode.Post);
            Assert.AreEqual("dp", send.OptionText(0));
            Assert.AreEqual(ContentFormat.SenmlCbor, send.OptionInteger(CoapOption.ContentFormat, -1));
            Assert.AreEqual(
                "82 A2 00 6C 2F 33 33 30 33 2F 30 2F 35 37 30 30 02 F9 4D 60 A2 00 66 2F 33 2F 30 2F 39 02 18 64",
                Hex.Text(send.Buffer, send.PayloadOffset, send.PayloadLength));
        }

        [TestMethod]
        public void Int307IsMutedByTheServer()
        {
            Harness harness = WithBatch();
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0", 1, "dp", 10, false, true), ContentFormat.Tlv);
            harness.Put("1/0/23", "1");
            Settle(harness);
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            Assert.IsTrue(harness.Session.Send(new long[] { -1 }, 1, false, false) == CoapCode.Forbidden);
            Assert.AreEqual("notify 0 muted", harness.Log.LastLine);
        }

        [TestMethod]
        [DataRow(true)]
        [DataRow(false)]
        public void AServerThatDoesNotKnowThePathIsAskedByAnUpdateWhetherItKnowsTheClient(bool confirmable)
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 10, confirmable, false);
            Settle(harness);
            harness.Clock.Now += 10000;
            harness.Client.Poll();
            harness.Refuse(CoapCode.NotFound);
            Assert.AreEqual("report refused by the server: 4.04", harness.Log.LastLine);
            harness.Clock.Now += 2500;
            harness.Client.Poll();
            Assert.AreEqual("rd", harness.Channel.Last().OptionText(0));
        }

        [TestMethod]
        public void HasSeveralInstancesEachWithItsOwnPeriod()
        {
            Harness harness = WithBatch();
            Create(harness, "/2346/0", 10, false, true);
            Create(harness, "/3303/0/5700", 15, false, true);
            Settle(harness);
            harness.Channel.Clear();
            for (int i = 0; i < 30; i++)
            {
                harness.Clock.Now += 1000;
                harness.Client.Poll();
            }

            Assert.AreEqual(5, harness.Channel.Count);
        }

        [TestMethod]
        [DataRow("/9/9/9", 1, "box", 10)]
        [DataRow("/3303/0/5700", 2, "box", 10)]
        [DataRow("/3303/0/5700", 1, "", 10)]
        [DataRow("/3303/0/5700", 1, "box", -1)]
        [DataRow("/0/0/0", 1, "box", 10)]
        public void RefusesWhatItCannotDo(string target, int server, string path, int period)
        {
            Harness harness = new Harness().Registered();
            CoapCode code = harness.Send(CoapCode.Post, "2347", Harness.NotifyValues(target, server, path, period, false, false), ContentFormat.Tlv);
            Assert.IsTrue(code == CoapCode.BadRequest);
            Assert.AreEqual(0, harness.Notify.InstanceCount);
        }

        private static Harness WithBatch()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 21.5f;
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3303/0/5700", "/3/0/9"), ContentFormat.Tlv);
            return harness;
        }

        private static CoapCode Create(Harness harness, string target, int period, bool confirmable, bool noResponse)
        {
            return harness.Send(CoapCode.Post, "2347", Harness.NotifyValues(target, 1, "/in/box", period, confirmable, noResponse), ContentFormat.Tlv);
        }

        // Lets the registration update for the new instances pass.
        private static void Settle(Harness harness)
        {
            long then = harness.Clock.Now;
            harness.Clock.Now += 2500;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            harness.Clock.Now = then;
            harness.Channel.Clear();
        }
    }
}
