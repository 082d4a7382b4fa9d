// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

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
                Position += NumberText.FormatInteger(value, Buffer, Position);
            }
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            if (Reserve(NumberText.MaximumLength))
            {
                Position += NumberText.FormatUnsigned(value, Buffer, Position);
            }
        }

        /// <inheritdoc/>
        public override void WriteFloat(double value)
        {
            if (Reserve(NumberText.MaximumLength))
            {
                Position += NumberText.FormatFloat(value, Buffer, Position);
            }
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            if (Reserve(1))
            {
                Buffer[Position++] = (byte)(value ? '1' : '0');
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
        public override void WriteString(byte[] utf8, int offset, int count)
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
                Position += Base64.Encode(value, offset, count, Buffer, Position, false);
            }
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            if (Reserve(ObjectLinkText.MaximumLength))
            {
                Position += ObjectLinkText.Format(objectId, instanceId, Buffer, Position);
            }
        }
    }
}
