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
    /// <summary>What a server sees when it reads, writes, executes, creates, deletes and discovers.</summary>
    [TestClass]
    public class OperationTests
    {
        [TestMethod]
        public void Int201ReadsAResourceAsText()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 21.4f;
            Assert.IsTrue(harness.Get("3303/0/5700", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual("21.4", harness.AnswerText);
        }

        [TestMethod]
        public void Int237ReadsWithoutAFormatAsTlv()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3/0/9") == CoapCode.Content);
            Assert.AreEqual(ContentFormat.Tlv, harness.Answer.OptionInteger(CoapOption.ContentFormat, -1));
            Assert.AreEqual("C1 09 64", harness.AnswerHex);
        }

        [TestMethod]
        public void Int222ReadsAnObjectWithItsInstances()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3304") == CoapCode.Content);
            Assert.AreEqual("08 00", harness.AnswerHex.Substring(0, 5));
        }

        [TestMethod]
        public void Int225ReadsAResourceInstance()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3/0/11/0", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual("0", harness.AnswerText);
            Assert.IsTrue(harness.Get("3/0/11/1", ContentFormat.Text) == CoapCode.NotFound);
        }

        [TestMethod]
        [DataRow("9", (int)CoapCode.NotFound)]
        [DataRow("3/1", (int)CoapCode.NotFound)]
        [DataRow("3/0/99", (int)CoapCode.NotFound)]
        [DataRow("3/0/4", (int)CoapCode.MethodNotAllowed)]
        [DataRow("0", (int)CoapCode.Unauthorized)]
        [DataRow("0/0/0", (int)CoapCode.Unauthorized)]
        [DataRow("some/where", (int)CoapCode.NotFound)]
        [DataRow("1/2/3/4/5", (int)CoapCode.NotFound)]
        public void SaysWhatIsWrongWithAReadPath(string path, int expected)
        {
            Assert.IsTrue(new Harness().Registered().Get(path) == (CoapCode)expected);
        }

        [TestMethod]
        public void RefusesAFormatItDoesNotSpeak()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3/0/9", 9999) == CoapCode.NotAcceptable);
            Assert.IsTrue(harness.Get("3/0", ContentFormat.Text) == CoapCode.NotAcceptable);
            Assert.IsTrue(harness.Get("3/0/9", ContentFormat.Opaque) == CoapCode.NotAcceptable);
            Assert.IsTrue(harness.Send(CoapCode.Put, "1/0/1", new byte[] { 0x31 }, 1541) == CoapCode.UnsupportedContentFormat);
        }

        [TestMethod]
        public void Int205WritesAResourceAsText()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Put("3360/0/5702", "12.5") == CoapCode.Changed);
            Assert.IsTrue(harness.Position.Coordinate(0) == 12.5);
        }

        [TestMethod]
        [DataRow("3360/0/5702", "east", (int)CoapCode.BadRequest)]
        [DataRow("3303/0/5700", "20", (int)CoapCode.MethodNotAllowed)]
        [DataRow("1/0/1", "0", (int)CoapCode.BadRequest)]
        [DataRow("1/0/6", "yes", (int)CoapCode.BadRequest)]
        [DataRow("1/0/7", "Q", (int)CoapCode.BadRequest)]
        [DataRow("3360/1/5702", "1", (int)CoapCode.NotFound)]
        public void Int256And257RefusesABadWriteAndChangesNothing(string path, string value, int expected)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Put(path, value) == (CoapCode)expected);
            Assert.AreEqual(3600, harness.Account.LifetimeSeconds);
            Assert.IsTrue(harness.Position.Coordinate(0) == 0);
        }

        [TestMethod]
        public void Int226WritesAnInstanceInPartOrNotAtAll()
        {
            Harness harness = new Harness().Registered();

            // 5702 = 1.5, 5703 = 2.5, as 32-bit floats
            byte[] good = Hex.Bytes("E4 16 46 3F C0 00 00 E4 16 47 40 20 00 00");
            Assert.IsTrue(harness.Send(CoapCode.Post, "3360/0", good, ContentFormat.Tlv) == CoapCode.Changed);
            Assert.IsTrue(harness.Position.Coordinate(1) == 2.5);

            // 5702 = 9.5 would do, but 5703 has three bytes
            byte[] bad = Hex.Bytes("E4 16 46 41 18 00 00 E3 16 47 40 20 00");
            Assert.IsTrue(harness.Send(CoapCode.Post, "3360/0", bad, ContentFormat.Tlv) == CoapCode.BadRequest);
            Assert.IsTrue(harness.Position.Coordinate(0) == 1.5);
        }

        [TestMethod]
        public void Int227ReplacesAnInstance()
        {
            Harness harness = new Harness().Registered();
            byte[] values = Hex.Bytes("E4 16 46 3F C0 00 00");
            Assert.IsTrue(harness.Send(CoapCode.Put, "3360/0", values, ContentFormat.Tlv) == CoapCode.Changed);
            Assert.IsTrue(harness.Position.Coordinate(0) == 1.5);
        }

        [TestMethod]
        public void ExecutesWhatCanBeExecuted()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Post, "3/0/4", null) == CoapCode.Changed);
            Assert.IsTrue(harness.Device.RebootRequested);
            Assert.IsTrue(harness.Send(CoapCode.Post, "3/0/9", null) == CoapCode.MethodNotAllowed);
        }

        [TestMethod]
        public void CreatesAndDeletesOnlyWhereThatIsPossible()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Post, "3303", Hex.Bytes("00 05"), ContentFormat.Tlv) == CoapCode.MethodNotAllowed);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "3303/0", null) == CoapCode.MethodNotAllowed);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "3303", null) == CoapCode.MethodNotAllowed);
        }

        [TestMethod]
        public void Int260DiscoversObjectInstanceAndResource()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("3303", ContentFormat.LinkFormat) == CoapCode.Content);
            Assert.AreEqual("</3303>,</3303/0>,</3303/0/5601>,</3303/0/5602>,</3303/0/5605>,</3303/0/5700>,</3303/0/5701>", harness.AnswerText);
            harness.Get("3/0/11", ContentFormat.LinkFormat);
            Assert.AreEqual("</3/0/11>;dim=1,</3/0/11/0>", harness.AnswerText);
        }

        [TestMethod]
        [DataRow((int)CoapCode.Fetch)]
        [DataRow((int)CoapCode.Patch)]
        [DataRow((int)CoapCode.IPatch)]
        public void AnswersMethodsItDoesNotHave(int method)
        {
            Assert.IsTrue(new Harness().Registered().Send((CoapCode)method, "3/0", null) == CoapCode.MethodNotAllowed);
        }

        [TestMethod]
        public void AnswersAnUnknownCriticalOptionWith402()
        {
            Harness harness = new Harness().Registered();
            byte[] request = Hex.Bytes("40 01 11 11 91 00"); // option 9
            Assert.IsTrue(harness.Deliver(request, request.Length) == CoapCode.BadOption);
            byte[] nonConfirmable = Hex.Bytes("50 01 11 12 91 00");
            Assert.IsTrue(harness.Deliver(nonConfirmable, nonConfirmable.Length) == CoapCode.Empty);
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void IsNoProxy()
        {
            Harness harness = new Harness().Registered();
            byte[] request = Hex.Bytes("40 01 11 13 D1 16 61"); // Proxy-Uri "a"
            Assert.IsTrue(harness.Deliver(request, request.Length) == CoapCode.ProxyingNotSupported);
        }
    }
}
