// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>Reads text/plain: one value for the resource or resource instance the request names.</summary>
    public sealed class TextReader : ResourceReader
    {
        private readonly DecimalText _decimal = new DecimalText();
        private bool _done;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Text; }
        }

        /// <inheritdoc/>
        public override bool MoveNext()
        {
            bool first = !_done;
            _done = true;
            return first;
        }

        /// <inheritdoc/>
        public override bool TryReadInteger(out long value)
        {
            value = 0;
            return ParseNumber() && NumberText.TryToInteger(_decimal, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            value = 0;
            return ParseNumber() && !_decimal.IsNegative && _decimal.TryToWhole(out value);
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            return ParseNumber() && _decimal.TryToDouble(out value);
        }

        /// <inheritdoc/>
        public override bool TryReadBoolean(out bool value)
        {
            bool single = ValueLength == 1 && (_buffer[ValueOffset] == '0' || _buffer[ValueOffset] == '1');
            value = single && _buffer[ValueOffset] == '1';
            return single;
        }

        /// <inheritdoc/>
        /// <remarks>Bytes are Base64 in text; the decoded ones are allocated.</remarks>
        public override bool TryReadOpaque(out byte[] buffer, out int offset, out int count)
        {
            buffer = null;
            offset = 0;
            count = 0;
            if (!Base64.IsValid(_buffer, ValueOffset, ValueLength))
            {
                return false;
            }

            count = Base64.DecodedLength(_buffer, ValueOffset, ValueLength);
            buffer = new byte[count];
            Base64.Decode(_buffer, ValueOffset, ValueLength, buffer, 0);
            return true;
        }

        /// <inheritdoc/>
        public override bool TryReadString(out byte[] buffer, out int offset, out int count)
        {
            buffer = _buffer;
            offset = ValueOffset;
            count = ValueLength;
            return Utf8.IsValid(buffer, offset, count);
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            return ObjectLinkText.TryParse(_buffer, ValueOffset, ValueLength, out objectId, out instanceId);
        }

        /// <inheritdoc/>
        protected override void OnOpen(int offset, int end)
        {
            _done = ResourcePath.Level(OpenedAt) < 3;
            IsMalformed = _done;
            ValueOffset = offset;
            ValueLength = end - offset;
        }

        // A line end behind a number is what a shell adds.
        private bool ParseNumber()
        {
            byte[] buffer = _buffer;
            int start = ValueOffset;
            int end = start + ValueLength;
            while (start < end && buffer[start] <= ' ')
            {
                start++;
            }

            while (end > start && buffer[end - 1] <= ' ')
            {
                end--;
            }

            return _decimal.Parse(buffer, start, end - start);
        }
    }
}
