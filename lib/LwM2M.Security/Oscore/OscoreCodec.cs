// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;
using LwM2M.Nano.Text;
using LwM2M.Security.Crypto;

namespace LwM2M.Security.Oscore
{
    /// <summary>
    /// Protects CoAP messages of one context and takes the protection off (RFC 8613 sections 5, 6 and 8), for the client and the
    /// server of an exchange alike. Options of class U do not occur: LwM2M uses no proxies. Blocks are inner ones. Empty messages pass.
    /// </summary>
    public sealed class OscoreCodec
    {
        // Option header and flags, the marker and the code within, the tag; an Observe option outside as well is a byte more.
        private const int FixedOverhead = 2 + 2 + TagLength + 1;
        private const int TagLength = 8;
        private const int PayloadMarker = 0xFF;
        private const int FirstResponse = 0x40;
        private const int Post = 0x02;
        private const int Fetch = 0x05;
        private const int Changed = 0x44;
        private const int Content = 0x45;
        private const int BadRequest = 0x80;
        private const int Unauthorized = 0x81;
        private const int BadOption = 0x82;
        private const int ObserveOption = 6;
        private const int EchoOption = 252;
        private const int EchoLength = 8;
        private const int MaximumTransmitSpan = 45000; // RFC 7252 section 4.8.2

        private readonly OscoreContext _context;
        private readonly Ccm _ccm;
        private readonly ExchangeTable _exchanges = new ExchangeTable();
        private readonly OscoreOption _option = new OscoreOption();
        private readonly OptionReader _reader = new OptionReader();
        private readonly byte[] _echo = new byte[EchoLength];
        private readonly byte[] _structure = Derivation.Join(new byte[] { 0x83, 0x68 }, Derivation.Join(Encoding.UTF8.GetBytes("Encrypt0"), new byte[] { 0x40 }));
        private bool _mustEcho;
        private long _newestAt;
        private int _lastHead = -1;
        private int _lastSum;
        private long _lastNumber;
        private long _lastRequest;

        /// <summary>Creates a codec.</summary>
        /// <param name="context">Its context.</param>
        /// <param name="ccm">The AES-CCM worker; others may share it.</param>
        public OscoreCodec(OscoreContext context, Ccm ccm)
        {
            _context = context;
            _ccm = ccm;
            Overhead = FixedOverhead + OscoreOption.LengthOf(OscoreContext.LastSequence, context.SenderId, context.IdContext);
        }

        /// <summary>Whose context a request is protected with.</summary>
        /// <param name="message">Holds it from offset 0.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>The kid; null when there is none.</returns>
        public static byte[] KidOf(byte[] message, int count)
        {
            OptionReader reader = new OptionReader();
            OscoreOption option = new OscoreOption();
            int head = count < 4 ? count : 4 + (message[0] & 15);
            bool has = head < count && reader.Find(message, head, count, OscoreOption.Number) && option.Read(message, reader.ValueAt, reader.ValueLength) && option.KidLength >= 0;
            return has ? Derivation.Slice(message, option.KidAt, option.KidLength) : null;
        }

        /// <summary>Its context.</summary>
        public OscoreContext Context
        {
            get { return _context; }
        }

        /// <summary>
        /// Milliseconds of a clock: for MAX_TRANSMIT_SPAN the peer may repeat its newest request, as it does when the answer was lost.
        /// Nothing else that has come before is taken again.
        /// </summary>
        public long Now { get; set; }

        /// <summary>Why the last message that was received was not taken; null when it was.</summary>
        public string Fault { get; private set; }

        /// <summary>How many bytes a message grows at most.</summary>
        public int Overhead { get; }

        internal ExchangeTable Exchanges
        {
            get { return _exchanges; }
        }

        /// <summary>It is not known which requests were taken before: one that may have been must show that it is fresh (appendix B.1.2, RFC 9175).</summary>
        /// <param name="echo">8 random bytes, which the peer has to give back.</param>
        public void ExpectEcho(byte[] echo)
        {
            Array.Copy(echo, 0, _echo, 0, EchoLength);
            _mustEcho = true;
        }

