// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>Sends values to a server without being asked: a PUT to a path, or LwM2M Send (POST /dp).</summary>
    internal sealed class Sender : IExchangeOwner
    {
        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly byte[] _token = new byte[2];

        internal Sender(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
        }

        /// <summary>The message ID of the message sent last.</summary>
        internal int LastMessageId { get; private set; }

        /// <summary>Sends the value of one path in a format that suits it, by PUT.</summary>
        /// <param name="uriPath">Where on the server.</param>
        /// <param name="path">What.</param>
        /// <param name="contentFormat">In which format; none lets the client choose the shortest.</param>
        /// <param name="confirmable">Wait for an answer.</param>
        /// <param name="noResponse">Ask for none; only when not confirmable.</param>
        /// <param name="ticket">0, or the ticket of a read in progress.</param>
        /// <returns>Content when it went out, Pending while a value is on its way, or what is wrong.</returns>
        internal CoapCode Put(string uriPath, long path, int contentFormat, bool confirmable, bool noResponse, ref int ticket)
        {
            CoapCode code = ReadOperation.Select(
                _client.Registry, _client.Formats, path, contentFormat == ContentFormat.None ? ContentFormat.Cbor : contentFormat, out ResourceWriter writer);
            if (code == CoapCode.NotAcceptable && contentFormat == ContentFormat.None)
            {
                code = ReadOperation.Select(_client.Registry, _client.Formats, path, ContentFormat.SenmlCbor, out writer);
            }

            if (code != CoapCode.Content)
            {
                return code;
            }

            CoapWriter message = Begin(CoapCode.Put, uriPath, writer, confirmable, noResponse, ref ticket);
            writer.SetBase(path);
            return Finish(message, writer, ReadOperation.Collect(_client.Registry, path, writer), confirmable, ref ticket);
        }

        /// <summary>LwM2M Send: several paths as SenML CBOR.</summary>
        /// <returns>Content when it went out, Pending while a value is on its way, Forbidden when the server has muted it.</returns>
        internal CoapCode Send(long[] paths, int count, bool confirmable, bool noResponse, ref int ticket)
        {
            if (_session.Account.IsSendMuted)
            {
                return CoapCode.Forbidden;
            }

            ResourceWriter writer = _client.Formats.FindWriter(ContentFormat.SenmlCbor);
            CoapWriter message = Begin(CoapCode.Post, "dp", writer, confirmable, noResponse, ref ticket);
            return Finish(message, writer, ReadOperation.CollectAll(_client.Registry, paths, count, writer), confirmable, ref ticket);
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            if (!response.IsSuccess)
            {
                _client.Log("report refused by the server");
            }
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            _client.Log("report not delivered");
        }

        private CoapWriter Begin(CoapCode method, string uriPath, ResourceWriter writer, bool confirmable, bool noResponse, ref int ticket)
        {
            byte[] buffer = confirmable ? _session.Exchange.Buffer : _client.SendBuffer;
            CoapWriter message = _client.Context.Response;
            int tokenLength = 0;
            if (confirmable)
            {
                _session.NextToken(_token);
                tokenLength = _token.Length;
            }

            LastMessageId = _session.NextMessageId();
            CoapType type = confirmable ? CoapType.Confirmable : CoapType.NonConfirmable;
            message.Begin(buffer, 0, buffer.Length, type, method, LastMessageId, _token, 0, tokenLength);
            message.AddPath(CoapOption.UriPath, uriPath);
            message.AddOption(CoapOption.ContentFormat, writer.ContentFormat);
            if (noResponse && !confirmable)
            {
                message.AddOption(CoapOption.NoResponse, CoapOption.NoResponseAtAll);
            }

            bool again = ticket != 0;
            ticket = again ? ticket : _client.NextTicket();
            _client.Registry.StartOperation(ticket, again);
            int offset = message.BeginPayload();
            writer.Open(buffer, offset, message.PayloadCapacity);
            return message;
        }

        private CoapCode Finish(CoapWriter message, ResourceWriter writer, CoapCode code, bool confirmable, ref int ticket)
        {
            if (code == CoapCode.Pending)
            {
                return code;
            }

            _client.Registry.EndOperation();
            ticket = 0;
            message.EndPayload(writer.Close(), writer.Overflowed);
            if (code != CoapCode.Content || message.Overflowed)
            {
                return code == CoapCode.Content ? CoapCode.RequestEntityTooLarge : code;
            }

            if (confirmable)
            {
                _session.SendConfirmable(message.Length, this, null);
            }
            else
            {
                _session.Channel.Send(message.Buffer, 0, message.Length);
            }

            _session.LastReported = _client.Clock.Milliseconds;

            return code;
        }
    }
}
