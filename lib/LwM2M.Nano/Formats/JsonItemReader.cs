// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Formats
{
    /// <summary>What the two JSON formats share: a cursor over the text, and a value that is one token.</summary>
    public abstract class JsonItemReader : ResourceReader
    {
        private const int MaximumDepth = 4;

        // Where the next item starts, and where the payload ends.
        private protected int _position;
        private protected int _end;

        /// <summary>The value is a string token.</summary>
        protected bool IsString { get; set; }

        /// <inheritdoc/>
        public override bool TryReadInteger(out long value)
        {
            value = 0;
            return !IsString && NumberText.TryParseInteger(_buffer, ValueOffset, ValueLength, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            value = 0;
            return !IsString && NumberText.TryParseUnsigned(_buffer, ValueOffset, ValueLength, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            return !IsString && NumberText.TryParseFloat(_buffer, ValueOffset, ValueLength, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadBoolean(out bool value)
        {
            value = !IsString && IsWord("true");
            return value || (!IsString && IsWord("false"));
        }

        /// <inheritdoc/>
        /// <remarks>Text with escapes is allocated; other text is found where it stands.</remarks>
        public override bool TryReadString(out byte[] buffer, out int offset, out int count)
        {
            buffer = _buffer;
            offset = ValueOffset;
            count = ValueLength;
            if (!IsString)
            {
                return false;
            }

            for (int i = 0; i < ValueLength; i++)
            {
                if (_buffer[ValueOffset + i] == '\\')
                {
                    buffer = new byte[ValueLength];
                    offset = 0;
                    count = Unescape(buffer);
                    break;
                }
            }

            return count >= 0 && Utf8.IsValid(buffer, offset, count);
        }

        /// <inheritdoc/>
        /// <remarks>The bytes are decoded from Base64 into a new array.</remarks>
        public override bool TryReadOpaque(out byte[] buffer, out int offset, out int count)
        {
            buffer = null;
            offset = 0;
            count = 0;
            if (!IsString || !Base64.IsValid(_buffer, ValueOffset, ValueLength))
            {
                return false;
            }

            count = Base64.DecodedLength(_buffer, ValueOffset, ValueLength);
            buffer = new byte[count];
            Base64.Decode(_buffer, ValueOffset, ValueLength, buffer, 0);
            return true;
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            return IsString && ObjectLinkText.TryParse(_buffer, ValueOffset, ValueLength, out objectId, out instanceId);
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            _position = offset;
            _end = end;
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
            Take('\0');
            return _position >= _end;
        }

        /// <summary>Goes behind a string token.</summary>
        /// <param name="offset">Where its text starts.</param>
        /// <param name="length">The length of its text, escapes included.</param>
        /// <returns>False when there is none.</returns>
        protected bool TakeString(out int offset, out int length)
        {
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
            while (at < end && buffer[at] != '"')
            {
                at += buffer[at] == '\\' ? 2 : 1;
            }

            _position = at;
            length = at - offset;
            return Take('"') && offset + length < _end;
        }

        /// <summary>Makes the next token the value.</summary>
        /// <returns>False when it is none.</returns>
        protected bool TakeValue()
        {
            int start = _position;
            IsString = TakeString(out int offset, out int length);
            if (IsString)
            {
                ValueOffset = offset;
                ValueLength = length;
                return true;
            }

            _position = start;
            Take('\0');
            ValueOffset = _position;
            while (_position < _end && IsWordCharacter(_buffer[_position]))
            {
                _position++;
            }

            ValueLength = _position - ValueOffset;
            return ValueLength > 0;
        }

        /// <summary>Goes behind any value.</summary>
        /// <param name="depth">How deep it is nested.</param>
        /// <returns>False when it is malformed.</returns>
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
                if ((!first && !Take(',')) || (map && (!TakeString(out int _, out int _) || !Take(':'))) || !SkipValue(depth + 1))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Whether a label is this word.</summary>
        /// <param name="offset">Where the label starts.</param>
        /// <param name="length">Its length.</param>
        /// <param name="word">ASCII.</param>
        /// <returns>True when equal.</returns>
        protected bool IsLabel(int offset, int length, string word)
        {
            if (length != word.Length)
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                if (_buffer[offset + i] != word[i])
                {
                    return false;
                }
            }

            return true;
        }

        private static bool IsWordCharacter(int c)
        {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' || c == '.';
        }

        private static int HexValue(int c)
        {
            return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
        }

        private bool IsWord(string word)
        {
            return IsLabel(ValueOffset, ValueLength, word);
        }

        // The length of the text without its escapes, -1 when one is malformed.
        private int Unescape(byte[] target)
        {
            int at = 0;
            int end = ValueOffset + ValueLength;
            for (int i = ValueOffset; i < end; i++)
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
                    int unit = i + 4 < end ? CodeUnit(i + 1) : -1;
                    if (unit < 0 || (unit >= 0xD800 && unit < 0xE000))
                    {
                        return -1;
                    }

                    at += PutUtf8(unit, target, at);
                    i += 4;
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

        private int CodeUnit(int at)
        {
            int unit = 0;
            for (int i = 0; i < 4; i++)
            {
                int digit = HexValue(_buffer[at + i]);
                if (digit < 0)
                {
                    return -1;
                }

                unit = (unit << 4) | digit;
            }

            return unit;
        }

        private static int PutUtf8(int unit, byte[] target, int at)
        {
            if (unit < 0x80)
            {
                target[at] = (byte)unit;
                return 1;
            }

            if (unit < 0x800)
            {
                target[at] = (byte)(0xC0 | (unit >> 6));
                target[at + 1] = (byte)(0x80 | (unit & 63));
                return 2;
            }

            target[at] = (byte)(0xE0 | (unit >> 12));
            target[at + 1] = (byte)(0x80 | ((unit >> 6) & 63));
            target[at + 2] = (byte)(0x80 | (unit & 63));
            return 3;
        }
    }
}
