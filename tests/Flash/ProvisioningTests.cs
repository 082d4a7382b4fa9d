// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Firmware.Gateway;
using Firmware.Lora;
using Firmware.Node;
using Firmware.Platform;
using Flash;
using Flash.Tools;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace FlashTests
{
    /// <summary>provision: what is written onto a board, and that nothing is when something is wrong.</summary>
    [TestClass]
    public class ProvisioningTests
    {
        private const string Good = "{ \"Endpoint\": \"node-1\", \"Server\": \"coap://192.0.2.1:5683\", \"MaximumSleep\": 900, \"Wifi\": { \"Ssid\": \"field\", \"Password\": \"hush-hush\" } }";
        private const string AppKey = "00112233445566778899AABBCCDDEEFF";

        [TestMethod]
        public void TheSchemaKnowsEveryKeyOfTheDevice()
        {
            string schema = File.ReadAllText(new Repository(Portability.StubCompiler.Root).PathOf("firmware/Platform/device.schema.json"));
            string[] keys = JsonDocument.Parse(schema).RootElement.GetProperty("properties").EnumerateObject().Select(p => p.Name).Where(n => n != "Wifi").Order(StringComparer.Ordinal).ToArray();
            ConfigurationSection[] sections = { new NodeConfiguration(), new GatewayConfiguration(), new LoraConfiguration(), new RelayConfiguration() };
            foreach (string key in keys)
            {
                Assert.IsTrue(sections.Any(s => s.Set(key, new ConfigurationValue(key, null, new Silent()))), key);
            }

            string[] properties = sections.SelectMany(s => s.GetType().GetProperties()).Where(p => p.CanWrite && p.Name != nameof(DeviceConfiguration.TransportIdentity))
                .Select(p => p.Name).Distinct().Order(StringComparer.Ordinal).ToArray();
            CollectionAssert.AreEqual(properties, keys);
        }

        [TestMethod]
        public void NetworkThenFileAndNoCopyIsLeftBehind()
        {
            List<string> written = new();
            using Workshop shop = new();
            shop.Play = command =>
            {
                string file = command.Split(' ').FirstOrDefault(w => w.EndsWith(".json", StringComparison.Ordinal));
                if (file != null)
                {
                    written.Add(file);
                    JsonElement root = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
                    Assert.AreEqual("COM3", root.GetProperty("serialport").GetString());
                    if (file.EndsWith("network.json", StringComparison.Ordinal))
                    {
                        JsonElement wifi = root.GetProperty("WirelessClient");
                        Assert.AreEqual("field hush-hush WPA2 WPA2_PSK2", string.Join(' ', new[] { "SSID", "Password", "Authentication", "Encryption" }.Select(k => wifi.GetProperty(k).GetString())));
                    }
                    else
                    {
                        JsonElement entry = root.GetProperty("files")[0];
                        Assert.AreEqual("I:\\device.json", entry.GetProperty("DestinationFilePath").GetString());
                        string device = File.ReadAllText(entry.GetProperty("SourceFilePath").GetString());
                        Assert.AreEqual("{\"Endpoint\":\"node-1\",\"Server\":\"coap://192.0.2.1:5683\",\"MaximumSleep\":900}", device);
                    }
                }

                return new ToolResult(0, command.Contains("--listports", StringComparison.Ordinal) ? "Available COM ports:\n  COM3\n" : "");
            };
            Assert.AreEqual(ExitCode.Done, shop.Run("provision", "--port", "COM3", "--config", shop.Write("config.json", Good), "--yes"), shop.Output);
            Assert.AreEqual(2, written.Count);
            StringAssert.EndsWith(written[0], "network.json");
            Assert.IsFalse(written.Any(File.Exists), "secrets are left on the disk");
            Assert.IsFalse(shop.Output.Contains("hush", StringComparison.Ordinal), "secrets are on the screen");
            Assert.IsFalse(shop.Commands.Any(c => c.Contains("deployment", StringComparison.Ordinal) && c.Contains("--serialport", StringComparison.Ordinal)), "nanoff would take it for a board to be flashed");
        }

        [TestMethod]
        [DataRow("{ \"Server\": \"coap://192.0.2.1\" }", "Endpoint is missing")]
        [DataRow("{ \"Endpoint\": \"a\" }", "it needs a Server, a BootstrapServer, or Transport \"lorawan\" with DevEui and AppKey")]
        [DataRow("{ \"Endpoint\": \"a\", \"Server\": \"http://192.0.2.1\" }", "Server has not the right form")]
        [DataRow("{ \"Endpoint\": \"a\", \"Server\": \"coap://192.0.2.1\", \"Lifetim\": 60 }", "there is no key Lifetim")]
        [DataRow("{ \"Endpoint\": \"a\", \"Transport\": \"lorawan\", \"DevEui\": \"0102030405060708\", \"AppKey\": \"00112233hush\" }", "AppKey has not the right form")]
        [DataRow("{ \"Endpoint\": \"a\", \"Server\": \"coap://192.0.2.1\", \"Region\": \"MARS\" }", "Region is none of the values there are")]
        [DataRow("{ \"Endpoint\": ", "is no JSON: line 1")]
        [DataRow("[]", "is no JSON object")]
        public void WhatIsWrongIsNamedAndNothingIsWritten(string text, string fault)
        {
            using Workshop shop = new();
            Assert.AreEqual(ExitCode.Usage, shop.Run("provision", "--port", "COM3", "--config", shop.Write("config.json", text), "--yes"));
            StringAssert.Contains(shop.LastLine, fault);
            Assert.IsFalse(shop.Output.Contains("hush", StringComparison.Ordinal));
            Assert.AreEqual(0, shop.Commands.Count);
        }

        [TestMethod]
        public void ABoardThatDoesNotTakeTheFileIsAFailureThoughNanoffSaysNone()
        {
            using Workshop shop = new() { Play = c => new ToolResult(0, c.Contains("--filedeployment", StringComparison.Ordinal) ? "Error deploying content file I:\\device.json\n" : "Available COM ports:\n  COM3\n") };
            Assert.AreEqual(ExitCode.Device, shop.Run("provision", "--port", "COM3", "--config", shop.Write("config.json", Good), "--yes"));
        }

        [TestMethod]
        public void ABoxOfBoardsGetsEndpointsAndKeysOfTheirOwn()
        {
            using Workshop shop = new() { Play = _ => new ToolResult(0, "Available COM ports:\n  COM3\n  COM4\n  COM5\n") };
            string csv = shop.Write("devices.csv", "Port,Endpoint,DevEui,AppKey\nCOM3,node-1,0102030405060708,generate\nCOM4,node-2,generate,generate\nCOM5,node-3,0102030405060709," + AppKey + "\n");
            string config = shop.Write("common.json", "{ \"Transport\": \"lorawan\", \"Region\": \"EU868\" }");
            Assert.AreEqual(ExitCode.Done, shop.Run("provision", "--port", "COM3", "--config", config, "--batch", csv, "--yes"), shop.Output);
            JsonElement[] record = JsonDocument.Parse(File.ReadAllText(csv + ".record.json")).RootElement.EnumerateArray().ToArray();
            CollectionAssert.AreEqual(new[] { "node-1", "node-2", "node-3" }, record.Select(d => d.GetProperty("Endpoint").GetString()).ToArray());
            string[] keys = record.Select(d => d.GetProperty("AppKey").GetString()).ToArray();
            Assert.AreEqual(3, keys.Distinct().Count());
            Assert.IsTrue(keys.All(k => k.Length == 32 && k != new string('0', 32)));
            Assert.AreEqual(AppKey, keys[2]);
            StringAssert.Contains(shop.Output, "node-2");
            Assert.IsFalse(keys.Any(k => shop.Output.Contains(k, StringComparison.OrdinalIgnoreCase)), "keys are on the screen");
            if (!OperatingSystem.IsWindows())
            {
                Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(csv + ".record.json"));
            }

            string before = File.ReadAllText(csv + ".record.json");
            Assert.AreEqual(ExitCode.Done, shop.Run("provision", "--port", "COM3", "--config", config, "--batch", csv, "--yes"));
            Assert.AreEqual(before, File.ReadAllText(csv + ".record.json"), "a key that was made up stays");
        }

        [TestMethod]
        public void SeveralBoardsAreNotWrittenToOnePortWithNobodyThere()
        {
            using Workshop shop = new() { Play = _ => new ToolResult(0, "Available COM ports:\n  COM3\n") };
            string csv = shop.Write("devices.csv", "Endpoint,Server\nnode-1,coap://192.0.2.1\nnode-2,coap://192.0.2.1\n");
            Assert.AreEqual(ExitCode.Usage, shop.Run("provision", "--port", "COM3", "--batch", csv, "--yes"));
            StringAssert.Contains(shop.LastLine, "nobody is there to change the board");
            Assert.AreEqual(0, shop.Commands.Count);
            Assert.AreEqual(ExitCode.Done, shop.Run("provision", "--port", "COM3", "--batch", csv, "--dry-run"));
            Assert.IsFalse(File.Exists(csv + ".record.json"));
        }

        [TestMethod]
        [DataRow("Endpoint,DevEui,AppKey\nnode-1,0102030405060708,generate\nnode-1,0102030405060709,generate\n", "line 3: the Endpoint is that of line 2")]
        [DataRow("Endpoint,DevEui,AppKey\nnode-1,010203040506070a,generate\nnode-2,010203040506070A,generate\n", "line 3: the DevEui is that of line 2")]
        [DataRow("Endpoint,DevEui,AppKey\nnode-1,0102,generate\n", "line 2: DevEui has not the right form")]
        [DataRow("Endpoint,DevEui,AppKey\nnode-1,0102030405060708\n", "line 2: 2 cells, the first line has 3")]
        [DataRow("Endpoint,DevEui,AppKey\n", "has no devices")]
        [DataRow("Endpoint,Lifetime\nnode-1,generate\n", "Lifetime cannot be generated: AppKey, DevEui, Key, BootstrapKey and OscoreSecret can")]
        [DataRow("Endpoint,Endpoint\nnode-1,node-2\n", "line 1: Endpoint comes twice")]
        public void ABatchThatIsWrongWritesNothing(string csv, string fault)
        {
            using Workshop shop = new();
            string config = shop.Write("common.json", "{ \"Transport\": \"lorawan\" }");
            Assert.AreEqual(ExitCode.Usage, shop.Run("provision", "--port", "COM3", "--config", config, "--batch", shop.Write("devices.csv", csv), "--yes"));
            StringAssert.Contains(shop.LastLine, fault);
            Assert.AreEqual(0, shop.Commands.Count);
            Assert.IsFalse(File.Exists(shop.PathOf("devices.csv.record.json")));
        }

        private sealed class Silent : LwM2M.Nano.Platform.Log
        {
            public override void Write(string text)
            {
            }
        }
    }
}
