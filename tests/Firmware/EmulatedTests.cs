// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

extern alias emulated;

using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Testbed;

namespace FirmwareTests
{
    /// <summary>The Node as it is built for the virtual device: no flash, no radio, no deep sleep.</summary>
    [TestClass]
    public class EmulatedTests
    {
        [TestMethod]
        public void ItRegistersSleepsAndReportsWithoutFlash()
        {
            World world = new();
            Operator backend = new(world.Server, 60);
            SimulatedBoard board = new("emulated", world.Time, world.Network, emulated::Firmware.Emulated.Program.Main, 11);
            board.LineWritten += world.Lines.Add;
            board.PowerOn();
            world.Until(() => backend.Reports >= 5, 600, "no reports");
            Assert.AreEqual(CoapCode.Content, world.Read("emulated-node", "/3303/0/5700").Code);
            Assert.AreEqual(1, board.Boots);
            Assert.IsNull(board.Flash.Read("I:\\session"));
            Assert.IsTrue(world.Lines.Exists(l => l.StartsWith("resumed ", System.StringComparison.Ordinal)), "its registration outlives a sleep");
            Assert.IsNull(board.Crash);
        }
    }
}
