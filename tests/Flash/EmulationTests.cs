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
        [TestMethod]
        public void TheUnitTestsRunBehindTheirLauncherWithAllTheyNeed()
        {
            using Workshop shop = new(true) { Play = _ => new ToolResult(0, "Ready.\nTest passed,UnitTests.HexTests.Reads.0,12\nTest passed,UnitTests.HexTests.Writes.0,9\nDone.\n") };
            Assert.AreEqual(ExitCode.Done, shop.Run("emulate", "tests", "--packages", shop.Feed.Folder, "--nanoclr", "/opt/nanoclr"), shop.Output);
            string[] files = shop.Commands.Single().Split(' ').Where(w => w.EndsWith(".pe", StringComparison.Ordinal)).Select(Path.GetFileName).ToArray();
            Assert.AreEqual("mscorlib.pe", files[0]);
            foreach (string needed in new[] { "nanoFramework.TestFramework.pe", "nanoFramework.UnitTestLauncher.pe", "LwM2M.Nano.pe", "NFUnitTest.pe" })
            {
                CollectionAssert.Contains(files, needed);
            }

            Assert.IsTrue(shop.Commands.Single().StartsWith("nanoclr run --assemblies ", StringComparison.Ordinal));
            StringAssert.Contains(shop.Output, "2 passed, 0 failed");
        }

        [TestMethod]
        [DataRow("Test passed,A.B.C.0,1\nTest failed,A.B.D.0,Expected 1, but was 2\nDone.\n", "1 tests failed")]
        [DataRow("Error: Could not find file\n", "no test was run")]
        [DataRow("Test passed,A.B.C.0,1\n    ++++ Exception System.NullReferenceException - CLR_E_NULL_REFERENCE (1) ++++\n", "the virtual device did not end as it should")]
        public void AVirtualDeviceThatEndsWith0IsNotBelieved(string output, string line)
        {
            using Workshop shop = new(true) { Play = _ => new ToolResult(0, output) };
            Assert.AreEqual(ExitCode.Build, shop.Run("emulate", "tests", "--packages", shop.Feed.Folder, "--nanoclr", "/opt/nanoclr"));
            StringAssert.Contains(shop.LastLine, line);
        }

        [TestMethod]
        public void TheNodeRunsThereWithoutFlashRadioAndBluetooth()
        {
            using Workshop shop = new(true) { Play = _ => new ToolResult(0, "registered as rd/1\nDone.\n") };
            Assert.AreEqual(ExitCode.Done, shop.Run("emulate", "node", "--packages", shop.Feed.Folder, "--nanoclr", "/opt/nanoclr"), shop.Output);
            string[] files = shop.Commands.Single().Split(' ').Where(w => w.EndsWith(".pe", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).ToArray();
            CollectionAssert.AreEqual(
                new[] { "Firmware.Emulated", "LwM2M.Nano", "System.IO.Streams", "System.Net", "System.Threading", "mscorlib", "nanoFramework.Runtime.Events", "nanoFramework.Runtime.Native", "nanoFramework.System.Text" },
                files.Order(StringComparer.Ordinal).ToArray());
        }
    }
}
