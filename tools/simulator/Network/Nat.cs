// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using Simulator.Time;

namespace Simulator.Network
{
    /// <summary>
    /// A NAT router between boards and a network. A mapping belongs to a board and its port, as on a real router: it outlives the
    /// board's socket, ends when nothing has gone out for its lifetime, and is replaced by one with another public port then.
    /// What comes in for a mapping that has ended is dropped.
    /// </summary>
    public sealed class Nat : SimulatedNetwork
    {
        private const int FirstPort = 50000;

        private readonly SimulatedNetwork _outside;
        private readonly SimulatedTime _time;
        private readonly Dictionary<(object Host, int Port), Mapping> _mappings = new();
        private readonly Dictionary<(object Host, int Port), Port> _open = new();
        private int _nextPort = FirstPort;

        /// <param name="outside">The public side.</param>
        /// <param name="time">The world's time.</param>
        /// <param name="lifetimeMilliseconds">Of a mapping; only outbound traffic refreshes it.</param>
        public Nat(SimulatedNetwork outside, SimulatedTime time, int lifetimeMilliseconds)
        {
            _outside = outside;
            _time = time;
            LifetimeMilliseconds = lifetimeMilliseconds;
        }

        public int LifetimeMilliseconds { get; set; }

        /// <summary>How many public ports were given so far.</summary>
        public int Mappings { get; private set; }

        /// <summary>How many datagrams came in too late.</summary>
        public int Dropped { get; private set; }

        public override SimulatedPort Open(object host, int port, Action<byte[], IPEndPoint> received)
        {
            lock (_open)
            {
                int number = port == 0 ? _nextPort++ : port;
                if (_open.ContainsKey((host, number)))
                {
                    return null;
                }

                return _open[(host, number)] = new Port(this, (host, number), received);
            }
        }

        public override SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received)
        {
            throw new NotSupportedException();
        }

        /// <summary>Forgets all mappings, as a router does that is switched off and on.</summary>
        public void Restart()
        {
            lock (_open)
            {
                foreach (Mapping mapping in _mappings.Values)
                {
                    mapping.LastOut = long.MinValue / 2;
                }
            }
        }

        private Mapping MappingOf((object Host, int Port) inside)
        {
            lock (_open)
            {
                if (!_mappings.TryGetValue(inside, out Mapping mapping) || !IsAlive(mapping))
                {
                    mapping = new Mapping();
                    Mapping own = mapping;
                    mapping.Outside = _outside.Open((datagram, from) => OnReceived(inside, own, datagram, from));
                    _mappings[inside] = mapping;
                    Mappings++;
                    Age(inside, mapping);
                }

                mapping.LastOut = _time.Now;
                return mapping;
            }
        }

        private bool IsAlive(Mapping mapping)
        {
            return _time.Now - mapping.LastOut < LifetimeMilliseconds;
        }

        private void Age((object Host, int Port) inside, Mapping mapping)
        {
            _time.Schedule(LifetimeMilliseconds, () =>
            {
                if (_mappings.GetValueOrDefault(inside) == mapping && IsAlive(mapping))
                {
                    Age(inside, mapping);
                }
                else
                {
                    mapping.Outside.Dispose();
                }
            });
        }

        private void OnReceived((object Host, int Port) inside, Mapping mapping, byte[] datagram, IPEndPoint from)
        {
            Port port;
            lock (_open)
            {
                port = IsAlive(mapping) && _mappings.GetValueOrDefault(inside) == mapping ? _open.GetValueOrDefault(inside) : null;
            }

            if (port == null)
            {
                Dropped++;
                return;
            }

            OnPassed(datagram, false);
            port.Received(datagram, from);
        }

        private sealed class Mapping
        {
            public SimulatedPort Outside { get; set; }

            public long LastOut { get; set; }
        }

        private sealed class Port : SimulatedPort
        {
            private readonly Nat _nat;
            private readonly (object Host, int Number) _inside;

            public Port(Nat nat, (object Host, int Number) inside, Action<byte[], IPEndPoint> received)
            {
                _nat = nat;
                _inside = inside;
                Received = received;
            }

            public Action<byte[], IPEndPoint> Received { get; }

            public override int Number => _inside.Number;

            public override void Send(byte[] datagram, IPEndPoint to)
            {
                Mapping mapping = _nat.MappingOf(_inside);
                _nat.OnPassed(datagram, true);
                mapping.Outside.Send(datagram, to);
            }

            // The router does not know when the board is done with its socket: the mapping just ages.
            public override void Dispose()
            {
                lock (_nat._open)
                {
                    _nat._open.Remove(_inside);
                }
            }
        }
    }
}
