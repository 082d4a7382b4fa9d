// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Regions
{
    /// <content>IN865.</content>
    public sealed partial class Region
    {
        /// <summary>India, 865 to 867 MHz: neither duty cycle nor dwell time.</summary>
        /// <returns>A new table.</returns>
        public static Region In865()
        {
            return new Region
            {
                Rules = new RadioRules(new[] { new SubBand(865000, 867000, 1000, 28) }, 0),
                SpreadingFactors = SlowToFast(),
                Bandwidths = Narrow(6),
                Payloads = new byte[] { 51, 51, 51, 115, 242, 242 },
                DefaultHertz = new[] { 865062500, 865402500, 865985000 },
                HighestDefaultRate = 5,
                Rx2Hertz = 866550000,
                Rx2DataRate = 2,
                HighestDownRate = 7,
                HighestOffset = 7,
                MaximumDbm = 28,
                HighestPowerStep = 10
            };
        }
    }
}
