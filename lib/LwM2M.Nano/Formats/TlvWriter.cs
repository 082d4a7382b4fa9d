// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes application/vnd.oma.lwm2m+tlv. An enclosing entry gets its header when its length is known.</summary>
    public sealed class TlvWriter : ResourceWriter
    {
        private int _type;
        private int _id;
        private int _instanceStart;
        private int _instanceId;
        private int _multipleStart;
        private int _multipleId;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Tlv; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void BeginInstance(int instanceId)
        {
            _instanceId = instanceId;
            _instanceStart = _position;
        }

        /// <inheritdoc/>
        public override void EndInstance()
        {
            Wrap(TlvFormat.ObjectInstance, _instanceId, _instanceStart);
        }

        /// <inheritdoc/>
        public override void SetResource(int resourceId)
        {
            _type = TlvFormat.ResourceValue;
            _id = resourceId;
        }

        /// <inheritdoc/>
        public override void BeginMultiple(int resourceId)
        {
            _multipleId = resourceId;
            _multipleStart = _position;
        }

        /// <inheritdoc/>
        public override void SetResourceInstance(int resourceInstanceId)
        {
            _type = TlvFormat.ResourceInstance;
            _id = resourceInstanceId;
        }

        /// <inheritdoc/>
        public override void EndMultiple()
        {
            Wrap(TlvFormat.MultipleResource, _multipleId, _multipleStart);
        }

        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            int length = value == (sbyte)value ? 1 : value == (short)value ? 2 : value == (int)value ? 4 : 8;
            if (BeginValue(length))
            {
                AppendBigEndian(value, length);
            }
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            if (BeginValue(8))
            {
                AppendBigEndian((long)value, 8);
            }
        }

        /// <inheritdoc/>
        protected override void PutFloat(double value)
        {
            bool single = Ieee754.FitsSingle(value);
            int length = single ? 4 : 8;
            if (BeginValue(length))
            {
                AppendBigEndian(single ? Ieee754.ToSingleBits(value) : BitConverter.DoubleToInt64Bits(value), length);
            }
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            if (BeginValue(1))
            {
                AppendBigEndian(value ? 1 : 0, 1);
            }
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
            int length = Utf8Length(value);
            if (BeginValue(length))
            {
                Append(value, length);
            }
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
            WriteOpaque(utf8, offset, count);
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
            if (BeginValue(count))
            {
                Append(value, offset, count);
            }
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            if (BeginValue(4))
            {
                AppendBigEndian(((long)objectId << 16) | (long)instanceId, 4);
            }
        }

        private static int HeaderLength(int id, int length)
        {
            return 1 + (id > 255 ? 2 : 1) + (length < 8 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3);
        }

        private bool BeginValue(int length)
        {
            int header = HeaderLength(_id, length);
            if (!Reserve(header + length))
            {
                return false;
            }

            WriteHeader(_position, _type, _id, length);
            _position += header;
            return true;
        }

        private void Wrap(int type, int id, int start)
        {
            int length = _position - start;
            int header = HeaderLength(id, length);
            if (Reserve(header))
            {
                Array.Copy(_buffer, start, _buffer, start + header, length);
                WriteHeader(start, type, id, length);
                _position += header;
            }
        }

        private void WriteHeader(int at, int type, int id, int length)
        {
            byte[] buffer = _buffer;
            int lengthBytes = length < 8 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            int first = lengthBytes == 0 ? type | length : type | (lengthBytes << 3);
            if (id > 255)
            {
                buffer[at++] = (byte)(first | TlvFormat.LongIdentifier);
                buffer[at++] = (byte)(id >> 8);
            }
            else
            {
                buffer[at++] = (byte)first;
            }

            buffer[at++] = (byte)id;
            for (int shift = (lengthBytes - 1) * 8; shift >= 0; shift -= 8)
            {
                buffer[at++] = (byte)(length >> shift);
            }
        }

        private void AppendBigEndian(long value, int length)
        {
            byte[] buffer = _buffer;
            int at = _position;
            _position = at + length;
            if (length == 4)
            {
                int bits = (int)value;
                buffer[at] = (byte)(bits >> 24);
                buffer[at + 1] = (byte)(bits >> 16);
                buffer[at + 2] = (byte)(bits >> 8);
                buffer[at + 3] = (byte)bits;
                return;
            }

            for (int last = at + length - 1; last >= at; last--)
            {
                buffer[last] = (byte)value;
                value >>= 8;
            }
        }
    }
}
