// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Coap
{
    /// <summary>
    /// Writes one message into the caller's buffer: header, options in rising order, then the payload in place.
    /// What does not fit sets <see cref="Overflowed"/>; nothing is written past the end.
    /// </summary>
    public sealed class CoapWriter
    {
        // Fields behind the properties, since the device's interpreter pays for every call.
        private byte[] _buffer;
        private bool _overflowed;
        private int _start;
        private int _end;
        private int _position;
        private int _lastOption;
        private int _payload;

        /// <summary>The caller's buffer.</summary>
        public byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>The message did not fit.</summary>
        public bool Overflowed
        {
            get { return _overflowed; }
        }

        /// <summary>Where the message starts in <see cref="Buffer"/>.</summary>
        public int Offset
        {
            get { return _start; }
        }

        /// <summary>The bytes written so far.</summary>
        public int Length
        {
            get { return _position - _start; }
        }

        /// <summary>Starts a message with its header and token.</summary>
        /// <param name="buffer">The caller's buffer.</param>
        /// <param name="offset">Where to start.</param>
        /// <param name="capacity">How many bytes may be used, at least 12.</param>
        /// <param name="type">Message type.</param>
        /// <param name="code">Method or response code.</param>
        /// <param name="messageId">Message ID, 0 to 65535.</param>
        /// <param name="token">Holds the token; may be null when the length is 0.</param>
        /// <param name="tokenOffset">Where the token starts.</param>
        /// <param name="tokenLength">0 to 8 bytes.</param>
        public void Begin(byte[] buffer, int offset, int capacity, CoapType type, CoapCode code, int messageId, byte[] token, int tokenOffset, int tokenLength)
        {
            _buffer = buffer;
            _overflowed = false;
            _start = offset;
            _end = offset + capacity;
            _lastOption = 0;
            _payload = -1;

            buffer[offset] = (byte)(0x40 | ((int)type << 4) | tokenLength);
            buffer[offset + 1] = (byte)code;
            buffer[offset + 2] = (byte)(messageId >> 8);
            buffer[offset + 3] = (byte)messageId;
            if (tokenLength > 0)
            {
                Array.Copy(token, tokenOffset, buffer, offset + 4, tokenLength);
            }

            _position = offset + 4 + tokenLength;
        }

        /// <summary>Adds an option with raw bytes.</summary>
        /// <param name="number">Not below the number added before.</param>
        /// <param name="value">Holds the value.</param>
        /// <param name="offset">Where the value starts.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <exception cref="InvalidOperationException">Options out of order.</exception>
        public void AddOption(int number, byte[] value, int offset, int length)
        {
            if (BeginOption(number, length))
            {
                Array.Copy(value, offset, _buffer, _position, length);
                _position += length;
            }
        }

        /// <summary>Adds an integer option in as few bytes as it takes.</summary>
        /// <param name="number">Not below the number added before.</param>
        /// <param name="value">Zero is an empty option.</param>
        /// <exception cref="InvalidOperationException">Options out of order.</exception>
        public void AddOption(int number, int value)
        {
            int length = value == 0 ? 0 : value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x1000000 ? 3 : 4;
            if (BeginOption(number, length))
            {
                for (int shift = (length - 1) * 8; shift >= 0; shift -= 8)
                {
                    _buffer[_position++] = (byte)(value >> shift);
                }
            }
        }

        /// <summary>Adds a text option as UTF-8.</summary>
        /// <param name="number">Not below the number added before.</param>
        /// <param name="value">The text.</param>
        /// <exception cref="InvalidOperationException">Options out of order.</exception>
        public void AddOption(int number, string value)
        {
            int length = Utf8.Count(value);
            if (BeginOption(number, length))
            {
                Utf8.Encode(value, length, _buffer, _position);
                _position += length;
            }
        }

        /// <summary>Adds one Uri-Path (or Location-Path) option for each segment of a path.</summary>
        /// <param name="number">The option that carries the segments.</param>
        /// <param name="path">Such as "rd/5a3f"; a leading slash is skipped.</param>
        public void AddPath(int number, string path)
        {
            bool ascii = Utf8.Count(path) == path.Length;
            int start = 0;
            while (start < path.Length)
            {
                int slash = path.IndexOf('/', start);
                int end = slash < 0 ? path.Length : slash;
                if (end > start && !ascii)
                {
                    AddOption(number, path.Substring(start, end - start));
                }
                else if (end > start && BeginOption(number, end - start))
                {
                    Encoding.UTF8.GetBytes(path, start, end - start, _buffer, _position);
                    _position += end - start;
                }

                start = end + 1;
            }
        }

        /// <summary>Sets the payload marker. The payload is then written at the returned offset.</summary>
        /// <returns>Where the payload starts in <see cref="Buffer"/>.</returns>
        public int BeginPayload()
        {
            if (_position >= _end)
            {
                _overflowed = true;
                _payload = _position;
                return _position;
            }

            _buffer[_position++] = 0xFF;
            _payload = _position;
            return _position;
        }

        /// <summary>The length of the payload that was ended, 0 when there is none.</summary>
        public int PayloadLength
        {
            get { return _payload < 0 || _position < _payload ? 0 : _position - _payload; }
        }

        /// <summary>Where the payload starts, -1 before there is one.</summary>
        public int PayloadOffset
        {
            get { return _payload; }
        }

        /// <summary>The room for a payload in bytes.</summary>
        public int PayloadCapacity
        {
            get { return _end - _position; }
        }

        /// <summary>Ends the payload; an empty one takes its marker back.</summary>
        /// <param name="length">Bytes written at the offset <see cref="BeginPayload"/> returned.</param>
        /// <param name="overflowed">The payload did not fit.</param>
        public void EndPayload(int length, bool overflowed = false)
        {
            _overflowed |= overflowed;
            if (!_overflowed)
            {
                _position = length == 0 ? _payload - 1 : _payload + length;
            }
        }

        /// <summary>Writes an empty message: an acknowledgement or a reset.</summary>
        /// <param name="buffer">The caller's buffer, at least 4 bytes.</param>
        /// <param name="type">Acknowledgement, Reset, or Confirmable for a ping.</param>
        /// <param name="messageId">Message ID, 0 to 65535.</param>
        /// <returns>4, the length.</returns>
        public static int WriteEmpty(byte[] buffer, CoapType type, int messageId)
        {
            buffer[0] = (byte)(0x40 | ((int)type << 4));
            buffer[1] = 0;
            buffer[2] = (byte)(messageId >> 8);
            buffer[3] = (byte)messageId;
            return 4;
        }

        private bool BeginOption(int number, int length)
        {
            if (number < _lastOption || _payload >= 0)
            {
                throw new InvalidOperationException("CoAP option order");
            }

            if (_overflowed || _position + 5 + length > _end)
            {
                _overflowed = true;
                return false;
            }

            int delta = number - _lastOption;
            _lastOption = number;
            int header = _position++;
            _buffer[header] = (byte)((WriteExtended(delta) << 4) | WriteExtended(length));
            return true;
        }

        private int WriteExtended(int value)
        {
            if (value < 13)
            {
                return value;
            }

            if (value < 269)
            {
                _buffer[_position++] = (byte)(value - 13);
                return 13;
            }

            _buffer[_position++] = (byte)((value - 269) >> 8);
            _buffer[_position++] = (byte)(value - 269);
            return 14;
        }
    }
}
