// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Flash;
using Flash.Projects;
using Build = Flash.Build;

namespace Portability
{
    /// <summary>The device's assemblies against stubs of the platform's, which stand for the packages where these cannot be had.</summary>
    internal static class StubCompiler
    {
        // Stubs are signatures: what their bodies would warn of is of no interest.
        private const string StubFlags = "/nostdlib+ /noconfig /langversion:9.0 /deterministic+ /runtimemetadataversion:v4.0.30319 /nowarn:CS0067,CS0169,CS0649,CS0659,CS0660,CS0661";

        private const string CoreLibrary = "mscorlib";
        private const string TestFramework = "nanoFramework.TestFramework";

        private static readonly Lazy<string> s_stubFolder = new(CompileStubs);

        public static string Root { get; } = Path.GetFullPath(Metadata("RepositoryRoot"));

        /// <summary>Where the compiled stubs are, for a check against the platform's own listing.</summary>
        public static string StubFolder => s_stubFolder.Value;

        /// <summary>Every stub, as references.</summary>
        public static IEnumerable<string> AllStubs => Pinned.Closure(Pinned.Packages.Keys).Select(Stub);

        /// <summary>The stubs a project may use.</summary>
        public static IEnumerable<string> StubsFor(DeviceProject project)
        {
            IEnumerable<string> stubs = project.PackageClosure(Pinned).Select(Stub);
            return project.Kind == ProjectKind.UnitTest ? stubs.Append(Stub(TestFramework)) : stubs;
        }

        private static PinnedPackages Pinned { get; } = PinnedPackages.Load(new Repository(Root));

        public static string Stub(string name)
        {
            return Path.Combine(StubFolder, name + ".dll");
        }

        /// <summary>Compiles one of the device's assemblies against the stubs.</summary>
        /// <returns>The errors and warnings, none when it compiles.</returns>
        public static IReadOnlyList<string> Compile(DeviceProject project, string output, IEnumerable<string> references)
        {
            string flags = Build.DeviceCompiler.Flags + " /warnaserror+" + (project.Kind == ProjectKind.Image ? " /target:exe" : " /target:library");
            return Build.DeviceCompiler.Compile(project.SourcesFor(new Repository(Root), "ttgo-lora32-v1"), output, references, flags);
        }

        /// <summary>Compiles a small source, with unsafe code allowed so that the rules see it.</summary>
        public static IReadOnlyList<string> CompileSample(string source, string output)
        {
            return Build.DeviceCompiler.Compile(new[] { source }, output, AllStubs, Build.DeviceCompiler.Flags + " /target:library /unsafe+");
        }

        private static string Metadata(string key)
        {
            return typeof(StubCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value;
        }

        // The core library is the true one, as its package has it; the stubs stand on it.
        private static string CompileStubs()
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "stub-dlls");
            Directory.CreateDirectory(folder);
            File.Copy(Metadata("CoreLibrary"), Path.Combine(folder, CoreLibrary + ".dll"), overwrite: true);
            foreach (string name in Pinned.Closure(Pinned.Packages.Keys).Append(TestFramework).Where(n => n != CoreLibrary))
            {
                string[] references = name == TestFramework ? new[] { CoreLibrary } : Pinned.Packages[name].Needs;
                IEnumerable<string> paths = references.Select(r => Path.Combine(folder, r + ".dll"));
                string source = Path.Combine(AppContext.BaseDirectory, "Stubs", name + ".cs");
                IReadOnlyList<string> errors = Build.DeviceCompiler.Compile(new[] { source }, Path.Combine(folder, name + ".dll"), paths, StubFlags + " /target:library");
                if (errors.Count > 0)
                {
                    throw new InvalidOperationException("stub " + name + " does not compile: " + errors[0]);
                }
            }

            return folder;
        }
    }
}
