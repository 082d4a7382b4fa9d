// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Formats
{
    /// <summary>What the label of a value says it is (RFC 8428 section 4.2); several where a format's label leaves it open.</summary>
    internal static class ValueKind
    {
        internal const int None = 0;
        internal const int Number = 1;
        internal const int Text = 2;
        internal const int Truth = 4;
        internal const int Data = 8;
        internal const int Link = 16;
        internal const int Any = 31;
    }
}
