// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Sx127x.Lorawan;
using LwM2M.Nano.Platform;

namespace Firmware.Node.Lora
{
    /// <summary>The LoRaWAN session as a record of the device's store.</summary>
    public sealed class LorawanRecord : LorawanStore
    {
        private const string Name = "lorawan";

        private readonly Store _store;

        /// <summary>Creates the record.</summary>
        /// <param name="store">Where it is.</param>
        public LorawanRecord(Store store)
        {
            _store = store;
        }

        /// <inheritdoc/>
        public override byte[] Read()
        {
            return _store.Read(Name);
        }

        /// <inheritdoc/>
        public override bool Write(byte[] record, int count)
        {
            return _store.Write(Name, record, count);
        }
    }
}
