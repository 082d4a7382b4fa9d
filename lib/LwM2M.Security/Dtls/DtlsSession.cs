// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>What both sides have agreed on, and how far their numbers have come: all that must survive a sleep.</summary>
    internal sealed class DtlsSession
    {
        /// <summary>The longest Connection ID that is taken, in bytes.</summary>
        internal const int MaximumId = 32;

        /// <summary>The length of a master secret in bytes.</summary>
        internal const int MasterLength = 48;

        /// <summary>The largest record in bytes.</summary>
        internal const int MaximumRecord = 2 + 4 + 2 + CbcCipher.KeysLength + 6 + ReplayWindow.RecordLength + 3 * (MaximumId + 1) + MasterLength;

        private const int Version = 1;
        private const int Clean = 1;
        private const int EncryptThenMac = 2;
        private const int Window = 64;
        private const int FirstAhead = 32;

        private readonly byte[] _keys;
        private readonly bool _encryptThenMac;

        internal DtlsSession(int suite, bool encryptThenMac, byte[] keys, byte[] peerId, byte[] ownId, byte[] sessionId, byte[] master, Ccm ccm)
        {
            Cipher = RecordCipher.Create(suite, encryptThenMac, keys, ccm);
            _keys = keys;
            _encryptThenMac = encryptThenMac;
            PeerId = peerId;
            OwnId = ownId;
            SessionId = sessionId;
            Master = master;
        }

        /// <summary>Protects its records.</summary>
        internal RecordCipher Cipher { get; }

        /// <summary>The Connection ID the peer wants in records to it; empty for none.</summary>
        internal byte[] PeerId { get; }

        /// <summary>The Connection ID the peer writes in its records; empty for none.</summary>
        internal byte[] OwnId { get; }

        /// <summary>Names it where it can be resumed; empty where it cannot.</summary>
        internal byte[] SessionId { get; }

        /// <summary>The master secret, kept where it can be resumed; else empty.</summary>
        internal byte[] Master { get; }

        /// <summary>Numbers the records to the peer.</summary>
        internal CounterReserve Counter { get; } = new CounterReserve(FirstAhead, RecordType.LastSequence);

        /// <summary>Which records of the peer have been taken.</summary>
        internal ReplayWindow Received { get; } = new ReplayWindow(Window);

        /// <summary>Writes the session.</summary>
        /// <param name="record">Receives it, room for <see cref="MaximumRecord"/> bytes.</param>
        /// <param name="fingerprint">Stands for the account: a session made under another is not taken up.</param>
        /// <param name="limit">All numbers below may have been used.</param>
        /// <param name="clean">Nothing is received any more before the next life.</param>
        /// <returns>Its length in bytes.</returns>
        internal int Save(byte[] record, int fingerprint, long limit, bool clean)
        {
            record[0] = Version;
            record[1] = (byte)((clean ? Clean : 0) | (_encryptThenMac ? EncryptThenMac : 0));
            int at = BigEndian.Put(record, 2, fingerprint, 4);
            at = BigEndian.Put(record, at, Cipher.Suite, 2);
            System.Array.Copy(_keys, 0, record, at, _keys.Length);
            at = BigEndian.Put(record, at + _keys.Length, limit, 6);
            at = Received.Save(record, at);
            at = Put(record, at, PeerId);
            at = Put(record, at, OwnId);
            at = Put(record, at, SessionId);
            System.Array.Copy(Master, 0, record, at, Master.Length);
            return at + Master.Length;
        }

        /// <summary>Takes a session up.</summary>
        /// <param name="record">What <see cref="Save"/> wrote, or null.</param>
        /// <param name="fingerprint">Stands for the account.</param>
        /// <param name="ccm">The AES-CCM worker.</param>
        /// <returns>
        /// The session; null when there is none, when it is another account's or another version's, or when the last life did not
        /// end as it should: what was received in it is not known then, so that it could come again.
        /// </returns>
        internal static DtlsSession Load(byte[] record, int fingerprint, Ccm ccm)
        {
            if (record == null || record.Length < 8 || record[0] != Version || (record[1] & Clean) == 0 || (int)BigEndian.Get(record, 2, 4) != fingerprint)
            {
                return null;
            }

            int suite = (int)BigEndian.Get(record, 6, 2);
            int at = 8 + RecordCipher.KeyBlockLength(suite);
            int windowAt = at + 6;
            byte[] keys = Derivation.Slice(record, 8, at - 8);
            int idsAt = windowAt + ReplayWindow.RecordLength;
            byte[] peerId = Get(record, ref idsAt);
            byte[] ownId = Get(record, ref idsAt);
            byte[] sessionId = Get(record, ref idsAt);
            byte[] master = Derivation.Slice(record, idsAt, sessionId.Length == 0 ? 0 : MasterLength);
            DtlsSession session = new DtlsSession(suite, (record[1] & EncryptThenMac) != 0, keys, peerId, ownId, sessionId, master, ccm);
            session.Counter.Resume(BigEndian.Get(record, at, 6));
            session.Received.Load(record, windowAt);
            return session;
        }

        private static int Put(byte[] record, int at, byte[] value)
        {
            record[at++] = (byte)value.Length;
            System.Array.Copy(value, 0, record, at, value.Length);
            return at + value.Length;
        }

        private static byte[] Get(byte[] record, ref int at)
        {
            int length = record[at++];
            at += length;
            return Derivation.Slice(record, at - length, length);
        }
    }
}
