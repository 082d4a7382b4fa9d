// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Net.NetworkInformation;

namespace Firmware.Platform
{
    /// <summary>The device's own address in the network it has joined.</summary>
    public static class OwnAddress
    {
        private const string None = "0.0.0.0";

        /// <summary>Looks the address up.</summary>
        /// <returns>An IPv4 address as text, empty while there is none.</returns>
        public static string Find()
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < interfaces.Length; i++)
            {
                string address = interfaces[i].IPv4Address;
                if (address != null && address.Length > 0 && address != None)
                {
                    return address;
                }
            }

            return "";
        }
    }
}
