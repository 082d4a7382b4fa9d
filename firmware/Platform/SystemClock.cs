// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>The device's clocks: the tick count since boot, and the real-time clock, which runs on in deep sleep.</summary>
    public sealed class SystemClock : Clock
    {
        /// <inheritdoc/>
        public override long Milliseconds
        {
            get { return Environment.TickCount64; }
        }

        /// <inheritdoc/>
        public override long UtcMilliseconds
        {
            get { return DateTime.UtcNow.Subtract(DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond; }
        }
    }
}
