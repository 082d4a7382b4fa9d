// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Streams
{
    /// <summary>
    /// The characteristics that are streams: each packet begins with a number of 16 bits, then come samples. Beside each, the
    /// characteristic its sampling rate is written to. A stream more is one line in either table.
    /// </summary>
    internal static class StreamTypes
    {
        private static readonly byte[][] s_samples =
        {
            new byte[] { 0x01, 0x00, 0x01, 0xF0, 0x00, 0x00, 0x00, 0x10, 0x80, 0x00, 0x00, 0x80, 0x5F, 0x9B, 0x34, 0xFB }, // the seed paper's ECG sensor
        };

        private static readonly byte[][] s_rates =
        {
            new byte[] { 0x02, 0x00, 0x01, 0xF0, 0x00, 0x00, 0x00, 0x10, 0x80, 0x00, 0x00, 0x80, 0x5F, 0x9B, 0x34, 0xFB },
        };

        /// <summary>Whether a characteristic is a stream.</summary>
        /// <param name="uuid">Holds its UUID.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>True when it is.</returns>
        internal static bool IsStream(byte[] uuid, int at)
        {
            return Find(s_samples, uuid, at);
        }

        /// <summary>Whether a characteristic sets a stream's sampling rate, in hertz.</summary>
        /// <param name="uuid">Holds its UUID.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>True when it does.</returns>
        internal static bool IsRate(byte[] uuid, int at)
        {
            return Find(s_rates, uuid, at);
        }

        private static bool Find(byte[][] table, byte[] uuid, int at)
        {
            for (int i = 0; i < table.Length; i++)
            {
                if (Bytes.AreEqual(table[i], 0, uuid, at, table[i].Length))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
