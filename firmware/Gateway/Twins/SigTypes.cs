// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// The Bluetooth SIG's characteristics whose value is one number or a text: their formats as the 0x2904 descriptor would
    /// tell them. A characteristic more is one line.
    /// </summary>
    internal static class SigTypes
    {
        private const int Utf8 = 0x19;
        private const int Unsigned8 = 0x04;
        private const int Unsigned16 = 0x06;
        private const int Unsigned24 = 0x07;
        private const int Unsigned32 = 0x08;
        private const int Signed16 = 0x0E;
        private const int Signed24 = 0x0F;

        // The number, the format, and 100 more than the exponent.
        private static readonly ushort[] s_table =
        {
            0x2A19, Unsigned8, 100,   // battery level, %
            0x2A21, Unsigned16, 100,  // measurement interval, s
            0x2A1D, Unsigned8, 100,   // temperature type
            0x2A38, Unsigned8, 100,   // body sensor location
            0x2A39, Unsigned8, 100,   // heart rate control point
            0x2A6C, Signed24, 98,     // elevation, m
            0x2A6D, Unsigned32, 99,   // pressure, Pa
            0x2A6E, Signed16, 98,     // temperature, degrees Celsius
            0x2A6F, Unsigned16, 98,   // humidity, %
            0x2A76, Unsigned8, 100,   // UV index
            0x2A77, Unsigned16, 99,   // irradiance, W/m2
            0x2AFB, Unsigned24, 98,   // illuminance, lx
            0x2A24, Utf8, 100,        // model
            0x2A25, Utf8, 100,        // serial number
            0x2A26, Utf8, 100,        // firmware
            0x2A27, Utf8, 100,        // hardware
            0x2A28, Utf8, 100,        // software
            0x2A29, Utf8, 100,        // maker
        };

        private static readonly byte[] s_base = { 0x00, 0x00, 0x00, 0x10, 0x80, 0x00, 0x00, 0x80, 0x5F, 0x9B, 0x34, 0xFB };

        /// <summary>The 16-bit number of a UUID that is the SIG's.</summary>
        /// <param name="buffer">Holds the UUID, as Guid.ToByteArray gives it.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>The number, 0 for another UUID.</returns>
        internal static int NumberOf(byte[] buffer, int at)
        {
            for (int i = 0; i < s_base.Length; i++)
            {
                if (buffer[at + 4 + i] != s_base[i])
                {
                    return 0;
                }
            }

            return buffer[at + 2] == 0 && buffer[at + 3] == 0 ? buffer[at] | (buffer[at + 1] << 8) : 0;
        }

        /// <summary>Finds the type of a characteristic.</summary>
        /// <param name="number">Its 16-bit number.</param>
        /// <param name="dataType">Its format.</param>
        /// <param name="exponent">Its exponent.</param>
        /// <returns>False when it is not in the table.</returns>
        internal static bool TryFind(int number, out int dataType, out int exponent)
        {
            for (int i = 0; i < s_table.Length; i += 3)
            {
                if (s_table[i] == number)
                {
                    dataType = s_table[i + 1];
                    exponent = s_table[i + 2] - 100;
                    return true;
                }
            }

            dataType = GattFormat.Opaque;
            exponent = 0;
            return false;
        }
    }
}
