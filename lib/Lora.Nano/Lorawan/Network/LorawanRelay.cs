// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Lora.Nano.Sx127x;
using Lora.Nano.Regulation;

namespace Lora.Nano.Lorawan.Network
{
    /// <summary>
    /// A network of one channel and one data rate on one radio: it hears nothing else, and nothing while it sends. What it has
    /// for a node goes in the first window, or in the second when the first's sub-band is used up.
    /// </summary>
    public sealed class LorawanRelay
    {
        private const int MaximumWaiting = 8;
        private const int IdleMilliseconds = 1000;
        private const int SetUpMilliseconds = 3;

        // To compose an answer, and now and then to write a record, takes the interpreter a while.
        private const int LeadMilliseconds = 200;
        private const int LateMilliseconds = 10;

        private readonly IRadio _radio;
        private readonly DutyCycle _dutyCycle;
        private readonly LorawanNetwork _network;
        private readonly IRelayListener _listener;
        private readonly int _port;
        private readonly Modulation _uplink;
        private readonly Modulation _first;
        private readonly Modulation _second;
        private readonly Modulation _secondOfJoin;
        private readonly ReceivedFrame _received = new ReceivedFrame(new byte[DataFrame.MaximumLength]);
        private readonly byte[] _frame = new byte[DataFrame.MaximumLength];
        private readonly NetworkNode[] _waiting = new NetworkNode[MaximumWaiting];
        private readonly long[] _due = new long[MaximumWaiting];
        private bool _isReceiving;

        /// <summary>Creates a relay.</summary>
        /// <param name="radio">The radio.</param>
        /// <param name="plan">The region's channels.</param>
        /// <param name="channel">The one that is heard.</param>
        /// <param name="dataRate">The one that is heard.</param>
        /// <param name="network">The nodes; its second data rate is this one.</param>
        /// <param name="port">The application's port.</param>
        /// <param name="listener">Is told.</param>
        public LorawanRelay(IRadio radio, ChannelPlan plan, int channel, int dataRate, LorawanNetwork network, int port, IRelayListener listener)
        {
            _radio = radio;
            _dutyCycle = new DutyCycle(plan.Rules) { UsablePercent = 50 }; // a reboot forgets it
            _network = network;
            _port = port;
            _listener = listener;
            _uplink = plan.Uplink(channel, dataRate);
            _first = plan.FirstWindow(channel, dataRate, 0);
            _second = plan.SecondWindow(plan.Region.Rx2Hertz, dataRate);

            // A node that joins knows the region's second window only.
            _secondOfJoin = plan.SecondWindow(plan.Region.Rx2Hertz, plan.Region.Rx2DataRate);
            int dbm = plan.MaximumDbm(_first);
            radio.SetPower(dbm < radio.HighestDbm ? dbm : radio.HighestDbm);
        }

        /// <summary>Frames heard that were nobody's, replayed, or not genuine.</summary>
        public int Refused { get; private set; }

        /// <summary>Answers that could not go: both windows' sub-bands were used up, or too many waited.</summary>
        public int Dropped { get; private set; }

        /// <summary>Receives for a while, and sends what is due.</summary>
        public void Step()
        {
            if (!_isReceiving)
            {
                _radio.StartReceiving(_uplink);
                _isReceiving = true;
            }

            long now = Environment.TickCount64;
            int next = Next();
            long wait = next < 0 ? IdleMilliseconds : _due[next] - LeadMilliseconds - now;
            if (wait > 0)
            {
                Receive((int)wait);
                return;
            }

            NetworkNode node = _waiting[next];
            _waiting[next] = null;
            _listener.OnWindow(node);
            Answer(node, _due[next]);
        }

        private void Receive(int milliseconds)
        {
            RadioResult result = _radio.WaitForFrame(_received, milliseconds);
            if (result == RadioResult.Timeout)
            {
                _isReceiving = _radio.IsReceiving;
                return;
            }

            if (result != RadioResult.Done)
            {
                return;
            }

            long now = Environment.TickCount64;
            NetworkNode node = _network.Take(_received.Buffer, _received.Length);
            if (node == null)
            {
                Refused++;
                return;
            }

            if (node.MustSave && !_listener.Keep())
            {
                Dropped++;
                return;
            }

            Wait(node, now + (node.IsJoining ? LorawanNetwork.JoinDelaySeconds : LorawanNetwork.DelaySeconds) * 1000);
            if (node.PayloadLength > 0)
            {
                _listener.OnUplink(node, _received.Buffer, node.PayloadOffset, node.PayloadLength);
            }
        }

        private void Wait(NetworkNode node, long due)
        {
            int free = -1;
            for (int i = 0; i < MaximumWaiting; i++)
            {
                free = _waiting[i] == node || (_waiting[i] == null && free < 0) ? i : free;
            }

            if (free < 0)
            {
                Dropped++;
                return;
            }

            _waiting[free] = node;
            _due[free] = due;
        }

        private int Next()
        {
            int next = -1;
            for (int i = 0; i < MaximumWaiting; i++)
            {
                next = _waiting[i] != null && (next < 0 || _due[i] < _due[next]) ? i : next;
            }

            return next;
        }

        private void Answer(NetworkNode node, long due)
        {
            bool joins = node.IsJoining;
            int length = _network.Compose(node, _port, _frame);
            if (length == 0)
            {
                return;
            }

            if (node.MustSave && !_listener.Keep())
            {
                Dropped++;
                return;
            }

            Modulation window = _first;
            if (_dutyCycle.WaitFor(_first, length, UtcClock.Milliseconds()) != 0 || Environment.TickCount64 > due + LateMilliseconds)
            {
                window = joins ? _secondOfJoin : _second;
                due += 1000;
            }

            if (_dutyCycle.WaitFor(window, length, UtcClock.Milliseconds()) != 0)
            {
                Dropped++;
                return;
            }

            long wait = due - SetUpMilliseconds - Environment.TickCount64;
            if (wait > 0)
            {
                Thread.Sleep((int)wait);
            }

            _isReceiving = false;
            _radio.Transmit(window, _frame, 0, length);
            _dutyCycle.Record(window, length, UtcClock.Milliseconds());
        }
    }
}