        /// <summary>Protects a message. The counter of the context has a number reserved.</summary>
        /// <param name="message">Holds the message.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="result">Receives it from offset 0.</param>
        /// <returns>Its length; 0 when it answers nothing that is known, or does not fit.</returns>
        public int Protect(byte[] message, int at, int count, byte[] result)
        {
            int code = message[at + 1];
            int head = 4 + (message[at] & 15);
            if (code == 0)
            {
                Array.Copy(message, at, result, 0, count);
                return count;
            }

            bool isRequest = code < FirstResponse;
            int slot = isRequest ? -1 : _exchanges.Find(false, message, at, -1);
            if ((!isRequest && slot < 0) || count + Overhead > result.Length)
            {
                return 0;
            }

            int observe = _reader.Find(message, at + head, at + count, ObserveOption) ? _reader.ValueAt : -1;
            long request = isRequest ? -1 : _exchanges.NumberOf(slot);
            bool repeated = IsRepeated(message, at, count, request);
            long number = repeated ? _lastNumber : isRequest || observe >= 0 || _exchanges.IsAnswered(slot) ? _context.Counter.Take() : -1;
            _lastNumber = (message[at] & 0x30) == 0 ? number : _lastNumber;
            if (isRequest && !repeated)
            {
                _exchanges.Add(observe >= 0 && _reader.ValueLength == 0 ? ExchangeKind.OwnObservation : ExchangeKind.Own, message, at, number);
            }
            else if (!isRequest)
            {
                _exchanges.SetAnswered(slot);
            }

            return Seal(message, at, count, observe, isRequest, number, isRequest ? number : request, result);
        }

        /// <summary>Takes the protection off a message. Nothing in it makes this throw.</summary>
        /// <param name="message">Holds it from offset 0.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="result">Receives the message within from offset 0; or, negative, an answer that goes back as it is.</param>
        /// <returns>The length of the message within, the negative length of an answer, or 0.</returns>
        public int Unprotect(byte[] message, int count, byte[] result)
        {
            Fault = null;
            int head = count < 4 ? 0 : 4 + (message[0] & 15);
            if (head == 0 || head > count || (message[0] & 15) > ExchangeTable.MaximumToken || (message[0] >> 6) != 1)
            {
                return Drop("malformed message");
            }

            int code = message[1];
            if (code == 0)
            {
                Array.Copy(message, 0, result, 0, count);
                return count;
            }

            bool isRequest = code < FirstResponse;
            bool isProtected = _reader.Find(message, head, count, OscoreOption.Number);
            int payload = _reader.PayloadAt;
            if (!isProtected)
            {
                return isRequest ? Refuse(message, head, Unauthorized, "not protected", result) : Drop("the server answers in the clear, " + (code >> 5).ToString() + "." + (code & 31).ToString("D2"));
            }

            if (!_option.Read(message, _reader.ValueAt, _reader.ValueLength) || payload < 0 || count - payload <= TagLength || count - payload - TagLength + head > result.Length)
            {
                return isRequest ? Refuse(message, head, BadOption, "malformed option or payload", result) : Drop("malformed option or payload");
            }

            return isRequest ? UnprotectRequest(message, head, payload, count, result) : UnprotectResponse(message, head, payload, count, result);
        }

        // Writes the protected message: under a number of its own, or under that of the request it answers.
        private int Seal(byte[] message, int at, int count, int observe, bool isRequest, long number, long request, byte[] result)
        {
            int head = 4 + (message[at] & 15);
            Array.Copy(message, at, result, 0, head);
            result[1] = (byte)(isRequest ? (observe >= 0 ? Fetch : Post) : observe >= 0 ? Content : Changed);
            int end = head;
            if (observe >= 0)
            {
                result[end++] = (byte)((ObserveOption << 4) | _reader.ValueLength);
                Array.Copy(message, observe, result, end, _reader.ValueLength);
                end += _reader.ValueLength;
            }

            end = WriteOption(result, end, observe >= 0, number, isRequest);
            result[end++] = PayloadMarker;
            int inner = end;
            result[end++] = message[at + 1];
            end = CopyInner(message, at + head, at + count, result, end, observe, isRequest);
            SetNonce(number >= 0 ? _context.SenderId : _context.RecipientId, number >= 0 ? number : request);
            int additional = SetAdditional(isRequest ? _context.SenderId : _context.RecipientId, request);
            _ccm.Encrypt(_context.SenderKey, OscoreContext.NonceLength, additional, result, inner, end - inner, TagLength);
            return end + TagLength;
        }

