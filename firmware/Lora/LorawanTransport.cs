// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Platform;
using Lora.Nano.Lorawan;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;

namespace Firmware.Lora
{
    /// <summary>LoRaWAN as LwM2M's non-IP transport: one application port, one server behind the network.</summary>
    public sealed class LorawanTransport : Transport
    {
        private const string Uri = DeviceConfiguration.Lorawan + ":";

        private readonly LorawanDevice _device;
        private readonly Log _log;
        private LorawanChannel _channel;

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
            get { return _channel == null || !_channel.IsSilenced ? _device.UplinkRestMilliseconds : _device.RestMilliseconds; }
        }

        /// <inheritdoc/>
        /// <remarks>Long, because it costs nothing: the channel knows when nothing more can come.</remarks>
        public override int MinimumAwakeMilliseconds
        {
            get { return 30000; }
        }

        /// <inheritdoc/>
        public override int PatienceMilliseconds
        {
            get { return 40000; }
        }

        /// <inheritdoc/>
        public override bool IsBrief
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override int Bearer
        {
            get { return ConnectivityObject.Other; }
        }

        /// <inheritdoc/>
        public override string FindFault(IAccount account)
        {
            return account.Uri != Uri ? "no server behind the LoRaWAN network: " + account.Uri
                : account.Mode != NoSec ? "security mode " + account.Mode.ToString() + " is not supported"
                : null;
        }

        /// <inheritdoc/>
        public override DatagramChannel Open(IAccount account)
        {
            _channel = new LorawanChannel(_device, _log);
            return _channel;
        }
    }
}
