// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Net;
using System.Net.Sockets;

namespace Firmware.Platform
{
    /// <summary>The host and port of a URI such as coap://lwm2m.example:5683.</summary>
    public sealed class ServerAddress
    {
        private const string Scheme = "coap://";
        private const int DefaultPort = 5683;

        private ServerAddress(string host, int port)
        {
            Host = host;
            Port = port;
        }

        /// <summary>Name or IPv4 address.</summary>
        public string Host { get; }

        /// <summary>UDP port.</summary>
        public int Port { get; }

        /// <summary>Takes a URI apart.</summary>
        /// <param name="uri">A coap URI without a path.</param>
        /// <returns>The address, or null when the URI is not one.</returns>
        public static ServerAddress Parse(string uri)
        {
            if (uri == null || !uri.StartsWith(Scheme))
            {
                return null;
            }

            string rest = uri.Substring(Scheme.Length).TrimEnd('/');
            int colon = rest.IndexOf(':');
            string host = colon < 0 ? rest : rest.Substring(0, colon);
            int port = DefaultPort;
            if (host.Length == 0 || (colon >= 0 && (!int.TryParse(rest.Substring(colon + 1), out port) || port < 1 || port > 65535)))
            {
                return null;
            }

            return new ServerAddress(host, port);
        }

        /// <summary>Looks the host up.</summary>
        /// <returns>An IPv4 address, or null when the name is not known.</returns>
        public IPAddress Resolve()
        {
            try
            {
                IPAddress[] addresses = Dns.GetHostEntry(Host).AddressList;
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
    }
}
