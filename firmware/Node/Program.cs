// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Lora;
using Firmware.Platform;
using LwM2M.Nano.Platform;

namespace Firmware.Node
{
    /// <summary>The Node image.</summary>
    public static class Program
    {
        /// <summary>Where every wake starts.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            NodeConfiguration configuration = new NodeConfiguration();
            LoraConfiguration lora = new LoraConfiguration();
            bool valid = ConfigurationFile.Load(log, configuration, lora) && TryUse(lora, configuration, log);
            new Wake(valid ? configuration : null, lora, log).Run();
        }

        // The radio needs its pins and, when it is the transport, an identity.
        private static bool TryUse(LoraConfiguration lora, NodeConfiguration configuration, Log log)
        {
            if (configuration.Transport != DeviceConfiguration.Lorawan)
            {
                return true;
            }

            if (configuration.WakePin >= 0 && lora.Uses(configuration.WakePin))
            {
                log.Write("configuration: WakePin is the radio's, using none");
                configuration.WakePin = -1;
            }

            configuration.TransportIdentity = lora.NetworkFingerprint;
            return lora.HasIdentity(log);
        }
    }
}
