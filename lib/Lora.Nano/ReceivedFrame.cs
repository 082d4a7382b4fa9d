// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano
{
    /// <summary>A frame received, in the caller's buffer. One instance serves all.</summary>
    public sealed class ReceivedFrame
    {
        /// <summary>Creates an empty frame.</summary>
        /// <param name="buffer">Receives payloads, up to 255 bytes.</param>
        public ReceivedFrame(byte[] buffer)
        {
            Buffer = buffer;
        }

        /// <summary>Holds the payload from offset 0.</summary>
        public byte[] Buffer { get; }

        /// <summary>Payload length in bytes.</summary>
        public int Length { get; internal set; }

        /// <summary>Signal strength in dBm.</summary>
        public int RssiDbm { get; internal set; }

        /// <summary>Signal-to-noise ratio in quarters of a dB, negative below the noise.</summary>
        public int SnrQuarters { get; internal set; }

        /// <summary>How far the sender's carrier is from the receiver's, in hertz.</summary>
        public int FrequencyErrorHertz { get; internal set; }
    }
}
