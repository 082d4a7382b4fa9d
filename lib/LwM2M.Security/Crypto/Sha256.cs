// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Security.Crypto
{
    /// <summary>SHA-256 (FIPS 180-4) as the data come. The platform has it inside HMAC only.</summary>
    public sealed class Sha256
    {
        /// <summary>The length of a hash in bytes.</summary>
        public const int HashLength = 32;

        private const int BlockLength = 64;
        private const int Words = 8;

        // Fields of the instance: a hash is needed while shaking hands, a static table would take room for ever.
        private readonly uint[] _constants =
        {
            0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
            0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
            0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
            0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
            0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
            0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
            0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
            0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
        };

        private readonly uint[] _state = new uint[Words];
        private readonly uint[] _schedule = new uint[BlockLength];
        private readonly byte[] _block = new byte[BlockLength];
        private long _length;

        /// <summary>Creates an empty hash.</summary>
        public Sha256()
        {
            Begin();
        }

        /// <summary>Begins anew.</summary>
        public void Begin()
        {
            _state[0] = 0x6a09e667;
            _state[1] = 0xbb67ae85;
            _state[2] = 0x3c6ef372;
            _state[3] = 0xa54ff53a;
            _state[4] = 0x510e527f;
            _state[5] = 0x9b05688c;
            _state[6] = 0x1f83d9ab;
            _state[7] = 0x5be0cd19;
            _length = 0;
        }

        /// <summary>Takes data.</summary>
        /// <param name="data">Holds them.</param>
        /// <param name="at">Where they start.</param>
        /// <param name="count">Their length in bytes.</param>
        public void Add(byte[] data, int at, int count)
        {
            int filled = (int)(_length & (BlockLength - 1));
            _length += count;
            while (count > 0)
            {
                int part = count < BlockLength - filled ? count : BlockLength - filled;
                Array.Copy(data, at, _block, filled, part);
                filled += part;
                at += part;
                count -= part;
                if (filled == BlockLength)
                {
                    Mix();
                    filled = 0;
                }
            }
        }

        /// <summary>The hash of all that was taken. More may be taken afterwards.</summary>
        /// <returns>32 bytes, a new array.</returns>
        public byte[] Hash()
        {
            uint[] state = new uint[Words];
            Array.Copy(_state, 0, state, 0, Words);
            byte[] block = new byte[BlockLength];
            Array.Copy(_block, 0, block, 0, BlockLength);
            long length = _length;

            int filled = (int)(length & (BlockLength - 1));
            _block[filled++] = 0x80;
            if (filled > BlockLength - 8)
            {
                Array.Clear(_block, filled, BlockLength - filled);
                Mix();
                filled = 0;
            }

            Array.Clear(_block, filled, BlockLength - filled);
            for (int i = 0; i < 8; i++)
            {
                _block[BlockLength - 1 - i] = (byte)((length << 3) >> (8 * i));
            }

            Mix();
            byte[] hash = new byte[HashLength];
            for (int i = 0; i < HashLength; i++)
            {
                hash[i] = (byte)(_state[i >> 2] >> (24 - 8 * (i & 3)));
            }

            Array.Copy(state, 0, _state, 0, Words);
            Array.Copy(block, 0, _block, 0, BlockLength);
            return hash;
        }

        private static uint Rotate(uint value, int bits)
        {
            return (value >> bits) | (value << (32 - bits));
        }

        private void Mix()
        {
            uint[] w = _schedule;
            uint[] constants = _constants;
            uint[] state = _state;
            byte[] block = _block;
            for (int i = 0; i < 16; i++)
            {
                w[i] = ((uint)block[4 * i] << 24) | ((uint)block[4 * i + 1] << 16) | ((uint)block[4 * i + 2] << 8) | block[4 * i + 3];
            }

            for (int i = 16; i < BlockLength; i++)
            {
                uint x = w[i - 15];
                uint y = w[i - 2];
                w[i] = w[i - 16] + (Rotate(x, 7) ^ Rotate(x, 18) ^ (x >> 3)) + w[i - 7] + (Rotate(y, 17) ^ Rotate(y, 19) ^ (y >> 10));
            }

            uint a = state[0];
            uint b = state[1];
            uint c = state[2];
            uint d = state[3];
            uint e = state[4];
            uint f = state[5];
            uint g = state[6];
            uint h = state[7];
            for (int i = 0; i < BlockLength; i++)
            {
                uint t = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + ((e & f) ^ (~e & g)) + constants[i] + w[i];
                uint u = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
                h = g;
                g = f;
                f = e;
                e = d + t;
                d = c;
                c = b;
                b = a;
                a = t + u;
            }

            state[0] += a;
            state[1] += b;
            state[2] += c;
            state[3] += d;
            state[4] += e;
            state[5] += f;
            state[6] += g;
            state[7] += h;
        }
    }
}
