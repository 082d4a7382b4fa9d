// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Firmware.Platform;
using LwM2M.Nano.Platform;
using LwM2M.Security;
using LwM2M.Security.Oscore;
using nanoFramework.Runtime.Native;

namespace Firmware.Gateway
{
    /// <summary>The Gateway image: composes the parts and runs them.</summary>
    public static class Program
    {
        private const int JoinTimeoutMilliseconds = 30000;
        private const int RetryMilliseconds = 15000;

        /// <summary>Where the image starts. When it returns to here, it reboots.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            GatewayConfiguration configuration = new GatewayConfiguration();
            while (!ConfigurationFile.Load(log, configuration))
            {
                Thread.Sleep(RetryMilliseconds);
            }

            while (!Wifi.Join(JoinTimeoutMilliseconds))
            {
                log.Write("no Wi-Fi");
            }

            try
            {
                Clock clock = new SystemClock();
                Store store = new FileStore("I:\\", log);
                Random random = new Random();
                OscoreObject contexts = new OscoreObject(configuration.Oscore);
                Transport transport = new SecureTransport(new UdpTransport(log), GatewayDevice.MessageSize, store, clock, random, log) { Contexts = contexts };
                new GatewayDevice(configuration, transport, contexts, clock, store, random, log).Run();
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
