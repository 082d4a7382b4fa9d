// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;

namespace Lora.Nano.Lorawan
{
    /// <content>Uplinks, and what comes behind them.</content>
    public sealed partial class LorawanDevice
    {
        private const int AdrAckLimit = 64;
        private const int AdrAckDelay = 32;
        private const int AttemptsAtOneRate = 2;
        private const int FewestAttempts = 2;
        private const int LoweredTooOften = 3;
        private const int NotHeard = 255;
        private const int UplinksBetweenRaises = 64;
        private const int RaiseMarginQuarters = 20; // 5 dB

        /// <summary>Sends an uplink and listens.</summary>
        /// <remarks>
        /// A frame is sent as often as the network asks (NbTrans). A confirmed one that is not acknowledged is sent again with a
        /// new counter, each second time at a lower data rate: a network discards what comes again with an old counter.
        /// </remarks>
        /// <param name="port">1 to 223.</param>
        /// <param name="buffer">Holds the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length; 0 only opens the windows.</param>
        /// <param name="confirmed">The network is to acknowledge it.</param>
        /// <param name="downlink">Receives what the network sends.</param>
        /// <returns>Sent, Acknowledged, NotAcknowledged, or why nothing was sent.</returns>
        /// <exception cref="ArgumentException">The port is out of range.</exception>
        public LorawanResult Send(int port, byte[] buffer, int offset, int count, bool confirmed, Downlink downlink)
        {
            downlink.Clear();
            if (port < 1 || port > 223)
            {
                throw new ArgumentException("port");
            }

            if (!_session.IsJoined)
            {
                return LorawanResult.NotJoined;
            }

            BackOffAdr();
            if (count > MaximumPayload)
            {
                return LorawanResult.TooLong;
            }

            int attempts = confirmed ? AttemptsLeft() : 1;
            int rate = _session.DataRate;
            LorawanResult result = LorawanResult.Sent;
            for (int i = 0; i < attempts; i++)
            {
                if (i > 0)
                {
                    Thread.Sleep(1000 + _random.Next(2000));
                }

                rate = i > 0 && i % AttemptsAtOneRate == 0 ? Lower(rate, count) : rate;
                LorawanResult attempt = SendOnce(port, buffer, offset, count, confirmed, rate, downlink);
                if (attempt == LorawanResult.MustWait && i > 0)
                {
                    break; // what was sent was not acknowledged
                }

                result = attempt;
                if (result != LorawanResult.NotAcknowledged)
                {
                    break;
                }
            }

            Adapt(result, rate);
            _radio.Sleep();
            return result;
        }

        // Copies count as attempts, but for the first two.
        private int AttemptsLeft()
        {
            int attempts = Attempts / _session.Transmissions;
            return attempts >= FewestAttempts ? attempts : Attempts < FewestAttempts ? Attempts : FewestAttempts;
        }

        private LorawanResult SendOnce(int port, byte[] buffer, int offset, int count, bool confirmed, int rate, Downlink downlink)
        {
            int length = DataFrame.Overhead + _session.Answers.Length + count - (count == 0 ? 1 : 0);
            if (!FindChannel(_session.UpCounter, rate, length, out int channel))
            {
                return LorawanResult.MustWait;
            }

            long counter = _session.TakeUpCounter();
            if (counter < 0)
            {
                return LorawanResult.StoreFailed;
            }

            length = Compose(port, buffer, offset, count, confirmed, (uint)counter);
            _session.AdrCount += _session.AdrCount < sbyte.MaxValue ? 1 : 0;
            for (int i = 0; i < _session.Transmissions; i++)
            {
                if (i > 0)
                {
                    Thread.Sleep(1000 + _random.Next(2000));
                    if (!FindChannel(counter + i, rate, length, out channel))
                    {
                        break;
                    }
                }

                Modulation modulation = _plan.Uplink(channel, rate);
                if (IsTaken(modulation))
                {
                    continue;
                }

                if (!Transmit(modulation, length, PowerOn(modulation)))
                {
                    return LorawanResult.RadioFailed;
                }

                OrderSilence(modulation, length);
                if (ListenTwice(channel, rate, downlink, out bool acknowledged))
                {
                    return acknowledged && confirmed ? LorawanResult.Acknowledged : confirmed ? LorawanResult.NotAcknowledged : LorawanResult.Sent;
                }
            }

            return confirmed ? LorawanResult.NotAcknowledged : LorawanResult.Sent;
        }

        private int Compose(int port, byte[] buffer, int offset, int count, bool confirmed, uint counter)
        {
            MacAnswers answers = _session.Answers;
            _frame.Type = confirmed ? MessageType.ConfirmedUp : MessageType.UnconfirmedUp;
            _frame.Address = _session.Address;
            _frame.Adr = IsAdaptive;
            _frame.AdrAckRequest = IsAdaptive && _session.AdrCount >= AdrAckLimit;
            _frame.Acknowledges = _session.OwesAcknowledgement;
            _frame.Counter = counter;
            _frame.OptionsLength = answers.Length;
            Array.Copy(answers.Bytes, 0, _frame.Options, 0, answers.Length);
            _frame.Port = count == 0 ? -1 : port;
            int length = _frame.Write(_buffer, buffer, offset, count, _session.NetworkKey, _session.ApplicationKey);
            _session.OwesAcknowledgement = false;
            answers.OnSent();
            return length;
        }

