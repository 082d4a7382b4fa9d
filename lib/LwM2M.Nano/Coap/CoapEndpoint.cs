// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// One end of a way: all of CoAP that belongs to it, client and server alike. It owns the message IDs and tokens, the
    /// confirmable exchange, the duplicates, the requests that wait for their answer, and the bodies in transfer; one method
    /// takes what arrives, one sends what is due. It knows nothing of what is asked or answered.
    /// </summary>
    public sealed partial class CoapEndpoint : IExchangeOwner
    {
        private const int DuplicateEntries = 8;
        private const int DuplicateSlot = 32;

        // A Reset may come as late as this many messages behind the one it answers.
        private const int RememberedSenders = 64;
        private const int RememberedResponses = 4;

        // How often it is looked whether bodies in transfer have been left.
        private const int ExpireMilliseconds = 10000;

        /// <summary>Nobody is to be told of a Reset.</summary>
        internal const int NoSender = 0;

        private readonly DatagramChannel _way;
        private readonly EndpointOptions _options;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly IRequestHandler _handler;
        private readonly CoapMessage _message;
        private readonly byte[] _sendBuffer;
        private readonly byte[] _empty = new byte[4];
        private readonly byte[] _token = new byte[2];
        private readonly CoapWriter _writer = new CoapWriter();
        private readonly int[] _senders = new int[RememberedSenders];
        private readonly int[] _responses = new int[RememberedResponses];
        private readonly int _bufferSize;
        private readonly ConfirmableExchange _exchange;
        private readonly int _capacity;
        private long _lastHeard = -1;
        private long _lastHeardOrOpened;
        private long _lastSilence;
        private long _expireAt;
        private int _nextResponse;
        private int _messageId;
        private int _lastToken;
        private int _unheardBytes;
        private long _unheardSince;

        /// <summary>Creates an endpoint on a way.</summary>
        /// <param name="way">The way to its peer.</param>
        /// <param name="transmission">How patiently the way is used.</param>
        /// <param name="options">How large it is built.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="random">For message IDs, tokens and retransmission times.</param>
        /// <param name="log">Where to say what happens.</param>
        /// <param name="handler">Who carries out requests.</param>
        /// <param name="message">Parses what arrives; endpoints of one loop may share it.</param>
        /// <param name="sendBuffer">Composes what is not kept; endpoints of one loop may share it.</param>
        public CoapEndpoint(
            DatagramChannel way, TransmissionParameters transmission, EndpointOptions options, Clock clock, Random random, Log log, IRequestHandler handler, CoapMessage message, byte[] sendBuffer)
        {
            _way = way;
            _options = options;
            _clock = clock;
            _lastHeardOrOpened = clock.Milliseconds;
            _bufferSize = options.BufferSize;
            _capacity = way.MaximumMessage < _bufferSize ? way.MaximumMessage : _bufferSize;
            _log = log;
            _handler = handler;
            _message = message;
            _sendBuffer = sendBuffer;
            _messageId = random.Next(0x10000);
            _lastToken = random.Next(0x10000);
            Transmission = transmission;
            _exchange = new ConfirmableExchange(transmission, random, options.BufferSize);
            _transfers = new TransferTable(options.MaximumTransfers, options.MaximumBody);
            _pending = new PendingRequest[options.MaximumPending];
            for (int i = 0; i < RememberedResponses; i++)
            {
                _responses[i] = -1;
            }
        }

        /// <summary>The way to the peer.</summary>
        public DatagramChannel Way
        {
            get { return _way; }
        }

        /// <summary>How patiently the way is used.</summary>
        public TransmissionParameters Transmission { get; }

        /// <summary>When the peer was last heard, in milliseconds of the clock; -1 before.</summary>
        public long LastHeard
        {
            get { return _lastHeard; }
        }

        /// <summary>How long the peer had been silent when it was last heard, in milliseconds.</summary>
        public long LastSilence
        {
            get { return _lastSilence; }
        }

        /// <summary>No confirmable message is outstanding and no request waits for its answer.</summary>
        public bool IsQuiet
        {
            get { return _exchange.IsIdle && _pendingCount == 0; }
        }

        /// <summary>The confirmable message that is outstanding, if one is.</summary>
        public ConfirmableExchange Exchange
        {
            get { return _exchange; }
        }

        /// <summary>How many bytes of a buffer a message may fill.</summary>
        internal int Capacity
        {
            get { return _capacity; }
        }

        /// <summary>
        /// So much has gone out since the peer was last heard that the next message must be acknowledged
        /// (PROBING_RATE, RFC 7252 section 4.7).
        /// </summary>
        internal bool MustConfirm
        {
            get
            {
                long seconds = (_clock.Milliseconds - _unheardSince) / 1000;
                return _unheardBytes > Transmission.ProbingBurstBytes + seconds * Transmission.ProbingRateBytes;
            }
        }

        /// <summary>Takes a datagram of the way. Nothing in it can make this throw.</summary>
        /// <param name="buffer">Holds the datagram from offset 0.</param>
        /// <param name="count">Its length in bytes; more than the largest message says that it was cut.</param>
        public void Process(byte[] buffer, int count)
        {
            CoapMessage message = _message;
            Peer peer = _way.Sender;
            if (!message.Parse(buffer, 0, count))
            {
                _log.Write("malformed message dropped");
                if (message.CanBeRejected && message.Type == CoapType.Confirmable)
                {
                    SendEmpty(CoapType.Reset, message.MessageId, peer);
                }

                return;
            }

            long now = _clock.Milliseconds;
            _lastSilence = now - _lastHeardOrOpened;
            _lastHeardOrOpened = now;
            _lastHeard = now;
            _unheardBytes = 0;
            if (message.IsRequest && message.Type <= CoapType.NonConfirmable)
            {
                ProcessRequest(message, peer, now, count > _bufferSize);
                return;
            }

            if (count <= _bufferSize && !(message.IsResponse && message.HasBadOption))
            {
                ProcessAnswer(message, peer, now);
            }
            else if (message.Type == CoapType.Confirmable)
            {
                SendEmpty(CoapType.Reset, message.MessageId, peer); // cannot be understood (section 4.2)
            }
        }

        /// <summary>Sends what is due.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>When to come again, in milliseconds of the clock.</returns>
        public long Poll(long now)
        {
            long next = _way.Poll(now);
            if (!_exchange.IsIdle)
            {
                _exchange.Poll(_way, now);
            }

            next = _pendingCount == 0 ? next : Earlier(next, PollPending(now));
            if (now >= _expireAt)
            {
                _expireAt = now + ExpireMilliseconds;
                _transfers.Expire(now, Transmission.ExchangeLifetimeMilliseconds);
            }

            return Earlier(next, _exchange.Deadline);
        }

        /// <summary>Forgets everything that is under way.</summary>
        public void Close()
        {
            ClearPending();
            _transfers.Clear();
            _exchange.Abandon();
            _way.Close();
        }

        /// <summary>Begins a message that is not a request: a notification.</summary>
        /// <param name="confirmable">It is kept until it is acknowledged; only while <see cref="Exchange"/> is idle.</param>
        /// <param name="code">Its code.</param>
        /// <param name="token">Holds the token.</param>
        /// <param name="tokenLength">0 to 8.</param>
        /// <returns>The writer to add options and payload with.</returns>
        internal CoapWriter Begin(bool confirmable, CoapCode code, byte[] token, int tokenLength)
        {
            _messageId = (_messageId + 1) & 0xFFFF;
            _writer.Begin(confirmable ? _exchange.Buffer : _sendBuffer, 0, _capacity, confirmable ? CoapType.Confirmable : CoapType.NonConfirmable, code, _messageId, token, 0, tokenLength);
            return _writer;
        }

        /// <summary>Begins a request.</summary>
        /// <param name="confirmable">It is kept until it is answered; only while <see cref="Exchange"/> is idle. One that is not has no token.</param>
        /// <param name="method">Its method.</param>
        /// <returns>The writer to add options and payload with.</returns>
        public CoapWriter BeginRequest(bool confirmable, CoapCode method)
        {
            if (confirmable)
            {
                NextToken();
            }

            return Begin(confirmable, method, _token, confirmable ? _token.Length : 0);
        }

        /// <summary>Sends the confirmable message that was begun.</summary>
        /// <param name="owner">Who is told of the end.</param>
        /// <param name="peer">Who gets it, null for the way's own peer.</param>
        public void SendConfirmable(IExchangeOwner owner, Peer peer)
        {
            SendConfirmable(_writer.Length, owner, peer);
        }

        /// <summary>Sends the message that was begun and that nobody acknowledges.</summary>
        /// <param name="sender">Names who is told of a Reset, see <see cref="IRequestHandler.OnReset"/>; <see cref="NoSender"/> for nobody.</param>
        /// <param name="peer">Who gets it, null for the way's own peer.</param>
        internal void SendUnconfirmed(int sender, Peer peer)
        {
            CoapWriter writer = _writer;
            if (_unheardBytes == 0)
            {
                _unheardSince = _clock.Milliseconds;
            }

            _unheardBytes += writer.Length;
            _senders[_messageId & (RememberedSenders - 1)] = sender;
            _way.SendTo(peer, writer.Buffer, 0, writer.Length, Expects.Nothing);
        }

        /// <summary>Sends the message that was begun over a link that sees it delivered.</summary>
        /// <returns>False when the link gave up.</returns>
        internal bool SendReliably()
        {
            bool delivered = _way.SendReliably(_writer.Buffer, 0, _writer.Length);
            _unheardBytes = delivered ? 0 : _unheardBytes;
            return delivered;
        }

        private static long Earlier(long a, long b)
        {
            return a < b ? a : b;
        }

        private void ProcessAnswer(CoapMessage message, Peer peer, long now)
        {
            bool confirmable = message.Type == CoapType.Confirmable;
            int messageId = message.MessageId; // what follows may parse another message
            if (_exchange.Process(message, peer, now))
            {
                if (confirmable)
                {
                    _responses[_nextResponse] = messageId;
                    _nextResponse = (_nextResponse + 1) % RememberedResponses;
                    SendEmpty(CoapType.Acknowledgement, messageId, peer);
                }

                return;
            }

            if (message.Type == CoapType.Reset)
            {
                int age = (_messageId - messageId) & 0xFFFF;
                int index = messageId & (RememberedSenders - 1);
                int sender = age < RememberedSenders ? _senders[index] : NoSender;
                if (sender != NoSender)
                {
                    _senders[index] = NoSender;
                    _handler.OnReset(sender);
                }
            }
            else if (confirmable && message.IsResponse && WasTaken(messageId))
            {
                SendEmpty(CoapType.Acknowledgement, messageId, peer); // ours was lost
            }
            else if (message.Type != CoapType.Acknowledgement)
            {
                bool known = message.IsResponse && _handler.OnUnasked(message);
                if (confirmable)
                {
                    SendEmpty(known ? CoapType.Acknowledgement : CoapType.Reset, messageId, peer); // a ping, or a response nobody waits for
                }
            }
        }

        private bool WasTaken(int messageId)
        {
            for (int i = 0; i < RememberedResponses; i++)
            {
                if (_responses[i] == messageId)
                {
                    return true;
                }
            }

            return false;
        }

        private void NextToken()
        {
            _lastToken = (_lastToken + 1) & 0xFFFF;
            _token[0] = (byte)(_lastToken >> 8);
            _token[1] = (byte)_lastToken;
        }

        private void SendConfirmable(int length, IExchangeOwner owner, Peer peer)
        {
            _senders[_messageId & (RememberedSenders - 1)] = NoSender;
            _exchange.Send(length, owner, _way, peer, _clock.Milliseconds);
        }

        private void SendEmpty(CoapType type, int messageId, Peer peer)
        {
            _way.SendTo(peer, _empty, 0, CoapWriter.WriteEmpty(_empty, type, messageId), Expects.More);
        }
    }
}
