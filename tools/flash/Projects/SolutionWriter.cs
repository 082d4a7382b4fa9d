// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;

namespace Flash.Projects
{
    /// <summary>Writes Firmware.sln, with the lines by which Visual Studio deploys.</summary>
    public static class SolutionWriter
    {
        public const string File = "Firmware.sln";

        private const string ProjectType = "{11A8DD76-328B-46DF-9F39-F559912D0360}";
        private static readonly string[] s_configurations = { "Debug|Any CPU", "Release|Any CPU" };

        /// <returns>The text of the solution, with the line ends Visual Studio writes.</returns>
        public static string Write()
        {
            List<string> lines = new()
            {
                "",
                "Microsoft Visual Studio Solution File, Format Version 12.00",
                "# Visual Studio Version 17",
                "VisualStudioVersion = 17.9.34728.123",
                "MinimumVisualStudioVersion = 10.0.40219.1"
            };
            foreach (DeviceProject project in DeviceProject.All)
            {
                lines.Add($"Project(\"{ProjectType}\") = \"{project.Name}\", \"{project.File.Replace('/', '\\')}\", \"{IdOf(project)}\"");
                lines.Add("EndProject");
            }

            lines.Add("Global");
            lines.Add("\tGlobalSection(SolutionConfigurationPlatforms) = preSolution");
            lines.AddRange(s_configurations.Select(c => $"\t\t{c} = {c}"));
            lines.Add("\tEndGlobalSection");
            lines.Add("\tGlobalSection(ProjectConfigurationPlatforms) = postSolution");
            foreach (DeviceProject project in DeviceProject.All)
            {
                foreach (string configuration in s_configurations)
                {
                    lines.AddRange(new[] { "ActiveCfg", "Build.0", "Deploy.0" }.Select(what => $"\t\t{IdOf(project)}.{configuration}.{what} = {configuration}"));
                }
            }

            lines.Add("\tEndGlobalSection");
            lines.Add("\tGlobalSection(SolutionProperties) = preSolution");
            lines.Add("\t\tHideSolutionNode = FALSE");
            lines.Add("\tEndGlobalSection");
            lines.Add("EndGlobal");
            return string.Join("\r\n", lines) + "\r\n";
        }

        private static string IdOf(DeviceProject project)
        {
            return project.Id.ToString("B").ToUpperInvariant();
        }
    }
}
