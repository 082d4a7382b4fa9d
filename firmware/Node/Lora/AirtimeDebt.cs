// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Node.Lora
{
    /// <summary>
    /// The silence the duty cycle still asks for at a wake. A sleep mostly makes up for all that was sent before it; only
    /// when it is too short for that is the rest written, so that the flash does not wear.
    /// </summary>
    public sealed class AirtimeDebt
    {
        private const string Record = "airtime";

        private readonly Store _store;
        private readonly byte[] _record;
        private bool _isOfAnotherClock;

        /// <summary>Reads the record.</summary>
        /// <param name="store">Where it is.</param>
        public AirtimeDebt(Store store)
        {
            _store = store;
            _record = store.Read(Record);
        }

        /// <summary>What is left of it now.</summary>
        /// <param name="fromSleep">The clock has run on since it was written.</param>
        /// <returns>Milliseconds.</returns>
        public long Left(bool fromSleep)
        {
            if (_record == null || _record.Length != 12)
            {
                return 0;
            }

            _isOfAnotherClock = !fromSleep;
            long debt = BigEndian.Get(_record, 8, 4);
            long since = fromSleep ? UtcMilliseconds() - BigEndian.Get(_record, 0, 8) : 0;
            return since < 0 ? debt : since < debt ? debt - since : 0;
        }

        /// <summary>Writes it, if the sleep does not make up for it.</summary>
        /// <param name="restMilliseconds">What the duty cycle asks for.</param>
        /// <param name="sleepMilliseconds">How long the device sleeps.</param>
        public void Keep(long restMilliseconds, int sleepMilliseconds)
        {
            if (restMilliseconds > sleepMilliseconds || _isOfAnotherClock)
            {
                byte[] record = new byte[12];
                BigEndian.Put(record, BigEndian.Put(record, 0, UtcMilliseconds(), 8), restMilliseconds, 4);
                _store.Write(Record, record, record.Length);
            }
        }

        private static long UtcMilliseconds()
        {
            return (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        }
    }
}
