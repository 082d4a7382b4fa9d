// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Lora.Nano.Regulation;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// A LoRaWAN 1.0.4 Class A device: joins, sends, and listens in the two windows behind each uplink. Every call blocks
    /// until it is over, a few seconds at most for each transmission.
    /// </summary>
    public sealed partial class LorawanDevice
    {
        private const int JoinDelaySeconds = 5;
        private const int FirstHourAttempts = 24; // 36 s of the first hour at SF12
        private const int ElevenHoursAttempts = 48;
        private const int LongestSilenceMilliseconds = 3600000;

        private readonly IRadio _radio;
        private readonly ChannelPlan _plan;
        private readonly DutyCycle _dutyCycle;
        private readonly LorawanSession _session;
        private readonly MacCommands _commands;
        private readonly Random _random;
        private readonly DataFrame _frame = new DataFrame();
        private readonly ReceivedFrame _received;
        private readonly byte[] _buffer = new byte[DataFrame.MaximumLength];
        private long _nextUplink;
        private long _nextJoin;

        /// <summary>Creates a device, and takes up the session its store holds, with what the radio has kept over a sleep.</summary>
        /// <param name="radio">The radio.</param>
        /// <param name="plan">The region's channels.</param>
        /// <param name="dutyCycle">The ledger of the region's rules.</param>
        /// <param name="store">Where the session survives.</param>
        /// <param name="random">For back-off; from the radio's noise on a device.</param>
        /// <param name="fromSleep">A deep sleep has ended that <see cref="Suspend"/> had prepared.</param>
        public LorawanDevice(IRadio radio, ChannelPlan plan, DutyCycle dutyCycle, LorawanStore store, Random random, bool fromSleep = false)
        {
            _radio = radio;
            _plan = plan;
            _dutyCycle = dutyCycle;
            _random = random;
            _session = new LorawanSession(store, plan);
            _session.Load(radio.RetainedLength < LorawanSession.SuspendedLength ? null : radio.Recall(), fromSleep);
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

        /// <summary>How long no join may be tried, in milliseconds.</summary>
        public long JoinRestMilliseconds
        {
            get { return Left(_nextJoin); }
        }

        /// <summary>How long the network has ordered silence (DutyCycleReq), in milliseconds.</summary>
        public long UplinkRestMilliseconds
        {
            get { return Left(_nextUplink); }
        }

        /// <summary>Goes on with what was left of <see cref="JoinRestMilliseconds"/> and <see cref="UplinkRestMilliseconds"/> when the device woke.</summary>
        /// <param name="joinMilliseconds">Milliseconds before the next join.</param>
        /// <param name="uplinkMilliseconds">Milliseconds before the next uplink.</param>
        public void Hold(long joinMilliseconds, long uplinkMilliseconds)
        {
            _nextJoin = Environment.TickCount64 + joinMilliseconds;
            _nextUplink = Environment.TickCount64 + uplinkMilliseconds;
        }

        /// <summary>Goes on with what was left of <see cref="RestMilliseconds"/> when the device woke.</summary>
        /// <param name="milliseconds">Milliseconds.</param>
        public void Owe(long milliseconds)
        {
            _dutyCycle.Owe(milliseconds, UtcClock.Milliseconds());
        }

        /// <summary>By how much the windows are widened on each side for a clock and an interpreter that are not exact.</summary>
        public int JitterMilliseconds { get; set; } = 20;

        /// <summary>The network may set data rate and power (ADR), and the device goes slower when it is not heard.</summary>
        public bool IsAdaptive { get; set; } = true;

        /// <summary>The shortest payload the application can do with, in bytes: the device goes no slower than a data rate that carries it.</summary>
        public int ShortestPayload { get; set; }

        /// <summary>
        /// Each payload that comes is written, so that it does not come twice whatever fails. An application to which an answer
        /// may come twice sets this to false and calls <see cref="WriteDownlinks"/> for what must not.
        /// </summary>
        public bool WritesDownlinks { get; set; } = true;

        /// <summary>How often a confirmed uplink is sent with a new counter, at most.</summary>
        public int Attempts { get; set; } = 8;

        /// <summary>The uplink data rate.</summary>
        public int DataRate
        {
            get { return _session.DataRate; }
        }

        /// <summary>
        /// The data rate a session begins with, and at most has until the network sets another. It is written with the session:
        /// setting it to what it was changes nothing.
        /// </summary>
        /// <exception cref="ArgumentException">The region has no such data rate.</exception>
        public int FirstDataRate
        {
            get
            {
                return _session.FirstDataRate;
            }

            set
            {
                if (value != _session.FirstDataRate)
                {
                    _session.FirstDataRate = value;
                    SetDataRate(value);
                }
            }
        }

        /// <summary>The counter of the next uplink.</summary>
        public long UplinkCounter
        {
            get { return _session.UpCounter; }
        }

        /// <summary>The part of all time the network lets the device send, as 1 / 2^n (DutyCycleReq); 0 when it sets no limit. A join ends it.</summary>
        public int DutyCycleExponent
        {
            get { return _session.DutyCycleExponent; }
        }

        /// <summary>Uplinks since the network was last heard, at most 127.</summary>
        public int UnheardUplinks
        {
            get { return _session.AdrCount; }
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
            get { return _plan.MaximumPayload(_session.DataRate) - _session.Answers.Length; }
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
            _session.HighestDataRate = dataRate;
            _session.MustSave = true;
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
            int channel = _plan.PickForJoin(_session.JoinAttempts, SeedOf(identity), out int dataRate);
            dataRate = _plan.IsSingle && _session.FirstDataRate >= 0 ? _session.FirstDataRate : dataRate;
            Modulation modulation = _plan.Uplink(channel, dataRate);
            if (!MayGo(modulation, JoinFrames.RequestLength, _nextJoin))
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
            if (!Transmit(modulation, JoinFrames.RequestLength, _plan.MaximumDbm(modulation)))
            {
                return LorawanResult.RadioFailed;
            }

            // Off for so long that the share of this part of the schedule is kept, a little more at random.
            int attempts = _session.JoinAttempts;
            int factor = attempts < FirstHourAttempts ? 100 : attempts < ElevenHoursAttempts ? 1000 : 10000;
            long off = (long)modulation.AirtimeMicroseconds(JoinFrames.RequestLength) / 1000 * factor;
            _nextJoin = Environment.TickCount64 + off + _random.Next(1000);

            long sentAt = _radio.TransmittedAt;
            bool accepted = Listen(_plan.FirstWindow(channel, dataRate, 0), sentAt + JoinDelaySeconds * 1000) && TakeAccept(appKey, nonce, channel);
            accepted = accepted || (Listen(_plan.SecondWindow(_plan.Region.Rx2Hertz, _plan.Region.Rx2DataRate), sentAt + (JoinDelaySeconds + 1) * 1000)
                && TakeAccept(appKey, nonce, channel));
            _radio.Sleep();
            if (!accepted)
            {
                return LorawanResult.NotAcknowledged;
            }

            _nextJoin = 0;
            _nextUplink = 0;
            return _session.Reserve() ? LorawanResult.Acknowledged : LorawanResult.StoreFailed;
        }

        /// <summary>Writes that the downlinks until now have come. A sleep needs no such write, only a power cut would let one come again.</summary>
        /// <returns>False when it could not be written.</returns>
        public bool WriteDownlinks()
        {
            return !_session.HasUnwrittenDownlinks || _session.Save();
        }

        /// <summary>
        /// Prepares a deep sleep: what the session owes and how far its counters are used is kept in the radio, or written when
        /// the radio keeps nothing.
        /// </summary>
        /// <returns>False when it could not be kept: counters are then passed over at the next start, and answers lost.</returns>
        public bool Suspend()
        {
            if (!_session.IsJoined)
            {
                _radio.Sleep();
                return !_session.MustSave || _session.Save();
            }

            if (_session.WritesAtSleep || _radio.RetainedLength < LorawanSession.SuspendedLength)
            {
                _radio.Sleep();
                return _session.SaveForSleep();
            }

            if (!_session.CanSuspend && !_session.Save())
            {
                _radio.Sleep();
                return false;
            }

            byte[] bytes = new byte[_radio.RetainedLength];
            _session.Suspend(bytes);
            _radio.Retain(bytes);
            return true;
        }

        private bool MayGo(Modulation modulation, int length, long notBefore)
        {
            long wait = _dutyCycle.WaitFor(modulation, length, UtcClock.Milliseconds());
            long other = notBefore - Environment.TickCount64;
            WaitMilliseconds = wait == DutyCycle.Never ? long.MaxValue : wait > other ? wait : other;
            return WaitMilliseconds <= 0;
        }

        private bool Transmit(Modulation modulation, int length, int dbm)
        {
            _radio.SetPower(dbm < _radio.LowestDbm ? _radio.LowestDbm : dbm > _radio.HighestDbm ? _radio.HighestDbm : dbm);
            RadioResult result = _radio.Transmit(modulation, _buffer, 0, length);
            _dutyCycle.Record(modulation, length, UtcClock.Milliseconds()); // a radio that did not report the end may have sent all the same
            return result == RadioResult.Done;
        }

        private bool TakeAccept(AesCmac appKey, int nonce, int channel)
        {
            byte[] frame = _received.Buffer;
            if (!JoinFrames.TryReadAccept(frame, _received.Length, appKey))
            {
                return false;
            }

            int joinNonce = (int)FrameSecurity.Get(frame, 1, 3);
            if (!_session.IsNew(joinNonce))
            {
                return false;
            }

            int netId = (int)FrameSecurity.Get(frame, 4, 3);
            _session.Begin(
                (uint)FrameSecurity.Get(frame, 7, 4),
                FrameSecurity.DeriveKey(appKey, 1, joinNonce, netId, nonce),
                FrameSecurity.DeriveKey(appKey, 2, joinNonce, netId, nonce));
            int offset = (frame[11] >> 4) & 7;
            int second = frame[11] & 15;
            _session.Rx1Offset = offset <= _plan.Region.HighestOffset ? offset : 0;
            _session.Rx2DataRate = _plan.IsDownlinkRate(second) ? second : _plan.Region.Rx2DataRate;
            _session.DelaySeconds = (frame[12] & 15) == 0 ? 1 : frame[12] & 15;
            _plan.SubBand = _plan.SubBandOf(channel);
            if (JoinFrames.HasChannelList(_received.Length))
            {
                _plan.TakeChannelList(frame, 13);
            }

            return true;
        }

        private static uint SeedOf(LorawanIdentity identity)
        {
            return (uint)FrameSecurity.Get(identity.DevEui, 4, 4);
        }

        private static long Left(long until)
        {
            return until > Environment.TickCount64 ? until - Environment.TickCount64 : 0;
        }
    }
}
