// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>
    /// JSON tokens read in place (RFC 8259). Every string, a name, a label or a value, is taken by one method; one with escapes
    /// is copied without them.
    /// </summary>
    public abstract class JsonItemReader : ResourceReader
    {
        private const int MaximumDepth = 4;

        // Where the next item starts, and where the payload ends.
        private protected int _position;
        private protected int _end;

        // What holds the value: the payload, or a copy without escapes.
        private protected byte[] _value;

        // What the value's label says it is.
        private protected int _kind = ValueKind.Any;

        private readonly DecimalText _decimal = new DecimalText();

        /// <summary>The current value is a string token.</summary>
        protected bool IsString { get; set; }

        /// <inheritdoc/>
        public override bool TryReadInteger(out long value)
        {
            value = 0;
            return ParseNumber() && NumberText.TryToInteger(_decimal, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            value = 0;
            return ParseNumber() && (!_decimal.IsNegative || _decimal.Digits == 0) && _decimal.TryToWhole(out value);
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            return ParseNumber() && _decimal.TryToDouble(out value);
        }

        /// <inheritdoc/>
        public override bool TryReadBoolean(out bool value)
        {
            bool word = !IsString && (_kind & ValueKind.Truth) != 0;
            value = word && AreSame(_value, ValueOffset, ValueLength, "true");
            return value || (word && AreSame(_value, ValueOffset, ValueLength, "false"));
        }

        /// <inheritdoc/>
        public override bool TryReadString(out byte[] buffer, out int offset, out int count)
        {
            buffer = _value;
            offset = ValueOffset;
            count = ValueLength;
            return IsString && (_kind & ValueKind.Text) != 0 && Utf8.IsValid(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override bool TryReadOpaque(out byte[] buffer, out int offset, out int count)
        {
            buffer = null;
            offset = 0;
            count = 0;
            if (!IsString || (_kind & ValueKind.Data) == 0 || !Base64.IsValid(_value, ValueOffset, ValueLength))
            {
                return false;
            }

            count = Base64.DecodedLength(_value, ValueOffset, ValueLength);
            buffer = new byte[count];
            Base64.Decode(_value, ValueOffset, ValueLength, buffer, 0);
            return true;
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            return IsString && (_kind & ValueKind.Link) != 0 && ObjectLinkText.TryParse(_value, ValueOffset, ValueLength, out objectId, out instanceId);
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            bool marked = offset + 3 <= end && _buffer[offset] == 0xEF && _buffer[offset + 1] == 0xBB && _buffer[offset + 2] == 0xBF;
            _position = marked ? offset + 3 : offset; // a byte order mark may be there (section 8.1)
            _end = end;
            _value = _buffer;
        }

        /// <summary>Goes behind a character if it is the next one, white space left aside.</summary>
        /// <param name="c">The character.</param>
        /// <returns>True when it was.</returns>
        protected bool Take(char c)
        {
            byte[] buffer = _buffer;
            int at = _position;
            int end = _end;
            int next = at < end ? buffer[at] : -1;
            while (next == ' ' || next == '\n' || next == '\r' || next == '\t')
            {
                at++;
                next = at < end ? buffer[at] : -1;
            }

            bool found = next == c;
            _position = found ? at + 1 : at;
            return found;
        }

        /// <summary>Only white space is left.</summary>
        /// <returns>True at the end.</returns>
        protected bool IsAtEnd()
        {
            SkipSpace();
            return _position >= _end;
        }

        /// <summary>Goes behind a string token.</summary>
        /// <param name="text">Receives what holds its text.</param>
        /// <param name="offset">Receives where the text starts.</param>
        /// <param name="length">Receives its length in bytes.</param>
        /// <returns>False when there is none, or it has an escape or a character that cannot be.</returns>
        protected bool TakeString(out byte[] text, out int offset, out int length)
        {
            text = _buffer;
            offset = 0;
            length = 0;
            if (!Take('"'))
            {
                return false;
            }

            byte[] buffer = _buffer;
            int at = _position;
            int end = _end;
            offset = at;
            bool escaped = false;
            while (at < end && buffer[at] != '"' && buffer[at] >= 0x20)
            {
                escaped |= buffer[at] == '\\';
                at += buffer[at] == '\\' ? 2 : 1;
            }

            if (at >= end || buffer[at] != '"')
            {
                return false;
            }

            _position = at + 1;
            length = at - offset;
            if (!escaped)
            {
                return true;
            }

            text = new byte[length];
            length = Unescape(offset, length, text);
            offset = 0;
            return length >= 0;
        }

        /// <summary>Goes behind a string, a number or a word, and takes it as the value.</summary>
        /// <returns>False when there is none of these.</returns>
        protected bool TakeValue()
        {
            SkipSpace();
            IsString = _position < _end && _buffer[_position] == '"';
            if (IsString)
            {
                bool whole = TakeString(out byte[] text, out int offset, out int length);
                _value = text;
                ValueOffset = offset;
                ValueLength = length;
                return whole;
            }

            _value = _buffer;
            ValueOffset = _position;
            while (_position < _end && IsWordCharacter(_buffer[_position]))
            {
                _position++;
            }

            ValueLength = _position - ValueOffset;
            return AreSame(_buffer, ValueOffset, ValueLength, "true") || AreSame(_buffer, ValueOffset, ValueLength, "false")
                || AreSame(_buffer, ValueOffset, ValueLength, "null") || IsNumber(ValueOffset, _position);
        }

        /// <summary>Goes behind a value of any kind.</summary>
        /// <param name="depth">How deep it lies.</param>
        /// <returns>False when it is malformed or too deep.</returns>
        protected bool SkipValue(int depth)
        {
            bool map = Take('{');
            if (!map && !Take('['))
            {
                return TakeValue();
            }

            char end = map ? '}' : ']';
            if (depth > MaximumDepth)
            {
                return false;
            }

            for (bool first = true; !Take(end); first = false)
            {
                if ((!first && !Take(',')) || (map && (!TakeString(out byte[] _, out int _, out int _) || !Take(':'))) || !SkipValue(depth + 1))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Whether a text is this ASCII word.</summary>
        /// <param name="text">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="word">The word.</param>
        /// <returns>True when it is.</returns>
        protected static bool AreSame(byte[] text, int offset, int length, string word)
        {
            if (length != word.Length)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                if (text[offset + i] != word[i])
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsSpace(int c)
        {
            return c == ' ' || c == '\n' || c == '\r' || c == '\t';
        }

        private static bool IsDigit(int c)
        {
            return c >= '0' && c <= '9';
        }

        private static bool IsWordCharacter(int c)
        {
            return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
        }

        private static int HexValue(int c)
        {
            return IsDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        }

        private void SkipSpace()
        {
            while (_position < _end && IsSpace(_buffer[_position]))
            {
                _position++;
            }
        }

        private bool ParseNumber()
        {
            return !IsString && (_kind & ValueKind.Number) != 0 && _decimal.Parse(_value, ValueOffset, ValueLength);
        }

        // The grammar of section 6: no plus, no leading zero, digits on both sides of a point.
        private bool IsNumber(int at, int end)
        {
            at += at < end && _buffer[at] == '-' ? 1 : 0;
            int integer = SkipDigits(at, end);
            if (integer == at || (_buffer[at] == '0' && integer > at + 1))
            {
                return false;
            }

            at = integer;
            if (at < end && _buffer[at] == '.')
            {
                int fraction = SkipDigits(at + 1, end);
                if (fraction == at + 1)
                {
                    return false;
                }

                at = fraction;
            }

            if (at < end && (_buffer[at] == 'e' || _buffer[at] == 'E'))
            {
                at++;
                at += at < end && (_buffer[at] == '-' || _buffer[at] == '+') ? 1 : 0;
                int exponent = SkipDigits(at, end);
                at = exponent == at ? -1 : exponent;
            }

            return at == end;
        }

        private int SkipDigits(int at, int end)
        {
            while (at < end && IsDigit(_buffer[at]))
            {
                at++;
            }

            return at;
        }

        // The length of a text without its escapes, -1 when one is malformed.
        private int Unescape(int offset, int length, byte[] target)
        {
            int at = 0;
            int end = offset + length;
            for (int i = offset; i < end; i++)
            {
                int c = _buffer[i];
                if (c != '\\')
                {
                    target[at++] = (byte)c;
                    continue;
                }

                i++;
                int escape = i < end ? _buffer[i] : 0;
                int plain = "\"\\/bfnrt".IndexOf((char)escape);
                if (escape == 'u')
                {
                    int unit = CodeUnit(i + 1, end);
                    i += 4;
                    if (unit >= 0xD800 && unit < 0xDC00)
                    {
                        // A character beyond U+FFFF is a pair of escapes (section 7).
                        int low = i + 2 < end && _buffer[i + 1] == '\\' && _buffer[i + 2] == 'u' ? CodeUnit(i + 3, end) : -1;
                        unit = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : -1;
                        i += 6;
                    }

                    if (unit < 0 || (unit >= 0xDC00 && unit < 0xE000))
                    {
                        return -1;
                    }

                    at += Utf8.Put(unit, target, at);
                }
                else if (plain < 0)
                {
                    return -1;
                }
                else
                {
                    target[at++] = (byte)"\"\\/\b\f\n\r\t"[plain];
                }
            }

            return at;
        }

        private int CodeUnit(int at, int end)
        {
            int unit = at + 4 <= end ? 0 : -1;
            for (int i = 0; i < 4 && unit >= 0; i++)
            {
                int digit = HexValue(_buffer[at + i]);
                unit = digit < 0 ? -1 : (unit << 4) | digit;
            }

            return unit;
        }
    }
}
