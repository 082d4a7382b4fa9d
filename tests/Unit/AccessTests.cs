// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;

namespace UnitTests
{
    /// <summary>Several servers at once, and what each may do (Access Control, object 2).</summary>
    [TestClass]
    public class AccessTests
    {
        private const string SecondUri = "coap://192.0.2.2";

        [TestMethod]
        public void RegistersWithEveryServer()
        {
            Harness harness = Two(out ListChannel second);
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            Assert.AreEqual(1, second.Count);
            Assert.IsTrue(second.Last().Code == CoapCode.Post);
        }

        [TestMethod]
        public void WithOneServerEverythingIsAllowed()
        {
            Harness harness = new Harness();
            harness.Registry.Add(new AccessControlObject(harness.Registry, harness.Accounts));
            harness.Registered();
            Assert.IsTrue(harness.Put("3360/0/5702", "3") == CoapCode.Changed);
        }

        [TestMethod]
        public void WhatNobodyHasClaimedBelongsToTheFirstServerAndTheOthersReadIt()
        {
            Harness harness = Two(out ListChannel second);
            Assert.IsTrue(harness.Put("3360/0/5702", "3") == CoapCode.Changed);
            AsSecond(harness, second);
            Assert.IsTrue(harness.Get("3360/0/5702", ContentFormat.Text) == CoapCode.Content);
            Assert.IsTrue(harness.Put("3360/0/5702", "4") == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Send(CoapCode.Post, "3303/0/5605", null) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Get("3360", ContentFormat.LinkFormat) == CoapCode.Content); // Discover is never held back
            Assert.AreEqual("3", Value(harness));
        }

