// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;

namespace LwM2M.Nano.Coap
{
    /// <summary>What the platform's UTF-8 encoding does not offer without allocating.</summary>
    internal static class Utf8
    {
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

        /// <summary>Writes a text whose length in UTF-8 is known to fit.</summary>
        internal static void Encode(string text, int length, byte[] buffer, int offset)
        {
            if (length == text.Length)
            {
                Encoding.UTF8.GetBytes(text, 0, length, buffer, offset);
                return;
            }

            // The device's overload above takes its count for bytes; beyond ASCII only the allocating one is right.
            Array.Copy(Encoding.UTF8.GetBytes(text), 0, buffer, offset, length);
        }

        /// <summary>Whether bytes are well-formed UTF-8 (no overlong forms, no surrogates).</summary>
        internal static bool IsValid(byte[] buffer, int offset, int count)
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
