// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using LwM2M.Nano.Coap;
using LwM2M.Nano.Platform;

namespace UnitTests
{
    /// <summary>RFC 7252 section 4: retransmission, duplicates, resets, and responses that come later.</summary>
    [TestClass]
    public class ExchangeTests
    {
        [TestMethod]
        public void RepeatsAConfirmableMessageAtDoublingTimesAndGivesUp()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            long first = 0;
            int sent = 1;
            string times = "";
            for (int i = 0; i < 100000 && sent < 6; i += 10)
            {
                harness.Clock.Now += 10;
                harness.Client.Poll();
                if (harness.Channel.Count > sent)
                {
                    sent = harness.Channel.Count;
                    first = first == 0 ? harness.Clock.Now - 1000 : first;
                    times += ((harness.Clock.Now - 1000 + first / 2) / first).ToString() + " ";
                }
            }

            // ACK_TIMEOUT to ACK_TIMEOUT * ACK_RANDOM_FACTOR, then at 3, 7 and 15 times that; then a new registration
            Assert.IsTrue(first >= 2000 && first <= 3010);
            Assert.AreEqual("1 3 7 15", times.Substring(0, 8));
            Assert.AreEqual(harness.Channel.At(0).MessageId, harness.Channel.At(4).MessageId);
            Assert.IsTrue(harness.Channel.At(5).MessageId != harness.Channel.At(0).MessageId);
        }

        [TestMethod]
        public void HasOneConfirmableMessageOutstanding()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            harness.Session.Registration.RequestUpdate();
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void AnswersADuplicateAgainWithoutDoingItAgain()
        {
            Harness harness = new Harness().Registered();
            int length = harness.Compose(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv, -1, -1);
            Assert.IsTrue(harness.Deliver(harness.Request, length) == CoapCode.Created);
            string first = Hex.Text(harness.Channel.Datagram(0), 0, harness.Channel.Datagram(0).Length);
            Assert.IsTrue(harness.Deliver(harness.Request, length) == CoapCode.Created);
            Assert.AreEqual(first, Hex.Text(harness.Channel.Datagram(1), 0, harness.Channel.Datagram(1).Length));
            Assert.AreEqual(1, harness.Registry.Find(2346).InstanceCount);
        }

        [TestMethod]
        public void TakesTheMessageIdAsNewAfterItsLifetime()
        {
            Harness harness = new Harness().Registered();
            int length = harness.Compose(CoapCode.Post, "2346", Harness.StringList(5913, "/3/0/9"), ContentFormat.Tlv, -1, -1);
            harness.Deliver(harness.Request, length);
            harness.Clock.Now += 248000;
            harness.Deliver(harness.Request, length);
            Assert.AreEqual(2, harness.Registry.Find(2346).InstanceCount);
        }

        [TestMethod]
        [DataRow(26, (int)CoapCode.Empty)]
        [DataRow(2, (int)CoapCode.Empty)]
        [DataRow(8, (int)CoapCode.Changed)]
        [DataRow(0, (int)CoapCode.Changed)]
        public void KeepsTheResponseToItselfThatTheServerDoesNotWant(int noResponse, int expected)
        {
            Harness harness = new Harness().Registered();
            byte[] request = WithNoResponse(CoapType.NonConfirmable, "3360/0/5702", "4", noResponse, 7);
            Assert.IsTrue(harness.Deliver(request, request.Length) == (CoapCode)expected);
            request = WithNoResponse(CoapType.Confirmable, "3360/0/5702", "5", noResponse, 8);
            harness.Channel.Clear();
            harness.Deliver(request, request.Length);
            Assert.IsTrue(harness.Channel.Last().Code == (CoapCode)expected); // an empty acknowledgement stays
            Assert.IsTrue(harness.Channel.Last().Type == CoapType.Acknowledgement);
            harness.Deliver(request, request.Length);
            Assert.AreEqual(2, harness.Channel.Count);
            harness.Get("3360/0/5702", ContentFormat.Text);
            Assert.AreEqual("5", harness.AnswerText);
        }

        [TestMethod]
        public void AnErrorIsToldWhenOnlySuccessIsUnwanted()
        {
            Harness harness = new Harness().Registered();
            byte[] request = WithNoResponse(CoapType.NonConfirmable, "3303/0/5700", "4", 2, 7);
            Assert.IsTrue(harness.Deliver(request, request.Length) == CoapCode.MethodNotAllowed);
        }

