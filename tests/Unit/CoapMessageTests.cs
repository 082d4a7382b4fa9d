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
    /// <summary>RFC 7252: messages read and written.</summary>
    [TestClass]
    public class CoapMessageTests
    {
        [TestMethod]
        public void ReadsTheConfirmableGetOfRfc7252AppendixA()
        {
            // Figure 16: CON, GET, MID=0x7d34, Uri-Path "temperature"
            byte[] datagram = Hex.Bytes("40 01 7D 34 BB 74 65 6D 70 65 72 61 74 75 72 65");
            CoapMessage message = new CoapMessage();
            Assert.IsTrue(message.Parse(datagram, 0, datagram.Length));
            Assert.IsTrue(message.Type == CoapType.Confirmable && message.Code == CoapCode.Get);
            Assert.AreEqual(0x7D34, message.MessageId);
            Assert.AreEqual("temperature", message.OptionText(message.FindOption(CoapOption.UriPath)));
        }

        [TestMethod]
        public void ReadsThePiggybackedResponseOfRfc7252AppendixA()
        {
            // Figure 16: ACK, 2.05, MID=0x7d34, "22.3 C"
            byte[] datagram = Hex.Bytes("60 45 7D 34 FF 32 32 2E 33 20 43");
            CoapMessage message = new CoapMessage();
            Assert.IsTrue(message.Parse(datagram, 0, datagram.Length));
            Assert.IsTrue(message.Type == CoapType.Acknowledgement && message.IsSuccess);
            Assert.AreEqual(6, message.PayloadLength);
        }

        [TestMethod]
        public void ReadsATokenAsInRfc7252Figure17()
        {
            // Figure 17: the same request with token 0x20
            byte[] datagram = Hex.Bytes("41 01 7D 35 20 BB 74 65 6D 70 65 72 61 74 75 72 65");
            CoapMessage message = new CoapMessage();
            Assert.IsTrue(message.Parse(datagram, 0, datagram.Length));
            Assert.IsTrue(message.HasToken(new byte[] { 0x20 }, 1));
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("40")]
        [DataRow("40 01 00")]
        [DataRow("80 01 00 01")] // version 2
        [DataRow("49 01 00 01 00 00 00 00 00 00 00 00 00")] // token of 9 bytes
        [DataRow("44 01 00 01 AA BB")] // token cut short
        [DataRow("40 01 00 01 FF")] // payload marker without a payload
        [DataRow("40 01 00 01 B5 61 62")] // option cut short
        [DataRow("40 01 00 01 F1 00")] // option delta 15
        [DataRow("40 01 00 01 1F 00")] // option length 15
        [DataRow("40 01 00 01 D1")] // extended delta missing
        [DataRow("41 00 00 01 AA")] // empty message with a token
        [DataRow("40 01 00 01 E1 FF FF 00")] // option number beyond 65535
        public void RefusesWhatIsMalformed(string text)
        {
            byte[] datagram = Hex.Bytes(text);
            Assert.IsFalse(new CoapMessage().Parse(datagram, 0, datagram.Length));
        }

        [TestMethod]
        public void SeesCriticalOptionsItDoesNotKnow()
        {
            Assert.IsTrue(HasBadOption("40 01 00 01 91 00")); // option 9, odd
            Assert.IsFalse(HasBadOption("40 01 00 01 A1 00")); // option 10, even
            Assert.IsTrue(HasBadOption("40 01 00 01 D1 04 00 01 00")); // Accept twice
            Assert.IsTrue(HasBadOption("40 01 00 01 D3 04 00 00 00")); // Accept of three bytes
        }

        [TestMethod]
        public void WritesWhatItReads()
        {
            byte[] buffer = new byte[64];
            CoapWriter writer = new CoapWriter();
            writer.Begin(buffer, 0, buffer.Length, CoapType.NonConfirmable, CoapCode.Put, 0x1234, new byte[] { 9, 8 }, 0, 2);
            writer.AddPath(CoapOption.UriPath, "/a/bc");
            writer.AddOption(CoapOption.ContentFormat, ContentFormat.Tlv);
            writer.AddOption(CoapOption.NoResponse, CoapOption.NoResponseAtAll);
            int at = writer.BeginPayload();
            buffer[at] = 0x77;
            writer.EndPayload(1);
            Assert.AreEqual("52 03 12 34 09 08 B1 61 02 62 63 12 2D 16 D1 E9 1A FF 77", Hex.Text(buffer, 0, writer.Length));
        }

        [TestMethod]
        public void LeavesThePayloadMarkerOutWhenThereIsNoPayload()
        {
            byte[] buffer = new byte[16];
            CoapWriter writer = new CoapWriter();
            writer.Begin(buffer, 0, buffer.Length, CoapType.Acknowledgement, CoapCode.Content, 1, null, 0, 0);
            writer.BeginPayload();
            writer.EndPayload(0);
            Assert.AreEqual(4, writer.Length);
        }

        [TestMethod]
        public void NeverWritesPastItsBuffer()
        {
            byte[] buffer = new byte[40];
            CoapWriter writer = new CoapWriter();
            writer.Begin(buffer, 0, 16, CoapType.Confirmable, CoapCode.Get, 1, null, 0, 0);
            writer.AddOption(CoapOption.UriPath, "much too long for this");
            Assert.IsTrue(writer.Overflowed);
            Assert.AreEqual((byte)0, buffer[16]);
        }

        private static bool HasBadOption(string text)
        {
            byte[] datagram = Hex.Bytes(text);
            CoapMessage message = new CoapMessage();
            Assert.IsTrue(message.Parse(datagram, 0, datagram.Length));
            return message.HasBadOption;
        }
    }
}
