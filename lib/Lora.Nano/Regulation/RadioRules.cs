// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Regulation
{
    /// <summary>What a region allows: its sub-bands, and how long one transmission may last.</summary>
    public sealed class RadioRules
    {
        private readonly SubBand[] _bands;

        private RadioRules(SubBand[] bands, int maximumDwellMicroseconds)
        {
            _bands = bands;
            MaximumDwellMicroseconds = maximumDwellMicroseconds;
        }

        /// <summary>The longest transmission in microseconds, 0 for no limit.</summary>
        public int MaximumDwellMicroseconds { get; }

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

        /// <summary>Europe, 863 to 870 MHz (ERC 70-03, EN 300 220): duty cycle by sub-band; between them nothing may be sent.</summary>
        /// <returns>New rules.</returns>
        public static RadioRules Eu868()
        {
            return new RadioRules(
                new[]
                {
                    new SubBand(863000, 865000, 1, 14),
                    new SubBand(865000, 868000, 10, 14),
                    new SubBand(868000, 868600, 10, 14),
                    new SubBand(868700, 869200, 1, 14),
                    new SubBand(869400, 869650, 100, 27),
                    new SubBand(869700, 870000, 10, 14),
                },
                0);
        }

        /// <summary>United States, 902 to 928 MHz (FCC 15.247): 400 ms on a channel.</summary>
        /// <returns>New rules.</returns>
        public static RadioRules Us915()
        {
            return new RadioRules(new[] { new SubBand(902000, 928000, 1000, 30) }, 400000);
        }

        /// <summary>Asia, 920 to 925 MHz: 400 ms, 16 dBm, and 1 % as most of its countries ask.</summary>
        /// <returns>New rules.</returns>
        public static RadioRules As923()
        {
            return new RadioRules(new[] { new SubBand(920000, 925000, 10, 16) }, 400000);
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
