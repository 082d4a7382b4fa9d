// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Security.Crypto;
using LwM2M.Security.Oscore;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace SecurityTests
{
    /// <summary>The test vectors of RFC 8613, appendix C.</summary>
    [TestClass]
    public class OscoreVectorTests
    {
        private const string Secret = "0102030405060708090a0b0c0d0e0f10";
        private const string Salt = "9e7ca92223786340";
        private const string Protected4 = "44025d1f00003974396c6f63616c686f7374620914ff612f1092f1776f1c1668b3825e";

        [TestMethod]
        [DataRow(Salt, "", "01", "", "f0910ed7295e6ad4b54fc793154302ff", "ffb14e093c94c9cac9471648b4f98710", "4622d4dd6d944168eefb54987c")]
        [DataRow("", "00", "01", "", "321b26943253c7ffb6003b0b64d74041", "e57b5635815177cd679ab4bcec9d7dda", "be35ae297d2dace910c52e99f9")]
        [DataRow(Salt, "", "01", "37cbf3210017a2d3", "af2a1300a5e95788b356336eeecd2b92", "e39a0c7c77b43f03b4b39ab9a268699f", "2ca58fb85ff1b81c0b7181b85e")]
        public void C1ToC3_KeysAreThePublishedOnes(string salt, string sender, string recipient, string idContext, string senderKey, string recipientKey, string iv)
        {
            OscoreContext context = Context(salt, sender, recipient, idContext);
            Assert.AreEqual(senderKey, CryptoTests.Hex(context.SenderKey));
            Assert.AreEqual(recipientKey, CryptoTests.Hex(context.RecipientKey));
            Assert.AreEqual(iv, CryptoTests.Hex(context.CommonIv));
        }

        // The vectors carry Uri-Host outside; a device has none, so that the ciphertexts are compared.
        [TestMethod]
        [DataRow(Salt, "", "01", "", "44015d1f00003974b3747631", "44025d1f00003974920914ff612f1092f1776f1c1668b3825e")]
        [DataRow("", "00", "01", "", "440171c30000b932b3747631", "440271c30000b93293091400ff4ed339a5a379b0b8bc731fffb0")]
        [DataRow(Salt, "", "01", "37cbf3210017a2d3", "44012f8eef9bbf7ab3747631", "44022f8eef9bbf7a9b19140837cbf3210017a2d3ff72cd7273fd331ac45cffbe55c3")]
        public void C4ToC6_RequestsAreThePublishedOnes(string salt, string sender, string recipient, string idContext, string message, string expected)
        {
            OscoreCodec codec = Codec(salt, sender, recipient, idContext);
            codec.Context.Counter.Resume(20);
            byte[] plain = Convert.FromHexString(message);
            byte[] result = new byte[100];
            int length = codec.Protect(plain, 0, plain.Length, result);
            Assert.AreEqual(expected, CryptoTests.Hex(result[..length]));
        }

        [TestMethod]
        [DataRow(Salt, "01", "", "", Protected4, "01b3747631")]
        [DataRow("", "01", "00", "", "440271c30000b932396c6f63616c686f737463091400ff4ed339a5a379b0b8bc731fffb0", "01b3747631")]
        [DataRow(Salt, "01", "", "37cbf3210017a2d3", "44022f8eef9bbf7a396c6f63616c686f73746b19140837cbf3210017a2d3ff72cd7273fd331ac45cffbe55c3", "01b3747631")]
        public void C4ToC6_AServerReadsThePublishedRequests(string salt, string sender, string recipient, string idContext, string message, string inner)
        {
            byte[] bytes = Convert.FromHexString(message);
            byte[] result = new byte[100];
            int length = Codec(salt, sender, recipient, idContext).Unprotect(bytes, bytes.Length, result);
            Assert.AreEqual(inner, "01" + CryptoTests.Hex(result[8..length]));
            Assert.AreEqual(1, result[1]);
        }

        [TestMethod]
        public void C7AndC8_ResponsesAreThePublishedOnes()
        {
            OscoreCodec server = Codec(Salt, "01", "", "");
            byte[] request = Convert.FromHexString(Protected4);
            byte[] result = new byte[100];
            Assert.IsTrue(server.Unprotect(request, request.Length, result) > 0, server.Fault);
            byte[] response = Convert.FromHexString("64455d1f00003974ff48656c6c6f20576f726c6421");
            Assert.AreEqual("64445d1f0000397490ffdbaad1e9a7e7b2a813d3c31524378303cdafae119106", CryptoTests.Hex(result[..server.Protect(response, 0, response.Length, result)]));
            Assert.AreEqual("64445d1f00003974920100ff4d4c13669384b67354b2b6175ff4b8658c666a6cf88e", CryptoTests.Hex(result[..server.Protect(response, 0, response.Length, result)]), "another answer has a number of its own");
        }

        [TestMethod]
        public void C7AndC8_AClientReadsThePublishedResponses()
        {
            foreach (string response in new[] { "64445d1f0000397490ffdbaad1e9a7e7b2a813d3c31524378303cdafae119106", "64445d1f00003974920100ff4d4c13669384b67354b2b6175ff4b8658c666a6cf88e" })
            {
                OscoreCodec client = Codec(Salt, "", "01", "");
                client.Context.Counter.Resume(20);
                byte[] request = Convert.FromHexString("44015d1f00003974b3747631");
                byte[] result = new byte[100];
                client.Protect(request, 0, request.Length, result);
                byte[] bytes = Convert.FromHexString(response);
                int length = client.Unprotect(bytes, bytes.Length, result);
                Assert.AreEqual("64455d1f00003974ff48656c6c6f20576f726c6421", CryptoTests.Hex(result[..Math.Max(length, 0)]), client.Fault);
                Assert.AreEqual(0, client.Unprotect(Convert.FromHexString(response), bytes.Length, result), "a response comes once");
            }
        }

        [TestMethod]
        public void ARegisterThatLeshanHasAccepted()
        {
            OscoreCodec codec = Codec(Salt, "aa", "bb", "");
            byte[] message = Message("4202000177" + "01");
            byte[] result = new byte[200];
            int length = codec.Protect(message, 0, message.Length, result);
            Assert.AreEqual(
                "420200017701930900aaff15c268aa534f8d15f71a0d695864ba95f48364ef2f342d6cb725269344d22312e20a1f6e7245dfba8cbce15eb509b90d4fb29d28e5cf1be3",
                CryptoTests.Hex(result[..length]));
        }

        internal static OscoreContext Context(string salt, string sender, string recipient, string idContext)
        {
            return new OscoreContext(
                Convert.FromHexString(Secret), Convert.FromHexString(salt), Convert.FromHexString(sender), Convert.FromHexString(recipient),
                idContext.Length == 0 ? null : Convert.FromHexString(idContext));
        }

        internal static OscoreCodec Codec(string salt, string sender, string recipient, string idContext)
        {
            return new OscoreCodec(Context(salt, sender, recipient, idContext), new Ccm(200));
        }

        // Register: POST /rd, link format, lwm2m=1.1, ep=osc, lt=300, b=U.
        private static byte[] Message(string head)
        {
            byte[] buffer = new byte[200];
            LwM2M.Nano.Coap.CoapWriter writer = new();
            byte[] start = Convert.FromHexString(head);
            writer.Begin(buffer, 0, buffer.Length, LwM2M.Nano.Coap.CoapType.Confirmable, LwM2M.Nano.Coap.CoapCode.Post, 1, start, 4, 2);
            writer.AddPath(LwM2M.Nano.Coap.CoapOption.UriPath, "rd");
            writer.AddOption(LwM2M.Nano.Coap.CoapOption.ContentFormat, 40);
            foreach (string query in new[] { "lwm2m=1.1", "ep=osc", "lt=300", "b=U" })
            {
                writer.AddOption(LwM2M.Nano.Coap.CoapOption.UriQuery, query);
            }

            int at = writer.BeginPayload();
            byte[] links = System.Text.Encoding.ASCII.GetBytes("</1/0>,</3/0>");
            links.CopyTo(buffer, at);
            writer.EndPayload(links.Length);
            return buffer[..writer.Length];
        }
    }
}
