// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>
    /// Reads application/vnd.oma.lwm2m+cbor (LwM2M 1.2): maps in maps, each key one ID or an array of several. A null
    /// stands for a path without a value, as in a composite read.
    /// </summary>
    public sealed class LwM2MCborReader : CborItemReader
    {
        private const int MaximumDepth = 4;

        private readonly long[] _left = new long[MaximumDepth];
        private readonly long[] _path = new long[MaximumDepth];
        private int _depth;
        private long _entry;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.LwM2MCbor; }
        }

        /// <inheritdoc/>
        public override bool NamesWholePaths
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool IsNameOnly
        {
            get { return ValueLength == 1 && _buffer[ValueOffset] == CborFormat.Null; }
        }

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            IsEmptyMultiple = false;
            IsEmptyInstance = false;
            while (!IsMalformed && _depth > 0)
            {
                int level = _depth - 1;
                if (_left[level] == 0 || (_left[level] < 0 && TakeBreak()))
                {
                    _depth--;
                    IsMalformed = _depth == 0 && _position != _end;
                    continue;
                }

                _left[level]--;
                _entry = _path[level];
                if (!ReadKey())
                {
                    break;
                }

                if (_position < _end && (_buffer[_position] & CborFormat.MajorTypeMask) == CborFormat.Map)
                {
                    if (!EnterMap())
                    {
                        break;
                    }

                    if (IsEmptyMultiple || IsEmptyInstance)
                    {
                        return true;
                    }

                    continue;
                }

                if (!TakeValue() || (ResourcePath.Level(_entry) < 3 && !IsNameOnly))
                {
                    break;
                }

                Path = _entry;
                return true;
            }

            IsMalformed |= _depth > 0;
            return false;
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            base.OnOpen(offset, end);
            _depth = 0;
            _entry = ResourcePath.Root;
            IsMalformed = !EnterMap();
        }

        // A map of resource instances, or of resources, may be empty; one above it has nothing to say and is passed.
        private bool EnterMap()
        {
            if (_depth == MaximumDepth || !ReadHead() || MajorType != CborFormat.Map)
            {
                return false;
            }

            IsEmptyMultiple = Argument == 0 && ResourcePath.Level(_entry) == 3;
            IsEmptyInstance = Argument == 0 && ResourcePath.Level(_entry) == 2;
            if (IsEmptyMultiple || IsEmptyInstance)
            {
                Path = _entry;
                return true;
            }

            _path[_depth] = _entry;
            _left[_depth] = Argument;
            _depth++;
            return true;
        }

        private bool ReadKey()
        {
            if (!ReadHead())
            {
                return false;
            }

            if (MajorType != CborFormat.Array)
            {
                return TakeId();
            }

            long count = Argument;
            bool any = false;
            while (count < 0 ? !TakeBreak() : count > 0)
            {
                if (!ReadHead() || !TakeId())
                {
                    return false;
                }

                any = true;
                count -= count > 0 ? 1 : 0;
            }

            return any;
        }

        // The head just read is the next ID of the path.
        private bool TakeId()
        {
            int level = ResourcePath.Level(_entry);
            if (MajorType != CborFormat.UnsignedInteger || Argument < 0 || Argument >= ResourcePath.None || level == 4)
            {
                return false;
            }

            int shift = 48 - level * 16;
            _entry = (_entry & ~(0xFFFFL << shift)) | (Argument << shift);
            return true;
        }
    }
}
