// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Reports that could not be delivered: their values wait with their time in a <see cref="ReportStore"/>, and are sent, as
    /// LwM2M Send, once the server is reached again. Without a store they are lost, and that is said.
    /// </summary>
    internal sealed class Backlog : IExchangeOwner
    {
        private const int RetryMilliseconds = 60000;
        private const int LongestRetryMilliseconds = 3600000;
        private const int LargestReport = 512;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly ReportStore _store;
        private byte[] _snapshot;
        private int _snapshotLength;
        private long _snapshotSeconds;
        private bool _isUnderWay;
        private int _refusals;
        private long _retryAt;

        internal Backlog(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            _store = client.Options.Reports == null ? null : client.Options.Reports.NewOne();
        }

        /// <summary>How many bytes are kept.</summary>
        internal int Length
        {
            get { return _store == null ? 0 : _store.Length; }
        }

        /// <summary>The server was not reached, in this life.</summary>
        internal bool HasFailed { get; private set; }

        /// <summary>Keeps present values under a time.</summary>
        /// <param name="paths">What.</param>
        /// <param name="count">How many of the paths.</param>
        /// <param name="utc">When they were to be reported, in milliseconds since 1970-01-01 UTC.</param>
        internal void Keep(long[] paths, int count, long utc)
        {
            Snapshot(paths, count, utc);
            KeepSnapshot();
        }

        /// <summary>Takes a copy of present values, for the case that the message that carries them does not arrive.</summary>
        /// <param name="paths">What.</param>
        /// <param name="count">How many of the paths.</param>
        /// <param name="utc">When they are reported, in milliseconds since 1970-01-01 UTC.</param>
        internal void Snapshot(long[] paths, int count, long utc)
        {
            _snapshot = _snapshot == null ? new byte[LargestReport] : _snapshot;
            _snapshotSeconds = utc / 1000;
            ResourceWriter writer = _client.Formats.FindWriter(ContentFormat.SenmlCbor);
            Operation operation = _client.Registry.Operation;
            int ticket = operation.NextTicket();
            operation.Start(ticket, false, _session.ServerId);
            writer.Open(_snapshot, 0, _snapshot.Length);
            CoapCode code = Collector.CollectAll(_client.Registry, paths, count, writer);
            operation.End(ticket);
            int whole = writer.Close();
            bool good = code == CoapCode.Content && !writer.Overflowed;
            _snapshotLength = good && !writer.IsEmpty ? whole : 0;
            if (!good || _store == null)
            {
                _client.Log("values lost that could not be kept");
            }
        }

        /// <summary>The message did not arrive: the copy is kept.</summary>
        internal void KeepSnapshot()
        {
            if (_snapshotLength == 0 || _store == null)
            {
                return;
            }

            _retryAt = _client.Clock.Milliseconds + RetryMilliseconds;
            ResourceReader reader = _client.Formats.FindReader(ContentFormat.SenmlCbor);
            reader.Open(_snapshot, 0, _snapshotLength, ResourcePath.Root);
            _store.Add(reader, _snapshotSeconds);
            _snapshotLength = 0;
            TellDropped();
        }

        /// <summary>The server knows the client again: what is kept is sent at once.</summary>
        internal void GoOn()
        {
            _retryAt = _refusals > 1 ? _retryAt : 0;
        }

        /// <summary>Sends what is kept, when that is due.</summary>
        internal long Poll(long now)
        {
            while (Length > 0 && !_isUnderWay && !_session.Server.IsSendMuted && _session.Channel.CanSpare)
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

                if (delivery != Delivery.NoValue)
                {
                    OnEnded(delivery == Delivery.Sent);
                }
            }

            return long.MaxValue;
        }

        /// <summary>Writes what is to be sent next, as one SenML pack.</summary>
        /// <returns>Its length in bytes; 0 when not even one value fits, and the oldest are dropped.</returns>
        internal int Write(byte[] buffer, int offset, int capacity)
        {
            ResourceWriter writer = _client.Formats.FindWriter(ContentFormat.SenmlCbor);
            int length = _store.Write(writer, buffer, offset, capacity, _client.Clock.UtcMilliseconds / 1000);
            _isUnderWay = length > 0;
            TellDropped();
            return length;
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

        /// <summary>Makes room, if nothing is under way.</summary>
        /// <returns>False when there is nothing to give up.</returns>
        internal bool Thin()
        {
            return _store != null && !_isUnderWay && _store.Thin();
        }

        /// <summary>Forgets that something is under way: the device goes to sleep.</summary>
        internal void Pause()
        {
            if (_isUnderWay)
            {
                _session.Endpoint.Exchange.Abandon();
                OnEnded(false);
            }
        }

        internal int Save(byte[] record, int at)
        {
            if (at + 2 + Length > record.Length)
            {
                return 0;
            }

            at = BigEndian.Put(record, at, Length, 2);
            if (Length > 0)
            {
                _store.Save(record, at);
            }

            return at + Length;
        }

        internal void Load(byte[] record, int at)
        {
            if (_store != null)
            {
                _store.Load(record, at + 2, (int)BigEndian.Get(record, at, 2));
            }
        }

        private void TellDropped()
        {
            int dropped = _store.TakeDropped();
            if (dropped > 0)
            {
                _client.Log("kept reports of " + dropped.ToString() + " moments dropped");
            }
        }

        private void OnEnded(bool delivered)
        {
            if (delivered && _isUnderWay)
            {
                _store.OnDelivered();
            }
            else if (!delivered)
            {
                HasFailed = true;
                _retryAt = _client.Clock.Milliseconds + RetryMilliseconds;
            }

            _isUnderWay = false;
        }
    }
}
