// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using Simulator.Bluetooth;
using Simulator.Board;
using Simulator.Network;
using Simulator.Time;
using Spectre.Console;
using Testbed.Server;

namespace Testbed
{
    /// <summary>The second seed paper's Figure 10b: a link whose loss rises and falls, and the sampling rate that follows it.</summary>
    public static class RateScene
    {
        private static readonly (int Seconds, double Loss)[] s_link = { (60, 0), (60, 0.05), (60, 0.15), (60, 0.01), (60, 0) };

        /// <returns>The process's exit code.</returns>
        public static int Run()
        {
            VirtualTime time = new(1767225600000);
            VirtualNetwork network = new(time, 7);
            using LwM2MServer server = new(time, network, 5683);
            SimulatedPeripheral ecg = new(GattDatabase.Load("ecg"));
            BluetoothAir air = new(time);
            air.Add(ecg);
            SimulatedBoard gateway = new("gateway", time, network, Firmware.Gateway.Program.Main, 1) { Air = air };
            Scene.Provision(gateway, new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "f0010000*" } });
            gateway.PowerOn();
            string twin = null;
            for (int i = 0; i < 60 && twin == null; i++)
            {
                time.Run(1000);
                twin = server.Find("gateway")?.Objects.FirstOrDefault(o => o.StartsWith("/26241/", StringComparison.Ordinal));
            }

            RateControl control = new(time, server);
            control.Start(server.Find("gateway"), twin);
            long started = time.Now;
            Table table = new Table().AddColumns("s", "loss of the link", "loss measured", "sampling rate", "");
            foreach ((int seconds, double loss) in s_link)
            {
                ecg.NotificationLoss = loss;
                int shown = control.Windows.Count;
                time.Run(seconds * 1000L);
                foreach ((long at, double measured, int rate) in control.Windows.Skip(shown))
                {
                    table.AddRow(((at - started) / 1000).ToString(), $"{loss:P0}", $"{measured:P1}", $"{rate} Hz", new string('█', rate / 10));
                }
            }

            AnsiConsole.Write(table);
            return 0;
        }
    }
}
