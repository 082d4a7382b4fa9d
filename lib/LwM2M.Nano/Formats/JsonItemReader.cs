// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Formats
{
    /// <summary>What the two JSON formats share: a cursor over the text, and a value that is one token.</summary>
    public abstract class JsonItemReader : ResourceReader
    {
        private const int MaximumDepth = 4;

        /// <summary>Where the next character is.</summary>
        protected int Position { get; set; }

        /// <summary>Where the text ends.</summary>
        protected int End { get; private set; }

        /// <summary>The value is a string token.</summary>
        protected bool IsString { get; set; }

        /// <inheritdoc/>
        public override bool TryReadInteger(out long value)
        {
            value = 0;
            return !IsString && NumberText.TryParseInteger(Buffer, ValueOffset, ValueLength, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            value = 0;
            return !IsString && NumberText.TryParseUnsigned(Buffer, ValueOffset, ValueLength, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            return !IsString && NumberText.TryParseFloat(Buffer, ValueOffset, ValueLength, out value);
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
            buffer = Buffer;
            offset = ValueOffset;
            count = ValueLength;
            if (!IsString)
            {
                return false;
            }

            for (int i = 0; i < ValueLength; i++)
            {
                if (Buffer[ValueOffset + i] == '\\')
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
            if (!IsString || !Base64.IsValid(Buffer, ValueOffset, ValueLength))
            {
                return false;
            }

            count = Base64.DecodedLength(Buffer, ValueOffset, ValueLength);
            buffer = new byte[count];
            Base64.Decode(Buffer, ValueOffset, ValueLength, buffer, 0);
            return true;
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            return IsString && ObjectLinkText.TryParse(Buffer, ValueOffset, ValueLength, out objectId, out instanceId);
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            Position = offset;
            End = end;
        }

        /// <summary>Goes behind a character if it is the next one, white space left aside.</summary>
        /// <param name="c">The character.</param>
        /// <returns>True when it was.</returns>
        protected bool Take(char c)
        {
            while (Position < End && (Buffer[Position] == ' ' || Buffer[Position] == '\t' || Buffer[Position] == '\r' || Buffer[Position] == '\n'))
            {
                Position++;
            }

            if (Position < End && Buffer[Position] == c)
            {
                Position++;
                return true;
            }

            return false;
        }

        /// <summary>Only white space is left.</summary>
        /// <returns>True at the end.</returns>
        protected bool IsAtEnd()
        {
            Take('\0');
            return Position >= End;
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

            offset = Position;
            while (Position < End && Buffer[Position] != '"')
            {
                Position += Buffer[Position] == '\\' ? 2 : 1;
            }

            length = Position - offset;
            return Take('"') && offset + length < End;
        }

        /// <summary>Makes the next token the value.</summary>
        /// <returns>False when it is none.</returns>
        protected bool TakeValue()
        {
            int start = Position;
            IsString = TakeString(out int offset, out int length);
            if (IsString)
            {
                ValueOffset = offset;
                ValueLength = length;
                return true;
            }

            Position = start;
            Take('\0');
            ValueOffset = Position;
            while (Position < End && IsWordCharacter(Buffer[Position]))
            {
                Position++;
            }

            ValueLength = Position - ValueOffset;
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
                if (Buffer[offset + i] != word[i])
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
                int c = Buffer[i];
                if (c != '\\')
                {
                    target[at++] = (byte)c;
                    continue;
                }

                i++;
                int escape = i < end ? Buffer[i] : 0;
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
                int digit = HexValue(Buffer[at + i]);
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
