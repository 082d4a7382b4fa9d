// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Net;
using System.Net.Sockets;
using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace InteropTests
{
    /// <summary>The library alone on a socket of the PC, without a board around it.</summary>
    internal sealed class ClientOnUdp
    {
        private readonly LwM2MClient _client;

        public ClientOnUdp(int serverPort)
        {
            ServerAccount[] accounts = { new ServerAccount { Uri = "coap://127.0.0.1:" + serverPort } };
            PcClock clock = new();
            ObjectRegistry registry = new();
            registry.Add(new SecurityObject(accounts));
            registry.Add(new ServerObject(accounts));
            registry.Add(new DeviceObject(clock));
            _client = new LwM2MClient(new ClientOptions { EndpointName = "plain" }, registry, clock, new Random(), new NoLog());
            Session = _client.AddServer(accounts[0], new SocketChannel(serverPort));
        }

        public ServerSession Session { get; }

        public void RunUntil(Func<bool> condition, int timeoutMilliseconds)
        {
            long deadline = Environment.TickCount64 + timeoutMilliseconds;
            while (!condition() && Environment.TickCount64 < deadline)
            {
                _client.Step(Session, 50);
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

        private sealed class SocketChannel : DatagramChannel
        {
            private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            public SocketChannel(int port)
            {
                _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
            }

            public override void Send(byte[] buffer, int offset, int count)
            {
                _socket.Send(buffer, offset, count, SocketFlags.None);
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                return _socket.Poll(timeoutMilliseconds * 1000, SelectMode.SelectRead) ? _socket.Receive(buffer) : 0;
            }
        }
    }
}
