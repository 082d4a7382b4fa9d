// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.


namespace LwM2M.Objects.Reports
{
    /// <summary>
    /// Appends moments to a series. An entry begins with a number: 0, the moment comes as long behind the one before as that did
    /// behind its own; 1, other resources follow; from 2 on the new interval. Then a bit for each resource that has changed, and
    /// for each of those its value: an even number is the difference to the number before, an odd one its kind and scale, before
    /// the value itself. Numbers have seven bits a byte, the lowest first; the sign is the lowest bit.
    /// </summary>
    internal sealed class SeriesEncoder
    {
        internal const int SameInterval = 0;
        internal const int NewLayout = 1;
        internal const int FirstInterval = 2;
        internal const int PathLength = 8;

        private readonly byte[] _bytes;
        private readonly SeriesRow _last = new SeriesRow();
        private long _interval;
        private int _at;
        private bool _overflowed;

        internal SeriesEncoder(byte[] bytes)
        {
            _bytes = bytes;
        }

        /// <summary>How long the series is.</summary>
        internal int Length
        {
            get { return _at; }
            set { _at = value; }
        }

        /// <summary>Goes on behind a moment that is in the series already.</summary>
        internal void GoBehind(SeriesRow row, long interval)
        {
            _last.CopyFrom(row);
            _interval = interval;
        }

        /// <summary>Appends a moment.</summary>
        /// <returns>False when there is no room: nothing has changed.</returns>
        internal bool Append(SeriesRow row)
        {
            int start = _at;
            _overflowed = false;
            bool newLayout = start == 0 || !row.HasLayoutOf(_last);
            if (newLayout)
            {
                PutLayout(row);
            }
            else
            {
                row.AlignTo(_last);
            }

            long before = newLayout ? 0 : _last.Seconds;
            long interval = row.Seconds - before;
            PutUnsigned(!newLayout && interval == _interval ? SameInterval : FirstInterval + Signed(interval));
            PutChanges(row, newLayout);
            if (_overflowed)
            {
                _at = start;
                return false;
            }

            _interval = newLayout ? 0 : interval;
            _last.CopyFrom(row);
            return true;
        }

        /// <summary>A signed number as one without a sign.</summary>
        internal static ulong Signed(long value)
        {
            return (ulong)((value << 1) ^ (value >> 63));
        }

        private void PutLayout(SeriesRow row)
        {
            PutUnsigned(NewLayout);
            Put(row.Count);
            for (int i = 0; i < row.Count; i++)
            {
                for (int shift = 56; shift >= 0; shift -= 8)
                {
                    Put((int)(row.Path(i) >> shift));
                }
            }
        }

        private void PutChanges(SeriesRow row, bool all)
        {
            for (int first = 0; first < row.Count; first += 8)
            {
                int bits = 0;
                for (int i = first; i < first + 8 && i < row.Count; i++)
                {
                    bits |= all || !row.Equals(_last, i) ? 1 << (i - first) : 0;
                }

                Put(bits);
            }

            for (int i = 0; i < row.Count; i++)
            {
                if (all || !row.Equals(_last, i))
                {
                    PutValue(row, i, all);
                }
            }
        }

        private void PutValue(SeriesRow row, int index, bool whole)
        {
            SeriesKind kind = row.Kinds[index];
            bool isNumber = kind >= SeriesKind.Integer && kind <= SeriesKind.Double;
            if (!whole && isNumber && kind == _last.Kinds[index] && row.Scales[index] == _last.Scales[index])
            {
                PutUnsigned(Signed(row.Numbers[index] - _last.Numbers[index]) << 1);
                return;
            }

            PutUnsigned((ulong)(1 | ((int)kind << 1) | (row.Scales[index] << 5)));
            if (kind >= SeriesKind.Text)
            {
                PutUnsigned((ulong)row.Texts[index].Length);
                for (int i = 0; i < row.Texts[index].Length; i++)
                {
                    Put(row.Texts[index][i]);
                }
            }
            else if (kind != SeriesKind.None)
            {
                PutUnsigned(Signed(row.Numbers[index]));
            }
        }

        private void PutUnsigned(ulong value)
        {
            while (value > 0x7F)
            {
                Put((int)(value & 0x7F) | 0x80);
                value >>= 7;
            }

            Put((int)value);
        }

        private void Put(int value)
        {
            if (_at >= _bytes.Length)
            {
                _overflowed = true;
                return;
            }

            _bytes[_at++] = (byte)value;
        }
    }
}
