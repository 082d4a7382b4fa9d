// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Platform
{
    /// <summary>Bytes as pairs of hexadecimal digits, as keys and addresses are provisioned.</summary>
    public static class HexText
    {
        private const string Digits = "0123456789ABCDEF";

        /// <summary>Whether a text is so many bytes.</summary>
        /// <param name="text">The text, or null.</param>
        /// <param name="count">How many bytes.</param>
        /// <returns>True when it is.</returns>
        public static bool IsBytes(string text, int count)
        {
            byte[] bytes = Parse(text);
            return bytes != null && bytes.Length == count;
        }

        /// <summary>Reads bytes.</summary>
        /// <param name="text">Pairs of digits, without anything between them.</param>
        /// <returns>The bytes, or null when the text is not that.</returns>
        public static byte[] Parse(string text)
        {
            if (text == null || text.Length % 2 != 0)
            {
                return null;
            }

            string upper = text.ToUpper();
            byte[] bytes = new byte[upper.Length / 2];
            for (int i = 0; i < upper.Length; i++)
            {
                int digit = Digits.IndexOf(upper[i]);
                if (digit < 0)
                {
                    return null;
                }

                bytes[i / 2] = (byte)((bytes[i / 2] << 4) | digit);
            }

            return bytes;
        }
    }
}
