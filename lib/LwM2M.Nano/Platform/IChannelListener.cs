// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>Who wants to know what becomes of a way that has to agree on keys with its peer.</summary>
    public interface IChannelListener
    {
        /// <summary>Keys have been agreed on anew: the peer knows nothing of what was said before (LwM2M 1.1 section 6.2.1).</summary>
        void OnNewSession();

        /// <summary>The peer could not be agreed with in all the time there was.</summary>
        void OnUnreachable();
    }
}
