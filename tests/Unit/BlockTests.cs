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
    /// <summary>RFC 7959: bodies larger than a message, both ways.</summary>
    [TestClass]
    public class BlockTests
    {
        [TestMethod]
        public void ReadsTheBlockValuesOfRfc7959()
        {
            // Section 2.2: 0/0/6 is empty bits, 2/1/2 is the third block of 64 bytes with more to come
            Assert.AreEqual(0x2A, BlockOption.Of(2, true, 2));
            Assert.AreEqual(2, BlockOption.Number(0x2A));
            Assert.IsTrue(BlockOption.More(0x2A));
            Assert.AreEqual(64, BlockOption.Size(BlockOption.Exponent(0x2A)));
        }

        [TestMethod]
        public void AnAnswerLargerThanAMessageIsFetchedInBlocks()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 160 }).Registered();
            harness.Attach("3360/0/5702", "pmin=1", "pmax=2", "gt=3", "lt=1");
            Assert.IsTrue(harness.Get("3360", ContentFormat.LinkFormat) == CoapCode.Content);
            string whole = Fetch(harness, "3360", ContentFormat.LinkFormat, harness.Answer.OptionInteger(CoapOption.Block2, -1));
            Assert.AreEqual(
                "</3360>,</3360/0>,</3360/0/5516>,</3360/0/5518>,</3360/0/5701>,</3360/0/5702>;pmin=1;pmax=2;gt=3;lt=1,</3360/0/5703>,</3360/0/5704>,</3360/0/5750>",
                whole);
        }

        [TestMethod]
        public void TheServerMayAskForSmallerBlocksFromTheStart()
        {
            Harness harness = new Harness().Registered();
            harness.Put("3360/0/5750", Long('b', 100));
            CoapCode code = GetBlock(harness, "3360/0/5750", ContentFormat.Text, BlockOption.Of(0, false, 1));
            Assert.IsTrue(code == CoapCode.Content);
            Assert.AreEqual(32, harness.Answer.PayloadLength);
            Assert.AreEqual(100, harness.Answer.OptionInteger(CoapOption.Size2, -1));
            Assert.AreEqual(Long('b', 100), Fetch(harness, "3360/0/5750", ContentFormat.Text, harness.Answer.OptionInteger(CoapOption.Block2, -1)));
        }

        [TestMethod]
        public void AnyBlockCanBeAskedForAlone()
        {
            Harness harness = new Harness().Registered();
            harness.Put("3360/0/5750", "0123456789abcdefghijklmnopqrstuvwxyz");
            Assert.IsTrue(GetBlock(harness, "3360/0/5750", ContentFormat.Text, BlockOption.Of(2, false, 0)) == CoapCode.Content);
            Assert.AreEqual("wxyz", harness.AnswerText);
            Assert.IsTrue(GetBlock(harness, "3360/0/5750", ContentFormat.Text, BlockOption.Of(9, false, 0)) == CoapCode.BadRequest);
            Assert.IsTrue(GetBlock(harness, "3360/0/5750", ContentFormat.Text, BlockOption.Of(0, false, 7)) == CoapCode.BadRequest);
        }

        [TestMethod]
        public void ARequestInBlocksIsPutTogether()
        {
            Harness harness = new Harness().Registered();
            string value = Long('x', 16) + Long('y', 16) + "end";
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 0) == CoapCode.Continue);
            Assert.AreEqual(BlockOption.Of(0, true, 0), harness.Answer.OptionInteger(CoapOption.Block1, -1));
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 1) == CoapCode.Continue);
            harness.Get("3360/0/5750", ContentFormat.Text);
            Assert.AreEqual("", harness.AnswerText);
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 2) == CoapCode.Changed);
            Assert.AreEqual(BlockOption.Of(2, false, 0), harness.Answer.OptionInteger(CoapOption.Block1, -1));
            harness.Get("3360/0/5750", ContentFormat.Text);
            Assert.AreEqual(value, harness.AnswerText);
        }

        [TestMethod]
        public void BlocksThatStopOverlapOrSkipChangeNothing()
        {
            Harness harness = new Harness().Registered();
            string value = Long('x', 40);
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 1) == CoapCode.RequestEntityIncomplete);
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 0) == CoapCode.Continue);
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 2) == CoapCode.RequestEntityIncomplete);
            harness.Get("3360/0/5750", ContentFormat.Text);
            Assert.AreEqual("", harness.AnswerText);
        }

        [TestMethod]
        public void ARequestLargerThanTheBodyIsRefused()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", MaximumBody = 32 }).Registered();
            string value = Long('x', 64);
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 0) == CoapCode.Continue);
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 1) == CoapCode.Continue);
            Assert.IsTrue(PutBlock(harness, "3360/0/5750", value, 2) == CoapCode.RequestEntityTooLarge);
        }

        [TestMethod]
        public void ANotificationLargerThanAMessageStartsWithItsFirstBlock()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 192 }).Registered();
            harness.Get("3360/0", ContentFormat.SenmlJson, 0);
            harness.Channel.Clear();
            harness.Position.MoveTo(1, 2, 3);
            harness.Client.Poll();
            harness.Answer = harness.Channel.Last();
            int option = harness.Answer.OptionInteger(CoapOption.Block2, -1);
            Assert.IsTrue(harness.Answer.FindOption(CoapOption.Observe) >= 0 && BlockOption.More(option));
            string whole = Fetch(harness, "3360/0", ContentFormat.SenmlJson, option);
            Assert.IsTrue(whole.EndsWith("\"vs\":\"\"}]"));
        }

        [TestMethod]
        public void ALongObjectListIsRegisteredInBlocks()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 128 });
            harness.Registry.Add(LwM2M.Objects.IpsoSensor.Illuminance());
            harness.Registry.Add(LwM2M.Objects.IpsoSensor.Barometer());
            string list = "";
            for (int i = 0; i < 10 && !harness.Session.Registration.IsRegistered; i++)
            {
                harness.Client.Poll();
                CoapMessage block = harness.Channel.Last();
                harness.Answer = block;
                list += harness.AnswerText;
                bool more = BlockOption.More(block.OptionInteger(CoapOption.Block1, 0));
                harness.Respond(more ? CoapCode.Continue : CoapCode.Created);
            }

            Assert.IsTrue(harness.Session.Registration.IsRegistered);
            Assert.AreEqual("</1>;ver=1.1,</1/0>,</3/0>,</2346>,</2347>,</3301/0>,</3303/0>,</3304/0>,</3315/0>,</3360/0>,</33000/0>", list);
        }

        [TestMethod]
        public void TheServerMayAskForSmallerBlocksOfTheObjectList()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 128 });
            harness.Registry.Add(LwM2M.Objects.IpsoSensor.Illuminance());
            harness.Registry.Add(LwM2M.Objects.IpsoSensor.Barometer());
            string list = "";
            string sizes = "";
            for (int i = 0; i < 20 && !harness.Session.Registration.IsRegistered; i++)
            {
                harness.Client.Poll();
                CoapMessage block = harness.Channel.Last();
                harness.Answer = block;
                list += harness.AnswerText;
                sizes += block.PayloadLength.ToString() + " ";
                int option = block.OptionInteger(CoapOption.Block1, 0);
                harness.Respond(BlockOption.More(option) ? CoapCode.Continue : CoapCode.Created, BlockOption.Of(BlockOption.Number(option), false, 0));
            }

            Assert.IsTrue(harness.Session.Registration.IsRegistered);
            Assert.AreEqual("</1>;ver=1.1,</1/0>,</3/0>,</2346>,</2347>,</3301/0>,</3303/0>,</3304/0>,</3315/0>,</3360/0>,</33000/0>", list);
            Assert.AreEqual("64 16 16 7 ", sizes);
        }

        [TestMethod]
        public void AServerThatCannotTakeTheObjectListWholeGetsItInTheBlocksItNames()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            Assert.AreEqual(-1, harness.Channel.Last().OptionInteger(CoapOption.Block1, -1));
            harness.Respond(CoapCode.RequestEntityTooLarge, BlockOption.Of(0, false, 1));
            string list = "";
            for (int i = 0; i < 10 && !harness.Session.Registration.IsRegistered; i++)
            {
                harness.Answer = harness.Channel.Last();
                list += harness.AnswerText;
                bool more = BlockOption.More(harness.Answer.OptionInteger(CoapOption.Block1, 0));
                harness.Respond(more ? CoapCode.Continue : CoapCode.Created);
            }

            Assert.AreEqual("</1>;ver=1.1,</1/0>,</3/0>,</2346>,</2347>,</3303/0>,</3304/0>,</3360/0>,</33000/0>", list);
        }

        [TestMethod]
        [DataRow("in/box", (int)CoapCode.Put)]
        [DataRow("dp", (int)CoapCode.Post)]
        public void AReportLargerThanAMessageGoesInBlocks(string path, int method)
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 160 }).Registered();
            harness.Put("3360/0/5750", Long('a', 70));
            harness.Put("3360/0/5701", Long('b', 70));
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5750", "/3360/0/5701"), ContentFormat.Tlv);
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/2346/0", 1, path, 60, false, true), ContentFormat.Tlv);
            harness.Clock.Now += 3000;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            int length = 0;
            string blocks = "";
            for (int i = 0; i < 10; i++)
            {
                CoapMessage block = harness.Channel.Last();
                Assert.IsTrue(block.Code == (CoapCode)method && block.Type == CoapType.Confirmable);
                int option = block.OptionInteger(CoapOption.Block1, 0);
                blocks += BlockOption.Number(option).ToString();
                length += block.PayloadLength;
                if (!BlockOption.More(option))
                {
                    break;
                }

                harness.Respond(CoapCode.Continue);
            }

            harness.Respond(CoapCode.Changed);
            Assert.AreEqual("01", blocks);
            Assert.AreEqual(harness.Notify[0].LastLength, length);
            Assert.IsTrue(harness.Get("2347/0/5922", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual(length.ToString(), harness.AnswerText);
            Assert.AreEqual(1, harness.Log.Count("report of " + length.ToString() + " bytes goes in blocks"));
            Assert.IsTrue(harness.Client.IsQuiet);
        }

        [TestMethod]
        public void AReportWhoseBlockIsLostForGoodLeavesTheWayFree()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 160 }).Registered();
            harness.Put("3360/0/5750", Long('a', 120));
            Assert.IsTrue(harness.Session.Send(new long[] { LwM2M.Nano.Model.ResourcePath.Of(3360, 0) }, 1, true, false) == CoapCode.Content);
            for (int i = 0; i < 8; i++)
            {
                harness.Clock.Now += 50000;
                harness.Client.Poll();
            }

            Assert.AreEqual(1, harness.Log.Count("report not delivered"));
            harness.Get("3360", ContentFormat.LinkFormat);
            Assert.IsTrue(harness.Answer.Code == CoapCode.Content);
        }

        private static string Fetch(Harness harness, string path, int accept, int option)
        {
            string whole = harness.AnswerText;
            while (option >= 0 && BlockOption.More(option))
            {
                GetBlock(harness, path, accept, BlockOption.Of(BlockOption.Number(option) + 1, false, BlockOption.Exponent(option)));
                whole += harness.AnswerText;
                option = harness.Answer.OptionInteger(CoapOption.Block2, -1);
            }

            return whole;
        }

        private static CoapCode GetBlock(Harness harness, string path, int accept, int block2)
        {
            return harness.SendBlock(CoapCode.Get, path, null, ContentFormat.None, accept, CoapOption.Block2, block2);
        }

        private static CoapCode PutBlock(Harness harness, string path, string value, int number)
        {
            int start = number * 16;
            int count = value.Length - start > 16 ? 16 : value.Length - start;
            bool more = start + count < value.Length;
            byte[] payload = Encoding.UTF8.GetBytes(value.Substring(start, count));
            return harness.SendBlock(CoapCode.Put, path, payload, ContentFormat.Text, ContentFormat.None, CoapOption.Block1, BlockOption.Of(number, more, 0));
        }

        private static string Long(char c, int length)
        {
            return new string(c, length);
        }
    }
}
