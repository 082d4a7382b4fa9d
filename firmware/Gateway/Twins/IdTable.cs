// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// An append-only list of keys of one length. A key's number is its place among the keys that share its scope (the
    /// first bytes), so numbers never change and are never given twice. When it is full, new keys get none.
    /// </summary>
    public sealed class IdTable
    {
        private readonly int _keyLength;
        private readonly int _scopeLength;
        private readonly int _capacity;
        private byte[] _keys = new byte[0];

        /// <summary>Creates an empty table.</summary>
        /// <param name="keyLength">Bytes of a key.</param>
        /// <param name="scopeLength">How many of them are its scope, 0 for one scope.</param>
        /// <param name="capacity">How many keys there may be.</param>
        public IdTable(int keyLength, int scopeLength, int capacity)
        {
            _keyLength = keyLength;
            _scopeLength = scopeLength;
            _capacity = capacity;
        }

        /// <summary>All keys one after the other, to be kept.</summary>
        public byte[] Keys
        {
            get { return _keys; }
            set { _keys = value; }
        }

        /// <summary>The number of a key; a new one is appended.</summary>
        /// <param name="key">The key.</param>
        /// <param name="added">It was new.</param>
        /// <returns>0, 1, 2 … within its scope; -1 when the table is full.</returns>
        public int NumberOf(byte[] key, out bool added)
        {
            int number = 0;
            for (int at = 0; at < _keys.Length; at += _keyLength)
            {
                if (Bytes.AreEqual(_keys, at, key, 0, _keyLength))
                {
                    added = false;
                    return number;
                }

                if (Bytes.AreEqual(_keys, at, key, 0, _scopeLength))
                {
                    number++;
                }
            }

            added = _keys.Length / _keyLength < _capacity;
            if (!added)
            {
                return -1;
            }

            byte[] longer = new byte[_keys.Length + _keyLength];
            Array.Copy(_keys, 0, longer, 0, _keys.Length);
            Array.Copy(key, 0, longer, _keys.Length, _keyLength);
            _keys = longer;
            return number;
        }
    }
}
