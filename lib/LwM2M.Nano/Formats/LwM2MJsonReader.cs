// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>The JSON of LwM2M 1.0 (OMA-TS-LightweightM2M 1.0.2 section 6.4.4, Content-Format 11543).</summary>
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
                if ((!first && !Take(',')) || !TakeString(out byte[] label, out int offset, out int length) || !Take(':'))
                {
                    return false;
                }

                entries = AreSame(label, offset, length, "e") ? _position : entries;
                if (AreSame(label, offset, length, "bn") ? !TakeBaseName() : !SkipValue(0))
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
        private protected override int KindOf(byte[] text, int offset, int length)
        {
            return AreSame(text, offset, length, "v") ? ValueKind.Number
                : AreSame(text, offset, length, "sv") ? ValueKind.Text | ValueKind.Data
                : AreSame(text, offset, length, "bv") ? ValueKind.Truth
                : AreSame(text, offset, length, "ov") ? ValueKind.Link
                : ValueKind.None;
        }
    }
}
