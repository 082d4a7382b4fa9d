// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Text;

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// A datagram read in place, RFC 7252 section 3. One instance is parsed over and over; it points into the caller's
    /// buffer and is good until the buffer or the message is used again.
    /// </summary>
    public sealed class CoapMessage
    {
        private const int MaximumOptions = 24;
        private const long HashStart = -3750763034362895579;
        private const long HashPrime = 1099511628211;

        private readonly int[] _number = new int[MaximumOptions];
        private readonly int[] _offset = new int[MaximumOptions];
        private readonly int[] _length = new int[MaximumOptions];
        private int _count;

        // Fields behind the properties, since the device's interpreter pays for every call.
        private byte[] _buffer;
        private CoapType _type;
        private CoapCode _code;
        private int _messageId;
        private int _tokenOffset;
        private int _tokenLength;
        private int _payloadOffset;
        private int _payloadLength;
        private bool _hasBadOption;
        private int _pathIndex;
        private int _pathCount;
        private int _observe;
        private int _contentFormat;
        private int _accept;
        private int _block1;
        private int _block2;
        private int _noResponse;
        private bool _isProxied;
        private bool _canBeRejected;

        /// <summary>The buffer the message was parsed from.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>Message type.</summary>
        public CoapType Type
        {
            get { return _type; }
        }

        /// <summary>Method or response code.</summary>
        public CoapCode Code
        {
            get { return _code; }
        }

        /// <summary>Message ID, 0 to 65535.</summary>
        public int MessageId
        {
            get { return _messageId; }
        }

        /// <summary>Where the token starts in <see cref="Buffer"/>.</summary>
        public int TokenOffset
        {
            get { return _tokenOffset; }
        }

        /// <summary>Token length, 0 to 8 bytes.</summary>
        public int TokenLength
        {
            get { return _tokenLength; }
        }

        /// <summary>Where the payload starts in <see cref="Buffer"/>.</summary>
        public int PayloadOffset
        {
            get { return _payloadOffset; }
        }

        /// <summary>Payload length in bytes, 0 when there is none.</summary>
        public int PayloadLength
        {
            get { return _payloadLength; }
        }

        /// <summary>A critical option was not understood: a request is answered with 4.02 Bad Option (section 5.4.1).</summary>
        public bool HasBadOption
        {
            get { return _hasBadOption; }
        }

        /// <summary>The index of the first Uri-Path option.</summary>
        public int PathIndex
        {
            get { return _pathIndex; }
        }

        /// <summary>How many Uri-Path options there are.</summary>
        public int PathCount
        {
            get { return _pathCount; }
        }

        /// <summary>The Observe option, -1 when absent.</summary>
        public int Observe
        {
            get { return _observe; }
        }

        /// <summary>The Content-Format option, none when absent.</summary>
        public int ContentFormat
        {
            get { return _contentFormat; }
        }

        /// <summary>The Accept option, none when absent.</summary>
        public int Accept
        {
            get { return _accept; }
        }

        /// <summary>The Block1 option, -1 when absent.</summary>
        public int Block1
        {
            get { return _block1; }
        }

        /// <summary>The Block2 option, -1 when absent.</summary>
        public int Block2
        {
            get { return _block2; }
        }

        /// <summary>The No-Response option, 0 when absent: every response is wanted.</summary>
        public int NoResponse
        {
            get { return _noResponse; }
        }

        /// <summary>The request is for a proxy (Proxy-Uri, Proxy-Scheme).</summary>
        public bool IsProxied
        {
            get { return _isProxied; }
        }

        /// <summary>How many options the message has, as far as they are kept.</summary>
        public int OptionCount
        {
            get { return _count; }
        }

        /// <summary>The code is a request method (class 0, not Empty).</summary>
        public bool IsRequest
        {
            get { return _code != CoapCode.Empty && ((int)_code >> 5) == 0; }
        }

        /// <summary>The code is a response (class 2, 4 or 5).</summary>
        public bool IsResponse
        {
            get { return ((int)_code >> 5) >= 2; }
        }

        /// <summary>The response says success (class 2).</summary>
        public bool IsSuccess
        {
            get { return ((int)_code >> 5) == 2; }
        }

        /// <summary>
        /// Parses a datagram. Never throws on bad input.
        /// </summary>
        /// <param name="buffer">The caller's buffer.</param>
        /// <param name="offset">Where the datagram starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>
        /// False on a message format error. When at least the header could be read, <see cref="Type"/> and
        /// <see cref="MessageId"/> are valid and <see cref="CanBeRejected"/> tells whether a Reset is due.
        /// </returns>
        public bool Parse(byte[] buffer, int offset, int count)
        {
            _buffer = buffer;
            _canBeRejected = false;
            _hasBadOption = false;
            _tokenLength = 0;
            _payloadLength = 0;
            _payloadOffset = offset + count;
            _pathCount = 0;
            _observe = -1;
            _contentFormat = Coap.ContentFormat.None;
            _accept = Coap.ContentFormat.None;
            _block1 = -1;
            _block2 = -1;
            _noResponse = 0;
            _isProxied = false;
            _count = 0;

            if (count < 4 || (buffer[offset] >> 6) != 1)
            {
                return false;
            }

            int first = buffer[offset];
            _type = (CoapType)((first >> 4) & 3);
            _code = (CoapCode)buffer[offset + 1];
            _messageId = (buffer[offset + 2] << 8) | buffer[offset + 3];
            _canBeRejected = true;

            int tokenLength = first & 15;
            int end = offset + count;
            int at = offset + 4 + tokenLength;
            if (tokenLength > 8 || at > end)
            {
                return false;
            }

            if (_code == CoapCode.Empty)
            {
                return count == 4;
            }

            _tokenOffset = offset + 4;
            _tokenLength = tokenLength;
            return ParseOptions(at, end);
        }

        /// <summary>The header was readable, so that a malformed message can be rejected with a Reset.</summary>
        public bool CanBeRejected
        {
            get { return _canBeRejected; }
        }

        /// <summary>The number of option <paramref name="index"/>.</summary>
        /// <param name="index">0 to <see cref="OptionCount"/> - 1.</param>
        /// <returns>The option number.</returns>
        public int OptionNumber(int index)
        {
            return _number[index];
        }

        /// <summary>Where the value of option <paramref name="index"/> starts in <see cref="Buffer"/>.</summary>
        /// <param name="index">0 to <see cref="OptionCount"/> - 1.</param>
        /// <returns>An offset.</returns>
        public int OptionOffset(int index)
        {
            return _offset[index];
        }

        /// <summary>The length of option <paramref name="index"/> in bytes.</summary>
        /// <param name="index">0 to <see cref="OptionCount"/> - 1.</param>
        /// <returns>A length.</returns>
        public int OptionLength(int index)
        {
            return _length[index];
        }

        /// <summary>Finds the first option of a number.</summary>
        /// <param name="number">See <see cref="CoapOption"/>.</param>
        /// <returns>Its index, or -1.</returns>
        public int FindOption(int number)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_number[i] >= number)
                {
                    return _number[i] == number ? i : -1;
                }
            }

            return -1;
        }

        /// <summary>The value of an integer option. The frequent ones have properties.</summary>
        /// <param name="number">See <see cref="CoapOption"/>.</param>
        /// <param name="absent">What to return when the message has no such option.</param>
        /// <returns>The value, up to three bytes of it for _observe, up to two for a format.</returns>
        public int OptionInteger(int number, int absent)
        {
            int index = FindOption(number);
            if (index < 0)
            {
                return absent;
            }

            return IntegerAt(_offset[index], _length[index]);
        }

        /// <summary>The text of option <paramref name="index"/>. Allocates: not for the hot path.</summary>
        /// <param name="index">0 to <see cref="OptionCount"/> - 1.</param>
        /// <returns>The value as UTF-8 text.</returns>
        public string OptionText(int index)
        {
            return Encoding.UTF8.GetString(_buffer, _offset[index], _length[index]);
        }

        /// <summary>Whether the value of option <paramref name="index"/> is this ASCII text.</summary>
        /// <param name="index">0 to <see cref="OptionCount"/> - 1.</param>
        /// <param name="text">ASCII text.</param>
        /// <returns>True when equal.</returns>
        public bool OptionEquals(int index, string text)
        {
            if (_length[index] != text.Length)
            {
                return false;
            }

            for (int i = 0; i < text.Length; i++)
            {
                if (_buffer[_offset[index] + i] != text[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Whether this message carries a token.</summary>
        /// <param name="token">Holds the token at its start.</param>
        /// <param name="length">The token's length in bytes.</param>
        /// <returns>True when equal.</returns>
        public bool HasToken(byte[] token, int length)
        {
            if (TokenLength != length)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                if (_buffer[_tokenOffset + i] != token[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>
        /// What tells the transfer this request belongs to from others of its sender: method, path, query and formats
        /// (RFC 7959 section 2.4). A FETCH is told by its options alone: the requests for further blocks carry no payload.
        /// </summary>
        /// <returns>A hash of them.</returns>
        internal long TransferKey()
        {
            long key = Mix(HashStart, (int)_code);
            for (int i = 0; i < _count; i++)
            {
                int number = _number[i];
                if (number == CoapOption.UriPath || number == CoapOption.UriQuery || number == CoapOption.ContentFormat || number == CoapOption.Accept)
                {
                    key = Hash(Mix(Mix(key, number), _length[i]), _offset[i], _length[i]);
                }
            }

            return key;
        }

        /// <summary>A hash of the payload, 0 when there is none.</summary>
        internal long PayloadKey()
        {
            return _payloadLength == 0 ? 0 : Hash(HashStart, _payloadOffset, _payloadLength);
        }

        // FNV-1a of 64 bits.
        private static long Mix(long hash, int value)
        {
            return (hash ^ value) * HashPrime;
        }

        private long Hash(long hash, int offset, int length)
        {
            for (int i = offset; i < offset + length; i++)
            {
                hash = Mix(hash, _buffer[i]);
            }

            return hash;
        }

        private bool ParseOptions(int at, int end)
        {
            byte[] buffer = _buffer;
            int number = 0;
            while (at < end)
            {
                int header = buffer[at++];
                if (header == 0xFF)
                {
                    _payloadOffset = at;
                    _payloadLength = end - at;
                    return at < end;
                }

                int delta = header >> 4;
                int length = header & 15;
                if ((delta > 12 && !ReadExtended(ref delta, ref at, end)) || (length > 12 && !ReadExtended(ref length, ref at, end)))
                {
                    return false;
                }

                number += delta;
                if (at + length > end || number > 65535)
                {
                    return false;
                }

                if (number == CoapOption.UriPath && _count < MaximumOptions)
                {
                    _pathIndex = _pathCount == 0 ? _count : _pathIndex;
                    _pathCount++;
                    Keep(number, at, length);
                }
                else if (Understand(number, at, length, delta == 0 && _count > 0) && _count < MaximumOptions)
                {
                    Keep(number, at, length);
                }
                else
                {
                    _hasBadOption |= (number & 1) != 0;
                }

                at += length;
            }

            return true;
        }

        // 13 has one byte more, 14 two, 15 is reserved.
        private bool ReadExtended(ref int value, ref int at, int end)
        {
            int bytes = value - 12;
            if (bytes > 2 || at + bytes > end)
            {
                return false;
            }

            value = bytes == 1 ? _buffer[at] + 13 : ((_buffer[at] << 8) | _buffer[at + 1]) + 269;
            at += bytes;
            return true;
        }

        // False for an option that is not known though critical, comes twice, or is too long.
        private bool Understand(int number, int at, int length, bool again)
        {
            bool good = !again;
            switch (number)
            {
                case CoapOption.UriQuery:
                case CoapOption.LocationPath:
                case CoapOption.ETag:
                    good = true;
                    break;
                case CoapOption.Observe:
                    good &= length <= 3;
                    _observe = good ? IntegerAt(at, length) : _observe;
                    break;
                case CoapOption.ContentFormat:
                    good &= length <= 2;
                    _contentFormat = good ? IntegerAt(at, length) : _contentFormat;
                    break;
                case CoapOption.Accept:
                    good &= length <= 2;
                    _accept = good ? IntegerAt(at, length) : _accept;
                    break;
                case CoapOption.Block1:
                    good &= length <= 3;
                    _block1 = good ? IntegerAt(at, length) : _block1;
                    break;
                case CoapOption.Block2:
                    good &= length <= 3;
                    _block2 = good ? IntegerAt(at, length) : _block2;
                    break;
                case CoapOption.NoResponse:
                    good &= length <= 1;
                    _noResponse = good ? IntegerAt(at, length) : _noResponse;
                    break;
                case CoapOption.ProxyUri:
                case CoapOption.ProxyScheme:
                    _isProxied = true;
                    break;
                case CoapOption.UriHost:
                    break;
                case CoapOption.UriPort:
                    good &= length <= 2;
                    break;
                case CoapOption.MaxAge:
                case CoapOption.Size1:
                case CoapOption.Size2:
                    good &= length <= 4;
                    break;
                default:
                    good &= (number & 1) == 0;
                    break;
            }

            return good;
        }

        private void Keep(int number, int at, int length)
        {
            int index = _count;
            _number[index] = number;
            _offset[index] = at;
            _length[index] = length;
            _count = index + 1;
        }

        private int IntegerAt(int at, int length)
        {
            byte[] buffer = _buffer;
            int value = 0;
            for (int end = at + length; at < end; at++)
            {
                value = (value << 8) | buffer[at];
            }

            return value;
        }
    }
}
