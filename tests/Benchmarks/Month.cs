// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Firmware.Gateway;
using Firmware.Platform;
using FirmwareTests;
using LwM2M.Nano.Coap;
using Simulator.Bluetooth;
using Simulator.Board;
using Simulator.Network;
using Simulator.Time;
using Testbed.Server;

namespace Benchmarks
{
    /// <summary>One day of the Gateway.</summary>
    internal sealed record MonthRow(int Day, int HeapBytes, int Connections, int Twins, int Reboots, int Packets);

    /// <summary>
    /// The Gateway image for many days: an observed ECG sensor that streams a minute of each hour and walks away twice a day, two
    /// others that come and go, passers-by with private addresses, and sensors that advertise. The heap is what the image's own
    /// objects take by the device's sizes, each midnight.
    /// </summary>
    internal static class Month
    {
        private const long Minute = 60000;

        internal static IReadOnlyList<MonthRow> Run(int days, Action<int> progress)
        {
            List<MonthRow> rows = new();
            VirtualTime time = new(1767225600000);
            VirtualNetwork network = new(time, 7);
            using LwM2MServer server = new(time, network, 5683);
            BluetoothAir air = new(time);
            SimulatedPeripheral[] residents = new[] { "ecg", "environment", "heart-rate", "thermometer" }.Select(n => new SimulatedPeripheral(GattDatabase.Load(n))).ToArray();
            SimulatedPeripheral beacon = new(new GattDatabase { Name = "sensor", Address = "C0:FF:EE:00:02:01" }) { ServiceData = Convert.FromHexString("D2FC4002CA0903BF13") };
            Array.ForEach(residents, air.Add);

            GatewayDevice gateway = null;
            SimulatedBoard board = new("gateway", time, network, Main, 12) { Air = air };
            int connections = 0;
            int twins = 0;
            board.LineWritten += line =>
            {
                connections += line.StartsWith("connected ", StringComparison.Ordinal) ? 1 : 0;
                twins += line.StartsWith("twin ", StringComparison.Ordinal) && line.Contains(" of ", StringComparison.Ordinal) ? 1 : 0;
            };
            Array.ForEach(residents, r => r.InReach = r == residents[0]);
            board.PowerOn();
            time.Run(Minute);
            int packets = 0;
            string stream = server.Find("gateway").Objects.First(o => o.StartsWith("/26241/", StringComparison.Ordinal));
            Array.ForEach(residents, r => r.InReach = true);
            air.Add(beacon);
            Random random = new(1);
            for (int day = 1; day <= days; day++)
            {
                for (int hour = 0; hour < 24; hour++)
                {
                    server.Observe(server.Find("gateway"), stream + "/1", ContentFormat.Opaque, OnPacket);
                    time.Run(Minute);
                    server.Send(server.Find("gateway"), new ServerRequest { Method = CoapCode.Get, Path = stream + "/1", Accept = ContentFormat.Opaque, Observe = 1 });
                    SimulatedPeripheral walker = residents[random.Next(residents.Length)];
                    walker.Drop();
                    beacon.ServiceData = Convert.FromHexString(hour % 2 == 0 ? "D2FC4002CA0903BF13" : "D2FC40016102D009");
                    SimulatedPeripheral passer = new(new GattDatabase { Name = "passer-by", Address = $"4A:00:00:{day:X2}:{hour:X2}:01" })
                    {
                        HasPrivateAddress = true,
                        ServiceData = Convert.FromHexString("D2FC4002CA09")
                    };
                    air.Add(passer);
                    time.Run(10 * Minute);
                    passer.InReach = false;
                    walker.InReach = true;
                    time.Run(49 * Minute);
                }

                rows.Add(new MonthRow(day, DeviceHeap.Reach(gateway).Sum(DeviceHeap.SizeOf), connections, twins, board.Boots - 1, packets));
                progress(day);
            }

            return rows;

            void OnPacket(ServerReply reply)
            {
                packets += reply?.Code == CoapCode.Content ? 1 : 0;
            }

            void Main()
            {
                Firmware.Gateway.GatewayConfiguration configuration = new() { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } };
                gateway = new GatewayDevice(
                    configuration, new UdpTransport(new NoLog()), null, new SystemClock(), new FileStore("I:\\", new NoLog()), new Simulator.Platform.Random(), new ConsoleLog());
                gateway.Run();
            }
        }
    }
}
