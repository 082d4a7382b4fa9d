// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Text;

namespace LwM2M.Security.Dtls
{
    /// <summary>
    /// Puts the peer's handshake messages together from their fragments, and in order. A few that come too early are held; what
    /// is repeated, too large, too far ahead or contradicts itself is dropped.
    /// </summary>
    internal sealed class MessageAssembler
    {
        private const int Held = 4;
        private const int MaximumLength = 512;

        private readonly byte[][] _bodies = new byte[Held][];
        private readonly byte[][] _known = new byte[Held][];
        private readonly int[] _types = new int[Held];
        private readonly int[] _missing = new int[Held];

        /// <summary>The message_seq of the next message.</summary>
        internal int Next { get; private set; }

        /// <summary>Expects a message_seq next, and forgets what was held.</summary>
        /// <param name="sequence">The message_seq.</param>
        internal void Expect(int sequence)
        {
            Next = sequence;
            for (int i = 0; i < Held; i++)
            {
                _bodies[i] = null;
            }
        }

        /// <summary>Takes a fragment.</summary>
        /// <param name="buffer">Holds it, header first.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">How many bytes there are.</param>
        /// <returns>The fragment's length with its header; 0 when there is none.</returns>
        internal int Take(byte[] buffer, int at, int count)
        {
            if (count < HandshakeType.HeaderLength)
            {
                return 0;
            }

            int total = (int)BigEndian.Get(buffer, at + 1, 3);
            int ahead = (int)BigEndian.Get(buffer, at + 4, 2) - Next;
            int offset = (int)BigEndian.Get(buffer, at + 6, 3);
            int length = (int)BigEndian.Get(buffer, at + 9, 3);
            if (length > count - HandshakeType.HeaderLength || offset + length > total)
            {
                return 0;
            }

            if (ahead >= 0 && ahead < Held && total <= MaximumLength)
            {
                Place(ahead, buffer[at], total, buffer, at + HandshakeType.HeaderLength, offset, length);
            }

            return HandshakeType.HeaderLength + length;
        }

        /// <summary>Gives the next message when it is whole.</summary>
        /// <param name="type">Its type.</param>
        /// <returns>Its body; null when it is not whole yet.</returns>
        internal byte[] TryGet(out int type)
        {
            byte[] body = _bodies[0];
            type = _types[0];
            if (body == null || _missing[0] > 0)
            {
                return null;
            }

            for (int i = 1; i < Held; i++)
            {
                _bodies[i - 1] = _bodies[i];
                _known[i - 1] = _known[i];
                _types[i - 1] = _types[i];
                _missing[i - 1] = _missing[i];
            }

            _bodies[Held - 1] = null;
            Next++;
            return body;
        }

        private void Place(int slot, int type, int total, byte[] buffer, int at, int offset, int length)
        {
            if (_bodies[slot] == null)
            {
                _bodies[slot] = new byte[total];
                _known[slot] = new byte[(total + 7) / 8];
                _types[slot] = type;
                _missing[slot] = total;
            }

            byte[] body = _bodies[slot];
            if (_types[slot] != type || body.Length != total)
            {
                return;
            }

            byte[] known = _known[slot];
            for (int i = offset; i < offset + length; i++, at++)
            {
                int bit = 1 << (i & 7);
                if ((known[i >> 3] & bit) == 0)
                {
                    known[i >> 3] |= (byte)bit;
                    body[i] = buffer[at];
                    _missing[slot]--;
                }
            }
        }
    }
}
