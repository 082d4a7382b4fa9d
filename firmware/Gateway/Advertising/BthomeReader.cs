// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Advertising
{
    /// <summary>BTHome version 2, not encrypted: service data of 0xFCD2, a byte of flags, then an identifier and a number each.</summary>
    public static class BthomeReader
    {
        /// <summary>The service whose data it is.</summary>
        public const int Service = 0xFCD2;

        private const int VersionMask = 0xE0;
        private const int Version2 = 0x40;
        private const int Encrypted = 0x01;
        private const int Unsigned8 = 0x04;
        private const int Unsigned16 = 0x06;
        private const int Unsigned24 = 0x07;
        private const int Unsigned32 = 0x08;
        private const int Signed8 = 0x0C;
        private const int Signed16 = 0x0E;
        private const int Binary = 0x01;

        // Identifier, format, 100 more than the exponent, the SIG's characteristic that has the same format and unit or 0.
        private static readonly ushort[] s_objects =
        {
            0x01, Unsigned8, 100, 0x2A19,  // battery, %
            0x02, Signed16, 98, 0x2A6E,    // temperature, degrees Celsius
            0x03, Unsigned16, 98, 0x2A6F,  // humidity, %
            0x05, Unsigned24, 98, 0x2AFB,  // illuminance, lx
            0x06, Unsigned16, 98, 0,       // mass, kg
            0x07, Unsigned16, 98, 0,       // mass, lb
            0x08, Signed16, 98, 0,         // dew point, degrees Celsius
            0x09, Unsigned8, 100, 0,       // count
            0x0A, Unsigned24, 97, 0,       // energy, kWh
            0x0B, Unsigned24, 98, 0,       // power, W
            0x0C, Unsigned16, 97, 0,       // voltage, V
            0x0D, Unsigned16, 100, 0,      // PM2.5, ug/m3
            0x0E, Unsigned16, 100, 0,      // PM10, ug/m3
            0x0F, Binary, 100, 0,          // generic
            0x10, Binary, 100, 0,          // power
            0x11, Binary, 100, 0,          // opening
            0x12, Unsigned16, 100, 0,      // CO2, ppm
            0x13, Unsigned16, 100, 0,      // TVOC, ug/m3
            0x14, Unsigned16, 98, 0,       // moisture, %
            0x2E, Unsigned8, 100, 0,       // humidity, %
            0x2F, Unsigned8, 100, 0,       // moisture, %
            0x3A, Unsigned8, 100, 0,       // button event
            0x3C, Unsigned16, 100, 0,      // dimmer event
            0x3D, Unsigned16, 100, 0,      // count
            0x3E, Unsigned32, 100, 0,      // count
            0x3F, Signed16, 99, 0,         // rotation, degrees
            0x40, Unsigned16, 100, 0,      // distance, mm
            0x41, Unsigned16, 99, 0,       // distance, m
            0x42, Unsigned24, 97, 0,       // duration, s
            0x43, Unsigned16, 97, 0,       // current, A
            0x44, Unsigned16, 98, 0,       // speed, m/s
            0x45, Signed16, 99, 0,         // temperature, degrees Celsius
            0x46, Unsigned8, 99, 0,        // UV index
            0x47, Unsigned16, 99, 0,       // volume, l
            0x48, Unsigned16, 100, 0,      // volume, ml
            0x49, Unsigned16, 97, 0,       // flow, m3/h
            0x4A, Unsigned16, 99, 0,       // voltage, V
            0x4B, Unsigned24, 97, 0,       // gas, m3
            0x4C, Unsigned32, 97, 0,       // gas, m3
            0x4D, Unsigned32, 97, 0,       // energy, kWh
            0x4E, Unsigned32, 97, 0,       // volume, l
            0x4F, Unsigned32, 97, 0,       // water, l
            0x50, Unsigned32, 100, 0,      // time, s
            0x51, Unsigned16, 97, 0,       // acceleration, m/s2
            0x52, Unsigned16, 97, 0,       // rotation, degrees/s
            0x57, Signed8, 100, 0,         // temperature, degrees Celsius
        };

        /// <summary>Reads service data.</summary>
        /// <param name="data">Holds the UUID's two bytes and what follows.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="values">Receives the values.</param>
        /// <returns>False for what is malformed, encrypted, or of another version: nothing is taken from it.</returns>
        public static bool TryRead(byte[] data, int length, AdvertisedValues values)
        {
            values.Begin(Service);
            if (length < 3 || data[0] != (Service & 0xFF) || data[1] != Service >> 8 || (data[2] & VersionMask) != Version2 || (data[2] & Encrypted) != 0)
            {
                return false;
            }

            int at = 3;
            while (at < length)
            {
                int id = data[at++];
                if (id == 0x00)
                {
                    at++; // packet number
                    continue;
                }

                if (id == 0x04)
                {
                    // Pressure in 0.01 hPa is the SIG's in Pa, which has a decimal more.
                    if (at + 3 > length)
                    {
                        return false;
                    }

                    values.Add(0x2A6D, id, Unsigned32, -1, Number(data, at, 3, false) * 10);
                    at += 3;
                    continue;
                }

                int entry = Find(id);
                if (entry < 0)
                {
                    break; // its length is not known: what came before is
                }

                int dataType = id >= 0x15 && id <= 0x2D ? Binary : s_objects[entry + 1];
                int width = Twins.GattFormat.Width(dataType);
                if (at + width > length)
                {
                    return false;
                }

                bool plain = id >= 0x15 && id <= 0x2D;
                values.Add(plain ? 0 : s_objects[entry + 3], id, dataType, plain ? 0 : s_objects[entry + 2] - 100, Number(data, at, width, dataType >= Signed8));
                at += width;
            }

            return at <= length && values.Count > 0;
        }

        // All binary sensors from 0x15 to 0x2D are like the generic one.
        private static int Find(int id)
        {
            int wanted = id >= 0x15 && id <= 0x2D ? 0x0F : id;
            for (int i = 0; i < s_objects.Length; i += 4)
            {
                if (s_objects[i] == wanted)
                {
                    return i;
                }
            }

            return -1;
        }

        private static long Number(byte[] data, int at, int width, bool signed)
        {
            long number = 0;
            for (int i = width - 1; i >= 0; i--)
            {
                number = (number << 8) | data[at + i];
            }

            int unused = 64 - width * 8;
            return signed ? (number << unused) >> unused : number;
        }
    }
}
