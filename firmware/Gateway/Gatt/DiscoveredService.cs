// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;

namespace Firmware.Gateway.Gatt
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
}
