// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>
    /// Eddystone: service data of 0xFEAA. Telemetry has values: battery voltage, temperature, counters. The frames UID and URL
    /// say only who is there.
    /// </summary>
    internal static class EddystoneReader
    {
        /// <summary>The service whose data it is.</summary>
        internal const int Service = 0xFEAA;

        private const uint Own = (uint)Service << 16;
        private const int Telemetry = 0x20;
        private const int TelemetryLength = 16; // with the UUID
        private const int NoTemperature = 0x8000;

        /// <summary>Reads the values of a telemetry frame.</summary>
        /// <param name="data">Holds the UUID's two bytes and what follows.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="values">Receives the values.</param>
        /// <returns>False for another frame, or a malformed one.</returns>
        internal static bool TryRead(byte[] data, int length, AdvertisedValues values)
        {
            if (length != TelemetryLength || data[0] != (Service & 0xFF) || data[1] != Service >> 8 || data[2] != Telemetry || data[3] != 0)
            {
                return false;
            }

            values.Begin(Service);
            int millivolts = (data[4] << 8) | data[5];
            if (millivolts > 0)
            {
                values.Add(Own | 1, GattFormat.Unsigned16, -3, millivolts);
            }

            int degrees = (data[6] << 8) | data[7];
            if (degrees != NoTemperature)
            {
                int hundredths = (short)degrees * 100;
                values.Add(0x2A6E, GattFormat.Signed16, -2, (hundredths + (hundredths < 0 ? -128 : 128)) / 256);
            }

            values.Add(Own | 3, GattFormat.Unsigned32, 0, Number(data, 8));
            values.Add(Own | 4, GattFormat.Unsigned32, -1, Number(data, 12));
            return true;
        }

        private static long Number(byte[] data, int at)
        {
            return ((long)data[at] << 24) | ((long)data[at + 1] << 16) | ((long)data[at + 2] << 8) | data[at + 3];
        }
    }
}
