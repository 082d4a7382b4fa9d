// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Objects
{
    /// <summary>One instance of <see cref="SecurityObject"/>: how a server, or the bootstrap server, is reached.</summary>
    public sealed class SecurityInstance : ObjectInstance, IAccount
    {
        /// <summary>Security Mode: no security.</summary>
        public const int NoSec = Transport.NoSec;

        internal SecurityInstance(int id)
            : base(id)
        {
        }

        /// <summary>LwM2M Server URI (0), such as coap://192.0.2.1:5683.</summary>
        public string Uri { get; internal set; } = "";

        /// <summary>It is the bootstrap server (1).</summary>
        public bool IsBootstrap { get; internal set; }

        /// <summary>Security Mode (2).</summary>
        public int Mode { get; internal set; } = NoSec;

        /// <summary>Short Server ID (10), 1 to 65534; 0 for the bootstrap server.</summary>
        public int ShortServerId { get; internal set; }

        /// <inheritdoc/>
        public int OscoreInstance { get; set; } = -1;

        /// <summary>Client Hold Off Time (11): how long the bootstrap server is waited for before it is asked, in seconds.</summary>
        public int HoldOffSeconds { get; internal set; }

        /// <summary>Public Key or Identity (3), Server Public Key (4) and Secret Key (5).</summary>
        /// <inheritdoc/>
        public byte[] Identity
        {
            get { return Keys[0]; }
        }

        /// <inheritdoc/>
        public byte[] SecretKey
        {
            get { return Keys[2]; }
        }

        /// <summary>Secures the account with a pre-shared key: mode 0.</summary>
        /// <param name="identity">PSK identity, 1 to 128 bytes.</param>
        /// <param name="key">The key, 1 to 64 bytes.</param>
        public void UsePreSharedKey(byte[] identity, byte[] key)
        {
            Mode = 0;
            Keys[0] = identity;
            Keys[2] = key;
        }

        internal byte[][] Keys { get; } = { new byte[0], new byte[0], new byte[0] };
    }
}
