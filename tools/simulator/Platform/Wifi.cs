// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Simulator.Board;

namespace Simulator.Platform
{
    public enum NetworkInterfaceType
    {
        Ethernet = 6,
        Wireless80211 = 71
    }

    /// <summary>The board's one network interface. It has an address once the firmware has joined, which takes its time or fails.</summary>
    public class NetworkInterface
    {
        /// <summary>Its IPv4 address, "0.0.0.0" before the network is joined.</summary>
        public string IPv4Address => SimulatedBoard.Current.HasJoined ? "192.0.2.10" : "0.0.0.0";

        public NetworkInterfaceType NetworkInterfaceType => NetworkInterfaceType.Wireless80211;

        public static NetworkInterface[] GetAllNetworkInterfaces()
        {
            return new[] { new NetworkInterface() };
        }
    }
}
