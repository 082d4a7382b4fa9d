// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Simulator.Network;
using Simulator.Time;

namespace Testbed.Server
{
    /// <summary>
    /// A network whose server ports speak DTLS 1.2 with pre-shared keys and Connection ID, by Bouncy Castle. To who listens, each
    /// session is a peer with an address of its own, which stays whatever address the client speaks from.
    /// </summary>
    public sealed class DtlsNetwork : SimulatedNetwork
    {
        private readonly SimulatedNetwork _below;
        private readonly SimulatedTime _time;
        private readonly List<Port> _ports = new();

        public DtlsNetwork(SimulatedNetwork below, SimulatedTime time)
        {
            _below = below;
            _time = time;
        }

        /// <summary>The keys, by identity.</summary>
        public ConcurrentDictionary<string, byte[]> Keys { get; } = new();

        /// <summary>How long a Connection ID clients are asked for, in bytes; 0 for none.</summary>
        public int ConnectionIdLength { get; set; } = 6;

        /// <summary>Whether a session can be resumed by its ID.</summary>
        public bool Resumes { get; set; } = true;

        /// <summary>Full and abbreviated handshakes that were finished.</summary>
        public int Handshakes { get; internal set; }

        /// <summary>Abbreviated handshakes that were finished.</summary>
        public int Resumptions { get; internal set; }

        /// <summary>The suite preferred, if the client has it.</summary>
        public int CipherSuite { get; set; } = Org.BouncyCastle.Tls.CipherSuite.TLS_PSK_WITH_AES_128_CCM_8;

        public override SimulatedPort Open(object host, int port, Action<byte[], IPEndPoint> received)
        {
            return _below.Open(host, port, received);
        }

        public override SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received)
        {
            Port opened = new(this, port, received);
            _ports.Add(opened);
            return opened;
        }

        /// <summary>Loses every session, as a server does that is started anew. Nobody is told.</summary>
        public void Forget()
        {
            foreach (Port port in _ports)
            {
                port.Forget();
            }
        }

        private sealed class Port : SimulatedPort
        {
            private readonly DtlsNetwork _network;
            private readonly SimulatedPort _below;
            private readonly Action<byte[], IPEndPoint> _received;
            private readonly DtlsVerifier _verifier = new(new BcTlsCrypto());
            private readonly Dictionary<IPEndPoint, DtlsConnection> _byAddress = new();
            private readonly Dictionary<string, DtlsConnection> _byId = new();
            private readonly Dictionary<IPEndPoint, DtlsConnection> _byPeer = new();
            private readonly Dictionary<string, (TlsSession Session, IPEndPoint Peer)> _resumable = new();
            private readonly object _gate = new();
            private int _nextPeer = 0x0A000001;

            public Port(DtlsNetwork network, int port, Action<byte[], IPEndPoint> received)
            {
                _network = network;
                _received = received;
                _below = network._below.OpenServer(port, OnReceived);
            }

            public override int Number => _below.Number;

            public override void Send(byte[] datagram, IPEndPoint to)
            {
                DtlsConnection connection;
                lock (_gate)
                {
                    _byPeer.TryGetValue(to, out connection);
                }

                connection?.Send(datagram);
            }

            public override void Dispose()
            {
                Forget();
                _below.Dispose();
            }

            public void Forget()
            {
                lock (_gate)
                {
                    foreach (DtlsConnection connection in _byAddress.Values.Concat(_byId.Values).Distinct())
                    {
                        connection.Abandon();
                    }

                    _byAddress.Clear();
                    _byId.Clear();
                    _byPeer.Clear();
                    _resumable.Clear();
                }

                _network._time.Changed();
            }

            private void OnReceived(byte[] datagram, IPEndPoint from)
            {
                lock (_gate)
                {
                    DtlsConnection connection = Find(datagram, from);
                    bool hello = datagram.Length > 13 && datagram[0] == ContentType.handshake && datagram[3] == 0 && datagram[4] == 0 && datagram[13] == HandshakeType.client_hello;
                    if (connection != null && !(hello && connection.IsEstablished))
                    {
                        connection.Take(datagram, from);
                    }
                    else if (hello)
                    {
                        Verify(datagram, from);
                    }
                }

                _network._time.Changed();
            }

            private DtlsConnection Find(byte[] datagram, IPEndPoint from)
            {
                int length = _network.ConnectionIdLength;
                if (datagram.Length > 11 + length && datagram[0] == ContentType.tls12_cid)
                {
                    return _byId.GetValueOrDefault(Convert.ToHexString(datagram, 11, length));
                }

                return _byAddress.GetValueOrDefault(from);
            }

            private void Verify(byte[] datagram, IPEndPoint from)
            {
                DtlsRequest request = _verifier.VerifyRequest(from.Address.GetAddressBytes().Concat(BitConverter.GetBytes(from.Port)).ToArray(), datagram, 0, datagram.Length, new Sender(this, from));
                if (request == null)
                {
                    return;
                }

                DtlsConnection connection = new(_network._time, from, (d, to) => _below.Send(d, to));
                _byAddress[from] = connection;
                PskServer server = new(_network, FindSession, id => Name(id, connection));
                _network._time.Start(() => connection.Run(server, request, () => OnEstablished(connection, server), _received, () => OnEnded(connection)));
            }

