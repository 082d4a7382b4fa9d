// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Threading;
using Firmware.Lora;
using Firmware.Platform;
using LwM2M.Nano.Platform;

namespace Firmware.Relay
{
    /// <summary>The Relay image: private LoRaWAN nodes reach their LwM2M server through the board's radio and Wi-Fi.</summary>
    public static class Program
    {
        private const int JoinTimeoutMilliseconds = 30000;
        private const int RetryMilliseconds = 15000;

        /// <summary>Where the image starts.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            RelayConfiguration nodes = new RelayConfiguration();
            LoraConfiguration lora = new LoraConfiguration();
            while (!ConfigurationFile.Load(log, nodes, lora) || !lora.HasRegion(log))
            {
                Thread.Sleep(RetryMilliseconds);
            }

            while (!Wifi.Join(JoinTimeoutMilliseconds))
            {
                log.Write("no Wi-Fi");
            }

            new LoraRelay(nodes, lora, new FileStore("I:\\", log), log).Run();
        }
    }
}
