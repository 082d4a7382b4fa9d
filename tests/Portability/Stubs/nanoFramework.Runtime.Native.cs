// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of nanoFramework.Runtime.Native: signatures only, as the device has them.

namespace System
{
    public static class Environment
    {
        public static long TickCount64 { get => throw null; }
    }
}

namespace nanoFramework.Runtime.Native
{
    public class ConstraintException : global::System.Exception
    {
        public ConstraintException() => throw null;
    }

    public static class ExecutionConstraint
    {
        public static void Install(int timeoutMilliseconds, int priority) => throw null;
    }

    public static class GC
    {
        public static uint Run(bool compactHeap) => throw null;
        public static void EnableGCMessages(bool enable) => throw null;
    }

    public class Power
    {
        public Power() => throw null;
        public static event global::nanoFramework.Runtime.Native.RebootEventHandler OnRebootEvent { add { } remove { } }
        public static void RebootDevice(global::nanoFramework.Runtime.Native.RebootOption rebootOption = (global::nanoFramework.Runtime.Native.RebootOption)0) => throw null;
        public static void RebootDevice(int exeConstraintTimeout, global::nanoFramework.Runtime.Native.RebootOption rebootOption = (global::nanoFramework.Runtime.Native.RebootOption)0) => throw null;
    }

    public delegate void RebootEventHandler();

    public enum RebootOption : int
    {
        NormalReboot = 0,
        EnterNanoBooter = 1,
        ClrOnly = 2,
        EnterProprietaryBooter = 8,
    }

    public static class Rtc
    {
        public static bool SetSystemTime(global::System.DateTime time) => throw null;
    }

    public static class SystemInfo
    {
        public static global::System.Version Version { get => throw null; }
        public static string OEMString { get => throw null; }
        public static byte OEM { get => throw null; }
        public static byte Model { get => throw null; }
        public static ushort SKU { get => throw null; }
        public static string TargetName { get => throw null; }
        public static string Platform { get => throw null; }
        public static global::nanoFramework.Runtime.Native.SystemInfo.FloatingPoint FloatingPointSupport { get => throw null; }

        public enum FloatingPoint : int
        {
            None = 0,
            SinglePrecisionSoftware = 1,
            SinglePrecisionHardware = 2,
            DoublePrecisionSoftware = 3,
            DoublePrecisionHardware = 4,
        }
    }
}
