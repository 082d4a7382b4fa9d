// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Oscore
{
    /// <summary>A security context (RFC 8613 section 3): keys from a master secret, and how far both sides' numbers have come. AEAD is AES-CCM-16-64-128, HKDF is on SHA-256.</summary>
    public sealed class OscoreContext
    {
        /// <summary>The longest Sender or Recipient ID in bytes.</summary>
        public const int MaximumId = 7;

        /// <summary>The largest Sender Sequence Number.</summary>
        public const long LastSequence = (1L << 40) - 1;

        /// <summary>The number of AES-CCM-16-64-128 in COSE.</summary>
        public const int AesCcm16 = 10;

        internal const int NonceLength = 13;

        private const int ReplayWindowSize = 32;
        private const int FirstAhead = 32;

        /// <summary>Derives a context (section 3.2).</summary>
        /// <param name="secret">Master Secret.</param>
        /// <param name="salt">Master Salt, empty for none.</param>
        /// <param name="senderId">Sender ID, at most 7 bytes.</param>
        /// <param name="recipientId">Recipient ID, at most 7 bytes, another than the Sender ID.</param>
        /// <param name="idContext">ID Context, null for none.</param>
        public OscoreContext(byte[] secret, byte[] salt, byte[] senderId, byte[] recipientId, byte[] idContext)
        {
            byte[] key = Derivation.Extract(salt, secret);
            SenderId = senderId;
            RecipientId = recipientId;
            IdContext = idContext;
            SenderKey = Derivation.Expand(key, Info(senderId, idContext, "Key", Ccm.KeyLength), Ccm.KeyLength);
            RecipientKey = Derivation.Expand(key, Info(recipientId, idContext, "Key", Ccm.KeyLength), Ccm.KeyLength);
            CommonIv = Derivation.Expand(key, Info(new byte[0], idContext, "IV", NonceLength), NonceLength);
        }

        /// <summary>Sender ID.</summary>
        public byte[] SenderId { get; }

        /// <summary>Recipient ID.</summary>
        public byte[] RecipientId { get; }

        /// <summary>ID Context, or null.</summary>
        public byte[] IdContext { get; }

        internal byte[] SenderKey { get; }

        internal byte[] RecipientKey { get; }

        internal byte[] CommonIv { get; }

        /// <summary>The Sender Sequence Number.</summary>
        public CounterReserve Counter { get; } = new CounterReserve(FirstAhead, LastSequence);

        /// <summary>Which Partial IVs of requests have been taken.</summary>
        public ReplayWindow Received { get; } = new ReplayWindow(ReplayWindowSize);

        /// <summary>Requests with numbers from this on have not been taken, not in an earlier life either.</summary>
        internal long ReceivedLimit { get; set; }

        // The info structure of section 3.2.1, a CBOR array of five.
        private static byte[] Info(byte[] id, byte[] idContext, string type, int length)
        {
            byte[] head = { 0x85 };
            byte[] context = idContext == null ? new byte[] { 0xF6 } : ByteString(idContext);
            byte[] name = Encoding.UTF8.GetBytes(type);
            byte[] tail = Derivation.Join(Derivation.Join(new[] { (byte)AesCcm16, (byte)(0x60 + name.Length) }, name), new[] { (byte)length });
            return Derivation.Join(Derivation.Join(Derivation.Join(head, ByteString(id)), context), tail);
        }

        private static byte[] ByteString(byte[] value)
        {
            byte[] head = value.Length < 24 ? new[] { (byte)(0x40 + value.Length) } : new byte[] { 0x58, (byte)value.Length };
            byte[] result = new byte[head.Length + value.Length];
            Array.Copy(head, 0, result, 0, head.Length);
            Array.Copy(value, 0, result, head.Length, value.Length);
            return result;
        }
    }
}
