// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>
    /// A way to one server. It may stand on another way, as DTLS on UDP does: each knows only the one below, see
    /// <see cref="ForwardingChannel"/>.
    /// </summary>
    public abstract class DatagramChannel
    {
        /// <summary>
        /// Datagrams can be sent. One that has to agree on keys first is not ready before; it says from <see cref="Poll"/> what
        /// it has to say, and the clocks of what waits to be sent do not run.
        /// </summary>
        public virtual bool IsReady
        {
            get { return true; }
        }

        /// <summary>It is agreeing on keys with its peer: not a moment to sleep.</summary>
        public virtual bool IsConnecting
        {
            get { return false; }
        }

        /// <summary>The largest datagram it carries, in bytes.</summary>
        public virtual int MaximumMessage
        {
            get { return int.MaxValue; }
        }

        /// <summary>
        /// After a sleep the server may see another address than before: a NAT in between has forgotten. Not so where the link
        /// or a Connection ID names the device.
        /// </summary>
        public virtual bool AddressMayChange
        {
            get { return false; }
        }

        /// <summary>Whom the last datagram came from; null when it was the way's own peer. A server may ask from another port.</summary>
        public virtual Peer Sender
        {
            get { return null; }
        }

        /// <summary>Something may still come before the next datagram goes out. A radio that hears only behind its own uplinks knows better.</summary>
        public virtual bool MayReceive
        {
            get { return true; }
        }

        /// <summary>The link below can repeat a datagram until it has arrived, as LoRaWAN can: no answer is needed to know that.</summary>
        public virtual bool IsReliable
        {
            get { return false; }
        }

        /// <summary>What is late anyway may go now: a radio keeps airtime for the next report.</summary>
        public virtual bool CanSpare
        {
            get { return true; }
        }

        /// <summary>Tells somebody what becomes of a way that has to agree on keys.</summary>
        /// <param name="listener">Who is told.</param>
        public virtual void Listen(IChannelListener listener)
        {
        }

        /// <summary>Something is to be sent: a way that is not <see cref="IsReady"/> begins to agree on keys.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public virtual void Connect(long now)
        {
        }

        /// <summary>Sends a datagram to the way's peer. A loss is not an error: the protocol above repeats what matters.</summary>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        public abstract void Send(byte[] buffer, int offset, int count);

        /// <summary>Sends a datagram to a peer.</summary>
        /// <param name="peer">What <see cref="Sender"/> was; null for the way's own.</param>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="expects">What may come back.</param>
        public virtual void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
        {
            Send(buffer, offset, count);
        }

        /// <summary>Sends a datagram to the way's peer and waits for the link's acknowledgement; only on a way that is reliable.</summary>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>False when the link gave up.</returns>
        public virtual bool SendReliably(byte[] buffer, int offset, int count)
        {
            Send(buffer, offset, count);
            return false;
        }

        /// <summary>Waits for a datagram.</summary>
        /// <param name="buffer">Receives the datagram from offset 0.</param>
        /// <param name="timeoutMilliseconds">How long to wait at most; 0 only looks.</param>
        /// <returns>Its length in bytes, 0 when none came. One larger than the buffer is cut and fills it.</returns>
        public abstract int Receive(byte[] buffer, int timeoutMilliseconds);

        /// <summary>Does what is due by time: a handshake, its repetition.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>When to come again, in milliseconds of the clock.</returns>
        public virtual long Poll(long now)
        {
            return long.MaxValue;
        }

        /// <summary>The peer has not answered in all the time there was: where it has a name, that is looked up again.</summary>
        public virtual void OnSilence()
        {
        }

        /// <summary>Writes what of the way must survive a sleep: a port, keys, counters.</summary>
        /// <param name="record">The record.</param>
        /// <param name="at">Where to write.</param>
        /// <returns>Where the record goes on, <paramref name="at"/> when there is nothing to keep, 0 when there is no room.</returns>
        public virtual int Save(byte[] record, int at)
        {
            return at;
        }

        /// <summary>Takes up what was kept, before the first datagram.</summary>
        /// <param name="record">Holds what <see cref="Save"/> wrote.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        public virtual void Load(byte[] record, int at, int count)
        {
        }

        /// <summary>Closes the way. It is not used again.</summary>
        public virtual void Close()
        {
        }
    }
}
