// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Simulator.Bluetooth;
using Simulator.Board;
using Simulator.Network;
using Simulator.Time;

namespace Testbed
{
    /// <summary>
    /// The boards of the demonstration: a Gateway with an ECG peripheral, and Nodes behind a NAT. They run the images' own
    /// Main, on any server.
    /// </summary>
    public sealed class Scene
    {
        private const int NatLifetimeMilliseconds = 30000;
        private const int MaximumLines = 8;

        private readonly Queue<string> _lines = new();

        /// <param name="time">The world's time.</param>
        /// <param name="network">What the boards reach.</param>
        /// <param name="server">The server's URI.</param>
        /// <param name="nodes">How many Nodes.</param>
        /// <param name="version">The LwM2M version the boards announce.</param>
        /// <param name="keys">Where the server looks its clients' keys up: each board gets one of its own; null without security.</param>
        public Scene(SimulatedTime time, SimulatedNetwork network, string server, int nodes, string version = "1.1", IDictionary<string, byte[]> keys = null)
        {
            Ecg = new SimulatedPeripheral(GattDatabase.Load("ecg"));
            BluetoothAir air = new(time);
            air.Add(Ecg);
            Gateway = new SimulatedBoard("gateway", time, network, Firmware.Gateway.Program.Main, 1) { Air = air };
            Provision(Gateway, Configuration("gateway", ("AllowList", new[] { "f0010000*" })));
            Nat = new Nat(network, time, NatLifetimeMilliseconds);
            Nodes = Enumerable.Range(1, nodes).Select(i => new SimulatedBoard($"node-{i}", time, Nat, Firmware.Node.Program.Main, 1 + i)).ToArray();
            foreach (SimulatedBoard node in Nodes)
            {
                Provision(node, Configuration(node.Name, ("AwakeWindow", 2), ("MaximumSleep", 60)));
            }

            foreach (SimulatedBoard board in Boards)
            {
                board.LineWritten += line => Say(board.Name, line);
            }

            network.Passed += Count;

            Dictionary<string, object> Configuration(string endpoint, params (string Key, object Value)[] more)
            {
                Dictionary<string, object> configuration = new() { ["Endpoint"] = endpoint, ["Server"] = server, ["Version"] = version };
                foreach ((string key, object value) in more)
                {
                    configuration[key] = value;
                }

                if (keys != null)
                {
                    keys[endpoint] = RandomNumberGenerator.GetBytes(16);
                    configuration["Identity"] = endpoint;
                    configuration["Key"] = Convert.ToHexString(keys[endpoint]);
                }

                return configuration;
            }
        }

        public SimulatedBoard Gateway { get; }

        public IReadOnlyList<SimulatedBoard> Nodes { get; }

        public IEnumerable<SimulatedBoard> Boards => Nodes.Prepend(Gateway);

        public SimulatedPeripheral Ecg { get; }

        public Nat Nat { get; }

        public long Packets { get; private set; }

        public long Bytes { get; private set; }

        /// <summary>The last lines of the boards' logs.</summary>
        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return _lines.ToArray();
                }
            }
        }

        public static void Provision(SimulatedBoard board, object configuration)
        {
            board.Flash.Write("I:\\device.json", Encoding.UTF8.GetBytes(JsonSerializer.Serialize(configuration)));
        }

        public void PowerOn()
        {
            foreach (SimulatedBoard board in Boards)
            {
                board.PowerOn();
            }
        }

        public void PowerOff()
        {
            foreach (SimulatedBoard board in Boards)
            {
                board.PowerOff();
            }
        }

        private void Say(string board, string line)
        {
            lock (_lines)
            {
                _lines.Enqueue($"{board}: {line}");
                while (_lines.Count > MaximumLines)
                {
                    _lines.Dequeue();
                }
            }
        }

        private void Count(byte[] datagram, bool fromBoard)
        {
            lock (_lines)
            {
                Packets++;
                Bytes += datagram.Length;
            }
        }
    }
}
