// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Records of a name and a value in a JSON array: what SenML JSON and LwM2M JSON share.</summary>
    public abstract class JsonRecordReader : JsonItemReader
    {
        private readonly RecordName _name = new RecordName();
        private bool _nameOnly;
        private bool _done;
        private bool _first;

        /// <inheritdoc/>
        public override bool IsNameOnly
        {
            get { return _nameOnly; }
        }

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            if (IsMalformed || _done)
            {
                return false;
            }

            if (Take(']'))
            {
                _done = true;
                IsMalformed = !TakeClosing();
                return false;
            }

            if ((!_first && !Take(',')) || !ReadRecord() || !_name.TryResolve(out long path))
            {
                IsMalformed = true;
                return false;
            }

            _first = false;
            Path = path;
            return true;
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            base.OnOpen(offset, end);
            _name.Clear();
            _done = false;
            _first = true;
            IsMalformed = !TakeOpening();
        }

        /// <summary>Goes behind what stands before the first record.</summary>
        /// <returns>False when it is not there.</returns>
        protected abstract bool TakeOpening();

        /// <summary>Goes behind what stands after the last record.</summary>
        /// <returns>False when it is not there.</returns>
        protected abstract bool TakeClosing();

        /// <summary>What the value of a label is.</summary>
        /// <param name="text">Holds the label.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>Of <see cref="ValueKind"/>; None for a label whose value is no record's.</returns>
        private protected abstract int KindOf(byte[] text, int offset, int length);

        /// <summary>Goes behind the value of another label.</summary>
        /// <param name="text">Holds the label.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False when the record cannot be understood without it.</returns>
        protected virtual bool TakeOther(byte[] text, int offset, int length)
        {
            return SkipValue(0);
        }

        /// <summary>Takes a string as the base name.</summary>
        /// <returns>False when there is none.</returns>
        protected bool TakeBaseName()
        {
            return TakeString(out byte[] text, out int offset, out int length) && _name.Set(true, text, offset, length);
        }

        private bool ReadRecord()
        {
            _name.BeginRecord();
            _nameOnly = true;
            byte[] value = _buffer;
            int valueOffset = 0;
            int valueLength = 0;
            int valueKind = ValueKind.None;
            bool isString = false;
            if (!Take('{'))
            {
                return false;
            }

            for (bool first = true; !Take('}'); first = false)
            {
                if ((!first && !Take(',')) || !TakeString(out byte[] label, out int offset, out int length) || !Take(':'))
                {
                    return false;
                }

                int kind = KindOf(label, offset, length);
                if (kind != ValueKind.None)
                {
                    if (!_nameOnly || !TakeValue())
                    {
                        return false;
                    }

                    _nameOnly = false;
                    value = _value;
                    valueOffset = ValueOffset;
                    valueLength = ValueLength;
                    valueKind = kind;
                    isString = IsString;
                }
                else if (AreSame(label, offset, length, "n"))
                {
                    if (!TakeString(out byte[] name, out int nameOffset, out int nameLength) || !_name.Set(false, name, nameOffset, nameLength))
                    {
                        return false;
                    }
                }
                else if (AreSame(label, offset, length, "bn") ? !TakeBaseName() : !TakeOther(label, offset, length))
                {
                    return false;
                }
            }

            _value = value;
            _kind = valueKind;
            ValueOffset = valueOffset;
            ValueLength = valueLength;
            IsString = isString;
            return true;
        }
    }
}
