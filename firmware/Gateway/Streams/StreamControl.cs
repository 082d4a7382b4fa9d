// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Status;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Streams
{
    /// <summary>Lets the sampling rates of streams follow what their links can carry, when no server does it.</summary>
    internal sealed class StreamControl
    {
        private readonly int _minimum;
        private readonly int _maximum;

        /// <param name="minimum">The lowest rate, in hertz.</param>
        /// <param name="maximum">The highest rate, in hertz; 0 to leave all rates alone.</param>
        internal StreamControl(int minimum, int maximum)
        {
            _minimum = minimum;
            _maximum = maximum;
        }

        /// <summary>A window of a stream is complete: the rate for the next one is written.</summary>
        internal void OnWindow(PeripheralStatus peripheral)
        {
            float loss = peripheral.Meter.LossRatio;
            if (_maximum == 0 || peripheral.RateHandle == 0 || float.IsNaN(loss))
            {
                return;
            }

            int rate = SamplingRate.Next(peripheral.RateHertz, loss, _minimum, _maximum);
            if (rate == peripheral.RateHertz)
            {
                return;
            }

            byte[] value = { (byte)rate, (byte)(rate >> 8) };
            if (peripheral.Link.Enqueue(ObjectRegistry.NobodysTicket, GattRequest.Write, peripheral.RateHandle, value) != null)
            {
                peripheral.RateHertz = rate;
            }
        }
    }
}
