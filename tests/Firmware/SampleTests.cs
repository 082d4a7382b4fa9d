// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

extern alias ping;

using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Simulator.Lora;

namespace FirmwareTests
{
    /// <summary>The samples do what they say.</summary>
    [TestClass]
    public class SampleTests
    {
        [TestMethod]
        public void TheDoorTellsWhoeverObservesIt()
        {
            World world = new();
            SimulatedBoard board = new("door", world.Time, world.Network, Samples.Door.Program.Main, 11);
            world.Prepare(board, new { Endpoint = "door-1", Server = "coap://127.0.0.1:5683" });
            board.Drive(4, false);
            board.PowerOn();
            world.Until(() => world.Server.Find("door-1") != null, 30, "not registered");
            List<string> told = new();
            world.Server.Observe(world.Server.Find("door-1"), "/3200/0/5500", ContentFormat.Text, r => told.Add(r.Text));
            world.Time.Run(1000);
            board.Drive(4, true);
            world.Time.Run(1000);
            board.Drive(4, false);
            world.Time.Run(1000);
            CollectionAssert.AreEqual(new[] { "0", "1", "0" }, told);
            Assert.AreEqual("2", world.Read("door-1", "/3200/0/5501").Text);
            Assert.IsNull(board.Crash);
        }

        [TestMethod]
        public void TwoRadiosHearEachOtherWithinTheDutyCycle()
        {
            World world = new();
            LoraAir air = new(world.Time, 3);
            long airtime = 0;
            air.Sent += t => airtime += t.End - t.Start;
            List<string> lines = new();
            for (int i = 0; i < 2; i++)
            {
                SimulatedSx127x chip = new(air);
                SimulatedBoard board = new("radio" + i, world.Time, world.Network, ping::Samples.LoraPing.Program.Main, 11 + i) { Radio = chip };
                chip.Wire(board.Pins, 26, -1, 14);
                board.LineWritten += lines.Add;
                board.PowerOn();
                world.Time.Run(3333);
            }

            world.Time.Run(3600 * 1000L);
            Assert.IsTrue(lines.Count(l => l.StartsWith("heard 5 bytes", System.StringComparison.Ordinal)) > 50, string.Join("\n", lines.TakeLast(5)));
            Assert.IsTrue(airtime < 2 * 36500, $"{airtime} ms in an hour");
        }
    }
}
