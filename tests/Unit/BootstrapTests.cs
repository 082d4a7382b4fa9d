// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;

namespace UnitTests
{
    /// <summary>The bootstrap interface, named after the enabler tests (LightweightM2M-1.1-int-0 to 9).</summary>
    [TestClass]
    public class BootstrapTests
    {
        private const string BootstrapUri = "coap://192.0.2.9";

        [TestMethod]
        public void Int0AsksTheBootstrapServerAfterTheHoldOffTimeAndRegistersWithWhatItWrites()
        {
            Harness harness = new Harness(false);
            ListChannel channel = harness.Transport.Route(BootstrapUri);
            harness.Accounts.AddBootstrap(BootstrapUri, 10);
            harness.Client.Start(harness.Transport);
            harness.Client.Poll();
            Assert.AreEqual(0, channel.Count);

            harness.Clock.Now += 10000;
            harness.Client.Poll();
            CoapMessage request = channel.Last();
            Assert.IsTrue(request.Code == CoapCode.Post);
            Assert.IsTrue(request.OptionEquals(request.FindOption(CoapOption.UriPath), "bs"));
            Assert.IsTrue(request.OptionEquals(request.FindOption(CoapOption.UriQuery), "ep=test"));

            harness.Use(harness.Client.FindSession(0), channel);
            harness.Respond(CoapCode.Changed);
            WriteAccount(harness, 1, "coap://192.0.2.1", 1, 101);
            Assert.IsTrue(harness.Send(CoapCode.Post, "bs", null) == CoapCode.Changed);

            harness.Client.Poll();
            CoapMessage register = harness.Channel.Last();
            Assert.IsTrue(register.OptionEquals(register.FindOption(CoapOption.UriPath), "rd"));
            Assert.AreEqual(101, harness.Client.Session(0).Server.ShortServerId);
            Assert.AreEqual(300, harness.Client.Session(0).Server.LifetimeSeconds);
        }

