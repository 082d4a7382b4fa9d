// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Flash.Projects;
using Flash.Tools;

namespace Flash.Build
{
    /// <summary>
    /// The pinned packages, unpacked: restored by the SDK from the configured NuGet sources, or from a folder of .nupkg files.
    /// </summary>
    public sealed class PackageFolder
    {
        private readonly string _folder;

        private PackageFolder(string folder)
        {
            _folder = folder;
        }

        /// <summary>Restores packages.</summary>
        /// <param name="packages">Which.</param>
        /// <param name="source">A folder of .nupkg files; null for the configured sources.</param>
        /// <param name="work">Where to put them.</param>
        /// <param name="runner">Runs the SDK.</param>
        /// <exception cref="FlashException">One cannot be had.</exception>
        public static PackageFolder Restore(IEnumerable<PinnedPackage> packages, string source, string work, ToolRunner runner)
        {
            if (source != null && !Directory.Exists(source))
            {
                throw new FlashException(ExitCode.Usage, $"{source} is no folder: --packages wants a folder of .nupkg files");
            }

            string folder = Path.Combine(work, "packages");
            PackageFolder unpacked = new(folder);
            PinnedPackage[] missing = packages.Where(p => !Directory.Exists(unpacked.PathOf(p))).ToArray();
            if (missing.Length == 0)
            {
                return unpacked;
            }

            string project = Path.Combine(work, "restore.csproj");
            if (!runner.IsDry)
            {
                Directory.CreateDirectory(work);
                File.WriteAllText(project, ProjectText(missing));
            }

            List<string> arguments = new() { "restore", project, "--packages", folder, "--nologo", "--force" };
            arguments.AddRange(source == null ? Array.Empty<string>() : new[] { "--source", Path.GetFullPath(source) });
            ToolResult result = runner.Run("dotnet", arguments);
            if (runner.IsDry)
            {
                return unpacked;
            }

            PinnedPackage[] still = missing.Where(p => !Directory.Exists(unpacked.PathOf(p))).ToArray();
            if (still.Length == 0)
            {
                return unpacked;
            }

            string from = source == null ? "the NuGet sources" : source;
            bool offline = Regex.IsMatch(result.Output, "NU1301|NU1300");
            string reason = offline ? $"{from} cannot be reached" : $"{from} {(source == null ? "have" : "has")} no {still[0].Id} {still[0].Version}{(still.Length > 1 ? $" and {still.Length - 1} more" : "")}";
            throw new FlashException(
                ExitCode.Packages,
                reason + ": give --packages FOLDER with the .nupkg files, or check the sources against the project's own copy of the device's surface with \"dotnet test tests/Portability\"");
        }

        /// <summary>A file of a package, such as "mscorlib.dll".</summary>
        /// <exception cref="FlashException">The package has no such file.</exception>
        public string FileOf(PinnedPackage package, string file)
        {
            string path = Path.Combine(PathOf(package), "lib", file);
            return File.Exists(path) ? path : throw new FlashException(ExitCode.Packages, $"{package.Id} {package.Version} has no lib/{file}: is it a package for 1.x?");
        }

        /// <summary>The folder of a package.</summary>
        public string PathOf(PinnedPackage package)
        {
            return Path.Combine(_folder, package.Id.ToLowerInvariant(), package.Version);
        }

        // Downloads are not references: the SDK does not ask what framework they are for.
        private static string ProjectText(IEnumerable<PinnedPackage> packages)
        {
            return "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally></PropertyGroup>\n  <ItemGroup>\n"
                + string.Concat(packages.Select(p => $"    <PackageDownload Include=\"{p.Id}\" Version=\"[{p.Version}]\" />\n"))
                + "  </ItemGroup>\n</Project>\n";
        }
    }
}
