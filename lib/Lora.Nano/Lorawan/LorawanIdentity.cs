// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace Lora.Nano.Lorawan
{
    /// <summary>Who the device is for a network that it joins over the air (OTAA).</summary>
    public sealed class LorawanIdentity
    {
        /// <summary>Creates an identity.</summary>
        /// <param name="joinEui">JoinEUI, 8 bytes, the highest first.</param>
        /// <param name="devEui">DevEUI, 8 bytes, the highest first.</param>
        /// <param name="appKey">AppKey, 16 bytes.</param>
        /// <exception cref="ArgumentException">A length is wrong.</exception>
        public LorawanIdentity(byte[] joinEui, byte[] devEui, byte[] appKey)
        {
            if (joinEui.Length != 8 || devEui.Length != 8 || appKey.Length != 16)
            {
                throw new ArgumentException("LoRaWAN identity");
            }

            JoinEui = joinEui;
            DevEui = devEui;
            AppKey = appKey;
        }

        internal byte[] JoinEui { get; }

        internal byte[] DevEui { get; }

        internal byte[] AppKey { get; }
    }
}
