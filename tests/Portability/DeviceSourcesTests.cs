// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Portability
{
    /// <summary>What is flashed to a board compiles against the board's own classes and contains nothing its interpreter cannot run.</summary>
    [TestClass]
    public class DeviceSourcesTests
    {
        // Each assembly after those it references. The library needs nothing but the core and text: it runs on any target.
        private static readonly (string Name, string Folder, string[] References)[] s_assemblies =
        {
            ("LwM2M.Nano", "lib/LwM2M.Nano", new[] { "mscorlib", "nanoFramework.System.Text" }),
            ("Lora.Sx127x", "lib/Lora.Sx127x", new[] { "mscorlib", "nanoFramework.Runtime.Events", "nanoFramework.Runtime.Native", "nanoFramework.System.Security.Cryptography", "System.Device.Gpio", "System.Device.Spi" }),
            ("Firmware.Platform", "firmware/Platform", null),
            ("Firmware.Node", "firmware/Node", null),
            ("Firmware.Gateway", "firmware/Gateway", null),
        };

        [TestMethod]
        public void EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface()
        {
            List<string> errors = new();
            foreach ((string name, string folder, string[] references) in s_assemblies)
            {
                errors.AddRange(DeviceCompiler.CompileFolder(folder, PathOf(name), References(name, references)));
            }

            Assert.AreEqual(0, errors.Count, string.Join("\n", errors));
        }

        [TestMethod]
        public void NoDeviceAssemblyContainsWhatTheInterpreterCannotRun()
        {
            EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface();
            string[] violations = s_assemblies.SelectMany(a => IlChecker.Check(PathOf(a.Name))).Select(v => v.ToString()).ToArray();
            Assert.AreEqual(0, violations.Length, string.Join("\n", violations));
        }

        private static IEnumerable<string> References(string name, string[] stubs)
        {
            IEnumerable<string> earlier = s_assemblies.TakeWhile(a => a.Name != name && !a.Folder.EndsWith("Node", System.StringComparison.Ordinal)).Select(a => PathOf(a.Name));
            return stubs == null ? DeviceCompiler.AllStubs.Concat(earlier) : stubs.Select(DeviceCompiler.Stub);
        }

        private static string PathOf(string name)
        {
            string folder = Path.Combine(System.AppContext.BaseDirectory, "device-dlls");
            Directory.CreateDirectory(folder);
            return Path.Combine(folder, name + ".dll");
        }
    }
}
