// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Text;

namespace LwM2M.Security.Crypto
{
    /// <summary>
    /// Which numbers of a peer have been taken (RFC 6347 section 4.1.2.6, RFC 8613 section 7.4): a number is looked up before
    /// it is believed, and taken only when the message has turned out genuine.
    /// </summary>
    public sealed class ReplayWindow
    {
        /// <summary>The length of its record in bytes.</summary>
        public const int RecordLength = 16;

        private readonly int _size;
        private ulong _taken;

        /// <summary>Creates a window to which every number is new.</summary>
        /// <param name="size">How far back it looks, at most 64 numbers.</param>
        public ReplayWindow(int size)
        {
            _size = size;
        }

        /// <summary>The largest number taken, -1 for none.</summary>
        public long Newest { get; private set; } = -1;

        /// <summary>Whether a number may be new.</summary>
        /// <param name="number">The number.</param>
        /// <returns>False when it has been taken, or is too old to tell.</returns>
        public bool IsNew(long number)
        {
            long age = Newest - number;
            return age < 0 || (age < _size && (_taken & (1UL << (int)age)) == 0);
        }

        /// <summary>Takes a number, which is new.</summary>
        /// <param name="number">The number.</param>
        public void Take(long number)
        {
            long ahead = number - Newest;
            if (ahead > 0)
            {
                _taken = ahead >= 64 ? 1 : (_taken << (int)ahead) | 1;
                Newest = number;
            }
            else
            {
                _taken |= 1UL << (int)-ahead;
            }
        }

        /// <summary>Takes a number and all before it.</summary>
        /// <param name="number">The number.</param>
        public void Close(long number)
        {
            Newest = number;
            _taken = ulong.MaxValue;
        }

        /// <summary>Writes the window.</summary>
        /// <param name="record">Receives it.</param>
        /// <param name="at">Where.</param>
        /// <returns>Where the record goes on.</returns>
        public int Save(byte[] record, int at)
        {
            at = BigEndian.Put(record, at, Newest, 8);
            return BigEndian.Put(record, at, (long)_taken, 8);
        }

        /// <summary>Takes up a window.</summary>
        /// <param name="record">Holds it.</param>
        /// <param name="at">Where.</param>
        public void Load(byte[] record, int at)
        {
            Newest = BigEndian.Get(record, at, 8);
            _taken = (ulong)BigEndian.Get(record, at + 8, 8);
        }
    }
}
