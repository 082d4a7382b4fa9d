// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Regions
{
    /// <summary>
    /// A LoRaWAN region as a table (RP002-1.0.4): data rates, channels, windows, power. Each region is a file of its own, and a
    /// line in <see cref="Find"/>.
    /// </summary>
    public sealed partial class Region
    {
        /// <summary>What there is, for a message.</summary>
        public const string Names = "EU868, US915, AU915, AS923, AS923-2, AS923-3, AS923-4, IN865, KR920";

        private Region()
        {
        }

        /// <summary>What the law allows: sub-bands, duty cycle, dwell time, power.</summary>
        public RadioRules Rules { get; private set; }

        /// <summary>Spreading factor by data rate, 0 where there is none that LoRa can do.</summary>
        public byte[] SpreadingFactors { get; private set; }

        /// <summary>Bandwidth by data rate.</summary>
        public Bandwidth[] Bandwidths { get; private set; }

        /// <summary>The longest application payload of an uplink by data rate, in bytes; 0 for a data rate of downlinks only.</summary>
        public byte[] Payloads { get; private set; }

        /// <summary>The same while the dwell time of uplinks is limited to 400 ms; null where it never is.</summary>
        public byte[] DwellPayloads { get; private set; }

        /// <summary>The channels every device has, in hertz; none in a fixed plan.</summary>
        public int[] DefaultHertz { get; private set; }

        /// <summary>The first of 64 fixed channels of 125 kHz, in hertz; 0 in a region of its own list.</summary>
        public int FixedHertz { get; private set; }

        /// <summary>The first of 8 fixed channels of 500 kHz, 1.6 MHz apart, in hertz.</summary>
        public int WideHertz { get; private set; }

        /// <summary>The uplink data rate of the 500 kHz channels.</summary>
        public int WideDataRate { get; private set; }

        /// <summary>The data rate of Join-requests: the slowest, which everybody hears.</summary>
        public int JoinDataRate { get; private set; }

        /// <summary>The highest data rate of all default channels: a device begins with it.</summary>
        public int HighestDefaultRate { get; private set; }

        /// <summary>The second window in hertz.</summary>
        public int Rx2Hertz { get; private set; }

        /// <summary>The data rate of the second window.</summary>
        public int Rx2DataRate { get; private set; }

        /// <summary>What is added to an uplink's data rate for the first window's, before the offset.</summary>
        public int Rx1Base { get; private set; }

        /// <summary>The lowest data rate of the first window.</summary>
        public int LowestDownRate { get; private set; }

        /// <summary>The same while the dwell time of downlinks is limited.</summary>
        public int LowestDwellDownRate { get; private set; }

        /// <summary>The highest data rate of the first window; 7 is FSK, which a LoRa radio does not hear.</summary>
        public int HighestDownRate { get; private set; }

        /// <summary>The highest RX1DROffset. Where it is 7, 6 and 7 stand for -1 and -2.</summary>
        public int HighestOffset { get; private set; }

        /// <summary>The strongest output in dBm at a half-wave antenna (2.15 dBi); what is conducted in the United States.</summary>
        public int MaximumDbm { get; private set; }

        /// <summary>The highest TXPower of LinkADRReq; each step is 2 dB less.</summary>
        public int HighestPowerStep { get; private set; }

        /// <summary>The network may limit output and dwell time (TxParamSetupReq); elsewhere the command is not answered.</summary>
        public bool HasTxParameters { get; private set; }

        /// <summary>How long the channel must be silent before anything is sent, in milliseconds; 0 where the law does not ask.</summary>
        public int ListenMilliseconds { get; private set; }

        /// <summary>72 channels that are only switched on and off.</summary>
        public bool IsFixed
        {
            get { return FixedHertz != 0; }
        }

        /// <summary>A region by its name.</summary>
        /// <param name="name">One of <see cref="Names"/>.</param>
        /// <returns>A new table; null for a name there is not.</returns>
        public static Region Find(string name)
        {
            switch (name)
            {
                case "EU868":
                    return Eu868();
                case "US915":
                    return Us915();
                case "AU915":
                    return Au915();
                case "AS923":
                    return As923(1);
                case "AS923-2":
                    return As923(2);
                case "AS923-3":
                    return As923(3);
                case "AS923-4":
                    return As923(4);
                case "IN865":
                    return In865();
                case "KR920":
                    return Kr920();
                default:
                    return null;
            }
        }

        // SF12 to SF7 at 125 kHz, as DR0 to DR5, and what follows.
        private static byte[] SlowToFast(params byte[] more)
        {
            byte[] rates = new byte[6 + more.Length];
            for (int i = 0; i < rates.Length; i++)
            {
                rates[i] = i < 6 ? (byte)(12 - i) : more[i - 6];
            }

            return rates;
        }

        private static Bandwidth[] Narrow(int count)
        {
            Bandwidth[] bandwidths = new Bandwidth[count];
            for (int i = 0; i < count; i++)
            {
                bandwidths[i] = Bandwidth.Khz125;
            }

            return bandwidths;
        }

        // DR8 to DR13 of the fixed plans: SF12 to SF7 at 500 kHz, for downlinks.
        private static void AddWideDownlinks(byte[] spreadingFactors, Bandwidth[] bandwidths)
        {
            for (int i = 0; i < 6; i++)
            {
                spreadingFactors[8 + i] = (byte)(12 - i);
                bandwidths[8 + i] = Bandwidth.Khz500;
            }
        }
    }
}
