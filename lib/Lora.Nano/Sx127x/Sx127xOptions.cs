// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Sx127x
{
    /// <summary>How the radio is wired and what its board can bear.</summary>
    public sealed class Sx127xOptions
    {
        /// <summary>A line that is not connected.</summary>
        public const int NotConnected = -1;

        /// <summary>NRESET, or not connected: one board has none.</summary>
        public int ResetPin { get; set; } = NotConnected;

        /// <summary>DIO0, or not connected: the radio is then asked again and again.</summary>
        public int Dio0Pin { get; set; } = NotConnected;

        /// <summary>DIO1, or not connected: the end of an empty window is then seen a little later.</summary>
        public int Dio1Pin { get; set; } = NotConnected;

        /// <summary>The radio's clock is a TCXO.</summary>
        public bool HasTcxo { get; set; }

        /// <summary>The antenna is at the RFO pin, not at PA_BOOST.</summary>
        public bool UsesRfo { get; set; }

        /// <summary>The most the board can give the amplifier, in milliamperes; 0 for no limit of its own.</summary>
        public int CurrentCapMilliamperes { get; set; }
    }
}
