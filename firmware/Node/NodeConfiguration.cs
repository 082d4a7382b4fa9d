// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Boards;
using Firmware.Platform;
using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>The keys of a Node: how it reaches its server, how long it is awake and asleep, what is wired to it.</summary>
    public sealed class NodeConfiguration : DeviceConfiguration
    {
        /// <summary>How long the Node listens after it was last heard, in seconds.</summary>
        public int AwakeWindow { get; set; } = 2;

        /// <summary>How long the Node sleeps when nothing is due, in seconds.</summary>
        public int MaximumSleep { get; set; } = 3600;

        /// <summary>The ADC channel the battery is wired to, -1 for none.</summary>
        public int BatteryChannel { get; set; } = BoardPins.BatteryChannel;

        /// <summary>How many percent of the ADC's voltage the battery has: 200 behind a divider of two equal resistors.</summary>
        public int BatteryPercent { get; set; } = BoardPins.BatteryPercent;

        /// <summary>A pin that wakes the Node and makes it report at once, -1 for none.</summary>
        public int WakePin { get; set; } = -1;

        /// <summary>The level of <see cref="WakePin"/> that wakes, 0 or 1.</summary>
        public int WakeLevel { get; set; } = 1;

        /// <inheritdoc/>
        public override bool Set(string key, ConfigurationValue value)
        {
            switch (key)
            {
                case "Transport":
                    Transport = value.OneOf(Udp, Lorawan);
                    return true;
                case "AwakeWindow":
                    AwakeWindow = value.Integer(0, 600, 2);
                    return true;
                case "MaximumSleep":
                    MaximumSleep = value.Integer(1, 604800, 3600);
                    return true;
                case "BatteryChannel":
                    BatteryChannel = value.Integer(-1, 19, -1);
                    return true;
                case "BatteryPercent":
                    BatteryPercent = value.Integer(100, 1000, BoardPins.BatteryPercent);
                    return true;
                case "WakePin":
                    WakePin = value.Integer(-1, 39, -1);
                    return true;
                case "WakeLevel":
                    WakeLevel = value.Integer(0, 1, 1);
                    return true;
                default:
                    return base.Set(key, value);
            }
        }

        /// <inheritdoc/>
        public override bool IsValid(Log log)
        {
            if (WakePin >= 0 && !CanWake(WakePin))
            {
                log.Write("configuration: WakePin cannot wake an ESP32, using none");
                WakePin = -1;
            }

            return base.IsValid(log);
        }

        // The pins of the ESP32's real-time clock domain.
        private static bool CanWake(int pin)
        {
            return pin == 0 || pin == 2 || pin == 4 || (pin >= 12 && pin <= 15) || (pin >= 25 && pin <= 27) || (pin >= 32 && pin <= 39);
        }
    }
}
