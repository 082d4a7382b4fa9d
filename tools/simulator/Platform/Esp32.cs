// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Simulator.Board;

namespace nanoFramework.Hardware.Esp32
{
    public enum EspNativeError
    {
        OK = 0,
        FAIL = -1,
        INVALID_ARG = 258
    }

    public enum DeviceFunction
    {
        SPI1_MOSI = 65792,
        SPI1_MISO = 65793,
        SPI1_CLOCK = 65794
    }

    /// <summary>Pins of the simulated board carry what is wired to them, whatever is set.</summary>
    public static class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value)
        {
        }
    }

    /// <summary>Deep sleep ends the program; waking is a cold start into Main.</summary>
    public class Sleep
    {
        public enum WakeupCause
        {
            Undefined = 0,
            Ext0 = 2,
            Ext1 = 3,
            Timer = 4,
            Gpio = 7
        }

        /// <summary>A bit for each pin.</summary>
        public enum WakeupGpioPin : ulong
        {
            None = 0
        }

        public static EspNativeError EnableWakeupByTimer(TimeSpan time)
        {
            SimulatedBoard.Current.WakeAfterMilliseconds = (long)time.TotalMilliseconds;
            return EspNativeError.OK;
        }

        public static EspNativeError EnableWakeupByPin(WakeupGpioPin pin, int level)
        {
            SimulatedBoard.Current.WakeByPin(System.Numerics.BitOperations.Log2((ulong)pin), level != 0);
            return EspNativeError.OK;
        }

        /// <summary>Sleeps with the memory powered: the program goes on where it was.</summary>
        public static EspNativeError StartLightSleep()
        {
            SimulatedBoard.Current.SleepLightly();
            return EspNativeError.OK;
        }

        public static void StartDeepSleep()
        {
            SimulatedBoard.Current.EndLife();
        }

        public static WakeupCause GetWakeupCause()
        {
            return SimulatedBoard.Current.WakeupCause;
        }
    }
}

namespace nanoFramework.Runtime.Native
{
    public enum RebootOption
    {
        NormalReboot = 0,
        ClrOnly = 2
    }

    public class Power
    {
        public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot)
        {
            SimulatedBoard.Current.Reboot(); // it returns: the thread keeps its quantum
        }
    }
}
