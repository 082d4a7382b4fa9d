// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// Decodes a payload value by value. <see cref="MoveNext"/> steps to a value; <see cref="Path"/> says where it belongs.
    /// The Try methods look without consuming and never throw; the Read methods are for values validated before.
    /// </summary>
    public abstract class ResourceReader
    {
        // A field, since the device's interpreter pays for every call of a property: the buffer the value is in.
        private protected byte[] _buffer;

        /// <summary>The number of this format.</summary>
        public abstract int ContentFormat { get; }

        /// <summary>Where the current value belongs.</summary>
        public long Path { get; protected set; }

        /// <summary>A list in this format keeps each value's own type, as a Batch wants it.</summary>
        public virtual bool KeepsMemberTypes
        {
            get { return false; }
        }

        /// <summary>Every value carries its whole path, so that one payload can be about several objects.</summary>
        public virtual bool NamesWholePaths
        {
            get { return false; }
        }

        /// <summary>The entry names a path and has no value, as in the paths of a composite read.</summary>
        public virtual bool IsNameOnly
        {
            get { return false; }
        }

        /// <summary>The payload breaks the rules of its format.</summary>
        public bool IsMalformed { get; protected set; }

        /// <summary>Where the current value starts.</summary>
        public int ValueOffset { get; protected set; }

        /// <summary>The length of the current value in bytes.</summary>
        public int ValueLength { get; protected set; }

        /// <summary>The current entry is a multiple resource without instances; it has no value.</summary>
        public bool IsEmptyMultiple { get; protected set; }

        /// <summary>The current entry is an object instance without resources; it has no value.</summary>
        public bool IsEmptyInstance { get; protected set; }

        /// <summary>The path the payload was sent to.</summary>
        public long OpenedAt { get; private set; }

        private int _start;
        private int _end;

        /// <summary>Starts decoding.</summary>
        /// <param name="buffer">Holds the payload.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <param name="basePath">The path it was sent to.</param>
        public void Open(byte[] buffer, int offset, int count, long basePath)
        {
            _buffer = buffer;
            OpenedAt = basePath;
            _start = offset;
            _end = offset + count;
            Restart();
        }

        /// <summary>Goes back to before the first value.</summary>
        public void Restart()
        {
            IsMalformed = false;
            IsEmptyMultiple = false;
            IsEmptyInstance = false;
            Path = OpenedAt;
            OnOpen(_start, _end);
        }

        /// <summary>Steps to the next value.</summary>
        /// <returns>False at the end, or when the payload <see cref="IsMalformed"/>.</returns>
        public abstract bool MoveNext();

        /// <summary>Reads the value as an integer or a time.</summary>
        /// <param name="value">The value.</param>
        /// <returns>False when it is none.</returns>
        public abstract bool TryReadInteger(out long value);

        /// <summary>Reads the value as an unsigned integer.</summary>
        /// <param name="value">The value.</param>
        /// <returns>False when it is none.</returns>
        public abstract bool TryReadUnsigned(out ulong value);

        /// <summary>Reads the value as a number.</summary>
        /// <param name="value">The value.</param>
        /// <returns>False when it is none.</returns>
        public abstract bool TryReadFloat(out double value);

        /// <summary>Reads the value as a boolean.</summary>
        /// <param name="value">The value.</param>
        /// <returns>False when it is none.</returns>
        public abstract bool TryReadBoolean(out bool value);

        /// <summary>Finds the value's UTF-8 text.</summary>
        /// <param name="buffer">Where the text is.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>False when the value is no well-formed text.</returns>
        public virtual bool TryReadString(out byte[] buffer, out int offset, out int count)
        {
            return TryReadOpaque(out buffer, out offset, out count) && Utf8.IsValid(buffer, offset, count);
        }

        /// <summary>Finds the value's bytes.</summary>
        /// <param name="buffer">Where the bytes are.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>False when the value is none.</returns>
        public virtual bool TryReadOpaque(out byte[] buffer, out int offset, out int count)
        {
            buffer = _buffer;
            offset = ValueOffset;
            count = ValueLength;
            return true;
        }

        /// <summary>Reads the value as an object link.</summary>
        /// <param name="objectId">Object ID.</param>
        /// <param name="instanceId">Object instance ID.</param>
        /// <returns>False when it is none.</returns>
        public abstract bool TryReadObjectLink(out int objectId, out int instanceId);

        /// <summary>Whether the value is of a resource type.</summary>
        /// <param name="definition">An entry of an object's table.</param>
        /// <returns>True when it can be read as that.</returns>
        public bool Fits(int definition)
        {
            switch (definition & Resource.TypeMask)
            {
                case Resource.Integer:
                case Resource.Time:
                    return TryReadInteger(out long _);
                case Resource.Unsigned:
                    return TryReadUnsigned(out ulong _);
                case Resource.Float:
                    return TryReadFloat(out double _);
                case Resource.Boolean:
                    return TryReadBoolean(out bool _);
                case Resource.String:
                    return TryReadString(out byte[] _, out int _, out int _);
                case Resource.Opaque:
                    return TryReadOpaque(out byte[] _, out int _, out int _);
                case Resource.ObjectLink:
                    return TryReadObjectLink(out int _, out int _);
                default:
                    return false;
            }
        }

        /// <summary>Reads a validated integer or time.</summary>
        /// <returns>The value.</returns>
        /// <exception cref="InvalidOperationException">The table and the object disagree about the type.</exception>
        public long ReadInteger()
        {
            return TryReadInteger(out long value) ? value : throw new InvalidOperationException();
        }

        /// <summary>Reads a validated unsigned integer.</summary>
        /// <returns>The value.</returns>
        /// <exception cref="InvalidOperationException">The table and the object disagree about the type.</exception>
        public ulong ReadUnsigned()
        {
            return TryReadUnsigned(out ulong value) ? value : throw new InvalidOperationException();
        }

        /// <summary>Reads a validated number.</summary>
        /// <returns>The value.</returns>
        /// <exception cref="InvalidOperationException">The table and the object disagree about the type.</exception>
        public double ReadFloat()
        {
            return TryReadFloat(out double value) ? value : throw new InvalidOperationException();
        }

        /// <summary>Reads a validated boolean.</summary>
        /// <returns>The value.</returns>
        /// <exception cref="InvalidOperationException">The table and the object disagree about the type.</exception>
        public bool ReadBoolean()
        {
            return TryReadBoolean(out bool value) ? value : throw new InvalidOperationException();
        }

        /// <summary>Reads validated text. Allocates the string.</summary>
        /// <returns>The value.</returns>
        /// <exception cref="InvalidOperationException">The table and the object disagree about the type.</exception>
        public string ReadString()
        {
            return TryReadString(out byte[] buffer, out int offset, out int count)
                ? Encoding.UTF8.GetString(buffer, offset, count)
                : throw new InvalidOperationException();
        }

        /// <summary>Called when decoding starts or starts again.</summary>
        /// <param name="offset">Where the payload starts.</param>
        /// <param name="end">Where it ends.</param>
        protected abstract void OnOpen(int offset, int end);
    }
}
