// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;
using System.Threading;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;

namespace Firmware.Platform
{
    /// <summary>
    /// UDP to one server. The port it speaks from is kept over a sleep. A server that is silent is looked up again, a literal
    /// address never. Datagrams of other hosts are dropped.
    /// </summary>
    public sealed class UdpChannel : DatagramChannel
    {
        private const int RecordLength = 2;
        private const int LongestWaitMilliseconds = 2000000; // of Poll, which takes microseconds in an int

        private readonly ServerUri _uri;
        private readonly Log _log;
        private Socket _socket;
        private IPEndPoint _server;
        private EndPoint _from = new IPEndPoint(IPAddress.Any, 0);
        private int _port;
        private string _fault = "";

        /// <summary>Opens a way to a server.</summary>
        /// <param name="uri">Its URI; null is a server that cannot be reached.</param>
        /// <param name="log">Where to say that the network fails.</param>
        public UdpChannel(ServerUri uri, Log log)
        {
            _uri = uri;
            _log = log;
        }

        /// <inheritdoc/>
        public override bool AddressMayChange
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override Peer Sender
        {
            get { return _from.Equals(_server) ? null : new UdpPeer((IPEndPoint)_from); }
        }

        /// <inheritdoc/>
        public override void Send(byte[] buffer, int offset, int count)
        {
            SendTo(null, buffer, offset, count, Expects.Answer);
        }

        /// <inheritdoc/>
        public override void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
        {
            if (_server == null && !Resolve())
            {
                return;
            }

            try
            {
                Open();
                _socket.SendTo(buffer, offset, count, SocketFlags.None, peer == null ? _server : ((UdpPeer)peer).Address);
                _fault = "";
            }
            catch (SocketException e)
            {
                Fail("network cannot send: ", e);
            }
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            try
            {
                Open();
                int bounded = timeoutMilliseconds > LongestWaitMilliseconds ? LongestWaitMilliseconds : timeoutMilliseconds;
                if (!_socket.Poll(bounded * 1000, SelectMode.SelectRead))
                {
                    return 0;
                }

                int count = _socket.ReceiveFrom(buffer, ref _from);
                return _server != null && ((IPEndPoint)_from).Address.Equals(_server.Address) ? count : 0;
            }
            catch (SocketException e)
            {
                Fail("network cannot receive: ", e);
                Thread.Sleep(timeoutMilliseconds); // the loop must not spin on a socket that is dead
                return 0;
            }
        }

        /// <inheritdoc/>
        public override void OnSilence()
        {
            if (_uri != null && !IsLiteral(_uri.Host))
            {
                _server = null;
            }
        }

        /// <inheritdoc/>
        public override int Save(byte[] record, int at)
        {
            int port = _socket == null ? _port : ((IPEndPoint)_socket.LocalEndPoint).Port;
            return port == 0 ? at : at + RecordLength > record.Length ? 0 : BigEndian.Put(record, at, port, RecordLength);
        }

        /// <inheritdoc/>
        public override void Load(byte[] record, int at, int count)
        {
            _port = count == RecordLength ? (int)BigEndian.Get(record, at, RecordLength) : 0;
        }

        /// <inheritdoc/>
        public override void Close()
        {
            if (_socket != null)
            {
                _socket.Close();
                _socket = null;
            }
        }

        private static bool IsLiteral(string host)
        {
            for (int i = 0; i < host.Length; i++)
            {
                if (host[i] != '.' && (host[i] < '0' || host[i] > '9'))
                {
                    return false;
                }
            }

            return true;
        }

        // From the port of before, or the next one that is free.
        private void Open()
        {
            if (_socket != null)
            {
                return;
            }

            Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            if (!TryBind(socket, _port))
            {
                TryBind(socket, 0);
            }

            _socket = socket;
        }

        private static bool TryBind(Socket socket, int port)
        {
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                return true;
            }
            catch (SocketException)
            {
                return false; // taken
            }
        }

        private bool Resolve()
        {
            IPAddress address = _uri == null ? null : IsLiteral(_uri.Host) ? IPAddress.Parse(_uri.Host) : LookUp(_uri.Host);
            if (address == null)
            {
                Tell("server name not known: " + (_uri == null ? "" : _uri.Host));
                return false;
            }

            _server = new IPEndPoint(address, _uri.Port);
            return true;
        }

        private static IPAddress LookUp(string host)
        {
            try
            {
                IPAddress[] addresses = Dns.GetHostEntry(host).AddressList;
                for (int i = 0; i < addresses.Length; i++)
                {
                    if (addresses[i].AddressFamily == AddressFamily.InterNetwork)
                    {
                        return addresses[i];
                    }
                }
            }
            catch (SocketException)
            {
                return null;
            }

            return null;
        }

        // A socket that fails is of no use any more; the next call opens another.
        private void Fail(string what, SocketException e)
        {
            Tell(what + "error " + e.ErrorCode.ToString());
            Close();
        }

        private void Tell(string fault)
        {
            if (fault != _fault)
            {
                _fault = fault;
                _log.Write(fault);
            }
        }
    }
}
