// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Reads application/octet-stream: the bytes of the one opaque resource the request names.</summary>
    public sealed class OpaqueReader : ResourceReader
    {
        private bool _done;

        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.Opaque; }
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
            return false;
        }

        /// <inheritdoc/>
        public override bool TryReadUnsigned(out ulong value)
        {
            value = 0;
            return false;
        }

        /// <inheritdoc/>
        public override bool TryReadFloat(out double value)
        {
            value = 0;
            return false;
        }

        /// <inheritdoc/>
        public override bool TryReadBoolean(out bool value)
        {
            value = false;
            return false;
        }

        /// <inheritdoc/>
        public override bool TryReadString(out byte[] buffer, out int offset, out int count)
        {
            TryReadOpaque(out buffer, out offset, out count);
            return false;
        }

        /// <inheritdoc/>
        public override bool TryReadObjectLink(out int objectId, out int instanceId)
        {
            objectId = 0;
            instanceId = 0;
            return false;
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
