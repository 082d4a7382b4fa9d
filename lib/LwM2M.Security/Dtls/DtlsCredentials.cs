// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Security.Dtls
{
    /// <summary>What one side shows the other, and what is asked of it.</summary>
    internal sealed class DtlsCredentials
    {
        internal DtlsCredentials(byte[] identity, byte[] key, int ownIdLength)
        {
            Identity = identity;
            Key = key;
            OwnIdLength = ownIdLength;
        }

        /// <summary>PSK identity (RFC 4279).</summary>
        internal byte[] Identity { get; }

        /// <summary>The pre-shared key.</summary>
        internal byte[] Key { get; }

        /// <summary>How long a Connection ID is wanted in records to this side, in bytes; 0 for none.</summary>
        internal int OwnIdLength { get; }
    }
}
