// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Security.Oscore
{
    /// <summary>Whose request it is that an answer is bound to.</summary>
    internal enum ExchangeKind : byte
    {
        /// <summary>None.</summary>
        None,

        /// <summary>One of this side.</summary>
        Own,

        /// <summary>One of the peer.</summary>
        Peer,

        /// <summary>One of the peer that is answered again and again.</summary>
        Observation,

        /// <summary>One of this side that is answered again and again.</summary>
        OwnObservation
    }
}
