// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Regulation
{
    /// <summary>
    /// What has been sent in the last hour, by sub-band, and when the next frame may go. A budget for a sliding hour allows
    /// a burst, as a report and its retry, where "off for so long after each frame" forbids it. The ledger is kept over a
    /// deep sleep, or one hour's budget would be spent twice.
    /// </summary>
    public sealed class DutyCycle
    {
        /// <summary>A frame may never be sent: no sub-band takes it, or it alone is longer than is allowed.</summary>
        public const long Never = -1;

        /// <summary>The room the ledger takes in a record, in bytes.</summary>
        public const int RecordLength = 1 + MaximumEntries * EntryLength;

        private const int MaximumEntries = 24;
        private const int EntryLength = 13;
        private const long HourMilliseconds = 3600000;

        private readonly RadioRules _rules;
        private readonly long[] _ends = new long[MaximumEntries];
        private readonly int[] _airtimes = new int[MaximumEntries];
        private readonly byte[] _bands = new byte[MaximumEntries];
        private int _count;

        /// <summary>Creates an empty ledger.</summary>
        /// <param name="rules">The region's.</param>
        public DutyCycle(RadioRules rules)
        {
            _rules = rules;
        }

        /// <summary>
        /// The part of each hour's budget that may be used at once. What is left of it is for a device that forgets its ledger and
        /// rests instead: it is how fast the used part is made up for. 25 allows a quarter at once and three quarters an hour on end.
        /// </summary>
        public int UsablePercent { get; set; } = 100;

        /// <summary>
        /// How long to be silent before the ledger may be forgotten: as long as the part of the budget that is not used at once
        /// takes to make up for what was sent, so that no sliding hour holds more than the whole, whatever comes after.
        /// </summary>
        /// <param name="utcMilliseconds">Now.</param>
        /// <returns>Milliseconds; an hour when all of the budget may be used at once.</returns>
        public long RestMilliseconds(long utcMilliseconds)
        {
            Forget(utcMilliseconds);
            int making = 100 - UsablePercent;
            long rest = 0;
            for (int band = 0; band < _rules.Count; band++)
            {
                long used = Used(band);
                long needed = making == 0 ? (used > 0 ? HourMilliseconds : 0) : used * 100 / making / _rules[band].DutyCyclePermille;
                rest = needed > rest ? needed : rest;
            }

            return rest;
        }

        /// <summary>Goes on with what is left of <see cref="RestMilliseconds"/> from before a sleep: it counts as sent now.</summary>
        /// <param name="restMilliseconds">Milliseconds.</param>
        /// <param name="utcMilliseconds">Now.</param>
        public void Owe(long restMilliseconds, long utcMilliseconds)
        {
            for (int band = 0; band < _rules.Count && _count < MaximumEntries; band++)
            {
                _ends[_count] = utcMilliseconds;
                _airtimes[_count] = (int)(restMilliseconds * _rules[band].DutyCyclePermille * (100 - UsablePercent) / 100);
                _bands[_count] = (byte)band;
                _count++;
            }
        }

        /// <summary>How long a frame must wait.</summary>
        /// <param name="modulation">How it is sent.</param>
        /// <param name="payloadLength">Its length in bytes.</param>
        /// <param name="utcMilliseconds">Now, since 1970-01-01 UTC.</param>
        /// <returns>Milliseconds, 0 when it may go now, or <see cref="Never"/>.</returns>
        public long WaitFor(Modulation modulation, int payloadLength, long utcMilliseconds)
        {
            int airtime = modulation.AirtimeMicroseconds(payloadLength);
            int band = _rules.Find(modulation);
            long budget = band < 0 ? 0 : 36000L * UsablePercent * _rules[band].DutyCyclePermille; // microseconds
            bool dwells = _rules.MaximumDwellMicroseconds > 0 && modulation.Bandwidth <= Bandwidth.Khz125;
            if (airtime > budget || (dwells && airtime > _rules.MaximumDwellMicroseconds))
            {
                return Never;
            }

            Forget(utcMilliseconds);
            long used = Used(band);
            long wait = 0;
            for (int i = 0; i < _count && used + airtime > budget; i++)
            {
                if (_bands[i] == band)
                {
                    used -= _airtimes[i];
                    wait = _ends[i] + HourMilliseconds - utcMilliseconds;
                }
            }

            return wait < 0 ? 0 : wait;
        }

        /// <summary>Enters a frame that was sent.</summary>
        /// <param name="modulation">How.</param>
        /// <param name="payloadLength">Its length in bytes.</param>
        /// <param name="utcMilliseconds">When it ended.</param>
        public void Record(Modulation modulation, int payloadLength, long utcMilliseconds)
        {
            Forget(utcMilliseconds);
            int band = _rules.Find(modulation);
            if (band < 0)
            {
                return;
            }

            if (_count == MaximumEntries)
            {
                JoinOldest();
            }

            _ends[_count] = utcMilliseconds;
            _airtimes[_count] = modulation.AirtimeMicroseconds(payloadLength);
            _bands[_count] = (byte)band;
            _count++;
        }

        /// <summary>What of a sub-band's hour is used.</summary>
        /// <param name="band">Its index in the rules.</param>
        /// <param name="utcMilliseconds">Now.</param>
        /// <returns>Microseconds.</returns>
        public long UsedMicroseconds(int band, long utcMilliseconds)
        {
            Forget(utcMilliseconds);
            return Used(band);
        }

        /// <summary>Writes the ledger.</summary>
        /// <param name="record">Room for <see cref="RecordLength"/> bytes.</param>
        /// <param name="at">Where to write.</param>
        /// <returns>Where the record goes on.</returns>
        public int Save(byte[] record, int at)
        {
            record[at++] = (byte)_count;
            for (int i = 0; i < _count; i++)
            {
                at = Put(record, at, _ends[i], 8);
                at = Put(record, at, _airtimes[i], 4);
                record[at++] = _bands[i];
            }

            return at;
        }

        /// <summary>Takes a ledger up. One that makes no sense counts as a budget that is spent: it is safe to send too little.</summary>
        /// <param name="record">What <see cref="Save"/> wrote.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="end">Where it ends.</param>
        /// <param name="utcMilliseconds">Now.</param>
        /// <returns>False when the ledger made no sense.</returns>
        public bool Load(byte[] record, int at, int end, long utcMilliseconds)
        {
            int count = at < end ? record[at++] : MaximumEntries + 1;
            if (count > MaximumEntries || at + count * EntryLength > end)
            {
                Spend(utcMilliseconds);
                return false;
            }

            _count = count;
            for (int i = 0; i < count; i++, at += EntryLength)
            {
                _ends[i] = Get(record, at, 8);
                _airtimes[i] = (int)Get(record, at + 8, 4);
                _bands[i] = record[at + 12];
                if (_bands[i] >= _rules.Count || _airtimes[i] < 0)
                {
                    Spend(utcMilliseconds);
                    return false;
                }
            }

            return true;
        }

        private void Spend(long utcMilliseconds)
        {
            _count = _rules.Count;
            for (int i = 0; i < _count; i++)
            {
                long budget = 3600000L * _rules[i].DutyCyclePermille;
                _ends[i] = utcMilliseconds;
                _airtimes[i] = budget > int.MaxValue ? int.MaxValue : (int)budget;
                _bands[i] = (byte)i;
            }
        }

        private long Used(int band)
        {
            long used = 0;
            for (int i = 0; i < _count; i++)
            {
                used += _bands[i] == band ? _airtimes[i] : 0;
            }

            return used;
        }

        // What is over an hour old goes. A clock set back must not hold the radio for longer than an hour.
        private void Forget(long utcMilliseconds)
        {
            int kept = 0;
            for (int i = 0; i < _count; i++)
            {
                _ends[i] = _ends[i] > utcMilliseconds ? utcMilliseconds : _ends[i];
                if (_ends[i] + HourMilliseconds > utcMilliseconds)
                {
                    _ends[kept] = _ends[i];
                    _airtimes[kept] = _airtimes[i];
                    _bands[kept] = _bands[i];
                    kept++;
                }
            }

            _count = kept;
        }

        // Two entries of one sub-band become one that ends when the later did: never less than was sent.
        private void JoinOldest()
        {
            for (int first = 0; first < _count; first++)
            {
                for (int second = first + 1; second < _count; second++)
                {
                    if (_bands[first] == _bands[second])
                    {
                        _airtimes[second] += _airtimes[first];
                        Remove(first);
                        return;
                    }
                }
            }
        }

        private void Remove(int index)
        {
            _count--;
            for (int i = index; i < _count; i++)
            {
                _ends[i] = _ends[i + 1];
                _airtimes[i] = _airtimes[i + 1];
                _bands[i] = _bands[i + 1];
            }
        }

        private static int Put(byte[] buffer, int at, long value, int length)
        {
            for (int shift = (length - 1) * 8; shift >= 0; shift -= 8)
            {
                buffer[at++] = (byte)(value >> shift);
            }

            return at;
        }

        private static long Get(byte[] buffer, int at, int length)
        {
            long value = 0;
            for (int i = 0; i < length; i++)
            {
                value = (value << 8) | buffer[at + i];
            }

            return value;
        }
    }
}
