// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Bootstrap;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// All that passes between the client and one server: its endpoint, its registration, what it observes and what is reported
    /// to it. Requests of the server become operations here; what is due is sent from <see cref="Poll"/>.
    /// </summary>
    public sealed class ServerSession : IRequestHandler, IChannelListener
    {
        // A NAT keeps the mapping of a quiet flow for half a minute and more (RFC 4787 section 4.3 wants two minutes).
        private const int SilenceMilliseconds = 30000;

        private readonly LwM2MClient _client;

        internal ServerSession(LwM2MClient client, SecurityInstance security, ServerInstance server, DatagramChannel way, TransmissionParameters transmission)
        {
            _client = client;
            Security = security;
            Server = server;
            Endpoint = new CoapEndpoint(way, transmission, client.Options, client.Clock, client.Random, client.LineLog, this, client.Message, client.SendBuffer);
            Registration = new Registration(this, client);
            Observations = new ObservationTable(this, client);
            Sender = new Sender(this, client);
            Notifications = new NotifyReporter(this, client);
            Bootstrap = server == null ? new BootstrapProcess(client, Endpoint, security) : null;
            way.Listen(this);
        }

        /// <summary>How the server is reached.</summary>
        public SecurityInstance Security { get; internal set; }

        /// <summary>What is agreed with the server; null for the bootstrap server.</summary>
        public ServerInstance Server { get; internal set; }

        /// <summary>The bootstrap interface, when this is the bootstrap server; else null.</summary>
        public BootstrapProcess Bootstrap { get; }

        /// <summary>The client's end of the way to the server.</summary>
        public CoapEndpoint Endpoint { get; }

        /// <summary>The way to the server.</summary>
        public DatagramChannel Channel
        {
            get { return Endpoint.Way; }
        }

        /// <summary>The state of the registration.</summary>
        public Registration Registration { get; }

        /// <summary>What the server observes.</summary>
        public ObservationTable Observations { get; }

        /// <summary>When the server was last heard, in milliseconds of the clock; -1 before.</summary>
        public long LastHeard
        {
            get { return Endpoint.LastHeard; }
        }

        /// <summary>When the client last told something by itself, in milliseconds of the clock; -1 before.</summary>
        public long LastReported { get; internal set; } = -1;

        /// <summary>Nothing is under way: no confirmable message outstanding, no operation pending.</summary>
        public bool IsQuiet
        {
            get { return Endpoint.IsQuiet && !Channel.IsConnecting && (Bootstrap == null || !Bootstrap.IsActive); }
        }

        /// <inheritdoc/>
        int IRequestHandler.Completions
        {
            get { return _client.Registry.Operation.Completions; }
        }

        /// <summary>The server's Short Server ID.</summary>
        internal int ServerId
        {
            get { return Server == null ? ObjectRegistry.BootstrapServerId : Server.ShortServerId; }
        }

        internal NotifyReporter Notifications { get; }

        internal Sender Sender { get; }

        /// <summary>Bytes of reports and notifications that wait for the server.</summary>
        internal int WaitingLength
        {
            get { return Observations.StoredLength + Notifications.Backlog.Length; }
        }

        /// <summary>LwM2M Send: several values to the server as SenML CBOR, without being asked.</summary>
        /// <param name="paths">What to send; a path that is not there is left out.</param>
        /// <param name="count">How many of the paths.</param>
        /// <param name="confirmable">Wait for the server's answer.</param>
        /// <param name="noResponse">Ask to be told only what goes wrong; only when not confirmable.</param>
        /// <returns>
        /// <see cref="CoapCode.Content"/> when it went out, <see cref="CoapCode.Forbidden"/> when the server has muted Send,
        /// <see cref="CoapCode.NotFound"/> when there is nothing to send, <see cref="CoapCode.ServiceUnavailable"/> when the client
        /// is not registered, another confirmable message is outstanding, or a value would have to be waited for.
        /// </returns>
        public CoapCode Send(long[] paths, int count, bool confirmable, bool noResponse)
        {
            if (!Registration.IsRegistered || (confirmable && !Endpoint.Exchange.IsIdle))
            {
                return CoapCode.ServiceUnavailable;
            }

            Report report = Sender.Begin(CoapCode.Post, Sender.DataPath, confirmable, noResponse);
            report.Paths = paths;
            report.Count = count;
            int ticket = 0;
            Delivery delivery = Sender.Send(report, ref ticket);
            if (delivery == Delivery.Waits && ticket != 0)
            {
                _client.Registry.Operation.End(ticket);
            }

            return delivery == Delivery.Sent || delivery == Delivery.Awaited ? CoapCode.Content
                : delivery == Delivery.Muted ? CoapCode.Forbidden
                : delivery == Delivery.NoValue ? CoapCode.NotFound
                : CoapCode.ServiceUnavailable;
        }

        /// <inheritdoc/>
        bool IRequestHandler.Handle(CoapRequest request, CoapResponse response)
        {
            LwM2MClient client = _client;
            if (client.IsBeingWritten && Server != null)
            {
                response.Respond(CoapCode.ServiceUnavailable); // who may do what is not settled
                return true;
            }

            Operation operation = client.Registry.Operation;
            if (request._ticket == 0)
            {
                request._ticket = operation.NextTicket();
            }

            CoapCode method = request._message.Code;
            bool writes = method != CoapCode.Get && method != CoapCode.Fetch;
            if (writes && !operation.MayWrite(request._ticket))
            {
                return false;
            }

            OperationContext context = client.Context;
            context.Begin(request, response, Observations.Attributes);
            operation.Start(request._ticket, false, ServerId);
            CoapCode code = Bootstrap == null ? OperationDispatcher.Run(context, Observations) : BootstrapDispatcher.Run(context, Bootstrap);
            if (code == CoapCode.Pending)
            {
                if (writes)
                {
                    operation.BeginWrite(request._ticket);
                }

                return false;
            }

            return true;
        }

        /// <inheritdoc/>
        void IRequestHandler.OnAnswered(CoapRequest request)
        {
            _client.Registry.Operation.End(request._ticket, request._isAgain);
        }

        /// <inheritdoc/>
        void IRequestHandler.GiveUp(CoapRequest request)
        {
            OperationContext context = _client.Context;
            if (_client.Registry.Operation.EndWrite(request._ticket))
            {
                context.Transaction.Rollback();
            }

            if (request._message.Observe == 0)
            {
                ((IObservationTable)Observations).Remove(request._message, request._peer, context.Path);
            }
        }

        /// <inheritdoc/>
        BodySink IRequestHandler.OpenBody(CoapRequest request, out CoapCode refusal)
        {
            refusal = CoapCode.Empty;
            CoapMessage message = request._message;
            ObjectRegistry registry = _client.Registry;
            bool opaque = message.Code == CoapCode.Put && message.ContentFormat == ContentFormat.Opaque;
            if (!opaque || Server == null || !RequestPath.TryResolve(registry, message, out long path) || ResourcePath.Level(path) != 3
                || Lookup.Find(registry, path, out LwM2MObject found, out int definition) != CoapCode.Content
                || (definition & Resource.Write) == 0 || (definition & Resource.TypeMask) != Resource.Opaque)
            {
                return null;
            }

            registry.Operation.ServerId = ServerId;
            return WriteOperation.OpenBody(registry, path, found, out refusal);
        }

        /// <inheritdoc/>
        void IRequestHandler.OnReset(int sender)
        {
            if (sender > 0)
            {
                Observations.OnReset(sender);
            }
            else
            {
                Notifications.OnReset(sender);
            }
        }

        /// <inheritdoc/>
        bool IRequestHandler.OnUnasked(CoapMessage response)
        {
            // Only a report that nobody acknowledges has no token.
            bool refused = response.Type == CoapType.NonConfirmable && response.TokenLength == 0 && Server != null;
            if (refused && !response.IsSuccess)
            {
                Notifications.OnRefused(response.Code);
            }

            return refused;
        }

        /// <inheritdoc/>
        void IChannelListener.OnNewSession()
        {
            if (Bootstrap == null)
            {
                Registration.OnNewSession();
            }
        }

        /// <inheritdoc/>
        void IChannelListener.OnUnreachable()
        {
            if (Bootstrap != null)
            {
                Bootstrap.OnUnreachable();
            }
            else
            {
                Registration.OnUnreachable();
            }
        }

        /// <summary>The server had not been heard for so long before its last word that it may have forgotten the client, or its address.</summary>
        internal bool WasSilent
        {
            get { return Endpoint.LastSilence >= SilenceMilliseconds; }
        }

        /// <summary>An Update goes first, since the server may not know the address the client speaks from now.</summary>
        /// <returns>When that is due, in milliseconds of the clock.</returns>
        internal long Introduce()
        {
            Registration.Doubt();
            return Endpoint.Exchange.IsIdle ? Registration.NextDue : long.MaxValue;
        }

        /// <summary>The client is known again: what could not be delivered follows at once.</summary>
        internal void OnKnown()
        {
            Notifications.Backlog.GoOn();
            Observations.GoOn();
        }

        internal bool DropOldest()
        {
            bool backlog = Notifications.Backlog.Length > Observations.StoredLength;
            return backlog ? Notifications.Backlog.Thin() || Observations.DropOldest() : Observations.DropOldest() || Notifications.Backlog.Thin();
        }

        /// <summary>Forgets everything that is under way.</summary>
        internal void Close()
        {
            Endpoint.Close();
            Observations.Clear();
        }

        /// <summary>Sends what is due.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>When to come again, in milliseconds of the clock.</returns>
        internal long Poll(long now)
        {
            CoapEndpoint endpoint = Endpoint;
            long next = endpoint.Poll(now);
            if (!endpoint.Way.IsReady)
            {
                long due = !endpoint.Exchange.IsIdle ? now : Bootstrap != null ? Bootstrap.NextDue : Registration.IsRegistered ? now : Registration.NextDue;
                if (now < due)
                {
                    return Earlier(next, due);
                }

                endpoint.Way.Connect(now);
                return Earlier(next, endpoint.Way.Poll(now));
            }

            if (Bootstrap != null)
            {
                next = Earlier(next, Bootstrap.Poll(now));
            }
            else
            {
                next = Earlier(next, Registration.Poll(now));
                next = Earlier(next, Notifications.Poll(now));
                next = Earlier(next, Observations.Poll(now));
            }

            return endpoint.Exchange.IsIdle ? next : Earlier(next, endpoint.Exchange.Deadline);
        }

        /// <summary>Ends what has begun, and begins nothing.</summary>
        internal long PollPaused(long now)
        {
            return Endpoint.Poll(now);
        }

        private static long Earlier(long a, long b)
        {
            return a < b ? a : b;
        }
    }
}
