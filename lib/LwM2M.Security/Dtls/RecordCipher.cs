// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>Protects the records of one session: a cipher suite with its keys.</summary>
    internal abstract class RecordCipher
    {
        /// <summary>TLS_PSK_WITH_AES_128_CCM_8 (RFC 6655).</summary>
        internal const int PskAes128Ccm8 = 0xC0A8;

        /// <summary>TLS_PSK_WITH_AES_128_CBC_SHA256 (RFC 5487).</summary>
        internal const int PskAes128CbcSha256 = 0x00AE;

        private const int FullHeader = 8 + 1 + 1 + 1 + 2 + 8 + 2;

        /// <summary>The suite's number.</summary>
        internal abstract int Suite { get; }

        /// <summary>How many bytes of the fragment stand before the content.</summary>
        internal abstract int ContentOffset { get; }

        /// <summary>How many bytes a fragment is longer than its content, at most.</summary>
        internal abstract int Overhead { get; }

        /// <summary>Makes the cipher of a suite.</summary>
        /// <param name="suite">A suite that was offered.</param>
        /// <param name="encryptThenMac">Whether encrypt_then_mac was agreed on (RFC 7366).</param>
        /// <param name="keys">The key block (RFC 5246 section 6.3).</param>
        /// <param name="ccm">The AES-CCM worker.</param>
        /// <returns>The cipher.</returns>
        internal static RecordCipher Create(int suite, bool encryptThenMac, byte[] keys, Ccm ccm)
        {
            return suite == PskAes128Ccm8 ? (RecordCipher)new CcmCipher(keys, ccm) : new CbcCipher(keys, encryptThenMac);
        }

        /// <summary>The length of a suite's key block in bytes.</summary>
        /// <param name="suite">The suite.</param>
        /// <returns>Its length.</returns>
        internal static int KeyBlockLength(int suite)
        {
            return suite == PskAes128Ccm8 ? CcmCipher.KeysLength : CbcCipher.KeysLength;
        }

        /// <summary>Protects the content of a record in place.</summary>
        /// <param name="buffer">Holds the record: its header without the length, and the content at <see cref="ContentOffset"/> behind it.</param>
        /// <param name="at">Where the record starts.</param>
        /// <param name="header">The length of the header in bytes.</param>
        /// <param name="count">The length of the content in bytes, with its type behind it under a Connection ID.</param>
        /// <returns>The length of the fragment.</returns>
        internal abstract int Seal(byte[] buffer, int at, int header, int count);

        /// <summary>Takes the protection off a record in place.</summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="at">Where the record starts.</param>
        /// <param name="header">The length of the header in bytes.</param>
        /// <param name="fragment">The length of what is behind the header.</param>
        /// <returns>The length of the content, which is at <see cref="ContentOffset"/> behind the header; -1 when the record is not genuine.</returns>
        internal abstract int Open(byte[] buffer, int at, int header, int fragment);

        /// <summary>
        /// The data that are authenticated with a record: epoch and sequence number, type, version and length (RFC 5246 section
        /// 6.2.3.3); under a Connection ID the whole header behind eight 0xFF (RFC 9146 section 5.3).
        /// </summary>
        /// <param name="buffer">Holds the record.</param>
        /// <param name="at">Where the record starts.</param>
        /// <param name="header">The length of its header.</param>
        /// <param name="count">The length that is authenticated.</param>
        /// <param name="result">Receives them.</param>
        /// <param name="to">Where.</param>
        /// <returns>Their length in bytes.</returns>
        protected static int WriteAdditional(byte[] buffer, int at, int header, int count, byte[] result, int to)
        {
            int end = to;
            if (buffer[at] != RecordType.ConnectionId)
            {
                System.Array.Copy(buffer, at + RecordType.EpochAt, result, end, 8);
                System.Array.Copy(buffer, at, result, end + 8, 3);
                return BigEndian.Put(result, end + 11, count, 2) - to;
            }

            for (int i = 0; i < 8; i++)
            {
                result[end++] = 0xFF;
            }

            int idLength = header - RecordType.HeaderLength;
            result[end++] = RecordType.ConnectionId;
            result[end++] = (byte)idLength;
            System.Array.Copy(buffer, at, result, end, header - 2);
            end += header - 2;
            return BigEndian.Put(result, end, count, 2) - to;
        }

        /// <summary>How long the additional data are at most, for a Connection ID of a length.</summary>
        /// <param name="idLength">Its length.</param>
        /// <returns>Their length.</returns>
        protected static int AdditionalLength(int idLength)
        {
            return FullHeader + idLength;
        }
    }
}
