// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Simulator.Board;

namespace Simulator.Platform
{
    /// <summary>The board's one network interface.</summary>
    public class NetworkInterface
    {
        /// <summary>Its IPv4 address, once the network is joined.</summary>
        public string IPv4Address => "192.0.2.10";

        public static NetworkInterface[] GetAllNetworkInterfaces()
        {
            return new[] { new NetworkInterface() };
        }
    }
}

namespace nanoFramework.Networking
{
    /// <summary>Joins the network with the credentials provisioned before; the simulated board's join takes its time or fails.</summary>
    public static class WifiNetworkHelper
    {
        public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, System.Threading.CancellationToken token = default)
        {
            SimulatedBoard board = SimulatedBoard.Current;
            board.WaitUntil(() => false, board.WifiInReach ? board.WifiJoinMilliseconds : 20000);
            return board.WifiInReach;
        }
    }
}
