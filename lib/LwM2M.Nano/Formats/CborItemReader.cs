// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Formats
{
    /// <summary>What the CBOR formats share: the value is one item, read where it stands. Items may nest a few levels.</summary>
    public abstract class CborItemReader : ResourceReader
    {
        private const int MaximumDepth = 4;

        // Where the next item starts, and where the payload ends.
        private protected int _position;
        private protected int _end;

        /// <summary>The major type of the head read last, see <see cref="CborFormat"/>.</summary>
        protected int MajorType { get; private set; }

        /// <summary>The argument of the head read last; -1 for an indefinite length.</summary>
        protected long Argument { get; private set; }

        /// <inheritdoc/>
        public override bool TryReadInteger(out long value)
        {
            value = 0;
            if (ValueLength == 0 || !TryReadHead(ValueOffset))
            {
                return false;
            }

            value = MajorType == CborFormat.NegativeInteger ? -1 - Argument : Argument;
            return (MajorType == CborFormat.UnsignedInteger || MajorType == CborFormat.NegativeInteger) && Argument >= 0;
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            value = 0;
            if (ValueLength == 0 || !TryReadHead(ValueOffset))
            {
                return false;
            }

            value = (ulong)Argument;
            return MajorType == CborFormat.UnsignedInteger;
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            if (ValueLength == 0)
            {
                return false;
            }

            if (TryReadInteger(out long integer))
            {
                value = integer;
                return true;
            }

            if (!TryReadHead(ValueOffset))
            {
                return false;
            }

            switch (_buffer[ValueOffset])
            {
                case CborFormat.Half:
                    value = Ieee754.FromHalfBits((int)Argument);
                    return true;
                case CborFormat.Single:
                    value = Ieee754.FromSingleBits((int)Argument);
                    return true;
                case CborFormat.Double:
                    value = BitConverter.Int64BitsToDouble(Argument);
                    return true;
                default:
                    return false;
            }
        }

        /// <inheritdoc/>
        public override bool TryReadBoolean(out bool value)
        {
            int first = ValueLength == 1 ? _buffer[ValueOffset] : 0;
            value = first == CborFormat.True;
            return value || first == CborFormat.False;
        }

        /// <inheritdoc/>
        public override bool TryReadString(out byte[] buffer, out int offset, out int count)
        {
            return TryReadBytes(CborFormat.TextString, out buffer, out offset, out count) && Utf8.IsValid(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override bool TryReadOpaque(out byte[] buffer, out int offset, out int count)
        {
            return TryReadBytes(CborFormat.ByteString, out buffer, out offset, out count);
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            return TryReadString(out byte[] buffer, out int offset, out int count)
                && ObjectLinkText.TryParse(buffer, offset, count, out objectId, out instanceId);
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            _position = offset;
            _end = end;
        }

        /// <summary>Reads the head of the next item and goes behind it. Tags are skipped.</summary>
        /// <returns>False when there is none.</returns>
        protected bool ReadHead()
        {
            do
            {
                if (!TryReadHead(_position))
                {
                    return false;
                }

                _position += HeadLength(_buffer[_position]);
            }
            while (MajorType == CborFormat.Tag);

            return true;
        }

        /// <summary>Makes the next item the value and goes behind it.</summary>
        /// <returns>False when it is malformed.</returns>
        protected bool TakeValue()
        {
            while (_position < _end && (_buffer[_position] & CborFormat.MajorTypeMask) == CborFormat.Tag)
            {
                if (!TryReadHead(_position))
                {
                    return false;
                }

                _position += HeadLength(_buffer[_position]);
            }

            ValueOffset = _position;
            bool whole = Skip(0);
            ValueLength = _position - ValueOffset;
            return whole;
        }

        /// <summary>Goes behind the next item, whatever it is.</summary>
        /// <param name="depth">How deep it is nested.</param>
        /// <returns>False when it is malformed.</returns>
        protected bool Skip(int depth)
        {
            if (depth > MaximumDepth || !ReadHead())
            {
                return false;
            }

            switch (MajorType)
            {
                case CborFormat.ByteString:
                case CborFormat.TextString:
                    if (Argument < 0 || Argument > _end - _position)
                    {
                        return false;
                    }

                    _position += (int)Argument;
                    return true;

                case CborFormat.Array:
                case CborFormat.Map:
                    return SkipItems(MajorType == CborFormat.Map ? 2 : 1, Argument, depth);

                default:
                    return Argument >= 0 || MajorType == CborFormat.Simple || MajorType <= CborFormat.NegativeInteger;
            }
        }

        /// <summary>The next byte ends an item of indefinite length; goes behind it.</summary>
        /// <returns>True when it did.</returns>
        protected bool TakeBreak()
        {
            if (_position < _end && _buffer[_position] == CborFormat.Break)
            {
                _position++;
                return true;
            }

            return false;
        }

        private static int HeadLength(int first)
        {
            int information = first & 31;
            return information < 24 || information == CborFormat.Indefinite ? 1 : 1 + (1 << (information - 24));
        }

        private bool SkipItems(int each, long count, int depth)
        {
            for (long i = 0; count < 0 ? !TakeBreak() : i < count; i++)
            {
                for (int k = 0; k < each; k++)
                {
                    if (!Skip(depth + 1))
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        private bool TryReadHead(int at)
        {
            if (at >= _end)
            {
                return false;
            }

            int first = _buffer[at];
            int information = first & 31;
            MajorType = first & CborFormat.MajorTypeMask;
            if (information < 24)
            {
                Argument = information;
                return true;
            }

            if (information == CborFormat.Indefinite)
            {
                Argument = -1;
                return MajorType == CborFormat.Array || MajorType == CborFormat.Map;
            }

            int length = HeadLength(first);
            if (information > 27 || at + length > _end)
            {
                return false;
            }

            Argument = 0;
            for (int i = 1; i < length; i++)
            {
                Argument = (Argument << 8) | _buffer[at + i];
            }

            return true;
        }

        private bool TryReadBytes(int majorType, out byte[] buffer, out int offset, out int count)
        {
            buffer = _buffer;
            offset = 0;
            count = 0;
            if (ValueLength == 0 || !TryReadHead(ValueOffset) || MajorType != majorType)
            {
                return false;
            }

            offset = ValueOffset + HeadLength(_buffer[ValueOffset]);
            count = (int)Argument;
            return true;
        }
    }
}
