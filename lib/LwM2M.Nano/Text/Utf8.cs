// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;

namespace LwM2M.Nano.Text
{
    /// <summary>What the platform's UTF-8 encoding does not offer without allocating.</summary>
    public static class Utf8
    {
        private const int Replacement = 0xFFFD;

        /// <summary>The bytes a text takes in UTF-8.</summary>
        internal static int Count(string text)
        {
            int count = 0;
            for (int i = 0; i < text.Length; i++)
            {
                char c = text[i];
                if (c < 0x80)
                {
                    count++;
                }
                else if (c < 0x800)
                {
                    count += 2;
                }
                else if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.Length && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000)
                {
                    count += 4;
                    i++;
                }
                else
                {
                    count += 3;
                }
            }

            return count;
        }

        /// <summary>Writes a text whose length in UTF-8 is known to fit. A surrogate without its other half becomes U+FFFD.</summary>
        internal static void Encode(string text, int length, byte[] buffer, int offset)
        {
            if (length == text.Length)
            {
                Encoding.UTF8.GetBytes(text, 0, length, buffer, offset);
                return;
            }

            // The device's overload above takes its count for bytes: it is right for ASCII only.
            for (int i = 0; i < text.Length; i++)
            {
                int c = text[i];
                if (c >= 0xD800 && c < 0xDC00 && i + 1 < text.Length && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000)
                {
                    c = 0x10000 + ((c - 0xD800) << 10) + (text[++i] - 0xDC00);
                }

                offset += Put(c, buffer, offset);
            }
        }

        /// <summary>Writes a code point; half a surrogate pair becomes U+FFFD.</summary>
        /// <param name="codePoint">U+0000 to U+10FFFF.</param>
        /// <param name="buffer">Receives it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>How many bytes it takes.</returns>
        public static int Put(int codePoint, byte[] buffer, int offset)
        {
            if (codePoint < 0x80)
            {
                buffer[offset] = (byte)codePoint;
                return 1;
            }

            if (codePoint < 0x800)
            {
                buffer[offset] = (byte)(0xC0 | (codePoint >> 6));
                buffer[offset + 1] = (byte)(0x80 | (codePoint & 63));
                return 2;
            }

            codePoint = codePoint >= 0xD800 && codePoint < 0xE000 ? Replacement : codePoint;
            if (codePoint < 0x10000)
            {
                buffer[offset] = (byte)(0xE0 | (codePoint >> 12));
                buffer[offset + 1] = (byte)(0x80 | ((codePoint >> 6) & 63));
                buffer[offset + 2] = (byte)(0x80 | (codePoint & 63));
                return 3;
            }

            buffer[offset] = (byte)(0xF0 | (codePoint >> 18));
            buffer[offset + 1] = (byte)(0x80 | ((codePoint >> 12) & 63));
            buffer[offset + 2] = (byte)(0x80 | ((codePoint >> 6) & 63));
            buffer[offset + 3] = (byte)(0x80 | (codePoint & 63));
            return 4;
        }

        /// <summary>Copies bytes that may not be UTF-8; each that belongs to no character becomes U+FFFD.</summary>
        /// <returns>Well-formed UTF-8.</returns>
        internal static byte[] Repair(byte[] buffer, int offset, int count)
        {
            byte[] target = new byte[count * 3];
            int length = 0;
            for (int end = offset + count; offset < end;)
            {
                int size = 1;
                while (size < 4 && offset + size < end && !IsValid(buffer, offset, size))
                {
                    size++;
                }

                bool good = IsValid(buffer, offset, size);
                size = good ? size : 1;
                for (int i = 0; good && i < size; i++)
                {
                    target[length++] = buffer[offset + i];
                }

                length += good ? 0 : Put(Replacement, target, length);
                offset += size;
            }

            byte[] exact = new byte[length];
            Array.Copy(target, 0, exact, 0, length);
            return exact;
        }

        /// <summary>Whether bytes are well-formed UTF-8 (no overlong forms, no surrogates).</summary>
        /// <param name="buffer">Holds them.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>True when they are.</returns>
        public static bool IsValid(byte[] buffer, int offset, int count)
        {
            int end = offset + count;
            while (offset < end)
            {
                int lead = buffer[offset++];
                if (lead < 0x80)
                {
                    continue;
                }

                int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
                if (lead < 0xC2 || lead > 0xF4 || offset + more > end)
                {
                    return false;
                }

                int second = buffer[offset];
                if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
                {
                    return false;
                }

                for (int i = 0; i < more; i++)
                {
                    if ((buffer[offset++] & 0xC0) != 0x80)
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }
}
