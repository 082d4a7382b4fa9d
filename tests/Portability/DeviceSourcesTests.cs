// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Flash.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Portability
{
    /// <summary>What runs on a board compiles against the board's own classes and contains nothing its interpreter cannot run.</summary>
    [TestClass]
    public class DeviceSourcesTests
    {
        private const int LargestStringTable = 65536;

        [TestMethod]
        public void EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface()
        {
            Assert.AreEqual("", string.Join("\n", DeviceProject.All.SelectMany(Compile)));
        }

        [TestMethod]
        public void NoDeviceAssemblyContainsWhatTheInterpreterCannotRun()
        {
            EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface();
            string[] violations = DeviceProject.All.SelectMany(p => IlChecker.Check(PathOf(p))).Select(v => v.ToString()).ToArray();
            Assert.AreEqual(0, violations.Length, string.Join("\n", violations));
        }

        [TestMethod]
        public void TheTextsOfEachAssemblyFitItsTable()
        {
            EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface();
            foreach (DeviceProject project in DeviceProject.All)
            {
                int bytes = IlChecker.TextBytes(PathOf(project));
                Assert.IsTrue(bytes < LargestStringTable, $"{project.Assembly}: {bytes} bytes of texts and names");
            }
        }

        private static IReadOnlyList<string> Compile(DeviceProject project)
        {
            return StubCompiler.Compile(project, PathOf(project), StubCompiler.StubsFor(project).Concat(project.WithProjects.Where(p => p != project).Select(PathOf)));
        }

        private static string PathOf(DeviceProject project)
        {
            string folder = Path.Combine(System.AppContext.BaseDirectory, "device-dlls");
            Directory.CreateDirectory(folder);
            return Path.Combine(folder, project.Assembly + ".dll");
        }
    }
}
