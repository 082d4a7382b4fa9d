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
using LwM2M.Nano.Model;

namespace UnitTests
{
    /// <summary>Bodies in blocks are known by peer, method, path and format (RFC 7959 sections 2.4 to 2.9).</summary>
    [TestClass]
    public class TransferTests
    {
        [TestMethod]
        public void TwoBodiesSentAtOnceAreNotMixed()
        {
            Harness harness = new Harness().Registered();
            Assert.AreEqual("5F", Block(harness, "3360/0/5750", "aaaaaaaaaaaaaaaa", 0, true));
            Assert.AreEqual("5F", Block(harness, "3360/0/5701", "bbbbbbbbbbbbbbbb", 0, true));
            Assert.AreEqual("44", Block(harness, "3360/0/5750", "AAAA", 1, false));
            Assert.AreEqual("44", Block(harness, "3360/0/5701", "BBBB", 1, false));
            harness.Get("3360/0/5750", ContentFormat.Text);
            Assert.AreEqual("aaaaaaaaaaaaaaaaAAAA", harness.AnswerText);
            harness.Get("3360/0/5701", ContentFormat.Text);
            Assert.AreEqual("bbbbbbbbbbbbbbbbBBBB", harness.AnswerText);
        }

        [TestMethod]
        public void AThirdBodyTakesTheRoomOfTheOldestWhichIsTold()
        {
            Harness harness = new Harness().Registered();
            Block(harness, "3360/0/5750", "aaaaaaaaaaaaaaaa", 0, true);
            harness.Clock.Now += 1000;
            Block(harness, "3360/0/5701", "bbbbbbbbbbbbbbbb", 0, true);
            harness.Clock.Now += 1000;
            harness.Channel.From = new TestPeer(7);
            Assert.AreEqual("5F", Block(harness, "3360/0/5701", "cccccccccccccccc", 0, true));
            harness.Channel.From = null;
            Assert.AreEqual("88", Block(harness, "3360/0/5750", "AAAA", 1, false));
            Assert.AreEqual("44", Block(harness, "3360/0/5701", "BBBB", 1, false));
            harness.Get("3360/0/5701", ContentFormat.Text);
            Assert.AreEqual("bbbbbbbbbbbbbbbbBBBB", harness.AnswerText);
        }

        [TestMethod]
        public void ABlockOfAnotherMethodOrFormatIsNoPartOfTheBody()
        {
            Harness harness = new Harness().Registered();
            Block(harness, "3360/0/5750", "aaaaaaaaaaaaaaaa", 0, true);
            int second = BlockOption.Of(1, false, 0);
            Assert.AreEqual(0x88, (int)harness.SendBlock(CoapCode.Post, "3360/0/5750", Encoding.UTF8.GetBytes("x"), ContentFormat.Text, -1, CoapOption.Block1, second));
            Assert.AreEqual(0x88, (int)harness.SendBlock(CoapCode.Put, "3360/0/5750", Encoding.UTF8.GetBytes("x"), ContentFormat.Tlv, -1, CoapOption.Block1, second));
            Assert.AreEqual("44", Block(harness, "3360/0/5750", "A", 1, false));
        }

