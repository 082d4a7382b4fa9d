// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>Integers in records, highest byte first.</summary>
    internal static class BigEndian
    {
        /// <summary>Writes an integer.</summary>
        /// <returns>Where the record goes on.</returns>
        internal static int Put(byte[] buffer, int at, long value, int length)
        {
            for (int shift = (length - 1) * 8; shift >= 0; shift -= 8)
            {
                buffer[at++] = (byte)(value >> shift);
            }

            return at;
        }

        /// <summary>Reads an integer.</summary>
        internal static long Get(byte[] buffer, int at, int length)
        {
            long value = 0;
            for (int i = 0; i < length; i++)
            {
                value = (value << 8) | buffer[at + i];
            }

            return value;
        }
    }
}
