// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using Simulator.Board;

namespace System.Device.Gpio
{
    public enum PinMode
    {
        Input = 0,
        InputPullDown = 1,
        InputPullUp = 2,
        Output = 3
    }

    [Flags]
    public enum PinEventTypes
    {
        None = 0,
        Rising = 1,
        Falling = 2
    }

    /// <summary>High or low.</summary>
    public readonly struct PinValue : IEquatable<PinValue>
    {
        private readonly bool _high;

        private PinValue(bool high)
        {
            _high = high;
        }

        public static PinValue High => new(true);

        public static PinValue Low => new(false);

        public static implicit operator PinValue(bool value)
        {
            return new PinValue(value);
        }

        public static explicit operator bool(PinValue value)
        {
            return value._high;
        }

        public static bool operator ==(PinValue a, PinValue b)
        {
            return a._high == b._high;
        }

        public static bool operator !=(PinValue a, PinValue b)
        {
            return a._high != b._high;
        }

        public bool Equals(PinValue other)
        {
            return _high == other._high;
        }

        public override bool Equals(object obj)
        {
            return obj is PinValue other && Equals(other);
        }

        public override int GetHashCode()
        {
            return _high ? 1 : 0;
        }
    }

    public class PinValueChangedEventArgs
    {
        public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
        {
            ChangeType = changeType;
            PinNumber = pinNumber;
        }

        public PinEventTypes ChangeType { get; }

        public int PinNumber { get; }
    }

    public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

    /// <summary>The pins of the current board.</summary>
    public sealed class GpioController : IDisposable
    {
        public GpioPin OpenPin(int pinNumber, PinMode mode)
        {
            return new GpioPin(SimulatedBoard.Current.Pin(pinNumber), mode);
        }

        public void Dispose()
        {
        }
    }

    /// <summary>A pin as the device has it: interrupts on both edges, none when the level is what it was.</summary>
    public sealed class GpioPin : IDisposable
    {
        private readonly SimulatedPin _line;
        private readonly PinMode _mode;

        internal GpioPin(SimulatedPin line, PinMode mode)
        {
            _line = line;
            _mode = mode;
            line.Changed += OnChanged;
        }

        public event PinValueChangedEventHandler ValueChanged;

        public int PinNumber => _line.Number;

        public PinValue Read()
        {
            return _line.Level;
        }

        public void Write(PinValue value)
        {
            if (_mode != PinMode.Output)
            {
                throw new InvalidOperationException("pin is no output");
            }

            _line.Drive((bool)value);
        }

        public void Dispose()
        {
            _line.Changed -= OnChanged;
        }

        private void OnChanged(bool level)
        {
            if (_mode != PinMode.Output)
            {
                ValueChanged?.Invoke(this, new PinValueChangedEventArgs(level ? PinEventTypes.Rising : PinEventTypes.Falling, PinNumber));
            }
        }
    }
}

namespace Simulator.Board
{
    /// <summary>A line of a board, driven by the board or by a chip on it.</summary>
    public sealed class SimulatedPin
    {
        public SimulatedPin(int number)
        {
            Number = number;
        }

        public event Action<bool> Changed;

        public int Number { get; }

        public bool Level { get; private set; }

        /// <summary>Sets the level; an equal one is no edge.</summary>
        public void Drive(bool level)
        {
            if (level != Level)
            {
                Level = level;
                Changed?.Invoke(level);
            }
        }
    }

    /// <summary>The lines a board has used so far.</summary>
    public sealed class SimulatedPins
    {
        private readonly Dictionary<int, SimulatedPin> _pins = new();

        public SimulatedPin this[int number]
        {
            get
            {
                if (!_pins.TryGetValue(number, out SimulatedPin pin))
                {
                    pin = new SimulatedPin(number);
                    _pins[number] = pin;
                }

                return pin;
            }
        }
    }
}