        // The channel whose turn it is; another when its sub-band is used up.
        private bool FindChannel(long n, int rate, int length, out int channel)
        {
            long least = long.MaxValue;
            channel = 0;
            for (int i = 0; i < ChannelPlan.MaximumChannels; i++)
            {
                channel = _plan.Pick(rate, n + i, _session.Address);
                if (channel < 0)
                {
                    _plan.TurnDefaultsOn();
                    channel = _plan.Pick(rate, n + i, _session.Address);
                }

                if (channel < 0)
                {
                    break; // the region's own channels have no such data rate
                }

                if (MayGo(_plan.Uplink(channel, rate), length, _nextUplink))
                {
                    return true;
                }

                least = WaitMilliseconds < least ? WaitMilliseconds : least;
            }

            WaitMilliseconds = least;
            return false;
        }

        // Listen before talk, where the law asks for it: somebody else may be on the channel.
        private bool IsTaken(Modulation modulation)
        {
            int listen = _plan.Region.ListenMilliseconds;
            return listen > 0 && _radio.MeasureRssi(modulation, listen) > ListenDbm;
        }

        private int PowerOn(Modulation modulation)
        {
            int stepped = _session.MaximumDbm - 2 * _session.PowerStep;
            int allowed = _plan.MaximumDbm(modulation);
            return stepped < allowed ? stepped : allowed;
        }

        // DutyCycleReq. TS001 sets no limit to it; a silence of more than an hour would strand a device nobody can reach.
        private void OrderSilence(Modulation modulation, int length)
        {
            long airtime = modulation.AirtimeMicroseconds(length) / 1000;
            long off = airtime * ((1 << _session.DutyCycleExponent) - 1);
            _nextUplink = Environment.TickCount64 + (off < LongestSilenceMilliseconds ? off : LongestSilenceMilliseconds);
        }

        // Without a word from the network for long, it is called louder, then slower, then on the region's own channels.
        private void BackOffAdr()
        {
            if (!IsAdaptive || _session.AdrCount < AdrAckLimit + AdrAckDelay)
            {
                return;
            }

            _session.AdrCount = AdrAckLimit;
            _session.MustSave = true;
            int lower = Lower(_session.DataRate, 0);
            if (_session.PowerStep > 0)
            {
                _session.PowerStep = 0;
            }
            else if (lower != _session.DataRate)
            {
                _session.DataRate = lower;
            }
            else
            {
                _session.Transmissions = 1;
                _plan.TurnDefaultsOn();
            }
        }

        // What is heard at a lower data rate only, three times in a row, is sent at it from then on; what is not heard at all, at
        // once. A device that had to go slower by itself goes faster again when it hears the network well: at once when it was
        // away as a whole, else now and then.
        private void Adapt(LorawanResult result, int rate)
        {
            if (!IsAdaptive || (result != LorawanResult.Acknowledged && result != LorawanResult.NotAcknowledged))
            {
                return;
            }

            int before = _session.DataRate;
            if (result == LorawanResult.NotAcknowledged)
            {
                _session.Lowered = NotHeard;
                _session.MustSave |= _session.PowerStep > 0;
                _session.PowerStep = 0;
                _session.DataRate = Lower(rate, 0);
                if (rate == _session.DataRate)
                {
                    _plan.TurnDefaultsOn();
                }
            }
            else if (rate < before)
            {
                _session.Lowered = _session.Lowered == NotHeard ? 1 : _session.Lowered + 1;
                _session.DataRate = _session.Lowered < LoweredTooOften ? before : rate;
                _session.Lowered = _session.Lowered < LoweredTooOften ? _session.Lowered : 0;
            }
            else
            {
                bool raises = _session.Lowered == NotHeard || _session.UpCounter % UplinksBetweenRaises == 0;
                _session.Lowered = 0;
                while (raises && _session.DataRate < _session.HighestDataRate && _received.SnrQuarters >= RequiredSnrQuarters(_session.DataRate + 1) + RaiseMarginQuarters)
                {
                    _session.DataRate++;
                }
            }

            _session.MustSave |= _session.DataRate != before;
        }

        // The signal to noise ratio a data rate needs: -20 dB at SF12, 2.5 dB more for each step.
        private int RequiredSnrQuarters(int rate)
        {
            return -80 + 10 * (12 - _plan.Region.SpreadingFactors[rate]);
        }

        private int Lower(int rate, int count)
        {
            int lower = IsAdaptive ? _plan.NextLower(rate) : -1;
            int needed = count + _session.Answers.Length;
            needed = needed < ShortestPayload ? ShortestPayload : needed;
            return lower >= 0 && _plan.MaximumPayload(lower) >= needed ? lower : rate;
        }
    }
}
