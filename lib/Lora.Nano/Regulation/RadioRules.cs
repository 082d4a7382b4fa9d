// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Regulation
{
    /// <summary>What a region allows: its sub-bands, and how long one transmission may last.</summary>
    public sealed class RadioRules
    {
        private readonly SubBand[] _bands;

        /// <summary>Creates rules.</summary>
        /// <param name="bands">The sub-bands; between them nothing may be sent.</param>
        /// <param name="maximumDwellMicroseconds">The longest transmission of 125 kHz in microseconds, 0 for no limit.</param>
        public RadioRules(SubBand[] bands, int maximumDwellMicroseconds)
        {
            _bands = bands;
            MaximumDwellMicroseconds = maximumDwellMicroseconds;
        }

        /// <summary>The longest transmission of 125 kHz in microseconds, 0 for no limit.</summary>
        public int MaximumDwellMicroseconds { get; internal set; }

        /// <summary>How many sub-bands there are.</summary>
        public int Count
        {
            get { return _bands.Length; }
        }

        /// <summary>A sub-band.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>The sub-band.</returns>
        public SubBand this[int index]
        {
            get { return _bands[index]; }
        }

        /// <summary>Finds the sub-band a signal lies in as a whole.</summary>
        /// <param name="modulation">Frequency and bandwidth.</param>
        /// <returns>Its index, or -1 when it lies in none.</returns>
        public int Find(Modulation modulation)
        {
            int half = 500 / Airtime.ChipMicroseconds(modulation.Bandwidth); // a chip of 1 µs is 1 MHz
            int kilohertz = modulation.FrequencyHertz / 1000;
            for (int i = 0; i < _bands.Length; i++)
            {
                if (kilohertz - half >= _bands[i].LowestKilohertz && kilohertz + half <= _bands[i].HighestKilohertz)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
