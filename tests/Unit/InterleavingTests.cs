// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using System.Text;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Objects;
using LwM2M.Objects;

namespace UnitTests
{
    /// <summary>Things that happen at the same time: each was a bug once.</summary>
    [TestClass]
    public class InterleavingTests
    {
        private const string BootstrapUri = "coap://192.0.2.9";

        private static Harness Begun(out ListChannel channel, int holdOff = 0)
        {
            Harness harness = new Harness().Registered();
            channel = harness.Transport.Route(BootstrapUri);
            harness.Accounts.AddBootstrap(BootstrapUri, holdOff);
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.FindSession(0), channel);
            return harness;
        }

        [TestMethod]
        public void AResetOnTheBootstrapChannelIsNobodys()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/3/0/9", 1, "rd", 10, false, true), ContentFormat.Tlv);
            ListChannel c = harness.Transport.Route(BootstrapUri);
            harness.Accounts.AddBootstrap(BootstrapUri, 0);
            harness.Client.Start(harness.Transport);
            byte[] reset = new byte[4];
            CoapWriter.WriteEmpty(reset, CoapType.Reset, 4711);
            harness.Client.Process(harness.Client.FindSession(0), reset, 4);
        }

        [TestMethod]
        public void AnAcknowledgementMayComeAfterTheObservationIsGone()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.SenmlJson, 0);
            harness.Put("1/0/5", "60");
            harness.Send(CoapCode.Post, "1/0/4", null);
            harness.Client.Poll();
            harness.Respond(CoapCode.Deleted);
            harness.Temperature.Value = 31;
            harness.Client.Poll();
            harness.Clock.Now += 61000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Created);
            harness.Client.Poll();
            CoapMessage flush = harness.Channel.Last();
            Assert.IsTrue(flush.Type == CoapType.Confirmable && flush.Code == CoapCode.Content);
            harness.Get("3303/0/5700", ContentFormat.SenmlJson, 1); // the server cancels before its ACK arrives
            byte[] ack = new byte[4];
            CoapWriter.WriteEmpty(ack, CoapType.Acknowledgement, flush.MessageId);
            harness.Client.Process(harness.Session, ack, 4);
        }

        [TestMethod]
        public void ABootstrapTheServerBeginsMayTakeItsTime()
        {
            Harness harness = Begun(out ListChannel _);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "1/0", null) == CoapCode.Deleted);
            harness.Clock.Now += 20;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Log.Count("bootstrap not finished in time"));
            Assert.AreEqual(0, harness.Accounts.Servers.InstanceCount);
        }

        [TestMethod]
        public void AFailedBootstrapDoesNotKeepARegisteredClientAwake()
        {
            Harness harness = Begun(out ListChannel c);
            harness.Client.FindSession(0).Bootstrap.Request();
            harness.Client.Poll();
            harness.Respond(CoapCode.Forbidden);
            harness.Client.Poll();
            Assert.IsTrue(harness.Client.Session(0).Registration.IsRegistered);
            Assert.IsTrue(harness.Client.IsQuiet);
        }

        [TestMethod]
        public void AReportDoesNotOpenWhatIsClosedToItsServer()
        {
            Harness harness = new Harness(false);
            harness.Registry.Add(new AccessControlObject(harness.Registry, harness.Accounts));
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600);
            harness.Accounts.Add("coap://192.0.2.2", 2, 3600);
            ListChannel second = harness.Transport.Route("coap://192.0.2.2");
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.FindSession(1), harness.Channel);
            harness.Client.Poll();
            harness.Respond(CoapCode.Created);
            harness.Use(harness.Client.FindSession(2), second);
            harness.Respond(CoapCode.Created);
            harness.Use(harness.Client.FindSession(1), harness.Channel);
            // server 1's own batch: closed to 2
            Assert.IsTrue(harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv) == CoapCode.Created);
            // a Notify to server 2 about the configuration of the batch (made by 1; or by 2 while it had the right)
            Assert.IsTrue(harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0/5913", 2, "in", 10, false, true), ContentFormat.Tlv) == CoapCode.Created);
            harness.Use(harness.Client.FindSession(2), second);
            Assert.IsTrue(harness.Get("2346/0/5913", ContentFormat.Tlv) == CoapCode.Unauthorized);
            harness.Use(harness.Client.FindSession(1), harness.Channel);
            harness.Clock.Now += 11000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            harness.Use(harness.Client.FindSession(2), second);
            if (second.Count > 0 && second.Last().Code == CoapCode.Post)
            {
                harness.Respond(CoapCode.Changed);
            }

            harness.Use(harness.Client.FindSession(1), harness.Channel);
            harness.Get("3/0/9");
            second.Clear();
            harness.Clock.Now += 11000;
            harness.Client.Poll();
            for (int i = 0; i < second.Count; i++)
            {
                Assert.IsFalse(second.At(i).Code == CoapCode.Put, "the closed instance was reported to server 2");
            }
        }

        [TestMethod]
        public void AnObjectThatComesWhileTheListGoesInBlocksIsAnnounced()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 128 });
            harness.Registry.Add(IpsoSensor.Illuminance());
            harness.Client.Poll();
            bool added = false;
            for (int i = 0; i < 20 && !harness.Session.Registration.IsRegistered; i++)
            {
                bool more = BlockOption.More(harness.Channel.Last().OptionInteger(CoapOption.Block1, 0));
                if (!added) { harness.Registry.Add(IpsoSensor.Barometer()); added = true; }
                harness.Respond(more ? CoapCode.Continue : CoapCode.Created);
            }

            Assert.IsTrue(harness.Session.Registration.IsRegistered);
            Assert.IsFalse(harness.Session.Registration.IsAnnounced, "the new object is not known to the server");
        }

        [TestMethod]
        public void AReportInBlocksKeepsItsPath()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 160 }).Registered();
            harness.Put("3360/0/5750", new string('a', 70));
            harness.Put("3360/0/5701", new string('b', 70));
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5750", "/3360/0/5701"), ContentFormat.Tlv);
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0", 1, "dp", 60, false, true), ContentFormat.Tlv);
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/3/0/9", 1, "other", 61, false, true), ContentFormat.Tlv);
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            harness.Clock.Now += 57500;
            harness.Client.Poll();
            CoapMessage block = harness.Channel.Last();
            Assert.IsTrue(block.Code == CoapCode.Post && block.OptionInteger(CoapOption.Block1, -1) >= 0);
            byte[] token = new byte[2];
            harness.Clock.Now += 1000;
            harness.Client.Poll(); // the second Notify reports
            Assert.AreEqual("other", harness.Channel.Last().OptionText(0)); // beside the blocks
            byte[] response = new byte[32];
            CoapWriter w = new CoapWriter();
            w.Begin(response, 0, 32, CoapType.Acknowledgement, CoapCode.Continue, block.MessageId, block.Buffer, block.TokenOffset, block.TokenLength);
            harness.Client.Process(harness.Session, response, w.Length);
            CoapMessage next = harness.Channel.Last();
            Assert.IsTrue(next.OptionInteger(CoapOption.Block1, -1) >= 0);
            Assert.IsTrue(next.Code == CoapCode.Post && next.OptionEquals(next.FindOption(CoapOption.UriPath), "dp"), "second block went to " + next.OptionText(next.FindOption(CoapOption.UriPath)));
        }

        [TestMethod]
        public void ALargeReadDoesNotGetIntoARequestInBlocks()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 160, MaximumBody = 180 }).Registered();
            harness.Put("3360/0/5701", new string('b', 100));
            harness.Put("3360/0/5750", new string('c', 60));
            string value = new string('x', 16) + new string('y', 16) + new string('z', 16) + "end";
            Put(harness, value, 0);
            Put(harness, value, 1);
            CoapCode code = harness.Get("3360", ContentFormat.SenmlJson);
            Assert.IsTrue(code == CoapCode.InternalServerError, code.ToString());
            Put(harness, value, 2);
            CoapCode last = Put(harness, value, 3);
            if (last == CoapCode.Changed)
            {
                harness.Get("3360/0/5750", ContentFormat.Text);
                Assert.AreEqual(value, harness.AnswerText);
            }
        }

        private static CoapCode Put(Harness harness, string value, int number)
        {
            int start = number * 16;
            int count = value.Length - start > 16 ? 16 : value.Length - start;
            bool more = start + count < value.Length;
            return harness.SendBlock(CoapCode.Put, "3360/0/5750", Encoding.UTF8.GetBytes(value.Substring(start, count)), ContentFormat.Text, ContentFormat.None, CoapOption.Block1, BlockOption.Of(number, more, 0));
        }

        [TestMethod]
        public void ARequestInBlocksWithALargeAnswerKeepsItsToken()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 160 }).Registered();
            harness.Put("3360/0/5701", new string('b', 100));
            byte[] all = Encoding.UTF8.GetBytes("[{\"n\":\"/3360\"}]");
            byte[] body = new byte[20];
            for (int i = 0; i < 20; i++)
            {
                body[i] = (byte)' ';
            }

            Array.Copy(all, 0, body, 0, all.Length);
            byte[] a = new byte[16];
            byte[] b = new byte[4];
            Array.Copy(body, 0, a, 0, 16);
            Array.Copy(body, 16, b, 0, 4);
            harness.SendBlock(CoapCode.Fetch, "", a, ContentFormat.SenmlJson, ContentFormat.SenmlJson, CoapOption.Block1, BlockOption.Of(0, true, 0));
            CoapCode code = harness.SendBlock(CoapCode.Fetch, "", b, ContentFormat.SenmlJson, ContentFormat.SenmlJson, CoapOption.Block1, BlockOption.Of(1, false, 0));
            Assert.IsTrue(code == CoapCode.Content, code.ToString());
            Assert.IsTrue(harness.Answer.HasToken(Harness.TokenOf(""), 4), "token");
        }

        [TestMethod]
        public void HalfWrittenAccountsAreNotKept()
        {
            Harness harness = Begun(out ListChannel c);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "1", null) == CoapCode.Deleted);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "0", null) == CoapCode.Deleted);
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(harness.Client, 1, false, record);
            byte[] exact = new byte[length];
            Array.Copy(record, 0, exact, 0, length);
            if (length == 0)
            {
                return;
            }

            Harness after = new Harness(false);
            Assert.IsTrue(SessionState.LoadObjects(after.Registry, 1, exact));
            Assert.AreEqual(1, after.Accounts.Servers.InstanceCount);
        }

        [TestMethod]
        public void NobodyWritesWhileAccountsAreBeingWritten()
        {
            Harness harness = new Harness(false);
            harness.Registry.Add(new AccessControlObject(harness.Registry, harness.Accounts));
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600);
            harness.Accounts.Add("coap://192.0.2.2", 2, 3600);
            harness.Accounts.AddBootstrap(BootstrapUri, 0);
            ListChannel second = harness.Transport.Route("coap://192.0.2.2");
            ListChannel bs = harness.Transport.Route(BootstrapUri);
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.FindSession(2), second);
            Assert.IsTrue(harness.Put("3360/0/5702", "4") == CoapCode.Unauthorized);
            harness.Use(harness.Client.FindSession(0), bs);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "1/0", null) == CoapCode.Deleted);
            harness.Use(harness.Client.FindSession(2), second);
            Assert.IsFalse(harness.Put("3360/0/5702", "4") == CoapCode.Changed);
        }

        [TestMethod]
        public void TheInitialDelayGoesOnOverASleep()
        {
            Harness harness = new Harness();
            harness.Account.InitialDelaySeconds = 3600;
            harness.Client.Start(harness.Transport);
            byte[] exact = null;
            long now = harness.Clock.Now;
            for (int wake = 0; wake < 40; wake++)
            {
                Harness w = new Harness(false);
                w.Clock.Now = now;
                if (exact == null)
                {
                    w.Accounts.Add("coap://192.0.2.1", 1, 3600).InitialDelaySeconds = 3600;
                    w.Client.Start(w.Transport);
                }
                else
                {
                    w.Load(exact, true);
                }

                w.Client.Poll();
                if (w.Channel.Count > 0)
                {
                    Assert.IsTrue(now - harness.Clock.Now >= 3600000); // registers, and not before
                    return;
                }

                byte[] record = new byte[SessionState.MaximumLength];
                int length = SessionState.Save(w.Client, 1, true, record);
                exact = new byte[length];
                Array.Copy(record, 0, exact, 0, length);
                now += 900000;
            }

            Assert.IsTrue(harness == null, "ten hours later still not registered");
        }

        [TestMethod]
        public void ADeregisterDuringAnUpdateIsCarriedOut()
        {
            Harness harness = new Harness().Registered();
            harness.Session.Registration.RequestUpdate();
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.Session.Registration.Deregister();
            harness.Respond(CoapCode.Changed);
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Delete);
        }

        [TestMethod]
        public void ALargeNotificationGoesBesideTheList()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 128 });
            harness.Registry.Add(IpsoSensor.Illuminance());
            harness.Registry.Add(new ConnectivityObject(21));
            harness.Registry.Add(new StatisticsObject(harness.Clock));
            harness.Registry.Add(new LocationObject(harness.Clock));
            Finish(harness);
            harness.Channel.Clear();
            harness.Get("3360/0", ContentFormat.SenmlJson, 0);
            harness.Registry.Add(IpsoSensor.Barometer());
            harness.Clock.Now += 6000;
            harness.Client.Poll(); // Update in blocks begins
            Assert.IsTrue(harness.Channel.Last().OptionInteger(CoapOption.Block1, -1) >= 0);
            harness.Position.MoveTo(1, 2, 3);
            CoapMessage block = harness.Channel.Last();
            harness.Client.Poll();
            CoapMessage notification = harness.Channel.Last();
            Assert.IsTrue(notification.Code == CoapCode.Content && BlockOption.More(notification.Block2)); // in a room of its own
            harness.Channel.Send(block.Buffer, 0, block.PayloadOffset + block.PayloadLength);
            for (int i = 0; i < 20 && BlockOption.More(harness.Channel.Last().OptionInteger(CoapOption.Block1, 0)); i++)
            {
                harness.Respond(CoapCode.Continue);
            }

            Assert.IsTrue(harness.Channel.Last().OptionInteger(CoapOption.Block1, -1) > 0); // the list went on to its end
        }

        private static void Finish(Harness harness)
        {
            harness.Client.Poll();
            for (int i = 0; i < 20 && !harness.Session.Registration.IsRegistered; i++)
            {
                bool more = BlockOption.More(harness.Channel.Last().OptionInteger(CoapOption.Block1, 0));
                harness.Respond(more ? CoapCode.Continue : CoapCode.Created);
            }
        }

        [TestMethod]
        public void StoredValuesGoBeforeNewerOnes()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Put("1/0/5", "60");
            harness.Send(CoapCode.Post, "1/0/4", null);
            harness.Client.Poll();
            harness.Respond(CoapCode.Deleted);
            harness.Temperature.Value = 31;
            harness.Client.Poll();
            harness.Temperature.Value = 32;
            harness.Client.Poll();
            harness.Clock.Now += 61000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Created);
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Temperature.Value = 50;
            string seen = "";
            for (int i = 0; i < 6; i++)
            {
                harness.Channel.Clear();
                harness.Client.Poll();
                for (int k = 0; k < harness.Channel.Count; k++)
                {
                    CoapMessage m = harness.Channel.At(k);
                    seen += Encoding.UTF8.GetString(m.Buffer, m.PayloadOffset, m.PayloadLength) + "@" + m.Observe + " ";
                }
                for (int k = 0; k < harness.Channel.Count; k++)
                {
                    CoapMessage m = harness.Channel.At(k);
                    if (m.Type == CoapType.Confirmable)
                    {
                        byte[] ack = new byte[4];
                        CoapWriter.WriteEmpty(ack, CoapType.Acknowledgement, m.MessageId);
                        harness.Client.Process(harness.Session, ack, 4);
                    }
                }
            }

            Assert.IsTrue(seen.IndexOf("50@") > seen.IndexOf("32@") && seen.IndexOf("32@") > seen.IndexOf("31@"), seen);
        }

        [TestMethod]
        public void ARecordOfAServerThatIsNoneIsPassedOver()
        {
            Harness harness = new Harness().Registered();
            harness.Accounts.AddBootstrap(BootstrapUri, 0);
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(harness.Client, 1, true, record);
            byte[] exact = new byte[length];
            Array.Copy(record, 0, exact, 0, length);
            int at = 9 + (int)((exact[5] << 24) | (exact[6] << 16) | (exact[7] << 8) | exact[8]) + 1;
            exact[at] = 0;
            exact[at + 1] = 0;
            Harness after = new Harness(false);
            after.Transport.Route(BootstrapUri);
            after.Load(exact, true);
        }

        [TestMethod]
        public void APlainObserveMayTakeTheTokenOfAComposite()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Fetch, "", Encoding.UTF8.GetBytes("[{\"n\":\"/3303/0/5700\"},{\"n\":\"/3304/0/5700\"}]"), ContentFormat.SenmlJson, ContentFormat.SenmlJson, 0);
            int length = harness.Compose(CoapCode.Get, "3360/0/5702", null, ContentFormat.None, ContentFormat.Text, 0);
            byte[] t = Harness.TokenOf("");
            Array.Copy(t, 0, harness.Request, 4, 4);
            harness.Deliver(harness.Request, length);
            harness.Channel.Clear();
            harness.Temperature.Value = 55;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Position.MoveTo(9, 9, 9);
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void WhatIsAttachedToPathsSurvivesASleep()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Attach("3303/0/5700", "pmin=100");
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(harness.Client, 1, true, record);
            byte[] exact = new byte[length];
            Array.Copy(record, 0, exact, 0, length);
            Harness after = new Harness(false);
            after.Clock.Now = harness.Clock.Now + 1000;
            Assert.IsTrue(after.Load(exact, true));
            after.Temperature.Value = 44;
            after.Client.Poll();
            Assert.AreEqual(0, after.Channel.Count, "pmin forgotten");
        }

        [TestMethod]
        public void AWriteHeldBackGoesOnAtOnce()
        {
            Harness harness = new Harness(false);
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600);
            harness.Accounts.Add("coap://192.0.2.2", 2, 3600);
            ListChannel second = harness.Transport.Route("coap://192.0.2.2");
            harness.Client.Start(harness.Transport);
            harness.Client.Poll();
            harness.Use(harness.Client.FindSession(1), harness.Channel);
            harness.Respond(CoapCode.Created);
            harness.Use(harness.Client.FindSession(2), second);
            harness.Respond(CoapCode.Created);
            Assert.IsTrue(harness.Put("33000/0/0", "5") == CoapCode.Empty);
            harness.Use(harness.Client.FindSession(1), harness.Channel);
            Assert.IsTrue(harness.Put("3360/0/5702", "8") == CoapCode.Empty);
            harness.Slow.Arrive();
            int wait = harness.Client.Poll();
            Assert.AreEqual(5L, harness.Slow[0]);
            Assert.IsTrue(harness.Client.IsQuiet || wait == 0, "wait " + wait);
        }

        [TestMethod]
        public void ARecordWithoutServersIsNoneToGoOnWith()
        {
            Harness harness = new Harness(false);
            harness.Client.Start(harness.Transport);
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(harness.Client, 1, true, record);
            byte[] exact = new byte[length];
            Array.Copy(record, 0, exact, 0, length);
            Harness after = new Harness(false);
            bool loaded = after.Load(exact, true);
            Assert.IsFalse(loaded && after.Client.SessionCount == 0, "NodeDevice would take Session(0)");
        }

        [TestMethod]
        public void TheBootstrapAccountIsNotInTheWay()
        {
            Harness harness = new Harness(false);
            ListChannel c = harness.Transport.Route(BootstrapUri);
            harness.Accounts.AddBootstrap(BootstrapUri, 0); // /0/0
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.FindSession(0), c);
            byte[] buffer = new byte[128];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(0);
            writer.WriteString("coap://192.0.2.1");
            writer.SetResource(1);
            writer.WriteBoolean(false);
            writer.SetResource(2);
            writer.WriteInteger(3);
            writer.SetResource(10);
            writer.WriteInteger(1);
            byte[] p = new byte[writer.Length];
            Array.Copy(buffer, 0, p, 0, p.Length);
            Assert.IsTrue(harness.Send(CoapCode.Put, "0/0", p, ContentFormat.Tlv) == CoapCode.Changed);
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(0);
            writer.WriteInteger(1);
            writer.SetResource(1);
            writer.WriteInteger(300);
            p = new byte[writer.Length];
            Array.Copy(buffer, 0, p, 0, p.Length);
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/0", p, ContentFormat.Tlv) == CoapCode.Changed);
            CoapCode finish = harness.Send(CoapCode.Post, "bs", null);
            harness.Client.Poll();
            Assert.IsTrue(harness.Accounts.Bootstrap != null, finish.ToString());
        }

        [TestMethod]
        public void ASlowWriteDoesNotHoldTheBootstrapBack()
        {
            Harness harness = Begun(out ListChannel c);
            harness.Client.FindSession(0).Bootstrap.Request();
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/0", new byte[] { 0xC1, 0, 1 }, ContentFormat.Tlv) == CoapCode.Changed);
            harness.Use(harness.Client.Session(0), harness.Channel);
            Assert.IsTrue(harness.Put("33000/0/0", "5") == CoapCode.ServiceUnavailable);
            harness.Use(harness.Client.FindSession(0), c);
            harness.Slow.Arrive();
            harness.Client.Poll();
            harness.Client.Poll();
            CoapCode code = harness.Send(CoapCode.Put, "1/0", new byte[] { 0xC1, 0, 1, 0xC1, 1, 60 }, ContentFormat.Tlv);
            string all = code.ToString();
            for (int i = 0; i < 70; i++) { harness.Clock.Now += 1000; harness.Client.Poll(); all += c.Last().Code.ToString() + " "; }
            Assert.IsTrue(code == CoapCode.Changed, all);
        }

        [TestMethod]
        public void WhatTheBootstrapServerDeletesLosesItsOwner()
        {
            Harness harness = new Harness(false);
            AccessControlObject ac = new AccessControlObject(harness.Registry, harness.Accounts);
            harness.Registry.Add(ac);
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600);
            harness.Accounts.Add("coap://192.0.2.2", 2, 3600);
            harness.Accounts.AddBootstrap(BootstrapUri, 0);
            ListChannel bs = harness.Transport.Route(BootstrapUri);
            ListChannel second = harness.Transport.Route("coap://192.0.2.2");
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.FindSession(1), harness.Channel);
            Assert.IsTrue(harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv) == CoapCode.Created);
            harness.Use(harness.Client.FindSession(0), bs);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "2346/0", null) == CoapCode.Deleted);
            Assert.AreEqual(0, ac.InstanceCount);
        }
    }
}
