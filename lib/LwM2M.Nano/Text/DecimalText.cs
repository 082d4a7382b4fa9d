// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Text
{
    /// <summary>
    /// A decimal number as it is written: digits, a point, an exponent. It is kept exactly, as far as 64 bits go, so that what
    /// is whole can be told from what is not, and a double be found that is the nearest.
    /// </summary>
    internal sealed class DecimalText
    {
        // A tenth of the largest ulong: of digits beyond that it is kept only whether one is not zero.
        private const ulong MostByTen = ulong.MaxValue / 10;
        private const int LargestExponent = 9999;

        /// <summary>The number has a minus sign.</summary>
        internal bool IsNegative;

        /// <summary>The digits, without the point.</summary>
        internal ulong Digits;

        /// <summary>The number is the digits times ten to this power.</summary>
        internal int Exponent;

        /// <summary>Digits that are not zero were left out at the end.</summary>
        internal bool IsCut;

        /// <summary>Reads a number: a sign, digits with a point among them, an exponent.</summary>
        /// <param name="buffer">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>False when it is none.</returns>
        internal bool Parse(byte[] buffer, int offset, int count)
        {
            int end = offset + count;
            IsNegative = count > 0 && buffer[offset] == '-';
            if (IsNegative || (count > 0 && buffer[offset] == '+'))
            {
                offset++;
            }

            ulong digits = 0;
            int exponent = 0;
            int seen = 0;
            bool cut = false;
            bool full = false;
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

                seen++;
                if (!full && (digits < MostByTen || (digits == MostByTen && digit <= 5)))
                {
                    digits = digits * 10 + (ulong)digit;
                    exponent -= point ? 1 : 0;
                }
                else
                {
                    full = true;
                    cut |= digit != 0;
                    exponent += point ? 0 : 1;
                }
            }

            Digits = digits;
            Exponent = exponent;
            IsCut = cut;
            return seen > 0 && (offset == end || ParseExponent(buffer, offset, end));
        }

        /// <summary>Takes a number that is not a text: a decimal fraction of CBOR (RFC 8949 section 3.4.4).</summary>
        /// <param name="mantissa">The digits, with their sign.</param>
        /// <param name="exponent">The power of ten.</param>
        /// <returns>False when the exponent is beyond all use.</returns>
        internal bool Set(long mantissa, long exponent)
        {
            IsNegative = mantissa < 0;
            Digits = mantissa < 0 ? (ulong)(-(mantissa + 1)) + 1 : (ulong)mantissa;
            IsCut = false;
            bool usable = exponent >= -LargestExponent && exponent <= LargestExponent;
            Exponent = usable ? (int)exponent : 0;
            return usable;
        }

        /// <summary>The number as an integer.</summary>
        /// <param name="magnitude">Receives it without its sign.</param>
        /// <returns>False when it is not whole, or does not fit 64 bits.</returns>
        internal bool TryToWhole(out ulong magnitude)
        {
            magnitude = Digits;
            if (IsCut)
            {
                return false;
            }

            for (int i = Exponent; i < 0 && magnitude != 0; i++)
            {
                if (magnitude % 10 != 0)
                {
                    return false;
                }

                magnitude /= 10;
            }

            for (int i = 0; i < Exponent && magnitude != 0; i++)
            {
                if (magnitude > ulong.MaxValue / 10)
                {
                    return false;
                }

                magnitude *= 10;
            }

            return true;
        }

        /// <summary>The nearest double.</summary>
        /// <param name="value">Receives it.</param>
        /// <returns>False when the number is larger than any double.</returns>
        internal bool TryToDouble(out double value)
        {
            bool fits = NumberText.TryNearest(Digits, Exponent, IsCut, out value);
            value = IsNegative ? -value : value;
            return fits;
        }

        private bool ParseExponent(byte[] buffer, int offset, int end)
        {
            bool marked = buffer[offset] == 'e' || buffer[offset] == 'E';
            if (!marked || !NumberText.TryParseInteger(buffer, offset + 1, end - offset - 1, out long written))
            {
                return false;
            }

            // Beyond any number it makes no difference by how much.
            written = written > LargestExponent ? LargestExponent : written < -LargestExponent ? -LargestExponent : written;
            Exponent += (int)written;
            return true;
        }
    }
}