        private int UnprotectRequest(byte[] message, int head, int payload, int count, byte[] result)
        {
            if (_option.PartialIvLength == 0 || _option.KidLength < 0)
            {
                return Refuse(message, head, BadOption, "no Partial IV or kid", result);
            }

            bool ours = IsEqual(_context.RecipientId, message, _option.KidAt, _option.KidLength)
                && (_option.ContextLength < 0 || (_context.IdContext != null && IsEqual(_context.IdContext, message, _option.ContextAt, _option.ContextLength)));
            if (!ours)
            {
                return Refuse(message, head, Unauthorized, "Security context not found", result);
            }

            long number = BigEndian.Get(message, _option.PartialIvAt, _option.PartialIvLength);
            bool isNew = _context.Received.IsNew(number);
            bool mayRepeat = number == _context.Received.Newest && Now - _newestAt <= MaximumTransmitSpan;
            int again = !isNew && mayRepeat ? _exchanges.FindAgain(message, 0, number) : -1;
            bool isDoubtful = !isNew && again < 0;
            if (isDoubtful && !_mustEcho)
            {
                return Refuse(message, head, Unauthorized, "Replay detected", result);
            }

            SetNonce(_context.RecipientId, number);
            int additional = SetAdditional(_context.RecipientId, number);
            int length = count - payload - TagLength;
            if (!_ccm.TryDecrypt(_context.RecipientKey, OscoreContext.NonceLength, additional, message, payload, length, message, payload + length, TagLength))
            {
                return Refuse(message, head, BadRequest, "Decryption failed", result);
            }

            if (message[payload] == 0 || message[payload] >= FirstResponse)
            {
                return Drop("no request within a request");
            }

            if (again >= 0)
            {
                _exchanges.SetAnswered(again); // another answer takes a number of its own
            }
            else
            {
                if (isDoubtful && !IsFresh(message, payload + 1, payload + length))
                {
                    return Challenge(message, head, number, result);
                }

                if (isDoubtful)
                {
                    _mustEcho = false;
                    _context.Received.Close(number);
                }
                else
                {
                    _context.Received.Take(number);
                }

                _newestAt = Now;
                bool observes = _reader.Find(message, payload + 1, payload + length, ObserveOption) && _reader.ValueLength == 0;
                _exchanges.Add(observes ? ExchangeKind.Observation : ExchangeKind.Peer, message, 0, number);
            }

            return Unwrap(message, head, payload, length, result);
        }

        private int UnprotectResponse(byte[] message, int head, int payload, int count, byte[] result)
        {
            int length = count - payload - TagLength;
            bool hasNumber = _option.PartialIvLength > 0;
            long number = hasNumber ? BigEndian.Get(message, _option.PartialIvAt, _option.PartialIvLength) : 0;
            for (int slot = _exchanges.Find(true, message, 0, -1); slot >= 0; slot = _exchanges.Find(true, message, 0, slot))
            {
                long request = _exchanges.NumberOf(slot);
                SetNonce(hasNumber ? _context.RecipientId : _context.SenderId, hasNumber ? number : request);
                int additional = SetAdditional(_context.SenderId, request);
                if (!_ccm.TryDecrypt(_context.RecipientKey, OscoreContext.NonceLength, additional, message, payload, length, message, payload + length, TagLength))
                {
                    continue;
                }

                if (message[payload] < FirstResponse)
                {
                    return Drop("no response within a response");
                }

                // Once for a response, in order for notifications (section 7.4.1).
                if (!_reader.Find(message, payload + 1, payload + length, ObserveOption))
                {
                    _exchanges.Remove(slot);
                }
                else if (hasNumber && !_exchanges.TakeNotification(slot, number))
                {
                    return Drop("old notification");
                }

                return Unwrap(message, head, payload, length, result);
            }

            return Drop("an answer to nothing, or not genuine");
        }

        private int Drop(string fault)
        {
            Fault = fault;
            return 0;
        }

        // The error goes back in the clear, and is a hint only (section 8.2).
        private int Refuse(byte[] message, int head, int code, string fault, byte[] result)
        {
            Fault = fault;
            if ((message[0] & 0x30) != 0)
            {
                return 0; // nobody waits for an acknowledgement
            }

            Array.Copy(message, 0, result, 0, head);
            result[0] = (byte)(0x60 | (message[0] & 15));
            result[1] = (byte)code;
            int end = head;
            result[end++] = 0xD0; // Max-Age 0
            result[end++] = 1;
            result[end++] = PayloadMarker;
            for (int i = 0; i < fault.Length; i++)
            {
                result[end++] = (byte)fault[i];
            }

            return -end;
        }

        // A protected 4.01 with the Echo option. A number of its own, since the request's may have been used.
        private int Challenge(byte[] message, int head, long request, byte[] result)
        {
            Fault = "asked whether a request is fresh";
            byte[] answer = new byte[head + 2 + EchoLength];
            Array.Copy(message, 0, answer, 0, head);
            answer[0] = (byte)(((message[0] & 0x30) == 0 ? 0x60 : 0x50) | (message[0] & 15));
            answer[1] = Unauthorized;
            answer[head] = 0xD0 | EchoLength;
            answer[head + 1] = EchoOption - 13;
            Array.Copy(_echo, 0, answer, head + 2, EchoLength);
            return answer.Length + Overhead > result.Length ? 0 : -Seal(answer, 0, answer.Length, -1, false, _context.Counter.Take(), request, result);
        }

