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

        /// <summary>Writes a time with the tag that says so (RFC 8949 section 3.4.2; LwM2M 1.1.1 appendix C).</summary>
        /// <param name="unixSeconds">Seconds since 1970-01-01 UTC.</param>
        public override void WriteTime(long unixSeconds)
        {
            if (BeginValue(10))
            {
                PutHead(CborFormat.Tag, 1);
                PutInteger(unixSeconds);
            }
        }

        /// <inheritdoc/>
        protected override bool BeginValue(int size)
        {
            _count++;
            return Reserve(size);
        }
    }
}
