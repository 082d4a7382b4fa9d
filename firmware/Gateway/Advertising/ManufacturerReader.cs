// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>Manufacturer data that tell values: RuuviTag (formats 3 and 5), and beacons that only say who they are: iBeacon.</summary>
    internal static class ManufacturerReader
    {
        private const int Ruuvi = 0x0499;
        private const int Apple = 0x004C;
        private const uint Twin = 0xFF0000; // the twin's number: this, and the company's
        private const uint RuuviOwn = (uint)Ruuvi << 16;
        private const uint AppleOwn = (uint)Apple << 16;
        private const int Ruuvi5Length = 26; // with the company
        private const int Ruuvi3Length = 16;
        private const int BeaconLength = 25;
        private const int BeaconUuidLength = 16;

        /// <summary>Whether a company's data may have values.</summary>
        /// <param name="company">Its number.</param>
        /// <param name="named">The configuration names the sender, so that a beacon without values is shown too.</param>
        /// <returns>True when they may.</returns>
        internal static bool IsRead(int company, bool named)
        {
            return company == Ruuvi || (company == Apple && named);
        }

        /// <summary>Reads the values of a sensor.</summary>
        /// <param name="data">Holds the company's number, little-endian, and what follows.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="values">Receives the values; what is not known is left out.</param>
        /// <returns>False for another company's, another format, or a malformed one.</returns>
        internal static bool TryRead(byte[] data, int length, AdvertisedValues values)
        {
            if (length < 3 || Word(data, 0, true) != Ruuvi)
            {
                return false;
            }

            values.Begin(Twin | Ruuvi);
            return data[2] == 5 && length >= Ruuvi5Length ? ReadRuuvi5(data, values) : data[2] == 3 && length >= Ruuvi3Length && ReadRuuvi3(data, values);
        }

        /// <summary>Reads who an iBeacon is: UUID, major, minor, power at one metre.</summary>
        /// <param name="data">Holds the company's number, little-endian, and what follows.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="values">Receives what it says.</param>
        /// <returns>False for another company's, another format, or a malformed one.</returns>
        internal static bool TryReadBeacon(byte[] data, int length, AdvertisedValues values)
        {
            if (length < BeaconLength || Word(data, 0, true) != Apple || data[2] != 0x02 || data[3] != 0x15)
            {
                return false;
            }

            values.Begin(Twin | Apple);
            values.Add(AppleOwn | 1, GattFormat.Opaque, 0, data, 4, BeaconUuidLength);
            values.Add(AppleOwn | 2, GattFormat.Unsigned16, 0, Word(data, 20, false));
            values.Add(AppleOwn | 3, GattFormat.Unsigned16, 0, Word(data, 22, false));
            values.Add(0x2A07, GattFormat.Signed8, 0, (sbyte)data[24]);
            return true;
        }

        private static bool ReadRuuvi5(byte[] data, AdvertisedValues values)
        {
            AddKnown(values, RuuviOwn | 1, GattFormat.Signed32, -3, (short)Word(data, 3, false) * 5, Word(data, 3, false) != 0x8000);
            AddKnown(values, RuuviOwn | 2, GattFormat.Unsigned32, -4, Word(data, 5, false) * 25, Word(data, 5, false) != 0xFFFF);
            AddKnown(values, 0x2A6D, GattFormat.Unsigned32, -1, (Word(data, 7, false) + 50000) * 10L, Word(data, 7, false) != 0xFFFF);
            AddAcceleration(values, data, 9, 0x8000);
            int power = Word(data, 15, false);
            AddKnown(values, RuuviOwn | 6, GattFormat.Unsigned16, -3, (power >> 5) + 1600, power >> 5 != 0x7FF);
            AddKnown(values, 0x2A07, GattFormat.Signed8, 0, (power & 0x1F) * 2 - 40, (power & 0x1F) != 0x1F);
            AddKnown(values, RuuviOwn | 7, GattFormat.Unsigned8, 0, data[17], data[17] != 0xFF);
            AddKnown(values, RuuviOwn | 8, GattFormat.Unsigned16, 0, Word(data, 18, false), Word(data, 18, false) != 0xFFFF);
            return values.Count > 0;
        }

        private static bool ReadRuuvi3(byte[] data, AdvertisedValues values)
        {
            int hundredths = (data[4] & 0x7F) * 100 + data[5];
            values.Add(RuuviOwn | 2, GattFormat.Unsigned32, -4, data[3] * 5000L);
            values.Add(RuuviOwn | 1, GattFormat.Signed32, -3, ((data[4] & 0x80) != 0 ? -hundredths : hundredths) * 10);
            values.Add(0x2A6D, GattFormat.Unsigned32, -1, (Word(data, 6, false) + 50000) * 10L);
            AddAcceleration(values, data, 8, -1);
            values.Add(RuuviOwn | 6, GattFormat.Unsigned16, -3, Word(data, 14, false));
            return true;
        }

        private static void AddAcceleration(AdvertisedValues values, byte[] data, int at, int notKnown)
        {
            for (int i = 0; i < 3; i++)
            {
                int raw = Word(data, at + i * 2, false);
                AddKnown(values, RuuviOwn | (uint)(3 + i), GattFormat.Signed16, -3, (short)raw, raw != notKnown);
            }
        }

        private static void AddKnown(AdvertisedValues values, uint number, int format, int exponent, long value, bool known)
        {
            if (known)
            {
                values.Add(number, format, exponent, value);
            }
        }

        private static int Word(byte[] data, int at, bool littleEndian)
        {
            return littleEndian ? data[at] | (data[at + 1] << 8) : (data[at] << 8) | data[at + 1];
        }
    }
}
