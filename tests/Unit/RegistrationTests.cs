// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;

namespace UnitTests
{
    /// <summary>Register, Update, De-register.</summary>
    [TestClass]
    public class RegistrationTests
    {
        [TestMethod]
        public void ManyDevicesRegisteredAtOnceDoNotSendTheirUpdatesAtOnce()
        {
            System.Collections.Hashtable seen = new System.Collections.Hashtable();
            for (int i = 0; i < 20; i++)
            {
                Harness harness = new Harness(new ClientOptions { EndpointName = "node-" + i.ToString() }).Registered();
                byte[] record = new byte[SessionState.MaximumLength];
                byte[] cut = new byte[SessionState.Save(harness.Client, 1, true, record)];
                System.Array.Copy(record, 0, cut, 0, cut.Length);
                Harness again = new Harness(false);
                Assert.IsTrue(again.Load(cut, true));
                seen[again.Client.Session(0).Registration.RegisteredAtUtc] = i;
            }

            Assert.IsTrue(seen.Count > 15);
        }

        [TestMethod]
        public void Int101RegistersWithItsNameLifetimeVersionAndObjects()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "urn:dev:1", QueueMode = true });
            harness.Client.Poll();
            CoapMessage register = harness.Channel.Last();
            Assert.IsTrue(register.Type == CoapType.Confirmable && register.Code == CoapCode.Post);
            Assert.AreEqual("ep=urn:dev:1 lt=3600 lwm2m=1.1 b=U Q ", Queries(register));
            Assert.AreEqual(ContentFormat.LinkFormat, register.OptionInteger(CoapOption.ContentFormat, -1));
            harness.Answer = register;
            Assert.AreEqual("</1>;ver=1.1,</1/0>,</3/0>,</2346>,</2347>,</3303/0>,</3304/0>,</3360/0>,</33000/0>", harness.AnswerText);
        }

        [TestMethod]
        public void SpeaksTheFirstVersionToo()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "old", LwM2MVersion = "1.0", QueueMode = true });
            harness.Client.Poll();
            Assert.AreEqual("ep=old lt=3600 lwm2m=1.0 b=UQ ", Queries(harness.Channel.Last()));
        }

        [TestMethod]
        public void Int102UpdatesBeforeItsLifetimeEnds()
        {
            Harness harness = new Harness().Registered();
            harness.Clock.Now += 3400 * 1000;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Clock.Now += 150 * 1000;
            harness.Client.Poll();
            CoapMessage update = harness.Channel.Last();
            Assert.IsTrue(update.Code == CoapCode.Post);
            Assert.AreEqual("rd", update.OptionText(0));
            Assert.AreEqual("7", update.OptionText(1));
            Assert.AreEqual(2, update.OptionCount);
            Assert.AreEqual(0, update.PayloadLength);
        }

        [TestMethod]
        public void Int104And107UpdatesWhenTheServerTriggersItOrChangesTheLifetime()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Post, "1/0/8", null) == CoapCode.Changed);
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Post);
            harness.Respond(CoapCode.Changed);
            harness.Put("1/0/1", "7200");
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            Assert.AreEqual("lt=7200 ", Queries(harness.Channel.Last()));
        }

        [TestMethod]
        public void TellsOfNewInstancesOnceForMany()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3303/0/5700"), ContentFormat.Tlv);
            harness.Channel.Clear();
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            harness.Answer = harness.Channel.Last();
            Assert.IsTrue(harness.AnswerText.IndexOf("</2346/0>,</2346/1>") > 0);
        }

        [TestMethod]
        public void Int105RegistersAnewWhenTheServerHasForgottenIt()
        {
            Harness harness = new Harness().Registered();
            harness.Session.Registration.RequestUpdate();
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.Respond(CoapCode.NotFound);
            harness.Client.Poll();
            Assert.AreEqual("ep=test lt=3600 lwm2m=1.1 b=U ", Queries(harness.Channel.Last()));
        }

        [TestMethod]
        public void WaitsLongerAfterEachRefusal()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            harness.Respond(CoapCode.Forbidden);
            int first = harness.Client.Poll();
            harness.Clock.Now += first;
            harness.Client.Poll();
            harness.Respond(CoapCode.Forbidden);
            Assert.AreEqual(first * 2, harness.Client.Poll());
            Assert.AreEqual("registration refused 4.03", harness.Log.LastLine);
        }

        [TestMethod]
        public void FollowsTheRetryResourcesOfTheServerObject()
        {
            Harness harness = new Harness();
            harness.Account.RetryCount = 3;
            harness.Account.RetryTimerSeconds = 10;
            harness.Account.SequenceDelaySeconds = 500;
            harness.Account.SequenceRetryCount = 2;
            int[] waits = { 10000, 20000, 500000, 10000, 20000, 500000, 10000 };
            for (int i = 0; i < waits.Length; i++)
            {
                Assert.AreEqual(i >= 6, harness.Session.Registration.HasFailed); // two sequences of three
                harness.Client.Poll();
                harness.Respond(CoapCode.Forbidden);
                Assert.AreEqual(waits[i], harness.Client.Poll());
                harness.Clock.Now += waits[i];
            }
        }

        [TestMethod]
        public void WaitsForTheInitialRegistrationDelay()
        {
            Harness harness = new Harness(false);
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600).InitialDelaySeconds = 30;
            harness.Client.Start(harness.Transport);
            Assert.AreEqual(30000, harness.Client.Poll());
            harness.Clock.Now += 30000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void Int103DeregistersWhenItLeaves()
        {
            Harness harness = new Harness().Registered();
            harness.Session.Registration.Deregister();
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Delete);
            harness.Respond(CoapCode.Deleted);
            Assert.IsTrue(harness.Session.Registration.State == RegistrationState.Stopped);
            harness.Clock.Now += 100000000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void IsSilentForTheDisableTimeoutAndThenRegisters()
        {
            Harness harness = new Harness().Registered();
            harness.Put("1/0/5", "60");
            Assert.IsTrue(harness.Send(CoapCode.Post, "1/0/4", null) == CoapCode.Changed);
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Delete);
            harness.Respond(CoapCode.Deleted);
            harness.Channel.Clear();
            harness.Clock.Now += 59000;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Clock.Now += 2000;
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Post);
        }

        [TestMethod]
        public void ResumesAfterASleepWithoutAMessage()
        {
            Harness before = new Harness().Registered();
            before.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3303/0/5700", "/3/0/9"), ContentFormat.Tlv);
            before.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0", 1, "batch/x", 900, false, true), ContentFormat.Tlv);
            before.Clock.Now += 3000;
            before.Client.Poll();
            before.Respond(CoapCode.Changed);
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(before.Client, 1, true, record);
            Assert.IsTrue(length > 0);

            Harness after = new Harness();
            after.Clock.Now = 1000 + 900 * 1000;
            Assert.IsTrue(after.Load(Cut(record, length), true));
            after.Client.Poll();
            Assert.AreEqual(1, after.Channel.Count);
            Assert.IsTrue(after.Channel.Last().Code == CoapCode.Put);
            Assert.AreEqual("82 F9 00 00 18 64", Hex.Text(after.Channel.Last().Buffer, after.Channel.Last().PayloadOffset, after.Channel.Last().PayloadLength));
            Assert.AreEqual("rd/7", after.Session.Registration.Location);
        }

        [TestMethod]
        public void WritesTheSameRecordWakeAfterWake()
        {
            Harness before = new Harness().Registered();
            before.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            before.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0", 1, "batch/x", 900, false, true), ContentFormat.Tlv);
            before.Clock.Now += 3000;
            before.Client.Poll();
            before.Respond(CoapCode.Changed);
            byte[] first = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(before.Client, 1, true, first);

            Harness after = new Harness();
            after.Clock.Now = 1000 + 900 * 1000;
            after.Load(Cut(first, length), true);
            after.Client.Poll();
            byte[] second = new byte[SessionState.MaximumLength];
            Assert.AreEqual(length, SessionState.Save(after.Client, 1, true, second));
            Assert.AreEqual(Hex.Text(first, 0, length), Hex.Text(second, 0, length));
        }

        [TestMethod]
        public void ARecordWithValuesThatCannotBeIsDropped()
        {
            Harness before = new Harness().Registered();
            before.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(before.Client, 1, true, record);
            for (int i = 28; i < length; i++)
            {
                byte kept = record[i];
                for (int value = 0; value < 256; value += 51)
                {
                    record[i] = (byte)value;
                    Harness after = new Harness();
                    after.Load(Cut(record, length), true);
                    after.Client.Poll();
                }

                record[i] = kept;
            }
        }

        [TestMethod]
        public void RegistersAfreshWhenTheLifetimeHasPassedOrTheRecordIsForeign()
        {
            Harness before = new Harness().Registered();
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(before.Client, 1, true, record);

            Harness late = new Harness();
            late.Clock.Now += 3601 * 1000;
            Assert.IsFalse(late.Load(Cut(record, length), true));
            record[0] = 99;
            Harness foreign = new Harness();
            Assert.IsFalse(foreign.Load(Cut(record, length), true));
            Assert.IsFalse(foreign.Load(null, true));
        }

        private static string Queries(CoapMessage message)
        {
            string text = "";
            for (int i = 0; i < message.OptionCount; i++)
            {
                text += message.OptionNumber(i) == CoapOption.UriQuery ? message.OptionText(i) + " " : "";
            }

            return text;
        }

        private static byte[] Cut(byte[] buffer, int length)
        {
            byte[] exact = new byte[length];
            System.Array.Copy(buffer, 0, exact, 0, length);
            return exact;
        }
    }
}
