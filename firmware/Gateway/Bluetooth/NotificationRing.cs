// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Notified values on their way from the Bluetooth thread to the gateway's loop. Each takes as many bytes as it has; the
    /// oldest are dropped and counted when the loop falls behind.
    /// </summary>
    public sealed class NotificationRing
    {
        /// <summary>The longest value there is: an attribute has 512 bytes at most.</summary>
        public const int LongestValue = 512;

        private const int HeadLength = 5; // link, handle, length

        private readonly byte[] _bytes;
        private readonly int[] _dropped;
        private int _first;
        private int _used;

        /// <summary>Creates an empty ring.</summary>
        /// <param name="links">How many links there are.</param>
        /// <param name="capacity">Its size in bytes.</param>
        public NotificationRing(int links, int capacity)
        {
            _dropped = new int[links];
            _bytes = new byte[capacity];
        }

        /// <summary>No value waits.</summary>
        public bool IsEmpty
        {
            get { return _used == 0; }
        }

        /// <summary>How many values of a link were dropped.</summary>
        /// <param name="link">Which link.</param>
        /// <returns>The number since the start.</returns>
        public int Dropped(int link)
        {
            return _dropped[link];
        }

        /// <summary>Counts values of a link that were dropped on their further way.</summary>
        /// <param name="link">Which link.</param>
        /// <param name="count">How many.</param>
        public void CountDropped(int link, int count)
        {
            lock (_bytes)
            {
                _dropped[link] += count;
            }
        }

        /// <summary>Puts a value in. Called on the Bluetooth thread.</summary>
        /// <param name="link">Which link.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">The value.</param>
        /// <returns>False when it is longer than a value can be, or than the ring: it is dropped and counted.</returns>
        public bool Put(int link, int handle, byte[] value)
        {
            lock (_bytes)
            {
                int length = value.Length;
                if (length > LongestValue || HeadLength + length > _bytes.Length)
                {
                    _dropped[link]++;
                    return false;
                }

                while (_used + HeadLength + length > _bytes.Length)
                {
                    _dropped[_bytes[_first]]++;
                    Remove(HeadLength + LengthOfFirst());
                }

                Append(link);
                Append(handle >> 8);
                Append(handle);
                Append(length >> 8);
                Append(length);
                int at = (_first + _used) % _bytes.Length;
                int before = _bytes.Length - at < length ? _bytes.Length - at : length;
                Array.Copy(value, 0, _bytes, at, before);
                Array.Copy(value, before, _bytes, 0, length - before);
                _used += length;
                return true;
            }
        }

        /// <summary>Whether a value of a link still waits.</summary>
        /// <param name="link">Which link.</param>
        /// <returns>True when one does.</returns>
        public bool Holds(int link)
        {
            lock (_bytes)
            {
                for (int at = 0; at < _used; at += HeadLength + ((ByteAt(at + 3) << 8) | ByteAt(at + 4)))
                {
                    if (ByteAt(at) == link)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        /// <summary>Takes the oldest value out.</summary>
        /// <param name="link">Which link.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">Receives the value; a longer array takes the place of one that is too short.</param>
        /// <returns>Its length, -1 when there is none.</returns>
        public int Take(out int link, out int handle, ref byte[] value)
        {
            link = 0;
            handle = 0;
            lock (_bytes)
            {
                if (_used == 0)
                {
                    return -1;
                }

                link = ByteAt(0);
                handle = (ByteAt(1) << 8) | ByteAt(2);
                int length = LengthOfFirst();
                if (value.Length < length)
                {
                    value = new byte[length];
                }

                int at = (_first + HeadLength) % _bytes.Length;
                int before = _bytes.Length - at < length ? _bytes.Length - at : length;
                Array.Copy(_bytes, at, value, 0, before);
                Array.Copy(_bytes, 0, value, before, length - before);
                Remove(HeadLength + length);
                return length;
            }
        }

        private int LengthOfFirst()
        {
            return (ByteAt(3) << 8) | ByteAt(4);
        }

        private int ByteAt(int index)
        {
            return _bytes[(_first + index) % _bytes.Length];
        }

        private void Append(int value)
        {
            _bytes[(_first + _used) % _bytes.Length] = (byte)value;
            _used++;
        }

        private void Remove(int count)
        {
            _first = (_first + count) % _bytes.Length;
            _used -= count;
        }
    }
}
