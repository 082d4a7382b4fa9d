// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Firmware.Node.Lora;
using Firmware.Platform;
using Lora.Sx127x.Lorawan;
using LwM2M.Nano.Platform;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;

namespace Firmware.Node
{
    /// <summary>The Node image: composes the parts for one wake, runs it, and sleeps.</summary>
    public static class Program
    {
        private const string ConfigurationPath = "I:\\device.json";
        private const int JoinTimeoutMilliseconds = 20000;
        private const int RetrySeconds = 900;

        /// <summary>Where every wake starts. It does not return: it ends in deep sleep.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            DeviceConfiguration configuration = DeviceConfiguration.Load(ConfigurationPath, log);
            int sleep = configuration == null ? RetrySeconds * 1000 : TryWake(configuration, log);
            log.Write("sleep " + (sleep / 1000).ToString() + " s");
            if (sleep == 0)
            {
                Power.RebootDevice();
            }

            Sleep.EnableWakeupByTimer(TimeSpan.FromMilliseconds(sleep));
            Sleep.StartDeepSleep();
        }

        // A mistake in the program must not keep the device awake until its battery is flat.
        private static int TryWake(DeviceConfiguration configuration, Log log)
        {
            try
            {
                return Wake(configuration, log);
            }
            catch (Exception e)
            {
                log.Write("wake failed: " + e.Message);
                return RetrySeconds * 1000;
            }
        }

        private static int Wake(DeviceConfiguration configuration, Log log)
        {
            Clock clock = new SystemClock();
            FileStore store = new FileStore("I:\\", log);
            Random random = new Random();
            Transport transport = configuration.IsLorawan ? OpenLorawan(configuration, store, random, log) : OpenWifi(log);
            if (transport == null)
            {
                return RetrySeconds * 1000;
            }

            bool wokenByTimer = Sleep.GetWakeupCause() == Sleep.WakeupCause.Timer;
            NodeDevice node = new NodeDevice(configuration, transport, clock, store, random, log, wokenByTimer);
            node.Measure(new SyntheticSensors(clock));
            int sleep = node.Run();
            int rest = transport is LorawanTransport lorawan ? lorawan.RestMilliseconds : 0;
            return sleep == 0 || sleep > rest ? sleep : rest;
        }

        private static Transport OpenWifi(Log log)
        {
            CancellationTokenSource join = new CancellationTokenSource(JoinTimeoutMilliseconds);
            if (!WifiNetworkHelper.Reconnect(token: join.Token))
            {
                log.Write("no Wi-Fi");
                return null;
            }

            return new UdpTransport(log);
        }

        private static Transport OpenLorawan(DeviceConfiguration configuration, Store store, Random random, Log log)
        {
            LorawanDevice device = LorawanStart.Begin(configuration, store, random, log);
            return device == null ? null : new LorawanTransport(device, log);
        }
    }
}
