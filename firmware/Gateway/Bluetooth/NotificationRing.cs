// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Notified values on their way from the Bluetooth thread to the gateway's loop: fixed slots, the oldest is dropped and
    /// counted when the loop falls behind.
    /// </summary>
    public sealed class NotificationRing
    {
        /// <summary>The longest value kept; longer ones are dropped, and counted.</summary>
        public const int SlotSize = 64;

        /// <summary>The handle of a value that is of no use any more: no characteristic has it.</summary>
        public const int Forgotten = 0;

        private const int Slots = 32;

        private readonly byte[] _values = new byte[Slots * SlotSize];
        private readonly byte[] _lengths = new byte[Slots];
        private readonly byte[] _links = new byte[Slots];
        private readonly int[] _handles = new int[Slots];
        private readonly int[] _dropped;
        private int _first;
        private int _count;

        /// <summary>Creates an empty ring.</summary>
        /// <param name="links">How many links there are.</param>
        public NotificationRing(int links)
        {
            _dropped = new int[links];
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
            lock (_values)
            {
                _dropped[link] += count;
            }
        }

        /// <summary>Puts a value in. Called on the Bluetooth thread.</summary>
        /// <param name="link">Which link.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">The value.</param>
        public void Put(int link, int handle, byte[] value)
        {
            lock (_values)
            {
                if (value.Length > SlotSize)
                {
                    _dropped[link]++;
                    return;
                }

                if (_count == Slots)
                {
                    _dropped[_links[_first]]++;
                    _first = (_first + 1) % Slots;
                    _count--;
                }

                int slot = (_first + _count) % Slots;
                int length = value.Length;
                Array.Copy(value, 0, _values, slot * SlotSize, length);
                _lengths[slot] = (byte)length;
                _links[slot] = (byte)link;
                _handles[slot] = handle;
                _count++;
            }
        }

        /// <summary>Forgets what a link has notified: it has another peripheral next.</summary>
        /// <param name="link">Which link.</param>
        public void Forget(int link)
        {
            lock (_values)
            {
                for (int i = 0; i < _count; i++)
                {
                    int slot = (_first + i) % Slots;
                    _handles[slot] = _links[slot] == link ? Forgotten : _handles[slot];
                }
            }
        }

        /// <summary>Takes the oldest value out.</summary>
        /// <param name="link">Which link.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">Receives the value, room for <see cref="SlotSize"/> bytes.</param>
        /// <returns>Its length, -1 when there is none.</returns>
        public int Take(out int link, out int handle, byte[] value)
        {
            link = 0;
            handle = 0;
            lock (_values)
            {
                if (_count == 0)
                {
                    return -1;
                }

                int slot = _first;
                _first = (_first + 1) % Slots;
                _count--;
                link = _links[slot];
                handle = _handles[slot];
                Array.Copy(_values, slot * SlotSize, value, 0, _lengths[slot]);
                return _lengths[slot];
            }
        }
    }
}
