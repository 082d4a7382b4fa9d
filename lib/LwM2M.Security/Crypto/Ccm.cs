// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;

namespace LwM2M.Security.Crypto
{
    /// <summary>
    /// AES-128-CCM (RFC 3610) on the platform's AES: one ECB call for the counter blocks, one CBC call with a zero IV for the
    /// authentication code, whatever the length. The caller composes nonce and additional data here; nothing is allocated but
    /// what the platform's calls return.
    /// </summary>
    public sealed class Ccm
    {
        /// <summary>The length of a key in bytes.</summary>
        public const int KeyLength = 16;

        /// <summary>The longest additional data in bytes.</summary>
        public const int MaximumAdditional = 62;

        private const int BlockLength = 16;
        private const int ShortLength = 144;
        private const int HasAdditional = 0x40;

        private readonly Aes _ecb = new Aes(CipherMode.ECB);
        private readonly Aes _cbc = new Aes(CipherMode.CBC) { IV = new byte[BlockLength] };
        private readonly byte[] _short = new byte[ShortLength];
        private readonly byte[] _long;
        private byte[] _stream;

        /// <summary>Creates a worker, which any number of keys may share.</summary>
        /// <param name="largest">The longest text in bytes.</param>
        public Ccm(int largest)
        {
            _long = new byte[BlockLength + Padded(MaximumAdditional + 2) + Padded(largest)];
        }

        /// <summary>The nonce of the next call, 7 to 13 bytes.</summary>
        public byte[] Nonce { get; } = new byte[13];

        /// <summary>The additional data of the next call.</summary>
        public byte[] Additional { get; } = new byte[MaximumAdditional];

        /// <summary>Encrypts in place, and writes the tag behind.</summary>
        /// <param name="key">16 bytes.</param>
        /// <param name="nonceLength">How much of <see cref="Nonce"/> is used.</param>
        /// <param name="additionalLength">How much of <see cref="Additional"/> is used.</param>
        /// <param name="data">Holds the text, with room for the tag behind it.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="tagLength">4 to 16 bytes.</param>
        /// <exception cref="ArgumentException">The text is longer than the worker was made for.</exception>
        public void Encrypt(byte[] key, int nonceLength, int additionalLength, byte[] data, int at, int count, int tagLength)
        {
            byte[] work = Work(additionalLength, count);
            _stream = Stream(work, key, nonceLength, count);
            byte[] code = Authenticate(work, key, nonceLength, additionalLength, data, at, count, tagLength, out int last);
            Mask(data, at, count);
            for (int i = 0; i < tagLength; i++)
            {
                data[at + count + i] = (byte)(code[last + i] ^ _stream[i]);
            }
        }

        /// <summary>Decrypts in place, and checks.</summary>
        /// <param name="key">16 bytes.</param>
        /// <param name="nonceLength">How much of <see cref="Nonce"/> is used.</param>
        /// <param name="additionalLength">How much of <see cref="Additional"/> is used.</param>
        /// <param name="data">Holds what is encrypted.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">Its length in bytes, without the tag.</param>
        /// <param name="tags">Holds the tag.</param>
        /// <param name="tagAt">Where it starts.</param>
        /// <param name="tagLength">4 to 16 bytes.</param>
        /// <returns>False when the tag is not right, or the text longer than the worker was made for: nothing was changed then.</returns>
        public bool TryDecrypt(byte[] key, int nonceLength, int additionalLength, byte[] data, int at, int count, byte[] tags, int tagAt, int tagLength)
        {
            if (BlockLength + Padded(additionalLength + 2) + Padded(count) > _long.Length)
            {
                return false;
            }

            byte[] work = Work(additionalLength, count);
            _stream = Stream(work, key, nonceLength, count);
            Mask(data, at, count);
            byte[] code = Authenticate(work, key, nonceLength, additionalLength, data, at, count, tagLength, out int last);
            int difference = 0;
            for (int i = 0; i < tagLength; i++)
            {
                difference |= code[last + i] ^ _stream[i] ^ tags[tagAt + i];
            }

            if (difference != 0)
            {
                Mask(data, at, count);
            }

            return difference == 0;
        }

        private static int Padded(int length)
        {
            return (length + BlockLength - 1) / BlockLength * BlockLength;
        }

        // The platform takes whole arrays: the short one saves it most of the work for most messages.
        private byte[] Work(int additionalLength, int count)
        {
            int needed = BlockLength + Padded(additionalLength + 2) + Padded(count);
            if (needed > _long.Length)
            {
                throw new ArgumentException("text too long");
            }

            return needed <= ShortLength ? _short : _long;
        }

        // The encrypted counter blocks: the first masks the tag, the others the text.
        private byte[] Stream(byte[] work, byte[] key, int nonceLength, int count)
        {
            byte[] nonce = Nonce;
            int end = BlockLength + Padded(count);
            for (int at = 0, number = 0; at < end; at += BlockLength, number++)
            {
                work[at] = (byte)(14 - nonceLength);
                Array.Copy(nonce, 0, work, at + 1, nonceLength);
                Array.Clear(work, at + 1 + nonceLength, 13 - nonceLength);
                work[at + BlockLength - 2] = (byte)(number >> 8);
                work[at + BlockLength - 1] = (byte)number;
            }

            _ecb.Key = key;
            return _ecb.Encrypt(work);
        }

        private void Mask(byte[] data, int at, int count)
        {
            byte[] stream = _stream;
            for (int i = 0, from = BlockLength; i < count; i++, from++, at++)
            {
                data[at] ^= stream[from];
            }
        }

        // CBC-MAC over the first block, the additional data with their length in front, and the text, each padded with zeros.
        private byte[] Authenticate(
            byte[] work, byte[] key, int nonceLength, int additionalLength, byte[] data, int at, int count, int tagLength, out int last)
        {
            work[0] = (byte)((additionalLength == 0 ? 0 : HasAdditional) | ((tagLength - 2) / 2 << 3) | (14 - nonceLength));
            Array.Copy(Nonce, 0, work, 1, nonceLength);
            Array.Clear(work, 1 + nonceLength, 13 - nonceLength);
            work[BlockLength - 2] = (byte)(count >> 8);
            work[BlockLength - 1] = (byte)count;
            int end = BlockLength;
            if (additionalLength > 0)
            {
                work[end] = (byte)(additionalLength >> 8);
                work[end + 1] = (byte)additionalLength;
                Array.Copy(Additional, 0, work, end + 2, additionalLength);
                end += Padded(additionalLength + 2);
                Array.Clear(work, BlockLength + 2 + additionalLength, end - BlockLength - 2 - additionalLength);
            }

            Array.Copy(data, at, work, end, count);
            Array.Clear(work, end + count, Padded(count) - count);
            last = end + Padded(count) - BlockLength;
            _cbc.Key = key;
            return _cbc.Encrypt(work);
        }
    }
}
