// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace LwM2M.Nano.Platform
{
    /// <summary>Where small records survive sleep and power loss. A record is replaced whole or not at all.</summary>
    public abstract class Store
    {
        /// <summary>Reads a record.</summary>
        /// <param name="name">Such as "session".</param>
        /// <returns>The record, or null when there is none or it is torn.</returns>
        public abstract byte[] Read(string name);

        /// <summary>Replaces a record.</summary>
        /// <param name="name">Such as "session".</param>
        /// <param name="record">Holds the record.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>False when it could not be written; the old record is then still there.</returns>
        public abstract bool Write(string name, byte[] record, int count);
    }
}
