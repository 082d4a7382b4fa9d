// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Platform;
using Lora.Nano.Lorawan;
using LwM2M.Nano.Platform;

namespace Firmware.Lora
{
    /// <summary>The LoRaWAN session as a record of the device's store. Another identity has another record: its nonces are its own.</summary>
    public sealed class LorawanRecord : LorawanStore
    {
        private readonly Store _store;
        private readonly string _name;

        /// <summary>Creates the record.</summary>
        /// <param name="store">Where it is.</param>
        /// <param name="configuration">The identity.</param>
        public LorawanRecord(Store store, LoraConfiguration configuration)
        {
            _store = store;
            _name = "lorawan-" + (configuration.IdentityFingerprint & int.MaxValue).ToString();
        }

        /// <inheritdoc/>
        public override byte[] Read()
        {
            return _store.Read(_name);
        }

        /// <inheritdoc/>
        public override bool Write(byte[] record, int count)
        {
            return _store.Write(_name, record, count);
        }
    }
}
