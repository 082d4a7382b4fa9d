// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using LwM2M.Nano.Platform;
using Simulator.Network;
using Simulator.Time;

namespace Testbed
{
    /// <summary>UDP over a simulated network for a client without a board around it. Each way has a port of its own: a NAT has forgotten the one before.</summary>
    public sealed class BareTransport : Transport
    {
        private readonly SimulatedTime _time;
        private readonly SimulatedNetwork _network;
        private readonly int _serverPort;

        public BareTransport(SimulatedTime time, SimulatedNetwork network, int serverPort)
        {
            _time = time;
            _network = network;
            _serverPort = serverPort;
            Clock = new WorldClock(time);
        }

        /// <summary>The world's time as the client's clock.</summary>
        public Clock Clock { get; }

        /// <summary>Records that outlive the client.</summary>
        public MemoryStore Store { get; } = new();

        public override DatagramChannel Open(IAccount account)
        {
            return new Way(this);
        }

        /// <summary>A store in memory.</summary>
        public sealed class MemoryStore : Store
        {
            private readonly Dictionary<string, byte[]> _records = new();

            /// <summary>How many records were written.</summary>
            public int Writes { get; private set; }

            /// <summary>Nothing can be written.</summary>
            public bool IsBroken { get; set; }

            public override byte[] Read(string name)
            {
                return _records.GetValueOrDefault(name);
            }

            public override bool Write(string name, byte[] record, int count)
            {
                Writes++;
                if (!IsBroken)
                {
                    _records[name] = record[..count];
                }

                return !IsBroken;
            }
        }

        private sealed class Way : DatagramChannel
        {
            private readonly BareTransport _transport;
            private readonly Queue<byte[]> _queue = new();
            private readonly SimulatedPort _port;
            private readonly IPEndPoint _server;

            public Way(BareTransport transport)
            {
                _transport = transport;
                _port = transport._network.Open((datagram, _) => _queue.Enqueue(datagram));
                _server = new IPEndPoint(IPAddress.Loopback, transport._serverPort);
            }

            public override bool AddressMayChange => true;

            public override void Send(byte[] buffer, int offset, int count)
            {
                _port.Send(buffer.AsSpan(offset, count).ToArray(), _server);
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                _transport._time.WaitUntil(() => _queue.Count > 0, timeoutMilliseconds);
                if (!_queue.TryDequeue(out byte[] datagram))
                {
                    return 0;
                }

                int count = Math.Min(datagram.Length, buffer.Length);
                Array.Copy(datagram, buffer, count);
                return count;
            }
        }

        private sealed class WorldClock : Clock
        {
            private readonly SimulatedTime _time;

            public WorldClock(SimulatedTime time)
            {
                _time = time;
            }

            public override long Milliseconds => _time.Now;

            public override long UtcMilliseconds => _time.Now;
        }
    }
}
