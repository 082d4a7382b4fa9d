// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Text
{
    /// <summary>Numbers as ASCII text and back, in the caller's buffer.</summary>
    public static partial class NumberText
    {
        /// <summary>The longest text <see cref="FormatInteger"/> and <see cref="FormatFloat"/> write, in bytes.</summary>
        public const int MaximumLength = 26;

        /// <summary>Writes an integer.</summary>
        /// <param name="value">The value.</param>
        /// <param name="buffer">Room for <see cref="MaximumLength"/> bytes.</param>
        /// <param name="offset">Where to write.</param>
        /// <returns>The length of the text.</returns>
        public static int FormatInteger(long value, byte[] buffer, int offset)
        {
            int start = offset;
            if (value < 0)
            {
                buffer[offset++] = (byte)'-';
            }

            int digits = 1;
            for (long rest = value / 10; rest != 0; rest /= 10)
            {
                digits++;
            }

            for (int i = offset + digits - 1; i >= offset; i--)
            {
                int digit = (int)(value % 10);
                buffer[i] = (byte)('0' + (digit < 0 ? -digit : digit));
                value /= 10;
            }

            return offset + digits - start;
        }

        /// <summary>Writes an unsigned integer.</summary>
        /// <param name="value">The value.</param>
        /// <param name="buffer">Room for <see cref="MaximumLength"/> bytes.</param>
        /// <param name="offset">Where to write.</param>
        /// <returns>The length of the text.</returns>
        public static int FormatUnsigned(ulong value, byte[] buffer, int offset)
        {
            if (value <= long.MaxValue)
            {
                return FormatInteger((long)value, buffer, offset);
            }

            int length = FormatInteger((long)(value / 10), buffer, offset);
            buffer[offset + length] = (byte)('0' + (int)(value % 10));
            return length + 1;
        }

        /// <summary>Reads an integer.</summary>
        /// <param name="buffer">Holds ASCII text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length.</param>
        /// <param name="value">The value.</param>
        /// <returns>False when the text is no integer of 64 bits.</returns>
        public static bool TryParseInteger(byte[] buffer, int offset, int count, out long value)
        {
            value = 0;
            int end = offset + count;
            bool negative = count > 0 && buffer[offset] == '-';
            if (negative || (count > 0 && buffer[offset] == '+'))
            {
                offset++;
            }

            if (offset == end || end - offset > 19)
            {
                return false;
            }

            for (; offset < end; offset++)
            {
                int digit = buffer[offset] - '0';
                long next = value * 10 - digit;
                if (digit < 0 || digit > 9 || next > value)
                {
                    return false;
                }

                value = next;
            }

            if (!negative && value == long.MinValue)
            {
                return false;
            }

            value = negative ? value : -value;
            return true;
        }

        /// <summary>A decimal number as an integer.</summary>
        /// <param name="text">The number.</param>
        /// <param name="value">Receives the value.</param>
        /// <returns>False when it is not whole, or does not fit 64 bits.</returns>
        internal static bool TryToInteger(DecimalText text, out long value)
        {
            bool whole = text.TryToWhole(out ulong magnitude);
            bool fits = magnitude <= (ulong)long.MaxValue + (text.IsNegative ? 1UL : 0);
            value = text.IsNegative ? -(long)magnitude : (long)magnitude;
            return whole && fits;
        }

        private static int DigitCount(long value)
        {
            int digits = 1;
            for (long rest = value / 10; rest != 0; rest /= 10)
            {
                digits++;
            }

            return digits;
        }

        // Puts a decimal point before the last decimals of the digits that end at a place; returns the bytes added.
        private static int InsertPoint(byte[] buffer, int end, int digits, int decimals)
        {
            if (decimals == 0)
            {
                return 0;
            }

            int zeros = decimals >= digits ? decimals - digits + 1 : 0;
            for (int i = end - 1; i >= end - digits; i--)
            {
                buffer[i + zeros] = buffer[i];
            }

            for (int i = 0; i < zeros; i++)
            {
                buffer[end - digits + i] = (byte)'0';
            }

            end += zeros;
            for (int i = end - 1; i >= end - decimals; i--)
            {
                buffer[i + 1] = buffer[i];
            }

            buffer[end - decimals] = (byte)'.';
            return zeros + 1;
        }
    }
}
