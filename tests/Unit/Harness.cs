// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using System.Text;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;
using LwM2M.Objects.Reports;

namespace UnitTests
{
    /// <summary>A client with every object, a clock that is set by hand, and a server played by the test.</summary>
    internal sealed class Harness
    {
        internal readonly ManualClock Clock = new ManualClock();
        internal readonly ListChannel Channel = new ListChannel();
        internal readonly ObjectRegistry Registry = new ObjectRegistry();
        internal readonly AccountTable Accounts;
        internal readonly IpsoSensor Temperature = IpsoSensor.Temperature();
        internal readonly IpsoSensor Humidity = IpsoSensor.Humidity();
        internal readonly PositionObject Position = new PositionObject();
        internal readonly SlowObject Slow = new SlowObject();
        internal readonly NotifyObject Notify;
        internal readonly DeviceObject Device;
        internal readonly ListLog Log = new ListLog();
        internal readonly LwM2MClient Client;
        internal ServerSession Session;
        internal readonly ListTransport Transport;
        internal CoapMessage Answer = new CoapMessage();
        private readonly byte[] _request = new byte[1152];
        private readonly CoapWriter _writer = new CoapWriter();
        private ListChannel _current;
        private int _messageId = 100;
        private int _block;
        private int _blockValue;

        internal Harness()
            : this(new ClientOptions { EndpointName = "test" })
        {
        }

        /// <summary>A client with or without a server.</summary>
        internal Harness(bool provisioned)
            : this(new ClientOptions { EndpointName = "test" }, provisioned)
        {
        }

        internal Harness(ClientOptions options)
            : this(options, true)
        {
        }

        private Harness(ClientOptions options, bool provisioned)
        {
            options.Reports = new ReportSeries(2048);
            Accounts = new AccountTable(Registry);
            Device = new DeviceObject(Clock);
            Notify = new NotifyObject(Registry, Accounts, Clock);
            Registry.Add(Device);
            Registry.Add(Temperature);
            Registry.Add(Humidity);
            Registry.Add(Position);
            Registry.Add(Slow);
            Registry.Add(new BatchObject(Registry));
            Registry.Add(Notify);
            Client = new LwM2MClient(options, Registry, Accounts, Clock, new Random(1), Log);
            Transport = new ListTransport(Channel);
            _current = Channel;
            if (provisioned)
            {
                Accounts.Add("coap://192.0.2.1", 1, 3600);
                Client.Start(Transport);
                Session = Client.Session(0);
            }
        }

        /// <summary>From now on the test plays another server.</summary>
        internal void Use(ServerSession session, ListChannel channel)
        {
            Session = session;
            _current = channel;
        }

        /// <summary>What is agreed with the server.</summary>
        internal ServerInstance Account
        {
            get { return Session.Server; }
        }

        /// <summary>Registers, and forgets what was sent for it.</summary>
        internal Harness Registered()
        {
            Client.Poll();
            RespondToRegistration();
            Channel.Clear();
            return this;
        }

        /// <summary>Answers a Register or an Update that was sent last.</summary>
        internal void RespondToRegistration()
        {
            CoapMessage register = Channel.Last();
            bool created = register.PathCount == 1;
            byte[] response = new byte[32];
            _writer.Begin(response, 0, response.Length, CoapType.Acknowledgement, created ? CoapCode.Created : CoapCode.Changed, register.MessageId, register.Buffer, register.TokenOffset, register.TokenLength);
            if (created)
            {
                _writer.AddPath(CoapOption.LocationPath, "rd/7");
            }

            Client.Process(Session, response, _writer.Length);
        }

        /// <summary>Takes up a record, as a device does that wakes.</summary>
        /// <returns>False when the client has to register anew.</returns>
        internal bool Load(byte[] record, bool wokenByTimer)
        {
            if (!SessionState.LoadObjects(Registry, 1, record))
            {
                return false;
            }

            Client.Start(Transport);
            return SessionState.LoadSessions(Client, 1, record, wokenByTimer ? 0 : -1);
        }

        /// <summary>Answers the last message sent; with Empty it is only acknowledged.</summary>
        internal void Respond(CoapCode code, int block1 = -1)
        {
            CoapMessage last = _current.Last();
            byte[] response = new byte[32];
            if (code == CoapCode.Empty)
            {
                Client.Process(Session, response, CoapWriter.WriteEmpty(response, CoapType.Acknowledgement, last.MessageId));
                return;
            }

            _writer.Begin(response, 0, response.Length, CoapType.Acknowledgement, code, last.MessageId, last.Buffer, last.TokenOffset, last.TokenLength);
            if (block1 >= 0)
            {
                _writer.AddOption(CoapOption.Block1, block1);
            }

            Client.Process(Session, response, _writer.Length);
        }

