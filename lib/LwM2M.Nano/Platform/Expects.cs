// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>
    /// What may come back for a datagram. A way that hears only behind its own uplinks listens accordingly; it need not read
    /// the datagram, which may be encrypted.
    /// </summary>
    public enum Expects : byte
    {
        /// <summary>Nothing.</summary>
        Nothing,

        /// <summary>Perhaps another request: this was an answer.</summary>
        More,

        /// <summary>An acknowledgement or a response.</summary>
        Answer
    }
}
