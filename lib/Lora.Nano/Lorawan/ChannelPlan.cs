// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regions;
using Lora.Nano.Regulation;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// The channels of a device: the region's own, and what its network has made of them. Which may be used now, how each data
    /// rate is modulated, and where the two receive windows are.
    /// </summary>
    public sealed partial class ChannelPlan
    {
        /// <summary>The most channels a plan with its own list has.</summary>
        internal const int MaximumChannels = 16;

        /// <summary>The data rate of a first window that this radio cannot hear.</summary>
        internal const int NotHeard = -1;

        private const int ChannelsOf500Khz = 8;
        private const int ChannelsOf125Khz = 64;
        private const int DwellMicroseconds = 400000;
        private const int ManyChannels = 50; // FCC 15.247: with fewer a hopping device is limited
        private const int FewChannelsDbm = 21;
        private const int DefaultRates = 0x50; // DR0 to DR5

        // The sub-bands in the order they are tried: most networks of eight channels use the second.
        private static readonly byte[] s_subBands = { 1, 0, 6, 7, 2, 3, 4, 5 };

        private readonly Region _region;
        private readonly int[] _frequencies = new int[MaximumChannels];
        private readonly int[] _downlinks = new int[MaximumChannels];

        // The highest data rate of a channel in the upper four bits, the lowest in the others.
        private readonly byte[] _rates = new byte[MaximumChannels];
        private int _only = -1;

        // One bit a channel; a fixed plan has 72, the others 16.
        private readonly ushort[] _mask = new ushort[5];

        /// <summary>Creates the plan of a region, with its own channels.</summary>
        /// <param name="region">The region.</param>
        public ChannelPlan(Region region)
        {
            _region = region;
            Reset();
        }

        /// <summary>The region.</summary>
        public Region Region
        {
            get { return _region; }
        }

        /// <summary>What the region's law allows.</summary>
        public RadioRules Rules
        {
            get { return _region.Rules; }
        }

        /// <summary>Stands for the region and the one channel: a session of another is no use.</summary>
        internal int Fingerprint
        {
            get { return _region.Rx2Hertz + 31 * _region.FixedHertz + _region.MaximumDbm * 1000 + _only; }
        }

        /// <summary>Only one channel is used, at the data rate that was agreed: that of a private relay.</summary>
        public bool IsSingle
        {
            get { return _only >= 0; }
        }

        /// <summary>An uplink takes no longer than 400 ms.</summary>
        internal bool LimitsUplinks { get; private set; }

        /// <summary>A downlink takes no longer than 400 ms.</summary>
        internal bool LimitsDownlinks { get; private set; }

        /// <summary>Something that a record holds has changed.</summary>
        internal bool MustSave { get; set; }

        /// <summary>The sub-band a join was accepted in, which is used as long as the network has not said what it hears; -1 for all.</summary>
        internal int SubBand { get; set; }

        /// <summary>The lowest data rate that carries a frame.</summary>
        public int LowestDataRate
        {
            get
            {
                int rate = 0;
                while (MaximumPayload(rate) == 0)
                {
                    rate++;
                }

                return rate;
            }
        }

        /// <summary>How many channels there may be.</summary>
        internal int ChannelCount
        {
            get { return _region.IsFixed ? ChannelsOf125Khz + ChannelsOf500Khz : MaximumChannels; }
        }

        /// <summary>The widest margin a window can have on each side, in milliseconds: 1023 symbols of the shortest a downlink may have.</summary>
        public int MaximumJitterMilliseconds
        {
            get { return _region.IsFixed ? 131 : 400; }
        }

        /// <summary>Uses one of the region's own channels and no other: a private relay hears only that.</summary>
        /// <param name="channel">Its index.</param>
        public void UseOnly(int channel)
        {
            _only = channel;
            Reset();
        }

        /// <summary>The longest application payload of a data rate in bytes, without frame options.</summary>
        /// <param name="dataRate">A data rate.</param>
        /// <returns>Bytes; 0 for a data rate that may not be used.</returns>
        public int MaximumPayload(int dataRate)
        {
            byte[] payloads = LimitsUplinks && _region.DwellPayloads != null ? _region.DwellPayloads : _region.Payloads;
            return dataRate < 0 || dataRate >= payloads.Length ? 0 : payloads[dataRate];
        }

        /// <summary>The data rate a device goes back to that is not heard (TS001 4.3.1.1).</summary>
        /// <returns>The next lower one, or -1 when there is none.</returns>
        internal int NextLower(int dataRate)
        {
            int rate = dataRate - 1;
            return MaximumPayload(rate) > 0 && (!_region.IsFixed || rate != _region.WideDataRate) ? rate : -1;
        }

        /// <summary>Whether a channel can be used now at a data rate.</summary>
        /// <param name="channel">0 to 71 in a fixed plan, else 0 to 15.</param>
        /// <param name="dataRate">A data rate.</param>
        /// <returns>True when it is on.</returns>
        public bool IsOn(int channel, int dataRate)
        {
            return IsOn(_mask, channel, dataRate);
        }

        /// <summary>
        /// The channel of the nth uplink at a data rate: all that are on come once before any comes again, in an order that
        /// looks random. It follows from n alone, so that it goes on over a sleep.
        /// </summary>
        /// <param name="dataRate">A data rate.</param>
        /// <param name="n">The uplink's number.</param>
        /// <param name="seed">Another for each device.</param>
        /// <returns>A channel, or -1 when none is on.</returns>
        internal int Pick(int dataRate, long n, uint seed)
        {
            int wanted = _region.IsFixed && CountOf(dataRate, SubBand) > 0 ? SubBand : -1;
            int count = CountOf(dataRate, wanted);
            if (count == 0)
            {
                return -1;
            }

            uint hash = ((uint)(n / count) + 1) * 2654435761u ^ seed;
            hash ^= hash >> 15;
            int stride = 1 + (int)(hash % (uint)count);
            while (HaveCommonDivisor(stride, count))
            {
                stride++;
            }

            int left = (int)((n % count * stride + (hash >> 8)) % count);
            for (int i = 0; i < ChannelCount; i++)
            {
                if (IsOn(i, dataRate) && IsIn(i, wanted) && left-- == 0)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The channel and the data rate of a Join-request.</summary>
        /// <param name="attempt">How often it was tried.</param>
        /// <param name="seed">Another for each device.</param>
        /// <param name="dataRate">Receives the data rate; in a fixed plan channels of 125 and of 500 kHz are used in turn.</param>
        /// <returns>The channel.</returns>
        internal int PickForJoin(int attempt, uint seed, out int dataRate)
        {
            dataRate = _region.JoinDataRate;
            if (_only >= 0)
            {
                return _only;
            }

            if (!_region.IsFixed)
            {
                return (int)(((uint)attempt + seed) % (uint)_region.DefaultHertz.Length);
            }

            int subBand = s_subBands[attempt % ChannelsOf500Khz];
            if ((attempt + attempt / ChannelsOf500Khz) % 2 == 1)
            {
                dataRate = _region.WideDataRate;
                return ChannelsOf125Khz + subBand;
            }

            return subBand * 8 + (int)(((uint)(attempt / ChannelsOf500Khz) + seed) % 8);
        }

        /// <summary>The sub-band of a channel in a fixed plan; -1 elsewhere.</summary>
        internal int SubBandOf(int channel)
        {
            return !_region.IsFixed ? -1 : channel < ChannelsOf125Khz ? channel / 8 : channel - ChannelsOf125Khz;
        }

        /// <summary>The strongest output on a channel in dBm: the region's, the sub-band's, and that of a device that does not hop enough.</summary>
        internal int MaximumDbm(Modulation modulation)
        {
            int dbm = _region.MaximumDbm;
            int band = Rules.Find(modulation);
            dbm = band >= 0 && Rules[band].MaximumDbm < dbm ? Rules[band].MaximumDbm : dbm;
            bool hopsLittle = _region.IsFixed && !_region.HasTxParameters && modulation.Bandwidth == Bandwidth.Khz125 && CountOf(0, -1) < ManyChannels;
            return hopsLittle && dbm > FewChannelsDbm ? FewChannelsDbm : dbm;
        }

        /// <summary>How an uplink is sent.</summary>
        /// <param name="channel">The channel.</param>
        /// <param name="dataRate">The data rate.</param>
        /// <returns>The modulation.</returns>
        internal Modulation Uplink(int channel, int dataRate)
        {
            int hertz = !_region.IsFixed ? _frequencies[channel]
                : channel < ChannelsOf125Khz ? _region.FixedHertz + 200000 * channel
                : _region.WideHertz + 1600000 * (channel - ChannelsOf125Khz);
            return NewModulation(hertz, dataRate, false);
        }

        /// <summary>The data rate of the first window behind an uplink.</summary>
        /// <param name="dataRate">The uplink's.</param>
        /// <param name="offset">RX1DROffset.</param>
        /// <returns>A data rate, or <see cref="NotHeard"/>.</returns>
        internal int FirstRate(int dataRate, int offset)
        {
            int lowest = LimitsDownlinks ? _region.LowestDwellDownRate : _region.LowestDownRate;
            int rate = dataRate + _region.Rx1Base - (offset > 5 ? 5 - offset : offset);
            rate = rate < lowest ? lowest : rate > _region.HighestDownRate ? _region.HighestDownRate : rate;
            return IsDownlinkRate(rate) ? rate : rate == 6 ? 5 : NotHeard;
        }

        /// <summary>How the first window listens.</summary>
        internal Modulation FirstWindow(int channel, int dataRate, int offset)
        {
            int hertz = _region.IsFixed ? 923300000 + 600000 * (channel % ChannelsOf500Khz)
                : _downlinks[channel] != 0 ? _downlinks[channel] : _frequencies[channel];
            return NewModulation(hertz, FirstRate(dataRate, offset), true);
        }

        /// <summary>How the second window listens.</summary>
        internal Modulation SecondWindow(int hertz, int dataRate)
        {
            return NewModulation(hertz, dataRate, true);
        }

        /// <summary>Whether a downlink may have a data rate.</summary>
        internal bool IsDownlinkRate(int dataRate)
        {
            return dataRate >= _region.LowestDownRate && dataRate < _region.SpreadingFactors.Length && _region.SpreadingFactors[dataRate] != 0;
        }

        /// <summary>Whether a frequency is one the region has.</summary>
        internal bool IsAllowed(int hertz)
        {
            return Rules.Find(new Modulation { FrequencyHertz = hertz }) >= 0;
        }

        /// <summary>Whether a channel could have a range of data rates.</summary>
        internal bool AreRates(int rates)
        {
            return (rates & 15) <= rates >> 4 && MaximumPayloadEver(rates & 15) > 0 && MaximumPayloadEver(rates >> 4) > 0;
        }

        /// <summary>Sets a channel; 0 hertz removes it. The region's own channels stay.</summary>
        /// <returns>False when the plan does not take it.</returns>
        internal bool SetChannel(int channel, int hertz, int rates)
        {
            if (_region.IsFixed || channel < _region.DefaultHertz.Length || channel >= MaximumChannels || (hertz != 0 && !IsAllowed(hertz)))
            {
                return false;
            }

            MustSave |= _frequencies[channel] != hertz || _downlinks[channel] != 0 || _rates[channel] != rates || !IsOn(channel, rates & 15);
            _frequencies[channel] = hertz;
            _downlinks[channel] = 0;
            _rates[channel] = (byte)rates;
            int bit = 1 << channel;
            _mask[0] = (ushort)(hertz == 0 ? _mask[0] & ~bit : _mask[0] | bit);
            return true;
        }

        /// <summary>Whether there is a channel.</summary>
        internal bool HasChannel(int channel)
        {
            return !_region.IsFixed && channel < MaximumChannels && _frequencies[channel] != 0;
        }

        /// <summary>Moves the downlink of a channel.</summary>
        internal void SetDownlink(int channel, int hertz)
        {
            MustSave |= _downlinks[channel] != hertz;
            _downlinks[channel] = hertz;
        }

        /// <summary>Limits the dwell time, or lifts the limit (TxParamSetupReq).</summary>
        internal void SetDwell(bool limitsUplinks, bool limitsDownlinks)
        {
            MustSave |= LimitsUplinks != limitsUplinks || LimitsDownlinks != limitsDownlinks;
            LimitsUplinks = limitsUplinks;
            LimitsDownlinks = limitsDownlinks;
            if (_region.DwellPayloads != null)
            {
                Rules.MaximumDwellMicroseconds = limitsUplinks ? DwellMicroseconds : 0;
            }
        }

        /// <summary>Takes the list of a Join-accept: five frequencies (type 0), or the masks of a fixed plan (type 1). Another list is not heeded.</summary>
        internal void TakeChannelList(byte[] frame, int at)
        {
            int type = frame[at + 15];
            if (_region.IsFixed && type == 1)
            {
                ushort[] masks = new ushort[_mask.Length];
                for (int i = 0; i < masks.Length; i++)
                {
                    masks[i] = (ushort)(FrameSecurity.Get(frame, at + 2 * i, 2) & (i == 4 ? 0xFF : 0xFFFF));
                }

                SetMasks(masks);
            }

            for (int i = 0; !_region.IsFixed && type == 0 && i < 5; i++)
            {
                SetChannel(_region.DefaultHertz.Length + i, (int)FrameSecurity.Get(frame, at + 3 * i, 3) * 100, DefaultRates);
            }
        }

        /// <summary>Back to the region's own channels, all on.</summary>
        internal void Reset()
        {
            for (int i = 0; i < MaximumChannels; i++)
            {
                _frequencies[i] = i < _region.DefaultHertz.Length ? _region.DefaultHertz[i] : 0;
                _downlinks[i] = 0;
                _rates[i] = DefaultRates;
            }

            for (int i = 0; i < _mask.Length; i++)
            {
                _mask[i] = (ushort)Own(i);
            }

            SubBand = -1;
            SetDwell(_region.DwellPayloads != null, false);
        }

        /// <summary>Writes channels, masks and dwell times into a record, or reads them from it.</summary>
        internal void Pass(SessionRecord record)
        {
            for (int i = 0; i < MaximumChannels; i++)
            {
                _frequencies[i] = (int)record.Pass(_frequencies[i] / 100, 3) * 100;
                _downlinks[i] = (int)record.Pass(_downlinks[i] / 100, 3) * 100;
                _rates[i] = (byte)record.Pass(_rates[i], 1);
            }

            for (int i = 0; i < _mask.Length; i++)
            {
                _mask[i] = (ushort)record.Pass(_mask[i], 2);
            }

            SubBand = (int)record.Pass(SubBand + 1, 1) - 1;
            int dwell = (int)record.Pass((LimitsUplinks ? 1 : 0) | (LimitsDownlinks ? 2 : 0), 1);
            SetDwell((dwell & 1) != 0, (dwell & 2) != 0);
        }

        private bool IsOn(ushort[] masks, int channel, int dataRate)
        {
            bool on = (masks[channel >> 4] & (1 << (channel & 15))) != 0;
            return on && (_region.IsFixed ? (channel >= ChannelsOf125Khz) == (dataRate == _region.WideDataRate)
                : _frequencies[channel] != 0 && dataRate >= (_rates[channel] & 15) && dataRate <= _rates[channel] >> 4);
        }

        private bool IsIn(int channel, int subBand)
        {
            return subBand < 0 || SubBandOf(channel) == subBand;
        }

        private int CountOf(int dataRate, int subBand)
        {
            int count = 0;
            for (int i = 0; i < ChannelCount; i++)
            {
                count += IsOn(i, dataRate) && IsIn(i, subBand) ? 1 : 0;
            }

            return count;
        }

        // The region's own channels of one mask; only the one, where there is one.
        private int Own(int index)
        {
            int own = _region.IsFixed ? (index == 4 ? 0xFF : 0xFFFF) : index == 0 ? (1 << _region.DefaultHertz.Length) - 1 : 0;
            int used = _only < 0 ? 0xFFFF : index == _only >> 4 ? 1 << (_only & 15) : 0;
            return own & used;
        }

        // A data rate the dwell time forbids may be allowed again.
        private int MaximumPayloadEver(int dataRate)
        {
            return dataRate < _region.Payloads.Length ? _region.Payloads[dataRate] : 0;
        }

        private static bool HaveCommonDivisor(int a, int b)
        {
            while (b != 0)
            {
                int rest = a % b;
                a = b;
                b = rest;
            }

            return a != 1;
        }

        private Modulation NewModulation(int hertz, int dataRate, bool down)
        {
            return new Modulation
            {
                FrequencyHertz = hertz,
                SpreadingFactor = _region.SpreadingFactors[dataRate],
                Bandwidth = _region.Bandwidths[dataRate],
                SyncWord = Modulation.LorawanSyncWord,
                Crc = !down,
                InvertIq = down
            };
        }
    }
}
