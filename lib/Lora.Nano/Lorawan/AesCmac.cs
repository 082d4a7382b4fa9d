// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Security.Cryptography;

namespace Lora.Nano.Lorawan
{
    /// <summary>AES-128 of single blocks, and the message authentication code built on it (RFC 4493).</summary>
    internal sealed class AesCmac
    {
        internal const int BlockLength = 16;

        private readonly Aes _aes;
        private readonly byte[] _first;
        private readonly byte[] _second;

        internal AesCmac(byte[] key)
        {
            _aes = new Aes(CipherMode.ECB) { Key = key };
            _first = Double(_aes.Encrypt(new byte[BlockLength]));
            _second = Double(_first);
        }

        /// <summary>Encrypts one block.</summary>
        internal byte[] Encrypt(byte[] block)
        {
            return _aes.Encrypt(block);
        }

        /// <summary>Decrypts one block.</summary>
        internal byte[] Decrypt(byte[] block)
        {
            return _aes.Decrypt(block);
        }

        /// <summary>The code of a header and a message behind it.</summary>
        /// <param name="header">A block, or null.</param>
        /// <param name="message">Holds the message.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>16 bytes.</returns>
        internal byte[] Compute(byte[] header, byte[] message, int offset, int count)
        {
            byte[] state = new byte[BlockLength];
            if (header != null && count == 0)
            {
                return Last(state, header, 0, BlockLength);
            }

            if (header != null)
            {
                state = _aes.Encrypt(header);
            }

            while (count > BlockLength)
            {
                Mix(state, message, offset, BlockLength);
                state = _aes.Encrypt(state);
                offset += BlockLength;
                count -= BlockLength;
            }

            return Last(state, message, offset, count);
        }

        // A whole last block is mixed with the first subkey, a padded one with the second.
        private byte[] Last(byte[] state, byte[] message, int offset, int count)
        {
            Mix(state, message, offset, count);
            if (count < BlockLength)
            {
                state[count] ^= 0x80;
            }

            Mix(state, count == BlockLength ? _first : _second, 0, BlockLength);
            return _aes.Encrypt(state);
        }

        private static void Mix(byte[] state, byte[] with, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                state[i] ^= with[offset + i];
            }
        }

        // Multiplication by x in GF(2^128).
        private static byte[] Double(byte[] block)
        {
            byte[] result = new byte[BlockLength];
            int carry = 0;
            for (int i = BlockLength - 1; i >= 0; i--)
            {
                int doubled = (block[i] << 1) | carry;
                result[i] = (byte)doubled;
                carry = doubled >> 8;
            }

            result[BlockLength - 1] ^= (byte)(carry == 0 ? 0 : 0x87);
            return result;
        }
    }
}
