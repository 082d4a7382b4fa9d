// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Security.Dtls
{
    /// <summary>Content types and the layout of records (RFC 6347 section 4.1, RFC 9146 section 4).</summary>
    internal static class RecordType
    {
        internal const int ChangeCipherSpec = 20;
        internal const int Alert = 21;
        internal const int Handshake = 22;
        internal const int ApplicationData = 23;
        internal const int ConnectionId = 25;

        /// <summary>Type, version, epoch, sequence number and length; a Connection ID stands before the length.</summary>
        internal const int HeaderLength = 13;

        internal const int EpochAt = 3;
        internal const int VersionMajor = 0xFE;
        internal const int VersionMinor = 0xFD;

        /// <summary>The largest sequence number of an epoch.</summary>
        internal const long LastSequence = 0xFFFFFFFFFFFF;
    }
}
