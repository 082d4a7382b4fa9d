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

        private readonly int[] _number = new int[MaximumOptions];
        private readonly int[] _offset = new int[MaximumOptions];
        private readonly int[] _length = new int[MaximumOptions];
        private int _count;

        /// <summary>The buffer the message was parsed from.</summary>
        public byte[] Buffer { get; private set; }

        /// <summary>Message type.</summary>
        public CoapType Type { get; private set; }

        /// <summary>Method or response code.</summary>
        public CoapCode Code { get; private set; }

        /// <summary>Message ID, 0 to 65535.</summary>
        public int MessageId { get; private set; }

        /// <summary>Where the token starts in <see cref="Buffer"/>.</summary>
        public int TokenOffset { get; private set; }

        /// <summary>Token length, 0 to 8 bytes.</summary>
        public int TokenLength { get; private set; }

        /// <summary>Where the payload starts in <see cref="Buffer"/>.</summary>
        public int PayloadOffset { get; private set; }

        /// <summary>Payload length in bytes, 0 when there is none.</summary>
        public int PayloadLength { get; private set; }

        /// <summary>A critical option was not understood: a request is answered with 4.02 Bad Option (section 5.4.1).</summary>
        public bool HasBadOption { get; private set; }

        /// <summary>How many options the message has, as far as they are kept.</summary>
        public int OptionCount
        {
            get { return _count; }
        }

        /// <summary>The code is a request method (class 0, not Empty).</summary>
        public bool IsRequest
        {
            get { return Code != CoapCode.Empty && ((byte)Code >> 5) == 0; }
        }

        /// <summary>The code is a response (class 2, 4 or 5).</summary>
        public bool IsResponse
        {
            get { return ((byte)Code >> 5) >= 2; }
        }

        /// <summary>The response says success (class 2).</summary>
        public bool IsSuccess
        {
            get { return ((byte)Code >> 5) == 2; }
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
            Buffer = buffer;
            CanBeRejected = false;
            HasBadOption = false;
            TokenLength = 0;
            PayloadLength = 0;
            PayloadOffset = offset + count;
            _count = 0;

            if (count < 4 || (buffer[offset] >> 6) != 1)
            {
                return false;
            }

            int first = buffer[offset];
            Type = (CoapType)((first >> 4) & 3);
            Code = (CoapCode)buffer[offset + 1];
            MessageId = (buffer[offset + 2] << 8) | buffer[offset + 3];
            CanBeRejected = true;

            int tokenLength = first & 15;
            int end = offset + count;
            int at = offset + 4 + tokenLength;
            if (tokenLength > 8 || at > end)
            {
                return false;
            }

            if (Code == CoapCode.Empty)
            {
                return count == 4;
            }

            TokenOffset = offset + 4;
            TokenLength = tokenLength;
            return ParseOptions(at, end);
        }

        /// <summary>The header was readable, so that a malformed message can be rejected with a Reset.</summary>
        public bool CanBeRejected { get; private set; }

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

        /// <summary>The value of an integer option.</summary>
        /// <param name="number">See <see cref="CoapOption"/>.</param>
        /// <param name="absent">What to return when the message has no such option.</param>
        /// <returns>The value, up to three bytes of it for Observe, up to two for a format.</returns>
        public int OptionInteger(int number, int absent)
        {
            int index = FindOption(number);
            if (index < 0)
            {
                return absent;
            }

            int value = 0;
            int end = _offset[index] + _length[index];
            for (int i = _offset[index]; i < end; i++)
            {
                value = (value << 8) | Buffer[i];
            }

            return value;
        }

        /// <summary>The text of option <paramref name="index"/>. Allocates: not for the hot path.</summary>
        /// <param name="index">0 to <see cref="OptionCount"/> - 1.</param>
        /// <returns>The value as UTF-8 text.</returns>
        public string OptionText(int index)
        {
            return Encoding.UTF8.GetString(Buffer, _offset[index], _length[index]);
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
                if (Buffer[_offset[index] + i] != text[i])
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
                if (Buffer[TokenOffset + i] != token[i])
                {
                    return false;
                }
            }

            return true;
        }

        private bool ParseOptions(int at, int end)
        {
            int number = 0;
            int previous = -1;
            while (at < end)
            {
                int header = Buffer[at++];
                if (header == 0xFF)
                {
                    PayloadOffset = at;
                    PayloadLength = end - at;
                    return PayloadLength > 0;
                }

                int delta = header >> 4;
                int length = header & 15;
                if (delta == 15 || length == 15)
                {
                    return false;
                }

                int extended = (delta == 13 ? 1 : delta == 14 ? 2 : 0) + (length == 13 ? 1 : length == 14 ? 2 : 0);
                if (at + extended > end)
                {
                    return false;
                }

                if (delta >= 13)
                {
                    delta = delta == 13 ? Buffer[at++] + 13 : ReadUInt16(at) + 269;
                    at += delta >= 269 ? 2 : 0;
                }

                if (length >= 13)
                {
                    length = length == 13 ? Buffer[at++] + 13 : ReadUInt16(at) + 269;
                    at += length >= 269 ? 2 : 0;
                }

                number += delta;
                if (number > 65535 || at + length > end)
                {
                    return false;
                }

                Keep(number, at, length, number == previous);
                previous = number;
                at += length;
            }

            return true;
        }

        private int ReadUInt16(int at)
        {
            return (Buffer[at] << 8) | Buffer[at + 1];
        }

        private void Keep(int number, int at, int length, bool again)
        {
            int longest = CoapOption.MaximumIntegerLength(number);
            bool unknown = (CoapOption.IsCritical(number) && !CoapOption.IsKnown(number))
                || (again && !CoapOption.IsRepeatable(number))
                || (longest >= 0 && length > longest)
                || _count == MaximumOptions;
            if (unknown)
            {
                HasBadOption |= CoapOption.IsCritical(number);
                return;
            }

            _number[_count] = number;
            _offset[_count] = at;
            _length[_count] = length;
            _count++;
        }
    }
}