        [TestMethod]
        public void AsksForALifeSignWhenMuchHasGoneOutUnanswered()
        {
            Harness harness = new Harness().Registered();
            harness.Get("3303/0/5700", ContentFormat.SenmlCbor, 0);
            harness.Channel.Clear();
            int sent = 0;
            for (int i = 0; i < 200 && (sent == 0 || harness.Channel.Last().Type == CoapType.NonConfirmable); i++)
            {
                harness.Clock.Now += 100;
                harness.Temperature.Value = 20 + i % 2;
                harness.Client.Poll();
                sent++;
            }

            Assert.IsTrue(harness.Channel.Last().Type == CoapType.Confirmable);
            Assert.IsTrue(sent * 30 > 2048 / 2 && sent < 150);

            harness.Temperature.Value = 25; // the others go on meanwhile
            harness.Clock.Now += 100;
            CoapMessage probe = harness.Channel.Last();
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Type == CoapType.NonConfirmable);

            byte[] acknowledgement = new byte[4];
            harness.Client.Process(harness.Session, acknowledgement, CoapWriter.WriteEmpty(acknowledgement, CoapType.Acknowledgement, probe.MessageId));
            harness.Temperature.Value = 26;
            harness.Clock.Now += 100;
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Type == CoapType.NonConfirmable);
        }

        [TestMethod]
        public void ATransportHasItsOwnPatience()
        {
            TransmissionParameters udp = new TransmissionParameters();
            TransmissionParameters lora = TransmissionParameters.Lora();
            Assert.AreEqual(247000, udp.ExchangeLifetimeMilliseconds); // RFC 7252 section 4.8.2
            Assert.AreEqual(93000, udp.ResponseTimeoutMilliseconds);
            Assert.AreEqual(300000, lora.AckTimeoutMilliseconds);
            Assert.AreEqual(4, lora.MaxRetransmit);
            Assert.AreEqual(7250000, lora.ExchangeLifetimeMilliseconds);
        }

        private static byte[] WithNoResponse(CoapType type, string path, string text, int value, int messageId)
        {
            byte[] buffer = new byte[64];
            CoapWriter writer = new CoapWriter();
            writer.Begin(buffer, 0, buffer.Length, type, CoapCode.Put, messageId, null, 0, 0);
            writer.AddPath(CoapOption.UriPath, path);
            writer.AddOption(CoapOption.ContentFormat, ContentFormat.Text);
            writer.AddOption(CoapOption.NoResponse, value);
            int at = writer.BeginPayload();
            buffer[at] = (byte)text[0];
            writer.EndPayload(1);
            byte[] exact = new byte[writer.Length];
            System.Array.Copy(buffer, 0, exact, 0, exact.Length);
            return exact;
        }

        [TestMethod]
        public void AnswersAPingWithAReset()
        {
            Harness harness = new Harness().Registered();
            byte[] ping = Hex.Bytes("40 00 12 34");
            harness.Deliver(ping, 4);
            Assert.AreEqual("70 00 12 34", Hex.Text(harness.Channel.Datagram(0), 0, 4));
        }

        [TestMethod]
        public void RejectsAMalformedConfirmableMessageAndIgnoresOthers()
        {
            Harness harness = new Harness().Registered();
            byte[] malformed = Hex.Bytes("40 01 12 35 FF");
            harness.Deliver(malformed, malformed.Length);
            Assert.AreEqual("70 00 12 35", Hex.Text(harness.Channel.Datagram(0), 0, 4));
            malformed[0] = 0x50;
            harness.Deliver(malformed, malformed.Length);
            Assert.AreEqual(1, harness.Channel.Count);
        }

        [TestMethod]
        public void SaysThatARequestIsTooLarge()
        {
            Harness harness = new Harness().Registered();
            byte[] request = new byte[1153];
            harness.Compose(CoapCode.Put, "3360/0/5750", new byte[] { 1 }, ContentFormat.Text, -1, -1);
            System.Array.Copy(harness.Request, 0, request, 0, harness.Request.Length);
            Assert.IsTrue(harness.Deliver(request, request.Length) == CoapCode.RequestEntityTooLarge);
            Assert.AreEqual("message larger than the buffer", harness.Log.LastLine);
        }

        [TestMethod]
        public void RejectsAResponseNobodyAskedFor()
        {
            Harness harness = new Harness().Registered();
            byte[] response = Hex.Bytes("41 45 12 36 55");
            harness.Deliver(response, response.Length);
            Assert.AreEqual("70 00 12 36", Hex.Text(harness.Channel.Datagram(0), 0, 4));
        }

        [TestMethod]
        public void AnswersANonConfirmableRequestWithANonConfirmableResponse()
        {
            Harness harness = new Harness().Registered();
            int length = harness.Compose(CoapCode.Get, "3/0/9", null, -1, ContentFormat.Text, -1);
            harness.Request[0] = (byte)(harness.Request[0] | 0x10);
            Assert.IsTrue(harness.Deliver(harness.Request, length) == CoapCode.Content);
            Assert.IsTrue(harness.Answer.Type == CoapType.NonConfirmable);
        }

        [TestMethod]
        public void WaitsForASeparateResponseAfterAnEmptyAcknowledgement()
        {
            Harness harness = new Harness();
            harness.Client.Poll();
            CoapMessage register = harness.Channel.Last();
            byte[] acknowledgement = new byte[4];
            CoapWriter.WriteEmpty(acknowledgement, CoapType.Acknowledgement, register.MessageId);
            harness.Client.Process(harness.Session, acknowledgement, 4);
            harness.Clock.Now += 20000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count); // no retransmission

            byte[] response = new byte[32];
            CoapWriter writer = new CoapWriter();
            writer.Begin(response, 0, 32, CoapType.Confirmable, CoapCode.Created, 0x7777, register.Buffer, register.TokenOffset, register.TokenLength);
            writer.AddPath(CoapOption.LocationPath, "rd/1");
            harness.Client.Process(harness.Session, response, writer.Length);
            Assert.IsTrue(harness.Session.Registration.IsRegistered);
            Assert.AreEqual("60 00 77 77", Hex.Text(harness.Channel.Datagram(1), 0, 4));
        }

        [TestMethod]
        public void AnswersPiggybackedWhenTheValueComesSoon()
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Get("33000/0/0", ContentFormat.Text) == CoapCode.Empty);
            harness.Slow.Arrive();
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            CoapMessage answer = harness.Channel.Last();
            Assert.IsTrue(answer.Type == CoapType.Acknowledgement && answer.Code == CoapCode.Content);
            Assert.AreEqual(1, harness.Slow.Begun);
        }

        [TestMethod]
        public void AcknowledgesFirstAndAnswersSeparatelyWhenTheValueTakesTime()
        {
            Harness harness = new Harness().Registered();
            harness.Get("33000/0", ContentFormat.Tlv);
            harness.Clock.Now += 1000;
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Empty && harness.Channel.Last().Type == CoapType.Acknowledgement);
            harness.Slow.Arrive();
            harness.Client.Poll();
            CoapMessage answer = harness.Channel.Last();
            Assert.IsTrue(answer.Type == CoapType.Confirmable && answer.Code == CoapCode.Content);
            Assert.IsFalse(harness.Client.IsQuiet);
            harness.Respond(CoapCode.Empty);
            Assert.IsTrue(harness.Client.IsQuiet);
        }

        [TestMethod]
        public void AWriteThatTakesTimeIsCarriedOutOnce()
        {
            Harness harness = new Harness().Registered();
            int length = harness.Compose(CoapCode.Put, "33000/0/1", new byte[] { (byte)'7' }, ContentFormat.Text, -1, -1);
            Assert.IsTrue(harness.Deliver(harness.Request, length) == CoapCode.Empty);
            harness.Deliver(harness.Request, length); // the server repeats itself
            Assert.AreEqual(1, harness.Slow.Begun);
            harness.Slow.Arrive();
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.Changed);
            Assert.AreEqual(7L, harness.Slow[1]);
        }

        [TestMethod]
        public void AWriteAnsweredSeparatelyIsNotCarriedOutAgainWhenItIsRepeated()
        {
            Harness harness = new Harness().Registered();
            int length = harness.Compose(CoapCode.Put, "33000/0/1", new byte[] { (byte)'7' }, ContentFormat.Text, -1, -1);
            harness.Deliver(harness.Request, length);
            harness.Clock.Now += 1000;
            harness.Client.Poll();
            harness.Slow.Arrive();
            harness.Client.Poll();
            harness.Respond(CoapCode.Empty);
            Assert.IsTrue(harness.Deliver(harness.Request, length) == CoapCode.Empty);
            Assert.AreEqual(1, harness.Slow.Begun);
        }

        [TestMethod]
        public void AnObservationWhoseFirstValueNeverComesIsForgotten()
        {
            Harness harness = new Harness().Registered();
            harness.Get("33000/0/0", ContentFormat.Text, 0);
            harness.Clock.Now += 31000;
            harness.Client.Poll();
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.GatewayTimeout);
            Assert.AreEqual(0, harness.Session.Observations.Count);
        }

        [TestMethod]
        public void SaysGatewayTimeoutWhenNothingComes()
        {
            Harness harness = new Harness().Registered();
            harness.Get("33000/0/0", ContentFormat.Text);
            harness.Clock.Now += 31000;
            harness.Client.Poll();
            harness.Client.Poll();
            Assert.IsTrue(harness.Channel.Last().Code == CoapCode.GatewayTimeout);
        }

        [TestMethod]
        public void RefusesMoreSlowOperationsThanItHasPlacesFor()
        {
            Harness harness = new Harness().Registered();
            for (int i = 0; i < 4; i++)
            {
                Assert.IsTrue(harness.Get("33000/0/0", ContentFormat.Text) == CoapCode.Empty);
            }

            Assert.IsTrue(harness.Get("33000/0/0", ContentFormat.Text) == CoapCode.ServiceUnavailable);
        }
    }
}
