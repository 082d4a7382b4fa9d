// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Regions
{
    /// <content>KR920.</content>
    public sealed partial class Region
    {
        /// <summary>Korea, 920.9 to 923.3 MHz: a device listens before it talks, and is quieter below 922.1 MHz.</summary>
        /// <returns>A new table.</returns>
        public static Region Kr920()
        {
            SubBand[] bands = { new SubBand(920800, 922000, 1000, 8), new SubBand(922000, 923400, 1000, 12) };
            return new Region
            {
                Rules = new RadioRules(bands, 0),
                SpreadingFactors = SlowToFast(),
                Bandwidths = Narrow(6),
                Payloads = new byte[] { 51, 51, 51, 115, 242, 242 },
                DefaultHertz = new[] { 922100000, 922300000, 922500000 },
                HighestDefaultRate = 5,
                Rx2Hertz = 921900000,
                HighestDownRate = 5,
                HighestOffset = 5,
                MaximumDbm = 12,
                HighestPowerStep = 7,
                ListenMilliseconds = 6
            };
        }
    }
}
