// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>Join-request and Join-accept (LoRaWAN 1.0.4 section 6.2.2 and 6.2.3).</summary>
    internal static class JoinFrames
    {
        internal const int RequestLength = 23;

        private const int AcceptLength = 17;
        private const int AcceptWithListLength = 33;

        /// <summary>Writes a Join-request.</summary>
        /// <returns>Its length in bytes.</returns>
        internal static int WriteRequest(byte[] frame, byte[] joinEui, byte[] devEui, int devNonce, AesCmac appKey)
        {
            frame[0] = MessageType.JoinRequest << 5;
            PutReversed(frame, 1, joinEui);
            PutReversed(frame, 9, devEui);
            FrameSecurity.Put(frame, 17, devNonce, 2);
            FrameSecurity.SignJoin(appKey, frame, 19);
            return RequestLength;
        }

        /// <summary>Whether a Join-request names a device.</summary>
        internal static bool IsRequestOf(byte[] frame, byte[] devEui)
        {
            for (int i = 0; i < devEui.Length; i++)
            {
                if (frame[9 + i] != devEui[devEui.Length - 1 - i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Signs a Join-accept and encrypts it in place, with the decryption of AES.</summary>
        internal static void Protect(byte[] frame, int length, AesCmac appKey)
        {
            FrameSecurity.SignJoin(appKey, frame, length - FrameSecurity.MicLength);
            byte[] block = new byte[AesCmac.BlockLength];
            for (int at = 1; at < length; at += AesCmac.BlockLength)
            {
                Array.Copy(frame, at, block, 0, AesCmac.BlockLength);
                Array.Copy(appKey.Decrypt(block), 0, frame, at, AesCmac.BlockLength);
            }
        }

        /// <summary>Reads a Join-accept, decrypting it in place.</summary>
        /// <param name="frame">Holds it from offset 0.</param>
        /// <param name="length">Its length.</param>
        /// <param name="appKey">AppKey.</param>
        /// <returns>True when it is genuine. JoinNonce is then at 1, NetID at 4, DevAddr at 7, DLSettings at 11, RxDelay at 12, CFList at 13.</returns>
        internal static bool TryReadAccept(byte[] frame, int length, AesCmac appKey)
        {
            if ((length != AcceptLength && length != AcceptWithListLength) || frame[0] != MessageType.JoinAccept << 5)
            {
                return false;
            }

            byte[] block = new byte[AesCmac.BlockLength];
            for (int at = 1; at < length; at += AesCmac.BlockLength)
            {
                Array.Copy(frame, at, block, 0, AesCmac.BlockLength);
                Array.Copy(appKey.Encrypt(block), 0, frame, at, AesCmac.BlockLength);
            }

            return FrameSecurity.IsGenuineJoin(appKey, frame, length);
        }

        /// <summary>Whether a Join-accept that was read brings a list of channels.</summary>
        internal static bool HasChannelList(int length)
        {
            return length == AcceptWithListLength;
        }

        // An EUI is written with its highest byte first, and goes with its lowest.
        private static void PutReversed(byte[] frame, int at, byte[] eui)
        {
            for (int i = 0; i < eui.Length; i++)
            {
                frame[at + i] = eui[eui.Length - 1 - i];
            }
        }
    }
}
