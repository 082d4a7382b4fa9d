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
        private const int Length = 20;
        private const int ToleranceMilliseconds = 5000;
        private const int UnwrittenMilliseconds = 60000;

        private readonly Store _store;
        private readonly Clock _clock;
        private readonly bool _isOfAnotherClock;
        private readonly long _readAt;

        /// <summary>Reads the record.</summary>
        /// <param name="store">Where it is.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="fromSleep">The clock has run on since it was written.</param>
        /// <param name="byPin">A pin has ended the sleep before its time.</param>
        public SilenceRecord(Store store, Clock clock, bool fromSleep, bool byPin)
        {
            _store = store;
            _clock = clock;
            _readAt = clock.Milliseconds;
            byte[] record = store.Read(Record);
            if (record != null && record.Length == Length)
            {
                _isOfAnotherClock = !fromSleep;
                long since = fromSleep ? clock.UtcMilliseconds - BigEndian.Get(record, 0, 8) : 0;
                DutyCycleMilliseconds = Left(BigEndian.Get(record, 8, 4), since);
                JoinMilliseconds = Left(BigEndian.Get(record, 12, 4), since);
                UplinkMilliseconds = Left(BigEndian.Get(record, 16, 4), since);
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

        /// <summary>How long the network has ordered silence.</summary>
        public long UplinkMilliseconds { get; }

        /// <summary>Writes it, if the sleep does not make up for it and it is not what was read.</summary>
        /// <param name="dutyCycleMilliseconds">What the duty cycle asks for.</param>
        /// <param name="joinMilliseconds">How long no join may be tried.</param>
        /// <param name="uplinkMilliseconds">How long the network has ordered silence.</param>
        /// <param name="sleepMilliseconds">How long the device sleeps.</param>
        /// <param name="pinMayWake">A pin may end the sleep at once.</param>
        public void Keep(long dutyCycleMilliseconds, long joinMilliseconds, long uplinkMilliseconds, int sleepMilliseconds, bool pinMayWake)
        {
            int paid = pinMayWake && sleepMilliseconds > UnwrittenMilliseconds ? UnwrittenMilliseconds : sleepMilliseconds;
            int waited = pinMayWake ? 0 : sleepMilliseconds;
            bool owes = dutyCycleMilliseconds > paid || joinMilliseconds > waited || uplinkMilliseconds > waited;
            long passed = _clock.Milliseconds - _readAt;
            bool known = dutyCycleMilliseconds <= paid && IsKnown(joinMilliseconds, JoinMilliseconds - passed) && IsKnown(uplinkMilliseconds, UplinkMilliseconds - passed);
            if ((owes && !known) || _isOfAnotherClock)
            {
                byte[] record = new byte[Length];
                int at = BigEndian.Put(record, 0, _clock.UtcMilliseconds, 8);
                at = BigEndian.Put(record, at, dutyCycleMilliseconds, 4);
                at = BigEndian.Put(record, at, joinMilliseconds, 4);
                BigEndian.Put(record, at, uplinkMilliseconds, 4);
                _store.Write(Record, record, record.Length);
            }
        }

        // The record says so already: the same moment, seen from later.
        private static bool IsKnown(long milliseconds, long recorded)
        {
            return milliseconds == 0 || (milliseconds - recorded < ToleranceMilliseconds && recorded - milliseconds < ToleranceMilliseconds);
        }

        private static long Left(long owed, long since)
        {
            return since < 0 ? owed : since < owed ? owed - since : 0;
        }
    }
}
