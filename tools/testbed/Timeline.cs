// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using Simulator.Board;
using Simulator.Time;

namespace Testbed
{
    /// <summary>When a board was awake, as a strip of the last minute, a column a second.</summary>
    public sealed class Timeline
    {
        private const int Columns = 60;

        private readonly SimulatedTime _time;
        private readonly List<(long At, bool Awake)> _changes = new();

        public Timeline(SimulatedTime time, SimulatedBoard board)
        {
            _time = time;
            board.PowerChanged += awake =>
            {
                lock (_changes)
                {
                    _changes.Add((_time.Now, awake));
                }
            };
        }

        public override string ToString()
        {
            char[] strip = new char[Columns];
            long start = _time.Now - Columns * 1000L;
            lock (_changes)
            {
                for (int i = 0; i < Columns; i++)
                {
                    strip[i] = WasAwake(start + i * 1000L, start + (i + 1) * 1000L) ? '█' : '·';
                }
            }

            return new string(strip);
        }

        private bool WasAwake(long from, long to)
        {
            bool awake = false;
            foreach ((long at, bool now) in _changes)
            {
                if (at >= to)
                {
                    break;
                }

                awake = now || (at >= from && awake);
            }

            return awake;
        }
    }
}
