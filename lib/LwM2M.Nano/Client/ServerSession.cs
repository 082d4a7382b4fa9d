// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// All that passes between the client and one server: what arrives is sorted here to the exchange, the observations, the
    /// Notify instances or the operations; what is due is sent from <see cref="Poll"/>.
    /// </summary>
    public sealed class ServerSession
    {
        private const int DuplicateEntries = 8;
        private const int DuplicateSlot = 32;

        private readonly LwM2MClient _client;
        private readonly DuplicateCache _duplicates = new DuplicateCache(DuplicateEntries, DuplicateSlot);
        private readonly PendingRequests _pending;
        private readonly byte[] _empty = new byte[4];
        private int _messageId;
        private int _token;
        private int _unheardBytes;
        private long _unheardSince;

        internal ServerSession(LwM2MClient client, SecurityInstance security, ServerInstance server, DatagramChannel channel, TransmissionParameters transmission)
        {
            ClientOptions options = client.Options;
            _client = client;
            _messageId = client.Random.Next(0x10000);
            _token = client.Random.Next(0x10000);
            Security = security;
            Server = server;
            Channel = channel;
            Transmission = transmission;
            Exchange = new ConfirmableExchange(transmission, client.Random, options.BufferSize);
            Body = new BlockBody(options);
            Upload = new BlockUpload(Body);
            Registration = new Registration(this, client);
            Observations = new ObservationTable(this, client);
            Sender = new Sender(this, client);
            Notifications = new NotifyReporter(this, client);
            _pending = new PendingRequests(this, client);
            Bootstrap = server == null ? new Bootstrap(this, client) : null;
        }

        /// <summary>How the server is reached.</summary>
        public SecurityInstance Security { get; internal set; }

        /// <summary>What is agreed with the server; null for the bootstrap server.</summary>
        public ServerInstance Server { get; internal set; }

        /// <summary>The bootstrap interface, when this is the bootstrap server; else null.</summary>
        public Bootstrap Bootstrap { get; }

        /// <summary>How patiently the way to the server is used.</summary>
        public TransmissionParameters Transmission { get; }

        /// <summary>The way to the server.</summary>
        public DatagramChannel Channel { get; }

        /// <summary>The state of the registration.</summary>
        public Registration Registration { get; }

        /// <summary>What the server observes.</summary>
        public ObservationTable Observations { get; }

        /// <summary>When the server was last heard, in milliseconds of the clock; -1 before.</summary>
        public long LastHeard { get; private set; } = -1;

        /// <summary>When the client last told something by itself, in milliseconds of the clock; -1 before.</summary>
        public long LastReported { get; internal set; } = -1;

        /// <summary>Nothing is under way: no confirmable message outstanding, no operation pending.</summary>
        public bool IsQuiet
        {
            get { return Exchange.IsIdle && _pending.Count == 0 && (Bootstrap == null || !Bootstrap.IsActive); }
        }

        internal ConfirmableExchange Exchange { get; }

        /// <summary>The server's Short Server ID.</summary>
        internal int ServerId
        {
            get { return Server == null ? ObjectRegistry.BootstrapServerId : Server.ShortServerId; }
        }

        internal NotifyReporter Notifications { get; }

        /// <summary>Bytes of reports and notifications that wait for the server.</summary>
        internal int WaitingLength
        {
            get { return Observations.StoredLength + Notifications.Backlog.Length; }
        }

        internal bool DropOldest()
        {
            bool backlog = Notifications.Backlog.Length > Observations.StoredLength;
            return backlog ? Notifications.Backlog.DropOldest() || Observations.DropOldest() : Observations.DropOldest() || Notifications.Backlog.DropOldest();
        }

        internal BlockBody Body { get; }

        internal BlockUpload Upload { get; }

        internal Sender Sender { get; }

        /// <summary>LwM2M Send: several values to the server as SenML CBOR, without being asked.</summary>
        /// <param name="paths">What to send; a path that is not there is left out.</param>
        /// <param name="count">How many of the paths.</param>
        /// <param name="confirmable">Wait for the server's answer.</param>
        /// <param name="noResponse">Ask for none; only when not confirmable.</param>
        /// <returns>
        /// <see cref="CoapCode.Content"/> when it went out, <see cref="CoapCode.Forbidden"/> when the server has muted Send,
        /// <see cref="CoapCode.ServiceUnavailable"/> when the client is not registered, another confirmable message is
        /// outstanding, or a value would have to be waited for.
        /// </returns>
        public CoapCode Send(long[] paths, int count, bool confirmable, bool noResponse)
        {
            if (!Registration.IsRegistered || (confirmable && !Exchange.IsIdle))
            {
                return CoapCode.ServiceUnavailable;
            }

            int ticket = 0;
            CoapCode code = Sender.Send(paths, count, ContentFormat.SenmlCbor, confirmable, noResponse, ref ticket);
            if (code == CoapCode.Pending)
            {
                _client.Registry.EndTicket(ticket);
                return CoapCode.ServiceUnavailable;
            }

            return code;
        }

        /// <summary>Forgets everything that is under way.</summary>
        internal void Close()
        {
            _pending.Clear();
            Observations.Clear();
            Channel.Close();
        }

        internal int NextMessageId()
        {
            _messageId = (_messageId + 1) & 0xFFFF;
            return _messageId;
        }

        /// <summary>Puts a fresh two-byte token into a buffer.</summary>
        internal void NextToken(byte[] token)
        {
            _token = (_token + 1) & 0xFFFF;
            token[0] = (byte)(_token >> 8);
            token[1] = (byte)_token;
        }

        /// <summary>Takes a datagram from the server. Nothing in it can make this throw.</summary>
        /// <param name="message">Receives what is parsed.</param>
        /// <param name="buffer">Holds the datagram.</param>
        /// <param name="count">Its length in bytes; more than the largest message says that it was cut.</param>
        internal void Process(CoapMessage message, byte[] buffer, int count)
        {
            if (!message.Parse(buffer, 0, count))
            {
                _client.Log("malformed message dropped");
                if (message.CanBeRejected && message.Type == CoapType.Confirmable)
                {
                    Reject(message);
                }

                return;
            }

            long now = _client.Clock.Milliseconds;
            LastHeard = now;
            _unheardBytes = 0;
            if (count > _client.Options.BufferSize)
            {
                RefuseOversized(message);
                return;
            }

            if (message.IsRequest && (message.Type == CoapType.Confirmable || message.Type == CoapType.NonConfirmable))
            {
                ProcessRequest(message, now);
                return;
            }

            if (message.IsResponse && message.Type == CoapType.NonConfirmable && message.TokenLength == 0 && Server != null)
            {
                // Only a report that nobody acknowledges has no token.
                if (!message.IsSuccess)
                {
                    Sender.OnRefused(message.Code);
                }

                return;
            }

            bool taken = Exchange.Process(message, now)
                || (message.Type == CoapType.Reset && Server != null && (Observations.OnReset(message.MessageId) || Notifications.OnReset(message.MessageId)));
            if (!taken && message.Type == CoapType.Confirmable)
            {
                Reject(message); // a ping, or a response nobody waits for
            }
            else if (taken && message.Type == CoapType.Confirmable)
            {
                Acknowledge(message.MessageId, Channel.Sender);
            }
        }

        /// <summary>Sends what is due.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>When to come again, in milliseconds of the clock.</returns>
        internal long Poll(long now)
        {
            Exchange.Poll(Channel, now);
            long next = Bootstrap != null ? Bootstrap.Poll(now) : Registration.Poll(now);
            next = Earlier(next, _pending.Poll(now));
            if (Registration.IsRegistered)
            {
                // Behind a NAT a report tells the server whose address this is now; the others then come from a known one.
                next = Earlier(next, Notifications.Poll(now));
            }

            if (Server != null)
            {
                next = Earlier(next, Observations.Poll(now));
            }

            return Earlier(next, Exchange.Deadline);
        }

        /// <summary>Ends what has begun, and begins nothing.</summary>
        internal long PollPaused(long now)
        {
            Exchange.Poll(Channel, now);
            return Earlier(_pending.Poll(now), Exchange.Deadline);
        }

        /// <summary>Sends the confirmable message composed in the exchange.</summary>
        internal void SendConfirmable(int length, IExchangeOwner owner, object receiver)
        {
            Exchange.Send(length, owner, Channel, receiver, _client.Clock.Milliseconds);
        }

        /// <summary>Acknowledges a request whose answer comes later; the same again gets the same.</summary>
        internal void AcknowledgePending(int messageId, object sender)
        {
            Acknowledge(messageId, sender);
            _duplicates.Keep(messageId, SourceOf(sender), _empty, 0, _empty.Length);
        }

        /// <summary>
        /// So much has gone out since the server was last heard that the next message must be acknowledged
        /// (PROBING_RATE, RFC 7252 section 4.7).
        /// </summary>
        internal bool MustConfirm
        {
            get
            {
                long seconds = (_client.Clock.Milliseconds - _unheardSince) / 1000;
                return _unheardBytes > Transmission.ProbingBurstBytes + seconds * Transmission.ProbingRateBytes;
            }
        }

        /// <summary>Sends a message nobody acknowledges, and counts it.</summary>
        internal void SendUnconfirmed(byte[] buffer, int length, object receiver)
        {
            if (_unheardBytes == 0)
            {
                _unheardSince = _client.Clock.Milliseconds;
            }

            _unheardBytes += length;
            Channel.SendTo(receiver, buffer, 0, length);
        }

        /// <summary>Sends a message the link sees delivered.</summary>
        /// <returns>False when the link gave up.</returns>
        internal bool SendReliably(byte[] buffer, int length)
        {
            bool delivered = Channel.SendReliably(buffer, 0, length);
            _unheardBytes = delivered ? 0 : _unheardBytes;
            return delivered;
        }

        internal void Acknowledge(int messageId, object receiver)
        {
            Channel.SendTo(receiver, _empty, 0, CoapWriter.WriteEmpty(_empty, CoapType.Acknowledgement, messageId));
        }

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

        private static long Earlier(long a, long b)
        {
            return a < b ? a : b;
        }
    }
}
