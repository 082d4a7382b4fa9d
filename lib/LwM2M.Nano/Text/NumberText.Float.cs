// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Nano.Text
{
    /// <content>Numbers with a fraction: as few digits as bring the same bits back, and the nearest number to any digits.</content>
    public static partial class NumberText
    {
        // What people write has fewer digits; a 32-bit number that was a decimal fraction has more when widened.
        private const long TwelveDigits = 1000000000000;

        // Every whole number up to here is a double of its own.
        private const double Exact = 9007199254740992.0;

        private const int LargestExactPower = 22;
        private const int MostDigits = 17;
        private const int SureDigits = 15;

        private static readonly double[] s_powers =
        {
            1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
        };

        /// <summary>
        /// Writes a number with as few digits as bring the same 64 bits back; one that a 32-bit number holds, and that is not
        /// whole, with as few as bring the same 32 bits back where it would take more than twelve (21.4, not
        /// 21.399999618530273). Text has no NaN and no infinity.
        /// </summary>
        /// <param name="value">A finite number.</param>
        /// <param name="buffer">Room for <see cref="MaximumLength"/> bytes.</param>
        /// <param name="offset">Where to write.</param>
        /// <returns>The length of the text.</returns>
        public static int FormatFloat(double value, byte[] buffer, int offset)
        {
            int start = offset;
            if (value < 0)
            {
                buffer[offset++] = (byte)'-';
                value = -value;
            }

            if (value <= Exact && (double)(long)value == value)
            {
                return offset + FormatInteger((long)value, buffer, offset) - start;
            }

            double scaled = value;
            int exponent = 0;
            if (value >= 1e15 || value < 1e-5)
            {
                scaled = Normalize(value, out exponent);
            }

            if (!TryFewDigits(value, scaled, exponent, out long mantissa, out int decimals))
            {
                mantissa = FindDigits(value, out int power);
                decimals = power + exponent;
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

        /// <summary>Reads a number: digits, a point, an exponent. It is the double nearest to them.</summary>
        /// <param name="buffer">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="value">Receives the value.</param>
        /// <returns>False when it is none, or larger than any double.</returns>
        public static bool TryParseFloat(byte[] buffer, int offset, int count, out double value)
        {
            value = 0;
            DecimalText text = new DecimalText();
            return text.Parse(buffer, offset, count) && text.TryToDouble(out value);
        }

        /// <summary>The double nearest to a decimal number, of two equally near the even one.</summary>
        /// <param name="digits">The digits.</param>
        /// <param name="exponent">The power of ten they are multiplied by.</param>
        /// <param name="isCut">More digits follow that are not all zero.</param>
        /// <param name="value">Receives it.</param>
        /// <returns>False when the number is larger than any double.</returns>
        internal static bool TryNearest(ulong digits, int exponent, bool isCut, out double value)
        {
            value = 0;
            if (digits == 0)
            {
                return true;
            }

            double whole = (double)(long)(digits >> 1) * 2 + (double)(int)(digits & 1);
            if (!isCut && digits <= (ulong)Exact && exponent <= LargestExactPower && exponent >= -LargestExactPower)
            {
                value = Scale(whole, exponent); // one operation on exact numbers is rounded once
                return true;
            }

            int magnitude = DigitCount((long)(digits / 10)) + 1 + exponent;
            if (magnitude > 310 || magnitude < -325)
            {
                return magnitude < 0;
            }

            double near = Scale(whole, exponent);
            long bits = double.IsInfinity(near) ? 0x7FEFFFFFFFFFFFFF : BitConverter.DoubleToInt64Bits(near);
            while (IsAbove(digits, exponent, isCut, bits))
            {
                bits++;
            }

            while (bits > 0 && !IsAbove(digits, exponent, isCut, bits - 1))
            {
                bits--;
            }

            value = BitConverter.Int64BitsToDouble(bits);
            return bits < 0x7FF0000000000000;
        }

        // The digits are beyond the middle between a double and the next one, or on it where the next one is even.
        private static bool IsAbove(ulong digits, int exponent, bool isCut, long bits)
        {
            if (bits >= 0x7FF0000000000000)
            {
                return false;
            }

            Split(bits, out ulong fraction, out int power);
            Magnitude left = new Magnitude(digits);
            if (isCut)
            {
                left.MultiplyByPowerOfTen(1);
                left.Increment();
                exponent--;
            }

            Magnitude right = new Magnitude(fraction * 2 + 1);
            power--;
            left.MultiplyByPowerOfTen(exponent > 0 ? exponent : 0);
            right.MultiplyByPowerOfTen(exponent < 0 ? -exponent : 0);
            left.ShiftLeft(power < 0 ? -power : 0);
            right.ShiftLeft(power > 0 ? power : 0);
            int order = left.CompareTo(right);
            return order > 0 || (order == 0 && (bits & 1) == 1);
        }

        private static void Split(long bits, out ulong fraction, out int power)
        {
            int biased = (int)(bits >> 52) & 0x7FF;
            fraction = (ulong)(bits & 0xFFFFFFFFFFFFF) | (biased == 0 ? 0 : 1UL << 52);
            power = (biased == 0 ? 1 : biased) - 1075;
        }

        // The digits a person would write, found by arithmetic that is exact for them.
        private static bool TryFewDigits(double value, double scaled, int exponent, out long mantissa, out int decimals)
        {
            decimals = 0;
            int shortDecimals = -1;
            bool single = Ieee754.FitsSingle(value);
            double product = scaled;
            mantissa = (long)(product + 0.5);
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
                return true;
            }

            return candidate == value && TryNearest((ulong)mantissa, exponent - decimals, false, out double nearest) && nearest == value;
        }

        // Fifteen to seventeen digits, as few as bring the same number back. It is about the digits divided by ten to the power.
        private static long FindDigits(double value, out int power)
        {
            double scaled = Normalize(value, out int exponent);
            for (int digits = SureDigits; ; digits++)
            {
                power = digits - 1 - exponent;
                long near = power >= 0 ? Multiply(value, power) : (long)(scaled * s_powers[digits - 1]);
                int tolerance = power >= 0 ? 0 : digits == MostDigits ? 64 : 4;
                for (int i = 0; i <= 2 * tolerance; i++)
                {
                    long mantissa = near + ((i & 1) == 0 ? i / 2 : -(i + 1) / 2);
                    if (digits == MostDigits && power >= 0)
                    {
                        return mantissa; // seventeen digits always do
                    }

                    if (TryNearest((ulong)mantissa, -power, false, out double back) && back == value)
                    {
                        return mantissa;
                    }
                }

                if (digits == MostDigits)
                {
                    return near;
                }
            }
        }

        // A number times a power of ten, to the nearest integer.
        private static long Multiply(double value, int powerOfTen)
        {
            Split(BitConverter.DoubleToInt64Bits(value), out ulong fraction, out int power);
            Magnitude product = new Magnitude(fraction);
            product.MultiplyByPowerOfTen(powerOfTen);
            product.ShiftLeft(power >= 0 ? power + 1 : 0);
            return (long)product.DivideByPowerOfTwo(power >= 0 ? 1 : -power);
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
            while (exponent < -LargestExactPower)
            {
                value /= 1e22;
                exponent += LargestExactPower;
            }

            while (exponent > LargestExactPower)
            {
                value *= 1e22;
                exponent -= LargestExactPower;
            }

            return exponent < 0 ? value / s_powers[-exponent] : value * s_powers[exponent];
        }
    }
}
