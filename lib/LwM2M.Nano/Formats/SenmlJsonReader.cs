// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>
    /// Reads application/senml+json (RFC 8428 section 5). Times and units are read over; a base value, which would change
    /// every value, and a label that must be understood are refused.
    /// </summary>
    public sealed class SenmlJsonReader : JsonRecordReader
    {
        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.SenmlJson; }
        }

        /// <inheritdoc/>
        public override bool NamesWholePaths
        {
            get { return true; }
        }

        /// <inheritdoc/>
        protected override bool TakeOpening()
        {
            return Take('[');
        }

        /// <inheritdoc/>
        protected override bool TakeClosing()
        {
            return IsAtEnd();
        }

        /// <inheritdoc/>
        protected override bool IsRefusedLabel(int offset, int length)
        {
            return IsLabel(offset, length, "bv") || (length > 0 && _buffer[offset + length - 1] == '_');
        }

        /// <inheritdoc/>
        protected override bool IsValueLabel(int offset, int length)
        {
            return IsLabel(offset, length, "v") || IsLabel(offset, length, "vs") || IsLabel(offset, length, "vb")
                || IsLabel(offset, length, "vd") || IsLabel(offset, length, "vlo");
        }
    }
}
