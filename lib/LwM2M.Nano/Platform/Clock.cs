// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>What time it is. Time is a parameter: on a PC the clock may be virtual.</summary>
    public abstract class Clock
    {
        /// <summary>Milliseconds since some start, never set back. It does not survive a deep sleep.</summary>
        public abstract long Milliseconds { get; }

        /// <summary>Milliseconds since 1970-01-01 UTC, as good as the device knows. It survives a deep sleep.</summary>
        public abstract long UtcMilliseconds { get; }
    }
}
