// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Oscore
{
    /// <summary>
    /// OSCORE on a way (RFC 8613): messages are protected whatever carries them. Sequence number, replay window and observations
    /// outlive a sleep in a record of their own.
    /// </summary>
    public sealed class OscoreChannel : ForwardingChannel
    {
        private const int ReceivedAhead = 16;

        private readonly OscoreCodec _codec;
        private readonly OscoreRecord _record;
        private readonly Workbench _bench;
        private bool _isRecordClean;
        private bool _changed;

        /// <summary>Opens a way.</summary>
        /// <param name="below">What carries its datagrams.</param>
        /// <param name="context">The security context.</param>
        /// <param name="bench">What the ways of a device share.</param>
        internal OscoreChannel(DatagramChannel below, OscoreContext context, Workbench bench)
            : base(below)
        {
            _codec = new OscoreCodec(context, bench.Ccm);
            _bench = bench;
            _record = new OscoreRecord(bench.Store, context);
            _isRecordClean = _record.Load(_codec);
            if (!_isRecordClean)
            {
                // What was received in a life that did not end as it should is not known.
                byte[] echo = new byte[8];
                bench.Random.NextBytes(echo);
                _codec.ExpectEcho(echo);
            }
        }

        /// <inheritdoc/>
        public override int MaximumMessage
        {
            get { return Below.MaximumMessage == int.MaxValue ? int.MaxValue : Below.MaximumMessage - _codec.Overhead; }
        }

        /// <inheritdoc/>
        public override void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
        {
            int length = Protect(buffer, offset, count);
            if (length > 0)
            {
                Below.SendTo(peer, _bench.Outgoing, 0, length, expects);
            }
        }

        /// <inheritdoc/>
        public override bool SendReliably(byte[] buffer, int offset, int count)
        {
            int length = Protect(buffer, offset, count);
            return length > 0 && Below.SendReliably(_bench.Outgoing, 0, length);
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            int count = Below.Receive(_bench.Incoming, timeoutMilliseconds);
            if (count == 0 || !MayUseNumber())
            {
                return 0;
            }

            _codec.Now = _bench.Clock.Milliseconds;
            int length = _codec.Unprotect(_bench.Incoming, count, buffer);
            if (_codec.Fault != null)
            {
                _bench.Log.Write("OSCORE: " + _codec.Fault);
            }

            if (length < 0)
            {
                Below.SendTo(Below.Sender, buffer, 0, -length, Expects.More);
            }

            return length > 0 && MayTake() ? length : 0;
        }

        /// <inheritdoc/>
        public override int Save(byte[] record, int at)
        {
            if (_changed)
            {
                _changed = !_record.Save(_codec, _codec.Context.Counter.Next, true);
                _isRecordClean = !_changed;
                if (_isRecordClean)
                {
                    _codec.Context.Counter.Resume(_codec.Context.Counter.Next);
                }
            }

            return Below.Save(record, at);
        }

        private int Protect(byte[] buffer, int offset, int count)
        {
            if (!MayUseNumber())
            {
                return 0; // lost, as any datagram may be
            }

            int length = _codec.Protect(buffer, offset, count, _bench.Outgoing);
            if (length == 0)
            {
                _bench.Log.Write("OSCORE: message not sent: it answers no request, or is too long");
            }

            return length;
        }

        // What is carried out now must not be carried out again in another life.
        private bool MayTake()
        {
            OscoreContext context = _codec.Context;
            if (context.Received.Newest < context.ReceivedLimit)
            {
                return true;
            }

            long before = context.ReceivedLimit;
            context.ReceivedLimit = context.Received.Newest + ReceivedAhead;
            bool written = _record.Save(_codec, context.Counter.Limit, false);
            context.ReceivedLimit = written ? context.ReceivedLimit : before;
            return written;
        }

        // A number is used, and a message taken, only when the record says that it may have been.
        private bool MayUseNumber()
        {
            CounterReserve counter = _codec.Context.Counter;
            if (counter.IsSpent)
            {
                return false;
            }

            if (counter.MustReserve || _isRecordClean)
            {
                if (!_record.Save(_codec, counter.NextLimit, false))
                {
                    return false;
                }

                counter.Reserve();
                _isRecordClean = false;
            }

            _changed = true;
            return true;
        }
    }
}
