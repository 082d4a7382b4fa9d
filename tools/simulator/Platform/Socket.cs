// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using Simulator.Board;
using Simulator.Network;

namespace Simulator.Platform
{
    /// <summary>A UDP System.Net.Sockets.Socket of the current board, with the device's calls and refusals.</summary>
    public sealed class Socket : IDisposable
    {
        private const int MaximumQueued = 32;

        private readonly SimulatedBoard _board = SimulatedBoard.Current;
        private readonly Queue<(byte[] Datagram, IPEndPoint From)> _received = new();
        private SimulatedPort _port;
        private bool _closed;

        public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
        {
            _board.Own(this);
        }

        /// <summary>As on the device, port 0 until the socket is bound or has sent.</summary>
        public EndPoint LocalEndPoint => new IPEndPoint(IPAddress.Any, _port?.Number ?? 0);

        public void Bind(EndPoint localEP)
        {
            ThrowIfUnusable();
            _port = _board.Network.Open(_board, ((IPEndPoint)localEP).Port, OnReceived) ?? throw new SocketException((int)SocketError.AddressAlreadyInUse);
        }

        /// <summary>The device does not send an empty datagram.</summary>
        public int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP)
        {
            ThrowIfUnusable();
            _port ??= _board.Network.Open(_board, 0, OnReceived);
            if (size > 0)
            {
                _port.Send(buffer.AsSpan(offset, size).ToArray(), (IPEndPoint)remoteEP);
            }

            return size;
        }

        public bool Poll(int microSeconds, SelectMode mode)
        {
            ThrowIfUnusable();
            return _board.WaitUntil(() => Count > 0, microSeconds / 1000);
        }

        public int ReceiveFrom(byte[] buffer, ref EndPoint remoteEP)
        {
            (byte[] Datagram, IPEndPoint From) next;
            lock (_received)
            {
                if (!_received.TryDequeue(out next))
                {
                    throw new SocketException((int)SocketError.TimedOut);
                }
            }

            remoteEP = next.From;
            int count = Math.Min(next.Datagram.Length, buffer.Length);
            Array.Copy(next.Datagram, buffer, count);
            return count;
        }

        public void Close()
        {
            _closed = true;
            _port?.Dispose();
        }

        public void Dispose()
        {
            Close();
        }

        private int Count
        {
            get
            {
                lock (_received)
                {
                    return _received.Count;
                }
            }
        }

        // The network stack may go down below a socket, which is then of no use any more.
        private void ThrowIfUnusable()
        {
            if (_closed || !_board.NetworkIsUp)
            {
                throw new SocketException((int)(_closed ? SocketError.NotSocket : SocketError.NetworkDown));
            }
        }

        private void OnReceived(byte[] datagram, IPEndPoint from)
        {
            lock (_received)
            {
                if (_received.Count < MaximumQueued)
                {
                    _received.Enqueue((datagram, from));
                }
            }

            _board.Time.Changed();
        }
    }
}
