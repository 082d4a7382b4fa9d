// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;

namespace Firmware.Gateway.Advertising
{
    /// <summary>
    /// AES-128-CCM (RFC 3610, NIST SP 800-38C), the side that decrypts, on the platform's AES in ECB: the counter blocks are
    /// encrypted in one call, the authentication code block by block.
    /// </summary>
    internal static class AesCcm
    {
        private const int BlockLength = 16;

        /// <summary>Decrypts and checks.</summary>
        /// <param name="key">16 bytes.</param>
        /// <param name="nonce">7 to 13 bytes.</param>
        /// <param name="additional">Data that are checked with it, shorter than 65280 bytes; null for none.</param>
        /// <param name="data">Holds what is encrypted; receives what it says when that is right.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">Its length in bytes, without the tag.</param>
        /// <param name="tags">Holds the tag.</param>
        /// <param name="tagAt">Where it starts.</param>
        /// <param name="tagLength">4 to 16 bytes.</param>
        /// <returns>False when the tag is not right: nothing was changed then.</returns>
        internal static bool TryDecrypt(byte[] key, byte[] nonce, byte[] additional, byte[] data, int at, int count, byte[] tags, int tagAt, int tagLength)
        {
            int blocks = 1 + (count + BlockLength - 1) / BlockLength;
            byte[] stream = new byte[blocks * BlockLength];
            for (int i = 0; i < blocks; i++)
            {
                stream[i * BlockLength] = (byte)(14 - nonce.Length);
                Array.Copy(nonce, 0, stream, i * BlockLength + 1, nonce.Length);
                stream[i * BlockLength + BlockLength - 1] = (byte)i;
                stream[i * BlockLength + BlockLength - 2] = (byte)(i >> 8);
            }

            stream = new Aes(CipherMode.ECB) { Key = key }.Encrypt(stream);
            byte[] plain = new byte[count];
            for (int i = 0; i < count; i++)
            {
                plain[i] = (byte)(data[at + i] ^ stream[BlockLength + i]);
            }

            byte[] code = Authenticate(key, nonce, additional, plain, tagLength);
            int difference = 0;
            for (int i = 0; i < tagLength; i++)
            {
                difference |= code[i] ^ stream[i] ^ tags[tagAt + i];
            }

            if (difference == 0)
            {
                Array.Copy(plain, 0, data, at, count);
            }

            return difference == 0;
        }

        // CBC-MAC over the first block, the additional data with their length in front, and the message, each padded with zeros.
        private static byte[] Authenticate(byte[] key, byte[] nonce, byte[] additional, byte[] message, int tagLength)
        {
            int additionalLength = additional == null ? 0 : Padded(additional.Length + 2);
            byte[] input = new byte[BlockLength + additionalLength + Padded(message.Length)];
            input[0] = (byte)((additional == null ? 0 : 0x40) | ((tagLength - 2) / 2 << 3) | (14 - nonce.Length));
            Array.Copy(nonce, 0, input, 1, nonce.Length);
            input[BlockLength - 1] = (byte)message.Length;
            input[BlockLength - 2] = (byte)(message.Length >> 8);
            if (additional != null)
            {
                input[BlockLength] = (byte)(additional.Length >> 8);
                input[BlockLength + 1] = (byte)additional.Length;
                Array.Copy(additional, 0, input, BlockLength + 2, additional.Length);
            }

            Array.Copy(message, 0, input, BlockLength + additionalLength, message.Length);
            return LastBlock(key, input);
        }

        private static byte[] LastBlock(byte[] key, byte[] input)
        {
            Aes aes = new Aes(CipherMode.ECB) { Key = key };
            byte[] block = new byte[BlockLength];
            for (int at = 0; at < input.Length; at += BlockLength)
            {
                for (int i = 0; i < BlockLength; i++)
                {
                    block[i] ^= input[at + i];
                }

                block = aes.Encrypt(block);
            }

            return block;
        }

        private static int Padded(int length)
        {
            return (length + BlockLength - 1) / BlockLength * BlockLength;
        }
    }
}
