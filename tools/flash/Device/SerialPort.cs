// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using Flash.Tools;

namespace Flash.Device
{
    /// <summary>A serial port as a stream, its speed set by the operating system's own command.</summary>
    internal static class SerialPort
    {
        private const string Baud = "921600";

        /// <exception cref="FlashException">It cannot be opened.</exception>
        internal static Stream Open(string port, ToolRunner runner)
        {
            bool windows = OperatingSystem.IsWindows();
            if (!windows && !File.Exists(port) && !runner.IsDry)
            {
                throw new FlashException(ExitCode.Device, $"{port} is not there: plug the board in, or list the ports with \"nanoff --listports\"");
            }

            (string file, List<string> arguments) = windows
                ? ("mode", new List<string> { port + ":", "BAUD=" + Baud, "PARITY=n", "DATA=8", "STOP=1", "DTR=off", "RTS=off" })
                : ("stty", new List<string> { OperatingSystem.IsMacOS() ? "-f" : "-F", port, Baud, "raw", "-echo", "-hupcl" });
            ToolResult result = runner.Run(file, arguments);
            if (result.ExitCode != 0)
            {
                throw new FlashException(ExitCode.Device, $"{port} is no serial port, or is in use: {result.Output.Trim()}");
            }

            try
            {
                return runner.IsDry ? Stream.Null : new FileStream(windows ? @"\\.\" + port : port, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new FlashException(ExitCode.Device, $"{port} cannot be opened: is it in use, and may you use it? ({e.Message})");
            }
        }
    }
}
