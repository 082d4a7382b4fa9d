// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;

namespace Simulator.Platform
{
    /// <summary>nanoFramework's AES: ECB and CBC with a key of 128 bits, whole blocks, no padding. It starts with a random IV.</summary>
    public class Aes
    {
        private const int BlockLength = 16;
        private static long s_calls;
        private readonly System.Security.Cryptography.Aes _aes = System.Security.Cryptography.Aes.Create();
        private byte[] _key;

        public Aes(CipherMode mode)
        {
            Mode = mode;
            GenerateIV();
        }

        /// <summary>How often any AES has been asked for anything.</summary>
        public static long Calls => System.Threading.Interlocked.Read(ref s_calls);

        public CipherMode Mode { get; set; }

        public byte[] Key
        {
            get => _key;
            set
            {
                if (value.Length != BlockLength)
                {
                    throw new ArgumentException("a key has 16 bytes");
                }

                if (_key == null || !_key.AsSpan().SequenceEqual(value))
                {
                    _aes.Key = value;
                }

                _key = value;
            }
        }

        public byte[] IV { get; set; }

        public void GenerateIV()
        {
            IV = RandomNumberGenerator.GetBytes(BlockLength);
        }

        public byte[] Encrypt(byte[] data)
        {
            Count(data);
            return Mode == CipherMode.CBC ? _aes.EncryptCbc(data, IV, PaddingMode.None) : _aes.EncryptEcb(data, PaddingMode.None);
        }

        public byte[] Decrypt(byte[] data)
        {
            Count(data);
            return Mode == CipherMode.CBC ? _aes.DecryptCbc(data, IV, PaddingMode.None) : _aes.DecryptEcb(data, PaddingMode.None);
        }

        private static void Count(byte[] data)
        {
            System.Threading.Interlocked.Increment(ref s_calls);
            if (data.Length % BlockLength != 0)
            {
                throw new ArgumentException("whole blocks only");
            }
        }
    }
}
