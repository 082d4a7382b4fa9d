// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Text;

namespace LwM2M.Security.Oscore
{
    /// <summary>
    /// Which number a request came or went with, by its token: the answer is bound to it (RFC 8613 section 5.4). Requests make
    /// room for newer ones; observations stay until they are cancelled, and outlive a sleep.
    /// </summary>
    internal sealed class ExchangeTable
    {
        /// <summary>The longest token in bytes.</summary>
        internal const int MaximumToken = 8;

        private const int FirstSlots = 8;
        private const int MostSlots = 32;
        private const int SlotLength = 24;
        private const int TokenLengthAt = 1;
        private const int TokenAt = 2;
        private const int NumberAt = 10;
        private const int MessageIdAt = 15;
        private const int AnsweredAt = 17;
        private const int NotifiedAt = 18;
        private const int NumberLength = 5;

        private byte[] _slots = new byte[FirstSlots * SlotLength];
        private int _next;

        /// <summary>Remembers a request.</summary>
        /// <param name="kind">Whose it is.</param>
        /// <param name="message">Holds it: its message ID and token.</param>
        /// <param name="at">Where the message starts.</param>
        /// <param name="number">Its Partial IV.</param>
        internal void Add(ExchangeKind kind, byte[] message, int at, long number)
        {
            int slot = FindRoom(kind, message, at);
            byte[] slots = _slots;
            int tokenLength = message[at] & 15;
            slots[slot] = (byte)kind;
            slots[slot + TokenLengthAt] = (byte)tokenLength;
            Array.Copy(message, at + 4, slots, slot + TokenAt, tokenLength);
            BigEndian.Put(slots, slot + NumberAt, number, NumberLength);
            Array.Copy(message, at + 2, slots, slot + MessageIdAt, 2);
            slots[slot + AnsweredAt] = 0;
            BigEndian.Put(slots, slot + NotifiedAt, 0, NumberLength);
        }

        /// <summary>Finds a request by the token of a message.</summary>
        /// <param name="own">A request of this side; else one of the peer.</param>
        /// <param name="message">Holds the message.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="before">The slot found before, -1 for the newest.</param>
        /// <returns>A slot, newer ones first; -1 when there is none.</returns>
        internal int Find(bool own, byte[] message, int at, int before)
        {
            int count = _slots.Length / SlotLength;
            int start = before < 0 ? 1 : ((_next - before / SlotLength + count - 1) % count) + 2;
            for (int age = start; age <= count; age++)
            {
                int slot = (_next - age + 2 * count) % count * SlotLength;
                if (_slots[slot] != 0 && IsOwn(_slots[slot]) == own && HasToken(slot, message, at))
                {
                    return slot;
                }
            }

            return -1;
        }

        /// <summary>Finds a request of the peer that has come before: the same message ID, token and number.</summary>
        /// <param name="message">Holds the message.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="number">Its Partial IV.</param>
        /// <returns>A slot, or -1.</returns>
        internal int FindAgain(byte[] message, int at, long number)
        {
            for (int slot = Find(false, message, at, -1); slot >= 0; slot = Find(false, message, at, slot))
            {
                if (NumberOf(slot) == number && _slots[slot + MessageIdAt] == message[at + 2] && _slots[slot + MessageIdAt + 1] == message[at + 3])
                {
                    return slot;
                }
            }

            return -1;
        }

        /// <summary>The Partial IV of a request.</summary>
        /// <param name="slot">Its slot.</param>
        /// <returns>The number.</returns>
        internal long NumberOf(int slot)
        {
            return BigEndian.Get(_slots, slot + NumberAt, NumberLength);
        }

        /// <summary>Whether a request has been answered: another answer needs a number of its own.</summary>
        /// <param name="slot">Its slot.</param>
        /// <returns>True when it has.</returns>
        internal bool IsAnswered(int slot)
        {
            return _slots[slot + AnsweredAt] != 0;
        }

        /// <summary>A request has been answered.</summary>
        /// <param name="slot">Its slot.</param>
        internal void SetAnswered(int slot)
        {
            _slots[slot + AnsweredAt] = 1;
        }

        /// <summary>Whether a notification is newer than those before.</summary>
        /// <param name="slot">The slot of the observation.</param>
        /// <param name="number">The notification's Partial IV.</param>
        /// <returns>False for an old one.</returns>
        internal bool TakeNotification(int slot, long number)
        {
            bool newer = number >= BigEndian.Get(_slots, slot + NotifiedAt, NumberLength);
            if (newer)
            {
                BigEndian.Put(_slots, slot + NotifiedAt, number + 1, NumberLength);
            }

            return newer;
        }

        /// <summary>Forgets a request.</summary>
        /// <param name="slot">Its slot.</param>
        internal void Remove(int slot)
        {
            _slots[slot] = 0;
        }

        /// <summary>Writes the observations.</summary>
        /// <param name="record">Receives them.</param>
        /// <param name="at">Where.</param>
        /// <returns>Where the record goes on.</returns>
        internal int Save(byte[] record, int at)
        {
            int countAt = at++;
            record[countAt] = 0;
            for (int slot = 0; slot < _slots.Length; slot += SlotLength)
            {
                if (_slots[slot] == (byte)ExchangeKind.Observation)
                {
                    Array.Copy(_slots, slot, record, at, SlotLength);
                    at += SlotLength;
                    record[countAt]++;
                }
            }

            return at;
        }

        /// <summary>How many bytes <see cref="Save"/> writes at most.</summary>
        internal int RecordLength
        {
            get { return 1 + _slots.Length; }
        }

        /// <summary>Takes up the observations.</summary>
        /// <param name="record">Holds what <see cref="Save"/> wrote.</param>
        /// <param name="at">Where.</param>
        internal void Load(byte[] record, int at)
        {
            int count = record[at++];
            while (_slots.Length < count * SlotLength)
            {
                Grow();
            }

            Array.Copy(record, at, _slots, 0, count * SlotLength);
            _next = count % (_slots.Length / SlotLength);
        }

        private static bool IsOwn(byte kind)
        {
            return kind == (byte)ExchangeKind.Own || kind == (byte)ExchangeKind.OwnObservation;
        }

        private bool HasToken(int slot, byte[] message, int at)
        {
            int length = message[at] & 15;
            bool same = _slots[slot + TokenLengthAt] == length;
            for (int i = 0; same && i < length; i++)
            {
                same = _slots[slot + TokenAt + i] == message[at + 4 + i];
            }

            return same;
        }

        // The same token takes its own slot again; else the slots are used in turn, around the observations.
        private int FindRoom(ExchangeKind kind, byte[] message, int at)
        {
            if (!IsOwn((byte)kind))
            {
                int again = Find(false, message, at, -1);
                if (again >= 0 && (message[at] & 15) > 0)
                {
                    return again;
                }
            }

            int count = _slots.Length / SlotLength;
            for (int i = 0; i < count; i++)
            {
                int slot = (_next + i) % count * SlotLength;
                if (_slots[slot] < (byte)ExchangeKind.Observation || count == MostSlots)
                {
                    _next = (_next + i + 1) % count;
                    return slot;
                }
            }

            Grow();
            _next = count + 1;
            return count * SlotLength;
        }

        private void Grow()
        {
            byte[] more = new byte[_slots.Length * 2];
            Array.Copy(_slots, 0, more, 0, _slots.Length);
            _slots = more;
        }
    }
}
