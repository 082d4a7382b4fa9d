// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace UnitTests
{
    /// <summary>A server that has forgotten the client, or its address, is found out about, and nothing is lost.</summary>
    [TestClass]
    public class KnownAgainTests
    {
        [TestMethod]
        [DataRow(0x80)]
        [DataRow(0x84)]
        public void ARefusedSendAsksByAnUpdateAndTheValuesFollow(int refusal)
        {
            Harness harness = Reporting("dp", false);
            harness.Temperature.Value = 31;
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            Assert.AreEqual("dp", harness.Channel.Last().OptionText(0));
            harness.Temperature.Value = 31.5f;
            harness.Refuse((CoapCode)refusal);
            int before = harness.Channel.Count;
            harness.Pass(4);
            Assert.AreEqual(1, harness.Updates);
            CoapMessage again = harness.Channel.Last();
            Assert.IsTrue(harness.Channel.Count > before && again.OptionText(0) == "dp" && again.Type == CoapType.Confirmable);
        }

        [TestMethod]
        public void ACreateThatIsRepeatedBehindASleepRunsOnce()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/3303/0/5700", 1, "/in/box", 600, true, false), ContentFormat.Tlv);
            byte[] created = harness.Channel.Datagram(harness.Channel.Count - 1);
            byte[] request = harness.Request;
            int requestLength = harness.RequestLength;
            Assert.AreEqual(1, harness.Notify.InstanceCount);
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(harness.Client, 1, true, record);
            byte[] cut = new byte[length];
            System.Array.Copy(record, 0, cut, 0, length);
            for (int i = 0; i < 2; i++)
            {
                Harness again = new Harness(false);
                again.Clock.Now = harness.Clock.Now + (i == 0 ? 60000 : 600000);
                Assert.IsTrue(again.Load(cut, true));
                again.Client.Process(again.Client.Session(0), request, requestLength);
                Assert.AreEqual(i + 1, again.Notify.InstanceCount, "later it is another");
                if (i == 0)
                {
                    byte[] repeated = again.Channel.Datagram(again.Channel.Count - 1);
                    Assert.AreEqual(Hex.Text(created, 0, created.Length), Hex.Text(repeated, 0, repeated.Length));
                }
            }
        }

        [TestMethod]
        public void AConfirmableReportThatIsRefusedIsKeptAsItWas()
        {
            Harness harness = Reporting("dp", true);
            harness.Temperature.Value = 31.5f;
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            string sent = Hex.Text(harness.Channel.Last().Buffer, harness.Channel.Last().PayloadOffset + 1, harness.Channel.Last().PayloadLength - 1);
            harness.Temperature.Value = 99;
            harness.Respond(CoapCode.BadRequest);
            harness.Pass(3);
            CoapMessage again = harness.Channel.Last();
            string kept = Hex.Text(again.Buffer, again.PayloadOffset, again.PayloadLength);
            Assert.AreEqual(1, harness.Updates);
            Assert.IsTrue(kept.EndsWith(sent.Substring(sent.Length - 8)), kept); // the value of then
        }

        [TestMethod]
        public void AnUpdateThatIsRefusedLeadsToARegisterAtOnce()
        {
            int[] codes = { 0x80, 0x81, 0x83, 0x84 };
            for (int i = 0; i < codes.Length; i++)
            {
                Harness harness = new Harness().Registered();
                harness.Session.Registration.RequestUpdate();
                harness.Clock.Now += 3000;
                harness.Client.Poll();
                harness.Respond((CoapCode)codes[i]);
                harness.Client.Poll();
                Assert.AreEqual(1, harness.Channel.Last().PathCount); // rd
                harness.RespondToRegistration();
                Assert.IsTrue(harness.Session.Registration.IsRegistered);
            }
        }

        [TestMethod]
        public void AnUnansweredUpdateIsNoRegistrationAttempt()
        {
            Harness harness = new Harness().Registered();
            harness.Account.RetryCount = 1;
            harness.Session.Registration.RequestUpdate();
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            int before = harness.Channel.Count;
            for (int i = 0; i < 120 && harness.Session.Registration.IsRegistered; i++)
            {
                harness.Clock.Now += 1000;
                harness.Client.Poll();
            }

            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Count > before);
            Assert.AreEqual(1, harness.Channel.Last().PathCount); // a Register, at once
            Assert.IsFalse(harness.Session.Registration.HasFailed);
        }

        [TestMethod]
        public void AnUpdateIsNotRepeatedBeyondTheLifetime()
        {
            Harness harness = new Harness().Registered();
            harness.Account.LifetimeSeconds = 30;
            harness.Session.Registration.RequestUpdate();
            harness.Pass(4);
            long since = harness.Clock.Now;
            harness.Channel.Clear();
            for (int i = 0; i < 40 && (harness.Channel.Count == 0 || harness.Channel.Last().PathCount > 1); i++)
            {
                harness.Clock.Now += 1000;
                harness.Client.Poll();
            }

            Assert.AreEqual(1, harness.Channel.Last().PathCount);
            Assert.IsTrue(harness.Clock.Now - since <= 31000);
        }

        [TestMethod]
        public void AResetAfterASilenceAsksFirstAndOnlyTheSecondEndsTheObservation()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Clock.Now += 40000;
            harness.Temperature.Value = 31;
            harness.Client.Poll();
            harness.Reset(harness.Channel.Last().MessageId);
            Assert.AreEqual(1, harness.Session.Observations.Count);
            harness.Pass(3);
            Assert.AreEqual(1, harness.Updates);
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("31", harness.AnswerText); // told again
            harness.Reset(harness.Answer.MessageId);
            Assert.AreEqual(0, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void AnUnknownAddressIsIntroducedBeforeASendAndANotificationButNotBeforeAPut()
        {
            string[] paths = { "dp", "in/box" };
            for (int i = 0; i < paths.Length; i++)
            {
                Harness harness = Reporting(paths[i], false);
                byte[] record = new byte[SessionState.MaximumLength];
                int length = SessionState.Save(harness.Client, 1, true, record);
                byte[] cut = new byte[length];
                System.Array.Copy(record, 0, cut, 0, length);
                Harness woken = new Harness(false);
                woken.Channel.IsBehindNat = true;
                woken.Clock.Now = harness.Clock.Now + 60000;
                Assert.IsTrue(woken.Load(cut, true));
                woken.Use(woken.Client.Session(0), woken.Channel);
                woken.Client.Poll();
                woken.Client.Poll();
                Assert.AreEqual(i == 0 ? "rd" : "in", woken.Channel.Last().OptionText(0));
                if (i == 0)
                {
                    woken.RespondToRegistration();
                    woken.Client.Poll();
                    Assert.AreEqual("dp", woken.Channel.Last().OptionText(0));
                }
            }
        }

        [TestMethod]
        public void OneValueOfEachPeriodIsKeptWhileTheServerIsAway()
        {
            bool[] confirmable = { false, true };
            for (int i = 0; i < confirmable.Length; i++)
            {
                Harness harness = Reporting("dp", confirmable[i]);
                harness.Session.Registration.RequestUpdate();
                for (int k = 0; k < 600; k++)
                {
                    harness.Clock.Now += 1000;
                    harness.Temperature.Value = k / 10;
                    harness.Client.Poll(); // nobody answers
                }

                int kept = 0;
                for (int k = 0; k < 1200; k++)
                {
                    harness.Channel.Clear();
                    harness.Clock.Now += 1000;
                    harness.Client.Poll();
                    CoapMessage last = harness.Channel.Count > 0 ? harness.Channel.Last() : null;
                    if (last != null && last.Type == CoapType.Confirmable && last.OptionText(0) == "rd")
                    {
                        harness.RespondToRegistration();
                    }
                    else if (last != null && last.Type == CoapType.Confirmable && last.OptionText(0) == "dp")
                    {
                        kept += Records(last);
                        harness.Respond(CoapCode.Changed);
                    }
                }

                Assert.IsTrue(kept >= 8, kept.ToString());
            }
        }

        [TestMethod]
        public void AClockThatIsSetByADayNeitherSilencesNorFloodsReports()
        {
            long[] jumps = { -86400000L, 86400000L, -3600000L };
            for (int i = 0; i < jumps.Length; i++)
            {
                Harness harness = Reporting("in/box", false);
                harness.Channel.Clear();
                harness.Clock.Epoch += jumps[i];
                int reports = 0;
                for (int k = 0; k < 3000; k++)
                {
                    harness.Clock.Now += 1000;
                    harness.Channel.Clear();
                    harness.Client.Poll();
                    for (int m = 0; m < harness.Channel.Count; m++)
                    {
                        reports += harness.Channel.At(m).Code == CoapCode.Put ? 1 : 0;
                    }
                }

                Assert.IsTrue(reports >= 49 && reports <= 51, reports.ToString());
            }
        }

        [TestMethod]
        public void ARegistrationOfTheFutureIsNotBelieved()
        {
            Harness harness = new Harness().Registered();
            Assert.IsFalse(harness.Session.Registration.Resume("rd/9", harness.Clock.UtcMilliseconds + 1000, 3600));
            Assert.IsTrue(harness.Session.Registration.Resume("rd/9", harness.Clock.UtcMilliseconds - 1000, 3600));
        }

        [TestMethod]
        public void SequenceNumbersGoOnOverASleep()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            int before = harness.Answer.Observe;
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(harness.Client, 1, true, record);
            byte[] cut = new byte[length];
            System.Array.Copy(record, 0, cut, 0, length);
            Harness woken = new Harness(false);
            woken.Clock.Now = harness.Clock.Now + 60000;
            Assert.IsTrue(woken.Load(cut, true));
            woken.Temperature.Value = 30;
            woken.Client.Poll();
            Assert.IsTrue(woken.Channel.Last().Observe > before, woken.Channel.Last().Observe.ToString());
        }

        [TestMethod]
        public void TheServersWaitIsKept()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            CoapMessage register = harness.Channel.Last();
            byte[] response = new byte[32];
            CoapWriter writer = new CoapWriter();
            writer.Begin(response, 0, response.Length, CoapType.Acknowledgement, CoapCode.ServiceUnavailable, register.MessageId, register.Buffer, register.TokenOffset, register.TokenLength);
            writer.AddOption(CoapOption.MaxAge, 120);
            harness.Client.Process(harness.Session, response, writer.Length);
            harness.Channel.Clear();
            harness.Clock.Now += 119000;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Clock.Now += 1000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        private static int Records(CoapMessage message)
        {
            ResourceReader reader = new FormatTable().FindReader(ContentFormat.SenmlCbor);
            reader.Open(message.Buffer, message.PayloadOffset, message.PayloadLength, ResourcePath.Root);
            int count = 0;
            while (reader.MoveNext())
            {
                count++;
            }

            return count;
        }

        private static Harness Reporting(string path, bool confirmable)
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/3303/0/5700", 1, path, 60, confirmable, !confirmable), ContentFormat.Tlv);
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.RespondToRegistration();
            harness.Clock.Now -= 3000;
            return harness;
        }
    }
}