        [TestMethod]
        public void Int4DeletesWhatItIsToldAndKeepsTheBootstrapAccountAndTheDevice()
        {
            Harness harness = Begun(out ListChannel _);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "1/7", null) == CoapCode.NotFound);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "1/0", null) == CoapCode.Deleted);
            Assert.AreEqual(0, harness.Accounts.Servers.InstanceCount);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "0/65534", null) == CoapCode.BadRequest);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "", null) == CoapCode.Deleted);
            Assert.AreEqual(1, harness.Accounts.Security.InstanceCount);
            Assert.IsTrue(harness.Accounts.Bootstrap != null);
            Assert.AreEqual(1, harness.Device.InstanceCount);
        }

        [TestMethod]
        public void Int5TakesABootstrapTheServerBeginsByItself()
        {
            Harness harness = Begun(out ListChannel _);
            WriteAccount(harness, 2, "coap://192.0.2.2", 1, 102);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "1/0", null) == CoapCode.Deleted);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "0/0", null) == CoapCode.Deleted);
            Assert.IsTrue(harness.Send(CoapCode.Post, "bs", null) == CoapCode.Changed);
            harness.Client.Poll();
            Assert.AreEqual(2, harness.Client.SessionCount);
            Assert.AreEqual(102, harness.Client.Session(0).Server.ShortServerId);
            Assert.AreEqual("coap://192.0.2.2", harness.Client.Session(0).Security.Uri);
        }

        [TestMethod]
        public void Int5AServerThatIsRegisteredWithCanTriggerIt()
        {
            Harness harness = Begun(out ListChannel channel);
            harness.Use(harness.Client.Session(0), harness.Channel);
            Assert.IsTrue(harness.Send(CoapCode.Post, "1/0/9", null) == CoapCode.Changed);
            harness.Client.Poll();
            Assert.IsTrue(channel.Last().Code == CoapCode.Post);
        }

        [TestMethod]
        public void Int6RunsTheWholeSequenceOfWriteReadDiscoverDeleteFinish()
        {
            Harness harness = Begun(out ListChannel _);
            Assert.IsTrue(harness.Send(CoapCode.Get, "", null, ContentFormat.None, ContentFormat.LinkFormat) == CoapCode.Content);
            Assert.AreEqual(
                "</>;lwm2m=1.1,</0/0>;ssid=1;uri=\"coap://192.0.2.1\",</0/65534>,</1>;ver=1.1,</1/0>;ssid=1,</3/0>,</2346>,</2347>,</3303/0>,</3304/0>,</3360/0>,</33000/0>",
                harness.AnswerText);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "0/0", null) == CoapCode.Deleted);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "1", null) == CoapCode.Deleted);
            WriteAccount(harness, 4, "coap://192.0.2.3", 2, 7);
            Assert.IsTrue(harness.Send(CoapCode.Get, "1/2", null, ContentFormat.None, ContentFormat.Tlv) == CoapCode.Content);
            Assert.IsTrue(harness.Send(CoapCode.Post, "bs", null) == CoapCode.Changed);
            Assert.AreEqual("bootstrap finished", harness.Log.LastLine);
        }

        [TestMethod]
        public void Int7GoesBackToTheOldAccountsWhenTheServerDoesNotFinish()
        {
            Harness harness = Begun(out ListChannel _);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "", null) == CoapCode.Deleted);
            Assert.AreEqual(0, harness.Accounts.Servers.InstanceCount);
            harness.Clock.Now += 300000;
            harness.Client.Poll();
            Assert.AreEqual("bootstrap not finished in time", harness.Log.LastLine);
            Assert.AreEqual(1, harness.Accounts.Servers[0].ShortServerId);
            Assert.AreEqual("coap://192.0.2.1", harness.Accounts.SecurityOf(harness.Accounts.Servers[0]).Uri);

            harness.Client.Poll();
            Assert.IsTrue(harness.Client.Session(0).Registration.IsRegistered); // nothing was lost
        }

        [TestMethod]
        public void Int7AsksTheBootstrapServerWhenNoServerCanBeRegisteredWith()
        {
            Harness harness = new Harness();
            ListChannel channel = harness.Transport.Route(BootstrapUri);
            harness.Accounts.AddBootstrap(BootstrapUri, 0);
            harness.Client.Start(harness.Transport);
            for (int i = 0; i < 5; i++)
            {
                Assert.AreEqual(0, channel.Count);
                harness.Clock.Now += 100000;
                harness.Client.Poll();
                harness.Use(harness.Client.Session(0), harness.Channel);
                harness.Respond(CoapCode.Forbidden);
            }

            harness.Client.Poll();
            Assert.AreEqual(1, channel.Count);
        }

        [TestMethod]
        public void Int8ReadsTheServerObjectAndNothingSecret()
        {
            Harness harness = Begun(out ListChannel _);
            Assert.IsTrue(harness.Send(CoapCode.Get, "1", null, ContentFormat.None, ContentFormat.Tlv) == CoapCode.Content);
            Assert.IsTrue(harness.Send(CoapCode.Get, "0", null, ContentFormat.None, ContentFormat.Tlv) == CoapCode.MethodNotAllowed);
            Assert.IsTrue(harness.Send(CoapCode.Get, "3", null, ContentFormat.None, ContentFormat.Tlv) == CoapCode.MethodNotAllowed);
        }

        [TestMethod]
        public void Int9RefusesAccountsThatDoNotFitTogetherAndKeepsTheOldOnes()
        {
            Harness harness = Begun(out ListChannel _);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "0/0", null) == CoapCode.Deleted);
            Assert.IsTrue(harness.Send(CoapCode.Post, "bs", null) == CoapCode.NotAcceptable);
            Assert.AreEqual(1, harness.Log.Count("bootstrap inconsistent: server 1 has no security instance"));
            Assert.AreEqual(2, harness.Accounts.Security.InstanceCount);
        }

        [TestMethod]
        public void RefusesASecurityModeItCannotSpeak()
        {
            Harness harness = Begun(out ListChannel _);
            byte[] buffer = new byte[64];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(0);
            writer.WriteString("coaps://192.0.2.1");
            writer.SetResource(2);
            writer.WriteInteger(0);
            writer.SetResource(10);
            writer.WriteInteger(1);
            Assert.IsTrue(harness.Send(CoapCode.Put, "0/0", Cut(buffer, writer.Length), ContentFormat.Tlv) == CoapCode.Changed);
            Assert.IsTrue(harness.Send(CoapCode.Post, "bs", null) == CoapCode.NotAcceptable);
            Assert.AreEqual(1, harness.Log.Count("bootstrap inconsistent: security mode 0 is not supported"));
            Assert.AreEqual(3, harness.Accounts.Security[0].Mode);
        }

        [TestMethod]
        [DataRow("coap://[2001:db8::1]")]
        [DataRow("coap://192.0.2.1:99999")]
        [DataRow("http://192.0.2.1")]
        [DataRow("coap://")]
        public void AnAccountThatCanNeverBeReachedIsRefusedAtFinish(string uri)
        {
            Harness harness = Begun(out ListChannel _);
            Assert.AreEqual(0x44, (int)harness.Put("0/0/0", uri));
            Assert.AreEqual(0x86, (int)harness.Send(CoapCode.Post, "bs", null));
            Assert.AreEqual(1, harness.Log.Count("bootstrap inconsistent: no coap URI: " + uri));
        }

        [TestMethod]
        [DataRow("U")]
        [DataRow("UQ")]
        [DataRow("UT")]
        [DataRow("UTS")]
        [DataRow("TU")]
        public void BindingsWithUdpAmongThemAreTaken(string binding)
        {
            Harness harness = Begun(out ListChannel _);
            Assert.AreEqual(0x44, (int)harness.Put("1/0/7", binding));
            Assert.AreEqual(0x44, (int)harness.Put("1/0/1", "4294967295"));
            Assert.AreEqual(0x44, (int)harness.Put("0/0/0", "COAP://192.0.2.1"));
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Post, "bs", null));
            Assert.IsTrue(harness.Accounts.Servers[0].LifetimeSeconds == 4294967295L);
        }

        [TestMethod]
        [DataRow("T")]
        [DataRow("UU")]
        [DataRow("X")]
        public void BindingsWithoutUdpAreNot(string binding)
        {
            Harness harness = Begun(out ListChannel _);
            Assert.AreEqual(0x80, (int)harness.Put("1/0/7", binding));
        }

        [TestMethod]
        public void ABootstrapServerThatWritesItsOwnAccountReplacesIt()
        {
            Harness harness = Begun(out ListChannel _);
            byte[] buffer = new byte[64];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(0);
            writer.WriteString("coap://192.0.2.9");
            writer.SetResource(1);
            writer.WriteBoolean(true);
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Put, "0/3", Cut(buffer, writer.Length), ContentFormat.Tlv));
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Post, "bs", null));
            int bootstraps = 0;
            for (int i = 0; i < harness.Accounts.Security.InstanceCount; i++)
            {
                bootstraps += harness.Accounts.Security[i].IsBootstrap ? 1 : 0;
            }

            Assert.AreEqual(1, bootstraps);
            Assert.AreEqual(3, harness.Accounts.Bootstrap.Id);
        }

        [TestMethod]
        public void ABadBootstrapWriteChangesNothing()
        {
            Harness harness = Begun(out ListChannel _);
            byte[] negative = Encoding.UTF8.GetBytes("{\"bn\":\"/1/3/\",\"e\":[{\"n\":\"0\",\"v\":9},{\"n\":\"1\",\"v\":-4}]}");
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/3", negative, ContentFormat.LwM2MJson) == CoapCode.BadRequest);
            Assert.AreEqual(1, harness.Accounts.Servers.InstanceCount);
            Assert.IsTrue(harness.Send(CoapCode.Put, "9999/0", new byte[0], ContentFormat.Tlv) == CoapCode.NotFound);
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/0", new byte[] { 1 }, 1541) == CoapCode.UnsupportedContentFormat);
            Assert.IsTrue(harness.Send(CoapCode.Post, "3/0/4", null) == CoapCode.MethodNotAllowed);
        }

        [TestMethod]
        public void SeveralServersAreWrittenInOneMessageAndAResourceItDoesNotHaveIsPassedOver()
        {
            Harness harness = Begun(out ListChannel _);
            byte[] payload = Encoding.UTF8.GetBytes(
                "[{\"bn\":\"/1/\",\"n\":\"5/0\",\"v\":11},{\"n\":\"5/1\",\"v\":60},{\"n\":\"6/0\",\"v\":12},{\"n\":\"6/1\",\"v\":70},{\"n\":\"6/9998\",\"v\":1},{\"n\":\"6/17\",\"v\":3}]");
            Assert.IsTrue(harness.Send(CoapCode.Put, "1", payload, ContentFormat.SenmlJson) == CoapCode.Changed);
            Assert.AreEqual(3, harness.Accounts.Servers.InstanceCount);
            Assert.AreEqual(11, harness.Accounts.Servers[1].ShortServerId);
            Assert.AreEqual(70, harness.Accounts.Servers[2].LifetimeSeconds);
            Assert.AreEqual(3, harness.Accounts.Servers[2].RetryCount);
        }

        [TestMethod]
        public void ARepeatedFinishChangesNothing()
        {
            Harness harness = Begun(out ListChannel _);
            Assert.IsTrue(harness.Send(CoapCode.Post, "bs", null) == CoapCode.Changed);
            harness.Client.Poll();
            Assert.IsTrue(harness.Client.Session(0).Registration.IsRegistered);
        }

        // A registered client that also has a bootstrap server, which now speaks.
        private static Harness Begun(out ListChannel channel)
        {
            Harness harness = new Harness().Registered();
            channel = harness.Transport.Route(BootstrapUri);
            harness.Accounts.AddBootstrap(BootstrapUri, 0);
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.FindSession(0), channel);
            return harness;
        }

        private static void WriteAccount(Harness harness, int security, string uri, int server, int shortServerId)
        {
            byte[] buffer = new byte[128];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(0);
            writer.WriteString(uri);
            writer.SetResource(1);
            writer.WriteBoolean(false);
            writer.SetResource(2);
            writer.WriteInteger(3);
            writer.SetResource(10);
            writer.WriteInteger(shortServerId);
            Assert.IsTrue(harness.Send(CoapCode.Put, "0/" + security.ToString(), Cut(buffer, writer.Length), ContentFormat.Tlv) == CoapCode.Changed);

            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(0);
            writer.WriteInteger(shortServerId);
            writer.SetResource(1);
            writer.WriteInteger(300);
            writer.SetResource(7);
            writer.WriteString("U");
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/" + server.ToString(), Cut(buffer, writer.Length), ContentFormat.Tlv) == CoapCode.Changed);
        }

        private static byte[] Cut(byte[] buffer, int length)
        {
            byte[] exact = new byte[length];
            System.Array.Copy(buffer, 0, exact, 0, length);
            return exact;
        }
    }
}
