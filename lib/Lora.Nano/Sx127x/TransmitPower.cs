// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Sx127x
{
    /// <summary>What output power takes in registers: PaConfig, PaDac and Ocp.</summary>
    public sealed class TransmitPower
    {
        private const int HighPowerDac = 0x87;
        private const int NormalDac = 0x84;
        private const int OcpOn = 0x20;

        private TransmitPower(int paConfig, int paDac, int currentMilliamperes)
        {
            PaConfig = paConfig;
            PaDac = paDac;
            CurrentMilliamperes = currentMilliamperes;
        }

        /// <summary>RegPaConfig.</summary>
        public int PaConfig { get; }

        /// <summary>RegPaDac.</summary>
        public int PaDac { get; }

        /// <summary>What the amplifier may draw.</summary>
        public int CurrentMilliamperes { get; }

        /// <summary>The PA_BOOST pin, as nearly all modules use it.</summary>
        /// <param name="dbm">2 to 20 dBm.</param>
        /// <returns>The registers.</returns>
        /// <exception cref="ArgumentException">The power is out of range.</exception>
        public static TransmitPower Boost(int dbm)
        {
            if (dbm < 2 || dbm > 20)
            {
                throw new ArgumentException("PA_BOOST power");
            }

            // Above 17 dBm the amplifier's own 3 dB more are switched on, so that 20 dBm is the setting of 17.
            return dbm > 17
                ? new TransmitPower(0x80 | (dbm - 5), HighPowerDac, 140)
                : new TransmitPower(0x80 | (dbm - 2), NormalDac, 100);
        }

        /// <summary>The RFO pin.</summary>
        /// <param name="dbm">-4 to 14 dBm.</param>
        /// <returns>The registers.</returns>
        /// <exception cref="ArgumentException">The power is out of range.</exception>
        public static TransmitPower Rfo(int dbm)
        {
            if (dbm < -4 || dbm > 14)
            {
                throw new ArgumentException("RFO power");
            }

            return new TransmitPower(dbm > 0 ? 0x70 | dbm : dbm + 4, NormalDac, 60);
        }

        /// <summary>RegOcp for a current, never more than the board can give.</summary>
        /// <param name="capMilliamperes">The board's limit; 0 for none.</param>
        /// <returns>The register.</returns>
        public int Ocp(int capMilliamperes)
        {
            int current = capMilliamperes > 0 && capMilliamperes < CurrentMilliamperes ? capMilliamperes : CurrentMilliamperes;
            int trim = current < 45 ? 0 : current <= 120 ? (current - 45) / 5 : current <= 240 ? (current + 30) / 10 : 27;
            return OcpOn | trim;
        }
    }
}
