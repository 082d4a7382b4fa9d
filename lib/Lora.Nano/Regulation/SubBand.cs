// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Regulation
{
    /// <summary>A range of frequencies under one rule.</summary>
    public sealed class SubBand
    {
        /// <summary>Creates a sub-band.</summary>
        /// <param name="lowestKilohertz">Its lower edge.</param>
        /// <param name="highestKilohertz">Its upper edge.</param>
        /// <param name="dutyCyclePermille">The share of an hour it may be used; 1000 for no limit.</param>
        /// <param name="maximumDbm">The strongest output (ERP).</param>
        public SubBand(int lowestKilohertz, int highestKilohertz, int dutyCyclePermille, int maximumDbm)
        {
            LowestKilohertz = lowestKilohertz;
            HighestKilohertz = highestKilohertz;
            DutyCyclePermille = dutyCyclePermille;
            MaximumDbm = maximumDbm;
        }

        /// <summary>Lower edge in kHz.</summary>
        public int LowestKilohertz { get; }

        /// <summary>Upper edge in kHz.</summary>
        public int HighestKilohertz { get; }

        /// <summary>The share of an hour it may be used, in thousandths.</summary>
        public int DutyCyclePermille { get; }

        /// <summary>The strongest output in dBm.</summary>
        public int MaximumDbm { get; }
    }
}
