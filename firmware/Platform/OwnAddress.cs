// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Net.NetworkInformation;

namespace Firmware.Platform
{
    /// <summary>The device's own address in the network it has joined.</summary>
    public static class OwnAddress
    {
        /// <summary>Looks the address up.</summary>
        /// <returns>An IPv4 address as text, empty when there is none.</returns>
        public static string Find()
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            string address = interfaces.Length == 0 ? null : interfaces[0].IPv4Address;
            return address == null ? "" : address;
        }
    }
}