        private bool IsFresh(byte[] message, int at, int end)
        {
            return _reader.Find(message, at, end, EchoOption) && _reader.ValueLength == EchoLength && IsEqual(_echo, message, _reader.ValueAt, EchoLength);
        }

        private static int Unwrap(byte[] message, int head, int payload, int length, byte[] result)
        {
            Array.Copy(message, 0, result, 0, head);
            result[1] = message[payload];
            Array.Copy(message, payload + 1, result, head, length - 1);
            return head + length - 1;
        }

        // The same confirmable message for the same request again is the same bytes again: it keeps its number, if it had one.
        private bool IsRepeated(byte[] message, int at, int count, long request)
        {
            bool confirmable = (message[at] & 0x30) == 0;
            int head = confirmable ? (message[at + 1] << 16) | (message[at + 2] << 8) | message[at + 3] : -1;
            int sum = count;
            for (int i = 0; confirmable && i < count; i++)
            {
                sum = sum * 31 + message[at + i];
            }

            bool repeated = confirmable && head == _lastHead && sum == _lastSum && request == _lastRequest;
            if (confirmable)
            {
                _lastHead = head;
                _lastSum = sum;
                _lastRequest = request;
            }

            return repeated;
        }

        private int WriteOption(byte[] result, int at, bool behindObserve, long number, bool isRequest)
        {
            byte[] kid = isRequest ? _context.SenderId : null;
            byte[] idContext = isRequest ? _context.IdContext : null;
            int delta = behindObserve ? OscoreOption.Number - ObserveOption : OscoreOption.Number;
            int length = OscoreOption.LengthOf(number, kid, idContext);
            result[at++] = (byte)((delta << 4) | (length < 13 ? length : 13));
            if (length >= 13)
            {
                result[at++] = (byte)(length - 13);
            }

            return OscoreOption.Write(result, at, number, kid, idContext);
        }

        // Options are all of class E, so that they go in as they are; only Observe of a notification is empty within (section 4.1.3.5.2).
        private int CopyInner(byte[] message, int from, int end, byte[] result, int to, int observe, bool isRequest)
        {
            if (observe < 0 || isRequest)
            {
                Array.Copy(message, from, result, to, end - from);
                return to + end - from;
            }

            int before = observe - from;
            Array.Copy(message, from, result, to, before);
            result[to + before - 1] &= 0xF0;
            int behind = observe + _reader.ValueLength;
            Array.Copy(message, behind, result, to + before, end - behind);
            return to + before + end - behind;
        }

        private void SetNonce(byte[] id, long number)
        {
            byte[] nonce = _ccm.Nonce;
            Array.Copy(_context.CommonIv, 0, nonce, 0, OscoreContext.NonceLength);
            nonce[0] ^= (byte)id.Length;
            for (int i = 0; i < id.Length; i++)
            {
                nonce[1 + OscoreContext.MaximumId - id.Length + i] ^= id[i];
            }

            for (int i = 0; i < OscoreOption.MaximumPartialIv; i++)
            {
                nonce[OscoreContext.NonceLength - 1 - i] ^= (byte)(number >> (8 * i));
            }
        }

        // Enc_structure of COSE around the external_aad (section 5.4).
        private int SetAdditional(byte[] kid, long number)
        {
            byte[] data = _ccm.Additional;
            int length = OscoreOption.LengthOf(number);
            int at = _structure.Length;
            Array.Copy(_structure, 0, data, 0, at);
            data[at++] = (byte)(0x40 + 7 + kid.Length + length);
            data[at++] = 0x85;
            data[at++] = 0x01;
            data[at++] = 0x81;
            data[at++] = OscoreContext.AesCcm16;
            data[at++] = (byte)(0x40 + kid.Length);
            Array.Copy(kid, 0, data, at, kid.Length);
            at += kid.Length;
            data[at++] = (byte)(0x40 + length);
            at = BigEndian.Put(data, at, number, length);
            data[at++] = 0x40;
            return at;
        }

        private static bool IsEqual(byte[] value, byte[] buffer, int at, int count)
        {
            bool same = value.Length == count;
            for (int i = 0; same && i < count; i++)
            {
                same = value[i] == buffer[at + i];
            }

            return same;
        }
    }
}
