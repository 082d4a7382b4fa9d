// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Security.Oscore
{
    /// <summary>Finds one option of a CoAP message (RFC 7252 section 3.1), without parsing the others.</summary>
    internal sealed class OptionReader
    {
        /// <summary>Where the value of the option starts.</summary>
        internal int ValueAt { get; private set; }

        /// <summary>Its length in bytes.</summary>
        internal int ValueLength { get; private set; }

        /// <summary>Where the payload starts, -1 when there is none.</summary>
        internal int PayloadAt { get; private set; }

        /// <summary>Looks for an option.</summary>
        /// <param name="buffer">Holds the options.</param>
        /// <param name="at">Where they start.</param>
        /// <param name="end">Where the message ends.</param>
        /// <param name="wanted">The option's number.</param>
        /// <returns>False when it is not there, or the options are malformed.</returns>
        internal bool Find(byte[] buffer, int at, int end, int wanted)
        {
            bool found = false;
            int number = 0;
            PayloadAt = -1;
            while (at < end)
            {
                int first = buffer[at++];
                if (first == 0xFF)
                {
                    PayloadAt = at;
                    return found;
                }

                int delta = Extended(first >> 4, buffer, ref at, end);
                int length = Extended(first & 15, buffer, ref at, end);
                if (delta < 0 || length < 0 || length > end - at)
                {
                    return false;
                }

                number += delta;
                if (number == wanted && !found)
                {
                    found = true;
                    ValueAt = at;
                    ValueLength = length;
                }

                at += length;
            }

            return found;
        }

        private static int Extended(int nibble, byte[] buffer, ref int at, int end)
        {
            if (nibble < 13)
            {
                return nibble;
            }

            int count = nibble - 12;
            if (nibble == 15 || count > end - at)
            {
                return -1;
            }

            int value = buffer[at++] + 13;
            return count == 1 ? value : ((value - 13) << 8) + buffer[at++] + 269;
        }
    }
}
