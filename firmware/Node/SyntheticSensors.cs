// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>A made-up day, for a board with nothing wired to it: warm and dry at noon, cool and damp at midnight (UTC).</summary>
    public sealed class SyntheticSensors : Sensors
    {
        private const long DayMilliseconds = 86400000;

        private readonly Clock _clock;

        /// <summary>Creates the sensors.</summary>
        /// <param name="clock">For the time of day.</param>
        public SyntheticSensors(Clock clock)
        {
            _clock = clock;
        }

        /// <inheritdoc/>
        public override float Temperature
        {
            get { return Tenths(15 + Noon() * 10); }
        }

        /// <inheritdoc/>
        public override float Humidity
        {
            get { return Tenths(80 - Noon() * 35); }
        }

        /// <inheritdoc/>
        public override int BatteryLevel
        {
            get { return 97; }
        }

        // 1 at noon, 0 at midnight, straight in between.
        private double Noon()
        {
            double day = (double)(_clock.UtcMilliseconds % DayMilliseconds) / DayMilliseconds;
            return day < 0.5 ? day * 2 : 2 - day * 2;
        }

        private static float Tenths(double value)
        {
            return (int)(value * 10) / 10f;
        }
    }
}
