// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;

namespace Simulator.Lorawan
{
    /// <summary>
    /// A region as a network server knows it (RP002-1.0.4): what an uplink's data rate and channel are, how long it may be, and
    /// where and how its windows listen.
    /// </summary>
    public sealed class NetworkRegion
    {
        private readonly (int SpreadingFactor, int Bandwidth, int Longest)[] _rates;
        private readonly int[] _offsetRow; // the downlink data rate without an offset, by uplink data rate
        private readonly int _lowestDown;
        private readonly int _highestDown;
        private readonly bool _hasNegativeOffsets;

        private NetworkRegion(string name, (int, int, int)[] rates, int[] offsetRow, int lowestDown, int highestDown, bool hasNegativeOffsets, int secondHertz, int secondRate, int wideRate)
        {
            Name = name;
            _rates = rates;
            _offsetRow = offsetRow;
            _lowestDown = lowestDown;
            _highestDown = highestDown;
            _hasNegativeOffsets = hasNegativeOffsets;
            SecondHertz = secondHertz;
            SecondRate = secondRate;
            WideRate = wideRate;
        }

        public string Name { get; }

        public int SecondHertz { get; }

        public int SecondRate { get; }

        /// <summary>The uplink data rate of the 500 kHz channels, -1 in a region of its own list.</summary>
        public int WideRate { get; }

        /// <summary>72 channels that are only switched on and off.</summary>
        public bool IsFixed => WideRate >= 0;

        // 7, 8 and 9 stand for 125, 250 and 500 kHz.
        public static NetworkRegion Find(string name)
        {
            (int, int, int)[] six = { (12, 7, 51), (11, 7, 51), (10, 7, 51), (9, 7, 115), (8, 7, 242), (7, 7, 242), (7, 8, 242) };
            (int, int, int)[] asia = { (12, 7, 51), (11, 7, 51), (10, 7, 115), (9, 7, 115), (8, 7, 242), (7, 7, 242), (7, 8, 242) };
            (int, int, int)[] wideDown = { (12, 9, 53), (11, 9, 129), (10, 9, 242), (9, 9, 242), (8, 9, 242), (7, 9, 242) };
            (int, int, int)[] us = new[] { (10, 7, 11), (9, 7, 53), (8, 7, 125), (7, 7, 242), (8, 9, 242), (0, 0, 0), (0, 0, 0), (0, 0, 0) }.Concat(wideDown).ToArray();
            (int, int, int)[] au = new[] { (12, 7, 51), (11, 7, 51), (10, 7, 51), (9, 7, 115), (8, 7, 242), (7, 7, 242), (8, 9, 242), (0, 0, 0) }.Concat(wideDown).ToArray();
            int[] same = { 0, 1, 2, 3, 4, 5, 6 };
            return name switch
            {
                "EU868" => new NetworkRegion(name, six, same, 0, 6, false, 869525000, 0, -1),
                "IN865" => new NetworkRegion(name, six[..6], same, 0, 5, true, 866550000, 2, -1),
                "KR920" => new NetworkRegion(name, six[..6], same, 0, 5, false, 921900000, 0, -1),
                "AS923" => new NetworkRegion(name, asia, same, 0, 6, true, 923200000, 2, -1),
                "US915" => new NetworkRegion(name, us, new[] { 10, 11, 12, 13, 14 }, 8, 13, false, 923300000, 8, 4),
                "AU915" => new NetworkRegion(name, au, new[] { 8, 9, 10, 11, 12, 13, 14 }, 8, 13, false, 923300000, 8, 6),
                _ => throw new ArgumentException("no region " + name)
            };
        }

        /// <summary>The data rate of a modulation, -1 for none.</summary>
        public int RateOf(int spreadingFactor, int bandwidth)
        {
            return Array.FindIndex(_rates, r => r.SpreadingFactor == spreadingFactor && r.Bandwidth == bandwidth);
        }

        /// <summary>The longest application payload at a data rate, without options.</summary>
        public int Longest(int rate)
        {
            return rate < 0 || rate >= _rates.Length ? 0 : _rates[rate].Longest;
        }

        public (int SpreadingFactor, int Bandwidth) Modulation(int rate)
        {
            return (_rates[rate].SpreadingFactor, _rates[rate].Bandwidth);
        }

        /// <summary>The channel of a frequency in a fixed plan: 64 to 71 are the 500 kHz ones.</summary>
        public int ChannelOf(int hertz, int bandwidth)
        {
            int first = Name == "US915" ? 902300000 : 915200000;
            int wide = Name == "US915" ? 903000000 : 915900000;
            return !IsFixed ? 0 : bandwidth == 9 ? 64 + (hertz - wide + 800000) / 1600000 : (hertz - first + 100000) / 200000;
        }

        /// <summary>Where the first window listens behind an uplink.</summary>
        public int FirstHertz(int hertz, int bandwidth)
        {
            return IsFixed ? 923300000 + 600000 * (ChannelOf(hertz, bandwidth) % 8) : hertz;
        }

        /// <summary>The data rate of the first window.</summary>
        public int FirstRate(int uplinkRate, int offset)
        {
            int effective = _hasNegativeOffsets && offset > 5 ? 5 - offset : offset;
            return Math.Clamp(_offsetRow[uplinkRate] - effective, _lowestDown, _highestDown);
        }
    }
}
