// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// What device and network have agreed on: address, keys, counters, windows. The nonce is written before it is used, and
    /// the uplink counter is reserved in blocks, so that neither comes twice whatever fails when. Over a deep sleep nothing is
    /// written: each minute since the last block stands for a few counters more, and a life uses those of its own minute.
    /// </summary>
    internal sealed class LorawanSession
    {
        internal const int CounterBlock = 32;

        /// <summary>Two lives are at least so far apart, in milliseconds: a device that sleeps less must not count by the clock.</summary>
        internal const int SlotMilliseconds = 60000;

        private const int CountersPerSlot = 4;
        private const int MaximumSlots = 24 * 60; // from then on a block is reserved anew
        private const int Version = 5;
        private const int FixedLength = 73;
        private const int NonceEnd = 4;
        private const int MaximumRecord = 256;

        private readonly LorawanStore _store;
        private readonly ChannelPlan _plan;
        private byte[] _networkKey = new byte[16];
        private byte[] _applicationKey = new byte[16];
        private long _block; // every counter below was reserved
        private long _blockUtc;
        private long _limit; // this life's

        internal LorawanSession(LorawanStore store, ChannelPlan plan)
        {
            _store = store;
            _plan = plan;
            Reset();
        }

        internal bool IsJoined { get; private set; }

        internal int DevNonce { get; private set; }

        /// <summary>How often a join was tried since the last one accepted, at most 255.</summary>
        internal int JoinAttempts { get; private set; }

        internal uint Address { get; private set; }

        internal AesCmac NetworkKey { get; private set; }

        internal AesCmac ApplicationKey { get; private set; }

        /// <summary>The counter of the next uplink.</summary>
        internal long UpCounter { get; private set; }

        /// <summary>The counter of the last downlink, -1 before the first.</summary>
        internal long DownCounter { get; set; } = -1;

        internal int DelaySeconds { get; set; }

        internal int Rx1Offset { get; set; }

        internal int Rx2DataRate { get; set; }

        internal int Rx2Hertz { get; set; }

        internal int DataRate { get; set; }

        /// <summary>The strongest output the region or the network allows (TxParamSetup), in dBm.</summary>
        internal int MaximumDbm { get; set; }

        /// <summary>Steps of 2 dB below the strongest.</summary>
        internal int PowerStep { get; set; }

        /// <summary>How often an unconfirmed uplink is sent.</summary>
        internal int Transmissions { get; set; }

        /// <summary>Begins a session with the keys of a join, or those given by hand (ABP).</summary>
        internal void Begin(uint address, byte[] networkKey, byte[] applicationKey)
        {
            Reset();
            Address = address;
            _networkKey = networkKey;
            _applicationKey = applicationKey;
            UpCounter = 0;
            _block = 0;
            _limit = 0;
            DownCounter = -1;
            JoinAttempts = 0;
            Activate();
        }

        /// <summary>The next DevNonce, written before anybody hears it.</summary>
        /// <returns>-1 when it could not be written, or there is none left.</returns>
        internal int TakeDevNonce()
        {
            if (DevNonce >= 0xFFFF)
            {
                return -1;
            }

            JoinAttempts += JoinAttempts < byte.MaxValue ? 1 : 0;
            int nonce = DevNonce++;
            return Save() ? nonce : -1;
        }

        /// <summary>The counter of the next uplink, reserved before anybody hears it.</summary>
        /// <returns>-1 when it could not be reserved.</returns>
        internal long TakeUpCounter(long utcMilliseconds)
        {
            if (UpCounter >= _limit && !Reserve(utcMilliseconds))
            {
                return -1;
            }

            return UpCounter < uint.MaxValue ? UpCounter++ : -1;
        }

        private bool Reserve(long utcMilliseconds)
        {
            long block = _block;
            long blockUtc = _blockUtc;
            _block = UpCounter + CounterBlock;
            _blockUtc = utcMilliseconds;
            if (!Save())
            {
                _block = block;
                _blockUtc = blockUtc;
                return false;
            }

            _limit = _block;
            return true;
        }

        /// <summary>Writes everything.</summary>
        internal bool Save()
        {
            byte[] record = new byte[MaximumRecord];
            int at = 0;
            record[at++] = Version;
            record[at++] = (byte)(IsJoined ? 1 : 0);
            at = FrameSecurity.Put(record, at, DevNonce, 2);
            at = FrameSecurity.Put(record, at, Address, 4);
            at = FrameSecurity.Put(record, at, _block, 4);
            at = FrameSecurity.Put(record, at, DownCounter + 1, 5);
            Array.Copy(_networkKey, 0, record, at, 16);
            Array.Copy(_applicationKey, 0, record, at + 16, 16);
            at += 32;
            record[at++] = (byte)DelaySeconds;
            record[at++] = (byte)Rx1Offset;
            record[at++] = (byte)Rx2DataRate;
            at = FrameSecurity.Put(record, at, Rx2Hertz, 4);
            record[at++] = (byte)DataRate;
            record[at++] = (byte)PowerStep;
            record[at++] = (byte)Transmissions;
            record[at++] = (byte)JoinAttempts;
            at = FrameSecurity.Put(record, at, _blockUtc, 8);
            record[at++] = (byte)MaximumDbm;
            at = FrameSecurity.Put(record, at, _plan.Fingerprint, 4);
            return _store.Write(record, _plan.Save(record, at));
        }

        /// <summary>
        /// Takes up what was written; what may have been used since is passed over. Of another region's or version's record only
        /// the nonce counts: the network remembers it whatever the device has changed.
        /// </summary>
        /// <param name="fromSleep">The clock has run on since the life before, which ended a minute ago or more.</param>
        /// <param name="utcMilliseconds">Now.</param>
        /// <returns>False when there is nothing to take up.</returns>
        internal bool Load(bool fromSleep, long utcMilliseconds)
        {
            byte[] record = _store.Read();
            int length = _plan.Save(new byte[MaximumRecord], FixedLength);
            if (record == null || record.Length < NonceEnd)
            {
                return false;
            }

            DevNonce = (int)FrameSecurity.Get(record, 2, 2);
            if (record.Length != length || record[0] != Version || (int)FrameSecurity.Get(record, 69, 4) != _plan.Fingerprint)
            {
                return false;
            }

            Address = (uint)FrameSecurity.Get(record, 4, 4);
            _block = FrameSecurity.Get(record, 8, 4);
            _blockUtc = FrameSecurity.Get(record, 60, 8);
            long slot = (utcMilliseconds - _blockUtc) / SlotMilliseconds;
            bool known = fromSleep && utcMilliseconds >= _blockUtc && slot < MaximumSlots;
            UpCounter = _block + ((known ? slot : MaximumSlots) + 1) * CountersPerSlot;
            _limit = known ? UpCounter + CountersPerSlot : UpCounter;
            DownCounter = FrameSecurity.Get(record, 12, 5) - 1;
            Array.Copy(record, 17, _networkKey, 0, 16);
            Array.Copy(record, 33, _applicationKey, 0, 16);
            DelaySeconds = record[49];
            Rx1Offset = record[50];
            Rx2DataRate = record[51];
            Rx2Hertz = (int)FrameSecurity.Get(record, 52, 4);
            DataRate = record[56];
            PowerStep = record[57];
            Transmissions = record[58];
            JoinAttempts = record[59];
            MaximumDbm = record[68];
            _plan.Load(record, FixedLength);
            if (record[1] == 1)
            {
                Activate();
            }

            if (!known && IsJoined)
            {
                // From here the minutes are those of this clock: a record of another must not be counted on by later lives.
                Reserve(utcMilliseconds);
            }

            return true;
        }

        private void Activate()
        {
            NetworkKey = new AesCmac(_networkKey);
            ApplicationKey = new AesCmac(_applicationKey);
            IsJoined = true;
        }

        private void Reset()
        {
            _plan.Reset();
            DelaySeconds = 1;
            Rx1Offset = 0;
            Rx2DataRate = _plan.Rx2DataRate;
            Rx2Hertz = _plan.Rx2Hertz;
            DataRate = _plan.LowestDataRate;
            MaximumDbm = _plan.MaximumDbm;
            PowerStep = 0;
            Transmissions = 1;
        }
    }
}
