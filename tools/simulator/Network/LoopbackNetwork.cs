// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace Simulator.Network
{
    /// <summary>The PC's own UDP, for real servers on the loopback interface.</summary>
    public sealed class LoopbackNetwork : SimulatedNetwork
    {
        public override SimulatedPort Open(object host, int port, Action<byte[], IPEndPoint> received)
        {
            try
            {
                return new Port(this, port, received);
            }
            catch (SocketException)
            {
                return null;
            }
        }

        public override SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received)
        {
            return new Port(null, port, received);
        }

        private sealed class Port : SimulatedPort
        {
            private readonly LoopbackNetwork _network;
            private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            public Port(LoopbackNetwork network, int port, Action<byte[], IPEndPoint> received)
            {
                _network = network;
                _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                new Thread(() => Receive(received)) { IsBackground = true }.Start();
            }

            public override int Number => ((IPEndPoint)_socket.LocalEndPoint).Port;

            public override void Send(byte[] datagram, IPEndPoint to)
            {
                _network?.OnPassed(datagram, true);
                try
                {
                    _socket.SendTo(datagram, to);
                }
                catch (SocketException)
                {
                    // nobody there: UDP does not tell
                }
            }

            public override void Dispose()
            {
                _socket.Dispose();
            }

            private void Receive(Action<byte[], IPEndPoint> received)
            {
                byte[] buffer = new byte[65536];
                while (true)
                {
                    try
                    {
                        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                        int count = _socket.ReceiveFrom(buffer, ref from);
                        byte[] datagram = buffer.AsSpan(0, count).ToArray();
                        _network?.OnPassed(datagram, false);
                        received(datagram, (IPEndPoint)from);
                    }
                    catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused || e.SocketErrorCode == SocketError.ConnectionReset)
                    {
                        // an ICMP answer to something sent before
                    }
                    catch (Exception e) when (e is SocketException || e is ObjectDisposedException)
                    {
                        return;
                    }
                }
            }
        }
    }
}
