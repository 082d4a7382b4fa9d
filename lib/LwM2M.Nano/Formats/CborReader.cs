// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Reads application/cbor: one value, or an array of the values of a multiple resource.</summary>
    public sealed class CborReader : CborItemReader
    {
        private bool _started;
        private bool _list;
        private long _left;
        private int _index;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Cbor; }
        }

        /// <inheritdoc/>
        public override bool KeepsMemberTypes
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            IsEmptyMultiple = false;
            bool first = !_started;
            if (first)
            {
                _started = true;
                int start = _position;
                _list = ResourcePath.Level(OpenedAt) == 3 && start < _end && (_buffer[start] & CborFormat.MajorTypeMask) == CborFormat.Array && ReadHead();
                _left = _list ? Argument : 1;
                _position = _list ? _position : start;
            }

            if (_left == 0 || (_left < 0 && TakeBreak()))
            {
                _left = 0;
                IsEmptyMultiple = first && _list;
                IsMalformed |= _position != _end;
                Path = OpenedAt;
                return IsEmptyMultiple;
            }

            if (IsMalformed || !TakeValue())
            {
                IsMalformed = true;
                return false;
            }

            _left--;
            Path = _list
                ? ResourcePath.Of(ResourcePath.ObjectId(OpenedAt), ResourcePath.InstanceId(OpenedAt), ResourcePath.ResourceId(OpenedAt), _index++)
                : OpenedAt;
            return true;
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            base.OnOpen(offset, end);
            _started = false;
            _index = 0;
            IsMalformed = ResourcePath.Level(OpenedAt) < 3;
        }
    }
}
