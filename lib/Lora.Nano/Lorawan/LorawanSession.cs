// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Lora.Nano.Regions;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// What device and network have agreed on, and what each owes the other. A nonce is written before it is used, and uplink
    /// counters are reserved in blocks, so that neither comes twice whatever fails when. Over a deep sleep the radio keeps how far
    /// the block is used (<see cref="Suspend"/>): counters go up by one, and no sleep costs a write. When the radio has lost it,
    /// the rest of the block is passed over. No clock is asked.
    /// </summary>
    internal sealed class LorawanSession
    {
        internal const int CounterBlock = 32;

        /// <summary>What <see cref="Suspend"/> needs to be kept, in bytes.</summary>
        internal const int SuspendedLength = SuspendedBytes + TagLength;

        private const int Version = 6;
        private const int Capacity = 256;
        private const int SuspendedBytes = 5 + MacAnswers.MaximumLength;
        private const int TagLength = 3;
        private const int NonceEnd = 4;
        private const int NoncesBehind = 3; // accepts in a row with nonces that count up, but below the last
        private const int NonceGap = 16; // accepts that were not heard are counted too

        private readonly LorawanStore _store;
        private readonly ChannelPlan _plan;
        private byte[] _networkKey = new byte[16];
        private byte[] _applicationKey = new byte[16];
        private long _block; // every counter below was reserved
        private long _writtenDown = -1; // the downlink counter of the record
        private bool _isExact; // the record was written at the end of a life, nothing of the block is used behind it
        private bool _isPaired;
        private bool _mustSave;
        private int _refusedNonce;
        private int _refusedInARow;

        internal LorawanSession(LorawanStore store, ChannelPlan plan)
        {
            _store = store;
            _plan = plan;
            Reset();
        }

        internal bool IsJoined { get; private set; }

        internal int DevNonce { get; private set; }

        /// <summary>The JoinNonce of the session, -1 before the first: an accept with another that is not higher is an old one.</summary>
        internal int JoinNonce { get; private set; } = -1;

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

        /// <summary>The data rate the device was set to begin with; it is begun with anew when it is set to another.</summary>
        internal int FirstDataRate { get; set; } = -1;

        /// <summary>The highest data rate the device takes by itself: what the network has set, or it was set to begin with.</summary>
        internal int HighestDataRate { get; set; }

        /// <summary>The strongest output the network allows (TxParamSetupReq), in dBm.</summary>
        internal int MaximumDbm { get; set; }

        /// <summary>Steps of 2 dB below the strongest.</summary>
        internal int PowerStep { get; set; }

        /// <summary>How often a frame is sent (NbTrans).</summary>
        internal int Transmissions { get; set; }

        /// <summary>The part of all time that may be sent, as 1 / 2^n (DutyCycleReq).</summary>
        internal int DutyCycleExponent { get; set; }

        /// <summary>Uplinks since the network was last heard (ADRACKCnt), at most 127.</summary>
        internal int AdrCount { get; set; }

        /// <summary>A confirmed downlink waits for its acknowledgement.</summary>
        internal bool OwesAcknowledgement { get; set; }

        /// <summary>Confirmed uplinks in a row that were heard at a lower data rate only; 255 when the last was not heard at all.</summary>
        internal int Lowered { get; set; }

        /// <summary>Answers to MAC commands that have not gone out, or must go again.</summary>
        internal MacAnswers Answers { get; } = new MacAnswers();

        /// <summary>Something that the record holds has changed.</summary>
        internal bool MustSave
        {
            get { return _mustSave || _plan.MustSave; }
            set { _mustSave = value; }
        }

        /// <summary>The radio has lost what it was to keep over a sleep: from then on the record is written at its beginning.</summary>
        internal bool WritesAtSleep { get; private set; }

        /// <summary>A downlink has come that the record does not know.</summary>
        internal bool HasUnwrittenDownlinks
        {
            get { return DownCounter > _writtenDown; }
        }

        /// <summary>Begins a session with the keys of a join, or those given by hand (ABP). It is not written yet.</summary>
        internal void Begin(uint address, byte[] networkKey, byte[] applicationKey)
        {
            Reset();
            Address = address;
            _networkKey = networkKey;
            _applicationKey = applicationKey;
            UpCounter = 0;
            _block = 0;
            DownCounter = -1;
            JoinAttempts = 0;
            AdrCount = 0;
            Lowered = 0;
            OwesAcknowledgement = false;
            Answers.Clear();
            Activate();
        }

        /// <summary>Whether a Join-accept is a new one. A network counts them; one that has begun anew is believed when it goes on to count.</summary>
        internal bool IsNew(int joinNonce)
        {
            bool counts = joinNonce > _refusedNonce && joinNonce <= _refusedNonce + NonceGap;
            if (joinNonce > JoinNonce || (counts && _refusedInARow >= NoncesBehind - 1))
            {
                JoinNonce = joinNonce;
                _refusedInARow = 0;
                return true;
            }

            _refusedInARow = counts ? _refusedInARow + 1 : 1;
            _refusedNonce = joinNonce;
            MustSave = true;
            return false;
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
        internal long TakeUpCounter()
        {
            if ((UpCounter >= _block || _isExact) && !Reserve())
            {
                return -1;
            }

            return UpCounter < uint.MaxValue ? UpCounter++ : -1;
        }

        /// <summary>Reserves the next counters and writes everything.</summary>
        internal bool Reserve()
        {
            long block = _block;
            _block = UpCounter + CounterBlock;
            if (Save())
            {
                return true;
            }

            _block = block;
            return false;
        }

        /// <summary>Writes everything.</summary>
        internal bool Save()
        {
            return Write(false);
        }

        /// <summary>What is not written at each uplink, for the radio to keep over a sleep, sealed with the session's key.</summary>
        /// <param name="bytes">Room for <see cref="SuspendedLength"/> bytes.</param>
        internal void Suspend(byte[] bytes)
        {
            bytes[0] = (byte)(UpCounter - (_block - CounterBlock));
            bytes[1] = (byte)(DownCounter - _writtenDown);
            bytes[2] = (byte)(AdrCount | (OwesAcknowledgement ? 0x80 : 0));
            bytes[3] = (byte)Answers.Length;
            bytes[4] = (byte)Lowered;
            Array.Copy(Answers.Bytes, 0, bytes, 5, MacAnswers.MaximumLength);
            Array.Copy(Tag(bytes), 0, bytes, SuspendedBytes, TagLength);
        }

        /// <summary>Whether <see cref="Suspend"/> has room for what has changed since the last write.</summary>
        internal bool CanSuspend
        {
            get { return UpCounter <= _block && _block - UpCounter <= CounterBlock && DownCounter - _writtenDown <= byte.MaxValue && !MustSave && !_isExact; }
        }

        /// <summary>Writes everything as it is at the end of a life, for a radio that keeps nothing.</summary>
        internal bool SaveForSleep()
        {
            return Write(true);
        }

        /// <summary>
        /// Takes up what was written. Of another region's or version's record only the nonce counts: the network remembers it
        /// whatever the device has changed.
        /// </summary>
        /// <param name="suspended">What the radio has kept, null when it keeps nothing.</param>
        /// <param name="fromSleep">A deep sleep has ended: what the radio was to keep should be there.</param>
        /// <returns>False when there is nothing to take up.</returns>
        internal bool Load(byte[] suspended, bool fromSleep)
        {
            byte[] bytes = _store.Read();
            if (bytes == null || bytes.Length < NonceEnd)
            {
                return false;
            }

            SessionRecord record = SessionRecord.ToRead(bytes);
            if (bytes[0] != Version || !Pass(record, false) || record.At != bytes.Length)
            {
                Reset();
                JoinNonce = -1;
                DevNonce = (int)FrameSecurity.Get(bytes, 2, 2);
                return false;
            }

            _writtenDown = DownCounter;
            if (!_isPaired)
            {
                return true;
            }

            _plan.MustSave = false;
            Activate();
            if (suspended != null && TryResume(suspended))
            {
                return true;
            }

            WritesAtSleep |= fromSleep && !_isExact;
            if (!_isExact)
            {
                UpCounter = _block; // what may have been used is passed over
            }

            return true;
        }

        private bool TryResume(byte[] suspended)
        {
            byte[] tag = Tag(suspended);
            for (int i = 0; i < TagLength; i++)
            {
                if (tag[i] != suspended[SuspendedBytes + i])
                {
                    return false;
                }
            }

            UpCounter = _block - CounterBlock + suspended[0];
            DownCounter = _writtenDown + suspended[1];
            AdrCount = suspended[2] & 0x7F;
            OwesAcknowledgement = (suspended[2] & 0x80) != 0;
            Lowered = suspended[4];
            Answers.Load(suspended, 5, suspended[3]);
            return true;
        }

        // Bound to this record: what belongs to an older one is nothing.
        private byte[] Tag(byte[] suspended)
        {
            byte[] header = new byte[AesCmac.BlockLength];
            int at = FrameSecurity.Put(header, 0, Address, 4);
            at = FrameSecurity.Put(header, at, _block, 4);
            FrameSecurity.Put(header, at, _writtenDown + 1, 5);
            return NetworkKey.Compute(header, suspended, 0, SuspendedBytes);
        }

        private bool Write(bool isExact)
        {
            bool before = _isExact;
            _isExact = isExact;
            SessionRecord record = SessionRecord.ToWrite(Capacity);
            Pass(record, true);
            if (!_store.Write(record.Bytes, record.At))
            {
                _isExact = before;
                return false;
            }

            _writtenDown = DownCounter;
            _mustSave = false;
            _plan.MustSave = false;
            return true;
        }

        // Every field of the record, in its order. False for a record of another region.
        private bool Pass(SessionRecord record, bool writes)
        {
            record.Pass(Version, 1);
            int flags = (int)record.Pass((IsJoined ? 1 : 0) | (_isExact ? 2 : 0) | (WritesAtSleep ? 4 : 0) | (OwesAcknowledgement ? 8 : 0), 1);
            DevNonce = (int)record.Pass(DevNonce, 2);
            if ((int)record.Pass(_plan.Fingerprint & int.MaxValue, 4) != (_plan.Fingerprint & int.MaxValue))
            {
                return false;
            }

            _isPaired = (flags & 1) != 0;
            _isExact = (flags & 2) != 0;
            WritesAtSleep = (flags & 4) != 0;
            OwesAcknowledgement = (flags & 8) != 0;
            JoinNonce = (int)record.Pass(JoinNonce + 1, 4) - 1;
            _refusedNonce = (int)record.Pass(_refusedNonce, 3);
            _refusedInARow = (int)record.Pass(_refusedInARow, 1);
            JoinAttempts = (int)record.Pass(JoinAttempts, 1);
            Address = (uint)record.Pass(Address, 4);
            record.Pass(_networkKey);
            record.Pass(_applicationKey);
            _block = record.Pass(_block, 5);
            UpCounter = record.Pass(UpCounter, 5);
            DownCounter = record.Pass(DownCounter + 1, 5) - 1;
            DelaySeconds = (int)record.Pass(DelaySeconds, 1);
            Rx1Offset = (int)record.Pass(Rx1Offset, 1);
            Rx2DataRate = (int)record.Pass(Rx2DataRate, 1);
            Rx2Hertz = (int)record.Pass(Rx2Hertz, 4);
            DataRate = (int)record.Pass(DataRate, 1);
            FirstDataRate = (int)record.Pass(FirstDataRate + 1, 1) - 1;
            HighestDataRate = (int)record.Pass(HighestDataRate, 1);
            PowerStep = (int)record.Pass(PowerStep, 1);
            MaximumDbm = (int)record.Pass(MaximumDbm, 1);
            Transmissions = (int)record.Pass(Transmissions, 1);
            DutyCycleExponent = (int)record.Pass(DutyCycleExponent, 1);
            AdrCount = (int)record.Pass(AdrCount, 1);
            Lowered = (int)record.Pass(Lowered, 1);
            Answers.Pass(record);
            _plan.Pass(record);
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
            Region region = _plan.Region;
            _plan.Reset();
            DelaySeconds = 1;
            Rx1Offset = 0;
            Rx2DataRate = region.Rx2DataRate;
            Rx2Hertz = region.Rx2Hertz;
            DataRate = _plan.MaximumPayload(FirstDataRate) > 0 ? FirstDataRate : _plan.LowestDataRate;
            HighestDataRate = DataRate;
            MaximumDbm = region.MaximumDbm;
            PowerStep = 0;
            Transmissions = 1;
            DutyCycleExponent = 0;
        }
    }
}