        /// <summary>Answers the last message sent with an error, in a message of its own when nobody has to acknowledge it.</summary>
        internal void Refuse(CoapCode code)
        {
            CoapMessage last = _current.Last();
            byte[] response = new byte[32];
            bool confirmable = last.Type == CoapType.Confirmable;
            CoapType type = confirmable ? CoapType.Acknowledgement : CoapType.NonConfirmable;
            _writer.Begin(response, 0, response.Length, type, code, confirmable ? last.MessageId : _messageId++, last.Buffer, last.TokenOffset, last.TokenLength);
            Client.Process(Session, response, _writer.Length);
        }

        internal CoapCode Get(string path, int accept = ContentFormat.None, int observe = -1)
        {
            return Send(CoapCode.Get, path, null, ContentFormat.None, accept, observe);
        }

        internal CoapCode Put(string path, string text)
        {
            return Send(CoapCode.Put, path, Encoding.UTF8.GetBytes(text), ContentFormat.Text, ContentFormat.None, -1);
        }

        internal CoapCode Send(CoapCode method, string path, byte[] payload, int contentFormat = ContentFormat.None, int accept = ContentFormat.None, int observe = -1)
        {
            int length = Compose(method, path, payload, contentFormat, accept, observe);
            return Deliver(_request, length);
        }

        /// <summary>Write-Attributes.</summary>
        internal CoapCode Attach(string path, params string[] queries)
        {
            _writer.Begin(_request, 0, _request.Length, CoapType.Confirmable, CoapCode.Put, ++_messageId, TokenOf(path), 0, 4);
            _writer.AddPath(CoapOption.UriPath, path);
            for (int i = 0; i < queries.Length; i++)
            {
                _writer.AddOption(CoapOption.UriQuery, queries[i]);
            }

            return Deliver(_request, _writer.Length);
        }

        /// <summary>Sends a request with a block option.</summary>
        internal CoapCode SendBlock(CoapCode method, string path, byte[] payload, int contentFormat, int accept, int option, int value, int observe = -1)
        {
            _block = option;
            _blockValue = value;
            int length = Compose(method, path, payload, contentFormat, accept, observe);
            _block = 0;
            return Deliver(_request, length);
        }

        /// <summary>Composes a confirmable request in a buffer of the harness.</summary>
        internal int Compose(CoapCode method, string path, byte[] payload, int contentFormat, int accept, int observe)
        {
            byte[] token = TokenOf(path);
            _writer.Begin(_request, 0, _request.Length, CoapType.Confirmable, method, ++_messageId, token, 0, token.Length);
            if (observe >= 0)
            {
                _writer.AddOption(CoapOption.Observe, observe);
            }

            _writer.AddPath(CoapOption.UriPath, path);
            if (contentFormat >= 0)
            {
                _writer.AddOption(CoapOption.ContentFormat, contentFormat);
            }

            if (accept >= 0)
            {
                _writer.AddOption(CoapOption.Accept, accept);
            }

            if (_block > 0)
            {
                _writer.AddOption(_block, _blockValue);
            }

            if (payload != null && payload.Length > 0)
            {
                int at = _writer.BeginPayload();
                Array.Copy(payload, 0, _request, at, payload.Length);
                _writer.EndPayload(payload.Length);
            }

            RequestLength = _writer.Length;
            return _writer.Length;
        }

        /// <summary>The token of requests for a path.</summary>
        /// <summary>The server answers a message with a Reset.</summary>
        internal void Reset(int messageId)
        {
            byte[] reset = new byte[4];
            Client.Process(Session, reset, CoapWriter.WriteEmpty(reset, CoapType.Reset, messageId));
        }

        /// <summary>Time passes; what is due is sent, and Registers and Updates are answered.</summary>
        /// <param name="seconds">How much, a second at a time.</param>
        internal void Pass(int seconds)
        {
            for (int i = 0; i < seconds; i++)
            {
                Clock.Now += 1000;
                int before = _current.Count;
                Client.Poll();
                if (_current.Count > before && _current.Last().OptionCount > 0 && _current.Last().IsRequest && _current.Last().OptionText(0) == "rd")
                {
                    Updates += _current.Last().PathCount > 1 ? 1 : 0;
                    RespondToRegistration();
                    Client.Poll();
                }
            }
        }

        /// <summary>How many Updates <see cref="Pass"/> has answered.</summary>
        internal int Updates { get; private set; }

