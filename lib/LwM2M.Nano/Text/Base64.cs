// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Text
{
    /// <summary>
    /// Base64 between buffers: RFC 4648 section 4 in text/plain, section 5 without padding in SenML. Reading takes both.
    /// </summary>
    internal static class Base64
    {
        private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

        private const string UrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

        internal static int EncodedLength(int count)
        {
            return (count + 2) / 3 * 4;
        }

        internal static int Encode(byte[] source, int offset, int count, byte[] target, int at, bool url)
        {
            string alphabet = url ? UrlAlphabet : Alphabet;
            int start = at;
            int end = offset + count;
            for (; offset < end; offset += 3)
            {
                int left = end - offset;
                int bits = (source[offset] << 16) | (left > 1 ? source[offset + 1] << 8 : 0) | (left > 2 ? source[offset + 2] : 0);
                target[at++] = (byte)alphabet[bits >> 18];
                target[at++] = (byte)alphabet[(bits >> 12) & 63];
                target[at++] = left > 1 ? (byte)alphabet[(bits >> 6) & 63] : (byte)'=';
                target[at++] = left > 2 ? (byte)alphabet[bits & 63] : (byte)'=';
            }

            return at - start - (url ? (3 - count % 3) % 3 : 0);
        }

        internal static int DecodedLength(byte[] source, int offset, int count)
        {
            return Trimmed(source, offset, count) * 3 / 4;
        }

        internal static bool IsValid(byte[] source, int offset, int count)
        {
            int letters = Trimmed(source, offset, count);
            if ((letters & 3) == 1 || (letters != count && (count & 3) != 0))
            {
                return false;
            }

            for (int i = 0; i < letters; i++)
            {
                if (Value(source[offset + i]) < 0)
                {
                    return false;
                }
            }

            return true;
        }

        internal static int Decode(byte[] source, int offset, int count, byte[] target, int at)
        {
            int length = DecodedLength(source, offset, count);
            int end = offset + Trimmed(source, offset, count);
            int start = at;
            for (int i = offset; i < end; i += 4)
            {
                int bits = (Value(source[i]) << 18) | (Value(source[i + 1]) << 12)
                    | (i + 2 < end ? Value(source[i + 2]) << 6 : 0) | (i + 3 < end ? Value(source[i + 3]) : 0);
                for (int shift = 16; shift >= 0 && at - start < length; shift -= 8)
                {
                    target[at++] = (byte)(bits >> shift);
                }
            }

            return length;
        }

        // The letters without the padding.
        private static int Trimmed(byte[] source, int offset, int count)
        {
            int padding = 0;
            while (padding < 2 && padding < count && source[offset + count - 1 - padding] == '=')
            {
                padding++;
            }

            return count - padding;
        }

        private static int Value(int c)
        {
            return c >= 'A' && c <= 'Z' ? c - 'A'
                : c >= 'a' && c <= 'z' ? c - 'a' + 26
                : c >= '0' && c <= '9' ? c - '0' + 52
                : c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
        }
    }
}
