// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>
    /// Records under AES-128-CBC with HMAC-SHA-256 (RFC 5246 section 6.2.3.2), the MAC within the encryption or, where that was
    /// agreed on, behind it (RFC 7366). For servers that have nothing better: it costs 36 to 51 bytes more a record than CCM.
    /// </summary>
    internal sealed class CbcCipher : RecordCipher
    {
        internal const int KeysLength = 2 * MacLength + 2 * Ccm.KeyLength;

        private const int MacLength = Sha256.HashLength;
        private const int BlockLength = 16;

        private readonly Aes _aes = new Aes(CipherMode.CBC);
        private readonly bool _encryptThenMac;
        private readonly byte[] _writeMac;
        private readonly byte[] _readMac;
        private readonly byte[] _writeKey;
        private readonly byte[] _readKey;
        private readonly byte[] _vector = new byte[BlockLength];

        internal CbcCipher(byte[] keys, bool encryptThenMac)
        {
            _encryptThenMac = encryptThenMac;
            _writeMac = Derivation.Slice(keys, 0, MacLength);
            _readMac = Derivation.Slice(keys, MacLength, MacLength);
            _writeKey = Derivation.Slice(keys, 2 * MacLength, Ccm.KeyLength);
            _readKey = Derivation.Slice(keys, 2 * MacLength + Ccm.KeyLength, Ccm.KeyLength);
        }

        internal override int Suite
        {
            get { return PskAes128CbcSha256; }
        }

        internal override int ContentOffset
        {
            get { return BlockLength; }
        }

        internal override int Overhead
        {
            get { return BlockLength + MacLength + BlockLength; }
        }

        internal override int Seal(byte[] buffer, int at, int header, int count)
        {
            int start = at + header;
            int end = start + BlockLength + count;
            _aes.GenerateIV();
            Array.Copy(_aes.IV, 0, buffer, start, BlockLength);
            if (!_encryptThenMac)
            {
                Array.Copy(Mac(_writeMac, buffer, at, header, start + BlockLength, count), 0, buffer, end, MacLength);
                end += MacLength;
            }

            int padding = BlockLength - (end - start) % BlockLength;
            for (int i = 0; i < padding; i++)
            {
                buffer[end++] = (byte)(padding - 1);
            }

            int encrypted = end - start - BlockLength;
            _aes.Key = _writeKey;
            Array.Copy(_aes.Encrypt(Derivation.Slice(buffer, start + BlockLength, encrypted)), 0, buffer, start + BlockLength, encrypted);
            if (_encryptThenMac)
            {
                Array.Copy(Mac(_writeMac, buffer, at, header, start, end - start), 0, buffer, end, MacLength);
                end += MacLength;
            }

            return end - start;
        }

        internal override int Open(byte[] buffer, int at, int header, int fragment)
        {
            int start = at + header;
            int encrypted = fragment - BlockLength - (_encryptThenMac ? MacLength : 0);
            if (encrypted < BlockLength || encrypted % BlockLength != 0)
            {
                return -1;
            }

            if (_encryptThenMac && !IsEqual(Mac(_readMac, buffer, at, header, start, fragment - MacLength), buffer, start + fragment - MacLength))
            {
                return -1;
            }

            Array.Copy(buffer, start, _vector, 0, BlockLength);
            _aes.IV = _vector;
            _aes.Key = _readKey;
            int content = start + BlockLength;
            Array.Copy(_aes.Decrypt(Derivation.Slice(buffer, content, encrypted)), 0, buffer, content, encrypted);

            // Padding that is wrong and a MAC that is wrong must look alike (RFC 5246 section 6.2.3.2): wrong padding counts as none.
            int padding = buffer[content + encrypted - 1];
            int mac = _encryptThenMac ? 0 : MacLength;
            bool good = padding + 1 + mac <= encrypted;
            padding = good ? padding : 0;
            int difference = 0;
            for (int i = 0; i <= padding; i++)
            {
                difference |= buffer[content + encrypted - 1 - i] ^ padding;
            }

            good &= difference == 0;
            int count = encrypted - mac - (good ? padding + 1 : 0);
            if (_encryptThenMac)
            {
                return good ? count : -1;
            }

            if (count < 0)
            {
                return -1;
            }

            good &= IsEqual(Mac(_readMac, buffer, at, header, content, count), buffer, content + count);
            return good ? count : -1;
        }

        private static bool IsEqual(byte[] mac, byte[] buffer, int at)
        {
            int difference = 0;
            for (int i = 0; i < MacLength; i++)
            {
                difference |= mac[i] ^ buffer[at + i];
            }

            return difference == 0;
        }

        private static byte[] Mac(byte[] key, byte[] buffer, int at, int header, int from, int count)
        {
            byte[] input = new byte[AdditionalLength(header - RecordType.HeaderLength) + count];
            int length = WriteAdditional(buffer, at, header, count, input, 0);
            Array.Copy(buffer, from, input, length, count);
            return HMACSHA256.HashData(key, Derivation.Slice(input, 0, length + count));
        }
    }
}
