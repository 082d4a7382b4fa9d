// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Platform;
using LwM2M.Nano.Platform;

namespace Firmware.Lora
{
    /// <summary>The keys of a relay: the nodes it serves, and their server.</summary>
    public sealed class RelayConfiguration : ConfigurationSection
    {
        /// <summary>The nodes: "DevEui AppKey" each, hexadecimal.</summary>
        public string[] RelayNodes { get; set; } = new string[0];

        /// <summary>The nodes' LwM2M server, such as coap://192.0.2.1:5683.</summary>
        public string Server { get; set; }

        /// <inheritdoc/>
        public override bool Set(string key, ConfigurationValue value)
        {
            switch (key)
            {
                case "RelayNodes":
                    RelayNodes = value.Texts();
                    return true;
                case "Server":
                    Server = value.Text();
                    return true;
                default:
                    return false;
            }
        }

        /// <inheritdoc/>
        public override bool IsValid(Log log)
        {
            if (RelayNodes.Length == 0)
            {
                log.Write("configuration: RelayNodes missing");
                return false;
            }

            if (ServerUri.Parse(Server) == null)
            {
                log.Write("configuration: Server is no coap URI");
                return false;
            }

            return true;
        }
    }
}
