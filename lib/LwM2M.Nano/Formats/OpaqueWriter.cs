// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes application/octet-stream: the bytes of one opaque resource. Other types do not fit.</summary>
    public sealed class OpaqueWriter : ResourceWriter
    {
        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Opaque; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            Overflowed = true;
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            Overflowed = true;
        }

        /// <inheritdoc/>
        protected override void PutFloat(double value)
        {
            Overflowed = true;
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            Overflowed = true;
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
            Overflowed = true;
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
            Overflowed = true;
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            Overflowed = true;
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
            if (Reserve(count))
            {
                Append(value, offset, count);
            }
        }
    }
}
