// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>What the two JSON formats share: an array of records, each with a name and a value.</summary>
    public abstract class JsonItemWriter : ResourceWriter
    {
        private const string HexDigits = "0123456789abcdef";
        private const int PunctuationLength = 16;

        private int _count;

        /// <inheritdoc/>
        public override bool IsEmpty
        {
            get { return _count == 0; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            if (BeginRecord("v"))
            {
                PutInteger(value);
                Put('}');
            }
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            if (BeginRecord("v"))
            {
                if (Reserve(NumberText.MaximumLength))
                {
                    _position += NumberText.FormatUnsigned(value, _buffer, _position);
                }

                Put('}');
            }
        }

        /// <inheritdoc/>
        protected override void PutFloat(double value)
        {
            if (BeginRecord("v"))
            {
                if (Reserve(NumberText.MaximumLength))
                {
                    _position += NumberText.FormatFloat(value, _buffer, _position);
                }

                Put('}');
            }
        }

        /// <summary>Starts the array of records.</summary>
        protected abstract void PutOpening();

        /// <summary>Writes the names a record starts with, each followed by a comma.</summary>
        /// <param name="first">It is the first record.</param>
        protected abstract void PutNames(bool first);

        /// <summary>Ends the array of records.</summary>
        protected abstract void PutClosing();

        /// <inheritdoc/>
        protected override void OnOpen()
        {
            _count = 0;
        }

        /// <inheritdoc/>
        protected override void OnClose()
        {
            if (_count == 0)
            {
                PutOpening();
            }

            PutClosing();
        }

        /// <summary>Writes all of a record up to its value.</summary>
        /// <param name="label">The label of the value.</param>
        /// <returns>False when there is no room.</returns>
        protected bool BeginRecord(string label)
        {
            if (!Reserve(PunctuationLength))
            {
                return false;
            }

            bool first = _count++ == 0;
            if (first)
            {
                PutOpening();
            }
            else
            {
                Put(',');
            }

            Put('{');
            PutNames(first);
            Put('"');
            Put(label);
            Put('"');
            Put(':');
            return !Overflowed;
        }

        /// <summary>Writes the time of the record, if it has one of its own.</summary>
        protected void PutTime()
        {
            if (Time == 0)
            {
                return;
            }

            Put("\"t\":");
            if (Reserve(NumberText.MaximumLength))
            {
                _position += NumberText.FormatFloat(Time, _buffer, _position);
            }

            Put(',');
        }

        /// <summary>Writes a label and a path as its text.</summary>
        /// <param name="label">The label.</param>
        /// <param name="path">A path.</param>
        /// <param name="above">The path of which only what is below counts.</param>
        /// <param name="skip">How many characters to leave out at the start.</param>
        /// <param name="end">What to put behind the path, or nothing.</param>
        protected void PutPath(string label, long path, long above, int skip, string end)
        {
            Put('"');
            Put(label);
            Put("\":\"");
            if (Reserve(ResourcePath.MaximumTextLength))
            {
                int length = FormatBelow(path, above, _position);
                System.Array.Copy(_buffer, _position + skip, _buffer, _position, length > skip ? length - skip : 0);
                _position += length > skip ? length - skip : 0;
            }

            Put(end);
            Put('"');
        }

        /// <summary>Writes text in quotes, escaped where JSON asks for it.</summary>
        /// <param name="value">The text.</param>
        protected void PutQuoted(string value)
        {
            int length = Utf8Length(value);
            if (length == value.Length)
            {
                Put('"');
                for (int i = 0; i < length; i++)
                {
                    PutEscaped(value[i]);
                }

                Put('"');
                return;
            }

            // Beyond ASCII the device can only encode into a new array.
            byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(value);
            PutQuoted(utf8, 0, length);
        }

        /// <summary>Writes text in quotes, escaped where JSON asks for it.</summary>
        /// <param name="utf8">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        protected void PutQuoted(byte[] utf8, int offset, int count)
        {
            Put('"');
            for (int i = offset; i < offset + count; i++)
            {
                PutEscaped(utf8[i]);
            }

            Put('"');
        }

        /// <summary>Writes bytes in quotes as Base64.</summary>
        /// <param name="value">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <param name="url">In the alphabet for URLs, without padding.</param>
        protected void PutBase64(byte[] value, int offset, int count, bool url)
        {
            Put('"');
            if (Reserve(Base64.EncodedLength(count)))
            {
                _position += Base64.Encode(value, offset, count, _buffer, _position, url);
            }

            Put('"');
        }

        /// <summary>Writes an object link in quotes.</summary>
        /// <param name="objectId">Object ID.</param>
        /// <param name="instanceId">Object instance ID.</param>
        protected void PutLink(int objectId, int instanceId)
        {
            Put('"');
            if (Reserve(ObjectLinkText.MaximumLength))
            {
                _position += ObjectLinkText.Format(objectId, instanceId, _buffer, _position);
            }

            Put('"');
        }

        /// <summary>Writes an integer.</summary>
        /// <param name="value">The value.</param>
        protected void PutInteger(long value)
        {
            if (Reserve(NumberText.MaximumLength))
            {
                _position += NumberText.FormatInteger(value, _buffer, _position);
            }
        }

        /// <summary>Writes one byte.</summary>
        /// <param name="c">Below 256.</param>
        protected void Put(char c)
        {
            if (Reserve(1))
            {
                _buffer[_position++] = (byte)c;
            }
        }

        private void PutEscaped(int c)
        {
            if (c == '"' || c == '\\')
            {
                Put('\\');
            }
            else if (c < 0x20)
            {
                Put("\\u00");
                Put(HexDigits[c >> 4]);
                c = HexDigits[c & 15];
            }

            Put((char)c);
        }

        /// <summary>Writes ASCII text.</summary>
        /// <param name="ascii">The text.</param>
        protected void Put(string ascii)
        {
            for (int i = 0; i < ascii.Length; i++)
            {
                Put(ascii[i]);
            }
        }
    }
}
