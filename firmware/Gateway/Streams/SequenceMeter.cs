// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Streams
{
    /// <summary>
    /// The loss of a stream whose packets begin with a number of 16 bits: samples missing of all, in each complete window of 5 s.
    /// Windows follow each other without a gap.
    /// </summary>
    public sealed class SequenceMeter
    {
        private const int WindowMilliseconds = 5000;
        private const int Wrap = 0x10000;
        private const float Kept = 0.5f; // of the windows before
        private const int Restarted = 3; // numbers of before in succession: the sensor counts from the start again

        private int _last = -1;
        private int _backward;
        private int _received;
        private int _missing;
        private float _recentReceived;
        private float _recentMissing;
        private long _windowStart;
        private long _lastAt;

        /// <summary>The ratio of the last complete window, 0 to 1; NaN before the first, and after a reconnect.</summary>
        public float LossRatio { get; private set; } = float.NaN;

        /// <summary>
        /// The ratio a rate is controlled by. One packet of the few in a window is more than a threshold of 2 %: a window that has
        /// lost one counts with those before. NaN before the first.
        /// </summary>
        public float ControlRatio { get; private set; } = float.NaN;

        /// <summary>Whether the stream has gone silent, so that <see cref="LossRatio"/> tells nothing any more.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True after two windows without a packet.</returns>
        public bool IsSilent(long now)
        {
            return now - _lastAt > 2 * WindowMilliseconds;
        }

        /// <summary>The packet taken last has completed a window.</summary>
        public bool IsComplete { get; private set; }

        /// <summary>How many packets were missing in all.</summary>
        public int Gaps { get; private set; }

        /// <summary>The stream was interrupted: the window is void.</summary>
        public void Restart()
        {
            _last = -1;
            _backward = 0;
            _recentReceived = 0;
            _recentMissing = 0;
            LossRatio = float.NaN;
            ControlRatio = float.NaN;
        }

        /// <summary>A packet has come.</summary>
        /// <param name="number">Its number.</param>
        /// <param name="samples">How many samples it has.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when a window was completed.</returns>
        public bool Take(int number, int samples, long now)
        {
            _lastAt = now;
            IsComplete = false;
            if (_last < 0)
            {
                _last = number;
                _windowStart = now;
                _received = 0;
                _missing = 0;
                return false;
            }

            int gap = (number - _last - 1 + Wrap) % Wrap;
            bool again = gap >= Wrap / 2; // one of before
            _backward = again ? _backward + 1 : 0;
            if (_backward == Restarted)
            {
                Restart();
                return Take(number, samples, now);
            }

            bool complete = now - _windowStart >= WindowMilliseconds;
            if (complete)
            {
                LossRatio = _received + _missing == 0 ? float.NaN : (float)_missing / (_received + _missing);
                _recentReceived = _recentReceived * Kept + _received;
                _recentMissing = _recentMissing * Kept + _missing;
                ControlRatio = _missing == 0 || _missing > samples ? LossRatio : _recentMissing / (_recentMissing + _recentReceived);
                _windowStart += (now - _windowStart) / WindowMilliseconds * WindowMilliseconds;
                _received = 0;
                _missing = 0;
            }

            if (!again)
            {
                _missing += gap * samples;
                Gaps += gap;
                _received += samples;
                _last = number;
            }

            IsComplete = complete;
            return complete;
        }
    }
}
