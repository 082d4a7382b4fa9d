// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>What protects LoRaWAN frames (LoRaWAN 1.0.4 sections 4.3.3, 4.4 and 6.2): key derivation, payload encryption, integrity.</summary>
    internal static class FrameSecurity
    {
        internal const int MicLength = 4;
        internal const int Uplink = 0;
        internal const int Downlink = 1;

        /// <summary>Encrypts or decrypts a payload in place: the same operation.</summary>
        internal static void Crypt(AesCmac key, int direction, uint address, uint counter, byte[] buffer, int offset, int count)
        {
            byte[] block = Block(0x01, direction, address, counter);
            for (int done = 0, i = 1; done < count; done += AesCmac.BlockLength, i++)
            {
                block[15] = (byte)i;
                byte[] stream = key.Encrypt(block);
                for (int k = 0; k < AesCmac.BlockLength && done + k < count; k++)
                {
                    buffer[offset + done + k] ^= stream[k];
                }
            }
        }

        /// <summary>Writes the integrity code behind a data frame.</summary>
        internal static void Sign(AesCmac key, int direction, uint address, uint counter, byte[] frame, int count)
        {
            Array.Copy(Code(key, direction, address, counter, frame, count), 0, frame, count, MicLength);
        }

        /// <summary>Whether the last four bytes of a data frame are its integrity code.</summary>
        internal static bool IsGenuine(AesCmac key, int direction, uint address, uint counter, byte[] frame, int count)
        {
            return count > MicLength && Same(Code(key, direction, address, counter, frame, count - MicLength), frame, count - MicLength);
        }

        /// <summary>The integrity code of a join frame, over all before it.</summary>
        internal static void SignJoin(AesCmac key, byte[] frame, int count)
        {
            Array.Copy(key.Compute(null, frame, 0, count), 0, frame, count, MicLength);
        }

        /// <summary>Whether the last four bytes of a join frame are its integrity code.</summary>
        internal static bool IsGenuineJoin(AesCmac key, byte[] frame, int count)
        {
            return count > MicLength && Same(key.Compute(null, frame, 0, count - MicLength), frame, count - MicLength);
        }

        /// <summary>A session key: 1 for the network's, 2 for the application's. The join server encrypts, so that a device need not decrypt.</summary>
        internal static byte[] DeriveKey(AesCmac key, int kind, int joinNonce, int netId, int devNonce)
        {
            byte[] block = new byte[AesCmac.BlockLength];
            block[0] = (byte)kind;
            Put(block, 1, joinNonce, 3);
            Put(block, 4, netId, 3);
            Put(block, 7, devNonce, 2);
            return key.Encrypt(block);
        }

        /// <summary>Writes an integer as LoRaWAN does, lowest byte first.</summary>
        internal static int Put(byte[] buffer, int at, long value, int length)
        {
            for (int i = 0; i < length; i++)
            {
                buffer[at++] = (byte)(value >> (8 * i));
            }

            return at;
        }

        /// <summary>Reads an integer as LoRaWAN writes it.</summary>
        internal static long Get(byte[] buffer, int at, int length)
        {
            long value = 0;
            for (int i = length - 1; i >= 0; i--)
            {
                value = (value << 8) | buffer[at + i];
            }

            return value;
        }

        private static byte[] Code(AesCmac key, int direction, uint address, uint counter, byte[] frame, int count)
        {
            byte[] block = Block(0x49, direction, address, counter);
            block[15] = (byte)count;
            return key.Compute(block, frame, 0, count);
        }

        private static byte[] Block(int kind, int direction, uint address, uint counter)
        {
            byte[] block = new byte[AesCmac.BlockLength];
            block[0] = (byte)kind;
            block[5] = (byte)direction;
            Put(block, 6, address, 4);
            Put(block, 10, counter, 4);
            return block;
        }

        private static bool Same(byte[] code, byte[] frame, int at)
        {
            int difference = 0;
            for (int i = 0; i < MicLength; i++)
            {
                difference |= code[i] ^ frame[at + i];
            }

            return difference == 0;
        }
    }
}
