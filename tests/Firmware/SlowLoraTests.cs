// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Simulator.Lora;
using Testbed;
using UnitTests;

namespace FirmwareTests
{
    /// <summary>The Node image with an ordinary name at every data rate, within its duty cycle, on a strict network.</summary>
    [TestClass]
    public class SlowLoraTests
    {
        private const string Endpoint = "node-00000001";
        private static readonly byte[] s_appKey = Convert.FromHexString("98929B92C49EDBA9676D646D3B612456");

        [TestMethod]
        [DataRow(0, 0.0)]
        [DataRow(1, 0.0)]
        [DataRow(2, 0.0)]
        [DataRow(3, 0.0)]
        [DataRow(5, 0.0)]
        [DataRow(0, 0.1)]
        [DataRow(2, 0.1)]
        public void AnOrdinaryNodeRegistersWithinTwoHours(int dataRate, double loss)
        {
            World world = new();
            SimulatedBoard node = Node(world, dataRate, out LorawanBridge bridge, out LoraAir air);
            air.Loss = loss;
            Operator backend = new(world.Server, 3600, true);
            node.PowerOn();
            world.Until(() => world.Server.Find(Endpoint) != null, 7200, "not registered");
            Assert.AreEqual(dataRate >= 3, world.Server.Find(Endpoint).Objects.Contains("/3304/0"));
            world.Until(() => backend.Reports > 2, 12 * 3600, "no reports: " + backend.Failure); // to a path of 19 letters
            Assert.IsTrue(bridge.Network.Devices[0].JoinRequests <= 3);
            Assert.AreEqual("", string.Join(", ", bridge.Violations));
        }

        [TestMethod]
        [DataRow("US915")]
        [DataRow("AU915")]
        [DataRow("AS923")]
        [DataRow("IN865")]
        [DataRow("KR920")]
        public void InEveryRegionTheSlowestDataRateCarriesAReport(string region)
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            SimulatedSx127x chip = new(air);
            world.Server.AwakeMilliseconds = 30000;
            world.Server.BlockSize = 32;
            LorawanBridge bridge = new(world.Time, air, world.Network, World.Port, region);
            bridge.Add(Convert.FromHexString("0102030405060708"), s_appKey);
            SimulatedBoard node = new("node", world.Time, world.Network, Firmware.Node.Program.Main, 11) { Radio = chip };
            chip.Wire(node.Pins, 26, -1, 14);
            world.Prepare(node, new { Endpoint, Transport = "lorawan", Region = region, DevEui = "0102030405060708", AppKey = Convert.ToHexString(s_appKey), DataRate = 0, MaximumSleep = 3600 });
            Operator backend = new(world.Server, 3600, true);
            node.PowerOn();
            world.Until(() => backend.Reports > 2, 12 * 3600, "no reports: " + backend.Failure);
            Assert.AreEqual("", string.Join(", ", bridge.Violations));
            Assert.IsNull(node.Crash);
        }

        [TestMethod]
        [DataRow(5)]
        [DataRow(2)]
        public void AWeekAwayLosesNoQuarterOfAnHour(int dataRate)
        {
            World world = new();
            SimulatedBoard node = Node(world, dataRate, out LorawanBridge bridge, out LoraAir _);
            Operator backend = new(world.Server, 900, true);
            HashSet<long> told = new();
            world.Server.Sent += (_, _, payload) => told.UnionWith(Times(payload));
            world.Server.Reported += (_, _, _, _) => told.Add(world.Time.Now / 1000);
            node.PowerOn();
            world.Until(() => backend.Reports > 2, 12 * 3600, "no reports: " + backend.Failure);
            bridge.Network.IsDown = true;
            long from = world.Time.Now / 1000;
            int writes = node.Flash.Writes;
            world.Time.Run(7 * 24 * 3600 * 1000L);
            int writesADay = (node.Flash.Writes - writes) / 7;
            bridge.Network.IsDown = false;
            int reports = backend.Reports;
            world.Until(() => backend.Reports > reports + 2, 24 * 3600, "not back");
            world.Time.Run((dataRate < 3 ? 96 : 12) * 3600 * 1000L);
            int quarters = Enumerable.Range(1, 671).Count(i => told.Any(t => Math.Abs(t - (from + i * 900)) < 450));
            Assert.AreEqual(671, quarters, string.Join("\n", world.Lines.TakeLast(30)));
            Assert.IsTrue(writesADay <= 24, $"{writesADay} writes a day");
            Assert.AreEqual("", string.Join(", ", bridge.Violations));
            Assert.IsNull(node.Crash);
        }

        // When the temperatures of a pack were taken, in seconds since 1970-01-01 UTC.
        private static IEnumerable<long> Times(byte[] payload)
        {
            SenmlPack pack = new(payload, payload.Length);
            while (pack.MoveNext())
            {
                if (pack.Name == "/3303/0/5700")
                {
                    yield return pack.Time;
                }
            }
        }

        private static SimulatedBoard Node(World world, int dataRate, out LorawanBridge bridge, out LoraAir air)
        {
            air = new LoraAir(world.Time, 3);
            SimulatedSx127x chip = new(air);
            world.Server.AwakeMilliseconds = 30000;
            world.Server.BlockSize = dataRate < 3 ? 32 : 128;
            bridge = new LorawanBridge(world.Time, air, world.Network, World.Port);
            bridge.Add(Convert.FromHexString("0102030405060708"), s_appKey);
            SimulatedBoard board = new("node", world.Time, world.Network, Firmware.Node.Program.Main, 11) { Radio = chip };
            chip.Wire(board.Pins, 26, -1, 14);
            return world.Prepare(board, new { Endpoint, Transport = "lorawan", DevEui = "0102030405060708", AppKey = Convert.ToHexString(s_appKey), DataRate = dataRate, MaximumSleep = 3600 });
        }
    }
}
