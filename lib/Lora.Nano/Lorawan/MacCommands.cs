// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Lorawan
{
    /// <summary>The MAC commands a Class A device must answer (LoRaWAN 1.0.4 chapter 5).</summary>
    internal sealed class MacCommands
    {
        private const int LinkCheckAns = 0x02;
        private const int LinkAdr = 0x03;
        private const int DutyCycleLimit = 0x04;
        private const int RxParamSetup = 0x05;
        private const int DevStatus = 0x06;
        private const int NewChannel = 0x07;
        private const int RxTimingSetup = 0x08;
        private const int TxParamSetup = 0x09;
        private const int DlChannel = 0x0A;
        private const int DeviceTimeAns = 0x0D;
        private const int MaximumPowerStep = 7;
        private const int Keep = 15;

        private static readonly byte[] s_eirpDbm = { 8, 10, 12, 13, 14, 16, 18, 20, 21, 24, 26, 27, 29, 30, 33, 36 };

        private readonly ChannelPlan _plan;
        private readonly LorawanSession _session;
        private readonly ushort[] _masks = new ushort[5];

        internal MacCommands(ChannelPlan plan, LorawanSession session)
        {
            _plan = plan;
            _session = session;
        }

        /// <summary>The answers for the next uplink, at most 15 bytes.</summary>
        internal byte[] Answers { get; } = new byte[15];

        internal int AnswersLength { get; private set; }

        /// <summary>The part of all time that may be sent, as 1 / 2^n (DutyCycleReq).</summary>
        internal int DutyCycleExponent { get; private set; }

        /// <summary>Battery level for DevStatusAns: 0 external power, 1 to 254, 255 not known.</summary>
        internal int BatteryLevel { get; set; } = 255;

        /// <summary>The answers went out.</summary>
        internal void Clear()
        {
            AnswersLength = 0;
        }

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
                    DutyCycleExponent = buffer[at] & 15;
                    Answer(DutyCycleLimit, -1);
                    break;
                case RxParamSetup:
                    Answer(RxParamSetup, TakeRxParameters(buffer[at], (int)FrameSecurity.Get(buffer, at + 1, 3) * 100));
                    break;
                case DevStatus:
                    Answer(DevStatus, BatteryLevel);
                    int margin = snrQuarters / 4;
                    margin = margin < -32 ? -32 : margin > 31 ? 31 : margin;
                    Append(margin & 63);
                    break;
                case NewChannel:
                    int hertz = (int)FrameSecurity.Get(buffer, at + 1, 3) * 100;
                    int rates = buffer[at + 4];
                    bool ratesGood = (rates >> 4) <= _plan.HighestDataRate && (rates & 15) <= (rates >> 4);
                    bool channelGood = ratesGood && _plan.SetChannel(buffer[at], hertz);
                    Answer(NewChannel, (channelGood || (!ratesGood && _plan.IsAllowed(hertz)) ? 1 : 0) | (ratesGood ? 2 : 0));
                    break;
                case RxTimingSetup:
                    int delay = buffer[at] & 15;
                    _session.DelaySeconds = delay == 0 ? 1 : delay;
                    Answer(RxTimingSetup, -1);
                    break;
                case TxParamSetup:
                    if (_plan.HasTxParameters)
                    {
                        // A dwell time that is lifted is kept all the same: that only shortens what is sent.
                        int limit = s_eirpDbm[buffer[at] & 15];
                        _session.MaximumDbm = limit < _plan.MaximumDbm ? limit : _plan.MaximumDbm;
                        Answer(TxParamSetup, -1);
                    }

                    break;
                case DlChannel:
                    int downlink = (int)FrameSecurity.Get(buffer, at + 1, 3) * 100;
                    Answer(DlChannel, (_plan.IsAllowed(downlink) ? 1 : 0) | (_plan.SetDownlink(buffer[at], downlink) ? 2 : 0));
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
            bool rateGood = _plan.MaximumPayload(dataRate) > 0;
            bool powerGood = power <= MaximumPowerStep;
            maskGood = maskGood && _plan.HasChannel(_masks, dataRate);
            if (maskGood && rateGood && powerGood)
            {
                _plan.SetMasks(_masks);
                _session.DataRate = dataRate;
                _session.PowerStep = power;
                _session.Transmissions = transmissions == 0 ? 1 : transmissions;
            }

            return (maskGood ? 1 : 0) | (rateGood ? 2 : 0) | (powerGood ? 4 : 0);
        }

        // Bits: 1 frequency, 2 second window's data rate, 4 first window's offset.
        private int TakeRxParameters(int settings, int hertz)
        {
            int offset = (settings >> 4) & 7;
            int dataRate = settings & 15;
            int status = (_plan.IsAllowed(hertz) ? 1 : 0) | (_plan.IsDownlinkRate(dataRate) ? 2 : 0) | (offset <= 5 ? 4 : 0);
            if (status == 7)
            {
                _session.Rx1Offset = offset;
                _session.Rx2DataRate = dataRate;
                _session.Rx2Hertz = hertz;
            }

            return status;
        }

        private void Answer(int command, int status)
        {
            Append(command);
            if (status >= 0)
            {
                Append(status);
            }
        }

        // What does not fit is left: the network asks again.
        private void Append(int value)
        {
            if (AnswersLength < Answers.Length)
            {
                Answers[AnswersLength++] = (byte)value;
            }
        }
    }
}
