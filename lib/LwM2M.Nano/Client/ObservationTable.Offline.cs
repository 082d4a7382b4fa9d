// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Client
{
    /// <content>
    /// What becomes of notifications while the server is away: they are stored with their time, in formats that have one,
    /// and sent in their order when it is back, each acknowledged before the next.
    /// </content>
    public sealed partial class ObservationTable
    {
        private const int FlushRetryMilliseconds = 30000;

        private bool _flushing;
        private long _flushAt;

        /// <summary>How many bytes of notifications are stored.</summary>
        public int StoredLength
        {
            get { return _store.Length; }
        }

        /// <summary>Drops the oldest notification that is stored, if it is not under way.</summary>
        /// <returns>False when there is none.</returns>
        internal bool DropOldest()
        {
            bool any = !_flushing && _store.Length > 0;
            if (any)
            {
                _store.RemoveFirst();
            }

            return any;
        }

        /// <summary>The server is away: observations stay if it wants notifications stored (Server object, 6).</summary>
        internal void OnOffline()
        {
            if (!_session.Server.StoresNotifications)
            {
                Clear();
            }
        }

        /// <summary>The server knows the client's address again: what is stored is sent at once.</summary>
        internal void GoOn()
        {
            _flushAt = 0;
        }

        /// <summary>A new registration: observations from before it end when what is stored of them is out.</summary>
        internal void OnRegisteredAnew()
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null)
                {
                    _slots[i].IsOld = true;
                    RemoveIfDone(i);
                }
            }

            _flushAt = 0;
            int dropped = _store.TakeDropped();
            if (dropped > 0)
            {
                _client.Log(dropped.ToString() + " stored notifications dropped");
            }
        }

        // Stores the notification that cannot be sent now.
        private Progress Store(Observation observation, int index)
        {
            CoapCode code = SelectWriter(observation, out ResourceWriter writer);
            if (code != CoapCode.Content)
            {
                return Progress.Absent;
            }

            byte[] buffer = _client.SendBuffer;
            writer.Open(buffer, 0, buffer.Length);
            writer.BaseTime = _client.Clock.UtcMilliseconds / 1000;
            Progress progress = ProgressOf(Collect(observation, writer), out code);
            int length = writer.Close();
            if (progress == Progress.Ready && !writer.Overflowed)
            {
                _store.Add(index, writer.ContentFormat, buffer, 0, length);
            }

            return progress == Progress.Ended ? Progress.Absent : progress;
        }

        // Sends the oldest one stored.
        private void Flush(long now)
        {
            CoapEndpoint endpoint = _session.Endpoint;
            if (_store.Length == 0 || now < _flushAt || !endpoint.Exchange.IsIdle)
            {
                return;
            }

            if (!_session.Registration.IsAddressKnown)
            {
                _flushAt = _session.Introduce();
                return;
            }

            Observation observation = _store.Tag < _slots.Length ? _slots[_store.Tag] : null;
            if (observation == null)
            {
                _store.RemoveFirst();
                return;
            }

            CoapWriter message = endpoint.Begin(true, CoapCode.Content, observation.Token, observation.TokenLength);
            message.AddOption(CoapOption.Observe, observation.NextSequence());
            message.AddOption(CoapOption.ContentFormat, _store.ContentFormat);
            int at = message.BeginPayload();
            int length = _store.PayloadLength;
            bool fits = length <= message.PayloadCapacity;
            if (fits)
            {
                System.Array.Copy(_store.Bytes, PayloadQueue.PayloadOffset, message.Buffer, at, length);
            }

            message.EndPayload(length, !fits);
            if (message.Overflowed)
            {
                _store.RemoveFirst();
                return;
            }

            _confirming = observation;
            _flushing = true;
            _session.LastReported = now;
            endpoint.SendConfirmable(this, observation.Peer);
        }

        // The observation, and with it what was stored, may have gone meanwhile.
        private void OnFlushed(int slot)
        {
            _flushing = false;
            if (slot >= 0 && _store.Length > 0 && _store.Tag == slot)
            {
                _store.RemoveFirst();
                RemoveIfDone(slot);
            }
        }

        private void RemoveIfDone(int index)
        {
            if (index < _slots.Length && _slots[index] != null && _slots[index].IsOld && !_store.Holds(index))
            {
                RemoveAt(index);
            }
        }
    }
}
