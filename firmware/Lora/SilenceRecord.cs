// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;

namespace Firmware.Lora
{
    /// <summary>
    /// The silence still owed at a wake: to the duty cycle, and between attempts to join. A sleep mostly makes up for all of
    /// it; only when it is too short for that is the rest written, so that the flash does not wear. A pin may end any sleep
    /// at once: up to a minute is not written for that, and taken for owed when a pin does.
    /// </summary>
    public sealed class SilenceRecord
    {
        private const string Record = "airtime";
        private const int Length = 16;
        private const int UnwrittenMilliseconds = 60000;

        private readonly Store _store;
        private readonly Clock _clock;
        private readonly bool _isOfAnotherClock;

        /// <summary>Reads the record.</summary>
        /// <param name="store">Where it is.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="fromSleep">The clock has run on since it was written.</param>
        /// <param name="byPin">A pin has ended the sleep before its time.</param>
        public SilenceRecord(Store store, Clock clock, bool fromSleep, bool byPin)
        {
            _store = store;
            _clock = clock;
            byte[] record = store.Read(Record);
            if (record != null && record.Length == Length)
            {
                _isOfAnotherClock = !fromSleep;
                long since = fromSleep ? clock.UtcMilliseconds - BigEndian.Get(record, 0, 8) : 0;
                DutyCycleMilliseconds = Left(BigEndian.Get(record, 8, 4), since);
                JoinMilliseconds = Left(BigEndian.Get(record, 12, 4), since);
            }

            if (byPin && DutyCycleMilliseconds < UnwrittenMilliseconds)
            {
                DutyCycleMilliseconds = UnwrittenMilliseconds;
            }
        }

        /// <summary>What the duty cycle still asks for.</summary>
        public long DutyCycleMilliseconds { get; }

        /// <summary>How long no join may be tried.</summary>
        public long JoinMilliseconds { get; }

        /// <summary>Writes it, if the sleep does not make up for it.</summary>
        /// <param name="dutyCycleMilliseconds">What the duty cycle asks for.</param>
        /// <param name="joinMilliseconds">How long no join may be tried.</param>
        /// <param name="sleepMilliseconds">How long the device sleeps.</param>
        /// <param name="pinMayWake">A pin may end the sleep at once.</param>
        public void Keep(long dutyCycleMilliseconds, long joinMilliseconds, int sleepMilliseconds, bool pinMayWake)
        {
            int paid = pinMayWake && sleepMilliseconds > UnwrittenMilliseconds ? UnwrittenMilliseconds : sleepMilliseconds;
            int waited = pinMayWake ? 0 : sleepMilliseconds;
            if (dutyCycleMilliseconds > paid || joinMilliseconds > waited || _isOfAnotherClock)
            {
                byte[] record = new byte[Length];
                int at = BigEndian.Put(record, 0, _clock.UtcMilliseconds, 8);
                at = BigEndian.Put(record, at, dutyCycleMilliseconds, 4);
                BigEndian.Put(record, at, joinMilliseconds, 4);
                _store.Write(Record, record, record.Length);
            }
        }

        private static long Left(long owed, long since)
        {
            return since < 0 ? owed : since < owed ? owed - since : 0;
        }
    }
}
