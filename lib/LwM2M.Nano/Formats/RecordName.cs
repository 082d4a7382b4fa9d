// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>The name of a SenML record: the base name in force, and the record's own behind it.</summary>
    internal sealed class RecordName
    {
        private readonly byte[] _text = new byte[2 * ResourcePath.MaximumTextLength];
        private int _baseOffset;
        private int _baseLength;
        private int _offset;
        private int _length;

        internal void Clear()
        {
            _baseOffset = 0;
            _baseLength = 0;
            BeginRecord();
        }

        internal void BeginRecord()
        {
            _offset = 0;
            _length = 0;
        }

        internal void Set(bool isBase, int offset, int length)
        {
            if (isBase)
            {
                _baseOffset = offset;
                _baseLength = length;
            }
            else
            {
                _offset = offset;
                _length = length;
            }
        }

        /// <summary>The path the two names make together.</summary>
        internal bool TryResolve(byte[] buffer, out long path)
        {
            path = ResourcePath.Root;
            int length = _baseLength + _length;
            if (length > _text.Length)
            {
                return false;
            }

            Array.Copy(buffer, _baseOffset, _text, 0, _baseLength);
            Array.Copy(buffer, _offset, _text, _baseLength, _length);
            length = WithoutEscapes(length);
            if (length > 1 && _text[length - 1] == '/')
            {
                length--;
            }

            return ResourcePath.TryParse(_text, 0, length, out path);
        }

        // JSON may write a slash with a backslash before it.
        private int WithoutEscapes(int length)
        {
            int at = 0;
            for (int i = 0; i < length; i++)
            {
                if (_text[i] != '\\')
                {
                    _text[at++] = _text[i];
                }
            }

            return at;
        }
    }
}
