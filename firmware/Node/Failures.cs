// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>How many wakes in a row did not reach a server. It is written only when it changes.</summary>
    public sealed class Failures
    {
        /// <summary>From so many on the network or the bootstrap server is asked anew who the device belongs to.</summary>
        public const int Many = 4;

        private const string Record = "failures";
        private const int Most = 6;
        private const int FirstRetrySeconds = 300;

        private readonly Store _store;

        /// <summary>Reads the count.</summary>
        /// <param name="store">Where it is kept.</param>
        public Failures(Store store)
        {
            _store = store;
            byte[] record = store.Read(Record);
            Count = record == null ? 0 : record[0];
        }

        /// <summary>The count, at most 6.</summary>
        public int Count { get; private set; }

        /// <summary>How long to sleep after a failure, in milliseconds: it doubles with each, from 5 minutes to 2 h 40 min.</summary>
        public int RetryMilliseconds
        {
            get { return FirstRetrySeconds * 1000 << (Count - 1); }
        }

        /// <summary>A wake has ended.</summary>
        /// <param name="reached">A server was reached.</param>
        public void Note(bool reached)
        {
            int count = reached ? 0 : Count < Most ? Count + 1 : Most;
            if (count != Count)
            {
                Count = count;
                _store.Write(Record, new byte[] { (byte)count }, 1);
            }
        }
    }
}
