// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Text;

namespace LwM2M.Nano.Coap
{
    /// <content>The options: read in one pass, those every request is asked for kept apart.</content>
    public sealed partial class CoapMessage
    {
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
