// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>The values a table knows: the SIG's characteristics, and what formats of advertisements have of their own.</summary>
    public static class KnownValues
    {
        /// <summary>Walks over a value.</summary>
        /// <param name="uuids">Holds the UUID of the characteristic.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="v">The walk, begun.</param>
        /// <returns>False when no table has it.</returns>
        public static bool Describe(byte[] uuids, int at, ValueLayout v)
        {
            uint number = Uuid.NumberOf(uuids, at);
            return number != 0 && (SigCharacteristics.Describe(number, v) || AdvertisedObjects.Describe(number, v));
        }

        /// <summary>Whether a table has a UUID.</summary>
        /// <param name="uuid">16 bytes.</param>
        /// <returns>True when one does.</returns>
        public static bool Has(byte[] uuid)
        {
            return Describe(uuid, 0, new ValueLayout().Begin(null, 0, 0));
        }
    }
}
