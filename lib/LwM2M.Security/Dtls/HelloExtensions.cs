// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>What a server has agreed to of what was offered to it.</summary>
    internal sealed class HelloExtensions
    {
        /// <summary>encrypt_then_mac (RFC 7366).</summary>
        internal bool HasEncryptThenMac { get; private set; }

        /// <summary>extended_master_secret (RFC 7627).</summary>
        internal bool HasExtendedMasterSecret { get; private set; }

        /// <summary>The Connection ID the server wants (RFC 9146), empty for none; null when it knows nothing of them.</summary>
        internal byte[] PeerId { get; private set; }

        /// <summary>Reads the extensions of a ServerHello.</summary>
        /// <param name="hello">Holds them.</param>
        /// <param name="at">Where they start; there may be none.</param>
        /// <returns>0, or the alert that refuses them.</returns>
        internal int Read(byte[] hello, int at)
        {
            if (at == hello.Length)
            {
                return 0;
            }

            if (at + 2 > hello.Length || BigEndian.Get(hello, at, 2) != hello.Length - at - 2)
            {
                return Alert.DecodeError;
            }

            at += 2;
            while (at < hello.Length)
            {
                if (at + 4 > hello.Length)
                {
                    return Alert.DecodeError;
                }

                int type = (int)BigEndian.Get(hello, at, 2);
                int length = (int)BigEndian.Get(hello, at + 2, 2);
                at += 4;
                if (length > hello.Length - at)
                {
                    return Alert.DecodeError;
                }

                int fault = Take(type, hello, at, length);
                if (fault != 0)
                {
                    return fault;
                }

                at += length;
            }

            return 0;
        }

        private int Take(int type, byte[] hello, int at, int length)
        {
            switch (type)
            {
                case HandshakeType.EncryptThenMac:
                    HasEncryptThenMac = true;
                    return length == 0 ? 0 : Alert.DecodeError;
                case HandshakeType.ExtendedMasterSecret:
                    HasExtendedMasterSecret = true;
                    return length == 0 ? 0 : Alert.DecodeError;
                case HandshakeType.RenegotiationInfo:
                    return length != 1 ? Alert.DecodeError : hello[at] == 0 ? 0 : Alert.HandshakeFailure;
                case HandshakeType.ConnectionId:
                    if (length == 0 || hello[at] != length - 1 || length - 1 > DtlsSession.MaximumId)
                    {
                        return Alert.IllegalParameter;
                    }

                    PeerId = Derivation.Slice(hello, at + 1, length - 1);
                    return 0;
                default:
                    return Alert.UnsupportedExtension;
            }
        }
    }
}
