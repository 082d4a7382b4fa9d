// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Platform;
using Lora.Nano.Lorawan.Network;
using LwM2M.Nano.Platform;

namespace Firmware.Lora
{
    /// <summary>One node's way to the server: a socket of its own, so that the server sees a client of its own.</summary>
    internal sealed class RelayFlow
    {
        private readonly DatagramChannel _channel;
        private readonly NetworkNode _node;
        private readonly Log _log;

        internal RelayFlow(NetworkNode node, string server, Log log)
        {
            _node = node;
            _log = log;
            _channel = new UdpChannel(ServerUri.Parse(server), log);
        }

        /// <summary>Passes an uplink on.</summary>
        internal void Send(byte[] buffer, int offset, int count)
        {
            _channel.Send(buffer, offset, count);
        }

        /// <summary>Has what the server has sent until now wait for the node.</summary>
        internal void Collect(byte[] buffer)
        {
            int count = _channel.Receive(buffer, 0);
            while (count > 0)
            {
                if (count == buffer.Length)
                {
                    _log.Write("relay: message larger than a LoRa frame dropped");
                }
                else if (!_node.Enqueue(buffer, count))
                {
                    _log.Write("relay: queue full, message dropped");
                }

                count = _channel.Receive(buffer, 0);
            }
        }
    }
}
