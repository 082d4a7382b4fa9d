// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;

namespace UnitTests
{
    /// <summary>Observations by their token, their attributes by their path, and what hangs on an instance ends with it.</summary>
    [TestClass]
    public class ReportingKindTests
    {
        [TestMethod]
        public void AResetToAnyNotificationInFlightEndsItsOwnObservation()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Get("3304/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            for (int i = 0; i < 10; i++)
            {
                harness.Clock.Now += 1000;
                harness.Temperature.Value = i;
                harness.Client.Poll();
            }

            harness.Humidity.Value = 7;
            harness.Client.Poll();
            int second = harness.Channel.At(1).MessageId;
            harness.Reset(second);
            harness.Channel.Clear();
            harness.Temperature.Value = 50;
            harness.Humidity.Value = 51;
            harness.Clock.Now += 1000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Notifications); // the humidity's
        }

        [TestMethod]
        public void TheResetOfAnOldTokenDoesNotEndTheNewObservation()
        {
            Harness harness = new Harness().Registered();
            Observe(harness, "3303/0/5700", 1, -1);
            harness.Temperature.Value = 30;
            harness.Client.Poll();
            int old = harness.Channel.Last().MessageId;
            Observe(harness, "3303/0/5700", 2, -1);
            harness.Reset(old);
            harness.Channel.Clear();
            harness.Temperature.Value = 31;
            harness.Clock.Now += 1000;
            harness.Client.Poll();
            int found = 0;
            for (int i = 0; i < harness.Channel.Count; i++)
            {
                found += harness.Channel.At(i).HasToken(new byte[] { 2 }, 1) ? 1 : 0;
            }

            Assert.AreEqual(1, found);
        }

        [TestMethod]
        public void ObservationsAreKnownByTheirTokenAndAFullTableReplacesTheOldestOfAPath()
        {
            Harness harness = new Harness().Registered();
            for (int i = 1; i <= 12; i++)
            {
                Assert.IsTrue(Observe(harness, "3303/0/5700", i, -1) >= 0);
            }

            Assert.AreEqual(8, harness.Session.Observations.Count);
            Assert.AreEqual(-1, Observe(harness, "3304/0/5700", 40, -1));
        }

