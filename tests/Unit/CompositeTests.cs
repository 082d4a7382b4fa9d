// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System.Text;
using LwM2M.Nano.Coap;

namespace UnitTests
{
    /// <summary>The composite operations of LwM2M 1.1, named after the enabler tests they answer to.</summary>
    [TestClass]
    public class CompositeTests
    {
        [TestMethod]
        public void Int229ReadComposite()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 20;
            Assert.IsTrue(Fetch(harness, "[{\"n\":\"/3303/0/5700\"},{\"n\":\"/3/0/9\"}]") == CoapCode.Content);
            Assert.AreEqual("[{\"n\":\"/3303/0/5700\",\"v\":20},{\"n\":\"/3/0/9\",\"v\":100}]", harness.AnswerText);
        }

        [TestMethod]
        public void Int230WriteComposite()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(IPatch(harness, "[{\"n\":\"/3360/0/5702\",\"v\":1.5},{\"n\":\"/1/0/1\",\"v\":7200}]") == CoapCode.Changed);
            Assert.AreEqual(1.5, harness.Position.Coordinate(0));
            Assert.AreEqual(7200, harness.Account.LifetimeSeconds);
        }

        [TestMethod]
        public void Int235ReadCompositeOfTheRoot()
        {
            Harness harness = new Harness().Registered();
            Fetch(harness, "[{\"n\":\"/\"}]");
            harness.Slow.Arrive();
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.IsTrue(harness.Answer.Code == CoapCode.Content);
            Assert.IsTrue(harness.AnswerText.IndexOf("\"/3303/0/5700\"") > 0);
            Assert.IsTrue(harness.AnswerText.IndexOf("\"/0/") < 0);
        }

        [TestMethod]
        public void Int236ReadCompositeLeavesOutWhatIsNotThere()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(Fetch(harness, "[{\"n\":\"/3303/1\"},{\"n\":\"/3/0/9\"},{\"n\":\"/3/0/77\"}]") == CoapCode.Content);
            Assert.AreEqual("[{\"n\":\"/3/0/9\",\"v\":100}]", harness.AnswerText);
        }

        [TestMethod]
        public void WriteCompositeIsAllOrNothing()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(IPatch(harness, "[{\"n\":\"/3360/0/5702\",\"v\":9},{\"n\":\"/3/0/9\",\"v\":1}]") == CoapCode.MethodNotAllowed);
            Assert.IsTrue(IPatch(harness, "[{\"n\":\"/3360/0/5702\",\"v\":9},{\"n\":\"/1/0/1\",\"v\":-1}]") == CoapCode.BadRequest);
            Assert.IsTrue(IPatch(harness, "[{\"n\":\"/3360/0/5702\",\"v\":9},{\"n\":\"/99/0/1\",\"v\":1}]") == CoapCode.NotFound);
            Assert.AreEqual(0.0, harness.Position.Coordinate(0));
        }

        [TestMethod]
        public void TheSecurityObjectIsClosed()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(Fetch(harness, "[{\"n\":\"/0/0/0\"}]") == CoapCode.Unauthorized);
            Assert.IsTrue(IPatch(harness, "[{\"n\":\"/0/0/0\",\"vs\":\"coap://x\"}]") == CoapCode.Unauthorized);
        }

        [TestMethod]
        public void RefusesFormatsThatDoNotNamePathsAndPathsOfItsOwn()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Fetch, "", new byte[] { 1 }, ContentFormat.Tlv) == CoapCode.UnsupportedContentFormat);
            byte[] paths = Encoding.UTF8.GetBytes("[{\"n\":\"/3/0/9\"}]");
            Assert.IsTrue(harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson, ContentFormat.Text) == CoapCode.NotAcceptable);
            Assert.IsTrue(harness.Send(CoapCode.Fetch, "3/0", paths, ContentFormat.SenmlJson) == CoapCode.MethodNotAllowed);
            Assert.IsTrue(Fetch(harness, "[]") == CoapCode.BadRequest);
            Assert.IsTrue(Fetch(harness, "[{\"n\":") == CoapCode.BadRequest);
        }

        [TestMethod]
        public void Int304ObserveCompositeAndInt305Cancel()
        {
            Harness harness = new Harness().Registered();
            byte[] paths = Encoding.UTF8.GetBytes("[{\"n\":\"/3303/0/5700\"},{\"n\":\"/3/0/9\"}]");
            harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson, ContentFormat.SenmlJson, 0);
            Assert.IsTrue(harness.Answer.FindOption(CoapOption.Observe) >= 0);
            harness.Channel.Clear();
            harness.Humidity.Value = 50;
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            harness.Device.BatteryLevelPercent = 90;
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("[{\"n\":\"/3303/0/5700\",\"v\":0},{\"n\":\"/3/0/9\",\"v\":90}]", harness.AnswerText);
            harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson, ContentFormat.SenmlJson, 1);
            Assert.AreEqual(0, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void ABatchCanBeWrittenInAComposite()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5702", "/3360/0/5703"), ContentFormat.Tlv);
            CoapCode code = IPatch(harness, "[{\"bn\":\"/2346/0/5914\",\"n\":\"/0\",\"vs\":\"3\"},{\"n\":\"/1\",\"vs\":\"4\"}]");
            Assert.IsTrue(code == CoapCode.Changed);
            Assert.AreEqual(4.0, harness.Position.Coordinate(1));
        }

        private static CoapCode Fetch(Harness harness, string json)
        {
            return harness.Send(CoapCode.Fetch, "", Encoding.UTF8.GetBytes(json), ContentFormat.SenmlJson);
        }

        private static CoapCode IPatch(Harness harness, string json)
        {
            return harness.Send(CoapCode.IPatch, "", Encoding.UTF8.GetBytes(json), ContentFormat.SenmlJson);
        }
    }
}
