// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Numbers as ASCII text and back, in the caller's buffer.</summary>
    public static class NumberText
    {
        /// <summary>The longest text <see cref="FormatInteger"/> and <see cref="FormatFloat"/> write, in bytes.</summary>
        public const int MaximumLength = 26;

        // What people write has fewer digits; a 32-bit number that was a decimal fraction has more when widened.
        private const long TwelveDigits = 1000000000000;

        private const double Exact = 9007199254740992.0;

        private static readonly double[] s_powers =
        {
            1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
        };

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

        /// <summary>
        /// Writes a number with as few decimals as bring the same number back, at most 16 digits; a number of 32 bits that
        /// would take more than twelve is written so that the same 32 bits come back (21.4, not 21.399999618530273).
        /// Infinities and NaN are written as 0, since text has none.
        /// </summary>
        /// <param name="value">The value.</param>
        /// <param name="buffer">Room for <see cref="MaximumLength"/> bytes.</param>
        /// <param name="offset">Where to write.</param>
        /// <returns>The length of the text.</returns>
        public static int FormatFloat(double value, byte[] buffer, int offset)
        {
            int start = offset;
            if (double.IsNaN(value) || double.IsInfinity(value))
            {
                value = 0;
            }

            if (value < 0)
            {
                buffer[offset++] = (byte)'-';
                value = -value;
            }

            int exponent = 0;
            double scaled = value;
            if (value != 0 && (value >= 1e15 || value < 1e-5))
            {
                scaled = Normalize(value, out exponent);
            }

            int decimals = 0;
            int shortDecimals = -1;
            bool single = Ieee754.FitsSingle(value);
            double product = scaled;
            long mantissa = (long)(product + 0.5);
            double candidate = Scale((double)mantissa, exponent);
            while (candidate != value && product < Exact / 10 && (shortDecimals < 0 || mantissa < TwelveDigits))
            {
                if (single && shortDecimals < 0 && (float)candidate == (float)value)
                {
                    shortDecimals = decimals;
                }

                decimals++;
                product = scaled * s_powers[decimals];
                mantissa = (long)(product + 0.5);
                candidate = Scale((double)mantissa, exponent - decimals);
            }

            if (candidate != value && shortDecimals >= 0)
            {
                decimals = shortDecimals;
                mantissa = (long)(scaled * s_powers[decimals] + 0.5);
            }

            while (decimals > 0 && mantissa % 10 == 0)
            {
                mantissa /= 10;
                decimals--;
            }

            offset += FormatInteger(mantissa, buffer, offset);
            offset += InsertPoint(buffer, offset, DigitCount(mantissa), decimals);
            if (exponent != 0)
            {
                buffer[offset++] = (byte)'E';
                offset += FormatInteger(exponent, buffer, offset);
            }

            return offset - start;
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

        /// <summary>Reads an unsigned integer.</summary>
        /// <param name="buffer">Holds ASCII text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length.</param>
        /// <param name="value">The value.</param>
        /// <returns>False when the text is no unsigned integer of 64 bits.</returns>
        public static bool TryParseUnsigned(byte[] buffer, int offset, int count, out ulong value)
        {
            value = 0;
            for (int i = offset; i < offset + count; i++)
            {
                int digit = buffer[i] - '0';
                bool fits = value < ulong.MaxValue / 10 || (value == ulong.MaxValue / 10 && digit <= 5);
                if (digit < 0 || digit > 9 || !fits)
                {
                    return false;
                }

                value = value * 10 + (ulong)digit;
            }

            return count > 0;
        }

        /// <summary>Reads a number such as "-12.5" or "1.5E-7".</summary>
        /// <param name="buffer">Holds ASCII text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length.</param>
        /// <param name="value">The value.</param>
        /// <returns>False when the text is no number.</returns>
        public static bool TryParseFloat(byte[] buffer, int offset, int count, out double value)
        {
            value = 0;
            int end = offset + count;
            bool negative = count > 0 && buffer[offset] == '-';
            if (negative || (count > 0 && buffer[offset] == '+'))
            {
                offset++;
            }

            long mantissa = 0;
            int digits = 0;
            int exponent = 0;
            bool point = false;
            for (; offset < end; offset++)
            {
                int c = buffer[offset];
                if (c == '.' && !point)
                {
                    point = true;
                    continue;
                }

                int digit = c - '0';
                if (digit < 0 || digit > 9)
                {
                    break;
                }

                digits++;
                if (mantissa <= 900719925474099L)
                {
                    mantissa = mantissa * 10 + digit;
                    exponent -= point ? 1 : 0;
                }
                else
                {
                    exponent += point ? 0 : 1;
                }
            }

            if (digits == 0)
            {
                return false;
            }

            if (offset < end)
            {
                bool marked = buffer[offset] == 'e' || buffer[offset] == 'E';
                if (!marked || !TryParseInteger(buffer, offset + 1, end - offset - 1, out long written) || written > 999 || written < -999)
                {
                    return false;
                }

                exponent += (int)written;
            }

            if (mantissa != 0 && DigitCount(mantissa) + exponent > 309)
            {
                return false;
            }

            value = Scale(negative ? -(double)mantissa : (double)mantissa, exponent);
            return !double.IsInfinity(value);
        }

        // Brings a number to 1 <= scaled < 10; value is about scaled * 10^exponent.
        private static double Normalize(double value, out int exponent)
        {
            exponent = 0;
            double scaled = value;
            while (scaled >= 1e16)
            {
                scaled /= 1e16;
                exponent += 16;
            }

            while (scaled >= 10)
            {
                scaled /= 10;
                exponent++;
            }

            while (scaled < 1e-15)
            {
                scaled *= 1e16;
                exponent -= 16;
            }

            while (scaled < 1)
            {
                scaled *= 10;
                exponent--;
            }

            return scaled;
        }

        // One division or multiplication by an exact power is rounded once, hence exact for what people write.
        private static double Scale(double value, int exponent)
        {
            while (exponent < -22)
            {
                value /= 1e22;
                exponent += 22;
            }

            while (exponent > 22)
            {
                value *= 1e22;
                exponent -= 22;
            }

            return exponent < 0 ? value / s_powers[-exponent] : value * s_powers[exponent];
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
