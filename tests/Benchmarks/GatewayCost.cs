// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using LwM2M.Nano.Coap;
using Simulator.Bluetooth;
using Simulator.Board;
using Simulator.Network;
using Simulator.Time;
using Testbed;
using Testbed.Server;

namespace Benchmarks
{
    /// <summary>How long a twin takes from the first advertisement until it can be read.</summary>
    internal sealed record TwinRow(int Characteristics, long Milliseconds);

    /// <summary>What a stream costs: instructions and objects made for each packet forwarded.</summary>
    internal sealed record StreamRow(int Peripherals, string Way, int Packets, int Notifications, int Dropped, double PerPacket, double PerSample, double Objects, double PerSecond);

    /// <summary>The Gateway image on the simulator, in virtual time.</summary>
    public static class GatewayCost
    {
        private const int SamplesPerPacket = 9;
        private const int Seconds = 20;
        private static readonly int[] s_characteristics = { 1, 2, 4, 8, 16 };

        /// <returns>By number of characteristics.</returns>
        internal static IReadOnlyList<TwinRow> Twins()
        {
            return s_characteristics.Select(n => new TwinRow(n, TimeToTwin(n))).ToArray();
        }

        internal static IReadOnlyList<StreamRow> Streams()
        {
            return JsonSerializer.Deserialize<StreamRow[]>((string)InstrumentedImage.Run(typeof(GatewayCost), nameof(CountStreams)));
        }

        /// <summary>Runs in the instrumented image.</summary>
        /// <returns>The rows as JSON.</returns>
        public static string CountStreams()
        {
            List<StreamRow> rows = new();
            foreach (int peripherals in new[] { 1, 3 })
            {
                (long idle, _) = Run(peripherals, -1, out _, out _, out _);
                foreach (int period in new[] { 0, 1 })
                {
                    (long instructions, long objects) = Run(peripherals, period, out int packets, out int notifications, out int dropped);
                    double each = (double)(instructions - idle) / packets;
                    rows.Add(new StreamRow(
                        peripherals, period == 0 ? "a packet each" : "pmin=1", packets, notifications, dropped, each, each / SamplesPerPacket, (double)objects / packets,
                        (double)instructions / Seconds));
                }
            }

            return JsonSerializer.Serialize(rows);
        }

        private static long TimeToTwin(int characteristics)
        {
            World world = new();
            GattDatabase database = new() { Name = "many", Address = "C0:FF:EE:00:03:01" };
            GattDatabase.Service service = new() { Uuid = new Guid("a0010000-5b7c-4f6e-9d1a-2b3c4d5e6f70"), Handle = 10 };
            service.Characteristics.AddRange(Enumerable.Range(0, characteristics).Select(k => new GattDatabase.Characteristic
            {
                Uuid = new Guid($"a001{k + 1:X4}-5b7c-4f6e-9d1a-2b3c4d5e6f70"),
                Handle = (ushort)(12 + 3 * k),
                Properties = { "read" },
                Hex = "0102"
            }));
            database.Services.Add(service);
            SimulatedPeripheral peripheral = new(database) { InReach = false };
            world.Air.Add(peripheral);
            world.Gateway.PowerOn();
            world.Time.Run(12000);
            peripheral.InReach = true;
            long heard = -1;
            world.Air.Heard += _ => heard = heard < 0 ? world.Time.Now : heard;
            ServerReply reply = null;
            bool asked = false;
            while (reply?.Code != CoapCode.Content)
            {
                world.Time.Run(1);
                if (!asked && world.Server.Find("gateway")?.Objects.Contains("/26241/0") == true)
                {
                    asked = true;
                    world.Server.Read(world.Server.Find("gateway"), "/26241/0/" + (characteristics - 1), ContentFormat.Opaque, r => reply = r);
                }
            }

            return world.Time.Now - heard;
        }

        private static (long Instructions, long Objects) Run(int peripherals, int period, out int packets, out int notifications, out int dropped)
        {
            World world = new();
            SimulatedPeripheral[] sensors = Enumerable.Range(1, peripherals).Select(i =>
            {
                GattDatabase database = GattDatabase.Load("ecg");
                database.Address = $"C0:FF:EE:00:00:0{i}";
                return new SimulatedPeripheral(database);
            }).ToArray();
            foreach (SimulatedPeripheral sensor in sensors)
            {
                world.Air.Add(sensor);
            }

            world.Gateway.PowerOn();
            while (world.Server.Find("gateway")?.Objects.Count(o => o.StartsWith("/26241/", StringComparison.Ordinal)) != peripherals)
            {
                world.Time.Run(100);
            }

            int told = 0;
            for (int i = 0; i < peripherals && period >= 0; i++)
            {
                world.Server.Send(world.Server.Find("gateway"), new ServerRequest { Method = CoapCode.Put, Path = $"/26241/{i}/1", Query = "pmin=" + period });
                world.Server.Observe(world.Server.Find("gateway"), $"/26241/{i}/1", period == 0 ? ContentFormat.Opaque : ContentFormat.SenmlCbor, _ => told++);
            }

            world.Time.Run(10000);
            (long instructions, long objects) = InstrumentedImage.Count();
            int sent = sensors.Sum(s => s.NotificationsSent);
            int before = told;
            world.Time.Run(Seconds * 1000L);
            (long instructionsAfter, long objectsAfter) = InstrumentedImage.Count();
            packets = sensors.Sum(s => s.NotificationsSent) - sent;
            notifications = told - before;
            int lost = 0;
            for (int i = 0; i < peripherals; i++)
            {
                world.Server.Read(world.Server.Find("gateway"), $"/26496/{i}/6", ContentFormat.Text, r => lost += int.Parse(r.Text));
                world.Time.Run(3000);
            }

            dropped = lost;
            world.Gateway.PowerOff();
            return (instructionsAfter - instructions, objectsAfter - objects);
        }

        /// <summary>A server and a Gateway that connects everybody.</summary>
        private sealed class World
        {
            internal World()
            {
                VirtualNetwork network = new(Time, 7);
                Server = new LwM2MServer(Time, network, 5683);
                Air = new BluetoothAir(Time);
                Gateway = new SimulatedBoard("gateway", Time, network, Firmware.Gateway.Program.Main, 1) { Air = Air };
                Scene.Provision(Gateway, new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } });
            }

            internal VirtualTime Time { get; } = new(1767225600000);

            internal LwM2MServer Server { get; }

            internal BluetoothAir Air { get; }

            internal SimulatedBoard Gateway { get; }
        }
    }
}
