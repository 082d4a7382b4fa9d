// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Dtls
{
    /// <summary>
    /// The client's side of one handshake with a pre-shared key (RFC 6347 section 4.2, RFC 4279), full or abbreviated: sends its
    /// flights, repeats them, and makes a session. It exists while it lasts, and as long as its last flight may be asked for again.
    /// </summary>
    internal sealed partial class Handshake
    {
        private const int RandomLength = 32;
        private const int VerifyLength = 12;
        private const int MaximumHelloVerifies = 4;
        private const int MaximumLastFlights = 5;
        private const int TellAfter = 1;
        private const int Version = (RecordType.VersionMajor << 8) | RecordType.VersionMinor;
        private const int RenegotiationSignal = 0x00FF;

        private readonly RecordWriter _writer;
        private readonly DtlsCredentials _credentials;
        private readonly TransmissionParameters _transmission;
        private readonly DtlsSession _before;
        private readonly Ccm _ccm;
        private readonly Log _log;
        private readonly MessageAssembler _assembler = new MessageAssembler();
        private readonly Sha256 _transcript = new Sha256();
        private readonly byte[] _clientRandom = new byte[RandomLength];
        private readonly byte[] _ownId;
        private byte[] _cookie = new byte[0];
        private byte[] _verify;
        private byte[] _expected;
        private byte[] _serverHello;
        private byte[] _sessionId;
        private HelloExtensions _agreed;
        private int _suite;
        private Stage _stage;
        private int _helloSequence;
        private int _helloVerifies;
        private int _retransmissions;
        private int _lastFlights;
        private int _timeout;
        private long _deadline;

        /// <summary>Creates a handshake.</summary>
        /// <param name="writer">Where its records go.</param>
        /// <param name="credentials">Identity and key.</param>
        /// <param name="transmission">How patiently the way is used.</param>
        /// <param name="before">A session to resume, or null.</param>
        /// <param name="random">For the client's random and Connection ID.</param>
        /// <param name="ccm">The AES-CCM worker.</param>
        /// <param name="log">Where to say what goes wrong.</param>
        internal Handshake(RecordWriter writer, DtlsCredentials credentials, TransmissionParameters transmission, DtlsSession before, System.Random random, Ccm ccm, Log log)
        {
            _writer = writer;
            _credentials = credentials;
            _transmission = transmission;
            _before = before;
            _ccm = ccm;
            _log = log;
            random.NextBytes(_clientRandom);
            _ownId = new byte[credentials.OwnIdLength];
            random.NextBytes(_ownId);
        }

        private enum Stage : byte
        {
            Hello,
            Flight,
            Finished,
            Done,
            Failed
        }

        /// <summary>The session, as soon as its keys are known; good when <see cref="IsDone"/>.</summary>
        internal DtlsSession Session { get; private set; }

        /// <summary>The session goes on with the secret of the one before.</summary>
        internal bool IsResumed { get; private set; }

        /// <summary>Both sides have shown that they know the key.</summary>
        internal bool IsDone
        {
            get { return _stage == Stage.Done; }
        }

        /// <summary>It has come to nothing.</summary>
        internal bool HasFailed
        {
            get { return _stage == Stage.Failed; }
        }

        /// <summary>When something is due, in milliseconds of the clock.</summary>
        internal long Deadline
        {
            get { return _deadline; }
        }

        /// <summary>Sends the first flight.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        internal void Begin(long now)
        {
            SendFlight(true, now);
        }

        /// <summary>Repeats the flight that is not answered, or gives up.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        internal void Poll(long now)
        {
            if (now < _deadline || _stage >= Stage.Done)
            {
                return;
            }

            if (_retransmissions == TellAfter || (_retransmissions >= _transmission.MaxRetransmit && _retransmissions < TellAfter))
            {
                Log(_stage == Stage.Finished ? "no answer after the Finished: the key or the identity is wrong, or the server is gone"
                    : _helloVerifies > 0 ? "no ServerHello behind the cookie"
                    : "no answer to the ClientHello: the server is away, or has no DTLS there");
            }

            if (_retransmissions >= _transmission.MaxRetransmit)
            {
                _stage = Stage.Failed;
                return;
            }

            _retransmissions++;
            _timeout *= 2;
            _deadline = now + _timeout;
            Send(false);
        }

        /// <summary>Takes the content of a handshake record.</summary>
        /// <param name="buffer">Holds it.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="isProtected">It came under the keys of <see cref="Session"/>.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        internal void Process(byte[] buffer, int at, int count, bool isProtected, long now)
        {
            while (count >= HandshakeType.HeaderLength && _stage < Stage.Done)
            {
                int type = buffer[at];
                if ((type == HandshakeType.Finished) != isProtected)
                {
                    return; // a Finished is protected, the others are not: neither is believed otherwise
                }

                int length = type == HandshakeType.HelloVerifyRequest ? TakeHelloVerify(buffer, at, count, now) : _assembler.Take(buffer, at, count);
                if (length == 0)
                {
                    return;
                }

                at += length;
                count -= length;
                byte[] body = _assembler.TryGet(out type);
                while (body != null && _stage < Stage.Done)
                {
                    Process(type, body, now);
                    body = _stage < Stage.Done ? _assembler.TryGet(out type) : null;
                }
            }
        }

        /// <summary>Says what an alert in the clear says. It may be forged: whether the handshake goes on is the timer's affair.</summary>
        /// <param name="description">The alert's number.</param>
        internal void OnAlert(int description)
        {
            Log("the server says " + Alert.NameOf(description));
        }

        /// <summary>The peer repeats its hello: our last flight of an abbreviated handshake was lost.</summary>
        internal void RepeatLastFlight()
        {
            if (IsResumed && _stage == Stage.Done && _lastFlights < MaximumLastFlights)
            {
                _lastFlights++;
                Send(false);
            }
        }

        private void Log(string line)
        {
            _log.Write("DTLS: " + line);
        }

        private void Refuse(int alert, string line)
        {
            Log(line);
            int at = _writer.Begin(null);
            _writer.Buffer[at] = Alert.Fatal;
            _writer.Buffer[at + 1] = (byte)alert;
            _writer.End(RecordType.Alert, 2);
            _writer.Flush(Expects.Nothing);
            _stage = Stage.Failed;
        }

        // A new flight: what was heard has ended the old one.
        private void SendFlight(bool first, long now)
        {
            _retransmissions = 0;
            _timeout = _transmission.AckTimeoutMilliseconds;
            _deadline = now + _timeout;
            Send(first);
        }

        private void Send(bool first)
        {
            if (_stage == Stage.Hello || _stage == Stage.Flight)
            {
                SendHello(first && _stage == Stage.Hello);
            }
            else
            {
                int sequence = _helloSequence + 1;
                if (!IsResumed)
                {
                    SendKeyExchange(sequence++, first);
                }

                int at = _writer.Begin(null);
                _writer.Buffer[at] = 1;
                _writer.End(RecordType.ChangeCipherSpec, 1);
                SendFinished(sequence, first);
            }

            _writer.Flush(_stage == Stage.Done ? Expects.More : Expects.Answer);
        }

        // The server wants to see that it reaches us at our address (RFC 6347 section 4.2.1).
        private int TakeHelloVerify(byte[] buffer, int at, int count, long now)
        {
            int length = (int)BigEndian.Get(buffer, at + 1, 3);
            int cookieAt = at + HandshakeType.HeaderLength + 3;
            bool whole = length >= 3 && length <= count - HandshakeType.HeaderLength && buffer[cookieAt - 1] == length - 3;
            if (!whole || _stage != Stage.Hello)
            {
                return 0;
            }

            bool repeated = buffer[cookieAt - 1] == _cookie.Length;
            for (int i = 0; repeated && i < _cookie.Length; i++)
            {
                repeated = _cookie[i] == buffer[cookieAt + i];
            }

            if (!repeated && _helloVerifies < MaximumHelloVerifies)
            {
                _helloVerifies++;
                _cookie = Derivation.Slice(buffer, cookieAt, length - 3);
                _helloSequence++;
                SendFlight(true, now);
            }

            return HandshakeType.HeaderLength + length;
        }

        private void Process(int type, byte[] body, long now)
        {
            if (type == HandshakeType.Finished && _stage == (IsResumed ? Stage.Flight : Stage.Finished) && Session != null)
            {
                TakeFinished(body);
                return;
            }

            Remember(type, body);
            switch (type)
            {
                case HandshakeType.ServerHello when _stage == Stage.Hello:
                    TakeServerHello(body);
                    break;
                case HandshakeType.ServerKeyExchange when _stage == Stage.Flight && !IsResumed:
                    break; // its hint says nothing to a device that has one key
                case HandshakeType.ServerHelloDone when _stage == Stage.Flight && !IsResumed:
                    _stage = Stage.Finished;
                    SendFlight(true, now);
                    break;
                default:
                    Refuse(Alert.HandshakeFailure, "unexpected handshake message " + type.ToString());
                    break;
            }
        }

        private void Remember(int type, byte[] body)
        {
            byte[] header = new byte[HandshakeType.HeaderLength];
            PutHeader(header, 0, type, body.Length, _assembler.Next - 1);
            _transcript.Add(header, 0, header.Length);
            _transcript.Add(body, 0, body.Length);
        }

        private void TakeServerHello(byte[] hello)
        {
            int sessionAt = 2 + RandomLength + 1;
            int suiteAt = hello.Length < sessionAt ? 0 : sessionAt + hello[sessionAt - 1];
            if (suiteAt == 0 || suiteAt + 3 > hello.Length || hello[sessionAt - 1] > RandomLength)
            {
                Refuse(Alert.DecodeError, "malformed ServerHello");
                return;
            }

            int suite = (int)BigEndian.Get(hello, suiteAt, 2);
            byte[] sessionId = Derivation.Slice(hello, sessionAt, suiteAt - sessionAt);
            if (BigEndian.Get(hello, 0, 2) != Version)
            {
                Refuse(Alert.ProtocolVersion, "the server wants another version");
                return;
            }

            if ((suite != RecordCipher.PskAes128Ccm8 && suite != RecordCipher.PskAes128CbcSha256) || hello[suiteAt + 2] != 0)
            {
                Refuse(Alert.IllegalParameter, "the server wants a cipher suite that was not offered");
                return;
            }

            HelloExtensions extensions = new HelloExtensions();
            int fault = extensions.Read(hello, suiteAt + 3);
            if (fault != 0)
            {
                Refuse(fault, fault == Alert.UnsupportedExtension ? "the server answers an extension that was not offered" : "malformed extensions");
                return;
            }

            if (!extensions.HasExtendedMasterSecret)
            {
                Refuse(Alert.HandshakeFailure, "the server has no extended master secret");
                return;
            }

            _serverHello = hello;
            _stage = Stage.Flight;
            IsResumed = _before != null && sessionId.Length > 0 && AreEqual(sessionId, _before.SessionId) && suite == _before.Cipher.Suite;
            byte[] master = IsResumed ? _before.Master : new byte[0];
            _agreed = extensions;
            _sessionId = sessionId;
            _suite = suite;
            if (IsResumed)
            {
                Derive(master);
                _expected = Derivation.Prf(master, "server finished", _transcript.Hash(), VerifyLength);
            }
        }

        private static bool AreEqual(byte[] a, byte[] b)
        {
            int difference = a.Length ^ b.Length;
            for (int i = 0; i < a.Length && i < b.Length; i++)
            {
                difference |= a[i] ^ b[i];
            }

            return difference == 0;
        }

        // RFC 7627 section 4: the master secret stands for all messages up to the key exchange.
        private void DeriveFull()
        {
            byte[] key = _credentials.Key;
            byte[] premaster = new byte[4 + 2 * key.Length];
            BigEndian.Put(premaster, 0, key.Length, 2);
            BigEndian.Put(premaster, 2 + key.Length, key.Length, 2);
            PutBytes(premaster, 4 + key.Length, key);
            Derive(Derivation.Prf(premaster, "extended master secret", _transcript.Hash(), DtlsSession.MasterLength));
        }

        private void Derive(byte[] master)
        {
            byte[] seed = new byte[2 * RandomLength];
            Array.Copy(_serverHello, 2, seed, 0, RandomLength);
            Array.Copy(_clientRandom, 0, seed, RandomLength, RandomLength);
            byte[] keys = Derivation.Prf(master, "key expansion", seed, RecordCipher.KeyBlockLength(_suite));
            byte[] ownId = _agreed.PeerId == null ? new byte[0] : _ownId;
            byte[] peerId = _agreed.PeerId == null ? ownId : _agreed.PeerId;
            Session = new DtlsSession(_suite, _agreed.HasEncryptThenMac, keys, peerId, ownId, _sessionId, master, _ccm);
        }

        private void TakeFinished(byte[] verify)
        {
            if (!AreEqual(verify, _expected))
            {
                Refuse(Alert.DecryptError, "the server's Finished is wrong");
                return;
            }

            if (IsResumed)
            {
                Remember(HandshakeType.Finished, verify);
                _stage = Stage.Done;
                Send(true);
            }

            _stage = Stage.Done;
        }
    }
}
