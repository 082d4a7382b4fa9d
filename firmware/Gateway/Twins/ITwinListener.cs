// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Firmware.Gateway.Twins
{
    /// <summary>Who wants to know which twins come and go. All calls come on the gateway's loop.</summary>
    public interface ITwinListener
    {
        /// <summary>A twin is there, or is there again with a new instance in its place.</summary>
        /// <param name="twins">Its object.</param>
        /// <param name="twin">The twin.</param>
        /// <param name="replaced">The instance whose place it has taken, or null.</param>
        void OnTwinAdded(TwinObject twins, TwinInstance twin, TwinInstance replaced);

        /// <summary>A twin is gone.</summary>
        /// <param name="twins">Its object.</param>
        /// <param name="twin">The twin.</param>
        void OnTwinRemoved(TwinObject twins, TwinInstance twin);
    }
}
