// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Flash;
using Flash.Projects;
using FlashTests.Feed;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace FlashTests
{
    /// <summary>build: images from a folder of packages.</summary>
    [TestClass]
    public class BuildTests
    {
        private const string Board = "heltec-wifi-lora-32-v2";

        [TestMethod]
        [DataRow("node", "Firmware.Node")]
        [DataRow("gateway", "Firmware.Gateway")]
        [DataRow("relay", "Firmware.Relay")]
        public void AnImageIsEveryAssemblyItNeedsEachPaddedToFourBytes(string image, string last)
        {
            using Workshop shop = new(true);
            string file = shop.PathOf("app.bin");
            Assert.AreEqual(ExitCode.Done, shop.Run("build", image, "--board", image == "gateway" ? "esp32-s3-devkitc-1" : Board, "--packages", shop.Feed.Folder, "--out", file), shop.Output);
            byte[] bytes = File.ReadAllBytes(file);
            List<int> starts = Enumerable.Range(0, bytes.Length / 4).Select(i => i * 4).Where(i => System.Text.Encoding.ASCII.GetString(bytes, i, 4) == "NFMR").ToList();
            PinnedPackages pinned = PinnedPackages.Load(shop.Repository);
            DeviceProject project = DeviceProject.Find(last);
            string[] names = starts.Select(s => System.Text.Encoding.ASCII.GetString(bytes, s + 32, 60).Split('\0')[0]).ToArray();
            CollectionAssert.AreEqual(project.PackageClosure(pinned).Concat(project.WithProjects.Select(p => p.Assembly)).ToArray(), names, "each behind those it needs");
            Assert.AreEqual(last, names[^1]);
            Assert.AreEqual("mscorlib", names[0]);
            Assert.AreEqual(0, starts[0]);
            Assert.AreEqual(1004, starts[1] - starts[0], "1,001 bytes and three of padding");
            StringAssert.Contains(shop.Output, last);
            StringAssert.Contains(shop.Output, "managed heap, estimated");
            Assert.AreEqual(file, shop.LastLine);
        }

        [TestMethod]
        public void ABoardWithoutTheRoomIsRefusedAndThoseThatHaveItAreNamed()
        {
            using Workshop shop = new();
            Assert.AreEqual(ExitCode.Usage, shop.Run("build", "gateway", "--board", Board, "--packages", shop.Feed.Folder));
            Assert.AreEqual(Board + " cannot be a gateway: its firmware ESP32_BLE_REV0 leaves 49 KB of heap; these can: esp32-s3-devkitc-1, lilygo-t-beam-v1.1", shop.LastLine);
            Assert.AreEqual(ExitCode.Usage, shop.Run("build", "relay", "--board", "esp32-devkit", "--packages", shop.Feed.Folder));
            StringAssert.StartsWith(shop.LastLine, "esp32-devkit cannot be a relay: it has no radio; these can: ");
        }

        [TestMethod]
        public void WhatHasNotChangedIsNotBuiltAgain()
        {
            using Workshop shop = new();
            string[] build = { "build", "node", "--board", Board, "--packages", shop.Feed.Folder };
            shop.Run(build);
            StringAssert.Contains(shop.Output, "7 assemblies compiled");
            shop.Run(build);
            StringAssert.Contains(shop.Output, "nothing had changed");
            string pe = Directory.EnumerateFiles(shop.Repository.Artifacts, "Firmware.Node.pe", SearchOption.AllDirectories).Single();
            File.Delete(pe);
            shop.Run(build);
            StringAssert.Contains(shop.Output, "1 assemblies compiled");
            Assert.IsTrue(File.Exists(pe));
        }

        [TestMethod]
        public void EachBoardHasItsOwnPinsCompiledIn()
        {
            using Workshop shop = new();
            foreach (string board in new[] { Board, "sparkfun-lora-gateway-1ch" })
            {
                Assert.AreEqual(ExitCode.Done, shop.Run("build", "node", "--board", board, "--packages", shop.Feed.Folder));
            }

            string[] platforms = Directory.EnumerateFiles(shop.Repository.Artifacts, "Firmware.Platform.dll", SearchOption.AllDirectories).ToArray();
            Assert.AreEqual(2, platforms.Length);
            Assert.IsFalse(File.ReadAllBytes(platforms[0]).SequenceEqual(File.ReadAllBytes(platforms[1])));
        }

        [TestMethod]
        public void APackageThatCannotBeHadIsNamedWithWhatToDo()
        {
            using Workshop shop = new();
            shop.Feed.Remove(PinnedPackages.Load(shop.Repository).Packages["System.Net"]);
            Assert.AreEqual(ExitCode.Packages, shop.Run("build", "node", "--board", Board, "--packages", shop.Feed.Folder));
            StringAssert.Contains(shop.LastLine, "has no nanoFramework.System.Net 1.11.60");
            StringAssert.Contains(shop.LastLine, "dotnet test tests/Portability");
            Assert.IsFalse(File.Exists(Path.Combine(shop.Repository.Artifacts, $"node-{Board}.bin")));
        }

        [TestMethod]
        public void AnotherVersionInTheFolderIsTakenWithAWord()
        {
            using Workshop shop = new();
            PinnedPackage net = PinnedPackages.Load(shop.Repository).Packages["System.Net"];
            string pinned = Path.Combine(shop.Feed.Folder, $"{net.Id}.{net.Version}.nupkg");
            File.Move(pinned, pinned.Replace(net.Version, "1.11.54", System.StringComparison.Ordinal));
            Assert.AreEqual(ExitCode.Done, shop.Run("build", "node", "--board", Board, "--packages", shop.Feed.Folder), shop.Output);
            StringAssert.Contains(shop.Output, "taking nanoFramework.System.Net 1.11.54, 1.11.60 is pinned");
        }

        [TestMethod]
        public void AnAssemblyThatAPackageNeedsAndNobodyListedIsNamed()
        {
            using Workshop shop = new();
            PinnedPackage net = PinnedPackages.Load(shop.Repository).Packages["System.Net"];
            string path = shop.PathOf("System.Net.dll");
            using (Mono.Cecil.ModuleDefinition module = Mono.Cecil.ModuleDefinition.ReadModule(Portability.StubCompiler.Stub("System.Net")))
            {
                module.AssemblyReferences.Add(new Mono.Cecil.AssemblyNameReference("System.Runtime.Serialization", new System.Version(1, 0)));
                module.Write(path);
            }

            shop.Feed.Pack(net, new Dictionary<string, byte[]> { ["lib/System.Net.dll"] = File.ReadAllBytes(path), ["lib/System.Net.pe"] = TestFeed.Pe(100, 0) });
            Assert.AreEqual(ExitCode.Packages, shop.Run("build", "node", "--board", Board, "--packages", shop.Feed.Folder));
            StringAssert.StartsWith(shop.LastLine, "System.Net needs System.Runtime.Serialization, which nanoframework.json does not say");
        }

        [TestMethod]
        public void ADamagedPackageIsNamed()
        {
            using Workshop shop = new();
            PinnedPackage net = PinnedPackages.Load(shop.Repository).Packages["System.Net"];
            File.WriteAllText(Path.Combine(shop.Feed.Folder, $"{net.Id}.{net.Version}.nupkg"), "no zip");
            Assert.AreEqual(ExitCode.Packages, shop.Run("build", "node", "--board", Board, "--packages", shop.Feed.Folder));
            StringAssert.Contains(shop.LastLine, "is damaged: download it again");
        }

        [TestMethod]
        public void APackageOfAnotherKindIsNamed()
        {
            using Workshop shop = new();
            PinnedPackage net = PinnedPackages.Load(shop.Repository).Packages["System.Net"];
            shop.Feed.Pack(net, new Dictionary<string, byte[]> { ["lib/netnano1.0/System.Net.dll"] = new byte[8] });
            Assert.AreEqual(ExitCode.Packages, shop.Run("build", "node", "--board", Board, "--packages", shop.Feed.Folder));
            StringAssert.Contains(shop.LastLine, "nanoFramework.System.Net 1.11.60 has no lib/System.Net.dll");
        }

        [TestMethod]
        public void AnImageLargerThanThePartitionSaysByHowMuchAndWhatIsBiggest()
        {
            using Workshop shop = new();
            PinnedPackage files = PinnedPackages.Load(shop.Repository).Packages["System.IO.FileSystem"];
            shop.Feed.Pack(files, new Dictionary<string, byte[]>
            {
                ["lib/System.IO.FileSystem.dll"] = File.ReadAllBytes(Portability.StubCompiler.Stub("System.IO.FileSystem")),
                ["lib/System.IO.FileSystem.pe"] = TestFeed.Pe(1792 * 1024, 0)
            });
            Assert.AreEqual(ExitCode.Build, shop.Run("build", "node", "--board", Board, "--packages", shop.Feed.Folder));
            StringAssert.Matches(shop.LastLine, new System.Text.RegularExpressions.Regex(@"^the image is \d+ bytes larger than the deployment partition .*System\.IO\.FileSystem, 1835008 bytes$"));
            Assert.IsFalse(File.Exists(Path.Combine(shop.Repository.Artifacts, $"node-{Board}.bin")), "nothing half written");
        }

        [TestMethod]
        public void AFileThatIsNoPeIsNamed()
        {
            using Workshop shop = new();
            PinnedPackage net = PinnedPackages.Load(shop.Repository).Packages["System.Net"];
            shop.Feed.Pack(net, new Dictionary<string, byte[]>
            {
                ["lib/System.Net.dll"] = File.ReadAllBytes(Portability.StubCompiler.Stub("System.Net")),
                ["lib/System.Net.pe"] = new byte[100]
            });
            Assert.AreEqual(ExitCode.Packages, shop.Run("build", "node", "--board", Board, "--packages", shop.Feed.Folder));
            StringAssert.StartsWith(shop.LastLine, "System.Net.pe is no NFMRK1 file");
        }

        [TestMethod]
        [DataRow("build", "node", "--board", "arduino-uno")]
        [DataRow("build", "node", "--board", Board, "--packages", "/nowhere")]
        [DataRow("build", "node", "--board", Board, "toaster")]
        [DataRow("provision", "--port", "COM3", "--config", "/nowhere.json")]
        public void WhatIsNotThereIsNamed(params string[] arguments)
        {
            using Workshop shop = new();
            Assert.AreEqual(ExitCode.Usage, shop.Run(arguments));
            StringAssert.Contains(shop.LastLine, arguments[^1]);
        }
    }
}
