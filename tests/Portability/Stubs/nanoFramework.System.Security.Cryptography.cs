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

    public class HMACSHA256 : IDisposable
    {
        public HMACSHA256() => throw null;
        public HMACSHA256(byte[] key) => throw null;
        public byte[] Hash { get => throw null; }
        public byte[] Key { get => throw null; set { } }
        public byte[] ComputeHash(byte[] buffer) => throw null;
        public static byte[] HashData(byte[] key, byte[] source) => throw null;
        public void Dispose() => throw null;
        protected void Dispose(bool disposing) => throw null;
    }

    public enum CipherMode : int
    {
        None = 0,
        CBC = 1,
        ECB = 2,
    }
}
