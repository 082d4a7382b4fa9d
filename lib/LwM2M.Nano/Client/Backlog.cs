// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Reports that could not be delivered: their values as SenML records with their time, oldest first, bounded. They are
    /// sent together, as LwM2M Send, once the server is reached again.
    /// </summary>
    internal sealed class Backlog : IExchangeOwner
    {
        private const int RetryMilliseconds = 60000;
        private const int LongestRetryMilliseconds = 3600000;
        private const int TimeAt = 2; // in a report: behind the head of the map and the label of the base time
        private const int TimeLength = 5;
        private const byte Positive = 0x1A; // a CBOR integer of four bytes
        private const byte Negative = 0x3A;
        private const int Head = 2;
        private const int ShortHead = 1;
        private const int LongestShort = 23;

        // Makes a time of a clock that was never set long enough to have its five bytes; taken off again before it is sent.
        private const long Unset = 1L << 30;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly PayloadQueue _queue;
        private byte[] _snapshot = new byte[0];
        private int _snapshotLength;
        private int _snapshotRecords;
        private int _underWay;
        private int _refusals;
        private long _retryAt;

        internal Backlog(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            _queue = new PayloadQueue(client.Options.BacklogBytes);
        }

        /// <summary>How many bytes are kept.</summary>
        internal int Length
        {
            get { return _queue.Length; }
        }

        /// <summary>The server was not reached, in this life.</summary>
        internal bool HasFailed { get; private set; }

        /// <summary>Keeps present values under a time.</summary>
        /// <param name="paths">What.</param>
        /// <param name="count">How many of the paths.</param>
        /// <param name="utc">When they were to be reported, in milliseconds since 1970-01-01 UTC.</param>
        internal void Keep(long[] paths, int count, long utc)
        {
            byte[] buffer = _client.SendBuffer;
            int head = Compose(paths, count, utc, out int length, out int records);
            if (length > 0)
            {
                Add(buffer, head, length, records);
            }
        }

        /// <summary>Takes a copy of present values, for the case that the message that carries them does not arrive.</summary>
        /// <param name="paths">What.</param>
        /// <param name="count">How many of the paths.</param>
        /// <param name="utc">When they are reported, in milliseconds since 1970-01-01 UTC.</param>
        internal void Snapshot(long[] paths, int count, long utc)
        {
            int head = Compose(paths, count, utc, out _snapshotLength, out _snapshotRecords);
            if (_snapshot.Length < _snapshotLength)
            {
                _snapshot = new byte[_snapshotLength];
            }

            System.Array.Copy(_client.SendBuffer, head, _snapshot, 0, _snapshotLength);
        }

        /// <summary>The message did not arrive: the copy is kept.</summary>
        internal void KeepSnapshot()
        {
            if (_snapshotLength > 0)
            {
                Add(_snapshot, 0, _snapshotLength, _snapshotRecords);
            }

            _snapshotLength = 0;
        }

        /// <summary>The server knows the client again: what is kept is sent at once.</summary>
        internal void GoOn()
        {
            _retryAt = _refusals > 1 ? _retryAt : 0;
        }

        /// <summary>Sends what is kept, when that is due.</summary>
        internal long Poll(long now)
        {
            while (_queue.Length > 0 && _underWay == 0 && !_session.Server.IsSendMuted)
            {
                if (now < _retryAt)
                {
                    return _retryAt;
                }

                if (!_session.Registration.IsAddressKnown)
                {
                    return _session.Introduce();
                }

                Delivery delivery = _session.Sender.SendKept(this);
                if (delivery == Delivery.Waits || delivery == Delivery.Awaited)
                {
                    return long.MaxValue; // the exchange tells of its end
                }

                OnEnded(delivery != Delivery.Undelivered);
            }

            return long.MaxValue;
        }

        /// <summary>Writes the oldest reports that fit, as one SenML pack.</summary>
        /// <returns>Its length in bytes; 0 when the oldest fits no message, and is dropped.</returns>
        internal int Write(byte[] buffer, int offset, int capacity)
        {
            int records = 0;
            int length = 0;
            int at = 0;
            while (at < _queue.Length && Head + length + _queue.PayloadLengthAt(at) <= capacity && records + _queue.TagAt(at) <= byte.MaxValue)
            {
                records += _queue.TagAt(at);
                length += _queue.PayloadLengthAt(at);
                at = _queue.After(at);
                _underWay++;
            }

            if (_underWay == 0)
            {
                _client.Log("kept report dropped: larger than a message");
                _queue.RemoveFirst();
                return 0;
            }

            int position = offset;
            if (records > LongestShort)
            {
                buffer[position++] = 0x98;
                buffer[position++] = (byte)records;
            }
            else
            {
                buffer[position++] = (byte)(0x80 | records);
            }

            for (int i = 0, from = 0; i < _underWay; i++, from = _queue.After(from))
            {
                System.Array.Copy(_queue.Bytes, from + PayloadQueue.PayloadOffset, buffer, position, _queue.PayloadLengthAt(from));
                PutTime(buffer, position + TimeAt);
                position += _queue.PayloadLengthAt(from);
            }

            return position - offset;
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            if (response.IsSuccess)
            {
                _refusals = 0;
                OnEnded(true);
                return;
            }

            // Perhaps only the address is unknown, or the registration: an Update finds out, and what is kept stays kept.
            _refusals++;
            _client.Log("kept reports refused by the server");
            OnEnded(false);
            if (_refusals == 1)
            {
                _session.Registration.Doubt();
                return;
            }

            long wait = RetryMilliseconds;
            for (int i = 2; i < _refusals && wait < LongestRetryMilliseconds; i++)
            {
                wait *= 2;
            }

            _retryAt = _client.Clock.Milliseconds + wait;
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            OnEnded(false);
            if (reset)
            {
                _session.Registration.RequestUpdate();
            }
            else
            {
                _session.Channel.OnSilence();
            }
        }

        /// <summary>Drops the oldest report, if none is under way.</summary>
        /// <returns>False when there is none.</returns>
        internal bool DropOldest()
        {
            bool any = _underWay == 0 && _queue.Length > 0;
            if (any)
            {
                _queue.RemoveFirst();
            }

            return any;
        }

        /// <summary>Forgets that something is under way: the device goes to sleep.</summary>
        internal void Pause()
        {
            if (_underWay > 0)
            {
                _session.Endpoint.Exchange.Abandon();
                OnEnded(false);
            }
        }

        internal int Save(byte[] record, int at)
        {
            return at + 2 + _queue.Length > record.Length ? 0 : _queue.Save(record, at);
        }

        internal void Load(byte[] record, int at)
        {
            _queue.Load(record, at);
        }

        // Writes present values as records of SenML CBOR to the client's buffer; where they start there.
        private int Compose(long[] paths, int count, long utc, out int length, out int records)
        {
            ResourceWriter writer = _client.Formats.FindWriter(ContentFormat.SenmlCbor);
            byte[] buffer = _client.SendBuffer;
            Operation operation = _client.Registry.Operation;
            long seconds = utc / 1000;
            int ticket = operation.NextTicket();
            operation.Start(ticket, false, _session.ServerId);
            writer.Open(buffer, 0, buffer.Length);
            writer.BaseTime = seconds < ResourceWriter.FirstAbsoluteTime ? seconds + Unset : seconds;
            CoapCode code = Collector.CollectAll(_client.Registry, paths, count, writer);
            operation.End(ticket);
            int whole = writer.Close();
            int head = whole > 0 && (buffer[0] & 31) > LongestShort ? Head : ShortHead;
            records = head == ShortHead ? buffer[0] & 31 : buffer[1];
            bool good = code == CoapCode.Content && !writer.Overflowed && records > 0;
            length = good ? whole - head : 0;
            if (code != CoapCode.Content || writer.Overflowed)
            {
                _client.Log("values lost that could not be kept");
            }

            return head;
        }

        private void Add(byte[] buffer, int offset, int length, int records)
        {
            _retryAt = _client.Clock.Milliseconds + RetryMilliseconds;
            _queue.Add(records, ContentFormat.SenmlCbor, buffer, offset, length);
            int dropped = _queue.TakeDropped();
            if (dropped > 0)
            {
                _client.Log(dropped.ToString() + " kept reports dropped");
            }
        }

        private void OnEnded(bool delivered)
        {
            if (delivered)
            {
                for (int i = 0; i < _underWay && _queue.Length > 0; i++)
                {
                    _queue.RemoveFirst();
                }
            }
            else
            {
                HasFailed = true;
                _retryAt = _client.Clock.Milliseconds + RetryMilliseconds;
            }

            _underWay = 0;
        }

        // A clock that was not set then tells how long ago it was, as long as it still is not set.
        private void PutTime(byte[] buffer, int at)
        {
            long then = BigEndian.Get(buffer, at + 1, TimeLength - 1);
            if (then < Unset || then - Unset >= ResourceWriter.FirstAbsoluteTime)
            {
                return;
            }

            long ago = _client.Clock.UtcMilliseconds / 1000 - (then - Unset);
            if (ago > 0 && ago < ResourceWriter.FirstAbsoluteTime)
            {
                buffer[at] = Negative;
                BigEndian.Put(buffer, at + 1, ago - 1, TimeLength - 1);
            }
            else
            {
                buffer[at] = Positive; // now: that is all there is to be known
                BigEndian.Put(buffer, at + 1, 0, TimeLength - 1);
            }
        }
    }
}
