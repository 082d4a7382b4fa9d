// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// Encodes values into a fixed buffer. The generic operations say where a value belongs, the object pushes the value.
    /// What does not fit sets <see cref="Overflowed"/>; nothing is written past the end.
    /// </summary>
    public abstract class ResourceWriter
    {
        /// <summary>SenML takes a time below this for one relative to now, in seconds.</summary>
        public const long FirstAbsoluteTime = 1L << 28;

        // Fields, since the device's interpreter pays for every call of a property: the caller's buffer, and where the next
        // byte goes.
        private protected byte[] _buffer;
        private protected int _position;

        private int _start;
        private int _end;

        /// <summary>Nothing has been written, as far as the format can tell.</summary>
        public virtual bool IsEmpty
        {
            get { return Length == 0; }
        }

        /// <summary>What was to be written last has no value now; the one who reads it takes it back.</summary>
        internal bool IsAbsent;

        /// <summary>The number of this format.</summary>
        public abstract int ContentFormat { get; }

        /// <summary>The format can carry values of several resources.</summary>
        public abstract bool IsStructured { get; }

        /// <summary>The format can carry all values of one multiple resource.</summary>
        public virtual bool HoldsList
        {
            get { return IsStructured; }
        }

        /// <summary>Every value carries its whole path, so that one payload can be about several objects.</summary>
        public virtual bool NamesWholePaths
        {
            get { return false; }
        }

        /// <summary>A list in this format keeps each value's own type, as a Batch wants it.</summary>
        public virtual bool KeepsMemberTypes
        {
            get { return false; }
        }

        /// <summary>Values may carry the time at which they were taken.</summary>
        public virtual bool HoldsTime
        {
            get { return false; }
        }

        /// <summary>When the values were taken, in seconds since 1970-01-01 UTC; 0 for now. Set it before the first value.</summary>
        public long BaseTime { get; set; }

        /// <summary>
        /// When the next values were taken, for values of several moments: in seconds since 1970-01-01 UTC, below zero for seconds
        /// ago; 0 for the time of them all. An object that has set it sets it back.
        /// </summary>
        public double Time { get; set; }

        /// <summary>The values did not fit.</summary>
        public bool Overflowed { get; protected set; }

        /// <summary>The path all values are at or below; the root when names are whole.</summary>
        protected long BasePath { get; private set; }

        /// <summary>The path of the next value, in a format that names it.</summary>
        protected long CurrentPath { get; private set; }


        /// <summary>Starts encoding.</summary>
        /// <param name="buffer">The caller's buffer.</param>
        /// <param name="offset">Where to start.</param>
        /// <param name="capacity">How many bytes may be used.</param>
        public void Open(byte[] buffer, int offset, int capacity)
        {
            _buffer = buffer;
            _position = offset;
            Overflowed = false;
            IsAbsent = false;
            BasePath = ResourcePath.Root;
            BaseTime = 0;
            Time = 0;
            _start = offset;
            _end = offset + capacity;
            OnOpen();
        }

        /// <summary>How many bytes were written.</summary>
        public int Length
        {
            get { return _position - _start; }
        }

        /// <summary>Ends encoding.</summary>
        /// <returns>How many bytes were written.</returns>
        public int Close()
        {
            OnClose();
            return Length;
        }

        /// <summary>Says which path everything that follows is at or below, so that names can be short.</summary>
        /// <param name="path">The path a request names.</param>
        public void SetBase(long path)
        {
            BasePath = path;
        }

        /// <summary>Says which path the next values are at or below.</summary>
        /// <param name="path">A packed path.</param>
        public void Enter(long path)
        {
            CurrentPath = path;
        }

        /// <summary>Starts an object instance, when several may follow.</summary>
        /// <param name="instanceId">Its ID.</param>
        public virtual void BeginInstance(int instanceId)
        {
            CurrentPath = ResourcePath.Of(ResourcePath.ObjectId(CurrentPath), instanceId);
        }

        /// <summary>Ends the object instance.</summary>
        public virtual void EndInstance()
        {
        }

        /// <summary>Names the single resource the next value belongs to.</summary>
        /// <param name="resourceId">Its ID.</param>
        public virtual void SetResource(int resourceId)
        {
            CurrentPath = ResourcePath.Of(ResourcePath.ObjectId(CurrentPath), ResourcePath.InstanceId(CurrentPath), resourceId);
        }

        /// <summary>Starts a multiple resource.</summary>
        /// <param name="resourceId">Its ID.</param>
        public virtual void BeginMultiple(int resourceId)
        {
            CurrentPath = ResourcePath.Of(ResourcePath.ObjectId(CurrentPath), ResourcePath.InstanceId(CurrentPath), resourceId);
        }

        /// <summary>Names the resource instance the next value belongs to.</summary>
        /// <param name="resourceInstanceId">Its ID.</param>
        public virtual void SetResourceInstance(int resourceInstanceId)
        {
            CurrentPath = (CurrentPath & ~(long)ResourcePath.None) | (long)resourceInstanceId;
        }

        /// <summary>Ends the multiple resource.</summary>
        public virtual void EndMultiple()
        {
        }

        /// <summary>Writes a signed integer.</summary>
        /// <param name="value">The value.</param>
        public abstract void WriteInteger(long value);

        /// <summary>Writes an unsigned integer.</summary>
        /// <param name="value">The value.</param>
        public void WriteUnsigned(ulong value)
        {
            if (value <= long.MaxValue)
            {
                WriteInteger((long)value);
            }
            else
            {
                WriteLargeUnsigned(value);
            }
        }

        /// <summary>Writes an unsigned integer that is too large for a signed one.</summary>
        /// <param name="value">More than 2^63 - 1.</param>
        protected abstract void WriteLargeUnsigned(ulong value);

        /// <summary>
        /// Writes a floating-point number. NaN and infinity say that there is no value now: nothing is written, and the resource
        /// is absent where it stands among others, null in a Batch that keeps types, 4.04 alone.
        /// </summary>
        /// <param name="value">The value; encoded in 32 bits where that is exact.</param>
        public void WriteFloat(double value)
        {
            // All ones in the exponent: comparisons with NaN differ on the device.
            if (((int)(BitConverter.DoubleToInt64Bits(value) >> 52) & 0x7FF) != 0x7FF)
            {
                PutFloat(value);
            }
            else
            {
                IsAbsent = true;
            }
        }

        /// <summary>Writes a finite number.</summary>
        /// <param name="value">The value.</param>
        protected abstract void PutFloat(double value);

        /// <summary>Writes a boolean.</summary>
        /// <param name="value">The value.</param>
        public abstract void WriteBoolean(bool value);

        /// <summary>Writes text that is meant to be UTF-8. Bytes that belong to no character go out as U+FFFD.</summary>
        /// <param name="utf8">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        public void WriteString(byte[] utf8, int offset, int count)
        {
            if (Utf8.IsValid(utf8, offset, count))
            {
                PutString(utf8, offset, count);
                return;
            }

            byte[] repaired = Utf8.Repair(utf8, offset, count);
            PutString(repaired, 0, repaired.Length);
        }

        /// <summary>Writes text that is known to be UTF-8.</summary>
        /// <param name="utf8">Holds the text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        protected internal abstract void PutString(byte[] utf8, int offset, int count);

        /// <summary>Writes bytes.</summary>
        /// <param name="value">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        public abstract void WriteOpaque(byte[] value, int offset, int count);

        /// <summary>Writes an object link.</summary>
        /// <param name="objectId">Object ID, 65535 for none.</param>
        /// <param name="instanceId">Object instance ID, 65535 for none.</param>
        public abstract void WriteObjectLink(int objectId, int instanceId);

        /// <summary>Writes text.</summary>
        /// <param name="value">The value.</param>
        public abstract void WriteString(string value);

        /// <summary>Writes that there is no value.</summary>
        public virtual void WriteNull()
        {
            PutString(_buffer, 0, 0);
        }

        /// <summary>Writes a time.</summary>
        /// <param name="unixSeconds">Seconds since 1970-01-01 UTC.</param>
        public virtual void WriteTime(long unixSeconds)
        {
            WriteInteger(unixSeconds);
        }

        /// <summary>Called when encoding starts.</summary>
        protected virtual void OnOpen()
        {
        }

        /// <summary>Called when encoding ends.</summary>
        protected virtual void OnClose()
        {
        }

        /// <summary>Makes sure that so many bytes fit.</summary>
        /// <param name="count">Bytes about to be written.</param>
        /// <returns>False when they do not; <see cref="Overflowed"/> is then set.</returns>
        protected bool Reserve(int count)
        {
            if (Overflowed || _position + count > _end)
            {
                Overflowed = true;
                return false;
            }

            return true;
        }

        /// <summary>Appends bytes that were reserved.</summary>
        /// <param name="value">Holds the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        protected void Append(byte[] value, int offset, int count)
        {
            Array.Copy(value, offset, _buffer, _position, count);
            _position += count;
        }

        /// <summary>Appends text as UTF-8, reserved before.</summary>
        /// <param name="value">The text.</param>
        /// <param name="count">Its length in UTF-8.</param>
        protected void Append(string value, int count)
        {
            Utf8.Encode(value, count, _buffer, _position);
            _position += count;
        }

        /// <summary>Writes the part of a path that is below another as text, such as "/5700" of /3303/0/5700 below /3303/0.</summary>
        /// <param name="path">The path.</param>
        /// <param name="above">The other.</param>
        /// <param name="offset">Where to write in the buffer; <see cref="ResourcePath.MaximumTextLength"/> bytes were reserved.</param>
        /// <returns>The length of the text.</returns>
        protected int FormatBelow(long path, long above, int offset)
        {
            int start = offset;
            int level = ResourcePath.Level(path);
            for (int i = ResourcePath.Level(above), shift = 48 - i * 16; i < level; i++, shift -= 16)
            {
                _buffer[offset++] = (byte)'/';
                offset += NumberText.FormatInteger((path >> shift) & 0xFFFF, _buffer, offset);
            }

            return offset - start;
        }

        /// <summary>The bytes a text takes in UTF-8.</summary>
        /// <param name="value">The text.</param>
        /// <returns>A length.</returns>
        protected static int Utf8Length(string value)
        {
            return Utf8.Count(value);
        }
    }
}
