// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Gatt
{
    /// <summary>Bytes compared where they are.</summary>
    internal static class Bytes
    {
        /// <summary>Whether bytes are equal.</summary>
        /// <param name="first">Holds some.</param>
        /// <param name="firstAt">Where they start.</param>
        /// <param name="second">Holds the others.</param>
        /// <param name="secondAt">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>True when equal.</returns>
        internal static bool AreEqual(byte[] first, int firstAt, byte[] second, int secondAt, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (first[firstAt + i] != second[secondAt + i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
