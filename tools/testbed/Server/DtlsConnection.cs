// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using Org.BouncyCastle.Tls;
using Simulator.Time;

namespace Testbed.Server
{
    /// <summary>One client's session, with a thread of its own, since Bouncy Castle waits where it reads.</summary>
    internal sealed class DtlsConnection : DatagramTransport
    {
        private const int Limit = 1500;
        private const int HandshakeMilliseconds = 60000;

        private readonly SimulatedTime _time;
        private readonly Action<byte[], IPEndPoint> _send;
        private readonly Queue<(byte[] Datagram, IPEndPoint From)> _queue = new();
        private readonly long _until;
        private DtlsTransport _transport;
        private IPEndPoint _from;
        private bool _abandoned;

        public DtlsConnection(SimulatedTime time, IPEndPoint address, Action<byte[], IPEndPoint> send)
        {
            _time = time;
            Address = address;
            _send = send;
            _until = time.Now + HandshakeMilliseconds;
        }

        /// <summary>Where the client was last heard from.</summary>
        public IPEndPoint Address { get; private set; }

        /// <summary>What the client is called above.</summary>
        public IPEndPoint Peer { get; set; }

        public bool IsEstablished => _transport != null;

        public void Take(byte[] datagram, IPEndPoint from)
        {
            lock (_queue)
            {
                _queue.Enqueue((datagram, from));
            }
        }

        public void Send(byte[] data)
        {
            try
            {
                _transport?.Send(data, 0, data.Length);
            }
            catch (IOException)
            {
                Abandon();
            }
        }

        /// <summary>Ends without a word.</summary>
        public void Abandon()
        {
            _abandoned = true;
        }

        public void Run(TlsServer server, DtlsRequest request, Action established, Action<byte[], IPEndPoint> received, Action ended)
        {
            try
            {
                DtlsTransport transport = new DtlsServerProtocol().Accept(server, this, request);
                established();
                _transport = transport;
                byte[] buffer = new byte[Limit];
                while (!_abandoned)
                {
                    int count = transport.Receive(buffer, 0, buffer.Length, 0, OnRecord);
                    if (count > 0)
                    {
                        received(buffer[..count], Peer);
                    }
                }
            }
            catch (IOException)
            {
                // a wrong key, a client that is gone, a server that is started anew
            }
            finally
            {
                ended();
            }
        }

        public int GetReceiveLimit()
        {
            return Limit;
        }

        public int GetSendLimit()
        {
            return Limit;
        }

        public int Receive(byte[] buf, int off, int len, int waitMillis)
        {
            return Receive(buf.AsSpan(off, len), waitMillis);
        }

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            _time.WaitUntil(() => _abandoned || HasMore(), waitMillis == 0 ? -1 : waitMillis);
            if (_abandoned || (_transport == null && _time.Now > _until))
            {
                throw new IOException("no client any more");
            }

            lock (_queue)
            {
                if (!_queue.TryDequeue(out (byte[] Datagram, IPEndPoint From) next))
                {
                    return -1;
                }

                _from = next.From;
                next.Datagram.CopyTo(buffer);
                return next.Datagram.Length;
            }
        }

        public void Send(byte[] buf, int off, int len)
        {
            Send(buf.AsSpan(off, len));
        }

        public void Send(ReadOnlySpan<byte> buffer)
        {
            if (!_abandoned)
            {
                _send(buffer.ToArray(), Address);
            }
        }

        public void Close()
        {
            _abandoned = true;
        }

        // The address follows the newest record that is genuine (RFC 9146 section 6).
        private void OnRecord(DtlsRecordFlags flags)
        {
            if ((flags & DtlsRecordFlags.IsNewest) != 0 && (flags & DtlsRecordFlags.UsesConnectionID) != 0)
            {
                Address = _from;
            }
        }

        private bool HasMore()
        {
            lock (_queue)
            {
                return _queue.Count > 0;
            }
        }
    }
}
