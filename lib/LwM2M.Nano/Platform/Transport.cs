// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>
    /// Opens ways to servers, and says what its ways are like: how patient, how brief, how large a message, how long a sleep.
    /// Another radio or modem is another transport; nothing above asks which it is.
    /// </summary>
    public abstract class Transport
    {
        /// <summary>Security Mode 3: none.</summary>
        public const int NoSec = 3;

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

        /// <summary>How long a device listens behind its last message at least, in milliseconds.</summary>
        public virtual int MinimumAwakeMilliseconds
        {
            get { return 0; }
        }

        /// <summary>How long a device waits to hear anything at all before it gives a wake up, in milliseconds.</summary>
        public virtual int PatienceMilliseconds
        {
            get { return 20000; }
        }

        /// <summary>Every byte counts: what both sides take for granted is left out of a registration.</summary>
        public virtual bool IsBrief
        {
            get { return false; }
        }

        /// <summary>The network bearer for Connectivity Monitoring (object 4, resource 0): 21 WLAN, 50 another wireless one.</summary>
        public virtual int Bearer
        {
            get { return 21; }
        }

        /// <summary>Why no way can be opened with an account.</summary>
        /// <param name="account">An account.</param>
        /// <returns>What is wrong with it, or null when it can be used.</returns>
        public virtual string FindFault(IAccount account)
        {
            ServerUri uri = ServerUri.Parse(account.Uri);
            return uri == null ? "no coap URI: " + account.Uri
                : uri.IsSecure || account.Mode != NoSec ? "security mode " + account.Mode.ToString() + " is not supported"
                : null;
        }

        /// <summary>Opens a way to a server.</summary>
        /// <param name="account">Its URI and credentials.</param>
        /// <returns>The channel. A server that cannot be reached now is no error: what is sent is then lost.</returns>
        public abstract DatagramChannel Open(IAccount account);
    }
}
