// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Simulator.Lora
{
    /// <summary>A radio chip on a board's SPI bus, as the air and the bus see it.</summary>
    public abstract class SimulatedRadio : ILoraStation
    {
        /// <param name="air">The channel it is on.</param>
        protected SimulatedRadio(LoraAir air)
        {
            Air = air;
            air.Add(this);
        }

        /// <summary>Where the board is, in metres.</summary>
        public double X { get; set; }

        public double Y { get; set; }

        public int ChipSelectPin { get; init; } = 18;

        /// <summary>It loses its power, or is reset by a glitch of its line, whenever the processor sleeps.</summary>
        public bool ForgetsInDeepSleep { get; init; }

        /// <summary>SPI transfers so far.</summary>
        public int Transfers { get; protected set; }

        protected LoraAir Air { get; }

        /// <summary>One SPI transfer, chip select low for all of it.</summary>
        internal abstract void Transfer(SpanByte write, SpanByte read);

        /// <summary>Its power was cut: everything is as after a reset.</summary>
        public abstract void CutPower();

        /// <summary>It is set to hear this frame.</summary>
        internal abstract bool Matches(Transmission transmission);

        /// <summary>A preamble begins somewhere: a radio that hears it holds on to it.</summary>
        internal abstract void OnPreamble(Transmission transmission);

        /// <summary>It holds on to this frame.</summary>
        internal abstract bool IsReceiving(Transmission transmission);

        /// <summary>The frame it held on to faded.</summary>
        internal abstract void OnMissed(Transmission transmission);

        /// <summary>The frame it held on to is over.</summary>
        internal abstract void OnReceived(Transmission transmission, bool spoilt);
    }
}
