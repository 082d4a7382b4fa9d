// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Simulator.Time;

namespace Simulator.Lora
{
    /// <summary>One frame on the air.</summary>
    public sealed record Transmission(
        ILoraStation Sender, int FrequencyHertz, int SpreadingFactor, int Bandwidth, bool Inverted, byte SyncWord, double PowerDbm, long Start, long End, double PreambleEnd, byte[] Payload, bool HasCrc);

    /// <summary>Something that sends or hears, at a place in metres.</summary>
    public interface ILoraStation
    {
        double X { get; }

        double Y { get; }
    }

    /// <summary>
    /// The channel all radios share: path loss with distance, sensitivity, and capture: of two frames on one channel and
    /// spreading factor the stronger survives by 6 dB. Times are milliseconds.
    /// </summary>
    public sealed class LoraAir
    {
        private const double CaptureDb = 6;
        private const double NoiseFloorDbm = -117; // 125 kHz, 6 dB noise figure

        // At 125 kHz, SF5 to SF12.
        private static readonly double[] s_sensitivityDbm = { -118, -121, -124, -127, -130, -133, -135, -137 };

        private readonly List<SimulatedRadio> _radios = new();
        private readonly List<LoraConcentrator> _concentrators = new();
        private readonly List<Transmission> _active = new();
        private readonly Random _random;

        /// <param name="time">The world's time.</param>
        /// <param name="seed">For losses.</param>
        public LoraAir(SimulatedTime time, int seed)
        {
            Time = time;
            _random = new Random(seed);
        }

        public SimulatedTime Time { get; }

        /// <summary>The share of frames lost for no reason, 0 to 1.</summary>
        public double Loss { get; set; }

        /// <summary>A frame is on the air.</summary>
        public event Action<Transmission> Sent;

        /// <summary>How many receptions another frame has spoilt.</summary>
        public int Collisions { get; private set; }

        internal void Add(SimulatedRadio radio)
        {
            _radios.Add(radio);
        }

        internal void Add(LoraConcentrator concentrator)
        {
            _concentrators.Add(concentrator);
        }

        /// <summary>Puts a frame on the air.</summary>
        public void Begin(Transmission transmission)
        {
            _active.RemoveAll(t => t.End < Time.Now - 5000);
            _active.Add(transmission);
            Sent?.Invoke(transmission);
            foreach (SimulatedRadio radio in _radios.Where(r => r != transmission.Sender))
            {
                radio.OnPreamble(transmission);
            }

            Time.Schedule(transmission.End - Time.Now, () => End(transmission));
        }

        /// <summary>Whether a radio could hear a preamble now.</summary>
        internal bool IsActive(SimulatedRadio listener)
        {
            return _active.Any(t => t.End > Time.Now && listener.Matches(t) && StrengthDbm(t, listener) >= SensitivityDbm(t));
        }

        /// <summary>The strongest signal in a channel now, whatever it is; far below the noise when there is none.</summary>
        internal double StrongestDbm(ILoraStation listener, int hertz, double bandwidth)
        {
            return _active
                .Where(t => t.Sender != listener && t.End > Time.Now && Math.Abs(t.FrequencyHertz - hertz) < bandwidth / 2)
                .Select(t => StrengthDbm(t, listener))
                .DefaultIfEmpty(-200)
                .Max();
        }

        /// <summary>A frame whose preamble still has the five symbols a radio needs that begins to listen now.</summary>
        internal Transmission FindPreamble(SimulatedRadio listener)
        {
            return _active.Find(t => t.Sender != listener && Time.Now <= t.PreambleEnd && listener.Matches(t) && IsHeard(t, listener));
        }

        internal static bool SameChannel(Transmission a, Transmission b)
        {
            return a.SpreadingFactor == b.SpreadingFactor && a.Bandwidth == b.Bandwidth && Math.Abs(a.FrequencyHertz - b.FrequencyHertz) < 50000;
        }

        internal static bool IsHeard(Transmission transmission, ILoraStation listener)
        {
            return StrengthDbm(transmission, listener) >= SensitivityDbm(transmission);
        }

        internal static double StrengthDbm(Transmission transmission, ILoraStation listener)
        {
            double distance = Math.Max(1, Math.Sqrt(Math.Pow(transmission.Sender.X - listener.X, 2) + Math.Pow(transmission.Sender.Y - listener.Y, 2)));
            return transmission.PowerDbm - 127.41 - 10 * 2.08 * Math.Log10(distance / 40);
        }

        internal static double SnrDb(Transmission transmission, ILoraStation listener)
        {
            return Math.Min(10, StrengthDbm(transmission, listener) - NoiseFloorDbm);
        }

        private static double SensitivityDbm(Transmission transmission)
        {
            return s_sensitivityDbm[transmission.SpreadingFactor - 5] + 10 * Math.Log10(Math.Pow(2, transmission.Bandwidth - 7));
        }

        private void End(Transmission transmission)
        {
            foreach (SimulatedRadio radio in _radios.Where(r => r != transmission.Sender))
            {
                if (!radio.IsReceiving(transmission))
                {
                    continue;
                }

                bool spoilt = IsSpoilt(transmission, radio);
                if (_random.NextDouble() < Loss)
                {
                    radio.OnMissed(transmission);
                }
                else
                {
                    radio.OnReceived(transmission, spoilt);
                }
            }

            foreach (LoraConcentrator concentrator in _concentrators.Where(c => c != transmission.Sender && !transmission.Inverted && IsHeard(transmission, c)))
            {
                // Half duplex: what overlaps its own sending is not heard.
                bool busy = _active.Any(t => t.Sender == concentrator && t.Start < transmission.End && t.End > transmission.Start);
                if (!IsSpoilt(transmission, concentrator) && !busy && _random.NextDouble() >= Loss)
                {
                    concentrator.OnReceived(transmission);
                }
            }
        }

        private bool IsSpoilt(Transmission transmission, ILoraStation listener)
        {
            double strength = StrengthDbm(transmission, listener);
            bool spoilt = _active.Any(t => t != transmission && t.Sender != listener && SameChannel(t, transmission)
                && t.Start < transmission.End && t.End > transmission.PreambleEnd && StrengthDbm(t, listener) > strength - CaptureDb);
            Collisions += spoilt ? 1 : 0;
            return spoilt;
        }
    }
}