        /// <summary>How many notifications were sent since the list was cleared.</summary>
        internal int Notifications
        {
            get
            {
                int count = 0;
                for (int i = 0; i < _current.Count; i++)
                {
                    count += _current.At(i).Code == CoapCode.Content && _current.At(i).Observe >= 0 ? 1 : 0;
                }

                return count;
            }
        }

        internal static byte[] TokenOf(string path)
        {
            int sum = 0;
            for (int i = 0; i < path.Length; i++)
            {
                sum = sum * 31 + path[i];
            }

            return new byte[] { (byte)(sum >> 24), (byte)(sum >> 16), (byte)(sum >> 8), (byte)sum };
        }

        internal byte[] Request
        {
            get { return _request; }
        }

        /// <summary>The length of the request sent last.</summary>
        internal int RequestLength { get; private set; }

        /// <summary>Gives a datagram to the client.</summary>
        /// <returns>The code of what it sent back, Empty when it sent nothing.</returns>
        internal CoapCode Deliver(byte[] datagram, int length)
        {
            int before = _current.Count;
            Client.Process(Session, datagram, length);
            if (_current.Count == before)
            {
                return CoapCode.Empty;
            }

            Answer = _current.Last();
            return Answer.Code;
        }

        internal string AnswerText
        {
            get { return Encoding.UTF8.GetString(Answer.Buffer, Answer.PayloadOffset, Answer.PayloadLength); }
        }

        internal string AnswerHex
        {
            get { return Hex.Text(Answer.Buffer, Answer.PayloadOffset, Answer.PayloadLength); }
        }

        /// <summary>The values of a list of strings in the last answer, each with a semicolon behind it.</summary>
        internal string AnswerStrings(int objectId, int resourceId)
        {
            return Strings(Answer, objectId, resourceId);
        }

        internal static string Strings(CoapMessage message, int objectId, int resourceId)
        {
            TlvReader reader = new TlvReader();
            reader.Open(message.Buffer, message.PayloadOffset, message.PayloadLength, ResourcePath.Of(objectId, 0, resourceId));
            string text = "";
            while (reader.MoveNext())
            {
                text += reader.ReadString() + ";";
            }

            return text;
        }

        internal static byte[] StringList(int resourceId, params string[] values)
        {
            byte[] buffer = new byte[256];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.BeginMultiple(resourceId);
            for (int i = 0; i < values.Length; i++)
            {
                writer.SetResourceInstance(i);
                writer.WriteString(values[i]);
            }

            writer.EndMultiple();
            byte[] exact = new byte[writer.Length];
            Array.Copy(buffer, 0, exact, 0, exact.Length);
            return exact;
        }

        internal static byte[] NotifyValues(string target, int shortServerId, string path, int period, bool confirmable, bool noResponse)
        {
            byte[] buffer = new byte[256];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(ObjectIds.NotifyResourceUri);
            writer.WriteString(target);
            writer.SetResource(ObjectIds.NotifyShortServerId);
            writer.WriteInteger(shortServerId);
            writer.SetResource(ObjectIds.NotifyUriPath);
            writer.WriteString(path);
            writer.SetResource(ObjectIds.NotifyPeriodicity);
            writer.WriteInteger(period);
            writer.SetResource(ObjectIds.NotifyConfirmable);
            writer.WriteBoolean(confirmable);
            writer.SetResource(ObjectIds.NotifyNoResponse);
            writer.WriteBoolean(noResponse);
            byte[] exact = new byte[writer.Length];
            Array.Copy(buffer, 0, exact, 0, exact.Length);
            return exact;
        }
    }

    /// <summary>A clock that stands still until it is moved.</summary>
    internal sealed class ManualClock : Clock
    {
        internal long Now = 1000;

        /// <summary>What UTC was when the clock was 0; 0 for a device whose clock was never set.</summary>
        internal long Epoch = 1767225600000L;

        public override long Milliseconds
        {
            get { return Now; }
        }

        public override long UtcMilliseconds
        {
            get { return Epoch + Now; }
        }
    }

    /// <summary>Keeps what is sent.</summary>
    internal sealed class ListChannel : DatagramChannel
    {
        private readonly ArrayList _sent = new ArrayList();

        /// <summary>The link sees to delivery, and succeeds or not.</summary>
        internal bool LinkConfirms;

        internal bool LinkDelivers = true;

        internal int Count
        {
            get { return _sent.Count; }
        }

        public override void Send(byte[] buffer, int offset, int count)
        {
            byte[] copy = new byte[count];
            Array.Copy(buffer, offset, copy, 0, count);
            _sent.Add(copy);
        }

