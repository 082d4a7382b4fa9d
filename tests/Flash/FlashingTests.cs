// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Linq;
using Flash;
using Flash.Tools;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace FlashTests
{
    /// <summary>flash: nanoff as it answers, on a good day and on others.</summary>
    [TestClass]
    public class FlashingTests
    {
        private const string Board = "ttgo-lora32-v2.1";

        [TestMethod]
        public void FirmwareThenAComparisonThenTheApplicationAtTheRightAddress()
        {
            using Workshop shop = new(true) { Play = c => Good(c) };
            Assert.AreEqual(ExitCode.Done, shop.Run("flash", "gateway", "--board", "lilygo-t-beam-v1.1", "--port", "COM3", "--yes", "--packages", shop.Feed.Folder), shop.Output);
            string[] expected =
            {
                "dotnet tool install nanoff --tool-path ", "nanoff --listports", "nanoff --platform esp32 --serialport COM3 --devicedetails",
                "nanoff --platform esp32 --target ESP32_BLE_REV3 --serialport COM3 --update", "nanoff --nanodevice --serialport COM3 --devicedetails",
                "nanoff --target ESP32_BLE_REV3 --serialport COM3 --deploy --image "
            };
            Assert.AreEqual(expected.Length, shop.Commands.Count, string.Join("\n", shop.Commands));
            for (int i = 0; i < expected.Length; i++)
            {
                StringAssert.StartsWith(shop.Commands[i], expected[i]);
            }

            StringAssert.Contains(shop.Commands[5], "--address 0x1E0000");
            Assert.IsFalse(shop.Commands.Any(c => c.Contains("--masserase", StringComparison.Ordinal)), "the configuration stays");
        }

        [TestMethod]
        public void TheApplicationAloneLeavesTheFirmware()
        {
            using Workshop shop = new(true) { Play = c => Good(c) };
            Assert.AreEqual(ExitCode.Done, Flash(shop, "node", "--app-only"));
            Assert.IsFalse(shop.Commands.Any(c => c.Contains("--update", StringComparison.Ordinal)));
        }

        [TestMethod]
        [DataRow("--listports", 0, "Available COM ports:\n  COM7\n  COM9\n", "COM3 is not there: there is COM7, COM9")]
        [DataRow("--listports", 0, "No available COM port.\n", "COM3 is not there: no port is; plug the board in, and install its USB driver")]
        [DataRow("esp32 --serialport", 0, "Connected to:\nESP32-S3 (revision v0.1)\n", "the board on COM3 has an ESP32-S3, ttgo-lora32-v2.1 has an ESP32: choose its board")]
        [DataRow("--update", 165, "Error E4005: failed to open specified COM port.\n", "COM3 is absent or in use: close what has it open, such as a monitor")]
        [DataRow("--update", 160, "Error E4000: esptool.\n", "no board answers on COM3: hold BOOT while it starts, or try another cable")]
        [DataRow("--update", 45, "Error E9005: target.\n", "the firmware cannot be downloaded: is there a network?")]
        [DataRow("--deploy", 0, "Error E2002: deploy failed.\n", "the board on COM3 does not run nanoFramework, or is asleep: press RESET")]
        [DataRow("--nanodevice", 0, "System.Net v100.2.0.11, checksum 0x0BADF00D\n", "the firmware has no native code for mscorlib")]
        [DataRow("--nanodevice", 0, "mscorlib v100.5.0.17, checksum 0x00000001\n", "the firmware's mscorlib is another version (checksum 00000001, the package has 0BADF00D)")]
        [DataRow("--nanodevice", 0, "nothing\n", "the board does not tell what runs on it")]
        public void WhatGoesWrongIsOneLineWithTheNextStep(string at, int code, string output, string line)
        {
            using Workshop shop = new(true) { Play = c => c.Contains(at, StringComparison.Ordinal) ? new ToolResult(code, output) : Good(c) };
            Assert.AreEqual(ExitCode.Device, Flash(shop, "node"));
            StringAssert.StartsWith(shop.LastLine, line);
            StringAssert.Contains(shop.Commands[^1], at, "nothing is done after it");
        }

        [TestMethod]
        public void WithoutNanoffItSaysHowToGetIt()
        {
            using Workshop shop = new();
            Assert.AreEqual(ExitCode.Tool, shop.Run("flash", "node", "--board", Board, "--port", "COM3", "--packages", shop.Feed.Folder));
            StringAssert.StartsWith(shop.LastLine, "nanoff is missing: run again with --yes, or \"dotnet tool install nanoff");
            Assert.AreEqual(0, shop.Commands.Count);
        }

        [TestMethod]
        public void ADryRunPrintsEveryCommandAndRunsNone()
        {
            using Workshop shop = new();
            Assert.AreEqual(ExitCode.Done, shop.Run("flash", "node", "--board", Board, "--port", "COM3", "--dry-run"));
            Assert.AreEqual(0, shop.Commands.Count);
            foreach (string part in new[] { "dotnet restore", "dotnet msbuild", "--update", "--deploy", "--address 0x1E0000" })
            {
                StringAssert.Contains(shop.Output, part);
            }
        }

        private static ExitCode Flash(Workshop shop, string image, params string[] more)
        {
            return shop.Run(new[] { "flash", image, "--board", Board, "--port", "COM3", "--yes", "--packages", shop.Feed.Folder }.Concat(more).ToArray());
        }

        private static ToolResult Good(string command)
        {
            string output = command.Contains("--listports", StringComparison.Ordinal) ? "Available COM ports:\n  COM3\n"
                : command.Contains("--nanodevice", StringComparison.Ordinal) ? Details()
                : command.Contains("--devicedetails", StringComparison.Ordinal) ? "Connected to:\nESP32 (ESP32-D0WDQ6 (revision v1.0))\n"
                : "OK\n";
            return new ToolResult(0, output);
        }

        private static string Details()
        {
            string[] assemblies = Projects().Packages.Keys.ToArray();
            return "Native Assemblies:\n" + string.Concat(assemblies.Select(a => $"  {a} v100.0.0.1, checksum 0x{Feed.TestFeed.Checksum:X8}\n"));
        }

        private static global::Flash.Projects.PinnedPackages Projects()
        {
            return global::Flash.Projects.PinnedPackages.Load(new Repository(Portability.StubCompiler.Root));
        }
    }
}
