// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;

namespace LwM2M.Objects.Reports
{
    /// <summary>
    /// Values of many moments in little room: of each moment only what has changed is kept, as a difference to the moment before.
    /// Temperature and humidity of a quarter of an hour take four bytes. When it is full, every second moment goes, but never the
    /// first or the last; nothing is averaged or made up.
    /// </summary>
    /// <remarks>
    /// It is sent one resource after the other, with its base name and times relative to the first: so a message holds most. The
    /// first resource is told for every moment, the others where they have changed.
    /// </remarks>
    public sealed class ReportSeries : ReportStore
    {
        private const int HeadLength = 4;
        private const int Slack = 128; // what a writer asks for beyond what a record takes
        private const int LongestWindow = 250;

        private readonly int _capacity;
        private byte[] _bytes = new byte[0];
        private int _length;
        private int _dropped;

        // What is under way: the moments of the window, the resource among them, and from which moment on.
        private int _window;
        private int _column;
        private int _from;
        private int _writtenTo;
        private int _told;

        // Where the next moment is appended.
        private SeriesEncoder _end;

        /// <summary>Creates an empty store.</summary>
        /// <param name="capacity">How many bytes it may take, at most 65,535.</param>
        public ReportSeries(int capacity)
        {
            _capacity = capacity;
        }

        /// <inheritdoc/>
        public override int Length
        {
            get { return _length == 0 ? 0 : HeadLength - 1 + _length; }
        }

        /// <inheritdoc/>
        public override int TakeDropped()
        {
            int dropped = _dropped;
            _dropped = 0;
            return dropped;
        }

        /// <inheritdoc/>
        public override ReportStore NewOne()
        {
            return new ReportSeries(_capacity);
        }

        /// <inheritdoc/>
        public override void Add(ResourceReader values, long seconds)
        {
            SeriesRow row = new SeriesRow();
            row.Read(values, seconds);
            if (row.Count == 0)
            {
                return;
            }

            if (_end == null)
            {
                OpenEnd();
            }

            int tries = 0;
            while (!_end.Append(row))
            {
                if (++tries > 2 || !Thin())
                {
                    _dropped++;
                    OpenEnd();
                    return;
                }
            }

            _length = _end.Length;
        }

        /// <inheritdoc/>
        public override int Write(ResourceWriter writer, byte[] buffer, int offset, int capacity, long nowSeconds)
        {
            byte[] scratch = new byte[capacity + Slack];
            while (_length > 0)
            {
                _window = _window == 0 ? CountWindow() : _window;
                int fitting = WriteColumn(writer, scratch, capacity, nowSeconds, _window);
                _writtenTo = _from + fitting;
                if (_told > 0)
                {
                    WriteColumn(writer, scratch, capacity, nowSeconds, _writtenTo);
                    int length = writer.Close();
                    Array.Copy(scratch, 0, buffer, offset, length);
                    return length;
                }

                if (fitting == 0)
                {
                    RemoveFirst(1); // not even one value fits
                    _dropped++;
                    return 0;
                }

                OnDelivered(); // nothing to tell
            }

            return 0;
        }

        /// <inheritdoc/>
        public override void OnDelivered()
        {
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            int columns = decoder.MoveNext() ? decoder.Row.Count : 0;
            _from = NextToTell(_writtenTo);
            while (_from < 0)
            {
                _column++;
                if (_column >= columns)
                {
                    RemoveFirst(_window);
                    return;
                }

                _from = NextToTell(0);
            }
        }

        /// <inheritdoc/>
        public override bool Thin()
        {
            int rows = CountRows();
            if (rows < 3)
            {
                bool any = rows > 0;
                RemoveFirst(1);
                _dropped += any ? 1 : 0;
                return any;
            }

            Rebuild(0, rows, true);
            return true;
        }

        /// <inheritdoc/>
        public override void Save(byte[] record, int at)
        {
            record[at] = (byte)_window;
            record[at + 1] = (byte)_column;
            record[at + 2] = (byte)_from;
            Array.Copy(_bytes, 0, record, at + HeadLength - 1, _length);
        }