        /// <summary>Whom the next datagram comes from; null for the server itself.</summary>
        internal Peer From;

        /// <summary>The server may see another address after a sleep.</summary>
        internal bool IsBehindNat;

        public override Peer Sender
        {
            get { return From; }
        }

        public override bool AddressMayChange
        {
            get { return IsBehindNat; }
        }

        public override bool IsReliable
        {
            get { return LinkConfirms; }
        }

        public override bool SendReliably(byte[] buffer, int offset, int count)
        {
            Send(buffer, offset, count);
            return LinkDelivers;
        }

        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            return 0;
        }

        internal void Clear()
        {
            _sent.Clear();
        }

        internal byte[] Datagram(int index)
        {
            return (byte[])_sent[index];
        }

        internal CoapMessage At(int index)
        {
            byte[] datagram = Datagram(index);
            CoapMessage message = new CoapMessage();
            message.Parse(datagram, 0, datagram.Length);
            return message;
        }

        internal CoapMessage Last()
        {
            return At(_sent.Count - 1);
        }
    }

    /// <summary>Opens the same channel whatever the URI, unless another was given for it.</summary>
    internal sealed class ListTransport : Transport
    {
        private readonly Hashtable _channels = new Hashtable();
        private readonly ListChannel _channel;

        internal ListTransport(ListChannel channel)
        {
            _channel = channel;
        }

        public override DatagramChannel Open(IAccount account)
        {
            ListChannel channel = (ListChannel)_channels[account.Uri];
            return channel == null ? _channel : channel;
        }

        /// <summary>Gives a server a channel of its own.</summary>
        internal ListChannel Route(string uri)
        {
            ListChannel channel = new ListChannel();
            _channels[uri] = channel;
            return channel;
        }
    }

    /// <summary>Another port of the server.</summary>
    internal sealed class TestPeer : Peer
    {
        private readonly int _port;

        internal TestPeer(int port)
        {
            _port = port;
        }

        public override bool Is(Peer other)
        {
            return ((TestPeer)other)._port == _port;
        }
    }

    /// <summary>Keeps the lines.</summary>
    internal sealed class ListLog : Log
    {
        internal string LastLine = "";

        private readonly ArrayList _lines = new ArrayList();

        public override void Write(string line)
        {
            LastLine = line;
            _lines.Add(line);
        }

        /// <summary>How often a line was written.</summary>
        internal int Count(string line)
        {
            int count = 0;
            for (int i = 0; i < _lines.Count; i++)
            {
                count += (string)_lines[i] == line ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>An object whose value takes time, as a peripheral's does: a number that is read and written.</summary>
    internal sealed class SlowObject : LwM2MObject
    {
        internal const int Id = 33000;

        private static readonly int[] s_resources =
        {
            0 | Resource.Integer | Resource.Read | Resource.Write,
            1 | Resource.Integer | Resource.Read | Resource.Write,
        };

        private readonly long[] _values = { 10, 20 };
        private int _ticket;
        private bool _arrived;

        /// <summary>A resource whose value never arrives.</summary>
        internal int Stuck = -1;

        internal SlowObject()
            : base(Id, s_resources)
        {
        }

        /// <summary>How many operations were begun.</summary>
        internal int Begun { get; private set; }

        /// <summary>What the next operations answer instead of a value.</summary>
        internal CoapCode Failure { get; set; }

        internal long this[int resourceId]
        {
            get { return _values[resourceId]; }
        }

        /// <summary>The value, or the acknowledgement of a write, arrives.</summary>
        internal void Arrive()
        {
            _arrived = true;
            Completed();
        }

        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            CoapCode code = Wait(CoapCode.Content);
            if (code == CoapCode.Content)
            {
                writer.WriteInteger(_values[resourceId]);
            }

            return code;
        }

        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            CoapCode code = resourceId == Stuck ? CoapCode.Pending : Wait(CoapCode.Changed);
            if (code == CoapCode.Changed)
            {
                _values[resourceId] = reader.ReadInteger();
            }

            return code;
        }

        public override bool IsSlowResource(int instanceId, int resourceId, int resourceInstanceId)
        {
            return true;
        }

        public override void EndTicket(int ticket)
        {
            if (ticket == _ticket)
            {
                _ticket = 0;
            }
        }

        private CoapCode Wait(CoapCode done)
        {
            if (_ticket != Registry.Ticket)
            {
                _ticket = Registry.HoldTicket();
                _arrived = false;
                Begun++;
            }

            return !_arrived ? CoapCode.Pending : Failure != CoapCode.Empty ? Failure : done;
        }
    }
}
