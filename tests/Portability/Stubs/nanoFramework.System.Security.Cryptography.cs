// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of nanoFramework.System.Security.Cryptography: signatures only, as the device has them.

namespace System.Security.Cryptography
{
    public class Aes
    {
        public Aes(CipherMode mode) => throw null;
        public CipherMode Mode { get => throw null; set { } }
        public byte[] Key { get => throw null; set { } }
        public byte[] IV { get => throw null; set { } }
        public void GenerateIV() => throw null;
        public byte[] Encrypt(byte[] data) => throw null;
        public byte[] Decrypt(byte[] data) => throw null;
    }

    public enum CipherMode : int
    {
        None = 0,
        CBC = 1,
        ECB = 2,
    }
}
