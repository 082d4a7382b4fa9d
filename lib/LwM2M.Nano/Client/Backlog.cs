// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Reports that could not be delivered: their values as SenML records with their time, oldest first, bounded. They are
    /// sent together, as LwM2M Send, once the server is reached again.
    /// </summary>
    internal sealed class Backlog : IExchangeOwner
    {
        private const int RetryMilliseconds = 60000;
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
        private int _underWay;
        private long _retryAt;
        private bool _wasUnknown;

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

        /// <summary>Keeps the present values of some paths, to be sent after a while. Those that would have to be waited for are lost.</summary>
        internal void Keep(long[] paths, int count)
        {
            ResourceWriter writer = _client.Formats.FindWriter(ContentFormat.SenmlCbor);
            byte[] buffer = _client.SendBuffer;
            long utc = _client.Clock.UtcMilliseconds / 1000;
            int ticket = _client.NextTicket();
            _client.Registry.StartOperation(ticket, false, _session.ServerId);
            writer.Open(buffer, 0, buffer.Length);
            writer.BaseTime = utc < ResourceWriter.FirstAbsoluteTime ? utc + Unset : utc;
            CoapCode code = ReadOperation.CollectAll(_client.Registry, paths, count, writer);
            _client.Registry.EndTicket(ticket);
            int length = writer.Close();
            int head = length > 0 && (buffer[0] & 31) > LongestShort ? Head : ShortHead;
            int records = head == ShortHead ? buffer[0] & 31 : buffer[1];
            if (code != CoapCode.Content || writer.Overflowed || length <= head)
            {
                _client.Log("values lost that could not be kept");
                return;
            }

            _retryAt = _client.Clock.Milliseconds + RetryMilliseconds;
            _queue.Add(records, ContentFormat.SenmlCbor, buffer, head, length - head);
            int dropped = _queue.TakeDropped();
            if (dropped > 0)
            {
                _client.Log(dropped.ToString() + " kept reports dropped");
            }
        }

        /// <summary>Sends what is kept, one message at a time.</summary>
        /// <returns>When to come again, in milliseconds of the clock.</returns>
        internal long Poll(long now)
        {
            while (_queue.Length > 0 && _underWay == 0 && !_session.Server.IsSendMuted)
            {
                if (now < _retryAt)
                {
                    return _retryAt;
                }

                if (!_session.Channel.IsReliable)
                {
                    _session.Sender.SendKept(this);
                    return long.MaxValue; // the exchange tells of its end
                }

                bool delivered = _session.Sender.SendKept(this);
                OnEnded(delivered);
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
            bool refused = !response.IsSuccess && response.Code < CoapCode.InternalServerError;
            if (response.Code == CoapCode.NotFound && !_wasUnknown)
            {
                // Perhaps only the address is: an Update tells the server whose it is.
                _wasUnknown = true;
                _underWay = 0;
                _session.Registration.RequestUpdate();
                return;
            }

            _wasUnknown = false;
            if (refused)
            {
                _client.Log("kept reports refused by the server");
                _underWay = int.MaxValue;
            }

            OnEnded(response.IsSuccess || refused);
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            OnEnded(reset);
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
                _session.Exchange.Abandon();
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
