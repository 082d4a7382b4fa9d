// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>A channel that tells the statistics what passes through it.</summary>
    internal sealed class MeteredChannel : DatagramChannel
    {
        private readonly DatagramChannel _channel;
        private readonly StatisticsObject _statistics;

        internal MeteredChannel(DatagramChannel channel, StatisticsObject statistics)
        {
            _channel = channel;
            _statistics = statistics;
        }

        /// <inheritdoc/>
        public override object Sender
        {
            get { return _channel.Sender; }
        }

        /// <inheritdoc/>
        public override bool MayReceive
        {
            get { return _channel.MayReceive; }
        }

        /// <inheritdoc/>
        public override void Send(byte[] buffer, int offset, int count)
        {
            _statistics.OnSent(count);
            _channel.Send(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override void SendTo(object sender, byte[] buffer, int offset, int count)
        {
            _statistics.OnSent(count);
            _channel.SendTo(sender, buffer, offset, count);
        }

        /// <inheritdoc/>
        public override bool IsReliable
        {
            get { return _channel.IsReliable; }
        }

        /// <inheritdoc/>
        public override bool SendReliably(byte[] buffer, int offset, int count)
        {
            _statistics.OnSent(count);
            return _channel.SendReliably(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            int count = _channel.Receive(buffer, timeoutMilliseconds);
            if (count > 0)
            {
                _statistics.OnReceived(count);
            }

            return count;
        }

        /// <inheritdoc/>
        public override void Close()
        {
            _channel.Close();
        }
    }
}
