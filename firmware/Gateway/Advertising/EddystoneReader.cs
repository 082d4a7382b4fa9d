// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Advertising
{
    /// <summary>Eddystone-TLM, not encrypted: service data of 0xFEAA, battery voltage, temperature, counters.</summary>
    public static class EddystoneReader
    {
        /// <summary>The service whose data it is.</summary>
        public const int Service = 0xFEAA;

        private const int Telemetry = 0x20;
        private const int Length = 16; // with the UUID
        private const int Unsigned16 = 0x06;
        private const int Unsigned32 = 0x08;
        private const int Signed16 = 0x0E;
        private const int NoTemperature = 0x8000;

        /// <summary>Reads service data.</summary>
        /// <param name="data">Holds the UUID's two bytes and what follows.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="values">Receives the values.</param>
        /// <returns>False for another frame, or a malformed one.</returns>
        public static bool TryRead(byte[] data, int length, AdvertisedValues values)
        {
            values.Begin(Service);
            if (length != Length || data[0] != (Service & 0xFF) || data[1] != Service >> 8 || data[2] != Telemetry || data[3] != 0)
            {
                return false;
            }

            int millivolts = (data[4] << 8) | data[5];
            if (millivolts > 0)
            {
                values.Add(0, 1, Unsigned16, -3, millivolts);
            }

            int degrees = (data[6] << 8) | data[7];
            if (degrees != NoTemperature)
            {
                values.Add(0x2A6E, 2, Signed16, -2, (short)degrees * 100 / 256);
            }

            values.Add(0, 3, Unsigned32, 0, Number(data, 8));
            values.Add(0, 4, Unsigned32, -1, Number(data, 12));
            return true;
        }

        private static long Number(byte[] data, int at)
        {
            return ((long)data[at] << 24) | ((long)data[at + 1] << 16) | ((long)data[at + 2] << 8) | data[at + 3];
        }
    }
}
