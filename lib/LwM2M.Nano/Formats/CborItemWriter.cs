// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>What the CBOR formats share: values as items in their shortest exact form (RFC 8949 section 4.2).</summary>
    public abstract class CborItemWriter : ResourceWriter
    {
        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            if (BeginValue(LengthOfHead(value < 0 ? -1 - value : value)))
            {
                PutInteger(value);
            }
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            if (BeginValue(9))
            {
                PutBytes(CborFormat.UnsignedInteger | 27, (long)value, 8);
            }
        }

        /// <inheritdoc/>
        protected override void PutFloat(double value)
        {
            if (BeginValue(Ieee754.FitsHalf(value) ? 3 : Ieee754.FitsSingle(value) ? 5 : 9))
            {
                PutNumber(value);
            }
        }

        /// <summary>Writes a number in the shortest form that is exact, room for which was reserved.</summary>
        /// <param name="value">The number.</param>
        protected void PutNumber(double value)
        {
            if (Ieee754.FitsHalf(value))
            {
                PutBytes(CborFormat.Half, Ieee754.ToHalfBits(value), 2);
            }
            else if (Ieee754.FitsSingle(value))
            {
                PutBytes(CborFormat.Single, Ieee754.ToSingleBits(value), 4);
            }
            else
            {
                PutBytes(CborFormat.Double, BitConverter.DoubleToInt64Bits(value), 8);
            }
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            if (BeginValue(1))
            {
                _buffer[_position++] = (byte)(value ? CborFormat.True : CborFormat.False);
            }
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
            int length = Utf8Length(value);
            if (BeginValue(9 + length))
            {
                PutHead(CborFormat.TextString, length);
                Append(value, length);
            }
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
            if (BeginValue(9 + count))
            {
                PutHead(CborFormat.TextString, count);
                Append(utf8, offset, count);
            }
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
            if (BeginValue(9 + count))
            {
                PutHead(CborFormat.ByteString, count);
                Append(value, offset, count);
            }
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            if (BeginValue(1 + ObjectLinkText.MaximumLength))
            {
                int length = ObjectLinkText.Format(objectId, instanceId, _buffer, _position + 1);
                PutHead(CborFormat.TextString, length);
                _position += length;
            }
        }

        /// <inheritdoc/>
        public override void WriteNull()
        {
            if (BeginValue(1))
            {
                _buffer[_position++] = CborFormat.Null;
            }
        }

        /// <summary>Called before each value; writes what stands before it.</summary>
        /// <param name="size">The most bytes the value may take.</param>
        /// <returns>False when there is no room.</returns>
        protected abstract bool BeginValue(int size);

        /// <summary>Writes the head of an item, room for which was reserved.</summary>
        /// <param name="majorType">See <see cref="CborFormat"/>.</param>
        /// <param name="argument">Its argument, not negative.</param>
        protected void PutHead(int majorType, long argument)
        {
            if (argument < 24)
            {
                _buffer[_position++] = (byte)(majorType | (int)argument);
            }
            else if (argument < 0x100)
            {
                PutBytes(majorType | 24, argument, 1);
            }
            else if (argument < 0x10000)
            {
                PutBytes(majorType | 25, argument, 2);
            }
            else if (argument < 0x100000000L)
            {
                PutBytes(majorType | 26, argument, 4);
            }
            else
            {
                PutBytes(majorType | 27, argument, 8);
            }
        }

        /// <summary>How many bytes the head of an item takes.</summary>
        /// <param name="argument">Its argument, not negative.</param>
        /// <returns>1 to 9.</returns>
        protected static int LengthOfHead(long argument)
        {
            return argument < 24 ? 1 : argument < 0x100 ? 2 : argument < 0x10000 ? 3 : argument < 0x100000000L ? 5 : 9;
        }

        /// <summary>Writes an integer item, room for which was reserved.</summary>
        /// <param name="value">The value.</param>
        protected void PutInteger(long value)
        {
            PutHead(value < 0 ? CborFormat.NegativeInteger : CborFormat.UnsignedInteger, value < 0 ? -1 - value : value);
        }

        /// <summary>Puts the head of an array or a map before items already written.</summary>
        /// <param name="majorType">Array or map.</param>
        /// <param name="start">Where the first item starts.</param>
        /// <param name="count">How many there are.</param>
        protected void InsertHead(int majorType, int start, int count)
        {
            int head = count < 24 ? 1 : count < 0x100 ? 2 : 3;
            if (Reserve(head))
            {
                int end = _position;
                Array.Copy(_buffer, start, _buffer, start + head, end - start);
                _position = start;
                PutHead(majorType, count);
                _position = end + head;
            }
        }

        private void PutBytes(int first, long value, int length)
        {
            int at = _position;
            _buffer[at] = (byte)first;
            _position = BigEndian.Put(_buffer, at + 1, value, length);
        }
    }
}
