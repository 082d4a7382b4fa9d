// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Text
{
    /// <summary>Integers in records, highest byte first.</summary>
    public static class BigEndian
    {
        /// <summary>Writes an integer.</summary>
        /// <param name="buffer">Receives it.</param>
        /// <param name="at">Where.</param>
        /// <param name="value">The integer.</param>
        /// <param name="length">In how many bytes, 1 to 8.</param>
        /// <returns>Where the record goes on.</returns>
        public static int Put(byte[] buffer, int at, long value, int length)
        {
            for (int shift = (length - 1) * 8; shift >= 0; shift -= 8)
            {
                buffer[at++] = (byte)(value >> shift);
            }

            return at;
        }

        /// <summary>Reads an integer.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="at">Where.</param>
        /// <param name="length">In how many bytes, 1 to 8.</param>
        /// <returns>The integer.</returns>
        public static long Get(byte[] buffer, int at, int length)
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
