// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>
    /// Somebody at the other end of a way who is not the way's own peer: a server that asks from another port. Null stands for
    /// the way's own peer wherever a peer is asked for.
    /// </summary>
    public abstract class Peer
    {
        /// <summary>Whether this is the same as another: the same address and port.</summary>
        /// <param name="other">Another peer, not null.</param>
        /// <returns>True when it is.</returns>
        public abstract bool Is(Peer other);

        /// <summary>Whether two are the same.</summary>
        /// <param name="a">A peer, or null.</param>
        /// <param name="b">A peer, or null.</param>
        /// <returns>True when both are the way's own, or the same other.</returns>
        public static bool AreSame(Peer a, Peer b)
        {
            return a == null || b == null ? a == b : a.Is(b);
        }
    }
}
