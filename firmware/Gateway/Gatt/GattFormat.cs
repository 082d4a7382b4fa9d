// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Firmware.Gateway.Gatt
{
    /// <summary>
    /// The formats of characteristic values, by the numbers of the 0x2904 descriptor. What neither the peripheral nor the SIG's
    /// table describes is opaque, never guessed.
    /// </summary>
    public static class GattFormat
    {
        /// <summary>Bytes without a known meaning.</summary>
        public const int Opaque = 0x1B;

        internal const int Boolean = 0x01;
        internal const int Unsigned8 = 0x04;
        internal const int Unsigned16 = 0x06;
        internal const int Unsigned24 = 0x07;
        internal const int Unsigned32 = 0x08;
        internal const int Unsigned48 = 0x09;
        internal const int Unsigned64 = 0x0A;
        internal const int Signed8 = 0x0C;
        internal const int Signed16 = 0x0E;
        internal const int Signed24 = 0x0F;
        internal const int Signed32 = 0x10;
        internal const int Signed48 = 0x11;
        internal const int Signed64 = 0x12;
        internal const int Float32 = 0x14;
        internal const int Float64 = 0x15;
        internal const int MedicalFloat16 = 0x16;
        internal const int MedicalFloat32 = 0x17;
        internal const int Utf8 = 0x19;

        private const int DescriptorLength = 7;
        private const int LargestExponent = 18;

        /// <summary>The format a 0x2904 descriptor tells.</summary>
        /// <param name="descriptor">Its value: format, exponent (signed), unit, namespace, description.</param>
        /// <param name="exponent">The power of ten the number is multiplied with.</param>
        /// <param name="unit">See <see cref="Unit"/>.</param>
        /// <returns>A format; <see cref="Opaque"/> for one that is not known.</returns>
        public static int FromDescriptor(byte[] descriptor, out int exponent, out int unit)
        {
            exponent = 0;
            unit = 0;
            if (descriptor.Length != DescriptorLength)
            {
                return Opaque;
            }

            int format = descriptor[0];
            unit = descriptor[2] | (descriptor[3] << 8);
            if (IsInteger(format))
            {
                exponent = (sbyte)descriptor[1];
                return exponent >= -LargestExponent && exponent <= LargestExponent ? format : Opaque;
            }

            return format == Boolean || format == Utf8 || Width(format) > 0 ? format : Opaque;
        }

        /// <summary>How many bytes a value has.</summary>
        /// <param name="format">A format.</param>
        /// <returns>The length of a number; 0 for what is none.</returns>
        public static int Width(int format)
        {
            switch (format)
            {
                case Boolean:
                case Unsigned8:
                case Signed8:
                    return 1;
                case Unsigned16:
                case Signed16:
                case MedicalFloat16:
                    return 2;
                case Unsigned24:
                case Signed24:
                    return 3;
                case Unsigned32:
                case Signed32:
                case Float32:
                case MedicalFloat32:
                    return 4;
                case Unsigned48:
                case Signed48:
                    return 6;
                case Unsigned64:
                case Signed64:
                case Float64:
                    return 8;
                default:
                    return 0;
            }
        }

        /// <summary>Whether a format is a whole number.</summary>
        /// <param name="format">A format.</param>
        /// <returns>True when it is.</returns>
        public static bool IsInteger(int format)
        {
            return format != Boolean && format <= Signed64 && Width(format) > 0;
        }

        /// <summary>Whether a whole number has a sign.</summary>
        /// <param name="format">A format that is a whole number.</param>
        /// <returns>True when it has.</returns>
        public static bool IsSigned(int format)
        {
            return format >= Signed8;
        }

        /// <summary>A whole number.</summary>
        /// <param name="format">A format that is one.</param>
        /// <param name="value">Holds it, little-endian.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>The number; 64 bits without a sign come as the same bits with one.</returns>
        public static long Integer(int format, byte[] value, int at)
        {
            int width = Width(format);
            long number = 0;
            for (int i = width - 1; i >= 0; i--)
            {
                number = (number << 8) | value[at + i];
            }

            int unused = 64 - width * 8;
            return IsSigned(format) ? (number << unused) >> unused : number;
        }

        /// <summary>A number that is no whole one, or need not be.</summary>
        /// <param name="format">A format that is a number.</param>
        /// <param name="value">Holds it, little-endian.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>The number, NaN for one that says that there is none.</returns>
        public static double Number(int format, byte[] value, int at)
        {
            switch (format)
            {
                case Float32:
                    return BitConverter.ToSingle(value, at);
                case Float64:
                    return BitConverter.ToDouble(value, at);
                case MedicalFloat16:
                    return ShortFloat(value, at);
                case MedicalFloat32:
                    return Float(value, at);
                case Unsigned64:
                    return (ulong)Integer(format, value, at);
                default:
                    return Integer(format, value, at);
            }
        }

        /// <summary>A number times a power of ten; divided where that is exact.</summary>
        /// <param name="number">The number.</param>
        /// <param name="exponent">The power of ten.</param>
        /// <returns>The product.</returns>
        public static double Scaled(double number, int exponent)
        {
            double power = 1;
            for (int i = exponent < 0 ? -exponent : exponent; i > 0; i--)
            {
                power *= 10;
            }

            return exponent < 0 ? number / power : number * power;
        }

        // IEEE 11073 SFLOAT: 4 bits of exponent, 12 of mantissa; not a number, not at this resolution, infinities, reserved.
        private static double ShortFloat(byte[] value, int at)
        {
            int bits = value[at] | (value[at + 1] << 8);
            int mantissa = (bits << 20) >> 20;
            return mantissa >= 0x7FE || mantissa <= -0x7FE ? double.NaN : Scaled(mantissa, (bits << 16) >> 28);
        }

        // IEEE 11073 FLOAT: 8 bits of exponent, 24 of mantissa.
        private static double Float(byte[] value, int at)
        {
            int mantissa = ((value[at] << 8) | (value[at + 1] << 16) | (value[at + 2] << 24)) >> 8;
            return mantissa >= 0x7FFFFE || mantissa <= -0x7FFFFE ? double.NaN : Scaled(mantissa, (sbyte)value[at + 3]);
        }
    }
}
