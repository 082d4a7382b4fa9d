// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>Message types, RFC 7252 section 3.</summary>
    public enum CoapType : byte
    {
        /// <summary>Confirmable: retransmitted until acknowledged or reset.</summary>
        Confirmable = 0,

        /// <summary>Non-confirmable: sent once.</summary>
        NonConfirmable = 1,

        /// <summary>Acknowledgement of a confirmable message.</summary>
        Acknowledgement = 2,

        /// <summary>Reset: the message arrived but its context is missing.</summary>
        Reset = 3
    }
}
