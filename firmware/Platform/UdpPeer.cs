// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Net;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>Another port of the server's host.</summary>
    public sealed class UdpPeer : Peer
    {
        /// <summary>Names a peer.</summary>
        /// <param name="address">Its address and port.</param>
        public UdpPeer(IPEndPoint address)
        {
            Address = address;
        }

        /// <summary>Its address and port.</summary>
        public IPEndPoint Address { get; }

        /// <inheritdoc/>
        public override bool Is(Peer other)
        {
            return Address.Equals(((UdpPeer)other).Address);
        }
    }
}
