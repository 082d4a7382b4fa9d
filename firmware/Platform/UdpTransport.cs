// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>UDP over the device's own network.</summary>
    public sealed class UdpTransport : Transport
    {
        private readonly Log _log;

        /// <summary>Creates the transport.</summary>
        /// <param name="log">Where a failing network is reported.</param>
        public UdpTransport(Log log)
        {
            _log = log;
        }

        /// <inheritdoc/>
        public override DatagramChannel Open(IAccount account)
        {
            return new UdpChannel(ServerUri.Parse(account.Uri), _log);
        }
    }
}
