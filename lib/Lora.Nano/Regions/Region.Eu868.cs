// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Regions
{
    /// <content>EU868.</content>
    public sealed partial class Region
    {
        /// <summary>Europe, 863 to 870 MHz: duty cycle by sub-band (ERC 70-03, EN 300 220); between them nothing may be sent.</summary>
        /// <returns>A new table.</returns>
        public static Region Eu868()
        {
            Bandwidth[] bandwidths = Narrow(7);
            bandwidths[6] = Bandwidth.Khz250;
            SubBand[] bands =
            {
                new SubBand(863000, 865000, 1, 14),
                new SubBand(865000, 868000, 10, 14),
                new SubBand(868000, 868600, 10, 14),
                new SubBand(868700, 869200, 1, 14),
                new SubBand(869400, 869650, 100, 27),
                new SubBand(869700, 870000, 10, 14)
            };
            return new Region
            {
                Rules = new RadioRules(bands, 0),
                SpreadingFactors = SlowToFast(7),
                Bandwidths = bandwidths,
                Payloads = new byte[] { 51, 51, 51, 115, 242, 242, 242 },
                DefaultHertz = new[] { 868100000, 868300000, 868500000 },
                HighestDefaultRate = 5,
                Rx2Hertz = 869525000,
                HighestDownRate = 6,
                HighestOffset = 5,
                MaximumDbm = 14,
                HighestPowerStep = 7
            };
        }
    }
}
