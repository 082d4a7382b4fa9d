// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Net;

namespace Simulator.Network
{
    /// <summary>What a simulated board's sockets reach.</summary>
    public abstract class SimulatedNetwork
    {
        /// <summary>Every datagram that passes: payload, and whether it came from the board.</summary>
        public event Action<byte[], bool> Passed;

        /// <summary>Opens a port of a host; what arrives there is handed over.</summary>
        /// <param name="received">Called with each datagram and where it came from.</param>
        public SimulatedPort Open(Action<byte[], IPEndPoint> received)
        {
            return Open(null, 0, received);
        }

        /// <summary>Opens a port of a host; what arrives there is handed over.</summary>
        /// <param name="host">Whose port it is: two hosts may use one number behind a NAT.</param>
        /// <param name="port">Its number; 0 for a free one.</param>
        /// <param name="received">Called with each datagram and where it came from.</param>
        /// <returns>The port, or null when the number is taken.</returns>
        public abstract SimulatedPort Open(object host, int port, Action<byte[], IPEndPoint> received);

        /// <summary>Opens a server's UDP port, which hears from many.</summary>
        /// <param name="port">Port number.</param>
        /// <param name="received">Called with each datagram that arrives and its sender.</param>
        public abstract SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received);

        internal void OnPassed(byte[] datagram, bool fromBoard)
        {
            Passed?.Invoke(datagram, fromBoard);
        }
    }

    /// <summary>An open UDP port.</summary>
    public abstract class SimulatedPort : IDisposable
    {
        /// <summary>Its number, as its host sees it.</summary>
        public abstract int Number { get; }

        public abstract void Send(byte[] datagram, IPEndPoint to);

        public abstract void Dispose();
    }
}
