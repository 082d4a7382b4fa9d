// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Flash.Projects;
using Flash.Tools;
using Mono.Cecil;

namespace Flash.Build
{
    /// <summary>From sources and packages to the files of an image. What has not changed since the last time is left as it is.</summary>
    public sealed class ImageBuilder
    {
        private readonly Repository _repository;
        private readonly PinnedPackages _pinned;
        private readonly ToolRunner _runner;

        public ImageBuilder(Repository repository, PinnedPackages pinned, ToolRunner runner)
        {
            _repository = repository;
            _pinned = pinned;
            _runner = runner;
        }

        /// <summary>How many assemblies were compiled this time.</summary>
        public int Compiled { get; private set; }

        /// <summary>Builds everything an image or the unit tests consist of.</summary>
        /// <param name="project">An image, or the tests.</param>
        /// <param name="board">Whose pins are compiled in.</param>
        /// <param name="source">A folder of .nupkg files; null for the configured NuGet sources.</param>
        /// <param name="progress">Is told what is done next.</param>
        /// <returns>The .pe files, the project's own last; null in a dry run.</returns>
        public DeploymentImage Build(DeviceProject project, string board, string source, Action<string> progress)
        {
            string work = Path.Combine(_repository.Artifacts, "device");
            IReadOnlyList<string> platform = project.PackageClosure(_pinned);
            List<PinnedPackage> packages = platform.Select(a => _pinned.Packages[a]).Append(_pinned.MetadataProcessor).ToList();
            if (project.Kind == ProjectKind.UnitTest)
            {
                packages.Add(_pinned.TestFramework);
            }

            progress("getting the packages");
            PackageFolder folder = PackageFolder.Open(packages, source, work, _runner, progress);
            string output = Path.Combine(work, board);
            if (_runner.IsDry)
            {
                MetadataProcessor.Run(folder.PathOf(_pinned.MetadataProcessor), project.WithProjects.Select(p => PathOf(output, p)).ToArray(), Array.Empty<string>(), output, _runner);
                return null;
            }

            Directory.CreateDirectory(output);
            List<string> hints = platform.Select(a => folder.FileOf(_pinned.Packages[a], a + ".dll")).ToList();
            if (project.Kind == ProjectKind.UnitTest)
            {
                hints.Add(folder.FileOf(_pinned.TestFramework, "nanoFramework.TestFramework.dll"));
            }

            CheckComplete(hints);
            List<string> changed = new();
            foreach (DeviceProject part in project.WithProjects)
            {
                Compile(part, board, output, hints, changed, progress);
            }

            if (changed.Count > 0)
            {
                progress("processing metadata");
                MetadataProcessor.Run(
                    folder.PathOf(_pinned.MetadataProcessor), changed, hints.Concat(project.WithProjects.Select(p => PathOf(output, p))).ToArray(), output, _runner);
                foreach (string assembly in changed)
                {
                    File.Move(StampOf(assembly) + ".new", StampOf(assembly), true);
                }
            }

            IEnumerable<string> files = platform.Select(a => folder.FileOf(_pinned.Packages[a], a + ".pe"));
            if (project.Kind == ProjectKind.UnitTest)
            {
                files = files.Append(folder.FileOf(_pinned.TestFramework, "nanoFramework.TestFramework.pe")).Append(folder.FileOf(_pinned.TestFramework, "nanoFramework.UnitTestLauncher.pe"));
            }

            return new DeploymentImage(files.Concat(project.WithProjects.Select(p => Path.ChangeExtension(PathOf(output, p), ".pe"))).Select(f => new PeFile(f)).ToArray());
        }

        private void Compile(DeviceProject part, string board, string output, List<string> hints, List<string> changed, Action<string> progress)
        {
            string assembly = PathOf(output, part);
            string[] sources = part.SourcesFor(_repository, board).ToArray();
            string[] references = hints.Concat(part.WithProjects.Where(p => p != part).Select(p => PathOf(output, p))).ToArray();
            string stamp = Stamp(sources.Concat(references)) + DeviceCompiler.Flags + _repository.Version + _pinned.MetadataProcessor.Version;
            bool same = File.Exists(assembly) && File.Exists(Path.ChangeExtension(assembly, ".pe")) && File.Exists(StampOf(assembly)) && File.ReadAllText(StampOf(assembly)) == stamp;
            if (same)
            {
                return;
            }

            progress("compiling " + part.Assembly);
            File.Delete(StampOf(assembly));
            File.Delete(Path.ChangeExtension(assembly, ".pe"));
            string flags = DeviceCompiler.Flags + (part.Kind == ProjectKind.Image ? " /target:exe" : " /target:library");
            IReadOnlyList<string> errors = DeviceCompiler.Compile(sources, assembly, references, flags, _repository.Version);
            if (errors.Count > 0)
            {
                File.Delete(assembly);
                string more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
                string apart = errors.FirstOrDefault(e => e.Contains("CS1705", StringComparison.Ordinal));
                throw apart != null ? new FlashException(ExitCode.Packages, "the packages do not fit together, take those of nanoframework.json: " + apart)
                    : new FlashException(ExitCode.Build, $"{part.Assembly} does not compile{more}: {errors[0]}");
            }

            File.WriteAllText(StampOf(assembly) + ".new", stamp);
            changed.Add(assembly);
            Compiled++;
        }

        // An image without an assembly that another needs would not start.
        private static void CheckComplete(IReadOnlyList<string> assemblies)
        {
            HashSet<string> there = assemblies.Select(Path.GetFileNameWithoutExtension).ToHashSet();
            foreach (string assembly in assemblies)
            {
                using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
                AssemblyNameReference missing = module.AssemblyReferences.FirstOrDefault(r => !there.Contains(r.Name));
                if (missing != null)
                {
                    throw new FlashException(ExitCode.Packages, $"{module.Assembly.Name.Name} needs {missing.Name}, which nanoframework.json does not say: add it to its \"needs\"");
                }
            }
        }

        private static string PathOf(string output, DeviceProject project)
        {
            return Path.Combine(output, project.Assembly + ".dll");
        }

        private static string StampOf(string assembly)
        {
            return assembly + ".stamp";
        }

        private static string Stamp(IEnumerable<string> files)
        {
            StringBuilder text = new();
            foreach (string file in files)
            {
                text.Append(Path.GetFileName(file)).Append(' ').AppendLine(Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
            }

            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }
    }
}
