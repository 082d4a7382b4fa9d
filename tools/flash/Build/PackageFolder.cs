// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using Flash.Projects;
using Flash.Tools;

namespace Flash.Build
{
    /// <summary>
    /// The pinned packages, unpacked: restored by the SDK from the configured NuGet sources, or taken from a folder of .nupkg files.
    /// </summary>
    public sealed class PackageFolder
    {
        private readonly string _folder;
        private readonly Dictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase); // where another than the pinned one is taken

        private PackageFolder(string folder)
        {
            _folder = folder;
        }

        /// <summary>Gets packages.</summary>
        /// <param name="packages">Which.</param>
        /// <param name="source">A folder of .nupkg files; null for the configured sources.</param>
        /// <param name="work">Where to put them.</param>
        /// <param name="runner">Runs the SDK.</param>
        /// <param name="say">Is told when another version than the pinned one is taken.</param>
        /// <exception cref="FlashException">One cannot be had.</exception>
        public static PackageFolder Open(IReadOnlyList<PinnedPackage> packages, string source, string work, ToolRunner runner, Action<string> say)
        {
            PackageFolder unpacked = new(Path.Combine(work, source == null ? "packages" : "packages-given"));
            if (source != null)
            {
                unpacked.Unpack(packages, source, runner.IsDry, say);
            }
            else
            {
                unpacked.Restore(packages.Where(p => !unpacked.IsRestored(p)).ToArray(), work, runner);
            }

            return unpacked;
        }

        /// <summary>A file of a package, such as "mscorlib.dll".</summary>
        /// <exception cref="FlashException">The package has no such file.</exception>
        public string FileOf(PinnedPackage package, string file)
        {
            string path = Path.Combine(PathOf(package), "lib", file);
            return File.Exists(path) ? path : throw new FlashException(ExitCode.Packages, $"{package.Id} {VersionOf(package)} has no lib/{file}: is it a package for 1.x?");
        }

        /// <summary>The folder of a package.</summary>
        public string PathOf(PinnedPackage package)
        {
            return Path.Combine(_folder, package.Id.ToLowerInvariant(), VersionOf(package));
        }

        private string VersionOf(PinnedPackage package)
        {
            return _versions.GetValueOrDefault(package.Id, package.Version);
        }

        // Whoever gives a folder has chosen its versions: another one than the pinned is taken, with a word.
        private void Unpack(IReadOnlyList<PinnedPackage> packages, string source, bool dry, Action<string> say)
        {
            if (!Directory.Exists(source))
            {
                throw new FlashException(ExitCode.Usage, $"{source} is no folder: --packages wants a folder of .nupkg files");
            }

            string[] files = Directory.GetFiles(source, "*.nupkg", SearchOption.AllDirectories);
            List<PinnedPackage> missing = new();
            foreach (PinnedPackage package in packages)
            {
                Match[] found = files.Select(f => Regex.Match(Path.GetFileName(f), $@"^{Regex.Escape(package.Id)}\.(\d[\w.+-]*)\.nupkg$", RegexOptions.IgnoreCase)).ToArray();
                int index = Array.FindIndex(found, m => m.Success && m.Groups[1].Value == package.Version);
                index = index >= 0 ? index : Array.FindIndex(found, m => m.Success);
                if (index < 0)
                {
                    missing.Add(package);
                    continue;
                }

                string version = found[index].Groups[1].Value;
                if (version != package.Version)
                {
                    _versions[package.Id] = version;
                    say($"taking {package.Id} {version}, {package.Version} is pinned: the firmware must have its native code");
                }

                if (!dry)
                {
                    Extract(files[index], PathOf(package));
                }
            }

            Demand(missing, source, "");
        }

        private static void Extract(string file, string folder)
        {
            string stamp = Path.Combine(folder, ".from");
            string from = $"{Path.GetFullPath(file)} {File.GetLastWriteTimeUtc(file):O}";
            if (File.Exists(stamp) && File.ReadAllText(stamp) == from)
            {
                return;
            }

            try
            {
                ZipFile.ExtractToDirectory(file, folder, true);
            }
            catch (InvalidDataException)
            {
                throw new FlashException(ExitCode.Packages, $"{Path.GetFileName(file)} is damaged: download it again");
            }

            File.WriteAllText(stamp, from);
        }

        private void Restore(IReadOnlyList<PinnedPackage> missing, string work, ToolRunner runner)
        {
            if (missing.Count == 0)
            {
                return;
            }

            string project = Path.Combine(work, "restore.csproj");
            if (!runner.IsDry)
            {
                Directory.CreateDirectory(work);
                File.WriteAllText(project, ProjectText(missing));
                File.WriteAllText(Path.Combine(work, "Directory.Build.props"), "<Project />\n"); // the project's own is not meant for this
            }

            ToolResult result = runner.Run("dotnet", new[] { "restore", project, "--packages", _folder, "--nologo", "--force" });
            if (!runner.IsDry)
            {
                PinnedPackage[] still = missing.Where(p => !IsRestored(p)).ToArray();
                string fault = Regex.Match(result.Output, @"NU(?!1101|1102|1103)\d{4}[^\r\n]*").Value;
                Demand(still, null, fault);
            }
        }

        // The SDK writes this file last.
        private bool IsRestored(PinnedPackage package)
        {
            return File.Exists(Path.Combine(PathOf(package), ".nupkg.metadata"));
        }

        private static void Demand(IReadOnlyList<PinnedPackage> missing, string source, string fault)
        {
            if (missing.Count > 0)
            {
                string more = missing.Count > 1 ? $" and {missing.Count - 1} more" : "";
                string reason = fault.StartsWith("NU1301", StringComparison.Ordinal) || fault.StartsWith("NU1300", StringComparison.Ordinal) ? "the NuGet sources cannot be reached"
                    : fault.Length > 0 ? "the packages cannot be restored, " + fault
                    : $"{(source == null ? "the NuGet sources have" : source + " has")} no {missing[0].Id} {missing[0].Version}{more}";
                throw new FlashException(
                    ExitCode.Packages,
                    reason + ": give --packages FOLDER with the .nupkg files, or check the sources against the project's own copy of the device's surface with \"dotnet test tests/Portability\"");
            }
        }

        // Downloads are not references: the SDK does not ask what framework they are for.
        private static string ProjectText(IEnumerable<PinnedPackage> packages)
        {
            return "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>\n  <ItemGroup>\n"
                + string.Concat(packages.Select(p => $"    <PackageDownload Include=\"{p.Id}\" Version=\"[{p.Version}]\" />\n"))
                + "  </ItemGroup>\n</Project>\n";
        }
    }
}
