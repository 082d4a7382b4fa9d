// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Gatt
{
    /// <summary>A characteristic found on a peripheral, or a value found in an advertisement.</summary>
    public sealed class DiscoveredCharacteristic
    {
        /// <summary>GATT property: read.</summary>
        public const int Read = 0x02;

        /// <summary>GATT properties: write without response, write.</summary>
        public const int AnyWrite = 0x0C;

        /// <summary>GATT property: notify.</summary>
        public const int Notify = 0x10;

        /// <summary>GATT property: indicate.</summary>
        public const int Indicate = 0x20;

        /// <summary>GATT properties: notify, indicate.</summary>
        public const int AnyNotify = Notify | Indicate;

        /// <summary>Its UUID, 16 bytes.</summary>
        public byte[] Uuid { get; internal set; }

        /// <summary>0 for the first of that UUID in the service.</summary>
        public int Ordinal { get; internal set; }

        /// <summary>Its value handle.</summary>
        public int Handle { get; internal set; }

        /// <summary>Its properties, the GATT byte.</summary>
        public int Properties { get; internal set; }

        /// <summary>Its format as its own descriptor tells it, see <see cref="GattFormat"/>.</summary>
        public int Format { get; internal set; } = GattFormat.Opaque;

        /// <summary>The power of ten the number is multiplied with, as its descriptor tells it.</summary>
        public int Exponent { get; internal set; }

        /// <summary>Its unit as its descriptor tells it, see <see cref="Gatt.Unit"/>; 0 for none.</summary>
        public int Unit { get; internal set; }

        /// <summary>Its user description in UTF-8, or null.</summary>
        public byte[] Description { get; internal set; }
    }
}
