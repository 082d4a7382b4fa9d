// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Lora.Sx127x.Lorawan;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Platform;

namespace Firmware.Node.Lora
{
    /// <summary>LoRaWAN as LwM2M's non-IP transport: one application port, one server behind the network.</summary>
    public sealed class LorawanTransport : Transport
    {
        private readonly LorawanDevice _device;
        private readonly Log _log;

        /// <summary>Creates the transport.</summary>
        /// <param name="device">Joined.</param>
        /// <param name="log">Where is told what could not be sent.</param>
        public LorawanTransport(LorawanDevice device, Log log)
        {
            _device = device;
            _log = log;
        }

        /// <inheritdoc/>
        public override TransmissionParameters Transmission
        {
            get { return TransmissionParameters.Lora(); }
        }

        /// <inheritdoc/>
        public override int MaximumMessage
        {
            get { return _device.MaximumPayload; }
        }

        /// <inheritdoc/>
        public override long MinimumSleepMilliseconds
        {
            get { return _device.MinimumSleepMilliseconds; }
        }

        /// <inheritdoc/>
        public override DatagramChannel Open(IAccount account)
        {
            return new LorawanChannel(_device, _log);
        }
    }
}
