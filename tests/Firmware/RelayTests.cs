// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Simulator.Lora;
using Testbed;

namespace FirmwareTests
{
    /// <summary>The Relay image with private nodes: both images as they are, no network of others.</summary>
    [TestClass]
    public class RelayTests
    {
        private const int PeriodSeconds = 900;
        private const string FirstKey = "98929B92C49EDBA9676D646D3B612456";
        private const string SecondKey = "00112233445566778899AABBCCDDEEFF";
        private const string First = "0102030405060708";
        private const string Second = "0102030405060709";

        [TestMethod]
        public void TwoNodesJoinRegisterAndReportEachAsAClientOfItsOwn()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            Operator backend = new(world.Server, PeriodSeconds);
            Relay(world, air).PowerOn();
            world.Time.Run(2000);
            SimulatedBoard one = Node(world, air, "one", First, FirstKey);
            SimulatedBoard two = Node(world, air, "two", Second, SecondKey);
            one.PowerOn();
            world.Time.Run(7000);
            two.PowerOn();
            world.Until(() => world.Server.Find("one") != null && world.Server.Find("two") != null, 900, "not registered");
            Assert.AreNotEqual(world.Server.Find("one").Address.Port, world.Server.Find("two").Address.Port);
            world.Until(() => backend.Reports > 2, 2 * PeriodSeconds, "no report");
            int reports = backend.Reports;
            world.Time.Run(6 * 3600 * 1000L);
            Assert.AreEqual(2 * 24, backend.Reports - reports, 3);
            Assert.IsNull(backend.Failure);
            Assert.IsNull(one.Crash);
            Assert.IsNull(two.Crash);
        }

        [TestMethod]
        public void WhatTheServerQueuedReachesTheNodeInItsNextWindow()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            Operator backend = new(world.Server, 300);
            Relay(world, air).PowerOn();
            Node(world, air, "one", First, FirstKey).PowerOn();
            world.Until(() => backend.Reports > 0, 1800, "no report");
            Assert.AreEqual(CoapCode.Changed, world.Write("one", "/3360/0/5702", "3.5").Code);
            Assert.AreEqual("3.5", world.Read("one", "/3360/0/5702").Text);
        }

        [TestMethod]
        public void ARelayThatLosesPowerGoesOnWithItsSessions()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            Downlinks downlinks = new(air);
            Operator backend = new(world.Server, 300);
            SimulatedBoard relay = Relay(world, air);
            relay.PowerOn();
            Node(world, air, "one", First, FirstKey).PowerOn();
            world.Until(() => backend.Reports > 3, 3000, "no report");
            relay.PowerOff();
            world.Time.Run(700000);
            relay.PowerOn();
            int reports = backend.Reports;
            world.Until(() => backend.Reports > reports, 1200, "no report after the relay's power cut");
            Assert.AreEqual(CoapCode.Changed, world.Write("one", "/3360/0/5702", "3.5").Code);
            Assert.AreEqual(1, world.Lines.Count(l => l == "relay: node joins"));
            Assert.AreEqual(0, downlinks.Repeated);
        }

        [TestMethod]
        public void AStrangerAndAWrongKeyAreNotServed()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            SimulatedBoard relay = Relay(world, air);
            relay.PowerOn();
            Node(world, air, "stranger", "0F0F0F0F0F0F0F0F", FirstKey).PowerOn();
            Node(world, air, "wrong", First, SecondKey).PowerOn();
            world.Time.Run(3600 * 1000L);
            Assert.IsNull(world.Server.Find("stranger"));
            Assert.IsNull(world.Server.Find("wrong"));
            Assert.IsFalse(world.Lines.Contains("relay: node joins"));
            Assert.IsNull(relay.Crash);
        }

        [TestMethod]
        public void ARelayWithoutARadioSaysSoAndTriesAgain()
        {
            World world = new();
            SimulatedBoard relay = Relay(world, null);
            relay.PowerOn();
            world.Until(() => world.Lines.Count(l => l.StartsWith("relay: radio does not answer", StringComparison.Ordinal)) > 1, 120, "no second attempt");
            Assert.IsNull(relay.Crash);
        }

        private static SimulatedBoard Relay(World world, LoraAir air)
        {
            world.Server.AwakeMilliseconds = 30000; // an answer over LoRa takes seconds
            SimulatedSx127x chip = air == null ? null : new SimulatedSx127x(air) { X = 60 };
            SimulatedBoard board = new("relay", world.Time, world.Network, Firmware.Relay.Program.Main, 12) { Radio = chip };
            chip?.Wire(board.Pins, 26, -1, 14);
            return world.Prepare(board, new
            {
                Server = "coap://127.0.0.1:5683",
                RelayNodes = new[] { First + " " + FirstKey, Second + " " + SecondKey }
            });
        }

        private static SimulatedBoard Node(World world, LoraAir air, string endpoint, string devEui, string appKey)
        {
            SimulatedSx127x chip = new(air);
            SimulatedBoard board = new(endpoint, world.Time, world.Network, Firmware.Node.Program.Main, endpoint == "two" ? 21 : 20) { Radio = chip };
            chip.Wire(board.Pins, 26, -1, 14);
            return world.Prepare(board, new { Endpoint = endpoint, Transport = "lorawan", Channel = 0, DevEui = devEui, AppKey = appKey });
        }

        /// <summary>Counts downlink counters that come twice with something else.</summary>
        private sealed class Downlinks
        {
            private readonly Dictionary<string, string> _seen = new();

            internal Downlinks(LoraAir air)
            {
                air.Sent += t =>
                {
                    if (t.Inverted && t.Payload[0] == 0x60)
                    {
                        string key = Convert.ToHexString(t.Payload, 1, 4) + Convert.ToHexString(t.Payload, 6, 2);
                        string frame = Convert.ToHexString(t.Payload);
                        Repeated += _seen.TryGetValue(key, out string before) && before != frame ? 1 : 0;
                        _seen[key] = frame;
                    }
                };
            }

            internal int Repeated { get; private set; }
        }
    }
}
