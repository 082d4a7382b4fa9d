// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>
    /// UDP to one server, whose name is looked up when the first datagram goes out. What comes from another address is
    /// dropped; another port of the server may ask too.
    /// </summary>
    public sealed class UdpChannel : DatagramChannel
    {
        private readonly ServerAddress _address;
        private readonly Log _log;
        private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private IPEndPoint _server;
        private EndPoint _from = new IPEndPoint(IPAddress.Any, 0);

        /// <summary>Opens a socket.</summary>
        /// <param name="address">The server; null for one whose URI is not a coap URI, to whom nothing can be sent.</param>
        /// <param name="log">Where a failing network is reported.</param>
        public UdpChannel(ServerAddress address, Log log)
        {
            _address = address;
            _log = log;
        }

        /// <inheritdoc/>
        public override object Sender
        {
            get { return _from.Equals(_server) ? null : _from; }
        }

        /// <inheritdoc/>
        public override void Send(byte[] buffer, int offset, int count)
        {
            SendTo(null, buffer, offset, count);
        }

        /// <inheritdoc/>
        public override void SendTo(object sender, byte[] buffer, int offset, int count)
        {
            if (_server == null && !Resolve())
            {
                return;
            }

            try
            {
                _socket.SendTo(buffer, offset, count, SocketFlags.None, sender == null ? _server : (EndPoint)sender);
            }
            catch (SocketException)
            {
                _log.Write("network cannot send");
            }
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            try
            {
                int bounded = timeoutMilliseconds > 2000000 ? 2000000 : timeoutMilliseconds;
                if (!_socket.Poll(bounded * 1000, SelectMode.SelectRead))
                {
                    return 0;
                }

                int count = _socket.ReceiveFrom(buffer, ref _from);
                return _server != null && ((IPEndPoint)_from).Address.Equals(_server.Address) ? count : 0;
            }
            catch (SocketException)
            {
                return 0;
            }
        }

        /// <inheritdoc/>
        public override void Close()
        {
            _socket.Close();
        }

        private bool Resolve()
        {
            IPAddress address = _address == null ? null : _address.Resolve();
            if (address == null)
            {
                _log.Write("server name not known: " + (_address == null ? "" : _address.Host));
                return false;
            }

            _server = new IPEndPoint(address, _address.Port);
            return true;
        }
    }
}