        /// <inheritdoc/>
        public override void Load(byte[] record, int at, int length)
        {
            int bytes = length - (HeadLength - 1);
            if (bytes <= 0 || bytes > _capacity)
            {
                return;
            }

            _bytes = new byte[_capacity];
            Array.Copy(record, at + HeadLength - 1, _bytes, 0, bytes);
            _length = bytes;
            _window = record[at];
            _column = record[at + 1];
            _from = record[at + 2];
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            while (decoder.MoveNext())
            {
            }

            if (decoder.IsBroken)
            {
                _length = 0;
                Restart();
            }
        }

        // How many moments from the first of the window fit; what they hold is written.
        private int WriteColumn(ResourceWriter writer, byte[] scratch, int capacity, long nowSeconds, int last)
        {
            writer.Open(scratch, 0, scratch.Length);
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            SeriesRow before = new SeriesRow();
            int row = 0;
            int fitting = 0;
            long baseTime = 0;
            _told = 0;
            bool more = decoder.MoveNext();
            while (more && row < last)
            {
                SeriesRow now = decoder.Row;
                bool changed = row == 0 || _column == 0 || !now.Equals(before, _column);
                if (row >= _from)
                {
                    if (changed && now.Has(_column))
                    {
                        if (_told == 0)
                        {
                            baseTime = now.Seconds;
                            writer.BaseTime = now.Seconds < ResourceWriter.FirstAbsoluteTime ? Ago(now.Seconds, nowSeconds) : now.Seconds;
                            writer.SetBase(now.Path(_column));
                        }

                        writer.Enter(now.Path(_column));
                        writer.Time = now.Seconds - baseTime;
                        now.WriteTo(writer, _column);
                        writer.Time = 0;
                        if (writer.Overflowed || writer.Length + 2 > capacity)
                        {
                            return fitting;
                        }

                        _told++;
                    }

                    fitting++;
                }

                before.CopyFrom(now);
                row++;
                more = decoder.MoveNext();
            }

            return fitting;
        }

        // The first moment from one on at which the resource is to be told; -1 for none in the window.
        private int NextToTell(int from)
        {
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            for (int row = 0; row < _window && decoder.MoveNext(); row++)
            {
                if (row >= from && decoder.Row.Has(_column) && (_column == 0 || decoder.HasChanged(_column)))
                {
                    return row;
                }
            }

            return -1;
        }

        // A clock that was not set then tells how long ago it was, as long as it still is not set.
        private static long Ago(long seconds, long nowSeconds)
        {
            long ago = nowSeconds - seconds;
            return ago > 0 && ago < ResourceWriter.FirstAbsoluteTime ? -ago : 0;
        }

        // The moments that are told together: so many at most, and of the same resources.
        private int CountWindow()
        {
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            int rows = 0;
            while (rows < LongestWindow && decoder.MoveNext() && (rows == 0 || !decoder.HasNewLayout))
            {
                rows++;
            }

            return rows;
        }

        private int CountRows()
        {
            int rows = 0;
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            while (decoder.MoveNext())
            {
                rows++;
            }

            return rows;
        }

        private void RemoveFirst(int count)
        {
            Rebuild(count, int.MaxValue, false);
        }

        // Writes the moments anew, from one on; every second one only, when they are thinned.
        private void Rebuild(int first, int rows, bool thins)
        {
            byte[] bytes = new byte[_capacity];
            SeriesEncoder encoder = new SeriesEncoder(bytes);
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            for (int row = 0; decoder.MoveNext(); row++)
            {
                bool goes = row < first || (thins && row % 2 == 1 && row < rows - 1);
                _dropped += goes && thins ? 1 : 0;
                if (!goes)
                {
                    encoder.Append(decoder.Row);
                }
            }

            _bytes = bytes;
            _length = encoder.Length;
            _end = encoder;
            Restart();
        }

        private void Restart()
        {
            _window = 0;
            _column = 0;
            _from = 0;
        }

        // An encoder that goes on behind the last moment.
        private void OpenEnd()
        {
            _bytes = _bytes.Length == 0 ? new byte[_capacity] : _bytes;
            _end = new SeriesEncoder(_bytes);
            SeriesDecoder decoder = new SeriesDecoder(_bytes, _length);
            while (decoder.MoveNext())
            {
                _end.GoBehind(decoder.Row, decoder.Interval);
            }

            _end.Length = _length;
        }
    }
}
