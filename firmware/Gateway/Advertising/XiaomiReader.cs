// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>
    /// Xiaomi's thermometers: MiBeacon that is not encrypted (service data of 0xFE95), and the formats of the firmware others
    /// have written for them, ATC1441 and PVVX (service data of 0x181A).
    /// </summary>
    internal static class XiaomiReader
    {
        /// <summary>The service of MiBeacon.</summary>
        internal const int Service = 0xFE95;

        /// <summary>The service of ATC1441 and PVVX.</summary>
        internal const int Environment = 0x181A;

        /// <summary>A button's event.</summary>
        internal const int Button = 0x1001;

        private const uint Own = (uint)Service << 16;
        private const int HasNothingToRead = 0x88; // encrypted, mesh
        private const int HasAddress = 0x10;
        private const int HasCapability = 0x20;
        private const int HasObject = 0x40;
        private const int AtcLength = 15; // with the UUID
        private const int PvvxLength = 17;

        /// <summary>Reads service data.</summary>
        /// <param name="data">Holds the UUID's two bytes and what follows.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="values">Receives the values.</param>
        /// <returns>False for what is malformed, encrypted, has no values, or is another service's.</returns>
        internal static bool TryRead(byte[] data, int length, AdvertisedValues values)
        {
            int service = data[0] | (data[1] << 8);
            values.Begin((uint)service);
            return service == Service ? TryReadBeacon(data, length, values)
                : service == Environment && (length == AtcLength ? ReadAtc(data, values) : (length == PvvxLength || length == PvvxLength - 1) && ReadPvvx(data, values));
        }

        private static bool TryReadBeacon(byte[] data, int length, AdvertisedValues values)
        {
            if (length < 7 || (data[2] & HasNothingToRead) != 0 || (data[2] & HasObject) == 0)
            {
                return false;
            }

            int at = 7 + ((data[2] & HasAddress) != 0 ? 6 : 0);
            if ((data[2] & HasCapability) != 0 && at < length)
            {
                at += (data[at] & 0x20) != 0 ? 3 : 1;
            }

            values.PacketId = data[6];
            while (at + 3 <= length)
            {
                int id = data[at] | (data[at + 1] << 8);
                int count = data[at + 2];
                at += 3;
                if (at + count > length)
                {
                    return false;
                }

                Add(id, data, at, count, values);
                at += count;
            }

            return at == length && values.Count > 0;
        }

        private static void Add(int id, byte[] data, int at, int count, AdvertisedValues values)
        {
            if (id == 0x1004 && count == 2)
            {
                values.Add(0x2A6E, GattFormat.Signed16, -2, GattFormat.Integer(GattFormat.Signed16, data, at) * 10);
            }
            else if (id == 0x1006 && count == 2)
            {
                values.Add(0x2A6F, GattFormat.Unsigned16, -2, GattFormat.Integer(GattFormat.Unsigned16, data, at) * 10);
            }
            else if (id == 0x100D && count == 4)
            {
                Add(0x1004, data, at, 2, values);
                Add(0x1006, data, at + 2, 2, values);
            }
            else if (id == 0x100A && count == 1)
            {
                values.Add(0x2A19, GattFormat.Unsigned8, 0, data, at, 1);
            }
            else if ((id == 0x1007 || id == 0x000F) && count == 3)
            {
                values.Add(0x2AFB, GattFormat.Unsigned24, -2, GattFormat.Integer(GattFormat.Unsigned24, data, at) * 100);
            }
            else
            {
                int format = id == 0x1009 ? GattFormat.Unsigned16 : id == 0x1010 ? GattFormat.Unsigned16 : id == 0x000A ? GattFormat.Signed16
                    : count == 1 ? GattFormat.Unsigned8 : id == 0x1017 ? GattFormat.Unsigned32 : GattFormat.Opaque;
                bool fits = format == GattFormat.Opaque || GattFormat.Width(format) == count;
                values.Add(Own | (uint)id, fits ? format : GattFormat.Opaque, id == 0x1010 || id == 0x000A ? -2 : 0, data, at, count);
            }
        }

        private static bool ReadAtc(byte[] data, AdvertisedValues values)
        {
            values.Add(0x2A6E, GattFormat.Signed16, -2, (short)((data[8] << 8) | data[9]) * 10);
            values.Add(0x2A6F, GattFormat.Unsigned16, -2, data[10] * 100);
            values.Add(0x2A19, GattFormat.Unsigned8, 0, data, 11, 1);
            values.Add(Own | 1, GattFormat.Unsigned16, -3, (data[12] << 8) | data[13]);
            return true;
        }

        private static bool ReadPvvx(byte[] data, AdvertisedValues values)
        {
            values.Add(0x2A6E, GattFormat.Signed16, -2, data, 8, 2);
            values.Add(0x2A6F, GattFormat.Unsigned16, -2, data, 10, 2);
            values.Add(0x2A19, GattFormat.Unsigned8, 0, data, 14, 1);
            values.Add(Own | 1, GattFormat.Unsigned16, -3, data, 12, 2);
            return true;
        }
    }
}
