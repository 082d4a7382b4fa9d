// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Flash.Build;
using Flash.Projects;
using Flash.Tools;
using Mono.Cecil;
using Spectre.Console;

namespace Flash.Commands
{
    /// <summary>emulate: the unit tests, or the Node, on nanoFramework's virtual device.</summary>
    internal static class EmulateCommand
    {
        private const string Board = "esp32-devkit"; // any: the virtual device has no pins
        private static readonly Dictionary<string, string> s_projects = new() { ["tests"] = "UnitTests", ["node"] = "Firmware.Emulated" };

        internal static Command Create(Session session)
        {
            Argument<string> what = new("what") { Description = "node or tests." };
            what.AcceptOnlyFromAmong(s_projects.Keys.ToArray());
            Option<string> packages = BuildCommand.PackagesOption();
            Option<string> nanoclr = new("--nanoclr") { Description = "A nanoclr to use in place of the tool, which is for Windows only." };
            Command command = new("emulate", "Builds for the virtual device and runs it there.") { what, packages, nanoclr };
            command.SetAction(result =>
            {
                ToolRunner runner = session.RunnerFor(result);
                DeviceProject project = DeviceProject.Find(s_projects[result.GetValue(what)]);
                ImageBuilder builder = new(session.Repository, session.Pinned, runner);
                DeploymentImage image = session.WithProgress("building", progress => builder.Build(project, Board, result.GetValue(packages), progress));
                string clr = result.GetValue(nanoclr) ?? ToolInstaller.Find(session, runner, "nanoclr", session.Pinned.Tools["nanoclr"], result.GetValue(Session.Yes));
                Dictionary<string, int> expected = image != null && project.Kind == ProjectKind.UnitTest ? CountTests(Path.Combine(session.Repository.Artifacts, "device", Board, project.Assembly + ".dll")) : new();
                return (int)Run(session, runner, clr, Lay(session, image), expected);
            });
            return command;
        }

        // All in one folder, in the order in which they need each other.
        private static string[] Lay(Session session, DeploymentImage image)
        {
            if (image == null)
            {
                return new[] { "*.pe" };
            }

            string folder = Path.Combine(session.Repository.Artifacts, "emulated");
            Directory.CreateDirectory(folder);
            return image.Files.Select(file =>
            {
                string path = Path.Combine(folder, file.Assembly + ".pe");
                File.WriteAllBytes(path, file.Bytes);
                return path;
            }).ToArray();
        }

        private static ExitCode Run(Session session, ToolRunner runner, string clr, string[] files, Dictionary<string, int> expected)
        {
            bool tests = expected.Count > 0;
            Dictionary<string, int> spoken = new();
            int passed = 0;
            int failed = 0;
            ToolResult result = runner.Run(clr, new[] { "run", "--assemblies" }.Concat(files).ToArray(), line =>
            {
                // A message may hold commas: only the first two part.
                string[] parts = line.Split(',', 3);
                bool test = parts.Length == 3 && parts[0] is "Test passed" or "Test failed" or "Test skipped";
                string of = test ? expected.Keys.FirstOrDefault(c => parts[1].StartsWith(c + ".", StringComparison.Ordinal)) : null;
                if (of != null)
                {
                    spoken[of] = spoken.GetValueOrDefault(of) + 1;
                }

                passed += test && parts[0] == "Test passed" ? 1 : 0;
                failed += test && parts[0] != "Test passed" ? 1 : 0;
                if (!test || parts[0] != "Test passed")
                {
                    session.Console.MarkupLine($"[{(test ? "red" : "default")}]{Markup.Escape(line)}[/]");
                }
            });
            if (runner.IsDry)
            {
                return ExitCode.Done;
            }

            if (result.ExitCode != 0)
            {
                throw new FlashException(ExitCode.Build, $"the virtual device ended with {result.ExitCode}: look at the lines above");
            }

            if (!tests)
            {
                return ExitCode.Done;
            }

            // nanoclr ends with 0 after a crash too: all tests there are must have spoken.
            int all = expected.Values.Sum();
            session.Console.MarkupLineInterpolated($"{passed} passed, {failed} failed or skipped, of {all}");
            if (failed > 0)
            {
                throw new FlashException(ExitCode.Build, $"{failed} tests failed");
            }

            if (passed < all)
            {
                (string ended, int count) = expected.First(e => spoken.GetValueOrDefault(e.Key) < e.Value);
                throw new FlashException(
                    ExitCode.Build, $"{all - passed} tests were not run: the run ended in {ended}, of whose {count} tests {spoken.GetValueOrDefault(ended)} have spoken");
            }

            return ExitCode.Done;
        }

        // A method counts once, or once for each row of data.
        private static Dictionary<string, int> CountTests(string assembly)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
            return module.GetTypes()
                .Select(t => (t.FullName, Tests: t.Methods.Select(m => m.CustomAttributes.Select(a => a.AttributeType.Name).ToArray())
                    .Where(a => a.Contains("TestMethodAttribute"))
                    .Sum(a => Math.Max(1, a.Count(n => n == "DataRowAttribute")))))
                .Where(t => t.Tests > 0)
                .ToDictionary(t => t.FullName, t => t.Tests);
        }
    }
}
