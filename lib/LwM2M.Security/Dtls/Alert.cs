// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Security.Dtls
{
    /// <summary>Alerts (RFC 5246 section 7.2).</summary>
    internal static class Alert
    {
        internal const int Warning = 1;
        internal const int Fatal = 2;
        internal const int CloseNotify = 0;
        internal const int HandshakeFailure = 40;
        internal const int IllegalParameter = 47;
        internal const int DecodeError = 50;
        internal const int DecryptError = 51;
        internal const int ProtocolVersion = 70;
        internal const int UnsupportedExtension = 110;

        /// <summary>What an alert is called.</summary>
        /// <param name="description">Its number.</param>
        /// <returns>Its name, or its number.</returns>
        internal static string NameOf(int description)
        {
            switch (description)
            {
                case CloseNotify:
                    return "close_notify";
                case 10:
                    return "unexpected_message";
                case 20:
                    return "bad_record_mac";
                case HandshakeFailure:
                    return "handshake_failure: no cipher suite in common";
                case IllegalParameter:
                    return "illegal_parameter";
                case DecodeError:
                    return "decode_error";
                case DecryptError:
                    return "decrypt_error: the key is wrong";
                case ProtocolVersion:
                    return "protocol_version";
                case 71:
                    return "insufficient_security";
                case 80:
                    return "internal_error";
                case UnsupportedExtension:
                    return "unsupported_extension";
                case 115:
                    return "unknown_psk_identity: the identity is wrong";
                default:
                    return "alert " + description.ToString();
            }
        }
    }
}
