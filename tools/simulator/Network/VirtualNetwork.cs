// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using Simulator.Time;

namespace Simulator.Network
{
    /// <summary>A network in simulated time: latency, loss, duplication and reordering, all from one seed.</summary>
    public sealed class VirtualNetwork : SimulatedNetwork
    {
        private const int FirstPort = 40000;
        private const int LastPort = 65535;

        private readonly Dictionary<IPEndPoint, Action<byte[], IPEndPoint>> _ports = new();
        private readonly SimulatedTime _time;
        private readonly Random _random;
        private int _nextPort = FirstPort;

        public VirtualNetwork(SimulatedTime time, int seed)
        {
            _time = time;
            _random = new Random(seed);
        }

        public int LatencyMilliseconds { get; set; } = 20;

        /// <summary>Added to the latency at random, so that datagrams overtake each other.</summary>
        public int JitterMilliseconds { get; set; }

        /// <summary>0 to 1, each way.</summary>
        public double LossRatio { get; set; }

        /// <summary>0 to 1, each way.</summary>
        public double DuplicationRatio { get; set; }

        public override SimulatedPort Open(object host, int port, Action<byte[], IPEndPoint> received)
        {
            IPEndPoint local = new(IPAddress.Loopback, port);
            if (port != 0)
            {
                return _ports.ContainsKey(local) ? null : Open(local, received, true);
            }

            do
            {
                local = new IPEndPoint(IPAddress.Loopback, _nextPort);
                _nextPort = _nextPort == LastPort ? FirstPort : _nextPort + 1;
            }
            while (_ports.ContainsKey(local));
            return Open(local, received, true);
        }

        public override SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received)
        {
            return Open(new IPEndPoint(IPAddress.Loopback, port), received, false);
        }

        private Port Open(IPEndPoint local, Action<byte[], IPEndPoint> received, bool board)
        {
            _ports[local] = received;
            return new Port(this, local, board);
        }

        private void Transmit(byte[] datagram, IPEndPoint from, IPEndPoint to)
        {
            if (_random.NextDouble() < LossRatio)
            {
                return;
            }

            int copies = _random.NextDouble() < DuplicationRatio ? 2 : 1;
            for (int i = 0; i < copies; i++)
            {
                _time.Schedule(LatencyMilliseconds + _random.Next(JitterMilliseconds + 1), () =>
                {
                    if (_ports.TryGetValue(to, out Action<byte[], IPEndPoint> received))
                    {
                        received(datagram, from);
                    }
                });
            }
        }

        private sealed class Port : SimulatedPort
        {
            private readonly VirtualNetwork _network;
            private readonly IPEndPoint _local;
            private readonly bool _board;

            public Port(VirtualNetwork network, IPEndPoint local, bool board)
            {
                _network = network;
                _local = local;
                _board = board;
            }

            public override int Number => _local.Port;

            public override void Send(byte[] datagram, IPEndPoint to)
            {
                _network.OnPassed(datagram, _board);
                _network.Transmit(datagram, _local, to);
            }

            public override void Dispose()
            {
                _network._ports.Remove(_local);
            }
        }
    }
}
