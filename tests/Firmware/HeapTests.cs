// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Firmware.Gateway;
using Firmware.Node;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>How much of the device's heap the images take, by the sizes its interpreter gives things.</summary>
    [TestClass]
    public class HeapTests
    {
        private const int NodeCeiling = 15 * 1024;
        private const int GatewayCeiling = 31 * 1024;
        private const int GatewayBudget = 60 * 1024;

        // The core library counted, the others a tenth of their .pe: they took that in all when they were loaded together.
        private static readonly (string Assembly, int Bytes)[] s_platformTables =
        {
            ("mscorlib", 4184), ("nanoFramework.Device.Bluetooth", 5400), ("System.Net", 2270), ("System.IO.FileSystem", 1680), ("System.IO.Streams", 720),
            ("nanoFramework.System.Text", 550), ("nanoFramework.System.Collections", 440), ("System.Threading", 400), ("nanoFramework.Runtime.Events", 350),
            ("nanoFramework.System.Security.Cryptography", 200), ("nanoFramework.Runtime.Native", 170), ("nanoFramework.System.IO.Hashing", 70)
        };

        public TestContext TestContext { get; set; }

        [TestMethod]
        public void TheSizesAreThoseMeasuredOnTheDevice()
        {
            Assert.AreEqual(12, DeviceHeap.SizeOf(new object()));
            Assert.AreEqual(120, DeviceHeap.SizeOf(new byte[100]));
            Assert.AreEqual(24, DeviceHeap.SizeOf("0123456789"));
            Assert.AreEqual(48, DeviceHeap.SizeOf(new ThreeFields()));
        }

        [TestMethod]
        public void TheClientWithAllObjectsAndTwoObservationsFitsIn15KB()
        {
            Peer peer = new();
            NodeConfiguration configuration = new() { Endpoint = "node-1", Server = "coap://192.0.2.1:5683", AwakeWindow = 1 };
            NodeDevice node = null;
            World world = new();
            SimulatedBoard board = new("heap", world.Time, world.Network, Wake, 11);
            board.PowerOn();
            world.Time.Run(5000);
            Assert.AreEqual(2, peer.Observations);

            List<object> reached = DeviceHeap.Reach(node);
            int total = Show(reached);
            Assert.IsTrue(reached.OfType<LwM2MClient>().Any() && reached.OfType<BatchObject>().Any() && reached.OfType<AccessControlObject>().Any());
            Assert.IsTrue(total < NodeCeiling, $"{total} B of heap");

            void Wake()
            {
                node = new NodeDevice(configuration, new OneWay(peer), null, peer.Clock, new NoStore(), new Failures(new NoStore()), new Simulator.Platform.Random(), new NoLog(), -1);
                node.Run();
            }
        }

        [TestMethod]
        public void TheGatewayWithThreePeripheralsOfEightCharacteristicsKeepsItsBudget()
        {
            World world = new();
            world.Ecg.InReach = false;
            for (int i = 1; i <= 3; i++)
            {
                GattDatabase database = new() { Name = "eight", Address = $"C0:FF:EE:00:03:0{i}" };
                GattDatabase.Service service = new() { Uuid = new Guid($"a00{i}0000-5b7c-4f6e-9d1a-2b3c4d5e6f70"), Handle = 10 };
                service.Characteristics.AddRange(Enumerable.Range(0, 8).Select(k => new GattDatabase.Characteristic
                {
                    Uuid = k == 1 ? new Guid("f0010001-0000-1000-8000-00805f9b34fb") : new Guid($"a00{i}000{k + 1}-5b7c-4f6e-9d1a-2b3c4d5e6f70"),
                    Handle = (ushort)(12 + 3 * k),
                    Properties = { "read", "notify" },
                    Hex = "0102"
                }));
                database.Services.Add(service);
                world.Air.Add(new SimulatedPeripheral(database));
            }

            GatewayDevice gateway = null;
            SimulatedBoard board = new("gateway", world.Time, world.Network, Main, 12) { Air = world.Air };
            board.PowerOn();
            world.Until(() => world.Server.Find("gateway")?.Objects.Count(o => o.StartsWith("/262", StringComparison.Ordinal)) == 3, 60, "not all connected");
            string stream = world.Server.Find("gateway").Objects.First(o => o.StartsWith("/262", StringComparison.Ordinal));
            world.Ask("gateway", new Testbed.Server.ServerRequest { Method = CoapCode.Put, Path = stream + "/1", Query = "pmin=1" });
            world.Server.Observe(world.Server.Find("gateway"), stream + "/1", ContentFormat.SenmlCbor, _ => { });
            world.Time.Run(5000);

            List<object> reached = DeviceHeap.Reach(gateway);
            int state = Show(reached);
            Assert.AreEqual(3, reached.OfType<Firmware.Gateway.Twins.TwinInstance>().Count());
            int own = new[] { "LwM2M.Nano", "LwM2M.Objects", "LwM2M.Security", "Firmware.Platform", "Firmware.Gateway" }.Sum(a => Flash.Build.AssemblyTables.Bytes(Path.Combine(AppContext.BaseDirectory, a + ".dll")));
            int platform = s_platformTables.Sum(p => p.Bytes);
            TestContext.WriteLine($"{own,6} B tables of its own assemblies, {platform} B of the platform's; {own + platform + state} B together");
            Assert.AreEqual(1, reached.OfType<Firmware.Gateway.Streams.PacketBuffer>().Count());
            Assert.IsTrue(state < GatewayCeiling, $"{state} B of heap");
            Assert.IsTrue(own + platform + state < GatewayBudget, $"{own + platform + state} B of heap with the assemblies' tables");

            void Main()
            {
                GatewayConfiguration configuration = new() { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "*" } };
                gateway = new GatewayDevice(configuration, new UdpTransport(new NoLog()), null, new SystemClock(), new NoStore(), new Simulator.Platform.Random(), new NoLog());
                gateway.Run();
            }
        }

        private int Show(List<object> reached)
        {
            foreach (IGrouping<string, object> group in reached.GroupBy(o => o.GetType().Name).OrderByDescending(g => g.Sum(DeviceHeap.SizeOf)).Take(12))
            {
                TestContext.WriteLine($"{group.Sum(DeviceHeap.SizeOf),6} B  {group.Count(),4} {group.Key}");
            }

            int total = reached.Sum(DeviceHeap.SizeOf);
            TestContext.WriteLine($"{total,6} B in all");
            return total;
        }

        private sealed class ThreeFields
        {
            private readonly int _a = 1;
            private readonly long _b = 2;
            private readonly string _c = "";

            public override string ToString()
            {
                return $"{_a}{_b}{_c}";
            }
        }

        /// <summary>A server that takes the registration and observes two resources.</summary>
        private sealed class Peer : DatagramChannel
        {
            private readonly Queue<byte[]> _toClient = new();
            private readonly CoapMessage _message = new();
            private readonly CoapWriter _writer = new();

            public PeerClock Clock { get; } = new();

            public int Observations { get; private set; }

            public override void Send(byte[] buffer, int offset, int count)
            {
                _message.Parse(buffer, offset, count);
                if (_message.Code == CoapCode.Post && Observations == 0)
                {
                    Answer();
                    Observe(1, "3303/0/5700");
                    Observe(2, "3/0/9");
                }
                else if (_message.Code == CoapCode.Content && _message.Observe >= 0)
                {
                    Observations++;
                }
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                if (_toClient.TryDequeue(out byte[] datagram))
                {
                    datagram.CopyTo(buffer, 0);
                    return datagram.Length;
                }

                Clock.Now += Math.Max(1, timeoutMilliseconds);
                return 0;
            }

            private void Answer()
            {
                byte[] response = new byte[64];
                _writer.Begin(response, 0, 64, CoapType.Acknowledgement, CoapCode.Created, _message.MessageId, _message.Buffer, _message.TokenOffset, _message.TokenLength);
                _writer.AddPath(CoapOption.LocationPath, "rd/5a3f");
                _toClient.Enqueue(response[.._writer.Length]);
            }

            private void Observe(int number, string path)
            {
                byte[] request = new byte[64];
                _writer.Begin(request, 0, 64, CoapType.Confirmable, CoapCode.Get, number, new byte[] { 1, 2, 3, 4, 5, 6, 7, (byte)number }, 0, 8);
                _writer.AddOption(CoapOption.Observe, 0);
                _writer.AddPath(CoapOption.UriPath, path);
                _toClient.Enqueue(request[.._writer.Length]);
            }
        }

        private sealed class PeerClock : Clock
        {
            public long Now { get; set; } = 1000;

            public override long Milliseconds => Now;

            public override long UtcMilliseconds => 1767225600000 + Now;
        }

        private sealed class OneWay : Transport
        {
            private readonly DatagramChannel _channel;

            public OneWay(DatagramChannel channel)
            {
                _channel = channel;
            }

            public override DatagramChannel Open(IAccount account)
            {
                return _channel;
            }
        }

        private sealed class NoStore : Store
        {
            public override byte[] Read(string name)
            {
                return null;
            }

            public override bool Write(string name, byte[] record, int count)
            {
                return true;
            }
        }

        private sealed class NoLog : Log
        {
            public override void Write(string line)
            {
            }
        }
    }
}
