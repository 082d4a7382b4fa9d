// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using System.Text;

namespace LwM2M.Security.Crypto
{
    /// <summary>Keys from secrets, on the platform's HMAC-SHA256: the pseudorandom function of TLS 1.2 and HKDF.</summary>
    public static class Derivation
    {
        /// <summary>PRF of TLS 1.2 with SHA-256 (RFC 5246 section 5).</summary>
        /// <param name="secret">The secret.</param>
        /// <param name="label">Such as "key expansion".</param>
        /// <param name="seed">The seed.</param>
        /// <param name="length">How many bytes are wanted.</param>
        /// <returns>So many bytes.</returns>
        public static byte[] Prf(byte[] secret, string label, byte[] seed, int length)
        {
            byte[] start = Join(Encoding.UTF8.GetBytes(label), seed);
            byte[] result = new byte[length];
            byte[] a = start;
            for (int at = 0; at < length; at += Sha256.HashLength)
            {
                a = HMACSHA256.HashData(secret, a);
                byte[] part = HMACSHA256.HashData(secret, Join(a, start));
                Array.Copy(part, 0, result, at, length - at < Sha256.HashLength ? length - at : Sha256.HashLength);
            }

            return result;
        }

        /// <summary>HKDF-Extract with SHA-256 (RFC 5869 section 2.2).</summary>
        /// <param name="salt">The salt, empty for none.</param>
        /// <param name="secret">The input keying material.</param>
        /// <returns>A pseudorandom key of 32 bytes.</returns>
        public static byte[] Extract(byte[] salt, byte[] secret)
        {
            return HMACSHA256.HashData(salt.Length == 0 ? new byte[Sha256.HashLength] : salt, secret);
        }

        /// <summary>HKDF-Expand with SHA-256 (RFC 5869 section 2.3).</summary>
        /// <param name="key">The pseudorandom key.</param>
        /// <param name="info">What the result is for.</param>
        /// <param name="length">How many bytes are wanted, 1 to 8160.</param>
        /// <returns>So many bytes.</returns>
        public static byte[] Expand(byte[] key, byte[] info, int length)
        {
            byte[] result = new byte[length];
            byte[] part = new byte[0];
            byte number = 0;
            for (int at = 0; at < length; at += Sha256.HashLength)
            {
                number++;
                part = HMACSHA256.HashData(key, Join(Join(part, info), new[] { number }));
                Array.Copy(part, 0, result, at, length - at < Sha256.HashLength ? length - at : Sha256.HashLength);
            }

            return result;
        }

        /// <summary>One behind the other.</summary>
        /// <param name="a">The first.</param>
        /// <param name="b">The second.</param>
        /// <returns>A new array.</returns>
        public static byte[] Join(byte[] a, byte[] b)
        {
            byte[] joined = new byte[a.Length + b.Length];
            Array.Copy(a, 0, joined, 0, a.Length);
            Array.Copy(b, 0, joined, a.Length, b.Length);
            return joined;
        }

        /// <summary>A part of an array as an array of its own.</summary>
        /// <param name="source">The array.</param>
        /// <param name="at">Where the part starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>A new array.</returns>
        public static byte[] Slice(byte[] source, int at, int count)
        {
            byte[] slice = new byte[count];
            Array.Copy(source, at, slice, 0, count);
            return slice;
        }
    }
}
