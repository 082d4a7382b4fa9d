// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>What the TLV writer and reader share: OMA-TS-LightweightM2M 1.0, section 6.4.3.</summary>
    internal static class TlvFormat
    {
        internal const int ObjectInstance = 0x00;
        internal const int ResourceInstance = 0x40;
        internal const int MultipleResource = 0x80;
        internal const int ResourceValue = 0xC0;
        internal const int IdentifierTypeMask = 0xC0;
        internal const int LongIdentifier = 0x20;
    }
}
