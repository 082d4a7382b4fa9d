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
    /// <summary>The Batch object: many resources, one message, all or none.</summary>
    [TestClass]
    public class BatchTests
    {
        [TestMethod]
        public void IsCreatedByTheServerAndReadInOneMessage()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 21.4f;
            harness.Humidity.Value = 48;
            CoapCode code = Create(harness, "/3303/0/5700", "/3304/0/5700", "/3360/0/5702", "/3/0/9");
            Assert.IsTrue(code == CoapCode.Created);
            Assert.AreEqual("2346", harness.Answer.OptionText(0));
            Assert.AreEqual("0", harness.Answer.OptionText(1));
            Assert.IsTrue(harness.Get("2346/0/5914") == CoapCode.Content);
            Assert.AreEqual("21.4;48;0;100;", harness.AnswerStrings(2346, 5914));
            harness.Get("2346/0/5913");
            Assert.AreEqual("/3303/0/5700;/3304/0/5700;/3360/0/5702;/3/0/9;", harness.AnswerStrings(2346, 5913));
        }

        [TestMethod]
        public void WritesAllItsMembers()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/3360/0/5703", "/3360/0/5704");
            Assert.IsTrue(Write(harness, "1.5", "-2.25", "1e3") == CoapCode.Changed);
            Assert.IsTrue(harness.Position.Coordinate(0) == 1.5);
            Assert.IsTrue(harness.Position.Coordinate(1) == -2.25);
            Assert.IsTrue(harness.Position.Coordinate(2) == 1000);
        }

        [TestMethod]
        public void WritesNothingWhenOneValueIsBad()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/3360/0/5703", "/3360/0/5704");
            Write(harness, "1", "2", "3");
            Assert.IsTrue(Write(harness, "7", "8", "north") == CoapCode.BadRequest);
            Assert.IsTrue(Write(harness, "7", "8") == CoapCode.BadRequest);
            Assert.IsTrue(Write(harness, "7", "8", "9", "10") == CoapCode.BadRequest);
            Assert.AreEqual("1", harness.Position.Coordinate(0).ToString());
        }

        [TestMethod]
        public void PutsBackWhatItHadWrittenWhenALaterMemberFails()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/33000/0/1");
            Write(harness, "5", "6");
            Arrive(harness, CoapCode.Empty); // the old value
            Arrive(harness, CoapCode.Empty);
            Assert.IsTrue(harness.Position.Coordinate(0) == 5);
            Assert.AreEqual(6L, harness.Slow[1]);

            Write(harness, "50", "60");
            Arrive(harness, CoapCode.InternalServerError);
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.InternalServerError);
            Assert.IsTrue(harness.Position.Coordinate(0) == 5);
            Assert.AreEqual(6L, harness.Slow[1]);
        }

        [TestMethod]
        public void PutsAllThreeBackWhenTheFourthFails()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/3360/0/5703", "/3360/0/5704", "/33000/0/1");
            Write(harness, "1", "2", "3", "6");
            Arrive(harness, CoapCode.Empty);
            Arrive(harness, CoapCode.Empty);
            Write(harness, "10", "20", "30", "60");
            Arrive(harness, CoapCode.InternalServerError);
            Assert.AreEqual(0xA0, (int)harness.Channel.Last().Code);
            for (int axis = 0; axis < 3; axis++)
            {
                Assert.IsTrue(harness.Position.Coordinate(axis) == axis + 1, axis.ToString());
            }
        }

        [TestMethod]
        public void AWriteThatIsGivenUpIsPutBack()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/33000/0/0", "/33000/0/1");
            Write(harness, "1", "5", "6");
            Arrive(harness, CoapCode.Empty);
            Arrive(harness, CoapCode.Empty);
            Assert.AreEqual("1", harness.Position.Coordinate(0).ToString());
            harness.Slow.Stuck = 1;
            Write(harness, "10", "50", "60"); // the last one never answers
            Arrive(harness, CoapCode.Empty);
            Arrive(harness, CoapCode.Empty);
            Assert.AreEqual(50L, harness.Slow[0]); // half of it is written
            int begun = harness.Slow.Begun;
            harness.Clock.Now += 31000;
            harness.Client.Poll();
            bool told = false;
            for (int i = 0; i < harness.Channel.Count; i++)
            {
                told |= harness.Channel.At(i).Code == CoapCode.GatewayTimeout;
            }

            Assert.IsTrue(told);
            Assert.IsTrue(harness.Slow.Begun > begun); // the old value is on its way back
            Assert.AreEqual("1", harness.Position.Coordinate(0).ToString());
        }

        [TestMethod]
        public void AListThatIsPutBackHasNoMembersOfTheFailedWrite()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/3360/0/5703");
            byte[] four = Harness.StringList(5913, "/3360/0/5704", "/3360/0/5702", "/3360/0/5703", "/3360/0/5704"); // one is there twice
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Put, "2346/0", four, ContentFormat.Tlv));
            harness.Get("2346/0/5913", ContentFormat.Tlv);
            Assert.AreEqual("/3360/0/5702;/3360/0/5703;", harness.AnswerStrings(2346, 5913));
        }

        [TestMethod]
        public void ReadableAndWritableMembersAreNotMixed()
        {
            Harness harness = new Harness().Registered();
            harness.Registry.Add(new WriteOnlyObject());
            Assert.AreEqual(0x80, (int)Create(harness, "/3/0/9", "/33300/0/0"));
            Assert.AreEqual(0x80, (int)Create(harness, "/3360/0/5702", "/3/0/9", "/33300/0/0"));
            Assert.AreEqual(0x41, (int)Create(harness, "/3360/0/5702", "/33300/0/0")); // both can be written
            Assert.AreEqual(0x80, (int)Create(harness, "/3/0/9", "/2346/0/5914/0")); // a batch in a batch
            Assert.AreEqual(1, harness.Registry.Find(2346).InstanceCount);
        }

        private sealed class WriteOnlyObject : LwM2M.Nano.Model.LwM2MObject
        {
            private static readonly int[] s_resources = { 0 | LwM2M.Nano.Model.Resource.Integer | LwM2M.Nano.Model.Resource.Write };

            internal WriteOnlyObject()
                : base(33300, s_resources)
            {
            }

            public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, LwM2M.Nano.Model.ResourceWriter writer)
            {
                return CoapCode.NotFound;
            }
        }

        [TestMethod]
        [DataRow("/3303/0/99")] // no such resource
        [DataRow("/3303/1/5700")] // no such instance
        [DataRow("/3303/0")] // not a resource
        [DataRow("/3/0/11")] // several values
        [DataRow("/3/0/4")] // executable
        [DataRow("/0/0/0")] // secret
        [DataRow("/2346/0/5914")] // a batch in a batch
        [DataRow("3303/0/5700")] // not a path
        [DataRow("")]
        public void RefusesAMemberThatCannotBeOne(string member)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(Create(harness, "/3/0/9", member) == CoapCode.BadRequest);
            Assert.AreEqual(0, harness.Registry.Find(2346).InstanceCount);
        }

        [TestMethod]
        public void RefusesAMemberTwiceAndAnEmptyList()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(Create(harness, "/3/0/9", "/3303/0/5700", "/3/0/9") == CoapCode.BadRequest);
            Assert.IsTrue(Create(harness) == CoapCode.BadRequest);
            Assert.IsTrue(harness.Send(CoapCode.Post, "2346", null, ContentFormat.Tlv) == CoapCode.BadRequest);
        }

        [TestMethod]
        public void TakesOneInstanceOfAMultipleResource()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(Create(harness, "/3/0/11/0", "/3/0/9") == CoapCode.Created);
            harness.Get("2346/0/5914");
            Assert.AreEqual("0;100;", harness.AnswerStrings(2346, 5914));
        }

        [TestMethod]
        public void RefusesToWriteMembersThatAreReadOnly()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3303/0/5700", "/3/0/9");
            Assert.IsTrue(Write(harness, "1", "2") == CoapCode.MethodNotAllowed);
        }

        [TestMethod]
        public void KeepsItsMembersWhenANewListIsRefused()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3303/0/5700", "/3/0/9");
            CoapCode code = harness.Send(CoapCode.Put, "2346/0/5913", Harness.StringList(5913, "/3/0/9", "/3/0/9"), ContentFormat.Tlv);
            Assert.IsTrue(code == CoapCode.BadRequest);
            harness.Get("2346/0/5913");
            Assert.AreEqual("/3303/0/5700;/3/0/9;", harness.AnswerStrings(2346, 5913));
            code = harness.Send(CoapCode.Put, "2346/0/5913", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv);
            Assert.IsTrue(code == CoapCode.Changed);
            harness.Get("2346/0/5914");
            Assert.AreEqual("100;", harness.AnswerStrings(2346, 5914));
        }

        [TestMethod]
        public void AMemberThatIsGoneReadsEmptyAndStopsWrites()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/33000/0/1");
            harness.Registry.Remove(harness.Slow);
            harness.Get("2346/0/5914");
            Assert.AreEqual("0;;", harness.AnswerStrings(2346, 5914));
            Assert.IsTrue(Write(harness, "1", "2") == CoapCode.NotFound);
            Assert.IsTrue(harness.Position.Coordinate(0) == 0);
        }

        [TestMethod]
        public void TellsTheObserversOfItsMembersAndOfItself()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/3360/0/5703");
            harness.Get("3360/0/5702", ContentFormat.Text, 0);
            harness.Get("2346/0/5914", ContentFormat.Tlv, 0);
            Write(harness, "1", "2");
            harness.Channel.Clear();
            harness.Client.Poll();
            Assert.AreEqual(2, harness.Channel.Count); // the member's observer, and the batch's once
            harness.Channel.Clear();
            harness.Put("3360/0/5703", "9");
            harness.Channel.Clear();
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            Assert.AreEqual("1;9;", Harness.Strings(harness.Channel.Last(), 2346, 5914));
        }

        [TestMethod]
        public void WaitsForAllItsSlowMembers()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3/0/9", "/33000/0/0", "/33000/0/1");
            Assert.IsTrue(harness.Get("2346/0/5914") == CoapCode.Empty);
            harness.Slow.Arrive();
            harness.Client.Poll();
            Assert.AreEqual("100;10;20;", Harness.Strings(harness.Channel.Last(), 2346, 5914));
        }

        [TestMethod]
        public void LeavesItsOwnValuesAloneUntilTheSlowOnesAreWritten()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/1/0/5", "/33000/0/1");
            Write(harness, "77", "8");
            Assert.AreEqual(86400, harness.Account.DisableTimeoutSeconds);
            harness.Clock.Now += 31000;
            harness.Client.Poll();
            harness.Client.Poll();
            Assert.AreEqual(86400, harness.Account.DisableTimeoutSeconds);
            Assert.AreEqual(20L, harness.Slow[1]);
        }

        [TestMethod]
        public void RefusesAValueTwice()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3360/0/5702", "/3360/0/5703");
            byte[] twice = Hex.Bytes("A6 17 1A 41 00 31 41 00 32");
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", twice, ContentFormat.Tlv) == CoapCode.BadRequest);
            Assert.AreEqual(0.0, harness.Position.Coordinate(0));
        }

        [TestMethod]
        public void IsDeletedByTheServer()
        {
            Harness harness = new Harness().Registered();
            Create(harness, "/3/0/9");
            Assert.IsTrue(harness.Send(CoapCode.Delete, "2346/0", null) == CoapCode.Deleted);
            Assert.IsTrue(harness.Get("2346/0/5914") == CoapCode.NotFound);
        }

        private static CoapCode Create(Harness harness, params string[] members)
        {
            return harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, members), ContentFormat.Tlv);
        }

        private static CoapCode Write(Harness harness, params string[] values)
        {
            return harness.Send(CoapCode.Put, "2346/0/5914", Harness.StringList(5914, values), ContentFormat.Tlv);
        }

        private static void Arrive(Harness harness, CoapCode failure)
        {
            harness.Slow.Failure = failure;
            harness.Slow.Arrive();
            harness.Client.Poll();
            harness.Slow.Failure = CoapCode.Empty;
        }
    }
}
