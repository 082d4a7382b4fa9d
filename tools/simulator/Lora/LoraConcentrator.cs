// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Simulator.Lora
{
    /// <summary>A public network's gateway: hears every channel and spreading factor at once, and nothing while it sends.</summary>
    public sealed class LoraConcentrator : ILoraStation
    {
        private readonly LoraAir _air;

        /// <param name="air">The channel it is on.</param>
        public LoraConcentrator(LoraAir air)
        {
            _air = air;
            air.Add(this);
        }

        /// <summary>An uplink arrived whole.</summary>
        public event Action<Transmission> Received;

        public double X { get; set; } = 60;

        public double Y { get; set; }

        /// <summary>Sends a downlink at once.</summary>
        public void Send(int hertz, int spreadingFactor, int bandwidth, int airtimeMilliseconds, double symbolMilliseconds, byte[] frame, byte syncWord)
        {
            long start = _air.Time.Now;
            _air.Begin(new Transmission(
                this, hertz, spreadingFactor, bandwidth, true, syncWord, 14, start, start + airtimeMilliseconds, start + 7.25 * symbolMilliseconds, frame, false));
        }

        internal void OnReceived(Transmission transmission)
        {
            Received?.Invoke(transmission);
        }
    }
}
