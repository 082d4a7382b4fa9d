// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Reads an array of records; the formats differ in their labels and in what stands around the array.</summary>
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

            if ((!_first && !Take(',')) || !ReadRecord() || !_name.TryResolve(_buffer, out long path))
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

        /// <summary>Goes into the array.</summary>
        /// <returns>False when there is none.</returns>
        protected abstract bool TakeOpening();

        /// <summary>Goes behind what follows the array.</summary>
        /// <returns>False when that is malformed.</returns>
        protected abstract bool TakeClosing();

        /// <summary>Whether a label means something that cannot be read over.</summary>
        /// <param name="offset">Where it starts.</param>
        /// <param name="length">Its length.</param>
        /// <returns>False unless overridden.</returns>
        protected virtual bool IsRefusedLabel(int offset, int length)
        {
            return false;
        }

        /// <summary>Whether a label is that of a value.</summary>
        /// <param name="offset">Where the label starts.</param>
        /// <param name="length">Its length.</param>
        /// <returns>True when it is.</returns>
        protected abstract bool IsValueLabel(int offset, int length);

        /// <summary>Takes the string token that follows as the base name.</summary>
        /// <returns>False when it is none.</returns>
        protected bool TakeBaseName()
        {
            bool found = TakeString(out int offset, out int length);
            _name.Set(true, offset, length);
            return found;
        }

        private bool ReadRecord()
        {
            _name.BeginRecord();
            _nameOnly = true;
            int valueOffset = 0;
            int valueLength = 0;
            bool isString = false;
            if (!Take('{'))
            {
                return false;
            }

            for (bool first = true; !Take('}'); first = false)
            {
                if ((!first && !Take(',')) || !TakeString(out int offset, out int length) || !Take(':'))
                {
                    return false;
                }

                if (IsLabel(offset, length, "bn") || IsLabel(offset, length, "n"))
                {
                    bool isBase = length == 2;
                    if (!TakeString(out int nameOffset, out int nameLength))
                    {
                        return false;
                    }

                    _name.Set(isBase, nameOffset, nameLength);
                }
                else if (IsValueLabel(offset, length))
                {
                    if (!_nameOnly || !TakeValue())
                    {
                        return false;
                    }

                    _nameOnly = false;
                    valueOffset = ValueOffset;
                    valueLength = ValueLength;
                    isString = IsString;
                }
                else if (IsRefusedLabel(offset, length) || !SkipValue(0))
                {
                    return false;
                }
            }

            ValueOffset = valueOffset;
            ValueLength = valueLength;
            IsString = isString;
            return true;
        }
    }
}
