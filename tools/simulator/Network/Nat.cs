// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Net;
using Simulator.Time;

namespace Simulator.Network
{
    /// <summary>
    /// A NAT router between a board and a network: a mapping ends when nothing has gone out for its lifetime; what comes in
    /// for it afterwards is dropped, and the next datagram out gets another public port.
    /// </summary>
    public sealed class Nat : SimulatedNetwork
    {
        private readonly SimulatedNetwork _outside;
        private readonly SimulatedTime _time;

        /// <param name="outside">The public side.</param>
        /// <param name="time">The world's time.</param>
        /// <param name="lifetimeMilliseconds">Of a mapping; only outbound traffic refreshes it.</param>
        public Nat(SimulatedNetwork outside, SimulatedTime time, int lifetimeMilliseconds)
        {
            _outside = outside;
            _time = time;
            LifetimeMilliseconds = lifetimeMilliseconds;
        }

        public int LifetimeMilliseconds { get; }

        /// <summary>How many public ports were given so far.</summary>
        public int Mappings { get; private set; }

        /// <summary>How many datagrams came in too late.</summary>
        public int Dropped { get; private set; }

        public override SimulatedPort Open(Action<byte[], IPEndPoint> received)
        {
            return new Port(this, received);
        }

        /// <summary>Nobody outside can reach a server behind a NAT.</summary>
        public override SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received)
        {
            throw new NotSupportedException();
        }

        private sealed class Port : SimulatedPort
        {
            private readonly Nat _nat;
            private readonly Action<byte[], IPEndPoint> _received;
            private SimulatedPort _public;
            private long _lastOut;

            public Port(Nat nat, Action<byte[], IPEndPoint> received)
            {
                _nat = nat;
                _received = received;
            }

            private bool IsAlive => _public != null && _nat._time.Now - _lastOut < _nat.LifetimeMilliseconds;

            public override void Send(byte[] datagram, IPEndPoint to)
            {
                if (!IsAlive)
                {
                    _public = _nat._outside.Open(OnReceived);
                    _nat.Mappings++;
                    Age(_public);
                }

                _lastOut = _nat._time.Now;
                _nat.OnPassed(datagram, true);
                _public.Send(datagram, to);
            }

            // The router does not know when the board is done with its socket: the mapping just ages.
            public override void Dispose()
            {
            }

            private void Age(SimulatedPort mapping)
            {
                _nat._time.Schedule(_nat.LifetimeMilliseconds, () =>
                {
                    if (mapping == _public && IsAlive)
                    {
                        Age(mapping);
                    }
                    else
                    {
                        mapping.Dispose();
                    }
                });
            }

            private void OnReceived(byte[] datagram, IPEndPoint from)
            {
                if (IsAlive)
                {
                    _nat.OnPassed(datagram, false);
                    _received(datagram, from);
                }
                else
                {
                    _nat.Dropped++;
                }
            }
        }
    }
}
