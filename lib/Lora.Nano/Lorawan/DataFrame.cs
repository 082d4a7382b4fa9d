// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>Message types of the MAC header.</summary>
    internal static class MessageType
    {
        internal const int JoinRequest = 0;
        internal const int JoinAccept = 1;
        internal const int UnconfirmedUp = 2;
        internal const int UnconfirmedDown = 3;
        internal const int ConfirmedUp = 4;
        internal const int ConfirmedDown = 5;
    }

    /// <summary>
    /// A data frame, written for the uplink and read for the downlink: MHDR, DevAddr, FCtrl, FCnt, FOpts, FPort, payload,
    /// MIC. One instance serves all.
    /// </summary>
    internal sealed class DataFrame
    {
        internal const int Overhead = 13;
        internal const int MaximumLength = 255;

        private const int HeaderLength = 8;
        private const int AdrBit = 0x80;
        private const int AdrAckReqBit = 0x40;
        private const int AckBit = 0x20;
        private const int PendingBit = 0x10;

        internal int Type { get; set; }

        internal uint Address { get; set; }

        internal bool Adr { get; set; }

        internal bool AdrAckRequest { get; set; }

        internal bool Acknowledges { get; set; }

        /// <summary>The network has more to send; read from a downlink.</summary>
        internal bool HasMore { get; private set; }

        /// <summary>The same, to be written: in an uplink the bit means something else.</summary>
        internal bool Announces { get; set; }

        /// <summary>The whole counter, of which 16 bits are on the air.</summary>
        internal uint Counter { get; set; }

        /// <summary>Frame options: MAC commands, at most 15 bytes.</summary>
        internal byte[] Options { get; } = new byte[15];

        internal int OptionsLength { get; set; }

        /// <summary>0 for MAC commands, 1 to 223 for applications, -1 when there is no payload.</summary>
        internal int Port { get; set; } = -1;

        /// <summary>Where the payload starts in the frame read.</summary>
        internal int PayloadOffset { get; private set; }

        internal int PayloadLength { get; private set; }

        /// <summary>Writes a frame.</summary>
        /// <returns>Its length in bytes.</returns>
        internal int Write(byte[] frame, byte[] payload, int offset, int count, AesCmac networkKey, AesCmac applicationKey)
        {
            int at = 0;
            frame[at++] = (byte)(Type << 5);
            at = FrameSecurity.Put(frame, at, Address, 4);
            frame[at++] = (byte)((Adr ? AdrBit : 0) | (AdrAckRequest ? AdrAckReqBit : 0) | (Acknowledges ? AckBit : 0) | (Announces ? PendingBit : 0) | OptionsLength);
            at = FrameSecurity.Put(frame, at, Counter & 0xFFFF, 2);
            Array.Copy(Options, 0, frame, at, OptionsLength);
            at += OptionsLength;
            if (Port >= 0)
            {
                frame[at++] = (byte)Port;
                Array.Copy(payload, offset, frame, at, count);
                FrameSecurity.Crypt(Port == 0 ? networkKey : applicationKey, Direction(), Address, Counter, frame, at, count);
                at += count;
            }

            FrameSecurity.Sign(networkKey, Direction(), Address, Counter, frame, at);
            return at + FrameSecurity.MicLength;
        }

        /// <summary>Reads a frame and decrypts its payload in place.</summary>
        /// <param name="frame">Holds it from offset 0.</param>
        /// <param name="length">Its length.</param>
        /// <param name="lastCounter">The counter of the frame before it in this direction, -1 for none.</param>
        /// <param name="address">Whose frames are taken.</param>
        /// <param name="networkKey">NwkSKey.</param>
        /// <param name="applicationKey">AppSKey.</param>
        /// <returns>False for a frame that is malformed, foreign, replayed, or not genuine: nothing may be done with it.</returns>
        internal bool TryRead(byte[] frame, int length, long lastCounter, uint address, AesCmac networkKey, AesCmac applicationKey)
        {
            if (length < HeaderLength + FrameSecurity.MicLength || (frame[0] & 3) != 0)
            {
                return false;
            }

            Type = frame[0] >> 5;
            Address = (uint)FrameSecurity.Get(frame, 1, 4);
            int control = frame[5];
            OptionsLength = control & 15;
            int end = length - FrameSecurity.MicLength;
            if (Type < MessageType.UnconfirmedUp || Type > MessageType.ConfirmedDown || Address != address || HeaderLength + OptionsLength > end)
            {
                return false;
            }

            if (!TryExtend((int)FrameSecurity.Get(frame, 6, 2), lastCounter) || !FrameSecurity.IsGenuine(networkKey, Direction(), Address, Counter, frame, length))
            {
                return false;
            }

            Adr = (control & AdrBit) != 0;
            AdrAckRequest = Adr && (control & AdrAckReqBit) != 0;
            Acknowledges = (control & AckBit) != 0;
            HasMore = (control & PendingBit) != 0;
            Array.Copy(frame, HeaderLength, Options, 0, OptionsLength);
            int at = HeaderLength + OptionsLength;
            Port = at < end ? frame[at++] : -1;
            if (Port == 0 && OptionsLength > 0)
            {
                return false; // commands twice
            }

            PayloadOffset = at;
            PayloadLength = end - at;
            FrameSecurity.Crypt(Port == 0 ? networkKey : applicationKey, Direction(), Address, Counter, frame, at, PayloadLength);
            return true;
        }

        // The 16 bits on the air continue the last counter: never back, and across 65535.
        private bool TryExtend(int low, long lastCounter)
        {
            long counter = (lastCounter < 0 ? 0 : lastCounter & ~0xFFFFL) | (long)low;
            if (lastCounter >= 0 && counter <= lastCounter)
            {
                counter += 0x10000;
            }

            Counter = (uint)counter;
            return counter <= uint.MaxValue;
        }

        private int Direction()
        {
            return Type == MessageType.UnconfirmedDown || Type == MessageType.ConfirmedDown ? FrameSecurity.Downlink : FrameSecurity.Uplink;
        }
    }
}
