// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <content>When notifications are due, whether they are worth sending, and how they are composed.</content>
    public sealed partial class ObservationTable
    {
        private const long ConfirmEveryMilliseconds = 24L * 3600 * 1000;

        // What came of a notification that was due.
        private enum Progress : byte
        {
            Ready,
            Unchanged,
            Pending,
            NotNow,
            Absent,
            Ended
        }

        internal long Poll(long now)
        {
            long next = long.MaxValue;
            bool online = _session.Registration.IsRegistered;
            if (online && _store.Length > 0)
            {
                Flush(now);
                next = _session.Endpoint.Exchange.IsIdle ? _flushAt : next;
            }

            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation == null || observation.IsOld || (online && _store.Holds(i)))
                {
                    continue;
                }

                long due = DueOf(observation);
                if (now >= due && online && !_session.Registration.IsAddressKnown)
                {
                    // A notification from an address the server does not know would be reset.
                    long known = _session.Introduce();
                    next = known < next ? known : next;
                    continue;
                }
                else if (now >= due && Notify(observation, i, now, online))
                {
                    due = _slots[i] != observation ? long.MaxValue : DueOf(observation);
                }

                next = due < next && due > now ? due : next;
            }

            return next;
        }

        // Leaves the attributes of a single path resolved.
        private long DueOf(Observation observation)
        {
            if (observation.IsGone)
            {
                return 0;
            }

            if (observation.Paths == null)
            {
                Attributes.Resolve(observation.Path, _attributes);
                return DueOf(observation, observation.Dirty != 0);
            }

            // Of several paths each has its own periods: the earliest moment counts (LwM2M 1.1.1 section 6.4.3).
            long due = long.MaxValue;
            for (int i = 0; i < observation.Paths.Length; i++)
            {
                Attributes.Resolve(observation.Paths[i], _attributes);
                long own = DueOf(observation, (observation.Dirty & (1 << i)) != 0);
                due = own < due ? own : due;
            }

            return due;
        }

        // With the attributes of the path resolved.
        private long DueOf(Observation observation, bool dirty)
        {
            long minimum = PeriodOf(NotificationAttributes.MinimumPeriodGiven, _session.Server.DefaultMinimumPeriodSeconds);
            long maximum = PeriodOf(NotificationAttributes.MaximumPeriodGiven, _session.Server.DefaultMaximumPeriodSeconds);
            long due = maximum > 0 && maximum >= minimum ? observation.LastSent + maximum : long.MaxValue;
            if (dirty)
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

        private long PeriodOf(int flag, long otherwise)
        {
            return (_attributes.Has(flag) ? (long)_attributes[flag] : otherwise) * 1000L;
        }

        // Ready when a number has crossed a limit or moved by a step since the last notification, or when that does not matter.
        private Progress Evaluate(Observation observation, long now)
        {
            observation.LastEvaluated = now;
            if (observation.Paths != null)
            {
                return Progress.Ready;
            }

            bool conditional = _attributes.Has(NotificationAttributes.ConditionGiven);
            if (!conditional && observation.Dirty != 0)
            {
                return Progress.Ready;
            }

            long maximum = PeriodOf(NotificationAttributes.MaximumPeriodGiven, _session.Server.DefaultMaximumPeriodSeconds);
            bool late = maximum > 0 && now >= observation.LastSent + maximum;
            if (late || !conditional)
            {
                return late ? Progress.Ready : Progress.Unchanged;
            }

            CoapCode code = Probe(observation.Path);
            if (code == CoapCode.Pending)
            {
                return Progress.Pending;
            }

            // A value that is not there now crosses nothing.
            return code == CoapCode.NotFound || (code == CoapCode.Content && _probe.Count == 0) ? Progress.Unchanged
                : !observation.HasNumbers || observation.IsPassed(_probe, _attributes) ? Progress.Ready
                : Progress.Unchanged;
        }

        // Numbers that grow with time are fresh after a sleep too, though none is kept (RFC 7641 section 4.4).
        private int FirstSequence()
        {
            return (int)(_client.Clock.UtcMilliseconds / 1000) & 0xFFFFFF;
        }

        private CoapCode Probe(long path)
        {
            _probe = _probe == null ? new NumberProbe() : _probe;
            _probe.Clear();
            CoapCode code = Lookup.Check(_client.Registry, path, out LwM2MObject found, out int definition);
            return code == CoapCode.Content && ResourcePath.Level(path) >= 3 ? Collector.Collect(_client.Registry, found, path, definition, _probe) : code;
        }

        // True when the notification went out or will not; false when its value, or the exchange, is not free yet.
        private bool Notify(Observation observation, int index, long now, bool online)
        {
            CoapEndpoint endpoint = _session.Endpoint;
            bool idle = endpoint.Exchange.IsIdle;
            bool confirm = online && ((endpoint.MustConfirm && idle)
                || now - observation.LastConfirmed >= ConfirmEveryMilliseconds || (_attributes.Has(NotificationAttributes.ConfirmableGiven) && _attributes[NotificationAttributes.ConfirmableGiven] == 1));
            Operation operation = _client.Registry.Operation;
            if ((confirm && !idle) || (observation.Ticket != 0 && observation.Completions == operation.Completions))
            {
                return false;
            }

            int ticket = observation.Ticket == 0 ? operation.NextTicket() : observation.Ticket;
            operation.Start(ticket, observation.Ticket != 0, _session.ServerId);
            CoapCode fault = CoapCode.NotFound;
            Progress progress = observation.IsGone ? Progress.Ended : Evaluate(observation, now);
            if (progress == Progress.Ready)
            {
                progress = online ? Compose(observation, confirm, out fault) : Store(observation, index);
            }

            if (progress == Progress.Pending)
            {
                observation.Ticket = ticket;
                observation.Completions = operation.Completions;
                return false;
            }

            if (progress == Progress.Ready && observation.Paths == null && _attributes.Has(NotificationAttributes.ConditionGiven))
            {
                Remember(observation);
            }

            operation.End();
            observation.Ticket = 0;
            if (progress == Progress.NotNow)
            {
                return false;
            }

            observation.Dirty = 0;
            if (progress == Progress.Unchanged)
            {
                return true;
            }

            observation.LastSent = now;
            if (progress == Progress.Ended)
            {
                End(observation, index, confirm, fault, online);
            }
            else if (progress == Progress.Ready && online)
            {
                _session.LastReported = now;
                observation.SentSinceDoubt++;
                Send(observation, confirm);
            }

            return true; // else it is stored, or has no value for a while: the observation stays
        }

        // Tells the observer why it will hear no more (RFC 7641 section 4.2).
        private void End(Observation observation, int index, bool confirm, CoapCode fault, bool online)
        {
            RemoveAt(index);
            if (online)
            {
                _session.Endpoint.Begin(confirm, fault, observation.Token, observation.TokenLength);
                Send(observation, confirm);
            }
        }

        private void Send(Observation observation, bool confirm)
        {
            if (confirm)
            {
                _confirming = observation;
                _session.Endpoint.SendConfirmable(this, observation.Peer);
            }
            else
            {
                _session.Endpoint.SendUnconfirmed(observation.Id, observation.Peer);
            }
        }

        // Writes the notification; nothing is kept of it when the value is not there yet.
        private Progress Compose(Observation observation, bool confirm, out CoapCode fault)
        {
            fault = SelectWriter(observation, out ResourceWriter writer);
            if (fault != CoapCode.Content)
            {
                return Progress.Ended;
            }

            CoapWriter message = _session.Endpoint.Begin(confirm, CoapCode.Content, observation.Token, observation.TokenLength);
            message.AddOption(CoapOption.Observe, observation.NextSequence());
            message.AddOption(CoapOption.ContentFormat, writer.ContentFormat);
            int offset = message.BeginPayload();
            writer.Open(message.Buffer, offset, message.PayloadCapacity);
            Progress progress = ProgressOf(Collect(observation, writer), out fault);
            int length = writer.Close();
            message.EndPayload(length, writer.Overflowed);
            bool large = message.Overflowed || length > 16 << observation.BlockExponent;
            return large && progress == Progress.Ready ? ComposeBlock(observation, writer, confirm, out fault) : progress;
        }

        private static Progress ProgressOf(CoapCode code, out CoapCode fault)
        {
            fault = code;
            return code == CoapCode.Content ? Progress.Ready
                : code == CoapCode.Pending ? Progress.Pending
                : code == CoapCode.NotFound || code >= CoapCode.InternalServerError ? Progress.Absent // a server error passes
                : Progress.Ended;
        }

        private CoapCode SelectWriter(Observation observation, out ResourceWriter writer)
        {
            if (observation.Paths == null)
            {
                return ReadOperation.Select(_client.Registry, _client.Formats, observation.Path, observation.Accept, out writer, out _found, out _definition);
            }

            writer = _client.Formats.FindWriter(observation.Accept);
            return CoapCode.Content;
        }

        // A value larger than a message, or than the observer wants: the first block goes now, the server fetches the others.
        private Progress ComposeBlock(Observation observation, ResourceWriter writer, bool confirm, out CoapCode fault)
        {
            fault = CoapCode.Content;
            CoapEndpoint endpoint = _session.Endpoint;
            BlockTransfer transfer = endpoint.KeepAnswer(observation.Peer, observation.TransferKey);
            if (transfer == null)
            {
                return Progress.NotNow;
            }

            writer.Open(transfer.Buffer, BlockTransfer.HeaderRoom, transfer.Capacity);
            Progress progress = ProgressOf(Collect(observation, writer), out fault);
            int length = writer.Close();
            if (progress != Progress.Ready || writer.Overflowed)
            {
                transfer.Free();
                fault = writer.Overflowed ? CoapCode.InternalServerError : fault;
                return writer.Overflowed ? Progress.Ended : progress;
            }

            transfer.Length = length;
            transfer.ContentFormat = writer.ContentFormat;
            CoapWriter message = endpoint.Begin(confirm, CoapCode.Content, observation.Token, observation.TokenLength);
            endpoint.WriteBlock(message, transfer, observation.NextSequence(), BlockOption.Of(0, false, observation.BlockExponent), -1);
            return Progress.Ready;
        }

        // The numbers notified last, for the next comparison.
        private void Remember(Observation observation)
        {
            if (observation.Paths == null)
            {
                Attributes.Resolve(observation.Path, _attributes);
                if (_attributes.Has(NotificationAttributes.ConditionGiven) && Probe(observation.Path) == CoapCode.Content)
                {
                    observation.Remember(_probe);
                }
            }
        }

        private CoapCode Collect(Observation observation, ResourceWriter writer)
        {
            if (observation.Paths != null)
            {
                return Collector.CollectAll(_client.Registry, observation.Paths, observation.Paths.Length, writer);
            }

            writer.SetBase(observation.Path);
            return Collector.Collect(_client.Registry, _found, observation.Path, _definition, writer);
        }
    }
}
