// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Net;
using System.Net.Sockets;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;

namespace InteropTests
{
    /// <summary>The library alone on a socket of the PC, without a board around it. It answers whoever asks.</summary>
    internal sealed class ClientOnUdp
    {
        private readonly LwM2MClient _client;
        private readonly SocketChannel _channel;

        public ClientOnUdp(int serverPort)
        {
            PcClock clock = new();
            ObjectRegistry registry = new();
            AccountTable accounts = new(registry);
            ServerInstance server = accounts.Add("coap://127.0.0.1:" + serverPort, 1, 86400);
            registry.Add(new DeviceObject(clock));
            registry.Add(Position);
            registry.Add(new BatchObject(registry));
            registry.Add(new NotifyObject(registry, accounts, clock));
            _client = new LwM2MClient(new ClientOptions { EndpointName = "plain" }, registry, accounts, clock, new Random(), new NoLog());
            _channel = new SocketChannel(serverPort);
            Session = _client.AddServer(server, _channel, new TransmissionParameters());
        }

        public PositionObject Position { get; } = new();

        public int LocalPort => _channel.LocalPort;

        public ServerSession Session { get; }

        /// <summary>How many datagrams the server, and nobody else, has sent.</summary>
        public int FromServer => _channel.FromServer;

        /// <summary>Goes on as registered, with a server that knows no registration.</summary>
        public void PretendToBeRegistered()
        {
            Session.Registration.Resume("rd/1", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 86400);
        }

        public void RunUntil(Func<bool> condition, int timeoutMilliseconds)
        {
            long deadline = Environment.TickCount64 + timeoutMilliseconds;
            while (!condition() && Environment.TickCount64 < deadline)
            {
                _client.Step(50);
            }
        }

        private sealed class PcClock : Clock
        {
            public override long Milliseconds => Environment.TickCount64;

            public override long UtcMilliseconds => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        }

        private sealed class NoLog : Log
        {
            public override void Write(string line)
            {
            }
        }

        private sealed class UdpPeer : Peer
        {
            public UdpPeer(IPEndPoint address)
            {
                Address = address;
            }

            public IPEndPoint Address { get; }

            public override bool Is(Peer other) => Address.Equals(((UdpPeer)other).Address);
        }

        private sealed class SocketChannel : DatagramChannel
        {
            private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            private readonly EndPoint _server;
            private EndPoint _from = new IPEndPoint(IPAddress.Any, 0);

            public SocketChannel(int port)
            {
                _server = new IPEndPoint(IPAddress.Loopback, port);
                _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            }

            public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint).Port;

            public int FromServer { get; private set; }

            public override Peer Sender => _from.Equals(_server) ? null : new UdpPeer((IPEndPoint)_from);

            public override void Send(byte[] buffer, int offset, int count)
            {
                SendTo(null, buffer, offset, count, Expects.Answer);
            }

            public override void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
            {
                _socket.SendTo(buffer, offset, count, SocketFlags.None, (peer as UdpPeer)?.Address ?? _server);
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                try
                {
                    int count = _socket.Poll(timeoutMilliseconds * 1000, SelectMode.SelectRead) ? _socket.ReceiveFrom(buffer, ref _from) : 0;
                    FromServer += count > 0 && _from.Equals(_server) ? 1 : 0;
                    return count;
                }
                catch (SocketException)
                {
                    return 0; // somebody who asked is gone
                }
            }
        }
    }
}
