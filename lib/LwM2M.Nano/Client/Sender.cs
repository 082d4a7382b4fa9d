// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Sends values to a server without being asked: a PUT to a path, or LwM2M Send (POST /dp). What is larger than a
    /// message goes confirmable, block by block.
    /// </summary>
    internal sealed class Sender : IExchangeOwner
    {
        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly byte[] _token = new byte[2];
        private readonly long[] _one = new long[1];
        private LwM2MObject _found;
        private int _definition;
        private CoapCode _method;
        private string _uriPath;
        private int _contentFormat;

        internal Sender(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
        }

        /// <summary>The message ID of the message sent last.</summary>
        internal int LastMessageId { get; private set; }

        /// <summary>What was sent last waits for its acknowledgement.</summary>
        internal bool IsAwaited { get; private set; }

        /// <summary>How many bytes the values sent last took, whole.</summary>
        internal int LastLength { get; private set; }

        /// <summary>Sends the value of one path in a format that suits it, by PUT.</summary>
        /// <param name="uriPath">Where on the server.</param>
        /// <param name="path">What.</param>
        /// <param name="contentFormat">In which format; none lets the client choose the shortest.</param>
        /// <param name="confirmable">Wait for an answer.</param>
        /// <param name="noResponse">Ask for none; only when not confirmable.</param>
        /// <param name="ticket">0, or the ticket of a read in progress.</param>
        /// <returns>
        /// Content when it went out, Pending while a value is on its way or the exchange is taken, ServiceUnavailable when the
        /// link could not deliver it, or what is wrong.
        /// </returns>
        internal CoapCode Put(string uriPath, long path, int contentFormat, bool confirmable, bool noResponse, ref int ticket)
        {
            _client.Registry.ActFor(_session.ServerId);
            CoapCode code = ReadOperation.Select(
                _client.Registry, _client.Formats, path, contentFormat == ContentFormat.None ? ContentFormat.Cbor : contentFormat, out ResourceWriter writer, out _found, out _definition);
            if (code == CoapCode.NotAcceptable && contentFormat == ContentFormat.None)
            {
                code = ReadOperation.Select(_client.Registry, _client.Formats, path, ContentFormat.SenmlCbor, out writer, out _found, out _definition);
            }

            _one[0] = path;
            return code == CoapCode.Content ? Report(CoapCode.Put, uriPath, _one, 1, writer, confirmable, noResponse, ref ticket) : code;
        }

        /// <summary>LwM2M Send: several paths under their own names.</summary>
        /// <param name="paths">What.</param>
        /// <param name="count">How many of them.</param>
        /// <param name="contentFormat">A format that names whole paths; another, or none, is SenML CBOR.</param>
        /// <param name="confirmable">Wait for an answer.</param>
        /// <param name="noResponse">Ask for none; only when not confirmable.</param>
        /// <param name="ticket">0, or the ticket of a read in progress.</param>
        /// <returns>As <see cref="Put"/>; Forbidden when the server has muted it.</returns>
        internal CoapCode Send(long[] paths, int count, int contentFormat, bool confirmable, bool noResponse, ref int ticket)
        {
            if (_session.Server.IsSendMuted)
            {
                return CoapCode.Forbidden;
            }

            ResourceWriter writer = _client.Formats.FindWriter(contentFormat);
            writer = writer == null || !writer.NamesWholePaths ? _client.Formats.FindWriter(ContentFormat.SenmlCbor) : writer;
            return Report(CoapCode.Post, "dp", paths, count, writer, confirmable, noResponse, ref ticket);
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
            if (_session.Upload.Continue(response) && _session.Upload.IsActive)
            {
                SendBlock();
                return;
            }

            _session.Upload.End();
            _session.Notifications.OnEnded(response.Code < CoapCode.InternalServerError); // one the server could not take is kept
            if (!response.IsSuccess)
            {
                OnRefused(response.Code);
            }
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            _session.Upload.End();
            _client.Log("report not delivered");
            _session.Notifications.OnEnded(reset);
        }

        /// <summary>The server refused a report: where it knows no such path, perhaps it knows the client no more, which an Update shows.</summary>
        internal void OnRefused(CoapCode code)
        {
            _client.Log("report refused by the server");
            if (code == CoapCode.NotFound)
            {
                _session.Registration.RequestUpdate();
            }
        }

        /// <summary>Sends the oldest reports that could not be delivered, as many as one message holds, as LwM2M Send.</summary>
        /// <returns>False when the exchange is taken, or the link could not deliver them.</returns>
        internal bool SendKept(Backlog backlog)
        {
            bool byLink = _session.Channel.IsReliable;
            if (!byLink && !_session.Exchange.IsIdle)
            {
                return false;
            }

            _method = CoapCode.Post;
            _uriPath = "dp";
            _contentFormat = ContentFormat.SenmlCbor;
            CoapWriter message = Begin(!byLink, byLink ? CoapOption.NoSuccess : 0);
            int offset = message.BeginPayload();
            int length = backlog.Write(message.Buffer, offset, message.PayloadCapacity);
            if (length == 0)
            {
                return true;
            }

            message.EndPayload(length, false);
            _session.LastReported = _client.Clock.Milliseconds;
            if (byLink)
            {
                return _session.SendReliably(message.Buffer, message.Length);
            }

            _session.SendConfirmable(message.Length, backlog, null);
            return true;
        }

        private CoapCode Report(CoapCode method, string uriPath, long[] paths, int count, ResourceWriter writer, bool confirmable, bool noResponse, ref int ticket)
        {
            if (_session.Upload.IsActive)
            {
                return CoapCode.Pending; // the one before goes in blocks
            }

            _method = method;
            _uriPath = uriPath;
            _contentFormat = writer.ContentFormat;
            IsAwaited = false;
            bool byLink = confirmable && _session.Channel.IsReliable;
            if (byLink)
            {
                confirmable = false;
            }

            confirmable |= _session.MustConfirm && _session.Exchange.IsIdle;
            if (confirmable && !_session.Exchange.IsIdle)
            {
                return CoapCode.Pending;
            }

            bool again = ticket != 0;
            ticket = again ? ticket : _client.NextTicket();
            _client.Registry.StartOperation(ticket, again, _session.ServerId);
            CoapWriter message = Begin(confirmable, byLink ? CoapOption.NoSuccess : noResponse ? CoapOption.NoResponseAtAll : 0);
            int offset = message.BeginPayload();
            writer.Open(message.Buffer, offset, message.PayloadCapacity);
            CoapCode code = Collect(paths, count, writer);
            if (code == CoapCode.Pending)
            {
                return code;
            }

            message.EndPayload(writer.Close(), writer.Overflowed);
            bool large = code == CoapCode.Content && message.Overflowed;
            if (large)
            {
                code = KeepLarge(paths, count, writer);
            }

            _client.Registry.EndOperation();
            ticket = 0;
            if (code != CoapCode.Content)
            {
                return code;
            }

            LastLength = writer.Length;
            _session.LastReported = _client.Clock.Milliseconds;
            if (large)
            {
                _client.Log("report of " + LastLength.ToString() + " bytes goes in blocks");
                SendBlock();
                IsAwaited = true;
            }
            else if (confirmable)
            {
                _session.SendConfirmable(message.Length, this, null);
                IsAwaited = true;
            }
            else if (byLink)
            {
                return _session.SendReliably(message.Buffer, message.Length) ? CoapCode.Content : CoapCode.ServiceUnavailable;
            }
            else
            {
                _session.SendUnconfirmed(message.Buffer, message.Length, null);
            }

            return CoapCode.Content;
        }

        private CoapCode Collect(long[] paths, int count, ResourceWriter writer)
        {
            if (_method == CoapCode.Put)
            {
                writer.SetBase(paths[0]);
                return ReadOperation.Collect(_client.Registry, _found, paths[0], _definition, writer);
            }

            return ReadOperation.CollectAll(_client.Registry, paths, count, writer);
        }

        // Pending when the buffer for large bodies, or the exchange, is taken.
        private CoapCode KeepLarge(long[] paths, int count, ResourceWriter writer)
        {
            if (_session.Body.IsHeld || !_session.Exchange.IsIdle)
            {
                return CoapCode.Pending;
            }

            byte[] buffer = _session.Body.Clear();
            writer.Open(buffer, 0, buffer.Length);
            CoapCode code = Collect(paths, count, writer);
            int length = writer.Close();
            if (code != CoapCode.Content || writer.Overflowed)
            {
                return code == CoapCode.Content ? CoapCode.RequestEntityTooLarge : code;
            }

            _session.Upload.Begin(length);
            return CoapCode.Content;
        }

        private void SendBlock()
        {
            CoapWriter message = Begin(true, 0);
            _session.Upload.AddTo(message);
            _session.SendConfirmable(message.Length, this, null);
        }

        private CoapWriter Begin(bool confirmable, int unwanted)
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
            message.Begin(buffer, 0, buffer.Length, type, _method, LastMessageId, _token, 0, tokenLength);
            message.AddPath(CoapOption.UriPath, _uriPath);
            message.AddOption(CoapOption.ContentFormat, _contentFormat);
            if (unwanted != 0 && !confirmable)
            {
                message.AddOption(CoapOption.NoResponse, unwanted);
            }

            return message;
        }
    }
}