        [TestMethod]
        public void FurtherBlocksOfACompositeComeWithoutItsPaths()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 192 }).Registered();
            byte[] paths = Encoding.UTF8.GetBytes("[{\"n\":\"/3360\"},{\"n\":\"/3303\"},{\"n\":\"/3304\"}]");
            Assert.AreEqual(0x45, (int)harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson, ContentFormat.SenmlJson));
            string whole = harness.AnswerText;
            int block = harness.Answer.Block2;
            int number = 0;
            while (BlockOption.More(block))
            {
                number++;
                Assert.AreEqual(0x45, (int)harness.SendBlock(CoapCode.Fetch, "", null, ContentFormat.SenmlJson, ContentFormat.SenmlJson, CoapOption.Block2, BlockOption.Of(number, false, BlockOption.Exponent(block))));
                block = harness.Answer.Block2;
                whole += harness.AnswerText;
            }

            Assert.IsTrue(number >= 2);
            Assert.IsTrue(whole.StartsWith("[{") && whole.EndsWith("}]") && whole.IndexOf("/3304/0/5700") > 0, whole);
        }

        [TestMethod]
        public void ABlockOfAnotherPathIsNotServedFromTheAnswerThatIsKept()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 192 }).Registered();
            harness.Get("3360/0", ContentFormat.SenmlJson);
            harness.SendBlock(CoapCode.Get, "3303/0", null, -1, ContentFormat.SenmlJson, CoapOption.Block2, BlockOption.Of(1, false, 2));
            Assert.IsTrue(harness.AnswerText.IndexOf("570") < 0 || harness.AnswerText.IndexOf("5750") < 0, harness.AnswerText);
            harness.SendBlock(CoapCode.Get, "3303/0", null, -1, ContentFormat.SenmlJson, CoapOption.Block2, BlockOption.Of(0, false, 2));
            Assert.IsTrue(harness.AnswerText.StartsWith("[{\"bn\":\"/3303/0"), harness.AnswerText);
        }

        [TestMethod]
        public void ARequestThatIsTooLargeIsToldWhichBlockWouldFit()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 512 }).Registered();
            byte[] large = new byte[513];
            int length = harness.Compose(CoapCode.Put, "3360/0/5750", new byte[600], ContentFormat.Text, -1, -1);
            Array.Copy(harness.Request, 0, large, 0, large.Length);
            Assert.IsTrue(length > large.Length);
            Assert.AreEqual(0x8D, (int)harness.Deliver(large, large.Length));
            int hint = harness.Answer.Block1;
            Assert.AreEqual(0, BlockOption.Number(hint));
            Assert.AreEqual(256, BlockOption.Size(BlockOption.Exponent(hint)));
            Assert.AreEqual(2048, harness.Answer.OptionInteger(CoapOption.Size1, 0));
            Assert.AreEqual(0x5F, (int)harness.SendBlock(CoapCode.Put, "3360/0/5750", new byte[256], ContentFormat.Text, -1, CoapOption.Block1, BlockOption.Of(0, true, 4)));
        }

        [TestMethod]
        public void ABodyThatIsAnnouncedTooLargeIsRefusedAtItsFirstBlock()
        {
            Harness harness = new Harness().Registered();
            for (int i = 0; i < 129; i++)
            {
                string code = Block(harness, "3360/0/5750", "aaaaaaaaaaaaaaaa", i, true);
                Assert.AreEqual(i < 128 ? "5F" : "8D", code);
            }

            Assert.AreEqual(2048, harness.Answer.OptionInteger(CoapOption.Size1, 0));
        }

        [TestMethod]
        public void TwoHundredKilobytesFlowThroughAMessageSizedBufferOverALossyLink()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 256, MaximumBody = 256 }).Registered();
            ImageObject image = new ImageObject();
            harness.Registry.Add(image);
            byte[] block = new byte[64];
            Random random = new Random(5);
            int blocks = 200 * 1024 / 64;
            int sum = 0;
            for (int i = 0; i < blocks; i++)
            {
                for (int k = 0; k < block.Length; k++)
                {
                    block[k] = (byte)(i * 7 + k);
                    sum = sum * 31 + block[k];
                }

                bool more = i + 1 < blocks;
                CoapCode expected = more ? CoapCode.Continue : CoapCode.Changed;
                CoapCode code = harness.SendBlock(CoapCode.Put, "33100/0/0", block, ContentFormat.Opaque, -1, CoapOption.Block1, BlockOption.Of(i, more, 2));
                Assert.AreEqual((int)expected, (int)code);
                while (random.Next(10) == 0)
                {
                    harness.Clock.Now += 2000; // the acknowledgement is lost: the server sends the same again
                    code = harness.Deliver(harness.Request, harness.RequestLength);
                    Assert.AreEqual((int)expected, (int)code);
                }
            }

            Assert.AreEqual(200 * 1024, image.Length);
            Assert.AreEqual(sum, image.Sum);
            Assert.AreEqual(1, image.Ended);
            Assert.AreEqual(0, image.Abandoned);
        }

        [TestMethod]
        public void ASmallBodyFlowsTooAndOneThatIsLeftIsAbandoned()
        {
            Harness harness = new Harness().Registered();
            ImageObject image = new ImageObject();
            harness.Registry.Add(image);
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Put, "33100/0/0", new byte[] { 1, 2, 3 }, ContentFormat.Opaque));
            Assert.AreEqual(3, image.Length);
            harness.SendBlock(CoapCode.Put, "33100/0/0", new byte[16], ContentFormat.Opaque, -1, CoapOption.Block1, BlockOption.Of(0, true, 0));
            harness.Clock.Now += 400000;
            harness.Client.Poll();
            Assert.AreEqual(1, image.Abandoned);
        }

        [TestMethod]
        public void AValueMayBeGivenBlockByBlock()
        {
            Harness harness = new Harness(new ClientOptions { EndpointName = "small", BufferSize = 256, MaximumBody = 256 }).Registered();
            harness.Registry.Add(new ImageObject());
            int total = 0;
            for (int i = 0; i < 1000; i++)
            {
                Assert.AreEqual(0x45, (int)harness.SendBlock(CoapCode.Get, "33100/0/1", null, -1, ContentFormat.Opaque, CoapOption.Block2, BlockOption.Of(i, false, 3)));
                total += harness.Answer.PayloadLength;
                Assert.AreEqual((byte)(i * 128), harness.Answer.Buffer[harness.Answer.PayloadOffset]);
                if (!BlockOption.More(harness.Answer.Block2))
                {
                    break;
                }
            }

            Assert.AreEqual(100000, total);
        }

        [TestMethod]
        public void AWriteInBlocksWithNoResponseIsAcknowledgedBlockByBlock()
        {
            Harness harness = new Harness().Registered();
            byte[] buffer = new byte[64];
            CoapWriter writer = new CoapWriter();
            writer.Begin(buffer, 0, buffer.Length, CoapType.Confirmable, CoapCode.Put, 4711, new byte[] { 9 }, 0, 1);
            writer.AddPath(CoapOption.UriPath, "3360/0/5750");
            writer.AddOption(CoapOption.Block1, BlockOption.Of(0, true, 0));
            writer.AddOption(CoapOption.NoResponse, CoapOption.NoResponseAtAll);
            int at = writer.BeginPayload();
            writer.EndPayload(16);
            Assert.IsTrue(at > 0);
            Assert.AreEqual(0x5F, (int)harness.Deliver(buffer, writer.Length));
        }

        private static string Block(Harness harness, string path, string text, int number, bool more)
        {
            CoapCode code = harness.SendBlock(CoapCode.Put, path, Encoding.UTF8.GetBytes(text), ContentFormat.Text, -1, CoapOption.Block1, BlockOption.Of(number, more, 0));
            return ((int)code).ToString("X2");
        }

        // An image that is written and read as a stream.
        private sealed class ImageObject : LwM2MObject
        {
            private static readonly int[] s_resources =
            {
                0 | Resource.Opaque | Resource.Write,
                1 | Resource.Opaque | Resource.Read,
            };

            internal int Length;
            internal int Sum;
            internal int Ended;
            internal int Abandoned;

            internal ImageObject()
                : base(33100, s_resources)
            {
            }

            public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
            {
                return CoapCode.NotFound;
            }

            public override BodySink OpenBody(int instanceId, int resourceId)
            {
                Length = 0;
                Sum = 0;
                return new Sink(this);
            }

            public override BodySource OpenSource(int instanceId, int resourceId)
            {
                return resourceId == 1 ? new Source() : null;
            }
        }

        private sealed class Sink : BodySink
        {
            private readonly ImageObject _image;

            internal Sink(ImageObject image)
            {
                _image = image;
            }

            public override CoapCode Take(byte[] buffer, int offset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    _image.Sum = _image.Sum * 31 + buffer[offset + i];
                }

                _image.Length += count;
                return CoapCode.Continue;
            }

            public override CoapCode End()
            {
                _image.Ended++;
                return CoapCode.Changed;
            }

            public override void Abandon()
            {
                _image.Abandoned++;
            }
        }

        private sealed class Source : BodySource
        {
            public override int Length
            {
                get { return 100000; }
            }

            public override int ETag
            {
                get { return 1; }
            }

            public override void Read(int position, byte[] buffer, int offset, int count)
            {
                for (int i = 0; i < count; i++)
                {
                    buffer[offset + i] = (byte)(position + i);
                }
            }
        }
    }
}
