// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>The value of a Block1 or Block2 option: number, more, and size exponent (RFC 7959 section 2.2).</summary>
    public static class BlockOption
    {
        /// <summary>The size exponent that is reserved.</summary>
        public const int Reserved = 7;

        /// <summary>Makes a value.</summary>
        /// <param name="number">Block number.</param>
        /// <param name="more">More blocks follow.</param>
        /// <param name="exponent">0 for 16 bytes to 6 for 1,024.</param>
        /// <returns>The value.</returns>
        public static int Of(int number, bool more, int exponent)
        {
            return (number << 4) | (more ? 8 : 0) | exponent;
        }

        /// <summary>The block number.</summary>
        /// <param name="value">An option's value.</param>
        /// <returns>0 to 2^20 - 1.</returns>
        public static int Number(int value)
        {
            return value >> 4;
        }

        /// <summary>Whether more blocks follow.</summary>
        /// <param name="value">An option's value.</param>
        /// <returns>True when they do.</returns>
        public static bool More(int value)
        {
            return (value & 8) != 0;
        }

        /// <summary>The size exponent.</summary>
        /// <param name="value">An option's value.</param>
        /// <returns>0 to 7.</returns>
        public static int Exponent(int value)
        {
            return value & 7;
        }

        /// <summary>The block size of an exponent in bytes.</summary>
        /// <param name="exponent">0 to 6.</param>
        /// <returns>16 to 1,024.</returns>
        public static int Size(int exponent)
        {
            return 16 << exponent;
        }

        /// <summary>The largest exponent whose block fits a message beside its header and options.</summary>
        /// <param name="messageSize">The largest message in bytes.</param>
        /// <returns>0 to 6.</returns>
        public static int Largest(int messageSize)
        {
            int exponent = 6;
            while (exponent > 0 && Size(exponent) + 96 > messageSize)
            {
                exponent--;
            }

            return exponent;
        }
    }
}
