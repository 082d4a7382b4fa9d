// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>The name of a record: the base name, which stays for those behind it, and its own name (RFC 8428 section 4.5.1).</summary>
    internal sealed class RecordName
    {
        private readonly byte[] _base = new byte[2 * ResourcePath.MaximumTextLength];
        private readonly byte[] _name = new byte[2 * ResourcePath.MaximumTextLength];
        private int _baseLength;
        private int _length;

        internal void Clear()
        {
            _baseLength = 0;
            _length = 0;
        }

        /// <summary>Forgets the record's own name.</summary>
        internal void BeginRecord()
        {
            _length = 0;
        }

        /// <summary>Takes the base name, or the record's own.</summary>
        /// <returns>False when it is too long for a path.</returns>
        internal bool Set(bool isBase, byte[] buffer, int offset, int length)
        {
            if (length > ResourcePath.MaximumTextLength)
            {
                return false;
            }

            Array.Copy(buffer, offset, isBase ? _base : _name, 0, length);
            if (isBase)
            {
                _baseLength = length;
            }
            else
            {
                _length = length;
            }

            return true;
        }

        /// <summary>The path both name together.</summary>
        internal bool TryResolve(out long path)
        {
            Array.Copy(_name, 0, _base, _baseLength, _length);
            int length = _baseLength + _length;
            if (length > 1 && _base[length - 1] == '/')
            {
                length--;
            }

            return ResourcePath.TryParse(_base, 0, length, out path);
        }
    }
}
