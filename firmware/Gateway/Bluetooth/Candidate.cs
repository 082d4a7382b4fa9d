// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using nanoFramework.Device.Bluetooth;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>One that was heard and is let in.</summary>
    public sealed class Candidate
    {
        /// <summary>Its address.</summary>
        public ulong Address { get; internal set; }

        /// <summary>The address's type.</summary>
        public BluetoothAddressType Type { get; internal set; }

        /// <summary>How strong it was heard, in dBm.</summary>
        public int Rssi { get; internal set; }

        /// <summary>Its name, or null.</summary>
        public string Name { get; internal set; }

        /// <summary>It lets itself be connected.</summary>
        public bool IsConnectable { get; internal set; }

        /// <summary>The configuration names it, by more than "*".</summary>
        public bool IsNamed { get; internal set; }

        /// <summary>Data of a service that may have values, with the UUID's two bytes in front; or null.</summary>
        public byte[] ServiceData { get; internal set; }

        /// <summary>Manufacturer data, with the company's number in front; or null.</summary>
        public byte[] ManufacturerData { get; internal set; }
    }
}
