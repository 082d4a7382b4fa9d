// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Lorawan
{
    /// <summary>Where the LoRaWAN record survives sleep and power loss. It is replaced whole or not at all.</summary>
    public abstract class LorawanStore
    {
        /// <summary>Reads the record.</summary>
        /// <returns>The record, or null when there is none or it is torn.</returns>
        public abstract byte[] Read();

        /// <summary>Replaces the record.</summary>
        /// <param name="record">Holds it.</param>
        /// <param name="count">Its length in bytes.</param>
        /// <returns>False when it could not be written: nothing that depends on it may be sent.</returns>
        public abstract bool Write(byte[] record, int count);
    }
}
