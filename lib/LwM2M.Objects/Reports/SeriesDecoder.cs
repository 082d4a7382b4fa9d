// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Objects.Reports
{
    /// <summary>Goes through a series moment by moment; its format is the <see cref="SeriesEncoder"/>'s.</summary>
    internal sealed class SeriesDecoder
    {
        private readonly byte[] _bytes;
        private readonly int _end;
        private int _at;
        private int _changed;

        internal SeriesDecoder(byte[] bytes, int length)
        {
            _bytes = bytes;
            _end = length;
        }

        /// <summary>The present moment.</summary>
        internal SeriesRow Row { get; } = new SeriesRow();

        /// <summary>How long it came behind the one before, in seconds.</summary>
        internal long Interval { get; private set; }

        /// <summary>Its resources are others than those of the moment before.</summary>
        internal bool HasNewLayout { get; private set; }

        /// <summary>The series makes no sense.</summary>
        internal bool IsBroken { get; private set; }

        /// <summary>A resource's value is another than at the moment before.</summary>
        internal bool HasChanged(int index)
        {
            return (_changed & (1 << index)) != 0;
        }

        /// <summary>Steps to the next moment.</summary>
        internal bool MoveNext()
        {
            if (_at >= _end || IsBroken)
            {
                return false;
            }

            ulong code = TakeUnsigned();
            HasNewLayout = code == SeriesEncoder.NewLayout;
            if (HasNewLayout)
            {
                TakeLayout();
                Row.Seconds = 0;
                code = TakeUnsigned();
            }

            long interval = code == SeriesEncoder.SameInterval ? Interval : FromSigned(code - SeriesEncoder.FirstInterval);
            Row.Seconds += interval;
            Interval = HasNewLayout ? 0 : interval;
            TakeChanges();
            return !IsBroken;
        }

        private void TakeLayout()
        {
            int count = Take();
            if (count == 0 || count > SeriesRow.MaximumCount || _at + count * SeriesEncoder.PathLength > _end)
            {
                IsBroken = true;
                return;
            }

            Row.SetLayout(count);
            for (int i = 0; i < count; i++)
            {
                long path = 0;
                for (int k = 0; k < SeriesEncoder.PathLength; k++)
                {
                    path = (path << 8) | (long)Take();
                }

                Row.SetPath(i, path);
            }
        }

        private void TakeChanges()
        {
            _changed = 0;
            for (int first = 0; first < Row.Count; first += 8)
            {
                _changed |= Take() << first;
            }

            for (int i = 0; i < Row.Count && !IsBroken; i++)
            {
                if (HasChanged(i))
                {
                    TakeValue(i);
                }
            }
        }

        private void TakeValue(int index)
        {
            ulong head = TakeUnsigned();
            if ((head & 1) == 0)
            {
                IsBroken |= Row.Kinds[index] < SeriesKind.Integer || Row.Kinds[index] > SeriesKind.Double;
                Row.Numbers[index] += FromSigned(head >> 1);
                return;
            }

            SeriesKind kind = (SeriesKind)((int)(head >> 1) & 15);
            Row.Kinds[index] = kind;
            Row.Scales[index] = (byte)((int)(head >> 5) & 15);
            if (kind > SeriesKind.Opaque)
            {
                IsBroken = true;
            }
            else if (kind >= SeriesKind.Text)
            {
                TakeText(index);
            }
            else if (kind != SeriesKind.None)
            {
                Row.Numbers[index] = FromSigned(TakeUnsigned());
            }
        }

        private void TakeText(int index)
        {
            ulong length = TakeUnsigned();
            if (length > (ulong)(_end - _at))
            {
                IsBroken = true;
                return;
            }

            byte[] text = new byte[(int)length];
            System.Array.Copy(_bytes, _at, text, 0, text.Length);
            _at += text.Length;
            Row.Texts[index] = text;
        }

        private ulong TakeUnsigned()
        {
            ulong value = 0;
            int shift = 0;
            int next = Take();
            while ((next & 0x80) != 0 && shift < 63)
            {
                value |= (ulong)(next & 0x7F) << shift;
                shift += 7;
                next = Take();
            }

            return value | ((ulong)(next & 0x7F) << shift);
        }

        private int Take()
        {
            if (_at >= _end)
            {
                IsBroken = true;
                return 0;
            }

            return _bytes[_at++];
        }

        private static long FromSigned(ulong value)
        {
            return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }
}
