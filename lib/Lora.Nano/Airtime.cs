// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano
{
    /// <summary>Time on air by the formula of the SX1276 data sheet, section 4.1.1.7, exact in integers.</summary>
    public static class Airtime
    {
        private const int SyncQuarters = 17; // 4.25 symbols of sync word and start of frame

        private static readonly int[] s_chipMicroseconds = { 128, 96, 64, 48, 32, 24, 16, 8, 4, 2 };

        /// <summary>How long one chip takes: a symbol has 2^SF of them.</summary>
        /// <param name="bandwidth">Bandwidth.</param>
        /// <returns>Microseconds.</returns>
        public static int ChipMicroseconds(Bandwidth bandwidth)
        {
            return s_chipMicroseconds[(int)bandwidth];
        }

        /// <summary>How long a frame is on the air.</summary>
        /// <param name="spreadingFactor">6 to 12.</param>
        /// <param name="bandwidth">Bandwidth.</param>
        /// <param name="codingRate">1 to 4, for 4/5 to 4/8.</param>
        /// <param name="preambleSymbols">Without the 4.25 symbols behind them.</param>
        /// <param name="implicitHeader">There is no header.</param>
        /// <param name="crc">The payload has a CRC.</param>
        /// <param name="lowDataRateOptimize">Two bits less a symbol.</param>
        /// <param name="payloadLength">0 to 255 bytes.</param>
        /// <returns>Microseconds.</returns>
        public static int Microseconds(
            int spreadingFactor, Bandwidth bandwidth, int codingRate, int preambleSymbols, bool implicitHeader, bool crc, bool lowDataRateOptimize, int payloadLength)
        {
            int symbol = ChipMicroseconds(bandwidth) << spreadingFactor;
            int symbols = PayloadSymbols(spreadingFactor, codingRate, implicitHeader, crc, lowDataRateOptimize, payloadLength);
            return symbol / 4 * (4 * preambleSymbols + SyncQuarters) + symbol * symbols;
        }

        /// <summary>How many symbols header, payload and CRC take.</summary>
        /// <param name="spreadingFactor">6 to 12.</param>
        /// <param name="codingRate">1 to 4.</param>
        /// <param name="implicitHeader">There is no header.</param>
        /// <param name="crc">The payload has a CRC.</param>
        /// <param name="lowDataRateOptimize">Two bits less a symbol.</param>
        /// <param name="payloadLength">0 to 255 bytes.</param>
        /// <returns>Symbols.</returns>
        public static int PayloadSymbols(int spreadingFactor, int codingRate, bool implicitHeader, bool crc, bool lowDataRateOptimize, int payloadLength)
        {
            int bits = 8 * payloadLength - 4 * spreadingFactor + 28 + (crc ? 16 : 0) - (implicitHeader ? 20 : 0);
            int perBlock = 4 * (spreadingFactor - (lowDataRateOptimize ? 2 : 0));
            int blocks = bits <= 0 ? 0 : (bits + perBlock - 1) / perBlock;
            return 8 + blocks * (codingRate + 4);
        }
    }
}
