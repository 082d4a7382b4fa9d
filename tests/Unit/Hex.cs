// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace UnitTests
{
    /// <summary>Bytes as people write them in specifications.</summary>
    internal static class Hex
    {
        private const string Digits = "0123456789ABCDEF";

        internal static byte[] Bytes(string text)
        {
            string upper = text.ToUpper();
            byte[] bytes = new byte[upper.Length / 2 + 1];
            int digits = 0;
            for (int i = 0; i < upper.Length; i++)
            {
                int digit = Digits.IndexOf(upper[i]);
                if (digit >= 0)
                {
                    bytes[digits / 2] = (byte)((bytes[digits / 2] << 4) | digit);
                    digits++;
                }
            }

            byte[] exact = new byte[digits / 2];
            Array.Copy(bytes, 0, exact, 0, exact.Length);
            return exact;
        }

        internal static string Text(byte[] bytes, int offset, int count)
        {
            string text = "";
            for (int i = offset; i < offset + count; i++)
            {
                text += (i > offset ? " " : "") + Digits[bytes[i] >> 4].ToString() + Digits[bytes[i] & 15].ToString();
            }

            return text;
        }
    }
}
