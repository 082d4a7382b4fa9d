// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes application/link-format (RFC 6690): the object list of a registration, and the answer to Discover.</summary>
    public sealed class LinkFormatWriter
    {
        private byte[] _buffer;
        private int _start;
        private int _position;
        private int _end;

        /// <summary>The links did not fit.</summary>
        public bool Overflowed { get; private set; }

        /// <summary>How many bytes were written.</summary>
        public int Length
        {
            get { return _position - _start; }
        }

        /// <summary>Starts a list.</summary>
        /// <param name="buffer">The caller's buffer.</param>
        /// <param name="offset">Where to start.</param>
        /// <param name="capacity">How many bytes may be used.</param>
        public void Open(byte[] buffer, int offset, int capacity)
        {
            _buffer = buffer;
            _start = offset;
            _position = offset;
            _end = offset + capacity;
            Overflowed = false;
        }

        /// <summary>Adds what is no link: how Bootstrap-Discover of LwM2M 1.0 begins.</summary>
        /// <param name="ascii">The text.</param>
        public void AddText(string ascii)
        {
            Append(ascii);
        }

        /// <summary>Adds a link such as &lt;/3/0&gt;.</summary>
        /// <param name="path">A packed path.</param>
        public void AddLink(long path)
        {
            if (_position > _start)
            {
                Append(',');
            }

            Append('<');
            if (Reserve(ResourcePath.MaximumTextLength))
            {
                _position += ResourcePath.Format(path, _buffer, _position);
            }

            Append('>');
        }

        /// <summary>Adds an attribute to the last link, as ;name=value.</summary>
        /// <param name="name">ASCII.</param>
        /// <param name="value">ASCII, quoted by the caller where the attribute wants it.</param>
        public void AddAttribute(string name, string value)
        {
            Append(';');
            Append(name);
            Append('=');
            Append(value);
        }

        /// <summary>Adds a number as an attribute to the last link.</summary>
        /// <param name="name">ASCII.</param>
        /// <param name="value">The value.</param>
        public void AddAttribute(string name, double value)
        {
            Append(';');
            Append(name);
            Append('=');
            if (Reserve(NumberText.MaximumLength))
            {
                _position += NumberText.FormatFloat(value, _buffer, _position);
            }
        }

        private void Append(string ascii)
        {
            for (int i = 0; i < ascii.Length; i++)
            {
                Append(ascii[i]);
            }
        }

        private void Append(char c)
        {
            if (Reserve(1))
            {
                _buffer[_position++] = (byte)c;
            }
        }

        private bool Reserve(int count)
        {
            if (Overflowed || _position + count > _end)
            {
                Overflowed = true;
                return false;
            }

            return true;
        }
    }
}