        [TestMethod]
        public void PminEqualToPmaxReportsAtThatPeriod()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Attach("3303/0/5700", "pmin=10", "pmax=10");
            harness.Channel.Clear();
            harness.Pass(31);
            Assert.AreEqual(3, harness.Notifications);
            harness.Attach("3303/0/5700", "pmin=20", "pmax=10"); // never meant: pmax is ignored
            harness.Channel.Clear();
            harness.Pass(60);
            Assert.AreEqual(0, harness.Notifications);
        }

        [TestMethod]
        public void ALimitIsCrossedOnceAndTouchingItIsNotCrossing()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 5;
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Attach("3303/0/5700", "gt=10");
            float[] values = { 10, 9, 10, 9, 11, 12, 10, 5, 11 };
            string told = "";
            for (int i = 0; i < values.Length; i++)
            {
                harness.Channel.Clear();
                harness.Temperature.Value = values[i];
                harness.Pass(1);
                told += harness.Notifications.ToString();
            }

            Assert.AreEqual("000010101", told);
        }

        [TestMethod]
        public void AStepOfATenthIsATenth()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 0.2f;
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Attach("3303/0/5700", "st=0.1");
            harness.Channel.Clear();
            harness.Temperature.Value = 0.3f;
            harness.Pass(1);
            Assert.AreEqual(1, harness.Notifications);
            harness.Channel.Clear();
            harness.Temperature.Value = 0.35f;
            harness.Pass(1);
            Assert.AreEqual(0, harness.Notifications);
        }

        [TestMethod]
        public void LimitsHoldForEveryInstanceOfAResource()
        {
            Harness harness = new Harness().Registered();
            ListObject list = new ListObject();
            harness.Registry.Add(list);
            harness.Pass(3);
            Assert.AreEqual(0x45, (int)harness.Get("33200/0/0", ContentFormat.SenmlJson, 0));
            Assert.AreEqual(0x44, (int)harness.Attach("33200/0/0", "gt=100"));
            for (int i = 0; i < 3; i++)
            {
                harness.Channel.Clear();
                list.Set(i, 150);
                harness.Pass(1);
                Assert.AreEqual(1, harness.Notifications);
            }

            harness.Channel.Clear();
            list.Set(1, 160);
            harness.Pass(1);
            Assert.AreEqual(0, harness.Notifications);
            Assert.AreEqual(0x44, (int)harness.Attach("33200/0/1", "gt=5")); // unsigned
        }

        [TestMethod]
        public void ACompositeKeepsThePeriodsOfItsPaths()
        {
            Harness harness = new Harness().Registered();
            byte[] paths = Encoding.UTF8.GetBytes("[{\"n\":\"/3303/0/5700\"},{\"n\":\"/3304/0/5700\"},{\"n\":\"/3/0/9\"}]");
            Assert.AreEqual(0x45, (int)harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson, ContentFormat.SenmlJson, 0));
            harness.Attach("3303/0/5700", "pmax=10");
            harness.Attach("3304/0/5700", "pmax=40");
            harness.Attach("3/0/9", "pmin=20");
            harness.Channel.Clear();
            harness.Pass(41);
            Assert.AreEqual(4, harness.Notifications);
            harness.Attach("3303/0/5700", "pmax");
            harness.Attach("3304/0/5700", "pmax");
            harness.Channel.Clear();
            harness.Device.BatteryLevelPercent = 50;
            harness.Pass(15);
            Assert.AreEqual(0, harness.Notifications); // its path waits
            harness.Temperature.Value = 44;
            harness.Pass(1);
            Assert.AreEqual(1, harness.Notifications); // the other's does not
        }

        [TestMethod]
        public void TheFirstChangeAfterAttributesAreAttachedIsComparedToo()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 5;
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Pass(2);
            harness.Attach("3303/0/5700", "gt=100");
            harness.Channel.Clear();
            harness.Temperature.Value = 6;
            harness.Pass(1);
            Assert.AreEqual(0, harness.Notifications);
        }

        [TestMethod]
        public void AnObserverThatWantsSmallBlocksGetsThemInNotificationsToo()
        {
            Harness harness = new Harness().Registered();
            harness.SendBlock(CoapCode.Get, "3360/0", null, -1, ContentFormat.SenmlJson, CoapOption.Block2, BlockOption.Of(0, false, 2), 0);
            harness.Channel.Clear();
            harness.Position.MoveTo(1, 2, 3);
            harness.Client.Poll();
            CoapMessage notification = harness.Channel.Last();
            Assert.IsTrue(notification.Observe >= 0 && BlockOption.More(notification.Block2));
            Assert.AreEqual(64, notification.PayloadLength);
        }

        [TestMethod]
        public void WhatHangsOnAnInstanceEndsWithIt()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3303/0/5700"), ContentFormat.Tlv);
            harness.Get("2346/0/5914", ContentFormat.Tlv, 0);
            harness.Attach("2346/0/5914", "pmin=300", "gt");
            harness.Send(CoapCode.Delete, "2346/0", null);
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3303/0/5700"), ContentFormat.Tlv); // before the client comes to tell
            harness.Channel.Clear();
            harness.Client.Poll();
            Assert.AreEqual(0x84, (int)harness.Channel.Last().Code); // 4.04: the observation is over
            Assert.AreEqual(0, harness.Session.Observations.Count);
            harness.Get("2346/0/5914", ContentFormat.LinkFormat);
            Assert.AreEqual("</2346/0/5914>;dim=1,</2346/0/5914/0>", harness.AnswerText); // no pmin of the one before
        }

        [TestMethod]
        public void AnObjectTheApplicationRemovesEndsItsObservation()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            harness.Registry.Remove(harness.Temperature);
            harness.Client.Poll();
            bool told = false;
            for (int i = 0; i < harness.Channel.Count; i++)
            {
                told |= harness.Channel.At(i).Code == CoapCode.NotFound && harness.Channel.At(i).HasToken(Harness.TokenOf("3303/0/5700"), 4);
            }

            Assert.IsTrue(told);
        }

        [TestMethod]
        public void AValueThatIsNotThereEndsNothingAndCrossesNothing()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 20;
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Attach("3303/0/5700", "gt=10", "st=1");
            harness.Channel.Clear();
            harness.Temperature.Value = float.NaN;
            harness.Pass(2);
            Assert.AreEqual(0, harness.Channel.Count);
            Assert.AreEqual(1, harness.Session.Observations.Count);
            Assert.AreEqual(0x84, (int)harness.Get("3303/0/5700", ContentFormat.Text));
            harness.Channel.Clear();
            harness.Temperature.Value = 5;
            harness.Pass(2);
            Assert.AreEqual(1, harness.Notifications);
        }

        [TestMethod]
        public void DiscoverShowsInheritedAttributesAndResourceInstances()
        {
            Harness harness = new Harness().Registered();
            harness.Attach("3", "pmin=10");
            harness.Attach("3/0", "pmax=320");
            harness.Attach("3/0/11/0", "pmax=100", "epmin=1", "epmax=20");
            harness.Get("3/0/11", ContentFormat.LinkFormat);
            Assert.AreEqual("</3/0/11>;dim=1;pmin=10;pmax=320,</3/0/11/0>;pmax=100;epmin=1;epmax=20", harness.AnswerText);
            harness.Get("3/0", ContentFormat.LinkFormat);
            Assert.IsTrue(harness.AnswerText.StartsWith("</3/0>;pmin=10;pmax=320,</3/0/0>,"), harness.AnswerText);
        }

        [TestMethod]
        public void ACreateThatIsRepeatedAfterManyOtherRequestsRunsOnce()
        {
            Harness harness = new Harness().Registered();
            int length = harness.Compose(CoapCode.Post, "2346", Harness.StringList(5913, "/3303/0/5700"), ContentFormat.Tlv, -1, -1);
            byte[] create = new byte[length];
            Array.Copy(harness.Request, 0, create, 0, length);
            Assert.AreEqual(0x41, (int)harness.Deliver(create, length));
            for (int i = 0; i < 30; i++)
            {
                harness.Get("3303/0/5700", ContentFormat.Text, 0);
                harness.Put("3360/0/5702", "1");
            }

            Assert.AreEqual(0x41, (int)harness.Deliver(create, length));
            Assert.AreEqual(1, harness.Registry.Find(ObjectIds.Batch).InstanceCount);
        }

        [TestMethod]
        public void ARepeatedSeparateResponseIsAcknowledgedAgain()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            CoapMessage register = harness.Channel.Last();
            harness.Respond(CoapCode.Empty);
            byte[] response = new byte[32];
            CoapWriter writer = new CoapWriter();
            writer.Begin(response, 0, response.Length, CoapType.Confirmable, CoapCode.Created, 777, register.Buffer, register.TokenOffset, register.TokenLength);
            writer.AddPath(CoapOption.LocationPath, "rd/7");
            for (int i = 0; i < 3; i++)
            {
                harness.Channel.Clear();
                harness.Client.Process(harness.Session, response, writer.Length);
                Assert.IsTrue(harness.Channel.Last().Type == CoapType.Acknowledgement);
                Assert.AreEqual(777, harness.Channel.Last().MessageId);
            }
        }

        [TestMethod]
        public void AMessageIdOfAnotherPeerIsAnotherMessage()
        {
            Harness harness = new Harness().Registered();
            int length = harness.Compose(CoapCode.Get, "33000/0/0", null, -1, -1, -1);
            byte[] slow = new byte[length];
            Array.Copy(harness.Request, 0, slow, 0, length);
            Assert.AreEqual(0, (int)harness.Deliver(slow, length)); // waits
            byte[] read = new byte[32];
            CoapWriter writer = new CoapWriter();
            writer.Begin(read, 0, read.Length, CoapType.Confirmable, CoapCode.Get, (slow[2] << 8) | slow[3], new byte[] { 5 }, 0, 1);
            writer.AddPath(CoapOption.UriPath, "3303/0/5700");
            harness.Channel.From = new TestPeer(9);
            Assert.AreEqual(0x45, (int)harness.Deliver(read, writer.Length));
        }

        [TestMethod]
        public void AResponseWithAForeignTokenOrAnUnknownCriticalOptionIsNotTaken()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            CoapMessage register = harness.Channel.Last();
            byte[] response = new byte[32];
            CoapWriter writer = new CoapWriter();
            writer.Begin(response, 0, response.Length, CoapType.Acknowledgement, CoapCode.Created, register.MessageId, new byte[] { 9, 9 }, 0, 2);
            writer.AddPath(CoapOption.LocationPath, "rd/8");
            harness.Client.Process(harness.Session, response, writer.Length);
            Assert.IsFalse(harness.Session.Registration.IsRegistered);
            writer.Begin(response, 0, response.Length, CoapType.Acknowledgement, CoapCode.Created, register.MessageId, register.Buffer, register.TokenOffset, register.TokenLength);
            writer.AddPath(CoapOption.LocationPath, "rd/8");
            writer.AddOption(9, 1);
            harness.Client.Process(harness.Session, response, writer.Length);
            Assert.IsFalse(harness.Session.Registration.IsRegistered);
            harness.RespondToRegistration();
            Assert.IsTrue(harness.Session.Registration.IsRegistered);
        }

        [TestMethod]
        public void NothingIsRepeatedAfterAnEmptyAcknowledgement()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            harness.Respond(CoapCode.Empty);
            int before = harness.Channel.Count;
            for (int i = 0; i < 40; i++)
            {
                harness.Clock.Now += 1000;
                harness.Client.Poll();
            }

            Assert.AreEqual(before, harness.Channel.Count);
        }

        private static int Observe(Harness harness, string path, int token, int block2)
        {
            byte[] request = new byte[48];
            CoapWriter writer = new CoapWriter();
            writer.Begin(request, 0, request.Length, CoapType.Confirmable, CoapCode.Get, 3000 + token, new byte[] { (byte)token }, 0, 1);
            writer.AddOption(CoapOption.Observe, 0);
            writer.AddPath(CoapOption.UriPath, path);
            writer.AddOption(CoapOption.Accept, ContentFormat.Text);
            if (block2 >= 0)
            {
                writer.AddOption(CoapOption.Block2, block2);
            }

            harness.Deliver(request, writer.Length);
            return harness.Answer.Observe;
        }

        // Three integers in one resource, and an unsigned one.
        private sealed class ListObject : LwM2MObject
        {
            private static readonly int[] s_resources =
            {
                0 | Resource.Integer | Resource.Read | Resource.Multiple,
                1 | Resource.Unsigned | Resource.Read,
            };

            private readonly int[] _values = { 1, 2, 3 };

            internal ListObject()
                : base(33200, s_resources)
            {
            }

            internal void Set(int index, int value)
            {
                _values[index] = value;
                Changed(0, 0);
            }

            public override int ResourceInstanceCount(int instanceId, int resourceId)
            {
                return 3;
            }

            public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
            {
                writer.WriteInteger(resourceId == 0 ? _values[resourceInstanceId] : 7);
                return CoapCode.Content;
            }
        }
    }
}
