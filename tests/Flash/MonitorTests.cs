// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Flash.Device;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace FlashTests
{
    /// <summary>monitor: the log among the debugger's packets, and what it means.</summary>
    [TestClass]
    public class MonitorTests
    {
        [TestMethod]
        public void ThePlainTextOfAStartAndTheTextInPacketsAreOneLog()
        {
            byte[] bytes = Encoding.ASCII.GetBytes("rst:0x1\r\n").Concat(Packet(1, "registered as rd/1\r\nsleep ")).Concat(Packet(7, "ping\n")).Concat(Packet(1, "60 s\r\n")).ToArray();
            string[] expected = { "rst:0x1", "registered as rd/1", "sleep 60 s" };
            CollectionAssert.AreEqual(expected, new WireLog().Take(bytes).ToArray());

            WireLog drop = new(); // byte by byte, as a slow port gives it
            CollectionAssert.AreEqual(expected, bytes.SelectMany(b => drop.Take(new[] { b })).ToArray());
        }

        [TestMethod]
        public void NothingThatComesMakesItStop()
        {
            Random random = new(1);
            WireLog log = new();
            for (int i = 0; i < 20000; i++)
            {
                byte[] bytes = random.Next(3) == 0 ? Packet((uint)random.Next(3), "x\n")[..random.Next(1, 34)] : new byte[random.Next(40)];
                if (random.Next(2) == 0)
                {
                    random.NextBytes(bytes);
                }

                log.Take(bytes);
            }

            // What was begun is passed over within the longest packet.
            List<string> lines = new();
            for (int i = 0; i < 600 && !lines.Contains("joined"); i++)
            {
                lines.AddRange(log.Take(Encoding.ASCII.GetBytes("\njoined\n")));
            }

            CollectionAssert.Contains(lines, "joined");
        }

        [TestMethod]
        [DataRow("registered as rd/5a3f", LineKind.Good)]
        [DataRow("twin /26241/0 of C0FFEE000001", LineKind.Good)]
        [DataRow("lost C0FFEE000001", LineKind.Worth)]
        [DataRow("no Wi-Fi", LineKind.Worth)]
        [DataRow("not joined", LineKind.Worth)]
        [DataRow("answered 4.04", LineKind.Worth)]
        [DataRow("configuration: Server is no coap URI", LineKind.Worth)]
        [DataRow("torn record dropped: I:\\session", LineKind.Bad)]
        [DataRow("gateway ended: out of memory", LineKind.Bad)]
        [DataRow("sleep 3600 s", LineKind.Plain)]
        public void ALineHasItsColour(string line, LineKind kind)
        {
            Assert.AreEqual(kind, new DeviceState().Take(line));
        }

        [TestMethod]
        public void TheStateIsWhatTheLogSays()
        {
            DeviceState state = new();
            foreach (string line in new[]
            {
                "connected C0FFEE000001", "twin /26241/0 of C0FFEE000001", "connected C0FFEE000002", "twin /26242/0 of C0FFEE000002", "registered as rd/1", "lost C0FFEE000002", "twin /26242/0 removed"
            })
            {
                state.Take(line);
            }

            Assert.AreEqual("registered at rd/1, 1 peripherals connected, 1 twins", state.ToString());
        }

        [TestMethod]
        public void TheScreenShowsTheLogAndEachChangeOfTheState()
        {
            string log = "registered as rd/1\nstatus [ok] :key: 21 \u00b0C\nsleep 60 s\n";
            string[] lines = Workshop.Shown(new System.IO.MemoryStream(Encoding.UTF8.GetBytes(log))).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim()).ToArray();
            StringAssert.EndsWith(lines[0], "registered as rd/1");
            Assert.AreEqual("registered at rd/1", lines[1]);
            StringAssert.EndsWith(lines[2], "status [ok] :key: 21 \u00b0C");
            Assert.AreEqual("registered at rd/1, last slept 60 s", lines[4]);
        }

        private static byte[] Packet(uint command, string text)
        {
            byte[] packet = new byte[32 + text.Length];
            Encoding.ASCII.GetBytes("NFPKTV1").CopyTo(packet, 0);
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(16), command);
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(28), (uint)text.Length);
            Encoding.ASCII.GetBytes(text).CopyTo(packet, 32);
            return packet;
        }
    }
}
