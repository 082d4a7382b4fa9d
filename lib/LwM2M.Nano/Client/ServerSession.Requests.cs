// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <content>Requests of the server: duplicates, running them, answers now or later.</content>
    public sealed partial class ServerSession
    {
        /// <summary>Runs a request and sends its response, or leaves it pending.</summary>
        /// <returns>False when the operation is pending.</returns>
        internal bool Answer(CoapMessage request, object sender, int ticket, bool acknowledged)
        {
            bool writes = request.Code != CoapCode.Get && request.Code != CoapCode.Fetch;
            if (writes && !_client.MayWrite(ticket))
            {
                return false;
            }

            OperationContext context = _client.Context;
            bool separate = acknowledged || request.Type == CoapType.NonConfirmable;
            byte[] buffer = acknowledged && request.Type == CoapType.Confirmable ? Exchange.Buffer : _client.SendBuffer;
            context.Begin(request, sender, Observations.Attributes, buffer);
            _client.Registry.StartOperation(ticket, false, ServerId);
            CoapCode code = Run(context, request, sender, buffer);
            if (code == CoapCode.Pending)
            {
                if (writes)
                {
                    _client.BeginWrite(ticket);
                }

                return false;
            }

            _client.Registry.EndOperation();
            _client.EndWrite(ticket);

            if (code >= CoapCode.BadRequest)
            {
                _client.Log("answered " + ((byte)code >> 5).ToString() + "." + ((byte)code & 31).ToString("D2"));
            }

            if (context.Response.PayloadOffset < 0 && request.Block1 >= 0)
            {
                context.Response.AddOption(CoapOption.Block1, request.Block1);
            }

            SendResponse(request, sender, context.Response, separate);
            return true;
        }

        /// <summary>A request whose answer does not come: what it wrote is put back, what it wanted to observe is not.</summary>
        internal void GiveUp(CoapMessage request, int ticket)
        {
            OperationContext context = _client.Context;
            if (_client.EndWrite(ticket))
            {
                context.Transaction.Rollback();
            }

            if (request.Observe == 0)
            {
                ((IObservationTable)Observations).Remove(request, context.Path);
            }
        }

        /// <summary>Sends a response without a payload.</summary>
        internal void Answer(CoapMessage request, object sender, CoapCode code, bool acknowledged)
        {
            OperationContext context = _client.Context;
            bool separate = acknowledged || request.Type == CoapType.NonConfirmable;
            context.Begin(request, sender, Observations.Attributes, acknowledged && request.Type == CoapType.Confirmable ? Exchange.Buffer : _client.SendBuffer);
            context.Respond(code);
            SendResponse(request, sender, context.Response, separate);
        }

        // Runs an operation; an answer larger than a message, or asked for in smaller blocks, is kept and sent in blocks.
        private CoapCode Run(OperationContext context, CoapMessage request, object sender, byte[] buffer)
        {
            int option = request.Block2;
            int accept = request.Accept;
            if (option > 0 && BlockOption.Exponent(option) == BlockOption.Reserved)
            {
                context.Respond(CoapCode.BadRequest);
                return CoapCode.BadRequest;
            }

            if (option >= 0 && BlockOption.Number(option) > 0 && request.Code == CoapCode.Get
                && _client.Registry.TryResolve(request, out long path) && Body.IsAnswerTo(path, accept))
            {
                return Refused(context, Body.WriteBlock(context, option));
            }

            CoapCode code = OperationDispatcher.Run(context, Observations, Bootstrap);
            int observeSequence = context.ObserveSequence;
            if (context.HasOverflowed && !Body.IsHeld)
            {
                context.Begin(request, sender, Observations.Attributes, Body.Clear());
                code = OperationDispatcher.Run(context, Observations, Bootstrap);
                observeSequence = context.ObserveSequence;
            }


            if (code != CoapCode.Content || (option < 0 && context.Response.Buffer == buffer))
            {
                return code; // it fits a message
            }

            bool large = context.Response.Buffer == Body.Buffer;
            int asked = option < 0 ? int.MaxValue : BlockOption.Size(BlockOption.Exponent(option));
            int length = context.Response.Offset + context.Response.Length - context.Response.PayloadOffset;
            if (Body.IsHeld || length <= 0 || (!large && length <= asked && (option < 0 || BlockOption.Number(option) == 0)))
            {
                return code;
            }

            Body.KeepAnswer(context.Path, accept, context.ResponseFormat, context.Response.Buffer, context.Response.PayloadOffset, length);
            context.GoOn(buffer);
            context.ObserveSequence = observeSequence;
            return Refused(context, Body.WriteBlock(context, option < 0 ? BlockOption.Of(0, false, Body.Exponent) : option));
        }

        private static CoapCode Refused(OperationContext context, CoapCode code)
        {
            if (code >= CoapCode.BadRequest)
            {
                context.Respond(code);
            }

            return code;
        }

        private void AnswerBlock(CoapMessage request, object sender, CoapCode code)
        {
            OperationContext context = _client.Context;
            context.Begin(request, sender, Observations.Attributes, _client.SendBuffer);
            context.Respond(code);
            context.Response.AddOption(CoapOption.Block1, request.Block1);
            SendResponse(request, sender, context.Response, request.Type == CoapType.NonConfirmable);
        }

        private void ProcessRequest(CoapMessage request, long now)
        {
            object sender = Channel.Sender;
            int source = SourceOf(sender);
            if (request.Code == CoapCode.Get && request.Observe < 0)
            {
                // A read can be repeated (RFC 7252 section 4.5), unless it is under way.
                if (_pending.Count > 0 && _pending.Acknowledge(request.MessageId, sender))
                {
                    return;
                }
            }
            else if (IsDuplicate(request, sender, source, now))
            {
                return;
            }

            if (request.HasBadOption && request.Type == CoapType.NonConfirmable)
            {
                return;
            }

            if (Server != null && _client.IsBeingWritten)
            {
                Answer(request, sender, CoapCode.ServiceUnavailable, false); // who may do what is not settled
                return;
            }

            if (request.Block1 >= 0 && !request.HasBadOption)
            {
                CoapMessage whole = Body.Assemble(request, out CoapCode answer);
                if (whole == null)
                {
                    AnswerBlock(request, sender, answer);
                    return;
                }

                request = whole;
            }

            int ticket = _client.NextTicket();
            if (Answer(request, sender, ticket, false))
            {
                return;
            }

            if (!_pending.Add(request, sender, ticket, now))
            {
                GiveUp(request, ticket);
                _client.Registry.EndTicket(ticket);
                Answer(request, sender, CoapCode.ServiceUnavailable, false);
            }
        }

        // A request that has come before is answered as before, and not carried out again.
        private bool IsDuplicate(CoapMessage request, object sender, int source, long now)
        {
            int known = _duplicates.Check(request.MessageId, source, now, Transmission.ExchangeLifetimeMilliseconds);
            if (known == DuplicateCache.Unknown)
            {
                return false;
            }

            if (request.Type == CoapType.NonConfirmable || _pending.Acknowledge(request.MessageId, sender))
            {
                return true;
            }

            if (known > 0)
            {
                Channel.SendTo(sender, _client.SendBuffer, 0, _duplicates.CopyResponse(request.MessageId, source, _client.SendBuffer));
            }

            return known > 0;
        }

        private void RefuseOversized(CoapMessage message)
        {
            _client.Log("message larger than the buffer");
            if (message.IsRequest && message.Type == CoapType.Confirmable)
            {
                Answer(message, Channel.Sender, CoapCode.RequestEntityTooLarge, false);
            }
        }

        private void SendResponse(CoapMessage request, object sender, CoapWriter response, bool separate)
        {
            byte[] buffer = response.Buffer;
            if (IsSuppressed(request, (CoapCode)buffer[1]))
            {
                if (!separate)
                {
                    AcknowledgePending(request.MessageId, sender);
                }

                return;
            }

            if (!separate)
            {
                if (request.Code != CoapCode.Get || request.Observe >= 0)
                {
                    _duplicates.Keep(request.MessageId, SourceOf(sender), buffer, 0, response.Length);
                }

                Channel.SendTo(sender, buffer, 0, response.Length);
                return;
            }

            int messageId = NextMessageId();
            bool confirmable = request.Type == CoapType.Confirmable;
            buffer[0] = (byte)((buffer[0] & 0x0F) | 0x40 | ((confirmable ? 0 : 1) << 4));
            buffer[2] = (byte)(messageId >> 8);
            buffer[3] = (byte)messageId;
            if (confirmable)
            {
                SendConfirmable(response.Length, _pending, sender);
            }
            else
            {
                Channel.SendTo(sender, buffer, 0, response.Length);
            }
        }

        // RFC 7967: a bit for each class of response the server does not want. A block is acknowledged all the same.
        private static bool IsSuppressed(CoapMessage request, CoapCode code)
        {
            int unwanted = request.NoResponse;
            return unwanted != 0 && code != CoapCode.Continue && (unwanted & (1 << (((byte)code >> 5) - 1))) != 0;
        }

        private void Reject(CoapMessage message)
        {
            Channel.SendTo(Channel.Sender, _empty, 0, CoapWriter.WriteEmpty(_empty, CoapType.Reset, message.MessageId));
        }

        private static int SourceOf(object sender)
        {
            return sender == null ? 0 : sender.GetHashCode();
        }
    }
}
