// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Payloads that could not be sent, oldest first, in one bounded buffer. When it is full the oldest go, and are counted.
    /// </summary>
    internal sealed class PayloadQueue
    {
        // The owner's tag, Content-Format, length.
        private const int HeadLength = 5;

        private readonly int _capacity;
        private byte[] _bytes = new byte[0];

        internal PayloadQueue(int capacity)
        {
            _capacity = capacity;
        }

        /// <summary>How many bytes are taken.</summary>
        internal int Length { get; private set; }

        /// <summary>How many payloads were dropped since the last <see cref="TakeDropped"/>.</summary>
        internal int Dropped { get; private set; }

        /// <summary>Where the payload of the oldest starts in <see cref="Bytes"/>.</summary>
        internal static int PayloadOffset
        {
            get { return HeadLength; }
        }

        internal byte[] Bytes
        {
            get { return _bytes; }
        }

        /// <summary>What its owner calls the oldest.</summary>
        internal int Tag
        {
            get { return _bytes[0]; }
        }

        /// <summary>The Content-Format of the oldest.</summary>
        internal int ContentFormat
        {
            get { return (int)BigEndian.Get(_bytes, 1, 2); }
        }

        /// <summary>The length of the oldest payload.</summary>
        internal int PayloadLength
        {
            get { return (int)BigEndian.Get(_bytes, 3, 2); }
        }

        internal void Add(int tag, int contentFormat, byte[] payload, int offset, int length)
        {
            if (HeadLength + length > _capacity)
            {
                Dropped++;
                return;
            }

            if (_bytes.Length == 0)
            {
                _bytes = new byte[_capacity];
            }

            while (Length + HeadLength + length > _capacity)
            {
                RemoveFirst();
                Dropped++;
            }

            _bytes[Length] = (byte)tag;
            BigEndian.Put(_bytes, Length + 1, contentFormat, 2);
            BigEndian.Put(_bytes, Length + 3, length, 2);
            Array.Copy(payload, offset, _bytes, Length + HeadLength, length);
            Length += HeadLength + length;
        }

        internal void RemoveFirst()
        {
            RemoveAt(0);
        }

        /// <summary>Forgets all of one tag.</summary>
        internal void RemoveOf(int tag)
        {
            int at = 0;
            while (at < Length)
            {
                if (_bytes[at] == tag)
                {
                    RemoveAt(at);
                }
                else
                {
                    at += EntryLength(at);
                }
            }
        }

        internal bool Holds(int tag)
        {
            for (int at = 0; at < Length; at += EntryLength(at))
            {
                if (_bytes[at] == tag)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>How many were dropped; counts anew from here.</summary>
        internal int TakeDropped()
        {
            int dropped = Dropped;
            Dropped = 0;
            return dropped;
        }

        internal int Save(byte[] record, int at)
        {
            BigEndian.Put(record, at, Length, 2);
            Array.Copy(_bytes, 0, record, at + 2, Length);
            return at + 2 + Length;
        }

        /// <summary>Takes up what was saved, if it is whole and there is room.</summary>
        internal void Load(byte[] record, int at)
        {
            int length = (int)BigEndian.Get(record, at, 2);
            if (length == 0 || length > _capacity || length > record.Length - at - 2)
            {
                return;
            }

            _bytes = new byte[_capacity];
            Array.Copy(record, at + 2, _bytes, 0, length);
            Length = length;
            for (int i = 0; i < Length; i += EntryLength(i))
            {
                if (i + HeadLength > Length || i + EntryLength(i) > Length)
                {
                    Length = 0;
                    return;
                }
            }
        }

        /// <summary>Where the record goes on behind a queue that was saved; 0 when it is not whole, or has no beginning.</summary>
        internal static int EndOf(byte[] record, int at)
        {
            int end = at == 0 || at + 2 > record.Length ? 0 : at + 2 + (int)BigEndian.Get(record, at, 2);
            return end > record.Length ? 0 : end;
        }

        private int EntryLength(int at)
        {
            return HeadLength + (int)BigEndian.Get(_bytes, at + 3, 2);
        }

        private void RemoveAt(int at)
        {
            int end = at + EntryLength(at);
            Array.Copy(_bytes, end, _bytes, at, Length - end);
            Length -= end - at;
        }
    }
}
