// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Takes one value from an object and keeps it as a number, to compare it with a limit.</summary>
    internal sealed class NumberProbe : ResourceWriter
    {
        /// <summary>The number, if the value was one.</summary>
        internal double Number { get; private set; }

        /// <summary>The value was a number.</summary>
        internal bool IsNumber { get; private set; }

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.None; }
        }

        /// <inheritdoc/>
        public override bool IsStructured
        {
            get { return false; }
        }

        internal void Clear()
        {
            IsNumber = false;
        }

        /// <inheritdoc/>
        public override void WriteInteger(long value)
        {
            WriteFloat(value);
        }

        /// <inheritdoc/>
        protected override void WriteLargeUnsigned(ulong value)
        {
            WriteFloat((double)(long)(value >> 1) * 2);
        }

        /// <inheritdoc/>
        public override void WriteFloat(double value)
        {
            Number = value;
            IsNumber = true;
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
        }

        /// <inheritdoc/>
        public override void WriteString(byte[] utf8, int offset, int count)
        {
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
        }

        /// <inheritdoc/>
        public override void WriteNull()
        {
        }
    }
}
