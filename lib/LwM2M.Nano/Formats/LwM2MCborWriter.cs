// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>
    /// Writes application/vnd.oma.lwm2m+cbor (LwM2M 1.2): a map from paths to values. The values of one object instance
    /// share its path; a path that leads to one value only is written whole.
    /// </summary>
    public sealed class LwM2MCborWriter : CborItemWriter
    {
        private const int MaximumKey = 1 + 4 * 3 + 4;

        private int _start;
        private int _groups;
        private long _instance;
        private int _groupStart;
        private int _resourceStart;
        private int _resources;
        private int _multipleStart;
        private int _multipleCount;
        private bool _inMultiple;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.LwM2MCbor; }
        }

        /// <inheritdoc/>
        public override bool IsEmpty
        {
            get { return _groups == 0; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool NamesWholePaths
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void BeginMultiple(int resourceId)
        {
            base.BeginMultiple(resourceId);
            if (Reserve(MaximumKey))
            {
                PutKey();
                _multipleStart = _position;
                _multipleCount = 0;
                _inMultiple = true;
            }
        }

        /// <inheritdoc/>
        public override void EndMultiple()
        {
            _inMultiple = false;
            InsertHead(CborFormat.Map, _multipleStart, _multipleCount);
        }

        /// <inheritdoc/>
        protected override void OnOpen()
        {
            _start = _position;
            _groups = 0;
            _resources = 0;
            _inMultiple = false;
        }

        /// <inheritdoc/>
        protected override void OnClose()
        {
            EndGroup();
            InsertHead(CborFormat.Map, _start, _groups);
        }

        /// <inheritdoc/>
        protected override bool BeginValue(int size)
        {
            if (!Reserve(size + MaximumKey))
            {
                return false;
            }

            if (_inMultiple)
            {
                _multipleCount++;
                PutInteger(ResourcePath.ResourceInstanceId(CurrentPath));
            }
            else
            {
                PutKey();
            }

            return true;
        }

        // The path, or what of it lies below the object instance written last.
        private void PutKey()
        {
            long instance = ResourcePath.Of(ResourcePath.ObjectId(CurrentPath), ResourcePath.InstanceId(CurrentPath));
            if (_resources == 0 || instance != _instance)
            {
                EndGroup();
                _instance = instance;
                _groupStart = _position++;
                PutInteger(ResourcePath.ObjectId(instance));
                PutInteger(ResourcePath.InstanceId(instance));
                _resourceStart = _position;
                _groups++;
            }

            _resources++;
            int resourceInstanceId = ResourcePath.ResourceInstanceId(CurrentPath);
            if (resourceInstanceId != ResourcePath.None)
            {
                PutHead(CborFormat.Array, 2);
            }

            PutInteger(ResourcePath.ResourceId(CurrentPath));
            if (resourceInstanceId != ResourcePath.None)
            {
                PutInteger(resourceInstanceId);
            }
        }

        // Now it is known whether the instance has one value, whose key is the whole path, or several in a map.
        private void EndGroup()
        {
            if (_resources == 0 || Overflowed)
            {
                return;
            }

            bool flat = _resources == 1 && _buffer[_resourceStart] != (CborFormat.Array | 2);
            _buffer[_groupStart] = (byte)(CborFormat.Array | (flat ? 3 : 2));
            if (!flat)
            {
                InsertHead(CborFormat.Map, _resourceStart, _resources);
            }

            _resources = 0;
        }
    }
}
