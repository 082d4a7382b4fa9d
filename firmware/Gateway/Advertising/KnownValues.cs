// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>How any value is laid out: by the table that knows its UUID, else as its own descriptor tells.</summary>
    internal static class KnownValues
    {
        /// <summary>Walks over a value.</summary>
        /// <param name="uuids">Holds the UUID of the characteristic.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="format">The format its descriptor tells.</param>
        /// <param name="exponent">The power of ten its descriptor tells.</param>
        /// <param name="unit">The unit its descriptor tells.</param>
        /// <param name="v">The walk, begun.</param>
        internal static void Describe(byte[] uuids, int at, int format, int exponent, int unit, ValueLayout v)
        {
            uint number = Uuid.NumberOf(uuids, at);
            if (number == 0 || (!SigCharacteristics.Describe(number, v) && !AdvertisedObjects.Describe(number, v)))
            {
                v.Plain(format, exponent).In(unit);
            }
        }
    }
}
