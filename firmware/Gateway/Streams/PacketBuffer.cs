// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Streams
{
    /// <summary>
    /// Packets of a stream with the time each came, gathered until the next notification is due. One half is filled while the
    /// other is the value that is told; they change places when that was told. When the half is full the oldest packet is
    /// dropped and counted.
    /// </summary>
    public sealed class PacketBuffer
    {
        private const int Capacity = 640; // some 25 packets of 20 bytes: 1.5 s of an ECG at 150 Hz
        private const int HeadLength = 6; // the packet's length, and when it came
        private const int LongestWait = 3; // periods until a pack nobody fetches makes room
        private const int Fresh = 2; // periods in which a pack that was told is still offered, to another observer

        private byte[] _filling = new byte[Capacity];
        private byte[] _told = new byte[Capacity];
        private int _length;
        private int _toldLength;
        private long _began;
        private long _toldBegan;
        private long _swappedAt;
        private long _period;
        private bool _wasTold = true;
        private int _dropped;

        /// <summary>The operation that is about to tell the pack.</summary>
        public int Ticket { get; set; } = ObjectRegistry.NobodysTicket;

        /// <summary>Whether there is a pack to be told: one that was not, or was just now.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>True when there is.</returns>
        public bool IsOffered(long now)
        {
            return _toldLength > 0 && (!_wasTold || now - _swappedAt < _period * Fresh);
        }

        /// <summary>An operation has ended: the pack was told if it was the one about to.</summary>
        /// <param name="ticket">The operation.</param>
        public void EndTicket(int ticket)
        {
            _wasTold |= Ticket == ticket;
        }

        /// <summary>How many packets found no room, or were not fetched in time, since the last call.</summary>
        /// <returns>A number of packets.</returns>
        public int TakeDropped()
        {
            int dropped = _dropped;
            _dropped = 0;
            return dropped;
        }

        /// <summary>Adds a packet.</summary>
        /// <param name="now">When it came, in milliseconds of the clock.</param>
        /// <param name="value">The packet.</param>
        /// <param name="length">Its length in bytes; one that is longer than a pack is dropped and counted.</param>
        public void Put(long now, byte[] value, int length)
        {
            if (HeadLength + length > Capacity)
            {
                _dropped++;
                return;
            }

            while (_length > 0 && _length + HeadLength + length > Capacity)
            {
                int first = HeadLength + LengthAt(_filling, 0);
                _length -= first;
                Array.Copy(_filling, first, _filling, 0, _length);
                _dropped++;
            }

            if (_length == 0)
            {
                _began = now;
            }

            int after = (int)(now - _began);
            _filling[_length] = (byte)length;
            _filling[_length + 1] = (byte)(length >> 8);
            for (int i = 2; i < HeadLength; i++, after >>= 8)
            {
                _filling[_length + i] = (byte)after;
            }

            Array.Copy(value, 0, _filling, _length + HeadLength, length);
            _length += HeadLength + length;
        }

        /// <summary>Makes what was gathered the value that is told, when a period is over and the one before was told.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="period">How long to gather, in milliseconds.</param>
        /// <returns>True when there is a new pack.</returns>
        public bool Turn(long now, long period)
        {
            long gathered = now - _swappedAt;
            _period = period;
            if (_length == 0 || gathered < period || (!_wasTold && gathered < period * LongestWait))
            {
                return false;
            }

            for (int at = 0; !_wasTold && at < _toldLength; at += HeadLength + LengthAt(_told, at))
            {
                _dropped++;
            }

            byte[] free = _told;
            _told = _filling;
            _toldLength = _length;
            _toldBegan = _began;
            _filling = free;
            _length = 0;
            _swappedAt = now;
            _wasTold = false;
            Ticket = ObjectRegistry.NobodysTicket;
            return true;
        }

        /// <summary>Takes the first packet of the pack, or the one behind another.</summary>
        /// <param name="at">0, or where the one before ended; then where this one ends.</param>
        /// <param name="came">When it came, in milliseconds of the clock.</param>
        /// <param name="offset">Where it starts in <see cref="Bytes"/>.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False behind the last.</returns>
        public bool Next(ref int at, out long came, out int offset, out int length)
        {
            came = 0;
            offset = 0;
            length = 0;
            if (at >= _toldLength)
            {
                return false;
            }

            length = LengthAt(_told, at);
            came = _toldBegan + (_told[at + 2] | (_told[at + 3] << 8) | (_told[at + 4] << 16) | (_told[at + 5] << 24));
            offset = at + HeadLength;
            at = offset + length;
            return true;
        }

        private static int LengthAt(byte[] packets, int at)
        {
            return packets[at] | (packets[at + 1] << 8);
        }

        /// <summary>Holds the packets that are told.</summary>
        public byte[] Bytes
        {
            get { return _told; }
        }
    }
}
