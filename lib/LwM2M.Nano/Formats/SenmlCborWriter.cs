// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes application/senml+cbor (RFC 8428 section 6): a record for each value, the first with the base name.</summary>
    public sealed class SenmlCborWriter : CborItemWriter
    {
        private const int BaseName = -2;
        private const int BaseTimeLabel = -3;
        private const int Name = 0;
        private const int Value = 2;
        private const int StringValue = 3;
        private const int BooleanValue = 4;
        private const int TimeLabel = 6;
        private const int DataValue = 8;
        private const int LinkLength = 3;

        private int _start;
        private int _count;
        private int _label;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.SenmlCbor; }
        }

        /// <inheritdoc/>
        public override bool IsEmpty
        {
            get { return _count == 0; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool HoldsTime
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool NamesWholePaths
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            _label = Value;
            base.WriteInteger(value);
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            _label = Value;
            base.WriteLargeUnsigned(value);
        }

        /// <inheritdoc/>
        protected override void PutFloat(double value)
        {
            _label = Value;
            base.PutFloat(value);
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            _label = BooleanValue;
            base.WriteBoolean(value);
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
            _label = StringValue;
            base.WriteString(value);
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
            _label = StringValue;
            base.PutString(utf8, offset, count);
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
            _label = DataValue;
            base.WriteOpaque(value, offset, count);
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            _label = -1;
            base.WriteObjectLink(objectId, instanceId);
        }

        /// <inheritdoc/>
        public override void WriteNull()
        {
            PutString(_buffer, 0, 0);
        }

        /// <inheritdoc/>
        protected override void OnOpen()
        {
            _start = _position;
            _count = 0;
        }

        /// <inheritdoc/>
        protected override void OnClose()
        {
            InsertHead(CborFormat.Array, _start, _count);
        }

        /// <inheritdoc/>
        protected override bool BeginValue(int size)
        {
            if (!Reserve(size + 2 * (3 + ResourcePath.MaximumTextLength) + 1 + 1 + LinkLength + (BaseTime == 0 ? 0 : 10) + (Time == 0 ? 0 : 10)))
            {
                return false;
            }

            bool first = _count++ == 0;
            bool timed = first && BaseTime != 0;
            bool based = first && BasePath != ResourcePath.Root;
            bool named = CurrentPath != BasePath;
            PutHead(CborFormat.Map, 1 + (timed ? 1 : 0) + (based ? 1 : 0) + (named ? 1 : 0) + (Time != 0 ? 1 : 0));
            if (timed)
            {
                PutInteger(BaseTimeLabel);
                PutInteger(BaseTime);
            }

            if (based)
            {
                PutInteger(BaseName);
                PutName(BasePath, ResourcePath.Root);
            }

            if (named)
            {
                PutInteger(Name);
                PutName(CurrentPath, BasePath);
            }

            if (Time != 0)
            {
                PutInteger(TimeLabel);
                PutNumber(Time);
            }

            if (_label >= 0)
            {
                PutInteger(_label);
                return true;
            }

            PutHead(CborFormat.TextString, LinkLength);
            _buffer[_position++] = (byte)'v';
            _buffer[_position++] = (byte)'l';
            _buffer[_position++] = (byte)'o';
            return true;
        }

        private void PutName(long path, long basePath)
        {
            // The head of a text of more than 23 bytes takes two.
            int length = FormatBelow(path, basePath, _position + 2);
            int at = _position + 2;
            PutHead(CborFormat.TextString, length);
            System.Array.Copy(_buffer, at, _buffer, _position, length);
            _position += length;
        }
    }
}
