// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;
using Simulator.Lora;
using Simulator.Network;
using Simulator.Time;
using Testbed;
using Testbed.Server;

namespace InteropTests
{
    /// <summary>What the Node and the Relay put on the air, read by the npm package lora-packet.</summary>
    [TestClass]
    public class LoraPacketTests
    {
        private const string AppKey = "98929B92C49EDBA9676D646D3B612456";

        [TestMethod]
        public void EveryFrameOfBothSidesIsGenuineAndCarriesCoap()
        {
            string folder = NpmPackages.Install();
            List<string> frames = Capture();
            JsonElement[] read = Read(folder, frames);
            Assert.AreEqual(frames.Count, read.Length);
            Assert.IsTrue(read.All(r => r.GetProperty("genuine").GetBoolean()), string.Join("\n", read.Select(r => r.ToString())));
            Assert.AreEqual("0102030405060708", read[0].GetProperty("devEui").GetString());
            Assert.AreEqual("accept", read[1].GetProperty("type").GetString());

            string[] up = Payloads(read, "up");
            string[] down = Payloads(read, "down");
            Assert.IsTrue(up[0].StartsWith("4202", StringComparison.Ordinal), "a confirmable POST: " + up[0]);
            Assert.IsTrue(up.Any(p => p.Contains("626174636804", StringComparison.Ordinal)), "a report to batch/node");
            Assert.IsTrue(down.Any(p => p[2..4] == "41"), "2.01 Created of the registration");
            Assert.IsTrue(read.Any(r => r.TryGetProperty("acknowledges", out JsonElement a) && a.GetBoolean()), "a report acknowledged by the link");
            int[] counters = read.Where(r => r.GetProperty("type").GetString() == "up").Select(r => r.GetProperty("counter").GetInt32()).ToArray();
            CollectionAssert.AreEqual(counters.Order().Distinct().ToArray(), counters.Distinct().ToArray());
        }

        private static string[] Payloads(JsonElement[] read, string direction)
        {
            return read.Where(r => r.GetProperty("type").GetString() == direction).Select(r => r.GetProperty("payload").GetString()).Where(p => p.Length > 0).ToArray();
        }

        private static List<string> Capture()
        {
            VirtualTime time = new(1767225600000);
            VirtualNetwork network = new(time, 7);
            LwM2MServer server = new(time, network, 5683) { AwakeMilliseconds = 30000 };
            Operator backend = new(server, 300, true);
            LoraAir air = new(time, 3);
            List<string> frames = new();
            air.Sent += t => frames.Add(Convert.ToHexString(t.Payload));
            SimulatedBoard relay = Board("relay", time, network, Firmware.Relay.Program.Main, new SimulatedSx127x(air) { X = 60 });
            Scene.Provision(relay, new { Server = "coap://127.0.0.1:5683", RelayNodes = new[] { "0102030405060708 " + AppKey } });
            SimulatedBoard node = Board("node", time, network, Firmware.Node.Program.Main, new SimulatedSx127x(air));
            Scene.Provision(node, new { Endpoint = "node", Transport = "lorawan", Channel = 0, DevEui = "0102030405060708", AppKey });
            relay.PowerOn();
            time.Run(1000);
            node.PowerOn();
            for (int i = 0; i < 3000 && backend.Reports < 3; i++)
            {
                time.Run(1000);
            }

            Assert.IsTrue(backend.Reports >= 3, backend.Failure);
            return frames;
        }

        private static SimulatedBoard Board(string name, SimulatedTime time, SimulatedNetwork network, Action main, SimulatedSx127x chip)
        {
            SimulatedBoard board = new(name, time, network, main, name.Length) { Air = new BluetoothAir(time), Radio = chip };
            chip.Wire(board.Pins, 26, -1, 14);
            return board;
        }

        private static JsonElement[] Read(string folder, IEnumerable<string> frames)
        {
            ProcessStartInfo start = new("node", "lorawan.js " + AppKey) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
            using Process process = Process.Start(start);
            process.StandardInput.Write(string.Join('\n', frames));
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return JsonDocument.Parse(output).RootElement.EnumerateArray().ToArray();
        }
    }
}
