// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;

namespace LwM2M.Nano.Formats
{
    /// <summary>Writes application/vnd.oma.lwm2m+json, the JSON of LwM2M 1.0 (section 6.4.4).</summary>
    public sealed class LwM2MJsonWriter : JsonItemWriter
    {
        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.LwM2MJson; }
        }

        /// <inheritdoc/>
        public override bool HoldsTime
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override void WriteBoolean(bool value)
        {
            if (BeginRecord("bv"))
            {
                Put(value ? "true}" : "false}");
            }
        }

        /// <inheritdoc/>
        public override void WriteString(string value)
        {
            if (BeginRecord("sv"))
            {
                PutQuoted(value);
                Put('}');
            }
        }

        /// <inheritdoc/>
        protected internal override void PutString(byte[] utf8, int offset, int count)
        {
            if (BeginRecord("sv"))
            {
                PutQuoted(utf8, offset, count);
                Put('}');
            }
        }

        /// <inheritdoc/>
        public override void WriteOpaque(byte[] value, int offset, int count)
        {
            if (BeginRecord("sv"))
            {
                PutBase64(value, offset, count, false);
                Put('}');
            }
        }

        /// <inheritdoc/>
        public override void WriteObjectLink(int objectId, int instanceId)
        {
            if (BeginRecord("ov"))
            {
                PutLink(objectId, instanceId);
                Put('}');
            }
        }

        /// <inheritdoc/>
        protected override void PutOpening()
        {
            Put('{');
            PutPath("bn", BasePath, ResourcePath.Root, 0, IsWhole ? "" : "/");
            if (BaseTime != 0)
            {
                Put(",\"bt\":");
                PutInteger(BaseTime);
            }

            Put(",\"e\":[");
        }

        /// <inheritdoc/>
        protected override void PutNames(bool first)
        {
            if (CurrentPath != BasePath)
            {
                PutPath("n", CurrentPath, BasePath, 1, "");
                Put(',');
            }

            PutTime();
        }

        /// <inheritdoc/>
        protected override void PutClosing()
        {
            Put("]}");
        }

        // The base name is the whole name of the one value.
        private bool IsWhole
        {
            get { return CurrentPath == BasePath && ResourcePath.Level(BasePath) >= 3; }
        }
    }
}
