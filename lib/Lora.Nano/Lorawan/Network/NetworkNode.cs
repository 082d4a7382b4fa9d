// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan.Network
{
    /// <summary>
    /// A device as its network knows it: its key, its session, what waits for it. The downlink counter is reserved in blocks,
    /// so that it never comes twice.
    /// </summary>
    public sealed class NetworkNode
    {
        /// <summary>The room a node takes in a record, in bytes.</summary>
        public const int RecordLength = 8 + 1 + 2 + 3 + 5 + 4 + 16 + 16;

        private const int MaximumQueued = 4;

        private readonly byte[][] _queue = new byte[MaximumQueued][];
        private byte[] _networkKeyBytes = new byte[16];
        private byte[] _applicationKeyBytes = new byte[16];
        private long _savedUp = -1;

        internal NetworkNode(byte[] devEui, byte[] appKey, uint address)
        {
            DevEui = devEui;
            AppKey = new AesCmac(appKey);
            Address = address;
        }

        /// <summary>DevEUI, 8 bytes, the highest first.</summary>
        public byte[] DevEui { get; }

        /// <summary>DevAddr.</summary>
        public uint Address { get; }

        /// <summary>There is a session.</summary>
        public bool IsJoined { get; private set; }

        /// <summary>The application's port of the last uplink, -1 when it had no payload.</summary>
        public int Port { get; internal set; } = -1;

        /// <summary>Where its payload starts in the frame.</summary>
        public int PayloadOffset { get; internal set; }

        /// <summary>The payload's length in bytes.</summary>
        public int PayloadLength { get; internal set; }

        /// <summary>The last uplink was a Join-request that is accepted.</summary>
        public bool IsJoining { get; internal set; }

        /// <summary>What has to be kept has changed: <see cref="Save"/> it before anything is sent.</summary>
        public bool MustSave { get; private set; }

        /// <summary>How many payloads wait for the node.</summary>
        public int Queued { get; private set; }

        /// <summary>The counter of the last uplink, -1 before the first.</summary>
        public long UplinkCounter { get; private set; } = -1;

        internal AesCmac AppKey { get; }

        internal AesCmac NetworkKey { get; private set; }

        internal AesCmac ApplicationKey { get; private set; }

        internal int DevNonce { get; private set; } = -1;

        internal int JoinNonce { get; private set; }

        internal bool MustAcknowledge { get; set; }

        /// <summary>The node asks whether it is heard (ADRACKReq).</summary>
        internal bool MustAnswer { get; set; }

        internal uint DownCounter { get; private set; }

        private uint ReservedDown { get; set; }

        /// <summary>Has a payload sent behind the next uplink. One that waits already is not taken twice.</summary>
        /// <param name="buffer">Holds it from offset 0.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>False when the queue is full.</returns>
        public bool Enqueue(byte[] buffer, int count)
        {
            for (int i = 0; i < Queued; i++)
            {
                if (IsSame(_queue[i], buffer, count))
                {
                    return true;
                }
            }

            if (Queued == MaximumQueued)
            {
                return false;
            }

            byte[] payload = new byte[count];
            Array.Copy(buffer, 0, payload, 0, count);
            _queue[Queued++] = payload;
            return true;
        }

        /// <summary>Ends the session: the node must join anew.</summary>
        public void Forget()
        {
            IsJoined = false;
            MustSave = true;
        }

        /// <summary>Writes what survives a reboot.</summary>
        /// <param name="record">Room for <see cref="RecordLength"/> bytes.</param>
        /// <param name="at">Where to write.</param>
        /// <returns>Where the record goes on.</returns>
        public int Save(byte[] record, int at)
        {
            MustSave = false;
            _savedUp = UplinkCounter;
            Array.Copy(DevEui, 0, record, at, 8);
            record[at + 8] = (byte)(IsJoined ? 1 : 0);
            at = FrameSecurity.Put(record, at + 9, DevNonce + 1, 2);
            at = FrameSecurity.Put(record, at, JoinNonce, 3);
            at = FrameSecurity.Put(record, at, UplinkCounter + 1, 5);
            at = FrameSecurity.Put(record, at, ReservedDown, 4);
            Array.Copy(_networkKeyBytes, 0, record, at, 16);
            Array.Copy(_applicationKeyBytes, 0, record, at + 16, 16);
            return at + 32;
        }

        /// <summary>What <see cref="Save"/> wrote was not kept: nothing that depends on it may be sent.</summary>
        public void NotSaved()
        {
            MustSave = true;
        }

        /// <summary>Takes up what was written, if it is of this node.</summary>
        /// <param name="record">The record.</param>
        /// <param name="at">Where it starts.</param>
        /// <returns>False when it is another's.</returns>
        public bool Load(byte[] record, int at)
        {
            if (at + RecordLength > record.Length)
            {
                return false;
            }

            for (int i = 0; i < 8; i++)
            {
                if (record[at + i] != DevEui[i])
                {
                    return false;
                }
            }

            DevNonce = (int)FrameSecurity.Get(record, at + 9, 2) - 1;
            JoinNonce = (int)FrameSecurity.Get(record, at + 11, 3);
            UplinkCounter = FrameSecurity.Get(record, at + 14, 5) - 1;
            _savedUp = UplinkCounter;
            ReservedDown = (uint)FrameSecurity.Get(record, at + 19, 4);
            DownCounter = ReservedDown;
            Array.Copy(record, at + 23, _networkKeyBytes, 0, 16);
            Array.Copy(record, at + 39, _applicationKeyBytes, 0, 16);
            if (record[at + 8] == 1)
            {
                Activate();
            }

            return true;
        }

        /// <summary>Begins a session.</summary>
        internal void Join(int devNonce, int netId)
        {
            DevNonce = devNonce;
            JoinNonce++;
            _networkKeyBytes = FrameSecurity.DeriveKey(AppKey, 1, JoinNonce, netId, devNonce);
            _applicationKeyBytes = FrameSecurity.DeriveKey(AppKey, 2, JoinNonce, netId, devNonce);
            UplinkCounter = -1;
            DownCounter = 0;
            ReservedDown = 0;
            Queued = 0;
            MustAcknowledge = false;
            MustSave = true;
            Activate();
        }

        /// <summary>An uplink has been counted; its counter is kept now and then.</summary>
        internal void Count(long counter)
        {
            UplinkCounter = counter;
            MustSave |= counter - _savedUp >= LorawanSession.CounterBlock;
        }

        internal uint TakeDownCounter()
        {
            if (DownCounter >= ReservedDown)
            {
                ReservedDown = DownCounter + LorawanSession.CounterBlock;
                MustSave = true;
            }

            return DownCounter++;
        }

        /// <summary>The payload that waits longest, null when none does.</summary>
        internal byte[] Dequeue()
        {
            if (Queued == 0)
            {
                return null;
            }

            byte[] payload = _queue[0];
            Queued--;
            for (int i = 0; i < Queued; i++)
            {
                _queue[i] = _queue[i + 1];
            }

            return payload;
        }

        private void Activate()
        {
            NetworkKey = new AesCmac(_networkKeyBytes);
            ApplicationKey = new AesCmac(_applicationKeyBytes);
            IsJoined = true;
        }

        private static bool IsSame(byte[] payload, byte[] buffer, int count)
        {
            bool same = payload.Length == count;
            for (int i = 0; same && i < count; i++)
            {
                same = payload[i] == buffer[i];
            }

            return same;
        }
    }
}
