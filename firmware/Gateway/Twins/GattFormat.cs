// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// The data types of characteristic values: the format numbers of the 0x2904 descriptor, and the power of ten its numbers
    /// are multiplied with. What neither the peripheral nor the SIG's table describes is opaque, never guessed.
    /// </summary>
    public static class GattFormat
    {
        /// <summary>Bytes without a known meaning.</summary>
        public const int Opaque = 0x1B;

        private const int Boolean = 0x01;
        private const int Unsigned8 = 0x04;
        private const int Unsigned16 = 0x06;
        private const int Unsigned24 = 0x07;
        private const int Unsigned32 = 0x08;
        private const int Signed8 = 0x0C;
        private const int Signed16 = 0x0E;
        private const int Signed24 = 0x0F;
        private const int Signed32 = 0x10;
        private const int Signed64 = 0x12;
        private const int Float32 = 0x14;
        private const int Float64 = 0x15;
        private const int MedicalFloat16 = 0x16;
        private const int MedicalFloat32 = 0x17;
        private const int Utf8 = 0x19;
        private const int DescriptorLength = 7;
        private const int LargestExponent = 18;

        /// <summary>Whether a descriptor's UUID is 0x2904, Characteristic Presentation Format.</summary>
        /// <param name="uuid">16 bytes.</param>
        /// <returns>True when it is.</returns>
        public static bool IsPresentationFormat(byte[] uuid)
        {
            return SigTypes.NumberOf(uuid, 0) == 0x2904;
        }

        /// <summary>The data type a 0x2904 descriptor tells.</summary>
        /// <param name="descriptor">Its value: format, exponent (signed), unit, namespace, description.</param>
        /// <param name="exponent">The power of ten.</param>
        /// <returns>A data type.</returns>
        public static int FromDescriptor(byte[] descriptor, out int exponent)
        {
            exponent = 0;
            if (descriptor.Length != DescriptorLength)
            {
                return Opaque;
            }

            int format = descriptor[0];
            if (IsInteger(format))
            {
                exponent = (sbyte)descriptor[1];
                return exponent >= -LargestExponent && exponent <= LargestExponent ? format : Opaque;
            }

            return format == Boolean || format == Utf8 || Width(format) > 0 ? format : Opaque;
        }

        /// <summary>The LwM2M type of a data type.</summary>
        /// <param name="dataType">A data type.</param>
        /// <param name="exponent">Its power of ten.</param>
        /// <returns>See <see cref="Resource"/>.</returns>
        public static int ResourceType(int dataType, int exponent)
        {
            return dataType == Boolean ? Resource.Boolean
                : dataType == Utf8 ? Resource.String
                : dataType == Opaque ? Resource.Opaque
                : IsInteger(dataType) && exponent == 0 ? Resource.Integer
                : Resource.Float;
        }

        /// <summary>Pushes a value into a writer.</summary>
        /// <param name="dataType">A data type.</param>
        /// <param name="exponent">Its power of ten.</param>
        /// <param name="value">Holds the value, little-endian.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="writer">Takes it.</param>
        /// <returns>False when the length is not the type's.</returns>
        public static bool Write(int dataType, int exponent, byte[] value, int length, ResourceWriter writer)
        {
            if (dataType == Utf8)
            {
                writer.WriteString(value, 0, length);
                return true;
            }

            if (dataType == Opaque)
            {
                writer.WriteOpaque(value, 0, length);
                return true;
            }

            if (length != Width(dataType))
            {
                return false;
            }

            if (dataType == Boolean)
            {
                writer.WriteBoolean(value[0] != 0);
            }
            else if (IsInteger(dataType) && exponent == 0)
            {
                writer.WriteInteger(Integer(dataType, value, 0));
            }
            else
            {
                writer.WriteFloat(Number(dataType, exponent, value, 0));
            }

            return true;
        }

        /// <summary>A number.</summary>
        /// <param name="dataType">A data type that is a number.</param>
        /// <param name="exponent">Its power of ten.</param>
        /// <param name="value">Holds it, little-endian.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>The number, NaN for one that says that there is none.</returns>
        public static double Number(int dataType, int exponent, byte[] value, int at)
        {
            switch (dataType)
            {
                case Float32:
                    return BitConverter.ToSingle(value, at);
                case Float64:
                    return BitConverter.ToDouble(value, at);
                case MedicalFloat16:
                    return ShortFloat(value, at);
                case MedicalFloat32:
                    return Float(value, at);
                default:
                    return Scaled(Integer(dataType, value, at), exponent);
            }
        }

        /// <summary>IEEE 11073 SFLOAT: 4 bits of exponent, 12 of mantissa.</summary>
        /// <param name="value">Holds it, little-endian.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>The number, NaN for its special values.</returns>
        public static double ShortFloat(byte[] value, int at)
        {
            int bits = value[at] | (value[at + 1] << 8);
            int mantissa = (bits << 20) >> 20;
            return mantissa >= 0x7FE || mantissa <= -0x7FE ? double.NaN : Scaled(mantissa, (bits << 16) >> 28);
        }

        /// <summary>IEEE 11073 FLOAT: 8 bits of exponent, 24 of mantissa.</summary>
        /// <param name="value">Holds it, little-endian.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>The number, NaN for its special values.</returns>
        public static double Float(byte[] value, int at)
        {
            int mantissa = ((value[at] << 8) | (value[at + 1] << 16) | (value[at + 2] << 24)) >> 8;
            return mantissa >= 0x7FFFFE || mantissa <= -0x7FFFFE ? double.NaN : Scaled(mantissa, (sbyte)value[at + 3]);
        }

        /// <summary>Whether a value can be written as a data type.</summary>
        /// <param name="dataType">A data type.</param>
        /// <param name="exponent">Its power of ten.</param>
        /// <param name="reader">Holds the value.</param>
        /// <returns>False when it is of another type or out of range.</returns>
        public static bool Fits(int dataType, int exponent, ResourceReader reader)
        {
            if (!reader.Fits(ResourceType(dataType, exponent)))
            {
                return false; // another peripheral of the same service may have told another type
            }

            if (!IsInteger(dataType))
            {
                return dataType != MedicalFloat16 && dataType != MedicalFloat32; // these are measured, not set
            }

            int width = Width(dataType);
            if (exponent == 0 && width == 8)
            {
                return true;
            }

            double number = exponent == 0 ? reader.ReadInteger() : Rounded(reader, exponent);
            double span = width == 8 ? 1L << 62 : 1L << (width * 8);
            return dataType >= Signed8 ? number >= -span / 2 && number < span / 2 : number >= 0 && number < span;
        }

        /// <summary>The bytes of a value, as the peripheral wants them.</summary>
        /// <param name="dataType">A data type.</param>
        /// <param name="exponent">Its power of ten.</param>
        /// <param name="reader">Holds a value that fits.</param>
        /// <returns>Little-endian bytes.</returns>
        public static byte[] Read(int dataType, int exponent, ResourceReader reader)
        {
            byte[] value;
            if (dataType == Utf8 || dataType == Opaque)
            {
                byte[] buffer;
                int offset;
                int count;
                if (dataType == Utf8)
                {
                    reader.TryReadString(out buffer, out offset, out count);
                }
                else
                {
                    reader.TryReadOpaque(out buffer, out offset, out count);
                }

                value = new byte[count];
                Array.Copy(buffer, offset, value, 0, count);
                return value;
            }

            if (dataType == Float32 || dataType == Float64)
            {
                reader.TryReadFloat(out double measured);
                return dataType == Float32 ? BitConverter.GetBytes((float)measured) : BitConverter.GetBytes(measured);
            }

            long number = dataType == Boolean ? (reader.ReadBoolean() ? 1 : 0) : exponent == 0 ? reader.ReadInteger() : (long)Rounded(reader, exponent);
            value = new byte[Width(dataType)];
            for (int i = 0; i < value.Length; i++)
            {
                value[i] = (byte)(number >> (i * 8));
            }

            return value;
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

        private static double Rounded(ResourceReader reader, int exponent)
        {
            reader.TryReadFloat(out double number);
            double scaled = Scaled(number, -exponent);
            return (long)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }

        private static long Integer(int dataType, byte[] value, int at)
        {
            int width = Width(dataType);
            long number = 0;
            for (int i = width - 1; i >= 0; i--)
            {
                number = (number << 8) | value[at + i];
            }

            int unused = 64 - width * 8;
            return dataType >= Signed8 ? (number << unused) >> unused : number;
        }

        private static bool IsInteger(int dataType)
        {
            return dataType != Boolean && dataType <= Signed64 && Width(dataType) > 0;
        }

        /// <summary>How many bytes a value has.</summary>
        /// <param name="dataType">A data type.</param>
        /// <returns>The length of a number; 0 for what is none.</returns>
        public static int Width(int dataType)
        {
            switch (dataType)
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
                case Signed64:
                case Float64:
                    return 8;
                default:
                    return 0;
            }
        }
    }
}
