// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Lorawan
{
    /// <summary>The MAC commands a Class A device must answer (LoRaWAN 1.0.4 chapter 5).</summary>
    internal sealed class MacCommands
    {
        private const int LinkCheckAns = 0x02;
        internal const int LinkAdr = 0x03;
        internal const int DutyCycleLimit = 0x04;
        internal const int RxParamSetup = 0x05;
        internal const int DevStatus = 0x06;
        internal const int NewChannel = 0x07;
        internal const int RxTimingSetup = 0x08;
        internal const int TxParamSetup = 0x09;
        internal const int DlChannel = 0x0A;
        private const int DeviceTimeAns = 0x0D;
        private const int Keep = 15;
        private const int AntennaGainDbi = 2;

        private static readonly byte[] s_eirpDbm = { 8, 10, 12, 13, 14, 16, 18, 20, 21, 24, 26, 27, 29, 30, 33, 36 };

        private readonly ChannelPlan _plan;
        private readonly LorawanSession _session;
        private readonly ushort[] _masks = new ushort[5];

        internal MacCommands(ChannelPlan plan, LorawanSession session)
        {
            _plan = plan;
            _session = session;
        }

        /// <summary>Battery level for DevStatusAns: 0 external power, 1 to 254, 255 not known.</summary>
        internal int BatteryLevel { get; set; } = 255;

        /// <summary>Carries out what the network commands. An unknown command ends the list, since its length is not known.</summary>
        /// <param name="buffer">Holds the commands.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">Their length in bytes.</param>
        /// <param name="snrQuarters">Of the frame that brought them.</param>
        internal void Take(byte[] buffer, int offset, int count, int snrQuarters)
        {
            int end = offset + count;
            while (offset < end)
            {
                int command = buffer[offset++];
                int length = LengthOf(command);
                if (length < 0 || offset + length > end)
                {
                    return;
                }

                if (command == LinkAdr)
                {
                    // Several in a row are one request: all or none.
                    int blocks = 1;
                    while (offset + blocks * 5 + 4 <= end && buffer[offset + blocks * 5 - 1] == LinkAdr)
                    {
                        blocks++;
                    }

                    int status = TakeLinkAdr(buffer, offset, blocks);
                    for (int i = 0; i < blocks; i++)
                    {
                        Answer(LinkAdr, status);
                    }

                    offset += blocks * 5 - 1;
                    continue;
                }

                Take(command, buffer, offset, snrQuarters);
                offset += length;
            }
        }

        private static int LengthOf(int command)
        {
            switch (command)
            {
                case LinkCheckAns:
                    return 2;
                case LinkAdr:
                case RxParamSetup:
                case DlChannel:
                    return 4;
                case DutyCycleLimit:
                case RxTimingSetup:
                case TxParamSetup:
                    return 1;
                case DevStatus:
                    return 0;
                case NewChannel:
                case DeviceTimeAns:
                    return 5;
                default:
                    return -1;
            }
        }

        private void Take(int command, byte[] buffer, int at, int snrQuarters)
        {
            switch (command)
            {
                case DutyCycleLimit:
                    _session.MustSave |= _session.DutyCycleExponent != (buffer[at] & 15);
                    _session.DutyCycleExponent = buffer[at] & 15;
                    Answer(DutyCycleLimit, -1);
                    break;
                case RxParamSetup:
                    int status = TakeRxParameters(buffer[at], (int)FrameSecurity.Get(buffer, at + 1, 3) * 100);
                    Answer(RxParamSetup, status);
                    break;
                case DevStatus:
                    int margin = snrQuarters / 4;
                    margin = margin < -32 ? -32 : margin > 31 ? 31 : margin;
                    _session.Answers.Add(DevStatus, BatteryLevel, margin & 63);
                    break;
                case NewChannel:
                    TakeNewChannel(buffer[at], (int)FrameSecurity.Get(buffer, at + 1, 3) * 100, buffer[at + 4]);
                    break;
                case RxTimingSetup:
                    int delay = (buffer[at] & 15) == 0 ? 1 : buffer[at] & 15;
                    _session.MustSave |= _session.DelaySeconds != delay;
                    _session.DelaySeconds = delay;
                    Answer(RxTimingSetup, -1);
                    break;
                case TxParamSetup:
                    TakeTxParameters(buffer[at]);
                    break;
                case DlChannel:
                    TakeDlChannel(buffer[at], (int)FrameSecurity.Get(buffer, at + 1, 3) * 100);
                    break;
            }
        }

        // Bits: 1 channel mask, 2 data rate, 4 power. Applied when all are good.
        private int TakeLinkAdr(byte[] buffer, int at, int blocks)
        {
            _plan.CopyMasks(_masks);
            bool maskGood = true;
            for (int i = 0; i < blocks; i++)
            {
                int block = at + i * 5;
                maskGood &= _plan.ApplyMask(_masks, (buffer[block + 3] >> 4) & 7, (int)FrameSecurity.Get(buffer, block + 1, 2));
            }

            int last = at + (blocks - 1) * 5;
            int dataRate = buffer[last] >> 4;
            int power = buffer[last] & 15;
            int transmissions = buffer[last + 3] & 15;
            dataRate = dataRate == Keep ? _session.DataRate : dataRate;
            power = power == Keep ? _session.PowerStep : power;
            transmissions = transmissions == 0 ? 1 : transmissions;
            maskGood = maskGood && ChannelPlan.IsAnyOn(_masks);
            bool rateGood = _plan.MaximumPayload(dataRate) > 0
                && (!maskGood || _plan.IsAnyOn(_masks, dataRate))
                && _plan.FirstRate(dataRate, _session.Rx1Offset) != ChannelPlan.NotHeard;
            bool powerGood = power <= _plan.Region.HighestPowerStep;
            if (maskGood && rateGood && powerGood)
            {
                _session.MustSave |= _session.DataRate != dataRate || _session.HighestDataRate != dataRate || _session.PowerStep != power || _session.Transmissions != transmissions;
                _plan.SetMasks(_masks);
                _session.DataRate = dataRate;
                _session.HighestDataRate = dataRate;
                _session.PowerStep = power;
                _session.Transmissions = transmissions;
            }

            return (maskGood ? 1 : 0) | (rateGood ? 2 : 0) | (powerGood ? 4 : 0);
        }

        // Bits: 1 frequency, 2 second window's data rate, 4 first window's offset.
        private int TakeRxParameters(int settings, int hertz)
        {
            int offset = (settings >> 4) & 7;
            int dataRate = settings & 15;
            bool offsetGood = offset <= _plan.Region.HighestOffset && _plan.FirstRate(_session.DataRate, offset) != ChannelPlan.NotHeard;
            int status = (_plan.IsAllowed(hertz) ? 1 : 0) | (_plan.IsDownlinkRate(dataRate) ? 2 : 0) | (offsetGood ? 4 : 0);
            if (status == 7)
            {
                _session.MustSave |= _session.Rx1Offset != offset || _session.Rx2DataRate != dataRate || _session.Rx2Hertz != hertz;
                _session.Rx1Offset = offset;
                _session.Rx2DataRate = dataRate;
                _session.Rx2Hertz = hertz;
            }

            return status;
        }

        // Bits: 1 frequency, 2 data rates. In a fixed plan the command is not answered.
        private void TakeNewChannel(int channel, int hertz, int rates)
        {
            if (_plan.Region.IsFixed)
            {
                return;
            }

            bool ratesGood = _plan.AreRates(rates);
            bool channelGood = ratesGood && _plan.SetChannel(channel, hertz, rates);
            Answer(NewChannel, (channelGood || (!ratesGood && _plan.IsAllowed(hertz)) ? 1 : 0) | (ratesGood ? 2 : 0));
        }

        // Bits: 1 frequency, 2 the channel is there. In a fixed plan the command is not answered.
        private void TakeDlChannel(int channel, int hertz)
        {
            if (_plan.Region.IsFixed)
            {
                return;
            }

            bool hertzGood = _plan.IsAllowed(hertz);
            bool channelGood = _plan.HasChannel(channel);
            if (hertzGood && channelGood)
            {
                _plan.SetDownlink(channel, hertz);
            }

            Answer(DlChannel, (hertzGood ? 1 : 0) | (channelGood ? 2 : 0));
        }

        // In a region that knows no such limits the command is not answered.
        private void TakeTxParameters(int settings)
        {
            if (!_plan.Region.HasTxParameters)
            {
                return;
            }

            int dbm = s_eirpDbm[settings & 15] - AntennaGainDbi;
            _session.MustSave |= _session.MaximumDbm != dbm;
            _session.MaximumDbm = dbm;
            _plan.SetDwell((settings & 0x10) != 0, (settings & 0x20) != 0);
            while (_plan.MaximumPayload(_session.DataRate) == 0)
            {
                _session.DataRate++;
            }

            Answer(TxParamSetup, -1);
        }

        private void Answer(int command, int status)
        {
            _session.Answers.Add(command, status, -1);
        }
    }
}
