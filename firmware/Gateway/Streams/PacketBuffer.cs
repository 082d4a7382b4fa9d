// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

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
        private const int HeadLength = 5; // the packet's length, and when it came
        private const int LongestWait = 3; // periods until a pack nobody fetches makes room

        private byte[] _filling = new byte[Capacity];
        private byte[] _told = new byte[Capacity];
        private int _length;
        private int _toldLength;
        private long _began;
        private long _toldBegan;
        private long _swappedAt;
        private bool _wasTold = true;
        private int _dropped;

        /// <summary>How many bytes the pack takes that is told now, heads included; 0 when there is none.</summary>
        public int Length
        {
            get { return _toldLength; }
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
        /// <param name="utc">When it came, in milliseconds since 1970-01-01 UTC.</param>
        /// <param name="value">The packet.</param>
        /// <param name="length">Its length in bytes, less than 256.</param>
        public void Put(long utc, byte[] value, int length)
        {
            while (_length > 0 && _length + HeadLength + length > Capacity)
            {
                int first = HeadLength + _filling[0];
                _length -= first;
                Array.Copy(_filling, first, _filling, 0, _length);
                _dropped++;
            }

            if (_length == 0)
            {
                _began = utc;
            }

            int after = (int)(utc - _began);
            _filling[_length] = (byte)length;
            for (int i = 1; i < HeadLength; i++, after >>= 8)
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
            if (_length == 0 || gathered < period || (!_wasTold && gathered < period * LongestWait))
            {
                return false;
            }

            for (int at = 0; !_wasTold && at < _toldLength; at += HeadLength + _told[at])
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
            return true;
        }

        /// <summary>Takes the first packet of the pack, or the one behind another.</summary>
        /// <param name="at">0, or where the one before ended; then where this one ends.</param>
        /// <param name="utc">When it came, in milliseconds since 1970-01-01 UTC.</param>
        /// <param name="offset">Where it starts in <see cref="Bytes"/>.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False behind the last: the pack was told.</returns>
        public bool Next(ref int at, out long utc, out int offset, out int length)
        {
            utc = 0;
            offset = 0;
            length = 0;
            if (at >= _toldLength)
            {
                _wasTold = true;
                return false;
            }

            length = _told[at];
            utc = _toldBegan + (_told[at + 1] | (_told[at + 2] << 8) | (_told[at + 3] << 16) | (_told[at + 4] << 24));
            offset = at + HeadLength;
            at = offset + length;
            return true;
        }

        /// <summary>Holds the packets that are told.</summary>
        public byte[] Bytes
        {
            get { return _told; }
        }
    }
}
