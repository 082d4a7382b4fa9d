// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Sx126x
{
    /// <summary>RF frequency in steps of 32 MHz / 2^25, rounded and not cut; and the band its image is calibrated for.</summary>
    internal static class Frequency
    {
        private const int CrystalHertz = 32000000;
        private const int StepBits = 25;
        private const int ImageStepHertz = 4000000;

        internal static int ToWord(int hertz)
        {
            return (int)((((long)hertz << StepBits) + CrystalHertz / 2) / CrystalHertz);
        }

        /// <summary>Parameters of CalibrateImage: where the band begins and ends.</summary>
        internal static int ImageBand(int hertz)
        {
            int mega = hertz / 1000000;
            return mega >= 863 && hertz <= 870000000 ? 0xD7DB
                : mega >= 902 && hertz <= 928000000 ? 0xE1E9
                : mega >= 430 && hertz <= 440000000 ? 0x6B6F
                : mega >= 470 && hertz <= 510000000 ? 0x7581
                : mega >= 779 && hertz <= 787000000 ? 0xC1C5
                : (hertz / ImageStepHertz << 8) | ((hertz + ImageStepHertz - 1) / ImageStepHertz);
        }
    }
}
