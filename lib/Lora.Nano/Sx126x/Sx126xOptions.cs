// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Sx126x
{
    /// <summary>How the radio is wired and what its board can bear. Its DC-DC converter is used: the board has the inductor.</summary>
    public sealed class Sx126xOptions
    {
        /// <summary>A line that is not connected.</summary>
        public const int NotConnected = -1;

        /// <summary>NRESET, or not connected: a radio whose BUSY hangs can then not be recovered.</summary>
        public int ResetPin { get; set; } = NotConnected;

        /// <summary>BUSY; it must be connected.</summary>
        public int BusyPin { get; set; } = NotConnected;

        /// <summary>DIO1, or not connected: the radio is then asked again and again.</summary>
        public int Dio1Pin { get; set; } = NotConnected;

        /// <summary>The radio's clock is a TCXO that DIO3 supplies.</summary>
        public bool HasTcxo { get; set; }

        /// <summary>What the TCXO is supplied with, in millivolts: 1600, 1700, 1800, 2200, 2400, 2700, 3000 or 3300.</summary>
        public int TcxoMillivolts { get; set; } = 1800;

        /// <summary>DIO2 switches the antenna between transmitter and receiver.</summary>
        public bool UsesDio2AsSwitch { get; set; }

        /// <summary>The radio is an SX1261, with the amplifier of -17 to 14 dBm; it does not tell so itself.</summary>
        public bool IsSx1261 { get; set; }

        /// <summary>The most the board can give the amplifier, in milliamperes; 0 for no limit of its own.</summary>
        public int CurrentCapMilliamperes { get; set; }
    }
}
