// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using System.Text;
using LwM2M.Nano.Text;

namespace Firmware.Platform
{
    /// <summary>
    /// JSON (RFC 8259) as a configuration has it: texts, whole numbers, true, false, null, and lists of these. The platform's
    /// own reader takes 19 KB of flash and, by its tables and converters, several KB of heap.
    /// </summary>
    internal sealed class JsonText
    {
        private const int LongestText = 1024;
        private const int LongestCharacter = 4;

        private readonly byte[] _json;
        private int _at;

        internal JsonText(byte[] json)
        {
            _json = json;
            _at = json.Length >= 3 && json[0] == 0xEF && json[1] == 0xBB && json[2] == 0xBF ? 3 : 0; // a byte order mark
        }

        /// <summary>The line that is read, from 1 on.</summary>
        internal int Line
        {
            get
            {
                int line = 1;
                for (int i = 0; i < _at && i < _json.Length; i++)
                {
                    line += _json[i] == '\n' ? 1 : 0;
                }

                return line;
            }
        }

        /// <summary>Nothing but space is left.</summary>
        internal bool IsAtEnd
        {
            get { return Peek() < 0; }
        }

        /// <summary>Takes a sign such as a brace, when it is next.</summary>
        internal bool TryTake(char sign)
        {
            bool there = Peek() == sign;
            _at += there ? 1 : 0;
            return there;
        }

        /// <summary>Reads a text.</summary>
        /// <returns>False when there is none, or it is not valid.</returns>
        internal bool TryReadText(out string text)
        {
            text = null;
            if (!TryTake('"'))
            {
                return false;
            }

            byte[] bytes = new byte[LongestText];
            int count = 0;
            while (_at < _json.Length && _json[_at] != '"')
            {
                int next = _json[_at++];
                if (next < ' ' || count + LongestCharacter > bytes.Length)
                {
                    return false;
                }

                if (next != '\\')
                {
                    bytes[count++] = (byte)next;
                }
                else if (!TryUnescape(bytes, ref count))
                {
                    return false;
                }
            }

            _at++;
            if (_at > _json.Length || !Utf8.IsValid(bytes, 0, count))
            {
                return false;
            }

            text = count == 0 ? "" : Encoding.UTF8.GetString(bytes, 0, count);
            return true;
        }

        /// <summary>Reads a value: a string, a boxed long, a boxed bool, null, or an ArrayList of these.</summary>
        /// <returns>False when there is none, or it is not valid. A number with a fraction, and an object, is null: no key needs one.</returns>
        internal bool TryReadValue(out object value)
        {
            value = null;
            int next = Peek();
            if (next == '"')
            {
                bool valid = TryReadText(out string text);
                value = text;
                return valid;
            }

            if (next == '[')
            {
                return TryReadList(out value);
            }

            if (next == '{')
            {
                return TrySkip();
            }

            int start = _at;
            while (_at < _json.Length && (IsLetterOrDigit(_json[_at]) || _json[_at] == '-' || _json[_at] == '+' || _json[_at] == '.'))
            {
                _at++;
            }

            return TryReadWord(start, _at - start, out value);
        }

        private bool TryReadWord(int start, int count, out object value)
        {
            value = null;
            if (Is(start, count, "true") || Is(start, count, "false"))
            {
                value = count == 4;
                return true;
            }

            if (count == 0 || (_json[start] != '-' && (_json[start] < '0' || _json[start] > '9')))
            {
                return Is(start, count, "null");
            }

            if (NumberText.TryParseInteger(_json, start, count, out long number))
            {
                value = number;
            }

            return true;
        }

        private bool TryReadList(out object value)
        {
            ArrayList items = new ArrayList();
            value = items;
            _at++;
            while (!TryTake(']'))
            {
                if (items.Count > 0 && !TryTake(','))
                {
                    return false;
                }

                object item = null;
                if (Peek() == '[' ? !TrySkip() : !TryReadValue(out item))
                {
                    return false;
                }

                items.Add(item);
            }

            return true;
        }

        // An object, or a list within a list: no key of a device has one.
        private bool TrySkip()
        {
            int depth = 0;
            do
            {
                int next = Peek();
                if (next < 0)
                {
                    return false;
                }

                if (next == '"')
                {
                    if (!TryReadText(out string _))
                    {
                        return false;
                    }
                }
                else
                {
                    _at++;
                    depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
                }
            }
            while (depth > 0);

            return true;
        }

        private bool TryUnescape(byte[] bytes, ref int count)
        {
            int escape = _at < _json.Length ? _json[_at++] : 0;
            int character = escape == 'n' ? '\n' : escape == 't' ? '\t' : escape == 'r' ? '\r' : escape == 'b' ? '\b' : escape == 'f' ? '\f'
                : escape == '"' || escape == '\\' || escape == '/' ? escape
                : escape == 'u' ? Hex() : -1;
            if (character >= 0xD800 && character < 0xDC00 && _at + 1 < _json.Length && _json[_at] == '\\' && _json[_at + 1] == 'u')
            {
                _at += 2;
                int low = Hex();
                character = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((character - 0xD800) << 10) + low - 0xDC00 : -1;
            }

            if (character <= 0 || (character >= 0xD800 && character < 0xE000))
            {
                return false;
            }

            count += Utf8.Put(character, bytes, count);
            return true;
        }

        private int Hex()
        {
            int number = 0;
            for (int i = 0; i < 4; i++, _at++)
            {
                int c = _at < _json.Length ? _json[_at] | 0x20 : 0;
                int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
                if (digit < 0)
                {
                    return -1;
                }

                number = (number << 4) | digit;
            }

            return number;
        }

        // The next byte that is no space, -1 at the end.
        private int Peek()
        {
            while (_at < _json.Length && (_json[_at] == ' ' || _json[_at] == '\t' || _json[_at] == '\r' || _json[_at] == '\n'))
            {
                _at++;
            }

            return _at < _json.Length ? _json[_at] : -1;
        }

        private bool Is(int start, int count, string word)
        {
            bool same = count == word.Length;
            for (int i = 0; same && i < count; i++)
            {
                same = _json[start + i] == word[i];
            }

            return same;
        }

        private static bool IsLetterOrDigit(byte c)
        {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
    }
}
