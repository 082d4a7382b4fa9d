// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;
using Simulator.Network;
using Simulator.Time;
using Testbed;

namespace InteropTests
{
    /// <summary>Both images against lwm2m-node-lib 1.4.0, over real UDP.</summary>
    [TestClass]
    public class NpmServerTests
    {
        private const string Twin = "/26241/0";

        [TestMethod]
        [DataRow("1.0", "1.0 U ")]
        [DataRow("1.1", "1.1 U ")]
        public void DrivesTheGatewayAndItsTwin(string version, string announced)
        {
            using NpmServer server = new();
            Scene scene = new(new RealTime(), new LoopbackNetwork(), server.Uri, 0, version);
            scene.PowerOn();
            string objects = server.Event("registered", "gateway");
            StringAssert.StartsWith(objects, announced);
            StringAssert.Contains(objects, "</3/0>");
            server.Event("updated", "gateway", list => list.Contains("<" + Twin + ">", StringComparison.Ordinal));

            Assert.AreEqual("Gateway", server.Do("read", "gateway", "/3/0/1"));
            Assert.AreEqual("ECG sensor, one lead", server.Do("read", "gateway", Twin + "/0"));
            Assert.AreEqual("150", server.Do("read", "gateway", Twin + "/2"));
            Assert.AreEqual("", server.Do("write", "gateway", Twin + "/2", "140"));
            Assert.AreEqual("140", server.Do("read", "gateway", Twin + "/2"));
            StringAssert.Contains(server.Do("write", "gateway", Twin + "/0", "mine"), "4.05");
            StringAssert.Contains(server.Do("write", "gateway", Twin + "/2", "fast"), "4.00");
            StringAssert.StartsWith(server.Do("read", "gateway", "/9/0/0"), "error");

            string first = server.Do("observe", "gateway", Twin + "/1");
            Assert.IsFalse(first.StartsWith("error", StringComparison.Ordinal), first);
            for (int i = 0; i < 20; i++)
            {
                server.Event("notification", "gateway");
            }

            server.Do("cancel", "gateway", Twin + "/1");
            scene.PowerOff();
        }

        [TestMethod]
        public void DrivesTheNodeWhileItIsAwake()
        {
            using NpmServer server = new();
            RealTime time = new();
            LoopbackNetwork network = new();
            SimulatedBoard node = new("node", time, new Nat(network, time, 30000), Firmware.Node.Program.Main, 5);
            Scene.Provision(node, new { Endpoint = "node", Server = server.Uri, Version = "1.0", AwakeWindow = 2, MaximumSleep = 3600, Lifetime = 12 });
            node.PowerOn();

            StringAssert.StartsWith(server.Event("registered", "node"), "1.0 UQ ");
            Assert.AreEqual("97", server.Do("read", "node", "/3/0/9"));
            Assert.AreEqual("", server.Do("write", "node", "/3360/0/5702", "12.5"));
            Assert.AreEqual("12.5", server.Do("read", "node", "/3360/0/5702"));
            Assert.AreEqual("", server.Do("execute", "node", "/3303/0/5605"));
            StringAssert.Contains(server.Do("execute", "node", "/3303/0/5700"), "4.05");
            StringAssert.Contains(server.Do("discover", "node", "/3303/0"), "</3303/0/5700>");

            string first = server.Do("observe", "node", "/3360/0/5703");
            Assert.AreEqual("0", first);
            Assert.AreEqual("", server.Do("write", "node", "/3360/0/5703", "8.25"));
            Assert.AreEqual("8.25", server.Event("notification", "node"));

            // It sleeps, wakes for its lifetime's sake, and is the same client then.
            server.Event("updated", "node");
            Assert.AreEqual(1, server.CountEvents("registered"));
            Assert.IsTrue(node.Boots >= 2);
            Assert.AreEqual("97", server.Do("read", "node", "/3/0/9"));
            Assert.IsNull(node.Crash);
            node.PowerOff();
        }

        [TestMethod]
        public void RefusesThePackagesOwnWriteFormat()
        {
            using NpmServer server = new("application-vnd-oma-lwm2m/text"); // 1541
            Scene scene = new(new RealTime(), new LoopbackNetwork(), server.Uri, 0);
            scene.PowerOn();
            server.Event("registered", "gateway");
            StringAssert.Contains(server.Do("write", "gateway", "/1/0/1", "600"), "4.15");
            Assert.AreEqual("86400", server.Do("read", "gateway", "/1/0/1"));
            scene.PowerOff();
        }

        [TestMethod]
        public void DeregistersWhenTheClientLeaves()
        {
            using NpmServer server = new();
            RealTime time = new();
            ClientOnUdp client = new(server.Port);
            client.RunUntil(() => client.Session.Registration.IsRegistered, 10000);
            server.Event("registered", "plain");
            client.Session.Registration.Deregister();
            client.RunUntil(() => client.Session.Registration.State == LwM2M.Nano.Client.RegistrationState.Stopped, 10000);
            server.Event("deregistered", "plain");
        }

        [TestMethod]
        public void EveryPacketDecodesInTshark()
        {
            Tool.Require("tshark", "Install Wireshark's command line (Debian: tshark).");
            RealTime time = new();
            LoopbackNetwork network = new();
            Capture capture = new(network);
            using Testbed.Server.LwM2MServer server = new(time, network, 0x5A83);
            Operator backend = new(server, 1);
            Scene scene = new(time, network, "coap://127.0.0.1:" + 0x5A83, 1);
            scene.PowerOn();
            long deadline = Environment.TickCount64 + 30000;
            while ((backend.Reports < 2 || backend.EcgPacks < 10) && Environment.TickCount64 < deadline)
            {
                Thread.Sleep(100);
            }

            server.Read(server.Find("gateway"), "/3/0", LwM2M.Nano.Coap.ContentFormat.Tlv, _ => { });
            Thread.Sleep(500);
            scene.PowerOff();
            Assert.IsTrue(backend.Reports >= 2);

            string file = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"capture-{Guid.NewGuid():N}.pcap");
            capture.Save(file);
            try
            {
                string[] protocols = Tool.Run("tshark", $"-r {file} -T fields -e frame.protocols").Split('\n', StringSplitOptions.RemoveEmptyEntries);
                Assert.AreEqual(capture.Count, protocols.Length);
                Assert.IsTrue(protocols.All(p => p.Contains("coap", StringComparison.Ordinal)), "not all are CoAP");

                // This tshark does not know RFC 7967 and says so at each No-Response; nothing else may be wrong.
                IEnumerable<string> complaints = Tool.Run("tshark", $"-r {file} -T fields -e _ws.expert.message")
                    .Split('\n').Where(m => m.Length > 0 && m != "Invalid Option Number 258");
                Assert.AreEqual("", string.Join("; ", complaints));
                Assert.IsFalse(protocols.Any(p => p.Contains("malformed", StringComparison.Ordinal)));
                string tlv = Tool.Run("tshark", $"-r {file} -Y lwm2mtlv -V");
                StringAssert.Contains(tlv, "Lightweight M2M TLV");
                StringAssert.Contains(tlv, "/3303/0/5700");
            }
            finally
            {
                System.IO.File.Delete(file);
            }
        }
    }
}
