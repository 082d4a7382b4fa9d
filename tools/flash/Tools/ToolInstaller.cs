// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using Spectre.Console;

namespace Flash.Tools
{
    /// <summary>.NET tools this one stands on, in the project's own folder and in the pinned version.</summary>
    internal static class ToolInstaller
    {
        /// <summary>Finds a tool, or installs it.</summary>
        /// <returns>What to run.</returns>
        /// <exception cref="FlashException">It is not there and must not, or cannot, be installed.</exception>
        internal static string Find(Session session, ToolRunner runner, string tool, string version, bool yes)
        {
            string folder = Path.Combine(session.Repository.Artifacts, "tools");
            string file = Path.Combine(folder, OperatingSystem.IsWindows() ? tool + ".exe" : tool);
            if (File.Exists(file))
            {
                return file;
            }

            List<string> install = new() { "tool", "install", tool, "--tool-path", folder };
            install.AddRange(version.Length > 0 ? new[] { "--version", version } : Array.Empty<string>());
            if (!runner.IsDry && !yes && (!session.Console.Profile.Capabilities.Interactive || !session.Console.Confirm($"{tool} is not installed. Install it into artifacts/tools?")))
            {
                throw new FlashException(ExitCode.Tool, $"{tool} is missing: run again with --yes, or \"{ToolRunner.Text("dotnet", install)}\"");
            }

            ToolResult result = runner.Run("dotnet", install);
            return result.ExitCode == 0 ? file : throw new FlashException(ExitCode.Tool, $"{tool} could not be installed: is there a network, and a NuGet source that has it?");
        }
    }
}
