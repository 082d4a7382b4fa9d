// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Reads application/vnd.oma.lwm2m+json, the JSON of LwM2M 1.0: an object with a base name and an array of entries.</summary>
    public sealed class LwM2MJsonReader : JsonRecordReader
    {
        /// <inheritdoc/>
        public override int ContentFormat
        {
            get { return Coap.ContentFormat.LwM2MJson; }
        }

        /// <inheritdoc/>
        protected override bool TakeOpening()
        {
            // The base name may stand before the entries or behind them.
            int entries = -1;
            if (!Take('{'))
            {
                return false;
            }

            for (bool first = true; !Take('}'); first = false)
            {
                if ((!first && !Take(',')) || !TakeString(out int offset, out int length) || !Take(':'))
                {
                    return false;
                }

                bool array = IsLabel(offset, length, "e");
                entries = array ? _position : entries;
                if (IsLabel(offset, length, "bn") ? !TakeBaseName() : !SkipValue(0))
                {
                    return false;
                }
            }

            bool whole = IsAtEnd() && entries >= 0;
            _position = entries;
            return whole && Take('[');
        }

        /// <inheritdoc/>
        protected override bool TakeClosing()
        {
            return true; // seen when the payload was opened
        }

        /// <inheritdoc/>
        protected override bool IsValueLabel(int offset, int length)
        {
            return IsLabel(offset, length, "v") || IsLabel(offset, length, "sv") || IsLabel(offset, length, "bv") || IsLabel(offset, length, "ov");
        }
    }
}
