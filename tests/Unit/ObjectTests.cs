// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;
using LwM2M.Objects;

namespace UnitTests
{
    /// <summary>The objects that have something to say of their own: connectivity, location, statistics.</summary>
    [TestClass]
    public class ObjectTests
    {
        [TestMethod]
        public void StatisticsCountWhatTheTransportCarries()
        {
            Harness harness = new Harness(false);
            harness.Registry.Add(new StatisticsObject(harness.Clock));
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600);
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.Session(0), harness.Channel);
            harness.Registered();
            Assert.AreEqual("0", Text(harness, "7/0/4")); // nothing before Start
            Assert.IsTrue(harness.Send(CoapCode.Post, "7/0/6", null) == CoapCode.Changed);
            harness.Get("3303", ContentFormat.SenmlJson);
            int largest = harness.Channel.Datagram(harness.Channel.Count - 1).Length;
            Assert.AreEqual(largest.ToString(), Text(harness, "7/0/4"));
            Assert.IsTrue(harness.Send(CoapCode.Post, "7/0/7", null) == CoapCode.Changed);
            string average = Text(harness, "7/0/5");
            harness.Get("3303", ContentFormat.SenmlJson);
            Assert.AreEqual(average, Text(harness, "7/0/5")); // nothing after Stop
        }

        [TestMethod]
        public void StatisticsEndWithTheirCollectionPeriod()
        {
            Harness harness = new Harness(false);
            harness.Registry.Add(new StatisticsObject(harness.Clock));
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600);
            harness.Client.Start(harness.Transport);
            harness.Use(harness.Client.Session(0), harness.Channel);
            harness.Registered();
            Assert.IsTrue(harness.Put("7/0/8", "60") == CoapCode.Changed);
            Assert.IsTrue(harness.Put("7/0/8", "-1") == CoapCode.BadRequest);
            harness.Send(CoapCode.Post, "7/0/6", null);
            harness.Get("3303", ContentFormat.Tlv);
            harness.Clock.Now += 61000;
            string largest = Text(harness, "7/0/4");
            harness.Get("3303", ContentFormat.SenmlJson);
            Assert.AreEqual(largest, Text(harness, "7/0/4"));
        }

        [TestMethod]
        public void LocationTellsItsObserversOfAFix()
        {
            Harness harness = new Harness().Registered();
            LocationObject location = new LocationObject(harness.Clock);
            harness.Registry.Add(location);
            Assert.IsTrue(harness.Get("6/0/0", ContentFormat.Text, 0) == CoapCode.Content);
            location.MoveTo(48.2082, 16.3738, 171, 5, 1.5);
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            Assert.AreEqual("48.2082", harness.AnswerText);
            Assert.AreEqual("16.3738", Text(harness, "6/0/1"));
            Assert.AreEqual((harness.Clock.UtcMilliseconds / 1000).ToString(), Text(harness, "6/0/5"));
        }

        [TestMethod]
        public void ConnectivityTellsTheBearerTheSignalAndTheAddress()
        {
            Harness harness = new Harness().Registered();
            ConnectivityObject connectivity = new ConnectivityObject(ConnectivityObject.Wlan);
            harness.Registry.Add(connectivity);
            Assert.IsTrue(harness.Get("4/0/4/0", ContentFormat.Text) == CoapCode.NotFound); // no address yet
            connectivity.Address = "192.0.2.7";
            connectivity.Measure(-71, 0);
            Assert.AreEqual("21", Text(harness, "4/0/0"));
            Assert.AreEqual("-71", Text(harness, "4/0/2"));
            Assert.AreEqual("192.0.2.7", Text(harness, "4/0/4/0"));
        }

        private static string Text(Harness harness, string path)
        {
            Assert.IsTrue(harness.Get(path, ContentFormat.Text) == CoapCode.Content);
            return harness.AnswerText;
        }
    }
}
