// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Streams
{
    /// <summary>The stream of the peripheral on a link.</summary>
    internal sealed class LinkStream
    {
        /// <summary>The value handle of the stream.</summary>
        internal int Handle { get; set; }

        /// <summary>The value handle its sampling rate is written to, 0 for none.</summary>
        internal int RateHandle { get; set; }

        /// <summary>The rate the gateway has asked for last, in hertz.</summary>
        internal int RateHertz { get; set; } = SamplingRate.Start;

        /// <summary>Its loss.</summary>
        internal SequenceMeter Meter { get; } = new SequenceMeter();
    }
}
