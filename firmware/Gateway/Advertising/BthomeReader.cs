// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;
using LwM2M.Security.Crypto;

namespace Firmware.Gateway.Advertising
{
    /// <summary>
    /// BTHome version 2: service data of 0xFCD2, a byte of flags, then an identifier and a value each. What stands behind an
    /// identifier that is not known cannot be read: its length is not known either.
    /// </summary>
    internal static class BthomeReader
    {
        /// <summary>The service whose data it is.</summary>
        internal const int Service = 0xFCD2;

        internal const int Button = 0x3A;
        internal const int Dimmer = 0x3C;
        internal const int Command = 0x3B;

        private const uint Own = (uint)Service << 16;
        private const int VersionMask = 0xE0;
        private const int Version2 = 0x40;
        private const int Encrypted = 0x01;
        private const int HasAddress = 0x02;
        private const int AddressLength = 6;
        private const int PacketId = 0x00;
        private const int Text = 0x53;
        private const int Raw = 0x54;
        private const int HeadLength = 3; // the UUID and the flags
        private const int CounterLength = 4;
        private const int TagLength = 4;
        private const int NonceLength = 13;

        /// <summary>Reads service data.</summary>
        /// <param name="data">Holds the UUID's two bytes and what follows.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="address">Who has sent it.</param>
        /// <param name="keys">The keys of those who encrypt.</param>
        /// <param name="values">Receives the values.</param>
        /// <param name="layout">A walk to use.</param>
        /// <returns>False for what is malformed, cannot be decrypted, or is of another version: nothing is taken from it.</returns>
        internal static bool TryRead(byte[] data, int length, ulong address, AdvertisingKeys keys, AdvertisedValues values, ValueLayout layout)
        {
            if (length < HeadLength || data[0] != (Service & 0xFF) || data[1] != Service >> 8 || (data[2] & VersionMask) != Version2)
            {
                return false;
            }

            values.Begin(Service);
            bool encrypted = (data[2] & Encrypted) != 0;
            if (encrypted != (keys.Find(address) != null))
            {
                return false; // no key for it; or in the clear though there is one: somebody else's
            }

            if (encrypted)
            {
                length = Decrypt(data, length, address, keys);
            }

            return length > HeadLength && TryReadObjects(data, length, values, layout);
        }

        private static bool TryReadObjects(byte[] data, int length, AdvertisedValues values, ValueLayout layout)
        {
            int at = (data[2] & HasAddress) != 0 ? HeadLength + AddressLength : HeadLength;
            while (at < length)
            {
                int id = data[at++];
                int width = id == PacketId ? 1
                    : id == Dimmer ? 2
                    : id == Command ? at < length ? 1 + (data[at] & 0x1F) + 1 : 1
                    : id == Text || id == Raw ? at < length ? 1 + data[at] : 1
                    : AdvertisedObjects.Length(id, layout.Begin(null, 0, 0));
                if (width == 0)
                {
                    break;
                }

                if (at + width > length)
                {
                    return false;
                }

                if (id == PacketId)
                {
                    values.PacketId = data[at];
                }
                else
                {
                    Add(id, data, at, width, values);
                }

                at += width;
            }

            return values.Count > 0;
        }

        private static void Add(int id, byte[] data, int at, int width, AdvertisedValues values)
        {
            if (id == 0x04)
            {
                // Pressure in 0.01 hPa is the SIG's in Pa, which has a decimal more.
                values.Add(0x2A6D, GattFormat.Unsigned32, -1, GattFormat.Integer(GattFormat.Unsigned24, data, at) * 10);
            }
            else if (id == Dimmer)
            {
                values.Add(Own | Dimmer, GattFormat.Signed16, 0, data[at] == 1 ? -data[at + 1] : data[at] == 2 ? data[at + 1] : 0);
            }
            else if (id == Text || id == Raw)
            {
                values.Add(Own | (uint)id, GattFormat.Opaque, 0, data, at + 1, width - 1);
            }
            else
            {
                // Where format and unit are the SIG's own, it is theirs.
                uint sig = id == 0x01 ? 0x2A19u : id == 0x02 ? 0x2A6Eu : id == 0x03 ? 0x2A6Fu : id == 0x05 ? 0x2AFBu : Own | (uint)id;
                values.Add(sig, GattFormat.Opaque, 0, data, at, width);
            }
        }

        // AES-CCM with a tag of four bytes and no additional data; the nonce is the address, the UUID, the flags and the counter.
        private static int Decrypt(byte[] data, int length, ulong address, AdvertisingKeys keys)
        {
            int count = length - HeadLength - CounterLength - TagLength;
            if (count < 1)
            {
                return 0;
            }

            Ccm ccm = keys.Ccm;
            byte[] nonce = ccm.Nonce;
            for (int i = 0; i < AddressLength; i++)
            {
                nonce[i] = (byte)(address >> (40 - i * 8));
            }

            System.Array.Copy(data, 0, nonce, AddressLength, HeadLength);
            System.Array.Copy(data, HeadLength + count, nonce, AddressLength + HeadLength, CounterLength);
            long counter = GattFormat.Integer(GattFormat.Unsigned32, nonce, AddressLength + HeadLength);
            bool valid = ccm.TryDecrypt(keys.Find(address), NonceLength, 0, data, HeadLength, count, data, HeadLength + count + CounterLength, TagLength);
            return valid && keys.Accepts(address, counter) ? HeadLength + count : 0;
        }
    }
}
