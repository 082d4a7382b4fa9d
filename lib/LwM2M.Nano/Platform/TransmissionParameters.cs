// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>How patiently a transport is used, RFC 7252 section 4.8. The defaults are those of UDP.</summary>
    public sealed class TransmissionParameters
    {
        private const int MaximumLatencyMilliseconds = 100000;

        /// <summary>ACK_TIMEOUT in milliseconds.</summary>
        public int AckTimeoutMilliseconds { get; set; } = 2000;

        /// <summary>ACK_RANDOM_FACTOR in percent, at least 100.</summary>
        public int AckRandomPercent { get; set; } = 150;

        /// <summary>MAX_RETRANSMIT.</summary>
        public int MaxRetransmit { get; set; } = 4;

        /// <summary>PROBING_RATE: bytes a second that may go to a peer that is not heard.</summary>
        public int ProbingRateBytes { get; set; } = 1;

        /// <summary>How many bytes may go at once to a peer that is not heard, before one message must be acknowledged.</summary>
        public int ProbingBurstBytes { get; set; } = 2048;

        /// <summary>EXCHANGE_LIFETIME in milliseconds: how long a message ID may come again.</summary>
        public int ExchangeLifetimeMilliseconds
        {
            get { return Spread((1 << MaxRetransmit) - 1) + 2 * MaximumLatencyMilliseconds + AckTimeoutMilliseconds; }
        }

        /// <summary>MAX_TRANSMIT_WAIT in milliseconds: how long a separate response is awaited after an empty acknowledgement.</summary>
        public int ResponseTimeoutMilliseconds
        {
            get { return Spread((2 << MaxRetransmit) - 1); }
        }

        /// <summary>
        /// The profile of LoRa, where a downlink comes only behind an uplink and the duty cycle may hold an uplink back for
        /// minutes: ACK_TIMEOUT 300 s, MAX_RETRANSMIT 4.
        /// </summary>
        /// <returns>New parameters.</returns>
        public static TransmissionParameters Lora()
        {
            return new TransmissionParameters { AckTimeoutMilliseconds = 300000, ProbingBurstBytes = 512 };
        }

        private int Spread(int timeouts)
        {
            return (int)((long)AckTimeoutMilliseconds * timeouts * AckRandomPercent / 100);
        }
    }
}
