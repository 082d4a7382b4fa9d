// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano
{
    /// <summary>Signal bandwidth, numbered as the chip does (RegModemConfig1, bits 7 to 4).</summary>
    public enum Bandwidth : byte
    {
        /// <summary>7.8125 kHz.</summary>
        Khz7_8 = 0,

        /// <summary>10.417 kHz.</summary>
        Khz10_4 = 1,

        /// <summary>15.625 kHz.</summary>
        Khz15_6 = 2,

        /// <summary>20.833 kHz.</summary>
        Khz20_8 = 3,

        /// <summary>31.25 kHz.</summary>
        Khz31_25 = 4,

        /// <summary>41.667 kHz.</summary>
        Khz41_7 = 5,

        /// <summary>62.5 kHz.</summary>
        Khz62_5 = 6,

        /// <summary>125 kHz.</summary>
        Khz125 = 7,

        /// <summary>250 kHz.</summary>
        Khz250 = 8,

        /// <summary>500 kHz.</summary>
        Khz500 = 9
    }
}
