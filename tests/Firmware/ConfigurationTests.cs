// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>What is provisioned is read as it was meant; what is wrong is named, and the device goes on.</summary>
    [TestClass]
    public class ConfigurationTests
    {
        private const string Server = "\"Server\": \"coap://127.0.0.1:5683\"";

        [TestMethod]
        [DataRow("n\u00f6de \"1\" \\ \u20ac \U0001F600")]
        [DataRow("node/1\tx")]
        public void ATextIsWhatAnotherWriterOfJsonMeant(string endpoint)
        {
            foreach (JsonSerializerOptions options in new[] { new JsonSerializerOptions(), new JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping } })
            {
                World world = new();
                Boot(world, JsonSerializer.Serialize(new { Endpoint = endpoint, Server = "coap://127.0.0.1:5683" }, options));
                world.Until(() => world.Server.Find(endpoint) != null, 20, "not registered");
            }
        }

        [TestMethod]
        [DataRow("\"abc\"")]
        [DataRow("null")]
        [DataRow("1.5")]
        [DataRow("true")]
        [DataRow("99999999999")]
        [DataRow("99999999999999999999999")]
        [DataRow("[1]")]
        public void AValueOfAnotherTypeIsNamedAndItsDefaultHolds(string value)
        {
            World world = new();
            Boot(world, $"{{ \"Endpoint\": \"node\", {Server}, \"Lifetime\": {value} }}");
            world.Until(() => world.Server.Find("node") != null, 20, "not registered");
            Assert.AreEqual(86400, world.Server.Find("node").LifetimeSeconds);
            CollectionAssert.Contains(world.Lines, "configuration: Lifetime must be a whole number from 10 to 31536000, using 86400");
        }

        [TestMethod]
        public void KeysOfOthersAreReadPast()
        {
            World world = new();
            Boot(world, $"{{ \"Wifi\": {{ \"Ssid\": \"a}}\\\"\", \"x\": [1, [2, {{}}]] }}, \"Y\": [[1], {{\"z\": null}}], \"Endpoint\": \"node\", {Server} }}");
            world.Until(() => world.Server.Find("node") != null, 20, "not registered");
        }

        [TestMethod]
        public void AnAllowListThatIsATextIsNamedAndAllowsNobody()
        {
            World world = new();
            SimulatedBoard gateway = world.Gateway($"{{ \"Endpoint\": \"gateway\", {Server}, \"AllowList\": \"*\" }}");
            gateway.PowerOn();
            world.Time.Run(30000);
            CollectionAssert.Contains(world.Lines, "configuration: AllowList must be a list of texts");
            Assert.IsFalse(world.Server.Find("gateway").Objects.Any(o => o.StartsWith("/26241", StringComparison.Ordinal)));
        }

        [TestMethod]
        public void ALineThatIsNoJsonIsNamedByItsNumber()
        {
            World world = new();
            Boot(world, "{\r\n  \"Endpoint\": \"node\",\r\n  \"Lifetime\" 60\r\n}");
            world.Time.Run(2000);
            CollectionAssert.Contains(world.Lines, "configuration: line 3 is no JSON of a configuration");
        }

        [TestMethod]
        public void NoBytesEndTheImageOtherThanInSleep()
        {
            Random random = new(4);
            byte[] good = Encoding.UTF8.GetBytes($"{{ \"Endpoint\": \"node\", {Server}, \"Lifetime\": 60, \"WakePin\": 4, \"Version\": \"1.0\", \"AllowList\": [\"a\", \"\\u00e4\"] }}");
            for (int i = 0; i < 300; i++)
            {
                byte[] file = good.ToArray();
                for (int k = random.Next(4); k >= 0; k--)
                {
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                }

                World world = new();
                SimulatedBoard node = world.Node();
                node.Flash.Write("I:\\device.json", file.Take(random.Next(4) == 0 ? random.Next(file.Length) : file.Length).ToArray());
                node.PowerOn();
                world.Time.Run(40000);
                Assert.IsNull(node.Crash, Encoding.Latin1.GetString(file));
                Assert.IsTrue(world.Lines.Any(l => l.StartsWith("sleep ", StringComparison.Ordinal)), Encoding.Latin1.GetString(file));
            }
        }

        private static void Boot(World world, string json)
        {
            world.Node(json).PowerOn();
        }
    }
}
