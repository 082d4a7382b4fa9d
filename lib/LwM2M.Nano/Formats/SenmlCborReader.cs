// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>
    /// Reads application/senml+cbor (RFC 8428 section 6). Times and units are read over; a base value, which would change
    /// every value, and a label that must be understood are refused.
    /// </summary>
    public sealed class SenmlCborReader : CborItemReader
    {
        private const int BaseValue = -5;
        private const long Version = 10;
        private const int BaseName = -2;
        private const int BaseVersion = -1;
        private const int Name = 0;
        private const int Value = 2;
        private const int StringValue = 3;
        private const int BooleanValue = 4;
        private const int DataValue = 8;
        private const int LinkValue = 1001; // "vlo"
        private const int OtherLabel = 1000;
        private const int NoLabel = int.MinValue;

        private readonly RecordName _name = new RecordName();
        private long _left;
        private bool _nameOnly;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.SenmlCbor; }
        }

        /// <inheritdoc/>
        public override bool NamesWholePaths
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool IsNameOnly
        {
            get { return _nameOnly; }
        }

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            if (IsMalformed || _left == 0 || (_left < 0 && TakeBreak()))
            {
                _left = 0;
                IsMalformed |= _position != _end;
                return false;
            }

            _left--;
            if (!ReadRecord() || !_name.TryResolve(out long path))
            {
                IsMalformed = true;
                return false;
            }

            Path = path;
            return true;
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            base.OnOpen(offset, end);
            _name.Clear();
            IsMalformed = !ReadHead() || MajorType != CborFormat.Array;
            _left = IsMalformed ? 0 : Argument;
        }

        private bool ReadRecord()
        {
            if (!ReadHead() || MajorType != CborFormat.Map)
            {
                return false;
            }

            _name.BeginRecord();
            _nameOnly = true;
            int valueOffset = 0;
            int valueLength = 0;
            int valueKind = ValueKind.None;
            long valueTag = 0;
            long pairs = Argument;
            for (long i = 0; pairs < 0 ? !TakeBreak() : i < pairs; i++)
            {
                int label = ReadLabel();
                _kind = ValueKind.Any;
                if (label == NoLabel || label == BaseValue || !TakeValue())
                {
                    return false;
                }

                int kind = KindOf(label);
                if (label == BaseName || label == Name)
                {
                    if (!TryReadString(out byte[] text, out int offset, out int count) || !_name.Set(label == BaseName, text, offset, count))
                    {
                        return false;
                    }
                }
                else if (label == BaseVersion)
                {
                    if (!TryReadInteger(out long version) || version > Version)
                    {
                        return false;
                    }
                }
                else if (kind != ValueKind.None)
                {
                    if (!_nameOnly)
                    {
                        return false;
                    }

                    _nameOnly = false;
                    valueOffset = ValueOffset;
                    valueLength = ValueLength;
                    valueKind = kind;
                    valueTag = _tag;
                }
            }

            _kind = valueKind;
            _tag = valueTag;
            ValueOffset = valueOffset;
            ValueLength = valueLength;
            return true;
        }

        private static int KindOf(int label)
        {
            switch (label)
            {
                case Value:
                    return ValueKind.Number;
                case StringValue:
                    return ValueKind.Text;
                case BooleanValue:
                    return ValueKind.Truth;
                case DataValue:
                    return ValueKind.Data;
                case LinkValue:
                    return ValueKind.Link;
                default:
                    return ValueKind.None;
            }
        }

        // Text labels are numbered beyond those that SenML numbers.
        private int ReadLabel()
        {
            _kind = ValueKind.Any;
            if (!TakeValue())
            {
                return NoLabel;
            }

            if (TryReadInteger(out long label))
            {
                return label > OtherLabel || label < -OtherLabel ? OtherLabel : (int)label;
            }

            if (!TryReadString(out byte[] buffer, out int offset, out int count))
            {
                return NoLabel;
            }

            bool link = count == 3 && buffer[offset] == 'v' && buffer[offset + 1] == 'l' && buffer[offset + 2] == 'o';
            bool mandatory = count > 0 && buffer[offset + count - 1] == '_';
            return link ? LinkValue : mandatory ? NoLabel : OtherLabel;
        }
    }
}
