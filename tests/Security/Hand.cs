// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using Simulator.Network;

namespace SecurityTests
{
    /// <summary>Whoever sits on the network between device and server: sees, keeps, changes and injects datagrams.</summary>
    internal sealed class Hand : SimulatedNetwork
    {
        private readonly SimulatedNetwork _below;
        private Action<byte[], IPEndPoint> _toDevice;

        public Hand(SimulatedNetwork below)
        {
            _below = below;
        }

        /// <summary>What becomes of a datagram, and whether it goes to the device: none, one or several.</summary>
        public Func<byte[], bool, IEnumerable<byte[]>> Passes { get; set; } = (datagram, _) => new[] { datagram };

        /// <summary>All that went to the device as the server has sent it.</summary>
        public List<byte[]> ToDevice { get; } = new();

        /// <summary>All that the device has sent.</summary>
        public List<byte[]> FromDevice { get; } = new();

        /// <summary>Gives the device a datagram as if the server had sent it.</summary>
        public void Inject(byte[] datagram)
        {
            _toDevice(datagram, new IPEndPoint(IPAddress.Loopback, 5684));
        }

        public override SimulatedPort Open(object host, int port, Action<byte[], IPEndPoint> received)
        {
            _toDevice = received;
            return _below.Open(host, port, (datagram, from) =>
            {
                ToDevice.Add(datagram);
                foreach (byte[] passed in Passes(datagram, true))
                {
                    received(passed, from);
                }
            });
        }

        public override SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received)
        {
            return _below.OpenServer(port, (datagram, from) =>
            {
                FromDevice.Add(datagram);
                foreach (byte[] passed in Passes(datagram, false))
                {
                    received(passed, from);
                }
            });
        }
    }
}
