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
    /// <summary>RFC 7641 and the reporting interface.</summary>
    [TestClass]
    public class ObserveTests
    {
        [TestMethod]
        public void Int301NotifiesWhenTheValueChangesAndOnlyThen()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            int first = harness.Answer.OptionInteger(CoapOption.Observe, -1);
            Assert.IsTrue(first >= 0);
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            harness.Temperature.Value = 25;
            harness.Humidity.Value = 50;
            harness.Client.Poll();
            Assert.AreEqual(2, harness.Channel.Count);
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("25", harness.AnswerText);
            Assert.IsTrue(harness.Answer.Type == CoapType.NonConfirmable);
            Assert.IsTrue(harness.Answer.OptionInteger(CoapOption.Observe, -1) > first);
            Assert.IsTrue(harness.Answer.HasToken(Harness.TokenOf("3303/0/5700"), 4));
        }

        [TestMethod]
        public void NotifiesOfAnInstanceWhenOneOfItsResourcesChanges()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3360/0", ContentFormat.Tlv, 0);
            harness.Channel.Clear();
            harness.Position.MoveTo(1, 2, 3);
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void AWriteByTheServerIsNotifiedToo()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3360/0/5702", ContentFormat.Text, 0);
            harness.Put("3360/0/5702", "4.5");
            harness.Channel.Clear();
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("4.5", harness.AnswerText);
        }

        [TestMethod]
        public void KeepsTheMinimumAndTheMaximumPeriod()
        {
            Harness harness = new Harness().Registered();
            harness.Account.DefaultMinimumPeriodSeconds = 10;
            harness.Account.DefaultMaximumPeriodSeconds = 60;
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            harness.Temperature.Value = 1;
            harness.Clock.Now += 9000;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Clock.Now += 1000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            Assert.AreEqual(2, harness.Channel.Count);
        }

        [TestMethod]
        public void Int302And303EndsByCancelAndByReset()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Get("3304/0/5700", ContentFormat.Text, 0);
            Assert.AreEqual(2, harness.Session.Observations.Count);
            Assert.IsTrue(harness.Get("3303/0/5700", ContentFormat.Text, 1) == CoapCode.Content);
            Assert.IsTrue(harness.Answer.FindOption(CoapOption.Observe) < 0);
            Assert.AreEqual(1, harness.Session.Observations.Count);

            harness.Humidity.Value = 40;
            harness.Client.Poll();
            byte[] reset = new byte[4];
            CoapWriter.WriteEmpty(reset, CoapType.Reset, harness.Channel.Last().MessageId);
            harness.Client.Process(harness.Session, reset, 4);
            Assert.AreEqual(0, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void ConfirmsADay()
        {
            Harness harness = new Harness().Registered();
            harness.Account.LifetimeSeconds = 864000;
            harness.Session.Registration.RequestUpdate();
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Clock.Now += 86400000;
            harness.Temperature.Value = 30;
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Type == CoapType.Confirmable);
            harness.Respond(CoapCode.Empty);
            Assert.AreEqual(1, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void AnswersAPlainReadWhenTheTableIsFull()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", MaximumObservations = 1 }).Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            Assert.IsTrue(harness.Get("3304/0/5700", ContentFormat.Text, 0) == CoapCode.Content);
            Assert.IsTrue(harness.Answer.FindOption(CoapOption.Observe) < 0);
        }

        [TestMethod]
        public void DoesNotObserveWhatCannotBeRead()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3303/0/99", ContentFormat.Text, 0) == CoapCode.NotFound);
            Assert.IsTrue(harness.Get("3/0/4", ContentFormat.Text, 0) == CoapCode.MethodNotAllowed);
            Assert.AreEqual(0, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void TellsWhenWhatWasObservedIsGone()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            harness.Get("2346/0/5914", ContentFormat.Tlv, 0);
            harness.Send(CoapCode.Delete, "2346/0", null);
            harness.Device.BatteryLevelPercent = 50;
            harness.Registry.OnChanged(LwM2M.Nano.Model.ResourcePath.Of(2346, 0, 5914));
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.NotFound);
            Assert.AreEqual(0, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void NotifiesASlowValueWhenItHasCome()
        {
            Harness harness = new Harness().Registered();
            harness.Get("33000/0/0", ContentFormat.Text, 0);
            harness.Slow.Arrive();
            harness.Client.Poll();
            harness.Channel.Clear();
            harness.Registry.OnChanged(LwM2M.Nano.Model.ResourcePath.Of(33000, 0, 0));
            harness.Client.Poll();
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Slow.Arrive();
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("10", harness.AnswerText);
        }
    }
}
