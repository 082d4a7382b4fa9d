// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Gatt
{
    /// <summary>The IPSO objects that values are shown as.</summary>
    internal static class Ipso
    {
        internal const int DigitalInput = 3200;
        internal const int AnalogInput = 3202;
        internal const int Generic = 3300;
        internal const int Illuminance = 3301;
        internal const int Presence = 3302;
        internal const int Temperature = 3303;
        internal const int Humidity = 3304;
        internal const int Barometer = 3315;
        internal const int Voltage = 3316;
        internal const int Current = 3317;
        internal const int Frequency = 3318;
        internal const int Percentage = 3320;
        internal const int Altitude = 3321;
        internal const int Load = 3322;
        internal const int Loudness = 3324;
        internal const int Concentration = 3325;
        internal const int Power = 3328;
        internal const int PowerFactor = 3329;
        internal const int Distance = 3330;
        internal const int Energy = 3331;
        internal const int Direction = 3332;
        internal const int Rate = 3346;
        internal const int PushButton = 3347;

        /// <summary>The resource that holds an object's value.</summary>
        internal static int ValueOf(int objectId)
        {
            return IsDigital(objectId) ? 5500 : objectId == AnalogInput ? 5600 : objectId == Direction ? 5705 : 5700;
        }

        /// <summary>The object says in which unit its value is.</summary>
        internal static bool HasUnits(int objectId)
        {
            return ValueOf(objectId) == 5700;
        }

        /// <summary>The value is true or false.</summary>
        internal static bool IsDigital(int objectId)
        {
            return objectId == DigitalInput || objectId == Presence || objectId == PushButton;
        }
    }
}
