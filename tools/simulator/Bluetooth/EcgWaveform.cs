// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Simulator.Bluetooth
{
    /// <summary>
    /// A synthetic electrocardiogram at 72 beats a minute: five Gaussian waves (P, Q, R, S, T) on a 12-bit baseline, packed
    /// as a 16-bit sequence number and then samples of 16 bits, all little-endian.
    /// </summary>
    public sealed class EcgWaveform
    {
        private const double BeatSeconds = 60.0 / 72;
        private const int Baseline = 2048;

        // Where in the beat (fraction), how wide (fraction), how high (in steps of the converter).
        private static readonly double[][] s_waves =
        {
            new[] { 0.18, 0.025, 110.0 },
            new[] { 0.28, 0.010, -120.0 },
            new[] { 0.30, 0.011, 1200.0 },
            new[] { 0.33, 0.012, -260.0 },
            new[] { 0.52, 0.040, 230.0 },
        };

        private readonly int _perPack;
        private ushort _sequence;
        private double _seconds;

        public EcgWaveform(int rate, int samplesPerPack)
        {
            Rate = rate;
            _perPack = samplesPerPack;
        }

        /// <summary>Samples a second.</summary>
        public int Rate { get; set; }

        public int IntervalMilliseconds => _perPack * 1000 / Rate;

        public byte[] NextPack()
        {
            byte[] pack = new byte[2 + _perPack * 2];
            pack[0] = (byte)_sequence;
            pack[1] = (byte)(_sequence >> 8);
            _sequence++;
            for (int i = 0; i < _perPack; i++)
            {
                int sample = Sample(_seconds / BeatSeconds % 1);
                pack[2 + i * 2] = (byte)sample;
                pack[3 + i * 2] = (byte)(sample >> 8);
                _seconds += 1.0 / Rate;
            }

            return pack;
        }

        private static int Sample(double phase)
        {
            double value = Baseline;
            foreach (double[] wave in s_waves)
            {
                double distance = (phase - wave[0]) / wave[1];
                value += wave[2] * Math.Exp(-0.5 * distance * distance);
            }

            return (int)Math.Round(value);
        }
    }
}
