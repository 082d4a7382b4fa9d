// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes application/senml+json (RFC 8428 section 5).</summary>
    public sealed class SenmlJsonWriter : JsonItemWriter
    {
        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.SenmlJson; }
        }

        /// <inheritdoc/>
        public override bool HoldsTime
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool NamesWholePaths
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            if (BeginRecord("vb"))
            {
                Put(value ? "true}" : "false}");
            }
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
            if (BeginRecord("vs"))
            {
                PutQuoted(value);
                Put('}');
            }
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
            if (BeginRecord("vs"))
            {
                PutQuoted(utf8, offset, count);
                Put('}');
            }
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
            if (BeginRecord("vd"))
            {
                PutBase64(value, offset, count, true);
                Put('}');
            }
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            if (BeginRecord("vlo"))
            {
                PutLink(objectId, instanceId);
                Put('}');
            }
        }

        /// <inheritdoc/>
        protected override void PutOpening()
        {
            Put('[');
        }

        /// <inheritdoc/>
        protected override void PutNames(bool first)
        {
            if (first && BasePath != ResourcePath.Root)
            {
                PutPath("bn", BasePath, ResourcePath.Root, 0, "");
                Put(',');
            }

            if (first && BaseTime != 0)
            {
                Put("\"bt\":");
                PutInteger(BaseTime);
                Put(',');
            }

            if (CurrentPath != BasePath)
            {
                PutPath("n", CurrentPath, BasePath, 0, "");
                Put(',');
            }

            PutTime();
        }

        /// <inheritdoc/>
        protected override void PutClosing()
        {
            Put(']');
        }
    }
}
