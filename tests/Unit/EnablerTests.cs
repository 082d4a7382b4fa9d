// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System.Text;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;

namespace UnitTests
{
    /// <summary>
    /// The behaviours of OMA's enabler tests (ETS LightweightM2M-1.1-int-NNN) that are not the subject of another class:
    /// each test is named after its number.
    /// </summary>
    [TestClass]
    public class EnablerTests
    {
        [TestMethod]
        public void Int108SaysThatItWorksInQueueMode()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "sleepy", QueueMode = true });
            harness.Client.Poll();
            Assert.IsTrue(HasQuery(harness.Channel.Last(), "Q"));
            harness = new Harness(new ClientOptions { EndpointName = "sleepy", QueueMode = true, LwM2MVersion = "1.0" });
            harness.Client.Poll();
            Assert.IsTrue(HasQuery(harness.Channel.Last(), "b=UQ"));
        }

        [TestMethod]
        public void Int109ListensForTheAwakeWindowAfterEveryWordOfEitherSide()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "sleepy", QueueMode = true, AwakeWindowMilliseconds = 5000 }).Registered();
            Assert.AreEqual(harness.Clock.Now + 5000, harness.Client.AwakeUntil);
            harness.Clock.Now += 3000;
            harness.Get("3/0/9", ContentFormat.Text, 0); // a downlink
            Assert.AreEqual(harness.Clock.Now + 5000, harness.Client.AwakeUntil);
            harness.Clock.Now += 3000;
            harness.Device.BatteryLevelPercent = 40;
            harness.Client.Poll(); // a notification
            Assert.AreEqual(harness.Clock.Now + 5000, harness.Client.AwakeUntil);
            harness.Clock.Now += 3000;
            harness.Session.Send(new long[] { LwM2M.Nano.Model.ResourcePath.Of(3, 0, 9) }, 1, false, false);
            Assert.AreEqual(harness.Clock.Now + 5000, harness.Client.AwakeUntil);
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            Assert.AreEqual(harness.Clock.Now + 2000, harness.Client.AwakeUntil); // nobody spoke
        }

        [TestMethod]
        [DataRow(ContentFormat.Tlv, "C1 09 64")] // 203
        [DataRow(ContentFormat.Cbor, "18 64")] // 211
        [DataRow(ContentFormat.SenmlCbor, "81 A2 21 66 2F 33 2F 30 2F 39 02 18 64")] // 233
        public void Int203And211And233ReadsAResourceInBinaryFormats(int format, string expected)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3/0/9", format) == CoapCode.Content);
            Assert.AreEqual(format, harness.Answer.OptionInteger(CoapOption.ContentFormat, -1));
            Assert.AreEqual(expected, harness.AnswerHex);
        }

        [TestMethod]
        [DataRow(ContentFormat.LwM2MJson, "{\"bn\":\"/3/0/9\",\"e\":[{\"v\":100}]}")] // 204
        [DataRow(ContentFormat.SenmlJson, "[{\"bn\":\"/3/0/9\",\"v\":100}]")] // 231
        public void Int204And231ReadsAResourceInJson(int format, string expected)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3/0/9", format) == CoapCode.Content);
            Assert.AreEqual(expected, harness.AnswerText);
        }

        [TestMethod]
        [DataRow(ContentFormat.Cbor, "19 01 2C")] // 212
        [DataRow(ContentFormat.Tlv, "C2 01 01 2C")] // 215
        [DataRow(ContentFormat.SenmlCbor, "81 A2 21 66 2F 31 2F 30 2F 31 02 19 01 2C")] // 234
        [DataRow(ContentFormat.LwM2MCbor, "A1 83 01 00 01 19 01 2C")]
        public void Int212And215And234WritesAResourceInBinaryFormats(int format, string payload)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/0/1", Hex.Bytes(payload), format) == CoapCode.Changed);
            Assert.AreEqual(300, harness.Account.LifetimeSeconds);
        }

        [TestMethod]
        [DataRow(ContentFormat.LwM2MJson, "{\"bn\":\"/1/0/\",\"e\":[{\"n\":\"1\",\"v\":300}]}")] // 220
        [DataRow(ContentFormat.SenmlJson, "[{\"bn\":\"/1/0/1\",\"v\":300}]")] // 232
        public void Int220And232WritesAResourceInJson(int format, string payload)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/0/1", Encoding.UTF8.GetBytes(payload), format) == CoapCode.Changed);
            Assert.AreEqual(300, harness.Account.LifetimeSeconds);
        }

        [TestMethod]
        [DataRow("0")]
        [DataRow("0/0")]
        [DataRow("0/0/0")]
        public void Int221KeepsTheSecurityObjectClosed(string path)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get(path, ContentFormat.Tlv) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Get(path, ContentFormat.LinkFormat) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Send(CoapCode.Put, path, new byte[] { 1 }, ContentFormat.Tlv) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Send(CoapCode.Delete, path, null) == CoapCode.Unauthorized);
        }

        [TestMethod]
        public void Int223ReadsAnInstance()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3304/0", ContentFormat.SenmlJson) == CoapCode.Content);
            Assert.AreEqual(
                "[{\"bn\":\"/3304/0\",\"n\":\"/5601\",\"v\":0},{\"n\":\"/5602\",\"v\":0},{\"n\":\"/5700\",\"v\":0},{\"n\":\"/5701\",\"vs\":\"%RH\"}]", harness.AnswerText);
        }

        [TestMethod]
        public void Int224ReadsAResource()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3304/0/5701", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual("%RH", harness.AnswerText);
        }

        [TestMethod]
        public void Int228WritesAResourceInstance()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5702", "/3360/0/5703"), ContentFormat.Tlv);
            Assert.IsTrue(harness.Put("2346/0/5913/1", "/3360/0/5704") == CoapCode.Changed);
            harness.Get("2346/0/5913/1", ContentFormat.Text);
            Assert.AreEqual("/3360/0/5704", harness.AnswerText);
            harness.Get("2346/0/5913/0", ContentFormat.Text);
            Assert.AreEqual("/3360/0/5702", harness.AnswerText);
        }

        [TestMethod]
        public void Int241Reboots()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Post, "3/0/4", null) == CoapCode.Changed);
            Assert.IsTrue(harness.Device.RebootRequested);
        }

        [TestMethod]
        public void Int280ReadsAndObservesSeveralObjectsInOneMessage()
        {
            Harness harness = new Harness().Registered();
            byte[] paths = Encoding.UTF8.GetBytes("[{\"n\":\"/3/0/9\"},{\"n\":\"/3303/0/5701\"}]");
            Assert.IsTrue(harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson) == CoapCode.Content);
            Assert.AreEqual("[{\"n\":\"/3/0/9\",\"v\":100},{\"n\":\"/3303/0/5701\",\"vs\":\"Cel\"}]", harness.AnswerText);
        }

        [TestMethod]
        public void Int281WritesNothingOfACompositeThatFailsInPart()
        {
            Harness harness = new Harness().Registered();
            byte[] values = Encoding.UTF8.GetBytes("[{\"n\":\"/3360/0/5702\",\"v\":8},{\"n\":\"/3303/0/5700\",\"v\":9}]");
            Assert.IsTrue(harness.Send(CoapCode.IPatch, "", values, ContentFormat.SenmlJson) == CoapCode.MethodNotAllowed);
            harness.Get("3360/0/5702", ContentFormat.Text);
            Assert.AreEqual("0", harness.AnswerText);
        }

        [TestMethod]
        public void Int308AnObserveCompositeTellsOfAnInstanceCreated()
        {
            Harness harness = ObservingBatches();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            Assert.AreEqual("[{\"n\":\"/2346/0/5913/0\",\"vs\":\"/3/0/9\"},{\"n\":\"/2346/0/5914/0\",\"vs\":\"100\"},{\"n\":\"/3303/0/5700\",\"v\":0}]", Notified(harness));
        }

        [TestMethod]
        public void Int309AnObserveCompositeTellsOfAnInstanceDeleted()
        {
            Harness harness = ObservingBatches();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            Notified(harness);
            harness.Send(CoapCode.Delete, "2346/0", null);
            Assert.AreEqual("[{\"n\":\"/3303/0/5700\",\"v\":0}]", Notified(harness));
        }

        [TestMethod]
        public void Int310AnObserveCompositeTellsOfAValueChanged()
        {
            Harness harness = ObservingBatches();
            harness.Temperature.Value = 12;
            Assert.AreEqual("[{\"n\":\"/3303/0/5700\",\"v\":12}]", Notified(harness));
        }

        [TestMethod]
        public void Int311SendsWhenItIsTold()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9", "/3303/0/5701"), ContentFormat.Tlv);
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0", 1, "dp", 60, true, false), ContentFormat.Tlv);
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed); // the Update
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            CoapMessage send = harness.Channel.Last();
            Assert.IsTrue(send.Code == CoapCode.Post && send.Type == CoapType.Confirmable);
            Assert.IsTrue(send.OptionEquals(send.FindOption(CoapOption.UriPath), "dp"));
            harness.Respond(CoapCode.Changed);
            Assert.IsTrue(harness.Client.IsQuiet);
        }

        private static Harness ObservingBatches()
        {
            Harness harness = new Harness().Registered();
            byte[] paths = Encoding.UTF8.GetBytes("[{\"n\":\"/2346\"},{\"n\":\"/3303/0/5700\"}]");
            Assert.IsTrue(harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson, ContentFormat.SenmlJson, 0) == CoapCode.Content);
            return harness;
        }

        private static string Notified(Harness harness)
        {
            harness.Channel.Clear();
            harness.Clock.Now += 100;
            harness.Client.Poll();
            for (int i = 0; i < harness.Channel.Count; i++)
            {
                harness.Answer = harness.Channel.At(i);
                if (harness.Answer.Code == CoapCode.Content)
                {
                    return harness.AnswerText;
                }
            }

            return "";
        }

        private static bool HasQuery(CoapMessage message, string query)
        {
            for (int i = 0; i < message.OptionCount; i++)
            {
                if (message.OptionNumber(i) == CoapOption.UriQuery && message.OptionEquals(i, query))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
