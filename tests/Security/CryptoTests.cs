// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Text;
using LwM2M.Security.Crypto;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace SecurityTests
{
    /// <summary>The primitives against published vectors, and against .NET's own.</summary>
    [TestClass]
    public class CryptoTests
    {
        [TestMethod]
        public void CcmAgreesWithRfc3610()
        {
            byte[] key = Convert.FromHexString("c0c1c2c3c4c5c6c7c8c9cacbcccdcecf");
            Ccm ccm = new(64);
            Convert.FromHexString("00000003020100a0a1a2a3a4a5").CopyTo(ccm.Nonce, 0);
            Convert.FromHexString("0001020304050607").CopyTo(ccm.Additional, 0);
            byte[] data = Convert.FromHexString("08090a0b0c0d0e0f101112131415161718191a1b1c1d1e0000000000000000");
            ccm.Encrypt(key, 13, 8, data, 0, 23, 8);
            Assert.AreEqual("588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0", Hex(data));
            Assert.IsTrue(ccm.TryDecrypt(key, 13, 8, data, 0, 23, data, 23, 8));
            Assert.AreEqual("08090a0b0c0d0e0f101112131415161718191a1b1c1d1e", Hex(data[..23]));
        }

        [TestMethod]
        public void CcmAgreesWithTheFrameworksOwnAtEveryLength()
        {
            Random random = new(1);
            Ccm ccm = new(300);
            for (int count = 0; count < 300; count++)
            {
                byte[] key = Bytes(random, 16);
                byte[] nonce = Bytes(random, random.Next(7, 14));
                byte[] additional = Bytes(random, random.Next(0, Ccm.MaximumAdditional + 1));
                byte[] plain = Bytes(random, count);
                int tagLength = 2 * random.Next(2, 9);
                byte[] expected = new byte[count];
                byte[] tag = new byte[tagLength];
                using (System.Security.Cryptography.AesCcm oracle = new(key))
                {
                    oracle.Encrypt(nonce, plain, expected, tag, additional);
                }

                byte[] data = new byte[count + tagLength];
                plain.CopyTo(data, 0);
                nonce.CopyTo(ccm.Nonce, 0);
                additional.CopyTo(ccm.Additional, 0);
                long calls = Simulator.Platform.Aes.Calls;
                ccm.Encrypt(key, nonce.Length, additional.Length, data, 0, count, tagLength);
                Assert.AreEqual(2, Simulator.Platform.Aes.Calls - calls, "native calls");
                Assert.AreEqual(Hex(expected) + Hex(tag), Hex(data));

                data[random.Next(data.Length)] ^= 1;
                byte[] forged = (byte[])data.Clone();
                Assert.IsFalse(ccm.TryDecrypt(key, nonce.Length, additional.Length, data, 0, count, data, count, tagLength));
                CollectionAssert.AreEqual(forged, data, "changed though it is forged");
            }
        }

        [TestMethod]
        public void HkdfAgreesWithRfc5869()
        {
            byte[] key = Derivation.Extract(Convert.FromHexString("000102030405060708090a0b0c"), Enumerable.Repeat((byte)0x0b, 22).ToArray());
            Assert.AreEqual("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5", Hex(key));
            Assert.AreEqual(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                Hex(Derivation.Expand(key, Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9"), 42)));
        }

        [TestMethod]
        public void ThePseudorandomFunctionAgreesWithThePublishedVector()
        {
            byte[] result = Derivation.Prf(Convert.FromHexString("9bbe436ba940f017b17652849a71db35"), "test label", Convert.FromHexString("a0ba9f936cda311827a6f796ffd5198c"), 100);
            Assert.AreEqual(
                "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab",
                Hex(result[..64]));
        }

        [TestMethod]
        public void Sha256AgreesWithFips180()
        {
            Sha256 hash = new();
            hash.Add(Encoding.ASCII.GetBytes("abc"), 0, 3);
            Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Hex(hash.Hash()));
        }

        [TestMethod]
        public void Sha256AgreesWithTheFrameworksOwnHoweverTheDataCome()
        {
            Random random = new(2);
            for (int length = 0; length < 260; length++)
            {
                byte[] data = Bytes(random, length);
                Sha256 hash = new();
                for (int at = 0; at < length;)
                {
                    int part = Math.Min(random.Next(1, 90), length - at);
                    hash.Add(data, at, part);
                    at += part;
                    Assert.AreEqual(Hex(System.Security.Cryptography.SHA256.HashData(data.AsSpan(0, at))), Hex(hash.Hash()), "a hash on the way");
                }
            }
        }

        [TestMethod]
        public void AReplayWindowTakesEachNumberOnce()
        {
            Random random = new(3);
            foreach (int size in new[] { 32, 64 })
            {
                ReplayWindow window = new(size);
                bool[] taken = new bool[1000];
                int newest = -1;
                for (int i = 0; i < 20000; i++)
                {
                    int number = Math.Clamp(newest + random.Next(-80, 6), 0, 999);
                    bool expected = !taken[number] && number > newest - size;
                    Assert.AreEqual(expected, window.IsNew(number), $"{number} of {newest}");
                    if (expected && random.Next(4) > 0)
                    {
                        window.Take(number);
                        taken[number] = true;
                        newest = Math.Max(newest, number);
                        byte[] record = new byte[ReplayWindow.RecordLength];
                        window.Save(record, 0);
                        window = new ReplayWindow(size);
                        window.Load(record, 0);
                    }
                }
            }
        }

        internal static byte[] Bytes(Random random, int count)
        {
            byte[] bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }

        internal static string Hex(byte[] bytes)
        {
            return Convert.ToHexString(bytes).ToLowerInvariant();
        }
    }
}
