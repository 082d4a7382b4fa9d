// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>What a way to a server is opened with: an instance of the Security object (LwM2M 1.1, appendix E.1).</summary>
    public interface IAccount
    {
        /// <summary>LwM2M Server URI, such as coap://192.0.2.1:5683.</summary>
        string Uri { get; }

        /// <summary>Security Mode: 0 pre-shared key, 1 raw public key, 2 certificate, 3 none, 4 certificate with EST.</summary>
        int Mode { get; }

        /// <summary>Public Key or Identity; empty where the mode has none.</summary>
        byte[] Identity { get; }

        /// <summary>The instance of object 21 that messages are protected with (OSCORE), -1 for none.</summary>
        int OscoreInstance { get; }

        /// <summary>Secret Key; empty where the mode has none.</summary>
        byte[] SecretKey { get; }
    }
}
