// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <content>When a notification is due, whether it is worth sending, and sending it.</content>
    public sealed partial class ObservationTable
    {
        // The buffer for large bodies is taken: the notification goes when it is free.
        private const CoapCode NotNow = CoapCode.Continue;

        internal long Poll(long now)
        {
            long next = long.MaxValue;
            bool online = _session.Registration.IsRegistered;
            if (online && _store.Length > 0)
            {
                Flush(now);
                next = _session.Exchange.IsIdle ? _flushAt : next;
            }

            for (int i = 0; i < _slots.Length; i++)
            {
                Observation observation = _slots[i];
                if (observation == null || observation.IsOld || (online && _store.Holds(i)))
                {
                    continue;
                }

                Attributes.Resolve(observation.Path, _attributes);
                long due = DueOf(observation);
                if (now >= due && Notify(observation, i, now, online))
                {
                    due = _slots[i] == null ? long.MaxValue : DueOf(observation);
                }

                next = due < next && due > now ? due : next;
            }

            return next;
        }

        // With the attributes of the observation resolved.
        private long DueOf(Observation observation)
        {
            long minimum = PeriodOf(NotificationAttributes.MinimumPeriodGiven, _session.Server.DefaultMinimumPeriodSeconds);
            long maximum = PeriodOf(NotificationAttributes.MaximumPeriodGiven, _session.Server.DefaultMaximumPeriodSeconds);
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
            long maximum = PeriodOf(NotificationAttributes.MaximumPeriodGiven, _session.Server.DefaultMaximumPeriodSeconds);
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
            CoapCode code = ReadOperation.Check(_client.Registry, path, out LwM2MObject found, out int definition);
            return code == CoapCode.Content && ResourcePath.Level(path) >= 3 ? ReadOperation.Collect(_client.Registry, found, path, definition, _probe) : code;
        }

        // True when the notification went out or will not; false when its value, or the exchange, is not free yet.
        private bool Notify(Observation observation, int index, long now, bool online)
        {
            bool confirm = online && ((_session.MustConfirm && _session.Exchange.IsIdle)
                || now - observation.LastConfirmed >= ConfirmEveryMilliseconds || _attributes[NotificationAttributes.ConfirmableGiven] == 1);
            if ((confirm && !_session.Exchange.IsIdle) || (observation.Ticket != 0 && observation.Completions == _client.Completions))
            {
                return false;
            }

            int ticket = observation.Ticket == 0 ? _client.NextTicket() : observation.Ticket;
            _client.Registry.StartOperation(ticket, observation.Ticket != 0, _session.ServerId);
            int messageId = _session.NextMessageId();
            byte[] buffer = confirm ? _session.Exchange.Buffer : _client.SendBuffer;
            CoapCode code = Evaluate(observation, now);
            if (code == CoapCode.Content)
            {
                code = online ? Compose(observation, buffer, confirm, messageId) : Store(observation, index);
            }

            if (code == NotNow)
            {
                _client.Registry.EndOperation();
                observation.Ticket = 0;
                return false;
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
            if (!online || code == CoapCode.ServiceUnavailable || code == CoapCode.GatewayTimeout)
            {
                return true; // stored, or away for a while: the observation stays
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
                _session.SendUnconfirmed(buffer, message.Length, observation.Observer);
            }

            return true;
        }

        // Writes the notification; nothing is kept of it when the value is not there yet.
        private CoapCode Compose(Observation observation, byte[] buffer, bool confirm, int messageId)
        {
            CoapCode code = SelectWriter(observation, out ResourceWriter writer);
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

        private CoapCode SelectWriter(Observation observation, out ResourceWriter writer)
        {
            if (observation.Paths == null)
            {
                return ReadOperation.Select(_client.Registry, _client.Formats, observation.Path, observation.Accept, out writer, out _found, out _definition);
            }

            writer = _client.Formats.FindWriter(observation.Accept);
            return CoapCode.Content;
        }

        // A value larger than a message: the first block goes now, the server fetches the others.
        private CoapCode ComposeBlock(Observation observation, ResourceWriter writer, byte[] buffer, bool confirm, int messageId)
        {
            BlockBody body = _session.Body;
            if (body.IsHeld)
            {
                return NotNow;
            }

            byte[] large = body.Clear();
            writer.Open(large, 0, large.Length);
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
            return ReadOperation.Collect(_client.Registry, _found, observation.Path, _definition, writer);
        }

        private static void Begin(CoapWriter message, byte[] buffer, bool confirm, CoapCode code, int messageId, Observation observation)
        {
            message.Begin(
                buffer, 0, buffer.Length, confirm ? CoapType.Confirmable : CoapType.NonConfirmable, code, messageId, observation.Token, 0, observation.TokenLength);
        }
    }
}
