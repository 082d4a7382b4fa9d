// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// The data types of characteristic values: the format numbers of the 0x2904 descriptor. What a peripheral does not
    /// describe is opaque, never guessed.
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
        private const int Utf8 = 0x19;
        private const int DescriptorLength = 7;

        /// <summary>Whether a descriptor's UUID is 0x2904, Characteristic Presentation Format.</summary>
        /// <param name="uuid">16 bytes.</param>
        /// <returns>True when it is.</returns>
        public static bool IsPresentationFormat(byte[] uuid)
        {
            return uuid[0] == 0x04 && uuid[1] == 0x29 && uuid[2] == 0 && uuid[3] == 0;
        }

        /// <summary>The data type a 0x2904 descriptor tells. Scaled values stay opaque.</summary>
        /// <param name="descriptor">Its value: format, exponent (signed), unit, namespace, description.</param>
        /// <returns>A data type.</returns>
        public static int FromDescriptor(byte[] descriptor)
        {
            if (descriptor.Length != DescriptorLength || descriptor[1] != 0)
            {
                return Opaque;
            }

            int format = descriptor[0];
            return format == Utf8 || Width(format) > 0 ? format : Opaque;
        }

        /// <summary>The LwM2M type of a data type.</summary>
        /// <param name="dataType">A data type.</param>
        /// <returns>See <see cref="Resource"/>.</returns>
        public static int ResourceType(int dataType)
        {
            return dataType == Boolean ? Resource.Boolean
                : dataType == Utf8 ? Resource.String
                : dataType == Opaque ? Resource.Opaque
                : Resource.Integer;
        }

        /// <summary>Pushes a value into a writer. One of the wrong length comes out as it is known: zero, or the bytes.</summary>
        /// <param name="dataType">A data type.</param>
        /// <param name="value">Holds the value, little-endian.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="writer">Takes it.</param>
        /// <returns>False when the length is not the type's.</returns>
        public static bool Write(int dataType, byte[] value, int length, ResourceWriter writer)
        {
            int width = Width(dataType);
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

            if (length != width)
            {
                return false;
            }

            long number = 0;
            for (int i = width - 1; i >= 0; i--)
            {
                number = (number << 8) | value[i];
            }

            if (dataType == Boolean)
            {
                writer.WriteBoolean(number != 0);
            }
            else
            {
                int unused = 64 - width * 8;
                writer.WriteInteger(dataType >= Signed8 ? (number << unused) >> unused : number);
            }

            return true;
        }

        /// <summary>Whether a number fits a data type.</summary>
        /// <param name="dataType">A data type.</param>
        /// <param name="reader">Holds a value of the type's LwM2M type.</param>
        /// <returns>False when it is out of range.</returns>
        public static bool Fits(int dataType, ResourceReader reader)
        {
            if (!reader.Fits(ResourceType(dataType)))
            {
                return false; // another peripheral of the same service may have told another type
            }

            int width = Width(dataType);
            if (width == 0 || width == 8 || dataType == Boolean)
            {
                return true;
            }

            long number = reader.ReadInteger();
            long span = 1L << (width * 8);
            return dataType >= Signed8 ? number >= -span / 2 && number < span / 2 : number >= 0 && number < span;
        }

        /// <summary>The bytes of a value, as the peripheral wants them.</summary>
        /// <param name="dataType">A data type.</param>
        /// <param name="reader">Holds a value that <see cref="Fits"/>.</param>
        /// <returns>Little-endian bytes.</returns>
        public static byte[] Read(int dataType, ResourceReader reader)
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
                System.Array.Copy(buffer, offset, value, 0, count);
                return value;
            }

            long number = dataType == Boolean ? (reader.ReadBoolean() ? 1 : 0) : reader.ReadInteger();
            value = new byte[Width(dataType)];
            for (int i = 0; i < value.Length; i++)
            {
                value[i] = (byte)(number >> (i * 8));
            }

            return value;
        }

        // The bytes of a number; 0 for what is none.
        private static int Width(int dataType)
        {
            switch (dataType)
            {
                case Boolean:
                case Unsigned8:
                case Signed8:
                    return 1;
                case Unsigned16:
                case Signed16:
                    return 2;
                case Unsigned24:
                case Signed24:
                    return 3;
                case Unsigned32:
                case Signed32:
                    return 4;
                case Signed64:
                    return 8;
                default:
                    return 0;
            }
        }
    }
}
