// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Bluetooth;
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
        internal void OnWindow(PeripheralLink link, LinkStream stream)
        {
            float loss = stream.Meter.ControlRatio;
            if (_maximum == 0 || stream.RateHandle == 0 || float.IsNaN(loss))
            {
                return;
            }

            int rate = SamplingRate.Next(stream.RateHertz, loss, _minimum, _maximum);
            byte[] value = { (byte)rate, (byte)(rate >> 8) };
            if (rate != stream.RateHertz && link.Enqueue(ObjectRegistry.NobodysTicket, GattRequest.Write, stream.RateHandle, value) != null)
            {
                stream.RateHertz = rate;
            }
        }
    }
}
