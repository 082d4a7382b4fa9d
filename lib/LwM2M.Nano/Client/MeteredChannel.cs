// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>A channel that tells the statistics what passes through it.</summary>
    internal sealed class MeteredChannel : ForwardingChannel
    {
        private readonly StatisticsObject _statistics;

        internal MeteredChannel(DatagramChannel channel, StatisticsObject statistics)
            : base(channel)
        {
            _statistics = statistics;
        }

        /// <inheritdoc/>
        public override void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
        {
            _statistics.OnSent(count);
            Below.SendTo(peer, buffer, offset, count, expects);
        }

        /// <inheritdoc/>
        public override bool SendReliably(byte[] buffer, int offset, int count)
        {
            _statistics.OnSent(count);
            return Below.SendReliably(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            int count = Below.Receive(buffer, timeoutMilliseconds);
            if (count > 0)
            {
                _statistics.OnReceived(count);
            }

            return count;
        }
    }
}
