// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Simulator.Board;

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
