// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// The requests carried out lately and the short responses to them, so that a request that comes again is answered as before
    /// and not carried out again (RFC 7252 section 4.5). A request that may be carried out twice never takes the place of one
    /// that may not.
    /// </summary>
    public sealed class DuplicateCache
    {
        /// <summary>The message ID is new.</summary>
        public const int Unknown = -1;

        /// <summary>The message ID is known, its response is not kept.</summary>
        public const int NoResponse = 0;

        private const int RecordHead = 6;

        private readonly int _slotSize;
        private readonly int[] _messageIds;
        private readonly Peer[] _peers;
        private readonly long[] _times;
        private readonly int[] _lengths;
        private readonly bool[] _onceOnly;
        private readonly byte[] _responses;
        private int _next;
        private int _newest;

        /// <summary>Creates an empty cache.</summary>
        /// <param name="entries">How many requests are remembered.</param>
        /// <param name="slotSize">The longest response kept whole, in bytes, at least 12: of a longer one the header is.</param>
        public DuplicateCache(int entries, int slotSize)
        {
            _slotSize = slotSize;
            _messageIds = new int[entries];
            _peers = new Peer[entries];
            _times = new long[entries];
            _lengths = new int[entries];
            _onceOnly = new bool[entries];
            _responses = new byte[entries * slotSize];
            for (int i = 0; i < entries; i++)
            {
                _messageIds[i] = -1;
            }
        }

        /// <summary>Looks a message ID up and remembers it when it is new.</summary>
        /// <param name="messageId">The request's message ID.</param>
        /// <param name="peer">Who sent it: two may use the same message ID.</param>
        /// <param name="onceOnly">The request must not be carried out twice: a POST.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="lifetime">EXCHANGE_LIFETIME in milliseconds.</param>
        /// <returns><see cref="Unknown"/> for a new one; else the length of the response kept, or <see cref="NoResponse"/>.</returns>
        public int Check(int messageId, Peer peer, bool onceOnly, long now, int lifetime)
        {
            int index = IndexOf(messageId, peer);
            if (index >= 0 && now - _times[index] <= lifetime)
            {
                return _lengths[index];
            }

            index = index >= 0 ? index : FindRoom(onceOnly, now, lifetime);
            if (index >= 0)
            {
                _messageIds[index] = messageId;
                _peers[index] = peer;
                _times[index] = now;
                _lengths[index] = NoResponse;
                _onceOnly[index] = onceOnly;
                _newest = index;
            }

            return Unknown;
        }

        /// <summary>Keeps the response to a request; of one that is too long the header and the token.</summary>
        /// <param name="messageId">The request's message ID.</param>
        /// <param name="peer">Who sent it.</param>
        /// <param name="buffer">Holds the response from offset 0.</param>
        /// <param name="length">Its length in bytes.</param>
        public void Keep(int messageId, Peer peer, byte[] buffer, int length)
        {
            bool newest = _messageIds[_newest] == messageId && Peer.AreSame(_peers[_newest], peer);
            int index = newest ? _newest : IndexOf(messageId, peer);
            if (index >= 0)
            {
                length = length <= _slotSize ? length : 4 + (buffer[0] & 15);
                Array.Copy(buffer, 0, _responses, index * _slotSize, length);
                _lengths[index] = length;
            }
        }

        /// <summary>Copies the kept response to a buffer.</summary>
        /// <param name="messageId">The request's message ID.</param>
        /// <param name="peer">Who sent it.</param>
        /// <param name="buffer">Where to, from offset 0.</param>
        /// <returns>Its length.</returns>
        public int CopyResponse(int messageId, Peer peer, byte[] buffer)
        {
            int index = IndexOf(messageId, peer);
            Array.Copy(_responses, index * _slotSize, buffer, 0, _lengths[index]);
            return _lengths[index];
        }

        /// <summary>
        /// Writes the last request that must not be carried out twice, with its response, into a record: its sender may repeat it
        /// behind a sleep.
        /// </summary>
        /// <param name="record">The record.</param>
        /// <param name="at">Where.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="utcMilliseconds">The same moment, since 1970-01-01 UTC.</param>
        /// <returns>Where the record goes on; 0 when there is no room.</returns>
        internal int Save(byte[] record, int at, long now, long utcMilliseconds)
        {
            int last = -1;
            for (int i = 0; i < _messageIds.Length; i++)
            {
                bool counts = _onceOnly[i] && _messageIds[i] >= 0 && _peers[i] == null;
                last = counts && (last < 0 || _times[i] > _times[last]) ? i : last;
            }

            int length = last < 0 ? 0 : RecordHead + _lengths[last];
            if (at + 1 + length > record.Length)
            {
                return 0;
            }

            record[at++] = (byte)length;
            if (last >= 0)
            {
                at = BigEndian.Put(record, at, _messageIds[last], 2);
                at = BigEndian.Put(record, at, (utcMilliseconds - now + _times[last]) / 1000, 4);
                Array.Copy(_responses, last * _slotSize, record, at, _lengths[last]);
                at += _lengths[last];
            }

            return at;
        }

        /// <summary>Takes up what <see cref="Save"/> wrote.</summary>
        /// <param name="record">The record.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="utcMilliseconds">The same moment, since 1970-01-01 UTC.</param>
        internal void Load(byte[] record, int at, long now, long utcMilliseconds)
        {
            int length = record[at] - RecordHead;
            if (length >= 0 && length <= _slotSize)
            {
                _messageIds[0] = (int)BigEndian.Get(record, at + 1, 2);
                _times[0] = now - (utcMilliseconds - BigEndian.Get(record, at + 3, 4) * 1000);
                _lengths[0] = length;
                _onceOnly[0] = true;
                Array.Copy(record, at + 1 + RecordHead, _responses, 0, length);
                _next = 1;
            }
        }

        // Entries are used in turn: the next one that may go is the oldest of those. One that must not come twice may take any.
        private int FindRoom(bool onceOnly, long now, int lifetime)
        {
            int index = _next;
            for (int i = 0; i < _messageIds.Length && _onceOnly[index] && now - _times[index] <= lifetime; i++)
            {
                index = index + 1 == _messageIds.Length ? 0 : index + 1;
            }

            if (_onceOnly[index] && now - _times[index] <= lifetime && !onceOnly)
            {
                return -1;
            }

            _next = index + 1 == _messageIds.Length ? 0 : index + 1;
            return index;
        }

        private int IndexOf(int messageId, Peer peer)
        {
            int[] messageIds = _messageIds;
            for (int i = messageIds.Length - 1; i >= 0; i--)
            {
                if (messageIds[i] == messageId && Peer.AreSame(_peers[i], peer))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
