// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Security.Dtls
{
    /// <summary>Handshake messages (RFC 5246 section 7.4, RFC 6347 section 4.3.2), and extensions of the hellos.</summary>
    internal static class HandshakeType
    {
        internal const int ClientHello = 1;
        internal const int ServerHello = 2;
        internal const int HelloVerifyRequest = 3;
        internal const int ServerKeyExchange = 12;
        internal const int ServerHelloDone = 14;
        internal const int ClientKeyExchange = 16;
        internal const int Finished = 20;

        /// <summary>Type, length, message_seq, fragment_offset, fragment_length.</summary>
        internal const int HeaderLength = 12;

        internal const int EncryptThenMac = 22;
        internal const int ExtendedMasterSecret = 23;
        internal const int ConnectionId = 54;
        internal const int RenegotiationInfo = 0xFF01;
    }
}
