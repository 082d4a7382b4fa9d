// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Sends what the instances of the Notify object ask for. The path "rd" stands for a Registration Update, the one
    /// signal by which every LwM2M server understands that the device is ready to receive.
    /// </summary>
    internal sealed class NotifyReporter : IExchangeOwner
    {
        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly byte[] _token = new byte[2];

        internal NotifyReporter(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
        }

        /// <summary>A Reset stops the instance whose notification it answers.</summary>
        internal bool OnReset(int messageId)
        {
            NotifyObject notify = _client.Notify;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                if (notify[i].ShortServerId == _session.Account.ShortServerId && notify[i].LastMessageId == messageId)
                {
                    _client.Log("notify " + notify[i].Id.ToString() + " stopped by reset");
                    notify[i].IsStopped = true;
                    return true;
                }
            }

            return false;
        }

        internal long Poll(long now)
        {
            long next = long.MaxValue;
            NotifyObject notify = _client.Notify;
            for (int i = 0; notify != null && i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                if (instance.ShortServerId != _session.Account.ShortServerId || instance.PeriodSeconds == 0 || instance.IsStopped)
                {
                    continue;
                }

                long utc = _client.Clock.UtcMilliseconds;
                if (utc >= instance.NextDue && Send(instance))
                {
                    instance.Advance(utc);
                }

                long due = now + instance.NextDue - utc;
                next = due < next && due > now ? due : next;
            }

            return next;
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            if (!response.IsSuccess)
            {
                _client.Log("notify refused by the server");
            }
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            _client.Log("notify not delivered");
        }

        // False when the value or the exchange is not free yet.
        private bool Send(NotifyInstance instance)
        {
            if (instance.UriPath == "rd" || instance.UriPath == "/rd")
            {
                _session.Registration.RequestUpdate();
                return true;
            }

            if (instance.IsConfirmable && !_session.Exchange.IsIdle)
            {
                return false;
            }

            long target = instance.Target;
            if (ResourcePath.ObjectId(target) == ObjectIds.Batch && ResourcePath.Level(target) == 2)
            {
                target = ResourcePath.Of(ObjectIds.Batch, ResourcePath.InstanceId(target), ObjectIds.BatchValue);
            }

            CoapCode code = ReadOperation.Select(_client.Registry, _client.Formats, target, ContentFormat.None, out ResourceWriter writer);
            if (code == CoapCode.Content)
            {
                code = Compose(instance, target, writer);
            }

            if (code == CoapCode.Pending)
            {
                return false;
            }

            if (code != CoapCode.Content)
            {
                _client.Log("notify " + instance.Id.ToString() + " has no value");
            }

            return true;
        }

        private CoapCode Compose(NotifyInstance instance, long target, ResourceWriter writer)
        {
            byte[] buffer = instance.IsConfirmable ? _session.Exchange.Buffer : _client.SendBuffer;
            CoapType type = instance.IsConfirmable ? CoapType.Confirmable : CoapType.NonConfirmable;
            CoapWriter message = _client.Context.Response;
            int messageId = _session.NextMessageId();
            int tokenLength = 0;
            if (instance.IsConfirmable)
            {
                _session.NextToken(_token);
                tokenLength = _token.Length;
            }

            message.Begin(buffer, 0, buffer.Length, type, CoapCode.Put, messageId, _token, 0, tokenLength);
            message.AddPath(CoapOption.UriPath, instance.UriPath);
            message.AddOption(CoapOption.ContentFormat, writer.ContentFormat);
            if (instance.IsNoResponse && !instance.IsConfirmable)
            {
                message.AddOption(CoapOption.NoResponse, CoapOption.NoResponseAtAll);
            }

            int ticket = instance.Ticket == 0 ? _client.NextTicket() : instance.Ticket;
            _client.Registry.Ticket = ticket;
            int offset = message.BeginPayload();
            writer.Open(buffer, offset, message.PayloadCapacity);
            writer.SetBase(target);
            CoapCode code = ReadOperation.Collect(_client.Registry, target, writer);
            if (code == CoapCode.Pending)
            {
                instance.Ticket = ticket;
                return code;
            }

            if (instance.Ticket != 0)
            {
                _client.Registry.EndTicket(ticket);
                instance.Ticket = 0;
            }

            message.EndPayload(writer.Close(), writer.Overflowed);
            if (code != CoapCode.Content || message.Overflowed)
            {
                return code == CoapCode.Content ? CoapCode.InternalServerError : code;
            }

            instance.LastMessageId = messageId;
            if (instance.IsConfirmable)
            {
                _session.SendConfirmable(message.Length, this, null);
            }
            else
            {
                _session.Channel.Send(buffer, 0, message.Length);
            }

            return code;
        }
    }
}
