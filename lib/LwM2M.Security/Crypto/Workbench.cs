// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace LwM2M.Security.Crypto
{
    /// <summary>What the secured ways of a device share: they are used by one loop, one at a time.</summary>
    internal sealed class Workbench
    {
        internal Workbench(int largest, Store store, Clock clock, System.Random random, Log log)
        {
            Ccm = new Ccm(largest);
            Incoming = new byte[largest];
            Outgoing = new byte[largest];
            Store = store;
            Clock = clock;
            Random = random;
            Log = log;
        }

        /// <summary>The AES-CCM worker.</summary>
        internal Ccm Ccm { get; }

        /// <summary>Receives a datagram.</summary>
        internal byte[] Incoming { get; }

        /// <summary>Whose datagram that is.</summary>
        internal DatagramChannel Reader { get; set; }

        /// <summary>Composes a datagram.</summary>
        internal byte[] Outgoing { get; }

        /// <summary>Where sessions are kept.</summary>
        internal Store Store { get; }

        /// <summary>What time it is.</summary>
        internal Clock Clock { get; }

        /// <summary>The platform's random numbers.</summary>
        internal System.Random Random { get; }

        /// <summary>Where to say what happens.</summary>
        internal Log Log { get; }
    }
}
