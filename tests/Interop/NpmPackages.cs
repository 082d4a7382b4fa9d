// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace InteropTests
{
    /// <summary>What the tests use from npm, installed once.</summary>
    internal static class NpmPackages
    {
        private static readonly object s_install = new();

        /// <summary>Installs them, or skips the test.</summary>
        /// <returns>The folder of the scripts.</returns>
        internal static string Install()
        {
            Tool.Require("node", "Install Node.js 18 or later with npm.");
            string folder = typeof(NpmPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ServerFolder").Value;
            lock (s_install)
            {
                if (!Directory.Exists(Path.Combine(folder, "node_modules", "lora-packet")))
                {
                    string npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
                    Tool.Require(npm, "Install Node.js 18 or later with npm.");
                    Tool.Run(npm, "install --no-audit --no-fund --no-save", folder);
                }
            }

            return folder;
        }
    }
}
