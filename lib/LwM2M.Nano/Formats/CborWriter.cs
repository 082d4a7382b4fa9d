// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes application/cbor: one value, or the values of a multiple resource as an array.</summary>
    public sealed class CborWriter : CborItemWriter
    {
        private int _listStart;
        private int _count;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Cbor; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public override bool HoldsList
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool KeepsMemberTypes
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void BeginMultiple(int resourceId)
        {
            _listStart = _position;
            _count = 0;
        }

        /// <inheritdoc/>
        public override void EndMultiple()
        {
            InsertHead(CborFormat.Array, _listStart, _count);
        }

        /// <inheritdoc/>
        protected override bool BeginValue(int size)
        {
            _count++;
            return Reserve(size);
        }
    }
}
