// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Firmware.Gateway.Relay;
using Firmware.Platform;
using LwM2M.Nano.Platform;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;

namespace Firmware.Gateway
{
    /// <summary>The Gateway image: composes the parts and runs them.</summary>
    public static class Program
    {
        private const string ConfigurationPath = "I:\\device.json";
        private const int JoinTimeoutMilliseconds = 30000;
        private const int RetryMilliseconds = 15000;

        /// <summary>Where the image starts. When it returns to here, it reboots.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            DeviceConfiguration configuration = ConfigurationFile.Load(ConfigurationPath, log);
            while (configuration == null)
            {
                Thread.Sleep(RetryMilliseconds);
                configuration = ConfigurationFile.Load(ConfigurationPath, log);
            }

            CancellationTokenSource join = new CancellationTokenSource(JoinTimeoutMilliseconds);
            while (!WifiNetworkHelper.Reconnect(token: join.Token))
            {
                log.Write("no Wi-Fi");
                Thread.Sleep(RetryMilliseconds);
                join = new CancellationTokenSource(JoinTimeoutMilliseconds);
            }

            FileStore store = new FileStore("I:\\", log);
            if (configuration.RelayNodes.Length > 0)
            {
                new LoraRelay(configuration, store, log).Start();
            }

            try
            {
                new GatewayDevice(configuration, new UdpTransport(log), new SystemClock(), store, new Random(), log).Run();
            }
            catch (Exception e)
            {
                log.Write("gateway ended: " + e.Message); // to start anew is all that helps
            }

            Power.RebootDevice();
            Thread.Sleep(Timeout.Infinite); // the call returns, and the device reboots when the thread gives way
        }
    }
}
