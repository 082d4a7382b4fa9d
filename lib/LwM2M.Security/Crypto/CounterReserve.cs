// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Security.Crypto
{
    /// <summary>
    /// A number that never comes twice, whatever fails when: numbers are used only below a limit that the owner has written to
    /// its record before, and a life that begins starts at the limit of the last one. A long life asks for more each time, so
    /// that it seldom writes; a short one leaves a small gap.
    /// </summary>
    public sealed class CounterReserve
    {
        private const int MostAhead = 4096;

        private readonly long _last;
        private readonly int _firstAhead;
        private int _ahead;
        private long _next;

        /// <summary>Creates a counter at 0 with nothing reserved.</summary>
        /// <param name="ahead">How many numbers are reserved first.</param>
        /// <param name="last">The largest number there is.</param>
        public CounterReserve(int ahead, long last)
        {
            _firstAhead = ahead;
            _ahead = ahead;
            _last = last;
        }

        /// <summary>All numbers below this may be used.</summary>
        public long Limit { get; private set; }

        /// <summary>The next number, whether it is reserved or not.</summary>
        public long Next
        {
            get { return _next; }
        }

        /// <summary>A limit has to be written before the next number is used.</summary>
        public bool MustReserve
        {
            get { return _next >= Limit; }
        }

        /// <summary>All numbers are used up.</summary>
        public bool IsSpent
        {
            get { return _next > _last; }
        }

        /// <summary>The limit to write before <see cref="Reserve"/>.</summary>
        public long NextLimit
        {
            get { return _next + _ahead > _last ? _last + 1 : _next + _ahead; }
        }

        /// <summary><see cref="NextLimit"/> is written.</summary>
        public void Reserve()
        {
            Limit = NextLimit;
            _ahead = _ahead < MostAhead ? _ahead * 2 : MostAhead;
        }

        /// <summary>Goes on after a sleep, a restart or a power cut.</summary>
        /// <param name="limit">The limit that was written last: all below may have been used.</param>
        public void Resume(long limit)
        {
            _next = limit;
            Limit = limit;
            _ahead = _firstAhead;
        }

        /// <summary>Uses the next number.</summary>
        /// <returns>The number; only when it need not be reserved first.</returns>
        public long Take()
        {
            return _next++;
        }
    }
}
