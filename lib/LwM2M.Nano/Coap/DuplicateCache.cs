// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// Remembers the last requests of a peer by message ID, so that a repeated one is not carried out again
    /// (RFC 7252 section 4.5). Bounded: the oldest entry makes room.
    /// </summary>
    public sealed class DuplicateCache
    {
        /// <summary>The message ID is new.</summary>
        public const int Unknown = -1;

        /// <summary>The request is being worked on, or its response was too long to keep.</summary>
        public const int NoResponse = 0;

        private readonly int _entries;
        private readonly int _slotSize;
        private readonly int[] _messageIds;
        private readonly int[] _sources;
        private readonly long[] _times;
        private readonly int[] _lengths;
        private readonly byte[] _responses;
        private int _next;
        private int _newest;

        /// <summary>Creates an empty cache.</summary>
        /// <param name="entries">How many requests are remembered.</param>
        /// <param name="slotSize">The longest response kept, in bytes; longer ones belong to reads, which can be repeated.</param>
        public DuplicateCache(int entries, int slotSize)
        {
            _entries = entries;
            _slotSize = slotSize;
            _messageIds = new int[entries];
            _sources = new int[entries];
            _times = new long[entries];
            _lengths = new int[entries];
            _responses = new byte[entries * slotSize];
            for (int i = 0; i < entries; i++)
            {
                _messageIds[i] = -1;
            }
        }

        /// <summary>Looks a message ID up and remembers it when it is new.</summary>
        /// <param name="messageId">The request's message ID.</param>
        /// <param name="source">Stands for the sender: two may use the same message ID.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="lifetime">EXCHANGE_LIFETIME in milliseconds.</param>
        /// <returns><see cref="Unknown"/> for a new one; else the length of the response kept, or <see cref="NoResponse"/>.</returns>
        public int Check(int messageId, int source, long now, int lifetime)
        {
            int index = IndexOf(messageId, source);
            if (index >= 0 && now - _times[index] <= lifetime)
            {
                return _lengths[index];
            }

            if (index < 0)
            {
                index = _next;
                _next = index + 1 == _entries ? 0 : index + 1;
            }

            _messageIds[index] = messageId;
            _sources[index] = source;
            _times[index] = now;
            _lengths[index] = NoResponse;
            _newest = index;
            return Unknown;
        }

        /// <summary>Keeps the response to a request, if it is short enough.</summary>
        /// <param name="messageId">The request's message ID.</param>
        /// <param name="source">Stands for the sender.</param>
        /// <param name="buffer">Holds the response.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="length">Its length in bytes.</param>
        public void Keep(int messageId, int source, byte[] buffer, int offset, int length)
        {
            bool newest = _messageIds[_newest] == messageId && _sources[_newest] == source;
            int index = newest ? _newest : IndexOf(messageId, source);
            if (index >= 0 && length <= _slotSize)
            {
                Array.Copy(buffer, offset, _responses, index * _slotSize, length);
                _lengths[index] = length;
            }
        }

        /// <summary>Copies the kept response to a buffer.</summary>
        /// <param name="messageId">The request's message ID.</param>
        /// <param name="source">Stands for the sender.</param>
        /// <param name="buffer">Where to, from offset 0.</param>
        /// <returns>Its length.</returns>
        public int CopyResponse(int messageId, int source, byte[] buffer)
        {
            int index = IndexOf(messageId, source);
            Array.Copy(_responses, index * _slotSize, buffer, 0, _lengths[index]);
            return _lengths[index];
        }

        private int IndexOf(int messageId, int source)
        {
            int[] messageIds = _messageIds;
            for (int i = messageIds.Length - 1; i >= 0; i--)
            {
                if (messageIds[i] == messageId && _sources[i] == source)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
