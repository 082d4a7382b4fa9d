// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Simulator.Board;

namespace System.Device.Adc
{
    /// <summary>The ADC of the current board: 12 bits.</summary>
    public class AdcController
    {
        public int MaxValue => 4095;

        public AdcChannel OpenChannel(int channelNumber)
        {
            return new AdcChannel(SimulatedBoard.Current.Analog.TryGetValue(channelNumber, out int value)
                ? value
                : throw new ArgumentException("no such channel"));
        }
    }

    public class AdcChannel : IDisposable
    {
        private readonly int _value;

        internal AdcChannel(int value)
        {
            _value = value;
        }

        public int ReadValue()
        {
            return _value;
        }

        public void Dispose()
        {
        }
    }
}
