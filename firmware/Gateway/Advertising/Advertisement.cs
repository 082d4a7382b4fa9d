// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>Reads what an advertisement tells, by the formats there are. To add a format, add a reader and its line.</summary>
    public sealed class Advertisement
    {
        private readonly AdvertisingKeys _keys;
        private readonly ValueLayout _layout;

        public Advertisement(AdvertisingKeys keys, ValueLayout layout)
        {
            _layout = layout;
            _keys = keys;
        }

        /// <summary>What was read last.</summary>
        public AdvertisedValues Values { get; } = new AdvertisedValues();

        /// <summary>What was read last says only who a beacon is.</summary>
        public bool IsBeacon { get; private set; }

        /// <summary>Whether a service's data may have values.</summary>
        public static bool IsRead(int service)
        {
            return service == BthomeReader.Service || service == EddystoneReader.Service || service == XiaomiReader.Service || service == XiaomiReader.Environment;
        }

        /// <summary>Reads service data.</summary>
        /// <param name="data">Holds the UUID's two bytes and what follows; may be decrypted in place.</param>
        /// <param name="address">Who has sent it.</param>
        /// <returns>False when there are no values in it.</returns>
        public bool TryReadService(byte[] data, ulong address)
        {
            IsBeacon = false;
            return BthomeReader.TryRead(data, data.Length, address, _keys, Values, _layout)
                || EddystoneReader.TryRead(data, data.Length, Values)
                || XiaomiReader.TryRead(data, data.Length, Values);
        }

        /// <summary>Reads manufacturer data.</summary>
        /// <param name="data">Holds the company's number and what follows.</param>
        /// <param name="named">The configuration names this sender, so that a beacon without values is shown too.</param>
        /// <returns>False when there are no values in it.</returns>
        public bool TryReadManufacturer(byte[] data, bool named)
        {
            IsBeacon = false;
            return ManufacturerReader.TryRead(data, data.Length, Values) || (named && (IsBeacon = ManufacturerReader.TryReadBeacon(data, data.Length, Values)));
        }
    }
}
