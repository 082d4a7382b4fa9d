// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>
    /// DTLS 1.2 with a pre-shared key on a way (RFC 6347), client side, with Connection ID (RFC 9146). A session outlives sleeps:
    /// it is kept in a record of its own, so that a device wakes and speaks. It shakes hands when it is first needed, when the
    /// peer has lost the session, which looks like silence, and where a NAT has given another address to a session without
    /// Connection ID.
    /// </summary>
    public sealed class DtlsChannel : ForwardingChannel
    {
        /// <summary>How much longer a datagram of the way below is, at most: header, Connection ID and what the larger cipher suite adds.</summary>
        public const int MaximumOverhead = RecordType.HeaderLength + DtlsSession.MaximumId + 1 + 64;

        // A peer that has lost the session is silent: so many messages without an answer are taken for that.
        private const int SilentMessages = 3;
        private const int SilenceMilliseconds = 2500;

        private readonly DtlsCredentials _credentials;
        private readonly DtlsRecord _record;
        private readonly Workbench _bench;
        private readonly RecordWriter _writer;
        private readonly byte[] _datagram;
        private readonly TransmissionParameters _transmission;
        private IChannelListener _listener;
        private DtlsSession _session;
        private Handshake _handshake;
        private bool _isRecordClean;
        private bool _isAddressDoubtful;
        private int _unanswered;
        private long _lastSent;
        private int _at;
        private int _end;

        /// <summary>Opens a way.</summary>
        /// <param name="below">What carries its datagrams.</param>
        /// <param name="account">Identity and key.</param>
        /// <param name="ownIdLength">How long a Connection ID is wanted in records to the device, 0 for none.</param>
        /// <param name="transmission">How patiently the way below is used.</param>
        /// <param name="bench">What the ways of a device share.</param>
        internal DtlsChannel(DatagramChannel below, IAccount account, int ownIdLength, TransmissionParameters transmission, Workbench bench)
            : base(below)
        {
            _credentials = new DtlsCredentials(account.Identity, account.SecretKey, ownIdLength);
            _transmission = transmission;
            _bench = bench;
            _datagram = bench.Incoming;
            _writer = new RecordWriter(below, bench.Outgoing);
            _record = new DtlsRecord(bench.Store, account);
            _session = _record.Load(bench.Ccm);
            _isRecordClean = _session != null;
            _isAddressDoubtful = _session != null && below.AddressMayChange && _session.PeerId.Length == 0;
        }

        /// <inheritdoc/>
        public override bool IsReady
        {
            get { return _session != null && !IsShakingHands && !_isAddressDoubtful && Below.IsReady; }
        }

        /// <inheritdoc/>
        public override int MaximumMessage
        {
            get { return Below.MaximumMessage == int.MaxValue ? int.MaxValue : Below.MaximumMessage - MaximumOverhead; }
        }

        /// <inheritdoc/>
        public override bool AddressMayChange
        {
            get { return Below.AddressMayChange && (_session == null || _session.PeerId.Length == 0); }
        }

        /// <summary>Whoever has the key is the peer, from whatever port.</summary>
        public override Peer Sender
        {
            get { return null; }
        }

        /// <inheritdoc/>
        public override bool IsConnecting
        {
            get { return IsShakingHands; }
        }

        private bool IsShakingHands
        {
            get { return _handshake != null && !_handshake.IsDone; }
        }

        /// <inheritdoc/>
        public override void Listen(IChannelListener listener)
        {
            _listener = listener;
        }

        /// <inheritdoc/>
        public override void Connect(long now)
        {
            Below.Connect(now);
            if (!IsShakingHands && (_session == null || _isAddressDoubtful))
            {
                Begin(now);
            }
        }

        /// <inheritdoc/>
        public override void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
        {
            if (!CanSend() || count + MaximumOverhead > _writer.Buffer.Length)
            {
                return; // lost, as any datagram may be
            }

            Write(RecordType.ApplicationData, buffer, offset, count, expects);
            if (expects == Expects.Answer)
            {
                _unanswered++;
                _lastSent = _bench.Clock.Milliseconds;
            }
        }

        /// <inheritdoc/>
        public override bool SendReliably(byte[] buffer, int offset, int count)
        {
            Send(buffer, offset, count);
            return false;
        }

        /// <inheritdoc/>
        public override bool IsReliable
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            if (_at >= _end || _bench.Reader != this)
            {
                _bench.Reader = this;
                _at = 0;
                _end = Below.Receive(_datagram, timeoutMilliseconds);
            }

            // Handshake records of a datagram are taken at once; data are given one record a time.
            while (_at < _end)
            {
                int count = TakeRecord(buffer);
                if (count > 0)
                {
                    return count;
                }
            }

            return 0;
        }

        /// <inheritdoc/>
        public override long Poll(long now)
        {
            long next = Below.Poll(now);
            if (!IsShakingHands && _unanswered >= SilentMessages && now - _lastSent >= SilenceMilliseconds)
            {
                _bench.Log.Write("DTLS: the server is silent, it may have lost the session");
                Below.OnSilence();
                Begin(now);
            }

            if (IsShakingHands)
            {
                _handshake.Poll(now);
                if (_handshake.HasFailed)
                {
                    GiveUp();
                }
                else
                {
                    next = next < _handshake.Deadline ? next : _handshake.Deadline;
                }
            }
            else if (_unanswered >= SilentMessages)
            {
                next = next < _lastSent + SilenceMilliseconds ? next : _lastSent + SilenceMilliseconds;
            }

            return next;
        }

        /// <inheritdoc/>
        public override int Save(byte[] record, int at)
        {
            if (_session != null && !_isRecordClean)
            {
                _isRecordClean = _record.Save(_session, _session.Counter.Next, true);
                if (_isRecordClean)
                {
                    _session.Counter.Resume(_session.Counter.Next);
                }
            }

            return Below.Save(record, at);
        }

        /// <inheritdoc/>
        public override void Close()
        {
            if (CanSend())
            {
                byte[] close = { Alert.Warning, Alert.CloseNotify };
                Write(RecordType.Alert, close, 0, close.Length, Expects.Nothing);
            }

            _session = null;
            _handshake = null;
            Below.Close();
        }

        private static bool IsVersion(byte[] buffer, int at)
        {
            return buffer[at] == RecordType.VersionMajor && (buffer[at + 1] == RecordType.VersionMinor || buffer[at + 1] == 0xFF);
        }

        private void Begin(long now)
        {
            _unanswered = 0;
            DtlsSession before = _session != null && _session.SessionId.Length > 0 && _session.PeerId.Length == 0 ? _session : null;
            _handshake = new Handshake(_writer, _credentials, _transmission, before, _bench.Random, _bench.Ccm, _bench.Log);
            _handshake.Begin(now);
        }

        // The session of before is still there: it may be the network that was away.
        private void GiveUp()
        {
            _handshake = null;
            _isAddressDoubtful = false;
            _bench.Log.Write("DTLS: no session");
            Below.OnSilence();
            if (_listener != null)
            {
                _listener.OnUnreachable();
            }
        }

        private void Establish(Handshake handshake)
        {
            bool anew = !handshake.IsResumed;
            _handshake = anew ? null : handshake;
            _session = handshake.Session;
            _isAddressDoubtful = false;
            _isRecordClean = false;
            _unanswered = 0;

            // Keys and limit are written before the first record of the session's own.
            if (!Reserve())
            {
                _bench.Log.Write("DTLS: the session cannot be kept");
            }

            _bench.Log.Write(anew ? "DTLS: session established" : "DTLS: session resumed");
            if (anew && _listener != null)
            {
                _listener.OnNewSession();
            }
        }

        // A number is used only when the record says that it may have been.
        private bool CanSend()
        {
            DtlsSession session = _session;
            return session != null && !IsShakingHands && !session.Counter.IsSpent
                && ((!session.Counter.MustReserve && !_isRecordClean) || Reserve());
        }

        private bool Reserve()
        {
            DtlsSession session = _session;
            bool written = _record.Save(session, session.Counter.NextLimit, false);
            if (written)
            {
                session.Counter.Reserve();
                _isRecordClean = false;
            }

            return written;
        }

        private void Write(int type, byte[] buffer, int offset, int count, Expects expects)
        {
            int at = _writer.Begin(_session);
            Array.Copy(buffer, offset, _writer.Buffer, at, count);
            _writer.End(type, count);
            _writer.Flush(expects);
        }

        // Takes the next record of the datagram; the length of the data it gives, 0 for none. Nothing in it makes this throw.
        private int TakeRecord(byte[] result)
        {
            byte[] buffer = _datagram;
            int at = _at;
            int left = _end - at;
            int header = RecordType.HeaderLength + (buffer[at] == RecordType.ConnectionId ? _credentials.OwnIdLength : 0);
            int fragment = left < header ? 0 : (buffer[at + header - 2] << 8) | buffer[at + header - 1];
            if (left < header || fragment > left - header)
            {
                if (_end == buffer.Length)
                {
                    _bench.Log.Write("DTLS: record larger than the buffer dropped");
                }

                _at = _end;
                return 0;
            }

            _at = at + header + fragment;
            int epoch = (buffer[at + RecordType.EpochAt] << 8) | buffer[at + RecordType.EpochAt + 1];
            if (!IsVersion(buffer, at + 1))
            {
                return 0;
            }

            if (epoch == 0)
            {
                OnPlain(buffer[at], buffer, at + header, fragment);
                return 0;
            }

            return epoch == 1 ? TakeProtected(buffer, at, header, fragment, result) : 0;
        }

        private int TakeProtected(byte[] buffer, int at, int header, int fragment, byte[] result)
        {
            Handshake handshake = _handshake;
            DtlsSession candidate = IsShakingHands ? handshake.Session : null;
            int count = candidate == null ? -1 : Open(candidate, buffer, at, header, fragment);
            DtlsSession session = count >= 0 ? candidate : _session;
            count = count >= 0 ? count : session == null ? -1 : Open(session, buffer, at, header, fragment);
            if (count < 0)
            {
                return 0;
            }

            int type = buffer[at];
            int content = at + header + session.Cipher.ContentOffset;
            if (type == RecordType.ConnectionId)
            {
                while (count > 0 && buffer[content + count - 1] == 0)
                {
                    count--;
                }

                if (count == 0)
                {
                    return 0;
                }

                type = buffer[content + --count];
            }

            if (session == candidate)
            {
                OnHandshakeRecord(handshake, type, buffer, content, count);
                return 0;
            }

            return OnGenuine(type, buffer, content, count, result);
        }

        private int Open(DtlsSession session, byte[] buffer, int at, int header, int fragment)
        {
            bool hasId = buffer[at] == RecordType.ConnectionId;
            long number = BigEndian.Get(buffer, at + RecordType.EpochAt + 2, 6);
            if (hasId != session.OwnId.Length > 0 || !session.Received.IsNew(number))
            {
                return -1;
            }

            for (int i = 0; i < session.OwnId.Length; i++)
            {
                if (buffer[at + RecordType.EpochAt + 8 + i] != session.OwnId[i])
                {
                    return -1;
                }
            }

            int count = session.Cipher.Open(buffer, at, header, fragment);
            if (count >= 0)
            {
                session.Received.Take(number);
            }

            return count;
        }

        private void OnHandshakeRecord(Handshake handshake, int type, byte[] buffer, int at, int count)
        {
            if (type == RecordType.Handshake)
            {
                handshake.Process(buffer, at, count, true, _bench.Clock.Milliseconds);
                if (handshake.IsDone)
                {
                    Establish(handshake);
                }
            }
            else if (type == RecordType.Alert && count >= 2)
            {
                handshake.OnAlert(buffer[at + 1]);
            }
        }

        private int OnGenuine(int type, byte[] buffer, int at, int count, byte[] result)
        {
            _unanswered = 0;
            if (!IsShakingHands)
            {
                _handshake = null; // the peer has our last flight
            }

            if (_isRecordClean && !Reserve())
            {
                return 0; // what is taken must not come again in another life
            }

            if (type == RecordType.ApplicationData)
            {
                count = count < result.Length ? count : result.Length;
                Array.Copy(buffer, at, result, 0, count);
                return count;
            }

            if (type == RecordType.Alert && count >= 2 && (buffer[at] == Alert.Fatal || buffer[at + 1] == Alert.CloseNotify))
            {
                _bench.Log.Write("DTLS: the server has ended the session: " + Alert.NameOf(buffer[at + 1]));
                _session = null;
                _handshake = null;
            }

            return 0;
        }

        // What comes in the clear is believed as far as it takes to shake hands.
        private void OnPlain(int type, byte[] buffer, int at, int count)
        {
            Handshake handshake = _handshake;
            if (handshake == null)
            {
                return;
            }

            if (!IsShakingHands)
            {
                if (type == RecordType.Handshake && count > 0 && buffer[at] == HandshakeType.ServerHello && CanSend())
                {
                    handshake.RepeatLastFlight();
                }
            }
            else if (type == RecordType.Handshake)
            {
                handshake.Process(buffer, at, count, false, _bench.Clock.Milliseconds);
            }
            else if (type == RecordType.Alert && count >= 2)
            {
                handshake.OnAlert(buffer[at + 1]);
            }
        }
    }
}
