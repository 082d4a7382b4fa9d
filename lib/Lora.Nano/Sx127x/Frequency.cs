// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Sx127x
{
    /// <summary>RegFrf in steps of 32 MHz / 2^19, rounded and not cut.</summary>
    internal static class Frequency
    {
        private const int CrystalHertz = 32000000;
        private const int StepBits = 19;

        internal static int ToFrf(int hertz)
        {
            return (int)((((long)hertz << StepBits) + CrystalHertz / 2) / CrystalHertz);
        }
    }
}
