// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Platform
{
    /// <summary>Opens ways to servers by their URI, and says how patiently they are to be used.</summary>
    public abstract class Transport
    {
        /// <summary>The transmission profile of the ways it opens: UDP's, unless overridden.</summary>
        public virtual TransmissionParameters Transmission
        {
            get { return new TransmissionParameters(); }
        }

        /// <summary>The largest datagram it carries, in bytes.</summary>
        public virtual int MaximumMessage
        {
            get { return int.MaxValue; }
        }

        /// <summary>How long a sleep must be, in milliseconds.</summary>
        public virtual long MinimumSleepMilliseconds
        {
            get { return 0; }
        }

        /// <summary>Opens a way to a server.</summary>
        /// <param name="uri">LwM2M Server URI such as coap://192.0.2.1:5683.</param>
        /// <returns>The channel. A server that cannot be reached now is no error: what is sent is then lost.</returns>
        public abstract DatagramChannel Open(string uri);
    }
}
