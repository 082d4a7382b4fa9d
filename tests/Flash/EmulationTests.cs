// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using Flash;
using Flash.Tools;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace FlashTests
{
    /// <summary>emulate: what is run on the virtual device, and how its ending is judged.</summary>
    [TestClass]
    public class EmulationTests
    {
        private const int Tests = 350; // there are more

        [TestMethod]
        public void TheUnitTestsRunBehindTheirLauncherWithAllTheyNeed()
        {
            using Workshop shop = new(true) { Play = _ => new ToolResult(0, Passed(1000)) };
            Assert.AreEqual(ExitCode.Done, Emulate(shop), shop.Output);
            string[] files = shop.Commands.Single().Split(' ').Where(w => w.EndsWith(".pe", StringComparison.Ordinal)).Select(Path.GetFileName).ToArray();
            Assert.AreEqual("mscorlib.pe", files[0]);
            foreach (string needed in new[] { "nanoFramework.TestFramework.pe", "nanoFramework.UnitTestLauncher.pe", "LwM2M.Nano.pe", "NFUnitTest.pe" })
            {
                CollectionAssert.Contains(files, needed);
            }

            Assert.IsTrue(shop.Commands.Single().StartsWith("nanoclr run --assemblies ", StringComparison.Ordinal));
            StringAssert.Contains(shop.Output, "1000 passed, 0 failed");
        }

        [TestMethod]
        public void EveryTestThereIsMustHaveSpoken()
        {
            using Workshop shop = new(true) { Play = _ => new ToolResult(0, Passed(Tests) + "    ++++ Exception System.NullReferenceException - CLR_E_NULL_REFERENCE (1) ++++\n") };
            Assert.AreEqual(ExitCode.Build, Emulate(shop), "nanoclr ends with 0 after a crash");
            StringAssert.Contains(shop.LastLine, "tests were not run");
        }

        [TestMethod]
        [DataRow(0, "Test failed,A.B.D.0,Expected 1, but was 2\n", "1 tests failed")]
        [DataRow(0, "Test skipped,A.B.D.0,\n", "1 tests failed")]
        [DataRow(0, "Error: Could not find file\n", "tests were not run")]
        [DataRow(139, "", "the virtual device ended with 139")]
        public void WhatGoesWrongIsSeen(int code, string output, string line)
        {
            using Workshop shop = new(true) { Play = _ => new ToolResult(code, output) };
            Assert.AreEqual(ExitCode.Build, Emulate(shop));
            StringAssert.Contains(shop.LastLine, line);
        }

        [TestMethod]
        public void TheNodeRunsThereWithoutFlashRadioAndBluetooth()
        {
            using Workshop shop = new(true) { Play = _ => new ToolResult(0, "registered as rd/1\nDone.\n") };
            Assert.AreEqual(ExitCode.Done, shop.Run("emulate", "node", "--packages", shop.Feed.Folder, "--nanoclr", "/opt/nanoclr"), shop.Output);
            string[] files = shop.Commands.Single().Split(' ').Where(w => w.EndsWith(".pe", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).ToArray();
            CollectionAssert.AreEqual(
                new[] { "Firmware.Emulated", "LwM2M.Nano", "LwM2M.Objects", "System.IO.Streams", "System.Net", "System.Threading", "mscorlib", "nanoFramework.Runtime.Events", "nanoFramework.Runtime.Native", "nanoFramework.System.Text" },
                files.Order(StringComparer.Ordinal).ToArray());
        }

        private static ExitCode Emulate(Workshop shop)
        {
            return shop.Run("emulate", "tests", "--packages", shop.Feed.Folder, "--nanoclr", "/opt/nanoclr");
        }

        private static string Passed(int count)
        {
            return string.Concat(Enumerable.Range(0, count).Select(i => $"Test passed,UnitTests.SomeTests.Passes.{i},12\n"));
        }
    }
}
