// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Firmware.Platform;
using LwM2M.Nano.Platform;
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
                new GatewayDevice(configuration, new UdpTransport(log), new SystemClock(), new FileStore("I:\\", log), new Random(), log).Run();
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
