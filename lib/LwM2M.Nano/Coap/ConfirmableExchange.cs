// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// The one confirmable message a client may have outstanding towards a peer (NSTART is 1, RFC 7252 section 4.7),
    /// with its own buffer, since it must be kept for retransmission.
    /// </summary>
    public sealed class ConfirmableExchange
    {
        private readonly TransmissionParameters _parameters;
        private readonly Random _random;
        private readonly byte[] _buffer;
        private readonly byte[] _token = new byte[8];
        private IExchangeOwner _owner;
        private Peer _peer;
        private int _length;
        private int _messageId;
        private int _tokenLength;
        private bool _expectsResponse;
        private bool _acknowledged;
        private bool _waitsForWay;
        private int _retransmissions;
        private int _timeout;
        private long _deadline;

        /// <summary>Creates an idle exchange.</summary>
        /// <param name="parameters">The transport's patience.</param>
        /// <param name="random">For the first timeout.</param>
        /// <param name="bufferSize">The largest message in bytes.</param>
        public ConfirmableExchange(TransmissionParameters parameters, Random random, int bufferSize)
        {
            _parameters = parameters;
            _random = random;
            _buffer = new byte[bufferSize];
        }

        /// <summary>Nothing is outstanding.</summary>
        public bool IsIdle
        {
            get { return _owner == null; }
        }

        /// <summary>What is outstanding has been sent more than once: the peer may be away.</summary>
        public bool IsRepeating
        {
            get { return _owner != null && _retransmissions > 0; }
        }

        /// <summary>When what was sent last was sent first, in milliseconds of the clock.</summary>
        public long FirstTransmission { get; private set; }

        /// <summary>When something is due, in milliseconds of the clock; <see cref="long.MaxValue"/> when idle.</summary>
        public long Deadline
        {
            get { return _owner == null || _waitsForWay ? long.MaxValue : _deadline; }
        }

        /// <summary>The length of what was sent last, in bytes.</summary>
        internal int Length
        {
            get { return _length; }
        }

        /// <summary>The exchange's own buffer, for a message composed elsewhere.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Sends what was composed and keeps it until it is answered. Its time runs when the way is ready.</summary>
        /// <param name="length">The length of the message in <see cref="Buffer"/>.</param>
        /// <param name="owner">Who is told of the end.</param>
        /// <param name="channel">Where to send.</param>
        /// <param name="peer">Who gets it, null for the way's own peer.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Send(int length, IExchangeOwner owner, DatagramChannel channel, Peer peer, long now)
        {
            _length = length;
            _peer = peer;
            _owner = owner;
            _messageId = (_buffer[2] << 8) | _buffer[3];
            _tokenLength = _buffer[0] & 15;
            Array.Copy(_buffer, 4, _token, 0, _tokenLength);
            _expectsResponse = (_buffer[1] >> 5) == 0;
            _acknowledged = false;
            _retransmissions = 0;
            _timeout = _parameters.AckTimeoutMilliseconds;
            int spread = _timeout * (_parameters.AckRandomPercent - 100) / 100;
            _timeout += spread > 0 ? _random.Next(spread + 1) : 0;
            _waitsForWay = !channel.IsReady;
            FirstTransmission = now;
            if (!_waitsForWay)
            {
                _deadline = now + _timeout;
                Transmit(channel);
            }
        }

        /// <summary>Takes a message that may belong to the exchange.</summary>
        /// <param name="message">An acknowledgement, a Reset or a response.</param>
        /// <param name="peer">Who sent it.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>False when it is not this exchange's.</returns>
        public bool Process(CoapMessage message, Peer peer, long now)
        {
            if (_owner == null || !Peer.AreSame(_peer, peer))
            {
                return false;
            }

            bool mine = message.MessageId == _messageId;
            if (message.Type == CoapType.Reset)
            {
                if (mine)
                {
                    End().OnFailed(true);
                }

                return mine;
            }

            if (message.Type == CoapType.Acknowledgement && message.Code == CoapCode.Empty)
            {
                if (mine && !_expectsResponse)
                {
                    End().OnAcknowledged();
                }
                else if (mine && !_acknowledged)
                {
                    _acknowledged = true;
                    _deadline = now + _parameters.ResponseTimeoutMilliseconds;
                }

                return mine;
            }

            if (!message.IsResponse || !_expectsResponse || (message.Type == CoapType.Acknowledgement && !mine)
                || !message.HasToken(_token, _tokenLength))
            {
                return false;
            }

            End().OnResponse(message);
            return true;
        }

        /// <summary>Retransmits or gives up, when that is due.</summary>
        /// <param name="channel">Where to send.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Poll(DatagramChannel channel, long now)
        {
            if (_owner == null || (_waitsForWay ? !channel.IsReady : now < _deadline))
            {
                return;
            }

            if (_waitsForWay)
            {
                _waitsForWay = false;
                FirstTransmission = now;
                _deadline = now + _timeout;
                Transmit(channel);
                return;
            }

            if (_acknowledged || _retransmissions >= _parameters.MaxRetransmit)
            {
                End().OnFailed(false);
                return;
            }

            _retransmissions++;
            _timeout *= 2;
            _deadline = now + _timeout;
            Transmit(channel);
        }

        /// <summary>Forgets what is outstanding; nobody is told.</summary>
        public void Abandon()
        {
            _owner = null;
        }

        /// <summary>Gives up what is outstanding.</summary>
        internal void Fail()
        {
            if (_owner != null)
            {
                End().OnFailed(false);
            }
        }

        private void Transmit(DatagramChannel channel)
        {
            channel.SendTo(_peer, _buffer, 0, _length, Expects.Answer);
        }

        private IExchangeOwner End()
        {
            IExchangeOwner owner = _owner;
            _owner = null;
            return owner;
        }
    }
}
