// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Nano.Regulation;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// A region's channels and data rates (LoRaWAN Regional Parameters): which channels may be used now, how each data rate
    /// is modulated, and where the two receive windows are.
    /// </summary>
    public sealed class ChannelPlan
    {
        /// <summary>The most channels a plan with its own list has.</summary>
        internal const int MaximumChannels = 16;

        private const int ChannelsOf500Khz = 8;
        private const int ChannelsOf125Khz = 64;

        private readonly int[] _payloads;
        private readonly int[] _defaults;
        private readonly int[] _frequencies = new int[MaximumChannels];
        private readonly int[] _downlinks = new int[MaximumChannels];
        private readonly bool _isFixed;
        private readonly int _lowestDownlinkRate;

        private int _only = -1;

        // One bit a channel; a fixed plan has 72, the others 16.
        private readonly ushort[] _mask = new ushort[5];

        private ChannelPlan(RadioRules rules, bool isFixed, int[] payloads, int[] defaults, int rx2Hertz, int rx2DataRate, int lowestDownlinkRate, int maximumDbm)
        {
            Rules = rules;
            _isFixed = isFixed;
            _payloads = payloads;
            _defaults = defaults;
            Rx2Hertz = rx2Hertz;
            Rx2DataRate = rx2DataRate;
            _lowestDownlinkRate = lowestDownlinkRate;
            MaximumDbm = maximumDbm;
            Reset();
        }

        /// <summary>What the region allows.</summary>
        public RadioRules Rules { get; }

        /// <summary>The strongest output in dBm.</summary>
        public int MaximumDbm { get; }

        /// <summary>The network may limit output and dwell time (TxParamSetup); elsewhere the command is not heeded.</summary>
        internal bool HasTxParameters
        {
            get { return Rules.MaximumDwellMicroseconds > 0 && !_isFixed; }
        }

        /// <summary>Stands for the region and the one channel: a session of another is no use.</summary>
        internal int Fingerprint
        {
            get { return Rx2Hertz + _only; }
        }

        /// <summary>The default frequency of the second window in hertz.</summary>
        public int Rx2Hertz { get; }

        /// <summary>The default data rate of the second window.</summary>
        public int Rx2DataRate { get; }

        /// <summary>The highest data rate of an uplink.</summary>
        public int HighestDataRate
        {
            get { return _payloads.Length - 1; }
        }

        /// <summary>The lowest data rate that carries a frame.</summary>
        public int LowestDataRate
        {
            get
            {
                int rate = 0;
                while (_payloads[rate] == 0)
                {
                    rate++;
                }

                return rate;
            }
        }

        /// <summary>How many channels there may be.</summary>
        internal int ChannelCount
        {
            get { return _isFixed ? ChannelsOf125Khz + ChannelsOf500Khz : MaximumChannels; }
        }

        /// <summary>The channels are the region's own, and only switched on and off.</summary>
        internal bool IsFixed
        {
            get { return _isFixed; }
        }

        /// <summary>Europe, 863 to 870 MHz.</summary>
        /// <returns>A new plan.</returns>
        public static ChannelPlan Eu868()
        {
            return new ChannelPlan(
                RadioRules.Eu868(), false, new[] { 51, 51, 51, 115, 222, 222 }, new[] { 868100000, 868300000, 868500000 }, 869525000, 0, 0, 14);
        }

        /// <summary>United States, 902 to 928 MHz: 64 channels of 125 kHz and 8 of 500 kHz.</summary>
        /// <returns>A new plan.</returns>
        public static ChannelPlan Us915()
        {
            return new ChannelPlan(RadioRules.Us915(), true, new[] { 11, 53, 125, 242, 242 }, new int[0], 923300000, 8, 8, 20);
        }

        /// <summary>Asia, 923 MHz, with its dwell time of 400 ms.</summary>
        /// <returns>A new plan.</returns>
        public static ChannelPlan As923()
        {
            return new ChannelPlan(RadioRules.As923(), false, new[] { 0, 0, 11, 53, 125, 242 }, new[] { 923200000, 923400000 }, 923200000, 2, 2, 16);
        }

        /// <summary>Uses one of the region's own channels and no other: a private relay hears only that.</summary>
        /// <param name="channel">Its index.</param>
        public void UseOnly(int channel)
        {
            _only = channel;
            Reset();
        }

        /// <summary>The longest application payload of a data rate in bytes, without frame options.</summary>
        /// <param name="dataRate">0 to <see cref="HighestDataRate"/>.</param>
        /// <returns>Bytes; 0 for a data rate that may not be used.</returns>
        public int MaximumPayload(int dataRate)
        {
            return dataRate < 0 || dataRate >= _payloads.Length ? 0 : _payloads[dataRate];
        }

        /// <summary>Whether a channel can be used now at a data rate.</summary>
        /// <param name="channel">0 to 71 in a fixed plan, else 0 to 15.</param>
        /// <param name="dataRate">A data rate.</param>
        /// <returns>True when it is on.</returns>
        public bool IsOn(int channel, int dataRate)
        {
            bool on = (_mask[channel >> 4] & (1 << (channel & 15))) != 0;
            return on && (_isFixed ? (channel >= ChannelsOf125Khz) == (dataRate == 4) : _frequencies[channel] != 0);
        }

        /// <summary>How an uplink is sent.</summary>
        /// <param name="channel">The channel.</param>
        /// <param name="dataRate">The data rate.</param>
        /// <returns>The modulation.</returns>
        internal Modulation Uplink(int channel, int dataRate)
        {
            int hertz = !_isFixed ? _frequencies[channel]
                : channel < ChannelsOf125Khz ? 902300000 + 200000 * channel
                : 903000000 + 1600000 * (channel - ChannelsOf125Khz);
            return NewModulation(hertz, dataRate, false);
        }

        /// <summary>How the first window listens.</summary>
        internal Modulation FirstWindow(int channel, int dataRate, int offset)
        {
            if (_isFixed)
            {
                int rate = dataRate == 4 ? 13 : 10 + dataRate;
                rate = rate - offset < _lowestDownlinkRate ? _lowestDownlinkRate : rate - offset;
                return NewModulation(923300000 + 600000 * (channel % ChannelsOf500Khz), rate, true);
            }

            int hertz = _downlinks[channel] != 0 ? _downlinks[channel] : _frequencies[channel];
            return NewModulation(hertz, dataRate - offset < _lowestDownlinkRate ? _lowestDownlinkRate : dataRate - offset, true);
        }

        /// <summary>How the second window listens.</summary>
        internal Modulation SecondWindow(int hertz, int dataRate)
        {
            return NewModulation(hertz, dataRate, true);
        }

        /// <summary>Whether a downlink may have a data rate.</summary>
        internal bool IsDownlinkRate(int dataRate)
        {
            return _isFixed ? dataRate >= 8 && dataRate <= 13 : dataRate >= 0 && dataRate <= 5;
        }

        /// <summary>Whether a frequency is one the region has.</summary>
        internal bool IsAllowed(int hertz)
        {
            return _isFixed ? hertz >= 902000000 && hertz <= 928000000 : Rules.Find(new Modulation { FrequencyHertz = hertz }) >= 0;
        }

        /// <summary>Sets a channel; 0 hertz removes it. The region's own channels stay.</summary>
        /// <returns>False when the plan does not take it.</returns>
        internal bool SetChannel(int channel, int hertz)
        {
            if (_isFixed || channel < _defaults.Length || channel >= MaximumChannels || (hertz != 0 && !IsAllowed(hertz)))
            {
                return false;
            }

            _frequencies[channel] = hertz;
            _downlinks[channel] = 0;
            int bit = 1 << channel;
            _mask[0] = (ushort)(hertz == 0 ? _mask[0] & ~bit : _mask[0] | bit);
            return true;
        }

        /// <summary>Moves the downlink of a channel.</summary>
        /// <returns>False when there is no such channel.</returns>
        internal bool SetDownlink(int channel, int hertz)
        {
            bool there = !_isFixed && channel < MaximumChannels && _frequencies[channel] != 0;
            if (there && IsAllowed(hertz))
            {
                _downlinks[channel] = hertz;
            }

            return there;
        }

        /// <summary>Takes the list of a Join-accept: five frequencies, or the masks of a fixed plan.</summary>
        internal void TakeChannelList(byte[] frame, int at)
        {
            bool isMask = frame[at + 15] == 1;
            for (int i = 0; i < 5; i++)
            {
                if (_isFixed && isMask)
                {
                    _mask[i] = (ushort)(FrameSecurity.Get(frame, at + 2 * i, 2) & (i == 4 ? 0xFF : 0xFFFF));
                }
                else if (!_isFixed && !isMask)
                {
                    SetChannel(_defaults.Length + i, (int)FrameSecurity.Get(frame, at + 3 * i, 3) * 100);
                }
            }
        }

        /// <summary>Applies a channel mask of LinkADRReq to a copy of the masks.</summary>
        /// <param name="masks">Five masks.</param>
        /// <param name="control">ChMaskCntl.</param>
        /// <param name="mask">ChMask.</param>
        /// <returns>False when it means nothing in this plan, or names a channel that is not there.</returns>
        internal bool ApplyMask(ushort[] masks, int control, int mask)
        {
            if (!_isFixed)
            {
                if (control == 6)
                {
                    for (int i = 0; i < MaximumChannels; i++)
                    {
                        masks[0] = (ushort)(_frequencies[i] == 0 ? masks[0] & ~(1 << i) : masks[0] | (1 << i));
                    }

                    return true;
                }

                for (int i = 0; i < MaximumChannels; i++)
                {
                    if ((mask & (1 << i)) != 0 && _frequencies[i] == 0)
                    {
                        return false;
                    }
                }

                masks[0] = (ushort)mask;
                return control == 0;
            }

            if (control <= 4)
            {
                masks[control] = (ushort)(control == 4 ? mask & 0xFF : mask);
                return true;
            }

            for (int i = 0; i < 4; i++)
            {
                masks[i] = (ushort)(control == 6 ? 0xFFFF : 0);
            }

            masks[4] = (ushort)(mask & 0xFF);
            return control == 6 || control == 7;
        }

        /// <summary>Whether any channel is on at a data rate under some masks.</summary>
        internal bool HasChannel(ushort[] masks, int dataRate)
        {
            for (int i = 0; i < ChannelCount; i++)
            {
                bool on = (masks[i >> 4] & (1 << (i & 15))) != 0;
                if (on && (!_isFixed || (i >= ChannelsOf125Khz) == (dataRate == 4)))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>A copy of the masks in use.</summary>
        internal void CopyMasks(ushort[] masks)
        {
            System.Array.Copy(_mask, 0, masks, 0, _mask.Length);
        }

        /// <summary>Takes masks into use.</summary>
        internal void SetMasks(ushort[] masks)
        {
            System.Array.Copy(masks, 0, _mask, 0, _mask.Length);
        }

        /// <summary>Back to the region's own channels, all on.</summary>
        internal void Reset()
        {
            for (int i = 0; i < MaximumChannels; i++)
            {
                _frequencies[i] = i < _defaults.Length ? _defaults[i] : 0;
                _downlinks[i] = 0;
            }

            for (int i = 0; i < _mask.Length; i++)
            {
                int own = _isFixed ? (i == 4 ? 0xFF : 0xFFFF) : i == 0 ? (1 << _defaults.Length) - 1 : 0;
                int used = _only < 0 ? 0xFFFF : i == _only >> 4 ? 1 << (_only & 15) : 0;
                _mask[i] = (ushort)(own & used);
            }
        }

        /// <summary>Writes channels and masks.</summary>
        internal int Save(byte[] record, int at)
        {
            for (int i = 0; i < MaximumChannels; i++)
            {
                at = FrameSecurity.Put(record, at, _frequencies[i], 4);
                at = FrameSecurity.Put(record, at, _downlinks[i], 4);
            }

            for (int i = 0; i < _mask.Length; i++)
            {
                at = FrameSecurity.Put(record, at, _mask[i], 2);
            }

            return at;
        }

        /// <summary>Takes channels and masks up.</summary>
        internal int Load(byte[] record, int at)
        {
            for (int i = 0; i < MaximumChannels; i++, at += 8)
            {
                _frequencies[i] = (int)FrameSecurity.Get(record, at, 4);
                _downlinks[i] = (int)FrameSecurity.Get(record, at + 4, 4);
            }

            for (int i = 0; i < _mask.Length; i++, at += 2)
            {
                _mask[i] = (ushort)FrameSecurity.Get(record, at, 2);
            }

            return at;
        }

        // DR0 is SF12 in Europe and Asia; in the United States SF10 up, and DR8 SF12 with 500 kHz down.
        private Modulation NewModulation(int hertz, int dataRate, bool down)
        {
            bool wide = _isFixed && (dataRate >= 4);
            int spreadingFactor = !_isFixed ? 12 - dataRate : dataRate >= 8 ? 20 - dataRate : dataRate == 4 ? 8 : 10 - dataRate;
            return new Modulation
            {
                FrequencyHertz = hertz,
                SpreadingFactor = spreadingFactor,
                Bandwidth = wide ? Bandwidth.Khz500 : Bandwidth.Khz125,
                SyncWord = Modulation.LorawanSyncWord,
                Crc = !down,
                InvertIq = down
            };
        }
    }
}
