// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Firmware.Node;
using Firmware.Platform;
using LwM2M.Nano.Platform;

namespace Firmware.Emulated
{
    /// <summary>
    /// The Node on nanoFramework's virtual device: the same node, with what there is in place of flash, sleep and sensors. The
    /// server is the one on this computer.
    /// </summary>
    public static class Program
    {
        private const string Server = "coap://127.0.0.1:5683";
        private const int RetryMilliseconds = 15000;

        /// <summary>Wakes, and sleeps, for ever.</summary>
        public static void Main()
        {
            Log log = new ConsoleLog();
            Clock clock = new SystemClock();
            Store store = new MemoryStore();
            Random random = new Random();
            SyntheticSensors sensors = new SyntheticSensors(clock);
            NodeConfiguration configuration = new NodeConfiguration { Endpoint = "emulated-node", Server = Server, MaximumSleep = 60 };
            bool slept = false;
            while (configuration.IsValid(log))
            {
                int sleep = Wake(configuration, clock, store, random, sensors, log, slept);
                log.Write("sleep " + (sleep / 1000).ToString() + " s");
                Thread.Sleep(sleep);
                slept = true;
            }
        }

        private static int Wake(NodeConfiguration configuration, Clock clock, Store store, Random random, Sensors sensors, Log log, bool slept)
        {
            try
            {
                NodeDevice node = new NodeDevice(configuration, new UdpTransport(log), null, clock, store, new Failures(store), random, log, slept ? clock.Milliseconds : -1);
                node.Measure(sensors);
                int sleep = node.Run();
                node.Keep(sleep);
                return sleep;
            }
            catch (Exception e)
            {
                log.Write("wake failed: " + e.Message);
                return RetryMilliseconds;
            }
        }
    }
}
