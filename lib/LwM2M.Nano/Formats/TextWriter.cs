// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes text/plain: one value.</summary>
    public sealed class TextWriter : ResourceWriter
    {
        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Text; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            if (Reserve(NumberText.MaximumLength))
            {
                _position += NumberText.FormatInteger(value, _buffer, _position);
            }
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            if (Reserve(NumberText.MaximumLength))
            {
                _position += NumberText.FormatUnsigned(value, _buffer, _position);
            }
        }

        /// <inheritdoc/>
        protected override void PutFloat(double value)
        {
            if (Reserve(NumberText.MaximumLength))
            {
                _position += NumberText.FormatFloat(value, _buffer, _position);
            }
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            if (Reserve(1))
            {
                _buffer[_position++] = (byte)(value ? '1' : '0');
            }
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
            int length = Utf8Length(value);
            if (Reserve(length))
            {
                Append(value, length);
            }
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
            if (Reserve(count))
            {
                Append(utf8, offset, count);
            }
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
            if (Reserve(Base64.EncodedLength(count)))
            {
                _position += Base64.Encode(value, offset, count, _buffer, _position, false);
            }
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            if (Reserve(ObjectLinkText.MaximumLength))
            {
                _position += ObjectLinkText.Format(objectId, instanceId, _buffer, _position);
            }
        }
    }
}
