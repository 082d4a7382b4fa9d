// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>A way to one peer: UDP, or LoRa, or a counting channel in a test.</summary>
    public abstract class DatagramChannel
    {
        /// <summary>Sends a datagram. A loss is not an error: the protocol above repeats what matters.</summary>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        public abstract void Send(byte[] buffer, int offset, int count);

        /// <summary>Whom the last datagram came from; null when it was the peer itself. A server may ask from another port.</summary>
        public virtual object Sender
        {
            get { return null; }
        }

        /// <summary>Sends a datagram to a sender.</summary>
        /// <param name="sender">What <see cref="Sender"/> was, null for the peer.</param>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        public virtual void SendTo(object sender, byte[] buffer, int offset, int count)
        {
            Send(buffer, offset, count);
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

        /// <summary>Sends a datagram to the peer and waits for the link's acknowledgement; only on a way that is reliable.</summary>
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

        /// <summary>Closes the way. It is not used again.</summary>
        public virtual void Close()
        {
        }
    }
}
