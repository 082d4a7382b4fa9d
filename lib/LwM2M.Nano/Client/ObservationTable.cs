// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// What one server observes, and the notifications that are due: on change after pmin, without change at pmax, a number
    /// when it crosses gt or lt or has moved by st. Attributes come from the path or from above, periods at last from the
    /// Server object. An observation is known by its token (RFC 7641 section 4.1).
    /// </summary>
    public sealed partial class ObservationTable : IObservationTable, IExchangeOwner
    {
        private const int DoubtsForgottenAfter = 4;
        private const int FirstSlots = 4;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly int _maximum;
        private Observation[] _slots; // as many as are needed, and some
        private readonly NotificationAttributes _attributes = new NotificationAttributes();
        private readonly NotificationAttributes _asked = new NotificationAttributes(); // by an object, amid a notification
        private readonly PayloadQueue _store;
        private LwM2MObject _found;
        private int _definition;
        private Observation _confirming;
        private NumberProbe _probe; // made when a number is first compared
        private int _lastId;

        internal ObservationTable(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            _maximum = client.Options.MaximumObservations;
            _slots = new Observation[_maximum < FirstSlots ? _maximum : FirstSlots];
            _store = new PayloadQueue(client.Options.NotificationStoreBytes);
        }

        /// <summary>What the server has attached to paths.</summary>
        public AttributeTable Attributes { get; } = new AttributeTable();

        /// <summary>How many observations there are.</summary>
        public int Count { get; private set; }

        int IObservationTable.Add(CoapMessage request, Peer peer, long path)
        {
            Observation observation = Enter(request, peer, path);
            if (observation == null)
            {
                return -1;
            }

            observation.Paths = null;
            Remember(observation);
            _client.OnObservationsChanged();
            return observation.NextSequence();
        }

        int IObservationTable.AddComposite(CoapMessage request, Peer peer, long[] paths, int count)
        {
            Observation observation = Enter(request, peer, ResourcePath.Root);
            if (observation == null)
            {
                return -1;
            }

            observation.Accept = request.Accept == ContentFormat.None ? request.ContentFormat : request.Accept;
            observation.Paths = new long[count];
            Array.Copy(paths, 0, observation.Paths, 0, count);
            _client.OnObservationsChanged();
            return observation.NextSequence();
        }

        void IObservationTable.Remove(CoapMessage request, Peer peer, long path)
        {
            int index = IndexOf(request, peer);
            index = index >= 0 ? index : path == ResourcePath.Root ? -1 : OldestOf(peer, path); // a server may cancel by path, without the token
            if (index >= 0)
            {
                RemoveAt(index);
            }
        }

        void IObservationTable.OnAttributes(long path)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation != null && observation.Paths == null && !observation.HasNumbers && ResourcePath.Contains(path, observation.Path))
                {
                    Remember(observation); // what the server knows, as far as can be told
                }
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
                    long period = _asked.Has(NotificationAttributes.MinimumPeriodGiven)
                        ? (long)_asked[NotificationAttributes.MinimumPeriodGiven]
                        : _session.Server.DefaultMinimumPeriodSeconds;
                    period = period >= ObjectRegistry.NotObserved ? ObjectRegistry.NotObserved - 1 : period;
                    shortest = period < shortest ? (int)period : shortest;
                }
            }

            return shortest;
        }

        internal void OnChanged(long path)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation == null)
                {
                    continue;
                }

                if (observation.Paths == null)
                {
                    observation.Dirty |= ResourcePath.Contains(observation.Path, path) || ResourcePath.Contains(path, observation.Path) ? 1 : 0;
                    continue;
                }

                for (int k = 0; k < observation.Paths.Length; k++)
                {
                    observation.Dirty |= observation.IsAbout(k, path) ? 1 << k : 0;
                }
            }
        }

        /// <summary>Objects or instances came or went: what hangs on one that is gone ends with it.</summary>
        internal void OnObjectsChanged()
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation != null && observation.Paths == null)
                {
                    observation.IsGone |= !IsThere(observation.Path);
                }
            }

            for (int i = Attributes.Count - 1; i >= 0; i--)
            {
                if (Attributes.PathAt(i) != ResourcePath.Root && !IsThere(Attributes.PathAt(i)))
                {
                    Attributes.RemoveAt(i);
                }
            }
        }

        /// <summary>A Reset answers the notification of an observation, by its number; one that has ended has none any more.</summary>
        internal void OnReset(int id)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null && _slots[i].Id == id)
                {
                    OnReset(i, _slots[i]);
                    return;
                }
            }
        }

        // A Reset cancels the observation whose notification it answers (RFC 7641 section 3.6). A server that may only have forgotten
        // the client, or its address, is asked first, and the next Reset does.
        private void OnReset(int index, Observation observation)
        {
            bool fresh = !observation.IsDoubted || observation.SentSinceDoubt > DoubtsForgottenAfter;
            if (fresh && _session.WasSilent)
            {
                _session.Registration.Doubt();
                observation.IsDoubted = true;
                observation.SentSinceDoubt = 0;
                observation.Dirty |= 1;
                return;
            }

            _session.Registration.RequestUpdate(); // a server that was started anew knows no observation
            _client.Log("observation of " + ResourcePath.ToText(observation.Path) + " cancelled by reset");
            RemoveAt(index);
        }

        void IExchangeOwner.OnResponse(CoapMessage response)
        {
        }

        void IExchangeOwner.OnAcknowledged()
        {
            _confirming.LastConfirmed = _client.Clock.Milliseconds;
            _confirming.IsDoubted = false;
            if (_flushing)
            {
                OnFlushed(SlotOf(_confirming));
            }
        }

        void IExchangeOwner.OnFailed(bool reset)
        {
            if (!reset)
            {
                _session.Channel.OnSilence();
            }

            int index = SlotOf(_confirming);
            if (index >= 0 && reset)
            {
                OnReset(index, _confirming);
            }
            else if (index >= 0 && !_session.Server.StoresNotifications)
            {
                _client.Log("observation of " + ResourcePath.ToText(_confirming.Path) + " given up");
                RemoveAt(index);
            }
            else if (index >= 0)
            {
                // An Update tells whether the server is away; if so the value is stored, if not it is sent again.
                _confirming.Dirty |= _flushing ? 0 : 1;
                _session.Registration.RequestUpdate();
            }

            _flushing = false;
            _flushAt = _client.Clock.Milliseconds + FlushRetryMilliseconds;
        }

        private bool IsThere(long path)
        {
            LwM2MObject found = _client.Registry.Find(ResourcePath.ObjectId(path));
            int instanceId = ResourcePath.InstanceId(path);
            return found != null && (instanceId == ResourcePath.None || found.HasInstance(instanceId));
        }

        // Another token is another observation. Where there is no room it takes the place of an older one of the same path.
        private Observation Enter(CoapMessage request, Peer peer, long path)
        {
            int index = IndexOf(request, peer);
            if (index < 0)
            {
                index = FreeSlot();
                index = index >= 0 || path == ResourcePath.Root ? index : OldestOf(peer, path);
                if (index < 0)
                {
                    _client.Log("too many observations");
                    return null;
                }

                RemoveAt(index);
                _slots[index] = new Observation(++_lastId, FirstSequence());
                Count++;
            }

            Observation observation = _slots[index];
            observation.Path = path;
            observation.Peer = peer;
            observation.Accept = request.Accept;
            observation.BlockExponent = request.Block2 < 0 ? BlockOption.Reserved : BlockOption.Exponent(request.Block2);
            observation.TransferKey = request.TransferKey();
            observation.TokenLength = request.TokenLength;
            Array.Copy(request.Buffer, request.TokenOffset, observation.Token, 0, request.TokenLength);
            observation.Dirty = 0;
            observation.IsOld = false;
            observation.IsGone = false;
            observation.IsDoubted = false;
            observation.LastSent = _client.Clock.Milliseconds;
            observation.LastConfirmed = observation.LastSent;
            observation.LastEvaluated = observation.LastSent;
            return observation;
        }

        private void EndTicket(Observation observation)
        {
            if (observation.Ticket != 0)
            {
                _client.Registry.Operation.End(observation.Ticket);
                observation.Ticket = 0;
            }
        }

        private int IndexOf(CoapMessage request, Peer peer)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation != null && request.HasToken(observation.Token, observation.TokenLength) && Peer.AreSame(observation.Peer, peer))
                {
                    return i;
                }
            }

            return -1;
        }

        private int OldestOf(Peer peer, long path)
        {
            int oldest = -1;
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                bool same = observation != null && observation.Paths == null && observation.Path == path && Peer.AreSame(observation.Peer, peer);
                oldest = same && (oldest < 0 || observation.LastSent < _slots[oldest].LastSent) ? i : oldest;
            }

            return oldest;
        }

        // A slot that is free; -1 when there are as many observations as there may be.
        private int FreeSlot()
        {
            int free = SlotOf(null);
            return free < 0 && TryGrow(_slots.Length) ? SlotOf(null) : free;
        }

        // Whether there is a slot, made if need be.
        private bool TryGrow(int slot)
        {
            if (slot >= _slots.Length && slot < _maximum)
            {
                int length = slot + FirstSlots < _maximum ? slot + FirstSlots : _maximum;
                Observation[] longer = new Observation[length];
                Array.Copy(_slots, 0, longer, 0, _slots.Length);
                _slots = longer;
            }

            return slot < _slots.Length;
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
