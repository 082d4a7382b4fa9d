// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// The devices behind a gateway, each with a prefix: /dev0/3303/0 is /3303/0 if that belongs to the device with the prefix
    /// dev0 (LwM2M Gateway, object 25).
    /// </summary>
    public interface IDeviceTable
    {
        /// <summary>Whether an object instance belongs to a device.</summary>
        /// <param name="buffer">Holds the device's prefix as ASCII text.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length.</param>
        /// <param name="objectId">The object.</param>
        /// <param name="instanceId">The object instance.</param>
        /// <returns>True when it does.</returns>
        bool Owns(byte[] buffer, int offset, int count, int objectId, int instanceId);
    }
}
