// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Gatt
{
    /// <summary>
    /// UUIDs as 16 bytes, in the order Guid.ToByteArray gives them. Those on the Bluetooth base UUID are known by the number in
    /// front of it: 16 bits for the SIG's, 32 for what the gateway calls the values of an advertisement.
    /// </summary>
    public static class Uuid
    {
        /// <summary>The length of a UUID in bytes.</summary>
        public const int Length = 16;

        private const int NumberLength = 4;
        private static readonly byte[] s_base = { 0x00, 0x00, 0x00, 0x10, 0x80, 0x00, 0x00, 0x80, 0x5F, 0x9B, 0x34, 0xFB };

        /// <summary>The UUID of a number.</summary>
        /// <param name="number">16 or 32 bits.</param>
        /// <returns>16 bytes.</returns>
        public static byte[] Of(uint number)
        {
            byte[] uuid = new byte[Length];
            for (int i = 0; i < NumberLength; i++)
            {
                uuid[i] = (byte)(number >> (i * 8));
            }

            System.Array.Copy(s_base, 0, uuid, NumberLength, s_base.Length);
            return uuid;
        }

        /// <summary>The number of a UUID.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>The number; 0 for a UUID that is not on the base.</returns>
        public static uint NumberOf(byte[] buffer, int at)
        {
            return !Bytes.AreEqual(s_base, 0, buffer, at + NumberLength, s_base.Length) ? 0
                : buffer[at] | ((uint)buffer[at + 1] << 8) | ((uint)buffer[at + 2] << 16) | ((uint)buffer[at + 3] << 24);
        }

        /// <summary>A UUID as people write it.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>Such as "180D" or "f0010000-0000-1000-8000-00805f9b34fb".</returns>
        public static string ToText(byte[] buffer, int at)
        {
            uint number = NumberOf(buffer, at);
            if (number != 0 && number <= ushort.MaxValue)
            {
                return number.ToString("X4");
            }

            string text = "";
            for (int i = 0; i < Length; i++)
            {
                // The first three fields are little-endian.
                int from = i < 4 ? 3 - i : i < 6 ? 9 - i : i < 8 ? 13 - i : i;
                text += (i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "") + buffer[at + from].ToString("X2").ToLower();
            }

            return text;
        }
    }
}
