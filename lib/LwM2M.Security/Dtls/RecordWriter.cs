// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;

namespace LwM2M.Security.Dtls
{
    /// <summary>Writes records into a datagram, and sends it. Content is composed where it goes out.</summary>
    internal sealed class RecordWriter
    {
        private readonly DatagramChannel _way;
        private readonly byte[] _buffer;
        private DtlsSession _session;
        private long _plainSequence;
        private int _length;
        private int _contentAt;

        /// <summary>Creates a writer.</summary>
        /// <param name="way">Where datagrams go.</param>
        /// <param name="buffer">Where they are composed; others of the same loop may share it.</param>
        internal RecordWriter(DatagramChannel way, byte[] buffer)
        {
            _way = way;
            _buffer = buffer;
        }

        /// <summary>The buffer a record's content is written to.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Begins a record behind those of the same datagram.</summary>
        /// <param name="session">Whose keys protect it, null for none.</param>
        /// <returns>Where its content goes.</returns>
        internal int Begin(DtlsSession session)
        {
            _session = session;
            _contentAt = _length + RecordType.HeaderLength + (session == null ? 0 : session.PeerId.Length + session.Cipher.ContentOffset);
            return _contentAt;
        }

        /// <summary>Ends the record that was begun.</summary>
        /// <param name="type">The type of its content.</param>
        /// <param name="count">The length of its content in bytes.</param>
        internal void End(int type, int count)
        {
            byte[] buffer = _buffer;
            DtlsSession session = _session;
            int at = _length;
            int idLength = session == null ? 0 : session.PeerId.Length;
            buffer[at] = (byte)(idLength > 0 ? RecordType.ConnectionId : type);
            buffer[at + 1] = RecordType.VersionMajor;
            buffer[at + 2] = RecordType.VersionMinor;
            long number = session == null ? _plainSequence++ : (1L << 48) | session.Counter.Take();
            int header = BigEndian.Put(buffer, at + RecordType.EpochAt, number, 8);
            if (idLength > 0)
            {
                System.Array.Copy(session.PeerId, 0, buffer, header, idLength);
                header += idLength;
                buffer[_contentAt + count++] = (byte)type;
            }

            header += 2;
            int fragment = session == null ? count : session.Cipher.Seal(buffer, at, header - at, count);
            BigEndian.Put(buffer, header - 2, fragment, 2);
            _length = header + fragment;
        }

        /// <summary>Sends the datagram.</summary>
        /// <param name="expects">What may come back.</param>
        internal void Flush(Expects expects)
        {
            int length = _length;
            _length = 0;
            _way.SendTo(null, _buffer, 0, length, expects);
        }
    }
}
