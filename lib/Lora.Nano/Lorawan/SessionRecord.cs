// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>
    /// Goes through a record field by field, writing or reading: one list of fields serves both ways, so that they cannot differ.
    /// Numbers have their lowest byte first.
    /// </summary>
    internal sealed class SessionRecord
    {
        private readonly bool _writes;

        private SessionRecord(byte[] bytes, bool writes)
        {
            Bytes = bytes;
            _writes = writes;
        }

        /// <summary>The record.</summary>
        internal byte[] Bytes { get; }

        /// <summary>Where the next field is; behind the last, the record's length.</summary>
        internal int At { get; private set; }

        internal static SessionRecord ToWrite(int capacity)
        {
            return new SessionRecord(new byte[capacity], true);
        }

        internal static SessionRecord ToRead(byte[] bytes)
        {
            return new SessionRecord(bytes, false);
        }

        /// <summary>A number that is not negative.</summary>
        /// <param name="value">What is written.</param>
        /// <param name="length">Its room in bytes.</param>
        /// <returns>The value written, or what was read; 0 behind the record's end.</returns>
        internal long Pass(long value, int length)
        {
            if (_writes)
            {
                FrameSecurity.Put(Bytes, At, value, length);
            }
            else
            {
                value = At + length <= Bytes.Length ? FrameSecurity.Get(Bytes, At, length) : 0;
            }

            At += length;
            return value;
        }

        /// <summary>Bytes, in place.</summary>
        internal void Pass(byte[] field)
        {
            if (_writes)
            {
                Array.Copy(field, 0, Bytes, At, field.Length);
            }
            else if (At + field.Length <= Bytes.Length)
            {
                Array.Copy(Bytes, At, field, 0, field.Length);
            }

            At += field.Length;
        }
    }
}
