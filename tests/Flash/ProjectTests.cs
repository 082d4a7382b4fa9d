// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Flash;
using Flash.Projects;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Mono.Cecil;
using Portability;

namespace FlashTests
{
    /// <summary>Visual Studio's projects are true: they build the sources that are there, with the versions that are pinned.</summary>
    [TestClass]
    public class ProjectTests
    {
        private static readonly XNamespace s_msbuild = "http://schemas.microsoft.com/developer/msbuild/2003";
        private static readonly Repository s_repository = new(StubCompiler.Root);
        private static readonly PinnedPackages s_pinned = PinnedPackages.Load(s_repository);

        public static IEnumerable<object[]> Names => DeviceProject.All.Select(p => new object[] { p.Name });

        [TestMethod]
        [DynamicData(nameof(Names))]
        public void AProjectIsAsTheToolWritesIt(string name)
        {
            DeviceProject project = DeviceProject.Find(name);
            const string Advice = "run: dotnet run --project tools/flash -- projects";
            Assert.AreEqual(NfprojWriter.Write(project, s_repository, s_pinned), Read(project.File), Advice);
            Assert.AreEqual(NfprojWriter.WritePackages(project, s_pinned), Read(project.Folder + "/packages.config"), Advice);
        }

        [TestMethod]
        [DynamicData(nameof(Names))]
        public void ItListsEverySourceThereIsAndNoOther(string name)
        {
            DeviceProject project = DeviceProject.Find(name);
            string[] listed = Items(project, "Compile").Select(i => Full(project, i)).ToArray();
            CollectionAssert.AllItemsAreUnique(listed);
            foreach (string file in listed.Where(f => !f.Contains("$(Board)", StringComparison.Ordinal)))
            {
                Assert.IsTrue(File.Exists(file), file);
            }

            string[] there = Directory.EnumerateFiles(s_repository.PathOf(project.Folder), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj")).ToArray();
            CollectionAssert.IsSubsetOf(there, listed);
        }

        [TestMethod]
        [DynamicData(nameof(Names))]
        public void ItReferencesEachAssemblyItsCodeNeedsInThePinnedVersion(string name)
        {
            DeviceProject project = DeviceProject.Find(name);
            string[] references = Items(project, "Reference").ToArray();
            string[] projects = project.WithProjects.Select(p => p.Assembly).ToArray();
            foreach (DeviceProject part in project.WithProjects)
            {
                using ModuleDefinition module = ModuleDefinition.ReadModule(Compiled(part));
                CollectionAssert.IsSubsetOf(module.AssemblyReferences.Select(r => r.Name).ToArray(), references.Concat(projects).ToArray(), part.Name);
            }

            string[] packages = XDocument.Parse(Read(project.Folder + "/packages.config")).Root.Elements().Select(e => $"{e.Attribute("id").Value}.{e.Attribute("version").Value}").ToArray();
            foreach (XElement hint in Document(project).Descendants(s_msbuild + "HintPath"))
            {
                string package = hint.Value.Split('\\').SkipWhile(p => p != "packages").ElementAt(1);
                CollectionAssert.Contains(packages, package);
                Assert.IsTrue(s_pinned.Packages.Values.Append(s_pinned.TestFramework).Any(p => $"{p.Id}.{p.Version}" == package), package);
            }
        }

        [TestMethod]
        [DynamicData(nameof(Names))]
        public void TheProjectsItUsesAreThere(string name)
        {
            DeviceProject project = DeviceProject.Find(name);
            foreach (string used in Items(project, "ProjectReference"))
            {
                Assert.IsTrue(File.Exists(Full(project, used)), used);
            }
        }

        [TestMethod]
        public void TheSolutionHoldsThemAllAndDeploysThem()
        {
            string solution = Read(SolutionWriter.File);
            Assert.AreEqual(SolutionWriter.Write(), solution);
            Assert.AreEqual(DeviceProject.All.Count, DeviceProject.All.Select(p => p.Id).Distinct().Count(), "GUIDs are unique");
            foreach (DeviceProject project in DeviceProject.All)
            {
                StringAssert.Contains(solution, project.File.Replace('/', '\\'));
                StringAssert.Contains(solution, project.Id.ToString("B").ToUpperInvariant() + ".Debug|Any CPU.Deploy.0");
            }
        }

        [TestMethod]
        public void TheUnitTestsAreWhatTheTestAdapterLooksFor()
        {
            DeviceProject tests = DeviceProject.All.Single(p => p.Kind == ProjectKind.UnitTest);
            Assert.AreEqual("NFUnitTest", tests.Assembly);
            Assert.AreEqual("true", Document(tests).Descendants(s_msbuild + "IsTestProject").Single().Value);
            Assert.IsTrue(File.Exists(s_repository.PathOf(tests.Folder + "/nano.runsettings")));
            XDocument.Load(s_repository.PathOf(tests.Folder + "/nano.runsettings"));
        }

        [TestMethod]
        [DataRow("lib/LwM2M.Nano/LwM2M.Nano.nuspec", "LwM2M.Nano")]
        [DataRow("lib/LwM2M.Objects/LwM2M.Objects.nuspec", "LwM2M.Objects")]
        [DataRow("lib/LwM2M.Security/LwM2M.Security.nuspec", "LwM2M.Security")]
        [DataRow("lib/Lora.Nano/Lora.Nano.nuspec", "Lora.Nano")]
        public void AnotherDeviceCanUseTheLibrariesAsPackages(string file, string name)
        {
            DeviceProject project = DeviceProject.Find(name);
            XElement metadata = XDocument.Load(s_repository.PathOf(file)).Root.Elements().First(e => e.Name.LocalName == "metadata");
            string Text(string element) => metadata.Elements().First(e => e.Name.LocalName == element).Value;
            Assert.AreEqual("$version$", Text("version"), "it is said once, in Directory.Build.props");
            Assert.AreEqual("MIT", Text("license"));
            string[] wanted = s_pinned.Closure(project.Packages).Select(a => $"{s_pinned.Packages[a].Id} {s_pinned.Packages[a].Version}").Concat(project.Projects.Select(p => p + " $version$")).Order(StringComparer.Ordinal).ToArray();
            string[] dependencies = metadata.Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => $"{e.Attribute("id").Value} {e.Attribute("version").Value}").Order(StringComparer.Ordinal).ToArray();
            CollectionAssert.AreEqual(wanted, dependencies);
            string[] files = metadata.Parent.Descendants().Where(e => e.Name.LocalName == "file").Select(e => e.Attribute("src").Value).ToArray();
            foreach (string extension in new[] { "dll", "pe", "pdb", "pdbx", "xml" })
            {
                CollectionAssert.Contains(files, $"bin\\Release\\{project.Assembly}.{extension}");
            }

            Assert.IsTrue(File.Exists(s_repository.PathOf(project.Folder + "/README.md")));
        }

        private static string Compiled(DeviceProject project)
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "device-dlls");
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, project.Assembly + ".dll");
            IEnumerable<string> used = project.WithProjects.Where(p => p != project).Select(Compiled).ToArray();
            Assert.AreEqual(0, StubCompiler.Compile(project, path, StubCompiler.StubsFor(project).Concat(used)).Count);
            return path;
        }

        private static string Read(string file)
        {
            return File.ReadAllText(s_repository.PathOf(file));
        }

        private static XDocument Document(DeviceProject project)
        {
            return XDocument.Parse(Read(project.File));
        }

        private static IEnumerable<string> Items(DeviceProject project, string kind)
        {
            return Document(project).Descendants(s_msbuild + kind).Select(e => e.Attribute("Include").Value);
        }

        private static string Full(DeviceProject project, string item)
        {
            return Path.GetFullPath(Path.Combine(s_repository.PathOf(project.Folder), item.Replace('\\', Path.DirectorySeparatorChar)));
        }
    }
}
