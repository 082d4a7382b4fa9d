// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Regions
{
    /// <content>US915.</content>
    public sealed partial class Region
    {
        /// <summary>United States, 902 to 928 MHz (FCC 15.247): 400 ms on a channel, 64 channels of 125 kHz and 8 of 500 kHz.</summary>
        /// <returns>A new table.</returns>
        public static Region Us915()
        {
            byte[] spreadingFactors = new byte[14];
            Bandwidth[] bandwidths = Narrow(14);
            for (int i = 0; i < 4; i++)
            {
                spreadingFactors[i] = (byte)(10 - i);
            }

            spreadingFactors[4] = 8;
            bandwidths[4] = Bandwidth.Khz500;
            AddWideDownlinks(spreadingFactors, bandwidths);
            return new Region
            {
                Rules = new RadioRules(new[] { new SubBand(902000, 928000, 1000, 30) }, 400000),
                SpreadingFactors = spreadingFactors,
                Bandwidths = bandwidths,
                Payloads = new byte[] { 11, 53, 125, 242, 242 },
                DefaultHertz = new int[0],
                FixedHertz = 902300000,
                WideHertz = 903000000,
                WideDataRate = 4,
                HighestDefaultRate = 3,
                Rx2Hertz = 923300000,
                Rx2DataRate = 8,
                Rx1Base = 10,
                LowestDownRate = 8,
                LowestDwellDownRate = 8,
                HighestDownRate = 13,
                HighestOffset = 3,
                MaximumDbm = 30,
                HighestPowerStep = 14
            };
        }
    }
}
