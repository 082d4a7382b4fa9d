// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// A datagram read in place, RFC 7252 section 3. One instance is parsed over and over; it points into the caller's
    /// buffer and is good until the buffer or the message is used again.
    /// </summary>
    public sealed partial class CoapMessage
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
    }
}
