// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// All that passes between the client and one server: what arrives is sorted here to the exchange, the observations, the
    /// Notify instances or the operations; what is due is sent from <see cref="Poll"/>.
    /// </summary>
    public sealed partial class ServerSession
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

        private static long Earlier(long a, long b)
        {
            return a < b ? a : b;
        }
    }
}
