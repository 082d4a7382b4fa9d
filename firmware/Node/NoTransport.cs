// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Threading;
using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>Stands for a network that cannot be reached in this wake: nothing goes out, nothing comes.</summary>
    public sealed class NoTransport : Transport
    {
        private readonly int _bearer;

        /// <summary>Creates the transport.</summary>
        /// <param name="bearer">The bearer of the network it stands for, as in <see cref="Transport.Bearer"/>.</param>
        public NoTransport(int bearer)
        {
            _bearer = bearer;
        }

        /// <inheritdoc/>
        public override int Bearer
        {
            get { return _bearer; }
        }

        /// <inheritdoc/>
        public override string FindFault(IAccount account)
        {
            return null;
        }

        /// <inheritdoc/>
        public override DatagramChannel Open(IAccount account)
        {
            return new SilentChannel();
        }

        private sealed class SilentChannel : DatagramChannel
        {
            public override void Send(byte[] buffer, int offset, int count)
            {
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                Thread.Sleep(timeoutMilliseconds);
                return 0;
            }
        }
    }
}
