// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>A service found on a peripheral.</summary>
    public sealed class DiscoveredService
    {
        /// <summary>Its UUID, 16 bytes.</summary>
        public byte[] Uuid { get; internal set; }

        /// <summary>0 for the first service of that UUID on the peripheral, 1 for the second.</summary>
        public int Ordinal { get; internal set; }

        /// <summary>Its characteristics, each a <see cref="DiscoveredCharacteristic"/>.</summary>
        public ArrayList Characteristics { get; } = new ArrayList();
    }

    /// <summary>A characteristic found on a peripheral.</summary>
    public sealed class DiscoveredCharacteristic
    {
        /// <summary>Its UUID, 16 bytes.</summary>
        public byte[] Uuid { get; internal set; }

        /// <summary>0 for the first of that UUID in the service.</summary>
        public int Ordinal { get; internal set; }

        /// <summary>Its value handle.</summary>
        public int Handle { get; internal set; }

        /// <summary>Its properties, the GATT byte.</summary>
        public int Properties { get; internal set; }

        /// <summary>Its data type, see <see cref="Twins.GattFormat"/>.</summary>
        public int DataType { get; internal set; }

        /// <summary>The power of ten the number is multiplied with.</summary>
        public int Exponent { get; internal set; }
    }
}
