// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Net.NetworkInformation;
using System.Threading;

namespace Firmware.Platform
{
    /// <summary>
    /// The station that was provisioned with the network's name, its password and the option AutoConnect: the firmware joins by
    /// itself, at the start and whenever the network is back; what is left is to wait for an address.
    /// </summary>
    public static class Wifi
    {
        private const int LookMilliseconds = 100;

        /// <summary>Waits for the network.</summary>
        /// <param name="timeoutMilliseconds">How long.</param>
        /// <returns>True when the device has an address.</returns>
        public static bool Join(int timeoutMilliseconds)
        {
            for (int waited = 0; waited < timeoutMilliseconds; waited += LookMilliseconds)
            {
                if (OwnAddress.Find().Length > 0)
                {
                    return true;
                }

                Thread.Sleep(LookMilliseconds);
            }

            return OwnAddress.Find().Length > 0;
        }
    }
}
