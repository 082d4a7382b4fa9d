// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Operations
{
    /// <summary>How much a write brings, so that no more is done for it than it takes.</summary>
    internal enum WriteExtent : byte
    {
        /// <summary>No value.</summary>
        Nothing,

        /// <summary>One value.</summary>
        One,

        /// <summary>Several values.</summary>
        Several,

        /// <summary>Several values, some of which take time.</summary>
        SeveralSlow
    }
}
