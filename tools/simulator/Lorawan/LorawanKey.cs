// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Security.Cryptography;

namespace Simulator.Lorawan
{
    /// <summary>An AES-128 key and what LoRaWAN 1.0.4 does with it, on the PC's own cryptography: the network shares no code with the device.</summary>
    internal sealed class LorawanKey
    {
        private readonly System.Security.Cryptography.Aes _aes;

        internal LorawanKey(byte[] key)
        {
            _aes = System.Security.Cryptography.Aes.Create();
            _aes.Key = key;
        }

        /// <summary>A session key of a join: kind 1 is NwkSKey, 2 AppSKey.</summary>
        internal LorawanKey Derive(int kind, int joinNonce, int netId, int devNonce)
        {
            byte[] block = new byte[16];
            block[0] = (byte)kind;
            Put(block, 1, joinNonce, 3);
            Put(block, 4, netId, 3);
            Put(block, 7, devNonce, 2);
            return new LorawanKey(Encrypt(block));
        }

        internal byte[] Encrypt(byte[] blocks)
        {
            return _aes.EncryptEcb(blocks, PaddingMode.None);
        }

        /// <summary>A Join-accept is "encrypted" with the decryption.</summary>
        internal byte[] Decrypt(byte[] blocks)
        {
            return _aes.DecryptEcb(blocks, PaddingMode.None);
        }

        /// <summary>The first four bytes of the CMAC (RFC 4493).</summary>
        internal byte[] Mic(params byte[][] parts)
        {
            byte[] message = Join(parts);
            byte[] first = Double(Encrypt(new byte[16]));
            int blocks = Math.Max(1, (message.Length + 15) / 16);
            bool whole = message.Length > 0 && message.Length % 16 == 0;
            byte[] last = new byte[16];
            Array.Copy(message, (blocks - 1) * 16, last, 0, message.Length - (blocks - 1) * 16);
            if (!whole)
            {
                last[message.Length - (blocks - 1) * 16] = 0x80;
            }

            last = Xor(last, whole ? first : Double(first));
            byte[] state = new byte[16];
            for (int i = 0; i < blocks - 1; i++)
            {
                state = Encrypt(Xor(state, message.AsSpan(i * 16, 16).ToArray()));
            }

            return Encrypt(Xor(state, last))[..4];
        }

        /// <summary>The MIC of a data frame.</summary>
        internal byte[] FrameMic(bool down, uint address, uint counter, byte[] frame)
        {
            byte[] block = Block(0x49, down, address, counter);
            block[15] = (byte)frame.Length;
            return Mic(block, frame);
        }

        /// <summary>Encrypts or decrypts the payload of a data frame.</summary>
        internal byte[] Crypt(bool down, uint address, uint counter, byte[] payload)
        {
            byte[] result = (byte[])payload.Clone();
            for (int i = 0; i < payload.Length; i += 16)
            {
                byte[] block = Block(1, down, address, counter);
                block[15] = (byte)(i / 16 + 1);
                byte[] stream = Encrypt(block);
                for (int j = i; j < Math.Min(i + 16, payload.Length); j++)
                {
                    result[j] ^= stream[j - i];
                }
            }

            return result;
        }

        internal static void Put(byte[] buffer, int at, long value, int length)
        {
            for (int i = 0; i < length; i++)
            {
                buffer[at + i] = (byte)(value >> (8 * i));
            }
        }

        internal static byte[] Join(params byte[][] parts)
        {
            using System.IO.MemoryStream all = new();
            foreach (byte[] part in parts)
            {
                all.Write(part);
            }

            return all.ToArray();
        }

        private static byte[] Block(int kind, bool down, uint address, uint counter)
        {
            byte[] block = new byte[16];
            block[0] = (byte)kind;
            block[5] = (byte)(down ? 1 : 0);
            Put(block, 6, address, 4);
            Put(block, 10, counter, 4);
            return block;
        }

        private static byte[] Double(byte[] value)
        {
            byte[] result = new byte[16];
            for (int i = 0; i < 16; i++)
            {
                result[i] = (byte)((value[i] << 1) | (i < 15 ? value[i + 1] >> 7 : 0));
            }

            result[15] ^= (byte)((value[0] & 0x80) != 0 ? 0x87 : 0);
            return result;
        }

        private static byte[] Xor(byte[] a, byte[] b)
        {
            byte[] result = new byte[16];
            for (int i = 0; i < 16; i++)
            {
                result[i] = (byte)(a[i] ^ b[i]);
            }

            return result;
        }
    }
}
