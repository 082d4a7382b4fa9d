// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of System.Device.Gpio: signatures only, as the device has them.

namespace System.Device.Gpio
{
    public sealed class GpioController : global::System.IDisposable
    {
        public GpioController() => throw null;
        public GpioController(PinNumberingScheme numberingScheme) => throw null;
        public PinNumberingScheme NumberingScheme { get => throw null; }
        public int PinCount { get => throw null; }
        public GpioPin OpenPin(int pinNumber) => throw null;
        public GpioPin OpenPin(int pinNumber, PinMode mode) => throw null;
        public void ClosePin(int pinNumber) => throw null;
        public void Dispose() => throw null;
        public bool IsPinModeSupported(int pinNumber, PinMode mode) => throw null;
        public bool IsPinOpen(int pinNumber) => throw null;
        public PinValue Read(int pinNumber) => throw null;
        public void SetPinMode(int pinNumber, PinMode mode) => throw null;
        public void Write(int pinNumber, PinValue value) => throw null;
    }

    public sealed class GpioPin : global::System.IDisposable
    {
        internal GpioPin() => throw null;
        public global::System.TimeSpan DebounceTimeout { get => throw null; set { } }
        public int PinNumber { get => throw null; }
        public event PinValueChangedEventHandler ValueChanged;
        public PinMode GetPinMode() => throw null;
        public bool IsPinModeSupported(PinMode pinMode) => throw null;
        public void SetPinMode(PinMode value) => throw null;
        public PinValue Read() => throw null;
        public void Write(PinValue value) => throw null;
        public void Toggle() => throw null;
        public void Dispose() => throw null;
    }

    public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

    public enum PinEventTypes : int
    {
        None = 0,
        Rising = 1,
        Falling = 2,
    }

    public enum PinMode : int
    {
        Input = 0,
        InputPullDown = 1,
        InputPullUp = 2,
        Output = 3,
        OutputOpenDrain = 4,
        OutputOpenDrainPullUp = 5,
        OutputOpenSource = 6,
        OutputOpenSourcePullDown = 7,
    }

    public enum PinNumberingScheme : int
    {
        Logical = 0,
        Board = 1,
    }

    public struct PinValue
    {
        public static PinValue High { get => throw null; }
        public static PinValue Low { get => throw null; }
        public static implicit operator PinValue(int value) => throw null;
        public static implicit operator PinValue(bool value) => throw null;
        public static explicit operator byte(PinValue value) => throw null;
        public static explicit operator int(PinValue value) => throw null;
        public static explicit operator bool(PinValue value) => throw null;
        public bool Equals(PinValue other) => throw null;
        public override bool Equals(object obj) => throw null;
        public static bool operator ==(PinValue a, PinValue b) => throw null;
        public static bool operator !=(PinValue a, PinValue b) => throw null;
        public override int GetHashCode() => throw null;
        public override string ToString() => throw null;
    }

    public class PinValueChangedEventArgs : global::nanoFramework.Runtime.Events.BaseEvent
    {
        public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber) => throw null;
        public PinEventTypes ChangeType { get => throw null; }
        public int PinNumber { get => throw null; }
    }
}
