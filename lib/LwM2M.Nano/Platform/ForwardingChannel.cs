// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>A way on top of another: whatever it does not change goes to the one below.</summary>
    public abstract class ForwardingChannel : DatagramChannel
    {
        /// <summary>Stands on a way.</summary>
        /// <param name="below">The way below.</param>
        protected ForwardingChannel(DatagramChannel below)
        {
            Below = below;
        }

        /// <inheritdoc/>
        public override bool IsReady
        {
            get { return Below.IsReady; }
        }

        /// <inheritdoc/>
        public override bool IsConnecting
        {
            get { return Below.IsConnecting; }
        }

        /// <inheritdoc/>
        public override int MaximumMessage
        {
            get { return Below.MaximumMessage; }
        }

        /// <inheritdoc/>
        public override bool AddressMayChange
        {
            get { return Below.AddressMayChange; }
        }

        /// <inheritdoc/>
        public override Peer Sender
        {
            get { return Below.Sender; }
        }

        /// <inheritdoc/>
        public override bool MayReceive
        {
            get { return Below.MayReceive; }
        }

        /// <inheritdoc/>
        public override bool IsReliable
        {
            get { return Below.IsReliable; }
        }

        /// <inheritdoc/>
        public override bool CanSpare
        {
            get { return Below.CanSpare; }
        }

        /// <summary>The way below.</summary>
        protected DatagramChannel Below { get; }

        /// <inheritdoc/>
        public override void Listen(IChannelListener listener)
        {
            Below.Listen(listener);
        }

        /// <inheritdoc/>
        public override void Connect(long now)
        {
            Below.Connect(now);
        }

        /// <inheritdoc/>
        public override void Send(byte[] buffer, int offset, int count)
        {
            SendTo(null, buffer, offset, count, Expects.Answer);
        }

        /// <inheritdoc/>
        public override void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
        {
            Below.SendTo(peer, buffer, offset, count, expects);
        }

        /// <inheritdoc/>
        public override bool SendReliably(byte[] buffer, int offset, int count)
        {
            return Below.SendReliably(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            return Below.Receive(buffer, timeoutMilliseconds);
        }

        /// <inheritdoc/>
        public override long Poll(long now)
        {
            return Below.Poll(now);
        }

        /// <inheritdoc/>
        public override void OnSilence()
        {
            Below.OnSilence();
        }

        /// <inheritdoc/>
        public override int Save(byte[] record, int at)
        {
            return Below.Save(record, at);
        }

        /// <inheritdoc/>
        public override void Load(byte[] record, int at, int count)
        {
            Below.Load(record, at, count);
        }

        /// <inheritdoc/>
        public override void Close()
        {
            Below.Close();
        }
    }
}
