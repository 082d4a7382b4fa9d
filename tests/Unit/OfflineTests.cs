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
    /// <summary>Notification Storing When Disabled or Offline (Server object, resource 6).</summary>
    [TestClass]
    public class OfflineTests
    {
        [TestMethod]
        public void WhatHappensWhileTheServerIsAwayIsToldWithItsTimeWhenItIsBack()
        {
            Harness harness = Disabled(ContentFormat.SenmlJson);
            long first = harness.Clock.UtcMilliseconds / 1000;
            harness.Temperature.Value = 31;
            harness.Client.Poll();
            harness.Clock.Now += 10000;
            harness.Temperature.Value = 32;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count); // silence is kept

            Back(harness);
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.IsTrue(harness.Answer.Type == CoapType.Confirmable && harness.Answer.Code == CoapCode.Content);
            Assert.AreEqual("[{\"bn\":\"/3303/0/5700\",\"bt\":" + first.ToString() + ",\"v\":31}]", harness.AnswerText);
            harness.Respond(CoapCode.Empty);
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("[{\"bn\":\"/3303/0/5700\",\"bt\":" + (first + 10).ToString() + ",\"v\":32}]", harness.AnswerText);
            harness.Respond(CoapCode.Empty);
            Assert.AreEqual(0, harness.Session.Observations.Count); // it belonged to the registration before
        }

        [TestMethod]
        public void AnObservationRenewedAfterwardsGetsTheStoredValuesToo()
        {
            Harness harness = Disabled(ContentFormat.SenmlJson);
            harness.Temperature.Value = 31;
            harness.Client.Poll();
            Back(harness);
            harness.Get("3303/0/5700", ContentFormat.SenmlJson, 0);
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.IsTrue(harness.AnswerText.IndexOf("\"bt\"") > 0);
            harness.Respond(CoapCode.Empty);
            Assert.AreEqual(1, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void NothingIsStoredWhenTheServerDoesNotWantIt()
        {
            Harness harness = new Harness().Registered();
            harness.Put("1/0/6", "0");
            harness.Get("3303/0/5700", ContentFormat.SenmlJson, 0);
            Disable(harness);
            harness.Temperature.Value = 31;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Session.Observations.Count);
            Assert.AreEqual(0, harness.Session.Observations.StoredLength);
        }

        [TestMethod]
        public void WhenThereIsNoMoreRoomTheOldestGoAndAreCounted()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", NotificationStoreBytes = 100 }).Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            Disable(harness);
            for (int i = 0; i < 30; i++)
            {
                harness.Clock.Now += 100;
                harness.Temperature.Value = 10 + i;
                harness.Client.Poll();
            }

            Assert.IsTrue(harness.Session.Observations.StoredLength <= 100);
            Back(harness);
            Assert.AreEqual(1, harness.Log.Count("16 stored notifications dropped"));
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("26", harness.AnswerText); // two digits and a head of five bytes: fourteen fit
        }

        [TestMethod]
        public void AResetEndsTheObservationAndWhatWasStoredForIt()
        {
            Harness harness = Disabled(ContentFormat.SenmlCbor);
            harness.Temperature.Value = 31;
            harness.Client.Poll();
            harness.Temperature.Value = 32;
            harness.Client.Poll();
            Back(harness);
            harness.Client.Poll();
            byte[] reset = new byte[4];
            CoapWriter.WriteEmpty(reset, CoapType.Reset, harness.Channel.Last().MessageId);
            harness.Client.Process(harness.Session, reset, 4);
            Assert.AreEqual(0, harness.Session.Observations.Count);
            Assert.AreEqual(0, harness.Session.Observations.StoredLength);
        }

        [TestMethod]
        public void AServerThatGoesAwayUnannouncedLosesNothing()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Attach("3303/0/5700", "con=1");
            harness.Temperature.Value = 40;
            for (int i = 0; i < 40 && harness.Session.Registration.IsRegistered; i++)
            {
                harness.Clock.Now += 10000;
                harness.Client.Poll();
            }

            Assert.IsFalse(harness.Session.Registration.IsRegistered);
            harness.Client.Poll();
            harness.Temperature.Value = 41;
            harness.Client.Poll();
            for (int i = 0; i < 20 && !harness.Session.Registration.IsRegistered; i++)
            {
                harness.Clock.Now += 20000;
                harness.Client.Poll();
                if (harness.Channel.Last().Code == CoapCode.Post)
                {
                    harness.Respond(CoapCode.Created);
                }
            }

            string values = "";
            for (int i = 0; i < 4; i++)
            {
                harness.Client.Poll();
                harness.Answer = harness.Channel.Last();
                if (harness.Answer.Code == CoapCode.Content)
                {
                    values += harness.AnswerText + " ";
                }

                harness.Channel.Clear();
                harness.Channel.Send(harness.Answer.Buffer, 0, 4);
                harness.Respond(CoapCode.Empty);
            }

            Assert.AreEqual("40 41 ", values.Substring(0, 6));
        }

        [TestMethod]
        public void StoredNotificationsSurviveASleep()
        {
            Harness before = Disabled(ContentFormat.SenmlJson);
            before.Temperature.Value = 31;
            before.Client.Poll();
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(before.Client, 1, true, record);
            byte[] exact = new byte[length];
            System.Array.Copy(record, 0, exact, 0, length);

            Harness after = new Harness();
            after.Clock.Now = before.Clock.Now + 5000;
            Assert.IsFalse(after.Load(exact, true));
            Back(after);
            after.Client.Poll();
            after.Answer = after.Channel.Last();
            Assert.IsTrue(after.AnswerText.IndexOf("\"v\":31") > 0);
        }

        private static Harness Disabled(int format)
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", format, 0);
            Disable(harness);
            return harness;
        }

        private static void Disable(Harness harness)
        {
            harness.Put("1/0/5", "60");
            harness.Send(CoapCode.Post, "1/0/4", null);
            harness.Client.Poll();
            harness.Respond(CoapCode.Deleted);
            harness.Channel.Clear();
        }

        private static void Back(Harness harness)
        {
            harness.Clock.Now += 61000;
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Post);
            harness.Respond(CoapCode.Created);
        }
    }
}
