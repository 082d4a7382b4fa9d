// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Base64 (RFC 4648 section 4) between buffers: how text/plain carries bytes.</summary>
    internal static class Base64
    {
        private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

        internal static int EncodedLength(int count)
        {
            return (count + 2) / 3 * 4;
        }

        internal static int Encode(byte[] source, int offset, int count, byte[] target, int at)
        {
            int start = at;
            int end = offset + count;
            for (; offset < end; offset += 3)
            {
                int left = end - offset;
                int bits = (source[offset] << 16) | (left > 1 ? source[offset + 1] << 8 : 0) | (left > 2 ? source[offset + 2] : 0);
                target[at++] = (byte)Alphabet[bits >> 18];
                target[at++] = (byte)Alphabet[(bits >> 12) & 63];
                target[at++] = left > 1 ? (byte)Alphabet[(bits >> 6) & 63] : (byte)'=';
                target[at++] = left > 2 ? (byte)Alphabet[bits & 63] : (byte)'=';
            }

            return at - start;
        }

        internal static int DecodedLength(byte[] source, int offset, int count)
        {
            if (count < 4)
            {
                return 0;
            }

            int end = offset + count;
            return count / 4 * 3 - (source[end - 2] == '=' ? 2 : source[end - 1] == '=' ? 1 : 0);
        }

        internal static bool IsValid(byte[] source, int offset, int count)
        {
            if ((count & 3) != 0)
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                int c = source[offset + i];
                bool padding = c == '=' && (i == count - 1 || (i == count - 2 && source[offset + count - 1] == '='));
                if (!padding && Value(c) < 0)
                {
                    return false;
                }
            }

            return true;
        }

        internal static int Decode(byte[] source, int offset, int count, byte[] target, int at)
        {
            int length = DecodedLength(source, offset, count);
            int start = at;
            for (int i = offset; i < offset + count; i += 4)
            {
                int bits = (Value(source[i]) << 18) | (Value(source[i + 1]) << 12)
                    | ((source[i + 2] == '=' ? 0 : Value(source[i + 2])) << 6) | (source[i + 3] == '=' ? 0 : Value(source[i + 3]));
                for (int shift = 16; shift >= 0 && at - start < length; shift -= 8)
                {
                    target[at++] = (byte)(bits >> shift);
                }
            }

            return length;
        }

        private static int Value(int c)
        {
            return c >= 'A' && c <= 'Z' ? c - 'A'
                : c >= 'a' && c <= 'z' ? c - 'a' + 26
                : c >= '0' && c <= '9' ? c - '0' + 52
                : c == '+' ? 62 : c == '/' ? 63 : -1;
        }
    }
}