        [TestMethod]
        public void TheCreatorOwnsAnInstanceAndSaysWhatOthersMayDo()
        {
            Harness harness = Two(out ListChannel second);
            Assert.IsTrue(harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5702", "/3360/0/5703"), ContentFormat.Tlv) == CoapCode.Created);
            Assert.IsTrue(harness.Get("2/0/3", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual("1", harness.AnswerText);
            Assert.IsTrue(harness.Get("2/0/0", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual("2346", harness.AnswerText);

            AsSecond(harness, second);
            Assert.IsTrue(harness.Get("2346/0/5914", ContentFormat.Tlv) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Get("2346", ContentFormat.Tlv) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "2346/0", null) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Put("2/0/3", "2") == CoapCode.Unauthorized); // only the owner
            Assert.IsTrue(harness.Attach("2346/0", "pmin=1") == CoapCode.Unauthorized);

            AsFirst(harness);
            byte[] acl = Encoding.UTF8.GetBytes("[{\"bn\":\"/2/0/2/\",\"n\":\"2\",\"v\":9}]"); // server 2: read and delete
            Assert.IsTrue(harness.Send(CoapCode.Put, "2/0/2", acl, ContentFormat.SenmlJson) == CoapCode.Changed);

            AsSecond(harness, second);
            Assert.IsTrue(harness.Get("2346/0/5914", ContentFormat.Tlv) == CoapCode.Content);
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", Harness.StringList(5914, "1", "2"), ContentFormat.Tlv) == CoapCode.Unauthorized);
            Assert.IsTrue(harness.Send(CoapCode.Delete, "2346/0", null) == CoapCode.Deleted);
            Assert.AreEqual(0, harness.Registry.Find(2).InstanceCount);
        }

        [TestMethod]
        public void AnObjectIsReadWithoutTheInstancesThatAreClosed()
        {
            Harness harness = Two(out ListChannel second);
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            AsSecond(harness, second);
            Assert.IsTrue(harness.Send(CoapCode.Fetch, "", Encoding.UTF8.GetBytes("[{\"n\":\"/2346\"},{\"n\":\"/3360/0/5702\"}]"), ContentFormat.SenmlJson) == CoapCode.Content);
            Assert.AreEqual("[{\"n\":\"/3360/0/5702\",\"v\":0}]", harness.AnswerText);
        }

        [TestMethod]
        public void ABatchDoesNotOpenWhatIsClosed()
        {
            Harness harness = Two(out ListChannel second);
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5702"), ContentFormat.Tlv);
            byte[] acl = Encoding.UTF8.GetBytes("[{\"bn\":\"/2/0/2/\",\"n\":\"2\",\"v\":3}]");
            harness.Send(CoapCode.Put, "2/0/2", acl, ContentFormat.SenmlJson);
            AsSecond(harness, second);
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", Harness.StringList(5914, "8"), ContentFormat.Tlv) == CoapCode.Unauthorized);
            Assert.AreEqual("0", Value(harness));
        }

        [TestMethod]
        public void TheDefaultEntryIsForAllWhoHaveNone()
        {
            Harness harness = Two(out ListChannel second);
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            harness.Send(CoapCode.Put, "2/0/2", Encoding.UTF8.GetBytes("[{\"bn\":\"/2/0/2/\",\"n\":\"0\",\"v\":1}]"), ContentFormat.SenmlJson);
            AsSecond(harness, second);
            Assert.IsTrue(harness.Get("2346/0/5914", ContentFormat.Tlv) == CoapCode.Content);
        }

        [TestMethod]
        public void EachServerIsToldWhatItObserves()
        {
            Harness harness = Two(out ListChannel second);
            RegisterBoth(harness, second);
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            AsSecond(harness, second);
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            second.Clear();
            harness.Temperature.Value = 30;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            Assert.AreEqual(1, second.Count);
        }

        [TestMethod]
        public void OfTwoServersWritingAtOnceEachWriteIsWhole()
        {
            Harness harness = Two(out ListChannel second);
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/33000/0/0", "/33000/0/1"), ContentFormat.Tlv);
            byte[] open = Encoding.UTF8.GetBytes("[{\"bn\":\"/2/0/2/\",\"n\":\"0\",\"v\":3}]");
            harness.Send(CoapCode.Put, "2/0/2", open, ContentFormat.SenmlJson);
            harness.Accounts.Servers[1].StoresNotifications = false;
            harness.Registry.AccessControl = null; // both may write the members
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", Harness.StringList(5914, "1", "2"), ContentFormat.Tlv) == CoapCode.Empty);
            AsSecond(harness, second);
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", Harness.StringList(5914, "3", "4"), ContentFormat.Tlv) == CoapCode.Empty);
            for (int i = 0; i < 12; i++)
            {
                harness.Slow.Arrive();
                harness.Client.Poll();
            }

            long sum = harness.Slow[0] * 10 + harness.Slow[1];
            Assert.IsTrue(sum == 12 || sum == 34);
            Assert.IsTrue(harness.Client.IsQuiet || !harness.Client.Session(0).Registration.IsRegistered);
        }

        private static string Value(Harness harness)
        {
            Assert.IsTrue(harness.Get("3360/0/5702", ContentFormat.Text) == CoapCode.Content);
            return harness.AnswerText;
        }

        private static void AsSecond(Harness harness, ListChannel second)
        {
            harness.Use(harness.Client.FindSession(2), second);
        }

        private static void AsFirst(Harness harness)
        {
            harness.Use(harness.Client.FindSession(1), harness.Channel);
        }

        private static void RegisterBoth(Harness harness, ListChannel second)
        {
            harness.Client.Poll();
            harness.Respond(CoapCode.Created);
            AsSecond(harness, second);
            harness.Respond(CoapCode.Created);
            AsFirst(harness);
        }

        private static Harness Two(out ListChannel second)
        {
            Harness harness = new Harness(false);
            harness.Registry.Add(new AccessControlObject(harness.Registry, harness.Accounts));
            harness.Accounts.Add("coap://192.0.2.1", 1, 3600);
            harness.Accounts.Add(SecondUri, 2, 3600);
            second = harness.Transport.Route(SecondUri);
            harness.Client.Start(harness.Transport);
            AsFirst(harness);
            return harness;
        }
    }
}
