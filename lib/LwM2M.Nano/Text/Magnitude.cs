// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Nano.Text
{
    /// <summary>
    /// A natural number of up to 1,344 bits: what the exact comparison of a decimal number with a double needs. Used only for
    /// numbers of more than fifteen digits, or very large or small ones.
    /// </summary>
    internal sealed class Magnitude
    {
        private const int Limbs = 84;
        private const int LimbBits = 16;

        // Little-endian, sixteen bits each, so that a product of two fits a positive int and a carry.
        private readonly int[] _limbs = new int[Limbs];
        private int _count;

        internal Magnitude(ulong value)
        {
            for (; value != 0; value >>= LimbBits)
            {
                _limbs[_count++] = (int)(value & 0xFFFF);
            }
        }

        internal void MultiplyByPowerOfTen(int exponent)
        {
            for (; exponent >= 4; exponent -= 4)
            {
                Multiply(10000);
            }

            for (; exponent > 0; exponent--)
            {
                Multiply(10);
            }
        }

        internal void ShiftLeft(int bits)
        {
            int whole = bits / LimbBits;
            Multiply(1 << (bits % LimbBits));
            if (_count > 0 && whole > 0)
            {
                Array.Copy(_limbs, 0, _limbs, whole, _count);
                Array.Clear(_limbs, 0, whole);
                _count += whole;
            }
        }

        /// <summary>Adds one at the lowest place.</summary>
        internal void Increment()
        {
            int i = 0;
            while (_limbs[i] == 0xFFFF)
            {
                _limbs[i++] = 0;
            }

            _limbs[i]++;
            _count = i < _count ? _count : i + 1;
        }

        /// <summary>Less than 0, 0 or more, as this is smaller than, equal to or larger than the other.</summary>
        internal int CompareTo(Magnitude other)
        {
            if (_count != other._count)
            {
                return _count - other._count;
            }

            for (int i = _count - 1; i >= 0; i--)
            {
                if (_limbs[i] != other._limbs[i])
                {
                    return _limbs[i] - other._limbs[i];
                }
            }

            return 0;
        }

        /// <summary>The number divided by a power of two, to the nearest; it must fit 64 bits.</summary>
        /// <param name="bits">The power, more than 0.</param>
        internal ulong DivideByPowerOfTwo(int bits)
        {
            ulong result = 0;
            for (int bit = _count * LimbBits - 1; bit >= bits; bit--)
            {
                result = result * 2 + (ulong)Bit(bit);
            }

            return result + (ulong)Bit(bits - 1);
        }

        private int Bit(int index)
        {
            return (_limbs[index / LimbBits] >> (index % LimbBits)) & 1;
        }

        private void Multiply(int factor)
        {
            long carry = 0;
            for (int i = 0; i < _count; i++)
            {
                carry += (long)_limbs[i] * factor;
                _limbs[i] = (int)(carry & 0xFFFF);
                carry >>= LimbBits;
            }

            if (carry != 0)
            {
                _limbs[_count++] = (int)carry;
            }
        }
    }
}
