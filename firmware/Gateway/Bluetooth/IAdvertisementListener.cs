// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Advertising;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>Who wants to know of advertisements. All calls come on the gateway's loop.</summary>
    public interface IAdvertisementListener
    {
        /// <summary>Somebody who is let in was heard.</summary>
        /// <param name="address">The address.</param>
        /// <param name="rssi">How strong, in dBm.</param>
        void OnHeard(ulong address, int rssi);

        /// <summary>A sensor has told values in an advertisement.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="passing">The address is one that changes by itself.</param>
        /// <param name="name">Its name, or null.</param>
        /// <param name="values">The values. A sensor may tell some in one advertisement and others in the next.</param>
        void OnAdvertised(ulong address, bool passing, string name, AdvertisedValues values);
    }
}
