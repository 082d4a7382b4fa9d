// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Lora.Nano.Sx127x;
using Lora.Nano.Regulation;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// A LoRaWAN 1.0.4 Class A device: joins, sends, and listens in the two windows behind each uplink. Every call blocks
    /// until it is over, a few seconds at most for each transmission.
    /// </summary>
    public sealed class LorawanDevice
    {
        private const int JoinDelaySeconds = 5;
        private const int ConfirmedTries = 8;
        private const int AdrAckLimit = 64;
        private const int AdrAckDelay = 32;
        private const int MinimumWindowSymbols = 6;
        private const int MaximumWindowSymbols = 1023;
        private const int SetUpMilliseconds = 3;
        private const int AcknowledgementsUnwritten = 256;
        private const int FirstHourAttempts = 24; // 36 s of the first hour at SF12
        private const int ElevenHoursAttempts = 48;

        private readonly IRadio _radio;
        private readonly ChannelPlan _plan;
        private readonly DutyCycle _dutyCycle;
        private readonly LorawanSession _session;
        private readonly MacCommands _commands;
        private readonly Random _random;
        private readonly DataFrame _frame = new DataFrame();
        private readonly ReceivedFrame _received;
        private readonly byte[] _buffer = new byte[DataFrame.MaximumLength];
        private bool _acknowledge;
        private int _adrCount;
        private long _nextAllowed;
        private long _nextJoin;

        /// <summary>Creates a device, and takes up the session its store holds.</summary>
        /// <param name="radio">The radio.</param>
        /// <param name="plan">The region's channels.</param>
        /// <param name="dutyCycle">The ledger of the region's rules.</param>
        /// <param name="store">Where counters survive.</param>
        /// <param name="random">For channels and back-off; from the radio's noise on a device.</param>
        /// <param name="fromSleep">
        /// The timer ended a deep sleep of at least <see cref="MinimumSleepMilliseconds"/>, over which the clock ran on: then no flash
        /// write is needed to know that counters are fresh.
        /// </param>
        public LorawanDevice(IRadio radio, ChannelPlan plan, DutyCycle dutyCycle, LorawanStore store, Random random, bool fromSleep = false)
        {
            _radio = radio;
            _plan = plan;
            _dutyCycle = dutyCycle;
            _random = random;
            _session = new LorawanSession(store, plan);
            _session.Load(fromSleep, UtcClock.Milliseconds());
            _commands = new MacCommands(plan, _session);
            _received = new ReceivedFrame(new byte[DataFrame.MaximumLength]);
        }

        /// <summary>There is a session.</summary>
        public bool IsJoined
        {
            get { return _session.IsJoined; }
        }

        /// <summary>After <see cref="LorawanResult.MustWait"/>: how long, in milliseconds.</summary>
        public long WaitMilliseconds { get; private set; }

        /// <summary>
        /// How long to be silent, in milliseconds, before what was sent may be forgotten. A device that wakes sooner from a
        /// deep sleep says so with <see cref="Owe"/>.
        /// </summary>
        public long RestMilliseconds
        {
            get { return _dutyCycle.RestMilliseconds(UtcClock.Milliseconds()); }
        }

        /// <summary>How long a deep sleep must be, in milliseconds: joins are spread, and counters go by the minute.</summary>
        public long MinimumSleepMilliseconds
        {
            get
            {
                long other = (_nextJoin > _nextAllowed ? _nextJoin : _nextAllowed) - Environment.TickCount64;
                return other > LorawanSession.SlotMilliseconds ? other : LorawanSession.SlotMilliseconds;
            }
        }

        /// <summary>How long no join may be tried, in milliseconds.</summary>
        public long JoinRestMilliseconds
        {
            get { return _nextJoin > Environment.TickCount64 ? _nextJoin - Environment.TickCount64 : 0; }
        }

        /// <summary>Goes on with what was left of <see cref="JoinRestMilliseconds"/> when the device woke.</summary>
        /// <param name="milliseconds">Milliseconds.</param>
        public void HoldJoin(long milliseconds)
        {
            _nextJoin = Environment.TickCount64 + milliseconds;
        }

        /// <summary>Goes on with what was left of <see cref="RestMilliseconds"/> when the device woke.</summary>
        /// <param name="milliseconds">Milliseconds.</param>
        public void Owe(long milliseconds)
        {
            _dutyCycle.Owe(milliseconds, UtcClock.Milliseconds());
        }

        /// <summary>The data rate of a Join-request, -1 for the region's lowest, which everybody hears; a network of one channel knows another.</summary>
        public int JoinDataRate { get; set; } = -1;

        /// <summary>By how much the windows are widened on each side for a clock and an interpreter that are not exact.</summary>
        public int JitterMilliseconds { get; set; } = 20;

        /// <summary>The network may set data rate and power (ADR).</summary>
        public bool IsAdaptive { get; set; } = true;

        /// <summary>The uplink data rate.</summary>
        public int DataRate
        {
            get { return _session.DataRate; }
        }

        /// <summary>The counter of the next uplink.</summary>
        public long UplinkCounter
        {
            get { return _session.UpCounter; }
        }

        /// <summary>Battery level told to the network: 0 external power, 1 to 254, 255 not known.</summary>
        public int BatteryLevel
        {
            get { return _commands.BatteryLevel; }
            set { _commands.BatteryLevel = value; }
        }

        /// <summary>The longest payload that can be sent now, in bytes.</summary>
        public int MaximumPayload
        {
            get { return _plan.MaximumPayload(_session.DataRate) - _commands.AnswersLength; }
        }

        /// <summary>Sets the uplink data rate.</summary>
        /// <param name="dataRate">One of the region's.</param>
        /// <exception cref="ArgumentException">The region has no such data rate.</exception>
        public void SetDataRate(int dataRate)
        {
            if (_plan.MaximumPayload(dataRate) == 0)
            {
                throw new ArgumentException("data rate");
            }

            _session.DataRate = dataRate;
        }

        /// <summary>Begins a session that was agreed by hand (ABP), unless the store holds it already.</summary>
        /// <param name="address">DevAddr.</param>
        /// <param name="networkKey">NwkSKey, 16 bytes.</param>
        /// <param name="applicationKey">AppSKey, 16 bytes.</param>
        public void Personalize(uint address, byte[] networkKey, byte[] applicationKey)
        {
            if (!_session.IsJoined || _session.Address != address)
            {
                _session.Begin(address, networkKey, applicationKey);
            }
        }

        /// <summary>
        /// Tries once to join. Attempts are spread more and more, over reboots too: 24 take 1 % of the time, as in the first
        /// hour at SF12; the next 24 take 0.1 %, as up to the eleventh; from then on it is 0.01 %.
        /// </summary>
        /// <param name="identity">Who the device is.</param>
        /// <returns>Acknowledged when it has joined; NotAcknowledged, MustWait, StoreFailed or RadioFailed.</returns>
        public LorawanResult Join(LorawanIdentity identity)
        {
            int channel = PickChannel(JoinDataRate < 0 ? _plan.LowestDataRate : JoinDataRate, out int dataRate);
            Modulation modulation = _plan.Uplink(channel, dataRate);
            if (!MayGo(modulation, JoinFrames.RequestLength, _nextJoin > _nextAllowed ? _nextJoin : _nextAllowed))
            {
                return LorawanResult.MustWait;
            }

            int nonce = _session.TakeDevNonce();
            if (nonce < 0)
            {
                return LorawanResult.StoreFailed;
            }

            AesCmac appKey = new AesCmac(identity.AppKey);
            JoinFrames.WriteRequest(_buffer, identity.JoinEui, identity.DevEui, nonce, appKey);
            if (!Transmit(modulation, JoinFrames.RequestLength))
            {
                return LorawanResult.RadioFailed;
            }

            // Off for so long that the share of this part of the schedule is kept, a little more at random.
            int attempts = _session.JoinAttempts;
            int factor = attempts < FirstHourAttempts ? 100 : attempts < ElevenHoursAttempts ? 1000 : 10000;
            long off = (long)modulation.AirtimeMicroseconds(JoinFrames.RequestLength) / 1000 * factor;
            _nextJoin = Environment.TickCount64 + off + _random.Next(1000);

            long sentAt = _radio.TransmittedAt;
            bool accepted = Listen(_plan.FirstWindow(channel, dataRate, 0), sentAt + JoinDelaySeconds * 1000) && TakeAccept(appKey, nonce);
            accepted = accepted || (Listen(_plan.SecondWindow(_plan.Rx2Hertz, _plan.Rx2DataRate), sentAt + (JoinDelaySeconds + 1) * 1000) && TakeAccept(appKey, nonce));
            _radio.Sleep();
            if (!accepted)
            {
                return LorawanResult.NotAcknowledged;
            }

            _session.DataRate = dataRate;
            _nextJoin = 0;
            return _session.Save() ? LorawanResult.Acknowledged : LorawanResult.StoreFailed;
        }

        /// <summary>Sends an uplink and listens.</summary>
        /// <param name="port">1 to 223.</param>
        /// <param name="buffer">Holds the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length; 0 only opens the windows.</param>
        /// <param name="confirmed">The network is to acknowledge it: up to eight tries.</param>
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

            int channel = PickChannel(_session.DataRate, out int dataRate);
            Modulation modulation = _plan.Uplink(channel, dataRate);
            int length = DataFrame.Overhead + _commands.AnswersLength + count - (count == 0 ? 1 : 0);
            if (!MayGo(modulation, length, _nextAllowed))
            {
                return LorawanResult.MustWait;
            }

            long counter = _session.TakeUpCounter(UtcClock.Milliseconds());
            if (counter < 0)
            {
                return LorawanResult.StoreFailed;
            }

            length = Compose(port, buffer, offset, count, confirmed, (uint)counter);
            int tries = confirmed ? ConfirmedTries : _session.Transmissions;
            LorawanResult result = LorawanResult.Sent;
            for (int i = 0; i < tries; i++)
            {
                if (i > 0)
                {
                    channel = PickChannel(_session.DataRate, out dataRate);
                    modulation = _plan.Uplink(channel, dataRate);
                    Thread.Sleep(1000 + _random.Next(2000));
                    if (!MayGo(modulation, length, _nextAllowed))
                    {
                        break;
                    }
                }

                if (!Transmit(modulation, length))
                {
                    result = LorawanResult.RadioFailed;
                    break;
                }

                if (ListenTwice(channel, dataRate, downlink))
                {
                    break;
                }
            }

            _adrCount++;
            _radio.Sleep();
            return result != LorawanResult.Sent || !confirmed ? result
                : downlink.Came && _frame.Acknowledges ? LorawanResult.Acknowledged
                : LorawanResult.NotAcknowledged;
        }

        private int Compose(int port, byte[] buffer, int offset, int count, bool confirmed, uint counter)
        {
            _frame.Type = confirmed ? MessageType.ConfirmedUp : MessageType.UnconfirmedUp;
            _frame.Address = _session.Address;
            _frame.Adr = IsAdaptive;
            _frame.AdrAckRequest = IsAdaptive && _adrCount >= AdrAckLimit;
            _frame.Acknowledges = _acknowledge;
            _frame.Counter = counter;
            _frame.OptionsLength = _commands.AnswersLength;
            Array.Copy(_commands.Answers, 0, _frame.Options, 0, _commands.AnswersLength);
            _frame.Port = count == 0 ? -1 : port;
            int length = _frame.Write(_buffer, buffer, offset, count, _session.NetworkKey, _session.ApplicationKey);
            _acknowledge = false;
            _commands.Clear();
            return length;
        }

        // Without a word from the network for long, it is called louder and slower.
        private void BackOffAdr()
        {
            if (!IsAdaptive || _adrCount < AdrAckLimit + AdrAckDelay)
            {
                return;
            }

            _adrCount = AdrAckLimit;
            if (_session.PowerStep > 0)
            {
                _session.PowerStep = 0;
            }
            else if (_plan.MaximumPayload(_session.DataRate - 1) > 0)
            {
                _session.DataRate--;
            }
            else
            {
                _session.Transmissions = 1;
            }
        }

        // At random among those that are on; the region's own when none is.
        private int PickChannel(int wanted, out int dataRate)
        {
            dataRate = wanted;
            int count = 0;
            for (int i = 0; i < _plan.ChannelCount; i++)
            {
                count += _plan.IsOn(i, wanted) ? 1 : 0;
            }

            if (count == 0)
            {
                _plan.Reset();
                return 0;
            }

            int chosen = _random.Next(count);
            for (int i = 0; i < _plan.ChannelCount; i++)
            {
                if (_plan.IsOn(i, wanted) && chosen-- == 0)
                {
                    return i;
                }
            }

            return 0;
        }

        private bool MayGo(Modulation modulation, int length, long notBefore)
        {
            long wait = _dutyCycle.WaitFor(modulation, length, UtcClock.Milliseconds());
            long other = notBefore - Environment.TickCount64;
            WaitMilliseconds = wait == DutyCycle.Never ? long.MaxValue : wait > other ? wait : other;
            return WaitMilliseconds <= 0;
        }

        private bool Transmit(Modulation modulation, int length)
        {
            int power = _session.MaximumDbm - 2 * _session.PowerStep;
            _radio.SetPower(power < 2 ? 2 : power);
            RadioResult result = _radio.Transmit(modulation, _buffer, 0, length);
            _dutyCycle.Record(modulation, length, UtcClock.Milliseconds()); // a radio that did not report the end may have sent all the same
            if (result != RadioResult.Done)
            {
                return false;
            }

            if (_commands.DutyCycleExponent > 0)
            {
                long airtime = modulation.AirtimeMicroseconds(length) / 1000;
                _nextAllowed = Environment.TickCount64 + airtime * ((1 << _commands.DutyCycleExponent) - 1);
            }

            return true;
        }

        private bool ListenTwice(int channel, int dataRate, Downlink downlink)
        {
            long sentAt = _radio.TransmittedAt;
            int delay = _session.DelaySeconds * 1000;
            return (Listen(_plan.FirstWindow(channel, dataRate, _session.Rx1Offset), sentAt + delay) && TakeData(downlink))
                || (Listen(_plan.SecondWindow(_session.Rx2Hertz, _session.Rx2DataRate), sentAt + delay + 1000) && TakeData(downlink));
        }

        // A window opened late misses, early is harmless: it is centred on the preamble and as wide as the jitter.
        private bool Listen(Modulation modulation, long at)
        {
            int symbol = modulation.SymbolMicroseconds;
            int symbols = ((2 * MinimumWindowSymbols - 8) * symbol + 2000 * JitterMilliseconds + symbol - 1) / symbol;
            symbols = symbols < MinimumWindowSymbols ? MinimumWindowSymbols : symbols > MaximumWindowSymbols ? MaximumWindowSymbols : symbols;
            long open = at + (4L * symbol - (long)symbols * symbol / 2) / 1000 - SetUpMilliseconds;
            long wait = open - Environment.TickCount64;
            if (wait > 0)
            {
                _radio.Sleep();
                Thread.Sleep((int)wait);
            }

            return _radio.ReceiveSingle(modulation, symbols, _received) == RadioResult.Done;
        }

        private bool TakeAccept(AesCmac appKey, int nonce)
        {
            byte[] frame = _received.Buffer;
            if (!JoinFrames.TryReadAccept(frame, _received.Length, appKey))
            {
                return false;
            }

            int joinNonce = (int)FrameSecurity.Get(frame, 1, 3);
            int netId = (int)FrameSecurity.Get(frame, 4, 3);
            _session.Begin(
                (uint)FrameSecurity.Get(frame, 7, 4),
                FrameSecurity.DeriveKey(appKey, 1, joinNonce, netId, nonce),
                FrameSecurity.DeriveKey(appKey, 2, joinNonce, netId, nonce));
            _session.Rx1Offset = (frame[11] >> 4) & 7;
            _session.Rx2DataRate = frame[11] & 15;
            _session.DelaySeconds = (frame[12] & 15) == 0 ? 1 : frame[12] & 15;
            if (JoinFrames.HasChannelList(_received.Length))
            {
                _plan.TakeChannelList(frame, 13);
            }

            _adrCount = 0;
            return true;
        }

        private bool TakeData(Downlink downlink)
        {
            byte[] buffer = _received.Buffer;
            bool genuine = _frame.TryRead(buffer, _received.Length, _session.DownCounter, _session.Address, _session.NetworkKey, _session.ApplicationKey);
            if (!genuine || (_frame.Type != MessageType.UnconfirmedDown && _frame.Type != MessageType.ConfirmedDown))
            {
                return false;
            }

            bool carries = _frame.Port >= 0 || _frame.OptionsLength > 0;
            _session.DownCounter = _frame.Counter;
            _acknowledge = _frame.Type == MessageType.ConfirmedDown;
            _adrCount = 0;
            _commands.Take(_frame.Options, 0, _frame.OptionsLength, _received.SnrQuarters);
            downlink.Came = true;
            downlink.HasMore = _frame.HasMore;
            if (_frame.Port == 0)
            {
                _commands.Take(buffer, _frame.PayloadOffset, _frame.PayloadLength, _received.SnrQuarters);
            }
            else if (_frame.Port > 0)
            {
                downlink.Port = _frame.Port;
                downlink.Offset = _frame.PayloadOffset;
                downlink.Length = _frame.PayloadLength;
                Array.Copy(buffer, 0, downlink.Buffer, 0, _received.Length);
            }

            // What carries something must not come twice; to write an acknowledgement would wear the flash.
            if (carries || _frame.Counter % AcknowledgementsUnwritten == 0)
            {
                _session.Save();
            }

            return true;
        }
    }
}
