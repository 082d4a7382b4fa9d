// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Regions
{
    /// <content>AU915.</content>
    public sealed partial class Region
    {
        /// <summary>Australia, 915 to 928 MHz: as the United States, with SF12 and SF11; 400 ms until the network lifts it.</summary>
        /// <returns>A new table.</returns>
        public static Region Au915()
        {
            byte[] spreadingFactors = new byte[14];
            Bandwidth[] bandwidths = Narrow(14);
            for (int i = 0; i < 6; i++)
            {
                spreadingFactors[i] = (byte)(12 - i);
            }

            spreadingFactors[6] = 8;
            bandwidths[6] = Bandwidth.Khz500;
            AddWideDownlinks(spreadingFactors, bandwidths);
            return new Region
            {
                Rules = new RadioRules(new[] { new SubBand(915000, 928000, 1000, 28) }, 400000),
                SpreadingFactors = spreadingFactors,
                Bandwidths = bandwidths,
                Payloads = new byte[] { 51, 51, 51, 115, 242, 242, 242 },
                DwellPayloads = new byte[] { 0, 0, 11, 53, 125, 242, 242 },
                DefaultHertz = new int[0],
                FixedHertz = 915200000,
                WideHertz = 915900000,
                WideDataRate = 6,
                JoinDataRate = 2,
                HighestDefaultRate = 5,
                Rx2Hertz = 923300000,
                Rx2DataRate = 8,
                Rx1Base = 8,
                LowestDownRate = 8,
                LowestDwellDownRate = 8,
                HighestDownRate = 13,
                HighestOffset = 5,
                MaximumDbm = 28,
                HighestPowerStep = 14,
                HasTxParameters = true
            };
        }
    }
}
