// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Peripherals that could not be connected: each is tried again after 5 s, then after twice as long each time, up to ten
    /// minutes, so that one that never works does not keep the others out. The entry that may be tried first goes when there is no room.
    /// </summary>
    public sealed class BackOff
    {
        private const int Entries = 16;
        private const int FirstMilliseconds = 5000;
        private const int MostDoublings = 7;
        private const int RestMilliseconds = 30000;
        private const int ForgottenMilliseconds = 3600000; // a failure of an hour ago says nothing about today

        private readonly ulong[] _addresses = new ulong[Entries];
        private readonly long[] _notBefore = new long[Entries];
        private readonly byte[] _failures = new byte[Entries];

        /// <summary>Whether a peripheral may be tried.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>False while it is to be left alone.</returns>
        public bool Allows(ulong address, long now)
        {
            int index = Find(address);
            return index < 0 || now >= _notBefore[index];
        }

        /// <summary>A peripheral could not be connected.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Failed(ulong address, long now)
        {
            int index = Find(address);
            if (index < 0)
            {
                index = Oldest();
                _addresses[index] = address;
                _failures[index] = 0;
            }

            if (now - _notBefore[index] > ForgottenMilliseconds)
            {
                _failures[index] = 0;
            }

            _notBefore[index] = now + ((long)FirstMilliseconds << _failures[index]);
            _failures[index] += (byte)(_failures[index] < MostDoublings ? 1 : 0);
        }

        /// <summary>A peripheral has had its turn: others come first.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Rest(ulong address, long now)
        {
            Failed(address, now);
            int index = Find(address);
            _failures[index] = 0;
            _notBefore[index] = now + RestMilliseconds;
        }

        /// <summary>A peripheral is connected.</summary>
        /// <param name="address">Its address.</param>
        public void Succeeded(ulong address)
        {
            int index = Find(address);
            if (index >= 0)
            {
                _addresses[index] = 0;
                _failures[index] = 0;
                _notBefore[index] = 0;
            }
        }

        private int Oldest()
        {
            int oldest = 0;
            for (int i = 1; i < Entries; i++)
            {
                oldest = _notBefore[i] < _notBefore[oldest] ? i : oldest;
            }

            return oldest;
        }

        private int Find(ulong address)
        {
            for (int i = 0; i < Entries; i++)
            {
                if (_addresses[i] == address)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
