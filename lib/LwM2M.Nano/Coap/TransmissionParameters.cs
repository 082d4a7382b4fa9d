// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>How patiently a transport is used, RFC 7252 section 4.8. The defaults are those of UDP.</summary>
    public sealed class TransmissionParameters
    {
        /// <summary>ACK_TIMEOUT in milliseconds.</summary>
        public int AckTimeoutMilliseconds { get; set; } = 2000;

        /// <summary>ACK_RANDOM_FACTOR in percent, at least 100.</summary>
        public int AckRandomPercent { get; set; } = 150;

        /// <summary>MAX_RETRANSMIT.</summary>
        public int MaxRetransmit { get; set; } = 4;

        /// <summary>EXCHANGE_LIFETIME in milliseconds: how long a message ID may come again.</summary>
        public int ExchangeLifetimeMilliseconds { get; set; } = 247000;

        /// <summary>How long a separate response is awaited after an empty acknowledgement, in milliseconds.</summary>
        public int ResponseTimeoutMilliseconds { get; set; } = 93000;
    }
}
