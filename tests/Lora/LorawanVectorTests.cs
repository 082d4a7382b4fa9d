// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;
using Lora.Nano.Lorawan;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>Frames and keys against published vectors.</summary>
    [TestClass]
    public class LorawanVectorTests
    {
        [TestMethod]
        [DataRow("", "bb1d6929e95937287fa37d129b756746")]
        [DataRow("6bc1bee22e409f96e93d7e117393172a", "070a16b46b4d4144f79bdd9dd04a287c")]
        [DataRow("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411", "dfa66747de9ae63030ca32611497c827")]
        [DataRow(
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710",
            "51f0bebf7e3b9d92fc49741779363cfe")]
        public void CmacAgreesWithRfc4493(string message, string code)
        {
            AesCmac cmac = Key("2b7e151628aed2a6abf7158809cf4f3c");
            byte[] bytes = Convert.FromHexString(message);
            Assert.AreEqual(code, Hex(cmac.Compute(null, bytes, 0, bytes.Length)));
            if (bytes.Length >= 16)
            {
                Assert.AreEqual(code, Hex(cmac.Compute(bytes[..16], bytes, 16, bytes.Length - 16))); // the same in two parts
            }
        }

        [TestMethod]
        public void WritesThePublishedJoinRequest()
        {
            byte[] frame = new byte[JoinFrames.RequestLength];
            byte[] joinEui = Convert.FromHexString("0102030401020304");
            byte[] devEui = Convert.FromHexString("0203040502030405");
            Assert.AreEqual(23, JoinFrames.WriteRequest(frame, joinEui, devEui, 0x102D, Key("01010101010101010101010101010101")));
            Assert.AreEqual("00040302010403020105040302050403022d106a990e12", Hex(frame));
        }

        [TestMethod]
        public void DerivesThePublishedSessionKeys()
        {
            AesCmac appKey = Key("98929b92c49edba9676d646d3b612456");
            Assert.AreEqual("4e3d6e6afbcc67af2ba3c8e8ec4acf4b", Hex(FrameSecurity.DeriveKey(appKey, 1, 0x376338, 0xaabbcc, 0xf18e)));
            Assert.AreEqual("610897aa6f1460623443b527d3ac6a9d", Hex(FrameSecurity.DeriveKey(appKey, 2, 0x376338, 0xaabbcc, 0xf18e)));
        }

        [TestMethod]
        public void ReadsThePublishedDataFrame()
        {
            byte[] bytes = Convert.FromHexString("40F17DBE4900020001954378762B11FF0D");
            DataFrame frame = new();
            Assert.IsTrue(frame.TryRead(bytes, bytes.Length, 1, 0x49BE7DF1, Key("44024241ed4ce9a68c6a8bc055233fd3"), Key("ec925802ae430ca77fd3dd73cb2cc588")));
            Assert.AreEqual("test", Encoding.ASCII.GetString(bytes, frame.PayloadOffset, frame.PayloadLength));
            Assert.AreEqual(1, frame.Port);
            Assert.AreEqual(2u, frame.Counter);
        }

        [TestMethod]
        public void WritesThePublishedDataFrame()
        {
            DataFrame frame = new() { Type = MessageType.UnconfirmedUp, Address = 0x49BE7DF1, Counter = 2, Port = 1 };
            byte[] bytes = new byte[64];
            int length = frame.Write(bytes, Encoding.ASCII.GetBytes("test"), 0, 4, Key("44024241ed4ce9a68c6a8bc055233fd3"), Key("ec925802ae430ca77fd3dd73cb2cc588"));
            Assert.AreEqual("40f17dbe4900020001954378762b11ff0d", Hex(bytes[..length]));
        }

        [TestMethod]
        public void RefusesWhatIsCorruptForeignReplayedOrCut()
        {
            byte[] good = Convert.FromHexString("40F17DBE4900020001954378762B11FF0D");
            AesCmac network = Key("44024241ed4ce9a68c6a8bc055233fd3");
            AesCmac application = Key("ec925802ae430ca77fd3dd73cb2cc588");
            DataFrame frame = new();
            for (int i = 0; i < good.Length; i++)
            {
                byte[] corrupt = (byte[])good.Clone();
                corrupt[i] ^= 0x10;
                Assert.IsFalse(frame.TryRead(corrupt, corrupt.Length, 1, 0x49BE7DF1, network, application), $"byte {i}");
                byte[] cut = good[..i];
                Assert.IsFalse(frame.TryRead(cut, cut.Length, 1, 0x49BE7DF1, network, application), $"cut at {i}");
            }

            Assert.IsFalse(frame.TryRead((byte[])good.Clone(), good.Length, 2, 0x49BE7DF1, network, application), "replayed");
            Assert.IsFalse(frame.TryRead((byte[])good.Clone(), good.Length, 1, 0x49BE7DF2, network, application), "foreign");
            Assert.IsFalse(frame.TryRead((byte[])good.Clone(), good.Length, 1, 0x49BE7DF1, application, network), "wrong key");
        }

        [TestMethod]
        [DataRow(-1, 0u)]
        [DataRow(65534, 65535u)]
        [DataRow(65535, 65536u)]
        [DataRow(70000, 70001u)]
        [DataRow(131071, 131072u)]
        public void TheCounterGoesOnAcross16Bits(int last, uint next)
        {
            AesCmac key = Key("44024241ed4ce9a68c6a8bc055233fd3");
            DataFrame sent = new() { Type = MessageType.UnconfirmedDown, Address = 5, Counter = next, Port = 3 };
            byte[] bytes = new byte[64];
            int length = sent.Write(bytes, new byte[] { 7 }, 0, 1, key, key);
            DataFrame read = new();
            Assert.IsTrue(read.TryRead(bytes, length, last, 5, key, key));
            Assert.AreEqual(next, read.Counter);
        }

        [TestMethod]
        public void ReadsAJoinAcceptAndRefusesOneThatIsNotGenuine()
        {
            // The network decrypts, so that the device need only encrypt.
            byte[] appKey = Convert.FromHexString("98929b92c49edba9676d646d3b612456");
            byte[] accept = new byte[17];
            accept[0] = 0x20;
            Convert.FromHexString("386337ccbbaaf17dbe490001").CopyTo(accept, 1);
            AesCmac key = new(appKey);
            byte[] plain = (byte[])accept.Clone();
            FrameSecurity.SignJoin(key, plain, 13);
            byte[] sent = (byte[])plain.Clone();
            new Simulator.Platform.Aes(System.Security.Cryptography.CipherMode.ECB) { Key = appKey }.Decrypt(plain[1..]).CopyTo(sent, 1);
            byte[] read = (byte[])sent.Clone();
            Assert.IsTrue(JoinFrames.TryReadAccept(read, 17, key));
            Assert.AreEqual(Hex(plain), Hex(read));
            sent[5] ^= 1;
            Assert.IsFalse(JoinFrames.TryReadAccept(sent, 17, key));
            Assert.IsFalse(JoinFrames.TryReadAccept(sent, 16, key));
        }

        [TestMethod]
        public void RandomFramesNeverThrow()
        {
            Random random = new(4);
            AesCmac key = Key("44024241ed4ce9a68c6a8bc055233fd3");
            DataFrame frame = new();
            byte[] bytes = new byte[64];
            for (int i = 0; i < 3000; i++)
            {
                random.NextBytes(bytes);
                bytes[0] = (byte)(random.Next(8) << 5);
                int length = random.Next(64);
                frame.TryRead(bytes, length, random.Next(-1, 100), (uint)FrameSecurity.Get(bytes, 1, 4), key, key);
                JoinFrames.TryReadAccept(bytes, length, key);
            }
        }

        private static AesCmac Key(string hex)
        {
            return new AesCmac(Convert.FromHexString(hex));
        }

        private static string Hex(byte[] bytes)
        {
            return Convert.ToHexStringLower(bytes);
        }
    }
}
