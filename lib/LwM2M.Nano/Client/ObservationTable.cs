// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// What one server observes, and the notifications that are due: on change after pmin, without change at pmax, a number
    /// when it crosses gt or lt or has moved by st. Attributes come from the path or from above, periods at last from the
    /// Server object.
    /// </summary>
    public sealed partial class ObservationTable : IObservationTable, IExchangeOwner
    {
        private const long ConfirmEveryMilliseconds = 24L * 3600 * 1000;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly Observation[] _slots;
        private readonly NotificationAttributes _attributes = new NotificationAttributes();
        private readonly NotificationAttributes _asked = new NotificationAttributes(); // by an object, amid a notification
        private readonly NumberProbe _probe = new NumberProbe();
        private readonly PayloadQueue _store;
        private LwM2MObject _found;
        private int _definition;
        private Observation _confirming;

        internal ObservationTable(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            _slots = new Observation[client.Options.MaximumObservations];
            _store = new PayloadQueue(client.Options.NotificationStoreBytes);
        }

        /// <summary>What the server has attached to paths.</summary>
        public AttributeTable Attributes { get; } = new AttributeTable();

        /// <summary>How many observations there are.</summary>
        public int Count { get; private set; }

        int IObservationTable.Add(CoapMessage request, object sender, long path)
        {
            int index = IndexOf(request, path);
            if (index < 0)
            {
                index = SlotOf(null);
                if (index < 0)
                {
                    _client.Log("too many observations");
                    return -1;
                }

                _slots[index] = new Observation(FirstSequence());
                Count++;
            }

            Observation observation = _slots[index];
            observation.Path = path;
            observation.Paths = null;
            observation.Observer = sender;
            observation.Accept = request.Accept;
            observation.TokenLength = request.TokenLength;
            Array.Copy(request.Buffer, request.TokenOffset, observation.Token, 0, request.TokenLength);
            observation.IsDirty = false;
            observation.IsOld = false;
            observation.LastSent = _client.Clock.Milliseconds;
            observation.LastConfirmed = observation.LastSent;
            observation.LastEvaluated = observation.LastSent;
            Attributes.Resolve(path, _attributes);
            Remember(observation);
            _client.OnObservationsChanged();
            return observation.NextSequence();
        }

        int IObservationTable.AddComposite(CoapMessage request, object sender, long[] paths, int count)
        {
            int sequence = ((IObservationTable)this).Add(request, sender, ResourcePath.Root);
            int index = sequence < 0 ? -1 : IndexOf(request, ResourcePath.Root);
            if (index >= 0)
            {
                Observation observation = _slots[index];
                int format = request.ContentFormat;
                observation.Accept = observation.Accept == ContentFormat.None ? format : observation.Accept;
                observation.Paths = new long[count];
                Array.Copy(paths, 0, observation.Paths, 0, count);
                _client.OnObservationsChanged();
            }

            return sequence;
        }

        void IObservationTable.Remove(CoapMessage request, long path)
        {
            int index = IndexOf(request, path);
            if (index >= 0)
            {
                RemoveAt(index);
            }
        }

        /// <summary>Forgets every observation, as a new registration demands.</summary>
        public void Clear()
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                RemoveAt(i);
            }
        }

        /// <summary>How often the server wants to hear of anything at, above or below a path.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>The shortest minimum period in seconds; <see cref="ObjectRegistry.NotObserved"/> when it does not observe it.</returns>
        public int ObservedEvery(long path)
        {
            int shortest = ObjectRegistry.NotObserved;
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null && _slots[i].IsAbout(path))
                {
                    Attributes.Resolve(_slots[i].Path, _asked);
                    int period = _asked.Has(NotificationAttributes.MinimumPeriodGiven)
                        ? (int)_asked[NotificationAttributes.MinimumPeriodGiven]
                        : _session.Server.DefaultMinimumPeriodSeconds;
                    period = period == ObjectRegistry.NotObserved ? period - 1 : period;
                    shortest = period < shortest ? period : shortest;
                }
            }

            return shortest;
        }

        internal void OnChanged(long path)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null && _slots[i].IsAbout(path))
                {
                    _slots[i].IsDirty = true;
                }
            }
        }

        /// <summary>A Reset cancels the observation whose notification it answers (RFC 7641 section 3.6).</summary>
        internal bool OnReset(int messageId)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null && _slots[i].LastMessageId == messageId)
                {
                    _client.Log("observation of " + ResourcePath.ToText(_slots[i].Path) + " cancelled by reset");
                    RemoveAt(i);
                    return true;
                }
            }

            return false;
        }

        void IExchangeOwner.OnResponse(CoapMessage response)
        {
        }

        void IExchangeOwner.OnAcknowledged()
        {
            _confirming.LastConfirmed = _client.Clock.Milliseconds;
            if (_flushing)
            {
                OnFlushed(SlotOf(_confirming));
            }
        }

        void IExchangeOwner.OnFailed(bool reset)
        {
            int index = SlotOf(_confirming);
            bool stays = !reset && _session.Server.StoresNotifications;
            if (index >= 0 && !stays)
            {
                _client.Log("observation of " + ResourcePath.ToText(_confirming.Path) + (reset ? " cancelled by reset" : " given up"));
                RemoveAt(index);
            }
            else if (index >= 0)
            {
                // An Update tells whether the server is away; if so the value is stored, if not it is sent again.
                _confirming.IsDirty |= !_flushing;
                _session.Registration.RequestUpdate();
            }

            _flushing = false;
            _flushAt = _client.Clock.Milliseconds + FlushRetryMilliseconds;
        }

        private void EndTicket(Observation observation)
        {
            if (observation.Ticket != 0)
            {
                _client.Registry.EndTicket(observation.Ticket);
                observation.Ticket = 0;
            }
        }

        // The same token renews an observation; so does the same path, since a server has one observation of a path.
        private int IndexOf(CoapMessage request, long path)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                bool samePath = observation != null && path != ResourcePath.Root && observation.Path == path;
                if (observation != null && (samePath || request.HasToken(observation.Token, observation.TokenLength)))
                {
                    return i;
                }
            }

            return -1;
        }

        // The slot of an observation, or with null a free one.
        private int SlotOf(Observation observation)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] == observation)
                {
                    return i;
                }
            }

            return -1;
        }

        private void RemoveAt(int index)
        {
            Observation observation = _slots[index];
            if (observation != null)
            {
                EndTicket(observation);
                _store.RemoveOf(index);
                _slots[index] = null;
                Count--;
                _client.OnObservationsChanged();
            }
        }
    }
}
