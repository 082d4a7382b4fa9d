// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Security.Cryptography;

namespace Simulator.Platform
{
    /// <summary>nanoFramework's AES, of which the ECB mode is used: whole blocks, no padding.</summary>
    public class Aes
    {
        private readonly CipherMode _mode;

        public Aes(CipherMode mode)
        {
            _mode = mode;
        }

        public byte[] Key { get; set; }

        public byte[] Encrypt(byte[] data)
        {
            using System.Security.Cryptography.Aes aes = Create();
            return aes.EncryptEcb(data, PaddingMode.None);
        }

        public byte[] Decrypt(byte[] data)
        {
            using System.Security.Cryptography.Aes aes = Create();
            return aes.DecryptEcb(data, PaddingMode.None);
        }

        private System.Security.Cryptography.Aes Create()
        {
            System.Security.Cryptography.Aes aes = System.Security.Cryptography.Aes.Create();
            aes.Mode = _mode;
            aes.Key = Key;
            return aes;
        }
    }
}
