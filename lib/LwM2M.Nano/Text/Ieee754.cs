// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Nano.Text
{
    /// <summary>Floating-point bits without allocating, where the platform only offers arrays.</summary>
    internal static class Ieee754
    {
        private const double SmallestSubnormal = 1.401298464324817E-45;

        /// <summary>Whether a number is neither infinite nor NaN. Comparisons with NaN differ on the device.</summary>
        internal static bool IsFinite(double value)
        {
            return ((int)(BitConverter.DoubleToInt64Bits(value) >> 52) & 0x7FF) != 0x7FF;
        }

        /// <summary>Whether a number loses nothing in 32 bits. Subnormal ones are left to 64 bits.</summary>
        internal static bool FitsSingle(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            int exponent = (int)(bits >> 52) & 0x7FF;
            return (bits & 0x1FFFFFFF) == 0 && (exponent == 0x7FF || (exponent >= 897 && exponent <= 1150) || (bits << 1) == 0);
        }

        /// <summary>The 32-bit encoding of a number that fits.</summary>
        internal static int ToSingleBits(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            int sign = (int)(bits >> 32) & int.MinValue;
            int exponent = (int)(bits >> 52) & 0x7FF;
            int fraction = (int)(bits >> 29) & 0x7FFFFF;
            int biased = exponent == 0 ? 0 : exponent == 0x7FF ? 0xFF : exponent - 896;
            return sign | (biased << 23) | fraction;
        }

        /// <summary>Whether a number loses nothing in 16 bits. Subnormal ones are left to 32 bits.</summary>
        internal static bool FitsHalf(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            if ((bits & 0x3FFFFFFFFFF) != 0)
            {
                return false; // most numbers
            }

            int exponent = (int)(bits >> 52) & 0x7FF;
            return exponent == 0x7FF || (exponent >= 1009 && exponent <= 1038) || (bits << 1) == 0;
        }

        /// <summary>The 16-bit encoding of a number that fits.</summary>
        internal static int ToHalfBits(double value)
        {
            long bits = BitConverter.DoubleToInt64Bits(value);
            int sign = (int)(bits >> 48) & 0x8000;
            int exponent = (int)(bits >> 52) & 0x7FF;
            int fraction = (int)(bits >> 42) & 0x3FF;
            int biased = exponent == 0 ? 0 : exponent == 0x7FF ? 0x1F : exponent - 1008;
            return sign | (biased << 10) | fraction;
        }

        /// <summary>The number a 16-bit encoding stands for.</summary>
        internal static double FromHalfBits(int bits)
        {
            int exponent = (bits >> 10) & 0x1F;
            int fraction = bits & 0x3FF;
            bool negative = (bits & 0x8000) != 0;
            if (exponent == 0)
            {
                return (negative ? -1.0 : 1.0) * fraction / 16777216.0;
            }

            long biased = exponent == 0x1F ? 0x7FF : exponent + 1008;
            return BitConverter.Int64BitsToDouble((negative ? long.MinValue : 0) | (biased << 52) | ((long)fraction << 42));
        }

        /// <summary>The number a 32-bit encoding stands for.</summary>
        internal static double FromSingleBits(int bits)
        {
            int exponent = (bits >> 23) & 0xFF;
            int fraction = bits & 0x7FFFFF;
            if (exponent == 0)
            {
                return (bits < 0 ? -SmallestSubnormal : SmallestSubnormal) * fraction;
            }

            long biased = exponent == 0xFF ? 0x7FF : exponent + 896;
            return BitConverter.Int64BitsToDouble((bits < 0 ? long.MinValue : 0) | (biased << 52) | ((long)fraction << 29));
        }
    }
}
