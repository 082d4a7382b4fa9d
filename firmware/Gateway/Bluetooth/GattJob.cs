// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>What a worker is asked to do.</summary>
    public enum GattRequest : byte
    {
        /// <summary>Read a characteristic.</summary>
        Read,

        /// <summary>Write a characteristic.</summary>
        Write,

        /// <summary>Ask for notifications, or indications where there are no notifications.</summary>
        Subscribe,

        /// <summary>End them.</summary>
        Unsubscribe
    }

    /// <summary>One GATT operation on its way to a peripheral and back. A link has a fixed number of them.</summary>
    public sealed class GattJob
    {
        /// <summary>The operation it belongs to, 0 for the gateway's own.</summary>
        public int Ticket { get; internal set; }

        /// <summary>What is to be done.</summary>
        public GattRequest Request { get; internal set; }

        /// <summary>The characteristic's value handle.</summary>
        public int Handle { get; internal set; }

        /// <summary>The value to write, or the value read.</summary>
        public byte[] Value { get; internal set; }

        /// <summary>Content or Changed when it went well, else the error that is the answer. Pending before.</summary>
        public CoapCode Result { get; internal set; }

        internal int Order { get; set; }

        internal bool IsUsed { get; set; }

        internal bool IsRunning { get; set; }
    }
}
