// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Reads text/plain: one value for the resource or resource instance the request names.</summary>
    public sealed class TextReader : ResourceReader
    {
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
            return NumberText.TryParseInteger(_buffer, ValueOffset, ValueLength, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            return NumberText.TryParseUnsigned(_buffer, ValueOffset, ValueLength, out value);
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            return NumberText.TryParseFloat(_buffer, ValueOffset, ValueLength, out value);
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
            return Coap.Utf8.IsValid(buffer, offset, count);
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
    }
}
