// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Node
{
    /// <summary>What a node measures once at each wake.</summary>
    public abstract class Sensors
    {
        /// <summary>Air temperature in degrees Celsius.</summary>
        public abstract float Temperature { get; }

        /// <summary>Relative humidity in percent.</summary>
        public abstract float Humidity { get; }

        /// <summary>Battery level in percent.</summary>
        public abstract int BatteryLevel { get; }
    }
}
