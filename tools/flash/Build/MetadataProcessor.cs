// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Text.RegularExpressions;
using Flash.Tools;

namespace Flash.Build
{
    /// <summary>Makes .pe files of assemblies, by the task of nanoFramework's own metadata processor, run by the SDK's MSBuild.</summary>
    public static class MetadataProcessor
    {
        private const string Task = "nanoFramework.Tools.MetadataProcessor.MsBuildTask.MetaDataProcessorTask";
        private const string File = "nanoFramework.Tools.MetadataProcessor.MsBuildTask.dll";

        /// <summary>Processes assemblies in one run.</summary>
        /// <param name="processor">The folder of the unpacked package.</param>
        /// <param name="assemblies">Full paths of .dll files, each with its .pdb beside it.</param>
        /// <param name="hints">Every DLL they use, directly or not.</param>
        /// <param name="work">Where the project file goes.</param>
        /// <param name="runner">Runs the SDK.</param>
        /// <exception cref="FlashException">It failed.</exception>
        public static void Run(string processor, IReadOnlyList<string> assemblies, IReadOnlyList<string> hints, string work, ToolRunner runner)
        {
            string task = Path.Combine(processor, "lib", "net6.0", File);
            if (!runner.IsDry && !System.IO.File.Exists(task))
            {
                throw new FlashException(ExitCode.Packages, $"{Path.GetFileName(Path.GetDirectoryName(processor))} has no lib/net6.0/{File}: is it version 3?");
            }

            string project = Path.Combine(work, "process.proj");
            if (!runner.IsDry)
            {
                Directory.CreateDirectory(work);
                System.IO.File.WriteAllText(project, ProjectText(task, assemblies, hints));
            }

            ToolResult result = runner.Run("dotnet", new[] { "msbuild", project, "-nologo", "-v:minimal" });
            string missing = runner.IsDry ? null : assemblies.FirstOrDefault(a => !System.IO.File.Exists(Path.ChangeExtension(a, ".pe")));
            if (result.ExitCode != 0 || missing != null)
            {
                string line = Regex.Match(result.Output, @"error[^\r\n]*").Value;
                throw new FlashException(ExitCode.Build, $"the metadata processor made no {Path.GetFileNameWithoutExtension(missing ?? assemblies[0])}.pe: {line}");
            }
        }

        // A list given on the command line would be taken for one name.
        private static string ProjectText(string task, IEnumerable<string> assemblies, IEnumerable<string> hints)
        {
            IEnumerable<string> calls = assemblies.Select(a =>
                $"    <MetaDataProcessorTask Parse=\"{Escape(a)}\" Compile=\"{Escape(Path.ChangeExtension(a, ".pe"))}\" LoadHints=\"@(Hint)\" IsCoreLibrary=\"false\" Verbose=\"false\" />\n");
            return $"<Project DefaultTargets=\"Process\">\n  <UsingTask TaskName=\"{Task}\" AssemblyFile=\"{Escape(task)}\" />\n  <ItemGroup>\n"
                + string.Concat(hints.Select(h => $"    <Hint Include=\"{Escape(h)}\" />\n"))
                + "  </ItemGroup>\n  <Target Name=\"Process\">\n" + string.Concat(calls) + "  </Target>\n</Project>\n";
        }

        private static string Escape(string path)
        {
            return SecurityElement.Escape(path);
        }
    }
}
