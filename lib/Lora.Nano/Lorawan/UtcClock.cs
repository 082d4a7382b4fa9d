// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>The real-time clock, which runs on in deep sleep.</summary>
    internal static class UtcClock
    {
        /// <summary>Milliseconds since 1970-01-01 UTC; since power on, as long as nobody has set it.</summary>
        internal static long Milliseconds()
        {
            return (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        }
    }
}
