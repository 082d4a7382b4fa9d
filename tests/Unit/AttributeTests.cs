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
    /// <summary>Write-Attributes, and what they do to notifications.</summary>
    [TestClass]
    public class AttributeTests
    {
        [TestMethod]
        public void Int261WriteAttributesShowInDiscover()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Attach("3303/0/5700", "pmin=5", "pmax=60", "gt=30.5", "lt=10", "st=1") == CoapCode.Changed);
            Assert.IsTrue(harness.Attach("3303/0", "pmin=2") == CoapCode.Changed);
            harness.Get("3303/0/5700", ContentFormat.LinkFormat);
            Assert.AreEqual("</3303/0/5700>;pmin=5;pmax=60;gt=30.5;lt=10;st=1", harness.AnswerText);
            harness.Get("3303/0", ContentFormat.LinkFormat);
            Assert.IsTrue(harness.AnswerText.IndexOf("</3303/0>;pmin=2,") == 0);
            Assert.IsTrue(harness.Attach("3303/0/5700", "gt", "lt", "st", "pmax") == CoapCode.Changed);
            harness.Get("3303/0/5700", ContentFormat.LinkFormat);
            Assert.AreEqual("</3303/0/5700>;pmin=5", harness.AnswerText);
        }

        [TestMethod]
        [DataRow("3303/0/5700", "pmin=-1", (int)CoapCode.BadRequest)]
        [DataRow("3303/0/5700", "pmin=x", (int)CoapCode.BadRequest)]
        [DataRow("3303/0/5700", "con=2", (int)CoapCode.BadRequest)]
        [DataRow("3303/0/5700", "color=red", (int)CoapCode.BadRequest)]
        [DataRow("3303/0/5700", "st=0", (int)CoapCode.BadRequest)]
        [DataRow("3303/0/5701", "gt=1", (int)CoapCode.BadRequest)]
        [DataRow("3303/0", "gt=1", (int)CoapCode.BadRequest)]
        [DataRow("3303/1", "pmin=1", (int)CoapCode.NotFound)]
        [DataRow("3303/0/99", "pmin=1", (int)CoapCode.NotFound)]
        public void RefusesWhatMakesNoSense(string path, string query, int expected)
        {
            Assert.IsTrue(new Harness().Registered().Attach(path, query) == (CoapCode)expected);
        }

        [TestMethod]
        public void RefusesLimitsThatContradictAndKeepsTheOldOnes()
        {
            Harness harness = new Harness().Registered();
            harness.Attach("3303/0/5700", "gt=30", "lt=10");
            Assert.IsTrue(harness.Attach("3303/0/5700", "st=10") == CoapCode.BadRequest);
            harness.Get("3303/0/5700", ContentFormat.LinkFormat);
            Assert.AreEqual("</3303/0/5700>;gt=30;lt=10", harness.AnswerText);
        }

        [TestMethod]
        public void PeriodsComeFromThePathOrFromAbove()
        {
            Harness harness = new Harness().Registered();
            harness.Attach("3303", "pmin=10");
            harness.Attach("3303/0/5700", "pmax=60");
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            harness.Temperature.Value = 1;
            Assert.AreEqual(0, Sent(harness, 9000));
            Assert.AreEqual(1, Sent(harness, 1000));
            Assert.AreEqual(0, Sent(harness, 59000));
            Assert.AreEqual(1, Sent(harness, 1000));
        }

        [TestMethod]
        public void ANumberIsNotifiedWhenItCrossesALimit()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 20;
            harness.Attach("3303/0/5700", "gt=30", "lt=10");
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            Assert.AreEqual(0, Move(harness, 29));
            Assert.AreEqual(1, Move(harness, 31));
            Assert.AreEqual(0, Move(harness, 35));
            Assert.AreEqual(1, Move(harness, 25));
            Assert.AreEqual(1, Move(harness, 5));
        }

        [TestMethod]
        public void ANumberIsNotifiedWhenItHasMovedByAStep()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 20;
            harness.Attach("3303/0/5700", "st=2");
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            Assert.AreEqual(0, Move(harness, 21));
            Assert.AreEqual(1, Move(harness, 22));
            Assert.AreEqual(0, Move(harness, 23.5f));
            Assert.AreEqual(1, Move(harness, 19));
        }

        [TestMethod]
        public void ConMakesNotificationsConfirmable()
        {
            Harness harness = new Harness().Registered();
            harness.Attach("3303/0/5700", "con=1");
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            Move(harness, 50);
            Assert.IsTrue(harness.Channel.Last().Type == CoapType.Confirmable);
        }

        [TestMethod]
        public void EpminHoldsTheEvaluationBack()
        {
            Harness harness = new Harness().Registered();
            harness.Attach("3303/0/5700", "epmin=30", "st=1");
            harness.Get("3303/0/5700", ContentFormat.Text, 0);
            harness.Channel.Clear();
            Assert.AreEqual(0, Move(harness, 50));
            Assert.AreEqual(1, Sent(harness, 30000));
        }

        [TestMethod]
        public void ASlowNumberIsComparedWhenItHasCome()
        {
            Harness harness = new Harness().Registered();
            harness.Attach("33000/0/0", "gt=100");
            harness.Get("33000/0/0", ContentFormat.Text, 0);
            harness.Slow.Arrive();
            harness.Client.Poll();
            harness.Channel.Clear();
            harness.Registry.OnChanged(LwM2M.Nano.Model.ResourcePath.Of(33000, 0, 0));
            harness.Client.Poll();
            harness.Slow.Arrive();
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
            Assert.IsTrue(harness.Client.IsQuiet);
        }

        private static int Move(Harness harness, float value)
        {
            harness.Temperature.Value = value;
            return Sent(harness, 1000);
        }

        private static int Sent(Harness harness, int milliseconds)
        {
            int before = harness.Channel.Count;
            harness.Clock.Now += milliseconds;
            harness.Client.Poll();
            return harness.Channel.Count - before;
        }
    }
}
