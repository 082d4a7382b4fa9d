// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>Major types and simple values of RFC 8949, shifted to where they stand in an item's first byte.</summary>
    internal static class CborFormat
    {
        internal const int UnsignedInteger = 0x00;
        internal const int NegativeInteger = 0x20;
        internal const int ByteString = 0x40;
        internal const int TextString = 0x60;
        internal const int Array = 0x80;
        internal const int Map = 0xA0;
        internal const int Tag = 0xC0;
        internal const int Simple = 0xE0;
        internal const int MajorTypeMask = 0xE0;
        internal const int False = 0xF4;
        internal const int True = 0xF5;
        internal const int Null = 0xF6;
        internal const int Half = 0xF9;
        internal const int Single = 0xFA;
        internal const int Double = 0xFB;
        internal const int Break = 0xFF;
        internal const int Indefinite = 0x1F;
    }
}
