// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Streams;

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

        /// <summary>Its link, null while it is away.</summary>
        internal PeripheralLink Link { get; set; }

        /// <summary>Which of the gateway's links that is.</summary>
        internal int LinkIndex { get; set; }

        /// <summary>How often it was connected.</summary>
        internal int Connections { get; set; }

        /// <summary>The strength of its last advertisement in dBm, 0 before the first.</summary>
        internal int Rssi { get; set; }

        /// <summary>When that was heard, in milliseconds of the clock.</summary>
        internal long RssiAt { get; set; }

        /// <summary>The value handle of its stream, 0 for none.</summary>
        internal int StreamHandle { get; set; }

        /// <summary>The value handle its sampling rate is written to, 0 for none.</summary>
        internal int RateHandle { get; set; }

        /// <summary>The rate the gateway has asked for last, in hertz.</summary>
        internal int RateHertz { get; set; } = SamplingRate.Start;

        /// <summary>Notifications dropped in the connections before, less what the link's counter showed when this one began.</summary>
        internal int DroppedBefore { get; set; }

        internal SequenceMeter Meter { get; } = new SequenceMeter();
    }
}
