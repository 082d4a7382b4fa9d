// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Coap
{
    /// <summary>Gives a body block by block, so that it may be larger than any buffer.</summary>
    public abstract class BodySource
    {
        /// <summary>How many bytes the body has.</summary>
        public abstract int Length { get; }

        /// <summary>Tells this body from another of the same path, so that nobody puts blocks of two together.</summary>
        public abstract int ETag { get; }

        /// <summary>Copies some bytes.</summary>
        /// <param name="position">The first byte's place in the body.</param>
        /// <param name="buffer">Receives them.</param>
        /// <param name="offset">Where to write.</param>
        /// <param name="count">How many; the body has them.</param>
        public abstract void Read(int position, byte[] buffer, int offset, int count);
    }
}
