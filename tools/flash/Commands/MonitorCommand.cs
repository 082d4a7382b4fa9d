// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.CommandLine;
using System.IO;
using Flash.Device;
using Flash.Tools;
using Spectre.Console;

namespace Flash.Commands
{
    /// <summary>monitor: the device's log in colour, and what it says of its state.</summary>
    internal static class MonitorCommand
    {
        internal static Command Create(Session session)
        {
            Option<string> port = FlashCommand.PortOption();
            Command command = new("monitor", "Shows a device's log; Ctrl+C ends it.") { port };
            command.SetAction(result =>
            {
                ToolRunner runner = session.RunnerFor(result);
                using Stream stream = SerialPort.Open(result.GetValue(port), runner);
                Show(session, stream);
                return (int)ExitCode.Done;
            });
            return command;
        }

        /// <summary>Shows a log to its end.</summary>
        internal static void Show(Session session, Stream stream)
        {
            WireLog log = new();
            DeviceState state = new();
            string shown = state.ToString();
            byte[] buffer = new byte[256];
            for (int count = stream.Read(buffer); count > 0; count = stream.Read(buffer))
            {
                foreach (string line in log.Take(buffer.AsSpan(0, count)))
                {
                    Style style = state.Take(line) switch
                    {
                        LineKind.Good => new Style(Color.Green),
                        LineKind.Worth => new Style(Color.Yellow),
                        LineKind.Bad => new Style(Color.Red),
                        _ => Style.Plain
                    };
                    session.Console.Write(new Text($"{DateTime.Now:HH:mm:ss} {line}\n", style));
                    if (state.ToString() != shown)
                    {
                        shown = state.ToString();
                        session.Say("         " + shown);
                    }
                }
            }
        }
    }
}
