// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>What the CBOR formats share: the value is one item, read where it stands. Items may nest a few levels.</summary>
    public abstract class CborItemReader : ResourceReader
    {
        private const int MaximumDepth = 4;
        private const int DateTag = 0;
        private const int DecimalTag = 4;
        private const int Untagged = -1;
        private const double TwoToThe63 = 9223372036854775808.0;

        // Where the next item starts, and where the payload ends.
        private protected int _position;
        private protected int _end;

        // What the value's label says it is, and the tag before it.
        private protected int _kind = ValueKind.Any;
        private protected long _tag;

        private DecimalText _decimal;

        /// <summary>The major type of the head read last.</summary>
        protected int MajorType { get; private set; }

        /// <summary>The argument of the head read last; -1 for an indefinite length, which no other length is.</summary>
        protected long Argument { get; private set; }

        /// <inheritdoc/>
        public override bool TryReadInteger(out long value)
        {
            value = 0;
            if ((_kind & ValueKind.Number) == 0)
            {
                return false;
            }

            if (_tag == DateTag)
            {
                return TryReadBytes(CborFormat.TextString, out byte[] text, out int offset, out int count) && DateText.TryParse(text, offset, count, out value);
            }

            if (_tag == DecimalTag)
            {
                return ReadDecimal() && NumberText.TryToInteger(_decimal, out value);
            }

            if (ValueLength == 0 || !TryReadHead(ValueOffset))
            {
                return false;
            }

            if (MajorType == CborFormat.Simple)
            {
                bool whole = TryReadBits(out double number) && Ieee754.IsFinite(number) && number < TwoToThe63 && number >= -TwoToThe63 && (double)(long)number == number;
                value = whole ? (long)number : 0;
                return whole;
            }

            value = MajorType == CborFormat.NegativeInteger ? -1 - Argument : Argument;
            return MajorType <= CborFormat.NegativeInteger && Argument >= 0;
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            value = 0;
            if ((_kind & ValueKind.Number) != 0 && _tag != DateTag && _tag != DecimalTag && ValueLength > 0 && TryReadHead(ValueOffset) && MajorType == CborFormat.UnsignedInteger)
            {
                value = (ulong)Argument;
                return true;
            }

            bool fits = TryReadInteger(out long integer) && integer >= 0;
            value = fits ? (ulong)integer : 0;
            return fits;
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            if (ValueLength == 0 || (_kind & ValueKind.Number) == 0 || _tag == DateTag)
            {
                return false;
            }

            if (_tag == DecimalTag)
            {
                return ReadDecimal() && _decimal.TryToDouble(out value);
            }

            if (!TryReadHead(ValueOffset))
            {
                return false;
            }

            if (MajorType > CborFormat.NegativeInteger)
            {
                return TryReadBits(out value);
            }

            // An argument of 2^63 and more is a negative long.
            double magnitude = Argument >= 0 ? Argument : (double)(long)((ulong)Argument >> 1) * 2;
            value = MajorType == CborFormat.NegativeInteger ? -1 - magnitude : magnitude;
            return true;
        }

        /// <inheritdoc/>
        public override bool TryReadBoolean(out bool value)
        {
            int first = ValueLength == 1 && (_kind & ValueKind.Truth) != 0 ? _buffer[ValueOffset] : 0;
            value = first == CborFormat.True;
            return value || first == CborFormat.False;
        }

        /// <inheritdoc/>
        public override bool TryReadString(out byte[] buffer, out int offset, out int count)
        {
            return TryReadBytes(CborFormat.TextString, out buffer, out offset, out count) && (_kind & ValueKind.Text) != 0 && Utf8.IsValid(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override bool TryReadOpaque(out byte[] buffer, out int offset, out int count)
        {
            return TryReadBytes(CborFormat.ByteString, out buffer, out offset, out count) && (_kind & ValueKind.Data) != 0;
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            return TryReadBytes(CborFormat.TextString, out byte[] buffer, out int offset, out int count) && (_kind & ValueKind.Link) != 0
                && ObjectLinkText.TryParse(buffer, offset, count, out objectId, out instanceId);
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            _position = offset;
            _end = end;
            _tag = Untagged;
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
            _tag = Untagged;
            while (_position < _end && (_buffer[_position] & CborFormat.MajorTypeMask) == CborFormat.Tag)
            {
                if (!TryReadHead(_position))
                {
                    return false;
                }

                _tag = Argument;
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
                    return Argument < 0 ? SkipChunks(MajorType) : SkipBytes();

                case CborFormat.Array:
                case CborFormat.Map:
                    return SkipItems(MajorType == CborFormat.Map ? 2 : 1, Argument, depth);

                default:
                    return true;
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

        private bool SkipBytes()
        {
            if (Argument < 0 || Argument > _end - _position)
            {
                return false;
            }

            _position += (int)Argument;
            return true;
        }

        // A string of indefinite length is made of definite ones of its kind.
        private bool SkipChunks(int majorType)
        {
            while (!TakeBreak())
            {
                if (!ReadHead() || MajorType != majorType || !SkipBytes())
                {
                    return false;
                }
            }

            return true;
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
                return MajorType >= CborFormat.ByteString && MajorType <= CborFormat.Map;
            }

            int length = HeadLength(first);
            if (information > 27 || at + length > _end)
            {
                return false;
            }

            long argument = 0;
            for (int i = 1; i < length; i++)
            {
                argument = (argument << 8) | _buffer[at + i];
            }

            // Lengths beyond what a long holds are no lengths; a simple value of two bytes is 32 at least (RFC 8949 section 3.3).
            Argument = argument;
            bool isLength = MajorType >= CborFormat.ByteString && MajorType <= CborFormat.Tag;
            return !(isLength && argument < 0) && !(first == (CborFormat.Simple | 24) && argument < 32);
        }

        private bool TryReadBits(out double value)
        {
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
                    value = 0;
                    return false;
            }
        }

        // A decimal fraction: an array of exponent and mantissa (RFC 8949 section 3.4.4).
        private bool ReadDecimal()
        {
            _decimal = _decimal == null ? new DecimalText() : _decimal;
            int at = ValueOffset + 1;
            return ValueLength > 2 && _buffer[ValueOffset] == (CborFormat.Array | 2) && TryReadNumber(ref at, out long exponent) && TryReadNumber(ref at, out long mantissa)
                && _decimal.Set(mantissa, exponent);
        }

        private bool TryReadNumber(ref int at, out long value)
        {
            bool whole = TryReadHead(at) && MajorType <= CborFormat.NegativeInteger && Argument >= 0;
            value = MajorType == CborFormat.NegativeInteger ? -1 - Argument : Argument;
            at += whole ? HeadLength(_buffer[at]) : 0;
            return whole;
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
            if (count < 0)
            {
                buffer = JoinChunks(offset, out count);
                offset = 0;
            }

            return true;
        }

        private byte[] JoinChunks(int at, out int count)
        {
            byte[] joined = new byte[ValueLength];
            count = 0;
            while (_buffer[at] != CborFormat.Break && TryReadHead(at))
            {
                int length = (int)Argument;
                at += HeadLength(_buffer[at]);
                Array.Copy(_buffer, at, joined, count, length);
                at += length;
                count += length;
            }

            return joined;
        }
    }
}
