// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>Records under AES-128-CCM with a tag of 8 bytes (RFC 6655): 8 bytes of nonce, the content, the tag.</summary>
    internal sealed class CcmCipher : RecordCipher
    {
        internal const int KeysLength = 2 * Ccm.KeyLength + 2 * SaltLength;

        private const int SaltLength = 4;
        private const int ExplicitLength = 8;
        private const int NonceLength = SaltLength + ExplicitLength;
        private const int TagLength = 8;

        private readonly Ccm _ccm;
        private readonly byte[] _writeKey;
        private readonly byte[] _readKey;
        private readonly byte[] _salts;

        internal CcmCipher(byte[] keys, Ccm ccm)
        {
            _ccm = ccm;
            _writeKey = Derivation.Slice(keys, 0, Ccm.KeyLength);
            _readKey = Derivation.Slice(keys, Ccm.KeyLength, Ccm.KeyLength);
            _salts = Derivation.Slice(keys, 2 * Ccm.KeyLength, 2 * SaltLength);
        }

        internal override int Suite
        {
            get { return PskAes128Ccm8; }
        }

        internal override int ContentOffset
        {
            get { return ExplicitLength; }
        }

        internal override int Overhead
        {
            get { return ExplicitLength + TagLength; }
        }

        internal override int Seal(byte[] buffer, int at, int header, int count)
        {
            int fragment = at + header;
            Array.Copy(buffer, at + RecordType.EpochAt, buffer, fragment, ExplicitLength);
            Array.Copy(_salts, 0, _ccm.Nonce, 0, SaltLength);
            Array.Copy(buffer, fragment, _ccm.Nonce, SaltLength, ExplicitLength);
            int additional = WriteAdditional(buffer, at, header, count, _ccm.Additional, 0);
            _ccm.Encrypt(_writeKey, NonceLength, additional, buffer, fragment + ExplicitLength, count, TagLength);
            return ExplicitLength + count + TagLength;
        }

        internal override int Open(byte[] buffer, int at, int header, int fragment)
        {
            int count = fragment - ExplicitLength - TagLength;
            if (count < 0)
            {
                return -1;
            }

            int start = at + header;
            Array.Copy(_salts, SaltLength, _ccm.Nonce, 0, SaltLength);
            Array.Copy(buffer, start, _ccm.Nonce, SaltLength, ExplicitLength);
            int additional = WriteAdditional(buffer, at, header, count, _ccm.Additional, 0);
            int content = start + ExplicitLength;
            return _ccm.TryDecrypt(_readKey, NonceLength, additional, buffer, content, count, buffer, content + count, TagLength) ? count : -1;
        }
    }
}
