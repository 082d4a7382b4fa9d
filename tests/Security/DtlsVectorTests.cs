// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;
using LwM2M.Security.Crypto;
using LwM2M.Security.Dtls;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace SecurityTests
{
    /// <summary>Keys and records of a handshake captured between another client and Leshan, with Connection ID on the client's records only.</summary>
    [TestClass]
    public class DtlsVectorTests
    {
        private const string Psk = "000102030405060708090a0b0c0d0e0f";
        private const string ClientHello = "010000550001000000000055fefd1bbe44415b88d4fe3d4c77391078b346acbe4a5105e73b6a81cb13f5f3371a650020f42bdcdbb0e14ab8578452b8a6cec3ab097386309f97ffcac56d1f6aa51e07a90002c0a801000009001700000036000100";
        private const string ServerHello = "020000570001000000000057fefd6b0884d46e14ae7eba0b670d38e8722a1320e28eeac1e059baa255d981e4e1fc2021cc71a76589f9cd2cf1eef063a532459e892376f7e9a34601d555d659c2b2efc0a800000f001700000036000706c5b4b47abc91";
        private const string HelloDone = "0e0000000002000000000000";
        private const string KeyExchange = "1000000d000200000000000d000b6e6f64652d303030303031";
        private const string Master = "85b47b45985fb2808df76f62f6351b03f5d8cc8632bc483afb4ebf9fb6c9ccca2df2c00b51be7c82c800fdff548a83d8";
        private const string KeyBlock = "7e2e1d3097c84c81146f1ce3a450c149f18a8d12abccc0e3a0885cf20e64bd21f198cabccf98929c";

        [TestMethod]
        public void DerivesTheCapturedSecretsAndFinished()
        {
            Sha256 transcript = new();
            foreach (string message in new[] { ClientHello, ServerHello, HelloDone, KeyExchange })
            {
                Add(transcript, message);
            }

            byte[] hash = transcript.Hash();
            Assert.AreEqual("a70aa0c25f8f0ba532e46bc6949fcf4b121c8519f0060021727b36c3f24d11b5", CryptoTests.Hex(hash));
            byte[] premaster = Convert.FromHexString("0010" + new string('0', 32) + "0010" + Psk);
            byte[] master = Derivation.Prf(premaster, "extended master secret", hash, 48);
            Assert.AreEqual(Master, CryptoTests.Hex(master));
            byte[] seed = Convert.FromHexString(ServerHello.Substring(28, 64) + ClientHello.Substring(28, 64));
            Assert.AreEqual(KeyBlock, CryptoTests.Hex(Derivation.Prf(master, "key expansion", seed, 40)));
            byte[] verify = Derivation.Prf(master, "client finished", hash, 12);
            Assert.AreEqual("7a45873dd594a87b2c84ab30", CryptoTests.Hex(verify));
            Add(transcript, "1400000c000300000000000c" + CryptoTests.Hex(verify));
            Assert.AreEqual("081bfb0cb86810f493810853", CryptoTests.Hex(Derivation.Prf(master, "server finished", transcript.Hash(), 12)));
        }

        [TestMethod]
        public void WritesTheCapturedRecordsWithConnectionId()
        {
            DtlsSession session = Session("c5b4b47abc91");
            Assert.AreEqual(
                "19fefd0001000000000000c5b4b47abc9100290001000000000000fcc5c563bda0bda27d27750ba06e53ff6ae7396bf17749d4691dd73a2c0c93f438",
                Write(session, 0, RecordType.Handshake, "1400000c000300000000000c7a45873dd594a87b2c84ab30"));
            Assert.AreEqual(
                "19fefd0001000000000001c5b4b47abc9100150001000000000001f811401cbd3c8451859b94fe09",
                Write(session, 1, RecordType.ApplicationData, "40000001"));
        }

        [TestMethod]
        public void ReadsTheCapturedRecordsOfTheServer()
        {
            DtlsSession session = Session("c5b4b47abc91");
            byte[] finished = Convert.FromHexString("16fefd00010000000000000028000100000000000041470f9ecbba5267fda41d6290f045a61bc213642658d818bc69c9125a0155a1");
            Assert.AreEqual(24, session.Cipher.Open(finished, 0, 13, 0x28));
            Assert.AreEqual("1400000c000400000000000c081bfb0cb86810f493810853"[..8], CryptoTests.Hex(finished[21..25]));
            Assert.AreEqual("081bfb0cb86810f493810853", CryptoTests.Hex(finished[33..45]));
            byte[] reset = Convert.FromHexString("17fefd000100000000000100140001000000000001953ea0d6996baa442c5e2b00");
            Assert.AreEqual(4, session.Cipher.Open(reset, 0, 13, 0x14));
            Assert.AreEqual("70000001", CryptoTests.Hex(reset[21..25]));
        }

        [TestMethod]
        public void WritesTheComputedRecordWithoutConnectionId()
        {
            DtlsSession session = Session("", "a33860c5576070699a5e2cd1a4dafe769f37feee775b20cd2dc01ce9bb37066304230bb57192ef32");
            Assert.AreEqual("17fefd000100000000000500140001000000000005da0eecdf300605391836b0b2", Write(session, 5, RecordType.ApplicationData, "40000001"));
        }

        private static void Add(Sha256 transcript, string message)
        {
            byte[] bytes = Convert.FromHexString(message);
            transcript.Add(bytes, 0, bytes.Length);
        }

        private static DtlsSession Session(string peerId, string keys = KeyBlock)
        {
            return new DtlsSession(
                RecordCipher.PskAes128Ccm8, false, Convert.FromHexString(keys), Convert.FromHexString(peerId), Array.Empty<byte>(), Array.Empty<byte>(), Array.Empty<byte>(), new Ccm(100));
        }

        private static string Write(DtlsSession session, long number, int type, string content)
        {
            session.Counter.Resume(number);
            Sink sink = new();
            RecordWriter writer = new(sink, new byte[200]);
            int at = writer.Begin(session);
            byte[] bytes = Convert.FromHexString(content);
            bytes.CopyTo(writer.Buffer, at);
            writer.End(type, bytes.Length);
            writer.Flush(Expects.Nothing);
            return CryptoTests.Hex(sink.Sent);
        }

        private sealed class Sink : DatagramChannel
        {
            public byte[] Sent { get; private set; }

            public override void Send(byte[] buffer, int offset, int count)
            {
                Sent = buffer.AsSpan(offset, count).ToArray();
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                return 0;
            }
        }
    }
}
