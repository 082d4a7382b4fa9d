// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Streams
{
    /// <summary>
    /// The loss of a stream whose packets begin with a number of 16 bits: missing of all, in each complete window of 5 s.
    /// </summary>
    public sealed class SequenceMeter
    {
        private const int WindowMilliseconds = 5000;
        private const int Wrap = 0x10000;

        private const int Restarted = 3; // numbers of before in succession: the sensor counts from the start again

        private int _last = -1;
        private int _backward;
        private int _received;
        private int _missing;
        private long _windowStart;
        private long _lastAt;

        /// <summary>The ratio of the last complete window, 0 to 1; NaN before the first, and after a reconnect.</summary>
        public float LossRatio { get; private set; } = float.NaN;

        /// <summary>Whether the stream has gone silent, so that <see cref="LossRatio"/> tells nothing any more.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True after two windows without a packet.</returns>
        public bool IsSilent(long now)
        {
            return now - _lastAt > 2 * WindowMilliseconds;
        }

        /// <summary>How many packets were missing in all.</summary>
        public int Gaps { get; private set; }

        /// <summary>The stream was interrupted: the window is void.</summary>
        public void Restart()
        {
            _last = -1;
            _backward = 0;
            LossRatio = float.NaN;
        }

        /// <summary>A packet has come.</summary>
        /// <param name="number">Its number.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when a window was completed.</returns>
        public bool Take(int number, long now)
        {
            _lastAt = now;
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
                return Take(number, now);
            }

            bool complete = now - _windowStart >= WindowMilliseconds;
            if (complete)
            {
                LossRatio = _received + _missing == 0 ? float.NaN : (float)_missing / (_received + _missing);
                _windowStart = now;
                _received = 0;
                _missing = 0;
            }

            if (!again)
            {
                _missing += gap;
                Gaps += gap;
                _received++;
                _last = number;
            }

            return complete;
        }
    }
}
