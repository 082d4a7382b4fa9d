// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>An LwM2M Server URI in its parts (RFC 7252 section 6.1): scheme, host, port, path.</summary>
    public sealed class ServerUri
    {
        private const string Separator = "://";
        private const int LargestPort = 65535;

        private ServerUri(string scheme, string host, int port, string path)
        {
            Scheme = scheme;
            Host = host;
            Port = port;
            Path = path;
        }

        /// <summary>In lower case: "coap" or "coaps".</summary>
        public string Scheme { get; }

        /// <summary>A name or an IPv4 address.</summary>
        public string Host { get; }

        /// <summary>The UDP port: 5683 for coap, 5684 for coaps, unless the URI has another.</summary>
        public int Port { get; }

        /// <summary>Under which the server has its resources, without slashes at its ends; "" for most.</summary>
        public string Path { get; }

        /// <summary>Whether the URI asks for DTLS.</summary>
        public bool IsSecure
        {
            get { return Scheme == "coaps"; }
        }

        /// <summary>Takes a URI apart. Scheme and host may be written in any case.</summary>
        /// <param name="uri">A URI, or null.</param>
        /// <returns>Its parts; null when it is no coap or coaps URI, has an IPv6 address, a query, or a port that cannot be.</returns>
        public static ServerUri Parse(string uri)
        {
            int at = uri == null ? -1 : uri.IndexOf(Separator);
            string scheme = at < 0 ? "" : uri.Substring(0, at).ToLower();
            if (scheme != "coap" && scheme != "coaps")
            {
                return null;
            }

            string rest = uri.Substring(at + Separator.Length);
            int slash = rest.IndexOf('/');
            string path = slash < 0 ? "" : rest.Substring(slash).Trim('/');
            string authority = slash < 0 ? rest : rest.Substring(0, slash);
            int colon = authority.IndexOf(':');
            string host = colon < 0 ? authority : authority.Substring(0, colon);
            int port = scheme == "coaps" ? 5684 : 5683;
            if (colon >= 0 && colon + 1 < authority.Length)
            {
                port = ParsePort(authority, colon + 1);
            }

            return port > 0 && IsHost(host) && path.IndexOf('?') < 0 && path.IndexOf('#') < 0 ? new ServerUri(scheme, host.ToLower(), port, path) : null;
        }

        private static int ParsePort(string text, int start)
        {
            int port = 0;
            for (int i = start; i < text.Length; i++)
            {
                int digit = text[i] - '0';
                port = digit < 0 || digit > 9 || port > LargestPort ? LargestPort + 1 : port * 10 + digit;
            }

            return port > LargestPort ? 0 : port;
        }

        private static bool IsHost(string host)
        {
            for (int i = 0; i < host.Length; i++)
            {
                char c = host[i];
                bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
                if (!good)
                {
                    return false;
                }
            }

            return host.Length > 0;
        }
    }
}
