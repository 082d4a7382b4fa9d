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
    public sealed class ObservationTable : IObservationTable, IExchangeOwner
    {
        private const long ConfirmEveryMilliseconds = 24L * 3600 * 1000;

        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly Observation[] _slots;
        private readonly NotificationAttributes _attributes = new NotificationAttributes();
        private readonly NumberProbe _probe = new NumberProbe();
        private Observation _confirming;

        internal ObservationTable(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            _slots = new Observation[client.Options.MaximumObservations];
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
            observation.Observer = sender;
            observation.Accept = request.OptionInteger(CoapOption.Accept, ContentFormat.None);
            observation.TokenLength = request.TokenLength;
            Array.Copy(request.Buffer, request.TokenOffset, observation.Token, 0, request.TokenLength);
            observation.IsDirty = false;
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
                int format = request.OptionInteger(CoapOption.ContentFormat, ContentFormat.None);
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

        /// <summary>The room one observation takes in a record, in bytes.</summary>
        internal const int RecordLength = 19;

        /// <summary>Whether every observation can be kept in a record: those of several paths, or of another sender, cannot.</summary>
        internal bool CanBeKept
        {
            get
            {
                for (int i = 0; i < _slots.Length; i++)
                {
                    if (_slots[i] != null && (_slots[i].Paths != null || _slots[i].Observer != null))
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        /// <summary>Writes the observations to a record.</summary>
        /// <returns>Where the record goes on.</returns>
        internal int Save(byte[] record, int at)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation != null)
                {
                    at = SessionState.Put(record, at, observation.Path, 8);
                    at = SessionState.Put(record, at, observation.Accept & 0xFFFF, 2);
                    record[at++] = (byte)observation.TokenLength;
                    Array.Copy(observation.Token, 0, record, at, 8);
                    at += 8;
                }
            }

            return at;
        }

        /// <summary>Takes up observations written before.</summary>
        internal void Load(byte[] record, int at, int count)
        {
            for (int i = 0; i < count && i < _slots.Length; i++, at += RecordLength)
            {
                Observation observation = new Observation(FirstSequence());
                observation.Path = SessionState.Get(record, at, 8);
                int accept = (int)SessionState.Get(record, at + 8, 2);
                observation.Accept = accept == 0xFFFF ? ContentFormat.None : accept;
                observation.TokenLength = record[at + 10];
                Array.Copy(record, at + 11, observation.Token, 0, 8);
                observation.LastSent = _client.Clock.Milliseconds;
                observation.LastConfirmed = observation.LastSent;
                observation.LastEvaluated = observation.LastSent;
                if (observation.TokenLength <= 8)
                {
                    _slots[i] = observation;
                    Count++;
                }
            }
        }

        /// <summary>Whether anything at or below a path is observed.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>True when it is.</returns>
        public bool IsObserved(long path)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null && _slots[i].IsAbout(path))
                {
                    return true;
                }
            }

            return false;
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

        internal long Poll(long now)
        {
            long next = long.MaxValue;
            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation == null)
                {
                    continue;
                }

                Attributes.Resolve(observation.Path, _attributes);
                long due = DueOf(observation);
                if (now >= due && Notify(observation, i, now))
                {
                    due = _slots[i] == null ? long.MaxValue : DueOf(observation);
                }

                next = due < next && due > now ? due : next;
            }

            return next;
        }

        void IExchangeOwner.OnResponse(CoapMessage response)
        {
        }

        void IExchangeOwner.OnAcknowledged()
        {
            _confirming.LastConfirmed = _client.Clock.Milliseconds;
        }

        void IExchangeOwner.OnFailed(bool reset)
        {
            int index = SlotOf(_confirming);
            if (index >= 0)
            {
                _client.Log("observation of " + ResourcePath.ToText(_confirming.Path) + (reset ? " cancelled by reset" : " given up"));
                RemoveAt(index);
            }
        }

        // With the attributes of the observation resolved.
        private long DueOf(Observation observation)
        {
            long minimum = PeriodOf(NotificationAttributes.MinimumPeriodGiven, _session.Account.DefaultMinimumPeriodSeconds);
            long maximum = PeriodOf(NotificationAttributes.MaximumPeriodGiven, _session.Account.DefaultMaximumPeriodSeconds);
            long due = maximum > minimum ? observation.LastSent + maximum : long.MaxValue;
            if (observation.IsDirty)
            {
                long changed = observation.LastSent + minimum;
                long evaluated = observation.LastEvaluated + PeriodOf(NotificationAttributes.MinimumEvaluationGiven, 0);
                changed = evaluated > changed ? evaluated : changed;
                due = changed < due ? changed : due;
            }
            else if (_attributes.Has(NotificationAttributes.MaximumEvaluationGiven))
            {
                long evaluated = observation.LastEvaluated + PeriodOf(NotificationAttributes.MaximumEvaluationGiven, 0);
                due = evaluated < due ? evaluated : due;
            }

            return due;
        }

        private long PeriodOf(int flag, int otherwise)
        {
            return (_attributes.Has(flag) ? (long)_attributes[flag] : otherwise) * 1000L;
        }

        // Content when a number has crossed a limit or moved by a step since the last notification, or when that does not
        // matter; Valid when the server need not be told; Pending while the number is on its way.
        private CoapCode Evaluate(Observation observation, long now)
        {
            observation.LastEvaluated = now;
            long maximum = PeriodOf(NotificationAttributes.MaximumPeriodGiven, _session.Account.DefaultMaximumPeriodSeconds);
            bool late = maximum > 0 && now >= observation.LastSent + maximum;
            if (late || !_attributes.Has(NotificationAttributes.ConditionGiven))
            {
                return late || observation.IsDirty ? CoapCode.Content : CoapCode.Valid;
            }

            CoapCode code = Probe(observation.Path);
            if (code == CoapCode.Pending || !observation.HasNumber || !_probe.IsNumber)
            {
                return code == CoapCode.Pending ? code : CoapCode.Content;
            }

            double before = observation.LastNumber;
            double moved = _probe.Number > before ? _probe.Number - before : before - _probe.Number;
            bool told = Crosses(NotificationAttributes.GreaterThanGiven, before, _probe.Number)
                || Crosses(NotificationAttributes.LessThanGiven, before, _probe.Number)
                || (_attributes.Has(NotificationAttributes.StepGiven) && moved >= _attributes[NotificationAttributes.StepGiven]);
            return told ? CoapCode.Content : CoapCode.Valid;
        }

        private bool Crosses(int flag, double before, double value)
        {
            double limit = _attributes[flag];
            return _attributes.Has(flag) && ((before > limit) != (value > limit) || (before < limit) != (value < limit));
        }

        // Numbers that grow with time are fresh after a sleep too, though none is kept (RFC 7641 section 4.4).
        private int FirstSequence()
        {
            return (int)(_client.Clock.UtcMilliseconds / 1000) & 0xFFFFFF;
        }

        private CoapCode Probe(long path)
        {
            _probe.Clear();
            CoapCode code = ReadOperation.Check(_client.Registry, path, out int _);
            return code == CoapCode.Content && ResourcePath.Level(path) >= 3 ? ReadOperation.Collect(_client.Registry, path, _probe) : code;
        }

        // True when the notification went out or will not; false when its value, or the exchange, is not free yet.
        private bool Notify(Observation observation, int index, long now)
        {
            bool confirm = now - observation.LastConfirmed >= ConfirmEveryMilliseconds || _attributes[NotificationAttributes.ConfirmableGiven] == 1;
            if ((confirm && !_session.Exchange.IsIdle) || (observation.Ticket != 0 && observation.Completions == _client.Completions))
            {
                return false;
            }

            int ticket = observation.Ticket == 0 ? _client.NextTicket() : observation.Ticket;
            _client.Registry.StartOperation(ticket, observation.Ticket != 0);
            int messageId = _session.NextMessageId();
            byte[] buffer = confirm ? _session.Exchange.Buffer : _client.SendBuffer;
            CoapCode code = Evaluate(observation, now);
            if (code == CoapCode.Content)
            {
                code = Compose(observation, buffer, confirm, messageId);
            }

            if (code == CoapCode.Pending)
            {
                observation.Ticket = ticket;
                observation.Completions = _client.Completions;
                return false;
            }

            observation.IsDirty = false;
            if (code == CoapCode.Content)
            {
                Remember(observation);
            }

            _client.Registry.EndOperation();
            observation.Ticket = 0;
            if (code == CoapCode.Valid)
            {
                return true;
            }

            observation.LastSent = now;
            if (code == CoapCode.ServiceUnavailable || code == CoapCode.GatewayTimeout)
            {
                return true; // away for a while: the observation stays
            }

            CoapWriter message = _client.Context.Response;
            observation.LastMessageId = messageId;
            _session.LastReported = now;
            if (code != CoapCode.Content)
            {
                Begin(message, buffer, confirm, code, messageId, observation);
                RemoveAt(index);
            }

            if (confirm)
            {
                _confirming = observation;
                _session.SendConfirmable(message.Length, this, observation.Observer);
            }
            else
            {
                _session.Channel.SendTo(observation.Observer, buffer, 0, message.Length);
            }

            return true;
        }

        // Writes the notification; nothing is kept of it when the value is not there yet.
        private CoapCode Compose(Observation observation, byte[] buffer, bool confirm, int messageId)
        {
            ResourceWriter writer = _client.Formats.FindWriter(observation.Accept);
            CoapCode code = observation.Paths != null
                ? CoapCode.Content
                : ReadOperation.Select(_client.Registry, _client.Formats, observation.Path, observation.Accept, out writer);
            if (code != CoapCode.Content)
            {
                return code;
            }

            CoapWriter message = _client.Context.Response;
            Begin(message, buffer, confirm, code, messageId, observation);
            message.AddOption(CoapOption.Observe, observation.NextSequence());
            message.AddOption(CoapOption.ContentFormat, writer.ContentFormat);
            int offset = message.BeginPayload();
            writer.Open(buffer, offset, message.PayloadCapacity);
            code = Collect(observation, writer);
            message.EndPayload(writer.Close(), writer.Overflowed);
            return message.Overflowed && code == CoapCode.Content ? ComposeBlock(observation, writer, buffer, confirm, messageId) : code;
        }

        // A value larger than a message: the first block goes now, the server fetches the others.
        private CoapCode ComposeBlock(Observation observation, ResourceWriter writer, byte[] buffer, bool confirm, int messageId)
        {
            BlockBody body = _session.Body;
            if (body.IsHeld)
            {
                return CoapCode.ServiceUnavailable;
            }

            writer.Open(body.Buffer, 0, body.Buffer.Length);
            CoapCode code = Collect(observation, writer);
            int length = writer.Close();
            if (code != CoapCode.Content || writer.Overflowed)
            {
                return code == CoapCode.Content ? CoapCode.InternalServerError : code;
            }

            CoapWriter message = _client.Context.Response;
            body.KeepAnswer(observation.Path, observation.Accept, writer.ContentFormat, body.Buffer, 0, length);
            Begin(message, buffer, confirm, code, messageId, observation);
            return body.WriteBlock(message, observation.NextSequence(), BlockOption.Of(0, false, body.Exponent));
        }

        // The number notified last, for the next comparison.
        private void Remember(Observation observation)
        {
            if (_attributes.Has(NotificationAttributes.ConditionGiven))
            {
                observation.HasNumber = Probe(observation.Path) == CoapCode.Content && _probe.IsNumber;
                observation.LastNumber = _probe.Number;
            }
        }

        private CoapCode Collect(Observation observation, ResourceWriter writer)
        {
            if (observation.Paths != null)
            {
                return ReadOperation.CollectAll(_client.Registry, observation.Paths, observation.Paths.Length, writer);
            }

            writer.SetBase(observation.Path);
            return ReadOperation.Collect(_client.Registry, observation.Path, writer);
        }

        private static void Begin(CoapWriter message, byte[] buffer, bool confirm, CoapCode code, int messageId, Observation observation)
        {
            message.Begin(
                buffer, 0, buffer.Length, confirm ? CoapType.Confirmable : CoapType.NonConfirmable, code, messageId, observation.Token, 0, observation.TokenLength);
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
                _slots[index] = null;
                Count--;
                _client.OnObservationsChanged();
            }
        }

        private sealed class Observation
        {
            internal readonly byte[] Token = new byte[8];
            internal object Observer;
            internal int TokenLength;
            internal long Path;
            internal long[] Paths;
            internal int Accept;
            internal int Sequence;
            internal int LastMessageId = -1;
            internal int Ticket;
            internal int Completions;
            internal bool IsDirty;
            internal long LastSent;
            internal long LastConfirmed;
            internal long LastEvaluated;
            internal double LastNumber;
            internal bool HasNumber;

            internal bool IsAbout(long path)
            {
                if (Paths == null)
                {
                    return ResourcePath.Contains(Path, path) || ResourcePath.Contains(path, Path);
                }

                for (int i = 0; i < Paths.Length; i++)
                {
                    if (ResourcePath.Contains(Paths[i], path) || ResourcePath.Contains(path, Paths[i]))
                    {
                        return true;
                    }
                }

                return false;
            }

            internal Observation(int sequence)
            {
                Sequence = sequence;
            }

            internal int NextSequence()
            {
                Sequence = (Sequence + 1) & 0xFFFFFF;
                return Sequence;
            }
        }
    }
}
