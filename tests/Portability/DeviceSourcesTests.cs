// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Flash.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Portability
{
    /// <summary>What runs on a board compiles against the board's own classes and contains nothing its interpreter cannot run.</summary>
    [TestClass]
    public class DeviceSourcesTests
    {
        private const int LargestStringTable = 65536;
        private const int LargestByteCode = 65536;

        private static readonly Lazy<string> s_errors = new(() => string.Join("\n", DeviceProject.All.SelectMany(Compile)));

        [TestMethod]
        public void EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface()
        {
            Assert.AreEqual("", s_errors.Value);
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

        [TestMethod]
        public void TheByteCodeOfEachAssemblyFitsItsTable()
        {
            EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface();
            foreach (DeviceProject project in DeviceProject.All)
            {
                int bytes = IlChecker.CodeBytes(PathOf(project));
                Console.WriteLine($"{project.Assembly}: {bytes} bytes of byte code");
                Assert.IsTrue(bytes < LargestByteCode, $"{project.Assembly}: {bytes} bytes of byte code");
            }
        }

        [TestMethod]
        public void TheUnitTestsNeedNoInstance()
        {
            // The device's test framework calls them without one.
            EveryDeviceAssemblyCompilesWithTheDevicesFlagsAndSurface();
            using ModuleDefinition module = ModuleDefinition.ReadModule(PathOf(DeviceProject.All.Single(p => p.Kind == ProjectKind.UnitTest)));
            string[] wrong = module.GetTypes()
                .Where(t => t.CustomAttributes.Any(a => a.AttributeType.Name == "TestClassAttribute"))
                .SelectMany(t => t.Methods)
                .Where(m => m.CustomAttributes.Any(a => a.AttributeType.Name is "TestMethodAttribute" or "DataRowAttribute"))
                .Where(m => !m.IsStatic && m.Body.Instructions.Any(i => i.OpCode.Code == Code.Ldarg_0))
                .Select(m => m.FullName).ToArray();
            Assert.AreEqual("", string.Join("\n", wrong));
        }

        private static IReadOnlyList<string> Compile(DeviceProject project)
        {
            return StubCompiler.Compile(project, PathOf(project), StubCompiler.StubsFor(project).Concat(project.WithProjects.Where(p => p != project).Select(PathOf)));
        }

        private static string PathOf(DeviceProject project)
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "device-dlls");
            Directory.CreateDirectory(folder);
            return Path.Combine(folder, project.Assembly + ".dll");
        }
    }
}
