// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// Numbers for a visit only, of peripherals whose address changes by itself and of those that came when no number was left.
    /// The longest known gives its number up to the next.
    /// </summary>
    internal sealed class PassingIds
    {
        /// <summary>The first of these numbers: none that is given for ever comes so far.</summary>
        internal const int First = 32768;

        private const int Places = 64;

        private readonly byte[][] _keys = new byte[Places][];
        private int _next;

        /// <summary>The number of a key.</summary>
        /// <param name="key">The key.</param>
        /// <returns>A number from <see cref="First"/> on.</returns>
        internal int NumberOf(byte[] key)
        {
            for (int i = 0; i < Places && _keys[i] != null; i++)
            {
                if (IdTable.AreEqual(_keys[i], 0, key, 0, key.Length))
                {
                    return First + i;
                }
            }

            int place = _next;
            _keys[place] = key;
            _next = (_next + 1) % Places;
            return First + place;
        }
    }
}
