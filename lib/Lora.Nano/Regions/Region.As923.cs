// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Regions
{
    /// <content>AS923, groups 1 to 4.</content>
    public sealed partial class Region
    {
        /// <summary>
        /// Asia, 915 to 928 MHz: 1 %, as most of its countries ask. The dwell time of uplinks is limited until the network lifts
        /// it, that of downlinks is not until the network limits it.
        /// </summary>
        /// <param name="group">1 to 4: the frequencies of the others are shifted down by 1.8, 6.6 and 5.9 MHz.</param>
        /// <returns>A new table.</returns>
        public static Region As923(int group)
        {
            int shift = group == 2 ? 1800000 : group == 3 ? 6600000 : group == 4 ? 5900000 : 0;
            SubBand band = group == 2 ? new SubBand(920000, 923000, 10, 14)
                : group == 3 ? new SubBand(915000, 921000, 10, 14)
                : group == 4 ? new SubBand(917000, 920000, 10, 14)
                : new SubBand(920000, 925000, 10, 14);
            Bandwidth[] bandwidths = Narrow(7);
            bandwidths[6] = Bandwidth.Khz250;
            return new Region
            {
                Rules = new RadioRules(new[] { band }, 400000),
                SpreadingFactors = SlowToFast(7),
                Bandwidths = bandwidths,
                Payloads = new byte[] { 51, 51, 115, 115, 242, 242, 242 },
                DwellPayloads = new byte[] { 0, 0, 11, 53, 125, 242, 242 },
                DefaultHertz = new[] { 923200000 - shift, 923400000 - shift },
                JoinDataRate = 2,
                HighestDefaultRate = 5,
                Rx2Hertz = 923200000 - shift,
                Rx2DataRate = 2,
                LowestDwellDownRate = 2,
                HighestDownRate = 7,
                HighestOffset = 7,
                MaximumDbm = 14,
                HighestPowerStep = 7,
                HasTxParameters = true
            };
        }
    }
}
