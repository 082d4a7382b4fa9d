// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>SenML JSON (RFC 8428 section 5, Content-Format 110).</summary>
    public sealed class SenmlJsonReader : JsonRecordReader
    {
        private const long Version = 10;

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
        private protected override int KindOf(byte[] text, int offset, int length)
        {
            if (length == 0 || text[offset] != 'v')
            {
                return ValueKind.None;
            }

            return length == 1 ? ValueKind.Number
                : AreSame(text, offset, length, "vs") ? ValueKind.Text
                : AreSame(text, offset, length, "vb") ? ValueKind.Truth
                : AreSame(text, offset, length, "vd") ? ValueKind.Data
                : AreSame(text, offset, length, "vlo") ? ValueKind.Link
                : ValueKind.None;
        }

        /// <inheritdoc/>
        protected override bool TakeOther(byte[] text, int offset, int length)
        {
            // A base value changes what the values are; a label that ends with _ must be understood (section 4.4).
            if (AreSame(text, offset, length, "bv") || (length > 0 && text[offset + length - 1] == '_') || !SkipValue(0))
            {
                return false;
            }

            if (!AreSame(text, offset, length, "bver"))
            {
                return true;
            }

            _kind = ValueKind.Any;
            return TryReadInteger(out long version) && version <= Version;
        }
    }
}
