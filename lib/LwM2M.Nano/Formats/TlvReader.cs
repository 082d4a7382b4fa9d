// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>Reads application/vnd.oma.lwm2m+tlv: leaves in their order, with the paths their nesting gives them.</summary>
    public sealed class TlvReader : ResourceReader
    {
        private int _position;
        private int _end;
        private int _instanceEnd;
        private int _multipleEnd;
        private int _multipleId;
        private int _instanceId;
        private int _type;
        private int _id;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Tlv; }
        }

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            IsEmptyMultiple = false;
            IsEmptyInstance = false;
            while (_position < _end)
            {
                LeaveFinished();
                int limit = _multipleEnd > 0 ? _multipleEnd : _instanceEnd > 0 ? _instanceEnd : _end;
                if (!ReadHeader(limit))
                {
                    IsMalformed = true;
                    return false;
                }

                switch (_type)
                {
                    case TlvFormat.ObjectInstance:
                        if (_instanceEnd > 0 || _multipleEnd > 0 || ResourcePath.Level(OpenedAt) > 2)
                        {
                            IsMalformed = true;
                            return false;
                        }

                        _instanceId = _id;
                        if (ValueLength == 0)
                        {
                            IsEmptyInstance = true;
                            Path = ResourcePath.Of(ResourcePath.ObjectId(OpenedAt), _id);
                            return true;
                        }

                        _instanceEnd = _position + ValueLength;
                        continue;

                    case TlvFormat.MultipleResource:
                        if (_multipleEnd > 0)
                        {
                            IsMalformed = true;
                            return false;
                        }

                        if (ValueLength == 0)
                        {
                            IsEmptyMultiple = true;
                            Path = ResourcePath.Of(ResourcePath.ObjectId(OpenedAt), _instanceId, _id);
                            return true;
                        }

                        _multipleId = _id;
                        _multipleEnd = _position + ValueLength;
                        continue;

                    case TlvFormat.ResourceInstance:
                        int resourceId = _multipleEnd > 0 ? _multipleId : ResourcePath.ResourceId(OpenedAt);
                        if (resourceId == ResourcePath.None)
                        {
                            IsMalformed = true;
                            return false;
                        }

                        Path = ResourcePath.Of(ResourcePath.ObjectId(OpenedAt), _instanceId, resourceId, _id);
                        break;

                    default:
                        if (_multipleEnd > 0)
                        {
                            IsMalformed = true;
                            return false;
                        }

                        Path = ResourcePath.Of(ResourcePath.ObjectId(OpenedAt), _instanceId, _id);
                        break;
                }

                ValueOffset = _position;
                _position += ValueLength;
                return true;
            }

            return false;
        }

        /// <inheritdoc/>
        public override bool TryReadInteger(out long value)
        {
            value = 0;
            if (ValueLength != 1 && ValueLength != 2 && ValueLength != 4 && ValueLength != 8)
            {
                return false;
            }

            value = (sbyte)_buffer[ValueOffset];
            for (int i = 1; i < ValueLength; i++)
            {
                value = (value << 8) | _buffer[ValueOffset + i];
            }

            return true;
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            bool whole = TryReadInteger(out long bits);
            value = whole && ValueLength < 8 ? (ulong)bits & ((1UL << (ValueLength * 8)) - 1) : (ulong)bits;
            return whole;
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            if ((ValueLength != 4 && ValueLength != 8) || !TryReadInteger(out long bits))
            {
                return false;
            }

            value = ValueLength == 4 ? Ieee754.FromSingleBits((int)bits) : BitConverter.Int64BitsToDouble(bits);
            return true;
        }

        /// <inheritdoc/>
        public override bool TryReadBoolean(out bool value)
        {
            value = ValueLength == 1 && _buffer[ValueOffset] == 1;
            return ValueLength == 1 && _buffer[ValueOffset] <= 1;
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            if (ValueLength != 4 || !TryReadInteger(out long value))
            {
                return false;
            }

            objectId = (int)(value >> 16) & 0xFFFF;
            instanceId = (int)value & 0xFFFF;
            return true;
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            _position = offset;
            _end = end;
            _instanceEnd = 0;
            _multipleEnd = 0;
            _instanceId = ResourcePath.InstanceId(OpenedAt);
        }

        private void LeaveFinished()
        {
            if (_multipleEnd > 0 && _position >= _multipleEnd)
            {
                _multipleEnd = 0;
            }

            if (_instanceEnd > 0 && _position >= _instanceEnd)
            {
                _instanceEnd = 0;
                _instanceId = ResourcePath.InstanceId(OpenedAt);
            }
        }

        private bool ReadHeader(int limit)
        {
            int type = _buffer[_position];
            int idBytes = (type & TlvFormat.LongIdentifier) != 0 ? 2 : 1;
            int lengthBytes = (type >> 3) & 3;
            if (_position + 1 + idBytes + lengthBytes > limit)
            {
                return false;
            }

            _position++;
            _type = type & TlvFormat.IdentifierTypeMask;
            _id = ReadUnsigned(idBytes);
            ValueLength = lengthBytes == 0 ? type & 7 : ReadUnsigned(lengthBytes);
            return _id < ResourcePath.None && ValueLength <= limit - _position;
        }

        private int ReadUnsigned(int count)
        {
            int value = 0;
            for (int i = 0; i < count; i++)
            {
                value = (value << 8) | _buffer[_position++];
            }

            return value;
        }
    }
}