            private TlsSession FindSession(string id)
            {
                lock (_gate)
                {
                    return _resumable.GetValueOrDefault(id).Session;
                }
            }

            private void Name(string id, DtlsConnection connection)
            {
                lock (_gate)
                {
                    _byId[id] = connection;
                }
            }

            // A session that goes on is the same peer; a new one is another.
            private void OnEstablished(DtlsConnection connection, PskServer server)
            {
                lock (_gate)
                {
                    _network.Handshakes++;
                    (TlsSession Session, IPEndPoint Peer) before = server.SessionId == null ? default : _resumable.GetValueOrDefault(server.SessionId);
                    _network.Resumptions += before.Session == null ? 0 : 1;
                    if (before.Peer != null && _byPeer.TryGetValue(before.Peer, out DtlsConnection old))
                    {
                        old.Abandon();
                    }

                    connection.Peer = before.Peer ?? new IPEndPoint(new IPAddress(BitConverter.GetBytes(IPAddress.HostToNetworkOrder(_nextPeer++))), Number);
                    _byPeer[connection.Peer] = connection;
                    if (server.SessionId != null)
                    {
                        _resumable[server.SessionId] = (server.Session, connection.Peer);
                    }
                }
            }

            private void OnEnded(DtlsConnection connection)
            {
                lock (_gate)
                {
                    foreach (IPEndPoint address in _byAddress.Where(c => c.Value == connection).Select(c => c.Key).ToArray())
                    {
                        _byAddress.Remove(address);
                    }

                    foreach (string id in _byId.Where(c => c.Value == connection).Select(c => c.Key).ToArray())
                    {
                        _byId.Remove(id);
                    }

                    if (connection.Peer != null && _byPeer.GetValueOrDefault(connection.Peer) == connection)
                    {
                        _byPeer.Remove(connection.Peer);
                    }
                }
            }

            private sealed class Sender : DatagramSender
            {
                private readonly Port _port;
                private readonly IPEndPoint _to;

                public Sender(Port port, IPEndPoint to)
                {
                    _port = port;
                    _to = to;
                }

                public int GetSendLimit()
                {
                    return 1200;
                }

                public void Send(byte[] buf, int off, int len)
                {
                    _port._below.Send(buf.AsSpan(off, len).ToArray(), _to);
                }

                public void Send(ReadOnlySpan<byte> buffer)
                {
                    _port._below.Send(buffer.ToArray(), _to);
                }
            }
        }

        /// <summary>The server's side of one handshake: which suites, keys, Connection ID and sessions there are.</summary>
        private sealed class PskServer : PskTlsServer
        {
            private readonly DtlsNetwork _network;
            private readonly Func<string, TlsSession> _find;
            private readonly Action<string> _reachedBy;

            public PskServer(DtlsNetwork network, Func<string, TlsSession> find, Action<string> reachedBy)
                : base(new BcTlsCrypto(), new KeyStore(network))
            {
                _network = network;
                _find = find;
                _reachedBy = reachedBy;
            }

            public TlsSession Session { get; private set; }

            public string SessionId { get; private set; }

            public override TlsSession GetSessionToResume(byte[] sessionID)
            {
                return _network.Resumes && sessionID?.Length > 0 ? _find(Convert.ToHexString(sessionID)) : null;
            }

            public override byte[] GetNewSessionID()
            {
                return _network.Resumes ? m_context.NonceGenerator.GenerateNonce(32) : null;
            }

            public override void NotifyHandshakeComplete()
            {
                base.NotifyHandshakeComplete();
                Session = m_context.Session;
                SessionId = Session?.SessionID?.Length > 0 ? Convert.ToHexString(Session.SessionID) : null;
            }

            protected override byte[] GetNewConnectionID()
            {
                if (_network.ConnectionIdLength == 0)
                {
                    return null;
                }

                byte[] id = m_context.NonceGenerator.GenerateNonce(_network.ConnectionIdLength);
                _reachedBy(Convert.ToHexString(id));
                return id;
            }

            protected override int[] GetSupportedCipherSuites()
            {
                return new[] { _network.CipherSuite };
            }

            protected override ProtocolVersion[] GetSupportedVersions()
            {
                return ProtocolVersion.DTLSv12.Only();
            }

            private sealed class KeyStore : TlsPskIdentityManager
            {
                private readonly DtlsNetwork _network;

                public KeyStore(DtlsNetwork network)
                {
                    _network = network;
                }

                public byte[] GetHint()
                {
                    return null;
                }

                public byte[] GetPsk(byte[] identity)
                {
                    return (byte[])_network.Keys.GetValueOrDefault(System.Text.Encoding.UTF8.GetString(identity))?.Clone(); // Bouncy Castle wipes what it gets
                }
            }
        }
    }
}
