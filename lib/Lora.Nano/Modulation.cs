// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano
{
    /// <summary>How a frame is put on the air. Both ends must agree on all of it.</summary>
    public sealed class Modulation
    {
        /// <summary>The sync word of private networks.</summary>
        public const byte PrivateSyncWord = 0x12;

        /// <summary>The sync word of public LoRaWAN networks.</summary>
        public const byte LorawanSyncWord = 0x34;

        /// <summary>Carrier frequency in hertz.</summary>
        public int FrequencyHertz { get; set; } = 868100000;

        /// <summary>Spreading factor, 6 to 12. 6 needs the implicit header.</summary>
        public int SpreadingFactor { get; set; } = 7;

        /// <summary>Bandwidth.</summary>
        public Bandwidth Bandwidth { get; set; } = Bandwidth.Khz125;

        /// <summary>Coding rate 1 to 4, for 4/5 to 4/8.</summary>
        public int CodingRate { get; set; } = 1;

        /// <summary>Preamble length in symbols, 6 to 65535; 4.25 more are on the air.</summary>
        public int PreambleSymbols { get; set; } = 8;

        /// <summary>The frame has no header: its length is known to both ends.</summary>
        public bool ImplicitHeader { get; set; }

        /// <summary>Payload length with the implicit header.</summary>
        public int ImplicitLength { get; set; }

        /// <summary>The payload is protected by a CRC of 16 bits.</summary>
        public bool Crc { get; set; } = true;

        /// <summary>I and Q are inverted, as in LoRaWAN downlinks.</summary>
        public bool InvertIq { get; set; }

        /// <summary>Sync word.</summary>
        public byte SyncWord { get; set; } = PrivateSyncWord;

        /// <summary>How long a symbol takes, in microseconds.</summary>
        public int SymbolMicroseconds
        {
            get { return Airtime.ChipMicroseconds(Bandwidth) << SpreadingFactor; }
        }

        /// <summary>Symbols longer than 16 ms need the low data rate optimisation.</summary>
        public bool LowDataRateOptimize
        {
            get { return SymbolMicroseconds > 16000; }
        }

        /// <summary>How long a frame is on the air.</summary>
        /// <param name="payloadLength">0 to 255 bytes.</param>
        /// <returns>Microseconds.</returns>
        public int AirtimeMicroseconds(int payloadLength)
        {
            return Airtime.Microseconds(SpreadingFactor, Bandwidth, CodingRate, PreambleSymbols, ImplicitHeader, Crc, LowDataRateOptimize, payloadLength);
        }

        /// <summary>Checks that the chip can do it.</summary>
        /// <exception cref="ArgumentException">Names what is out of range.</exception>
        public void Check()
        {
            Check(FrequencyHertz >= 137000000 && FrequencyHertz <= 1020000000, "frequency");
            Check(SpreadingFactor >= 6 && SpreadingFactor <= 12, "spreading factor");
            Check(CodingRate >= 1 && CodingRate <= 4, "coding rate");
            Check(PreambleSymbols >= 6 && PreambleSymbols <= 65535, "preamble");
            Check(SpreadingFactor > 6 || ImplicitHeader, "SF6 needs the implicit header");
            Check(!ImplicitHeader || (ImplicitLength >= 1 && ImplicitLength <= 255), "implicit length");
        }

        private static void Check(bool good, string what)
        {
            if (!good)
            {
                throw new ArgumentException(what);
            }
        }
    }
}
