// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace InteropTests
{
    /// <summary>Programs of others that the tests need. One that is absent skips its tests, loudly.</summary>
    internal static class Tool
    {
        private const int TimeoutMilliseconds = 120000;

        /// <summary>Runs a program to its end.</summary>
        /// <returns>What it printed.</returns>
        public static string Run(string file, string arguments, string folder = "")
        {
            ProcessStartInfo start = new(file, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
                WorkingDirectory = folder
            };
            using Process process = Process.Start(start);
            string errors = "";
            Thread reader = new(() => errors = process.StandardError.ReadToEnd());
            reader.Start();
            string output = process.StandardOutput.ReadToEnd();
            if (!process.WaitForExit(TimeoutMilliseconds))
            {
                process.Kill(true);
                throw new TimeoutException(file);
            }

            reader.Join();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{file} {arguments}: {output}{errors}");
        }

        /// <summary>Skips the test when a program is not installed.</summary>
        public static void Require(string file, string install, string arguments = "--version")
        {
            try
            {
                Run(file, arguments);
            }
            catch (InvalidOperationException)
            {
                // it is there, and has no such option
            }
            catch (Win32Exception)
            {
                Assert.Inconclusive($"SKIPPED: {file} is missing. {install}");
            }
        }
    }
}
