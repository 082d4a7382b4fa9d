// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Text;

namespace Flash.Tools
{
    /// <summary>What a command printed, and how it ended.</summary>
    public sealed record ToolResult(int ExitCode, string Output);

    /// <summary>Runs the commands this tool stands on; a test puts another in its place.</summary>
    public abstract class ToolRunner
    {
        /// <summary>Commands are printed and not run.</summary>
        public virtual bool IsDry => false;

        /// <summary>Runs a command to its end.</summary>
        /// <param name="file">The command.</param>
        /// <param name="arguments">Its arguments.</param>
        /// <param name="onLine">Is given each line as it comes, or null.</param>
        /// <exception cref="FlashException">The command is not there.</exception>
        public abstract ToolResult Run(string file, IReadOnlyList<string> arguments, Action<string> onLine = null);

        /// <summary>A command as one types it.</summary>
        public static string Text(string file, IEnumerable<string> arguments)
        {
            return string.Join(' ', arguments.Prepend(file).Select(a => a.Length == 0 || a.Any(c => c is ' ' or ';' or '*') ? "\"" + a + "\"" : a));
        }
    }

    /// <summary>Runs them.</summary>
    public sealed class ProcessRunner : ToolRunner
    {
        public override ToolResult Run(string file, IReadOnlyList<string> arguments, Action<string> onLine = null)
        {
            ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            StringBuilder output = new();
            try
            {
                using Process process = new() { StartInfo = start };
                process.OutputDataReceived += (_, e) => Take(e.Data);
                process.ErrorDataReceived += (_, e) => Take(e.Data);
                process.Start();
                process.BeginOutputReadLine();
                process.BeginErrorReadLine();
                process.WaitForExit();
                return new ToolResult(process.ExitCode, output.ToString());
            }
            catch (Win32Exception)
            {
                throw new FlashException(ExitCode.Tool, $"{file} is not installed");
            }

            void Take(string line)
            {
                if (line != null)
                {
                    lock (output)
                    {
                        output.AppendLine(line);
                    }

                    onLine?.Invoke(line);
                }
            }
        }
    }

    /// <summary>Prints them instead.</summary>
    public sealed class DryRunner : ToolRunner
    {
        private readonly Action<string> _print;

        public DryRunner(Action<string> print)
        {
            _print = print;
        }

        public override bool IsDry => true;

        public override ToolResult Run(string file, IReadOnlyList<string> arguments, Action<string> onLine = null)
        {
            _print(Text(file, arguments));
            return new ToolResult(0, "");
        }
    }
}
