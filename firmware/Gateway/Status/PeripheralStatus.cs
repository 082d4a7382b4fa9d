// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Bluetooth;

namespace Firmware.Gateway.Status
{
    /// <summary>What the gateway knows about one peripheral.</summary>
    internal sealed class PeripheralStatus
    {
        internal PeripheralStatus(int instanceId, ulong address)
        {
            InstanceId = instanceId;
            Address = address;
        }

        internal int InstanceId { get; }

        internal ulong Address { get; }

        /// <summary>Its name, or null.</summary>
        internal string Name { get; set; }

        /// <summary>Its link, null while it is away.</summary>
        internal PeripheralLink Link { get; set; }

        /// <summary>How often it was connected.</summary>
        internal int Connections { get; set; }

        /// <summary>The strength of its last advertisement in dBm, 0 before the first.</summary>
        internal int Rssi { get; set; }

        /// <summary>When that was heard, in milliseconds of the clock.</summary>
        internal long RssiAt { get; set; }

        /// <summary>Notifications dropped in the connections before, less what the link's counter showed when this one began.</summary>
        internal int DroppedBefore { get; set; }

        /// <summary>Packets of its stream missing in the connections before.</summary>
        internal int GapsBefore { get; set; }
    }
}
