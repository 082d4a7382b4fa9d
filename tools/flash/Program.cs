// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.CommandLine;
using System.IO;
using System.Text.Json;
using Flash.Commands;
using Flash.Tools;
using Spectre.Console;

namespace Flash
{
    /// <summary>From a clone to a board in the field.</summary>
    public static class Program
    {
        public static int Main(string[] args)
        {
            IAnsiConsole console = AnsiConsole.Console;
            if (Console.IsOutputRedirected)
            {
                console.Profile.Width = 1000; // a line stays a line
            }

            try
            {
                return Run(args, new Session(Repository.Find(), console, new ProcessRunner()));
            }
            catch (FlashException e)
            {
                return Fail(console, e);
            }
        }

        /// <summary>Runs a command line.</summary>
        /// <returns>An <see cref="ExitCode"/>.</returns>
        public static int Run(string[] args, Session session)
        {
            RootCommand root = new("Builds, flashes, provisions and watches LwM2M.Nano devices.")
            {
                BoardsCommand.Create(session), BuildCommand.Create(session), FlashCommand.Create(session), ProvisionCommand.Create(session),
                MonitorCommand.Create(session), EmulateCommand.Create(session), ProjectsCommand.Create(session), Session.DryRun, Session.Yes
            };
            try
            {
                ParseResult parsed = root.Parse(args);
                return parsed.Errors.Count > 0
                    ? throw new FlashException(ExitCode.Usage, $"{parsed.Errors[0].Message} (--help tells more)")
                    : parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            }
            catch (FlashException e)
            {
                return Fail(session.Console, e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                return Fail(session.Console, new FlashException(ExitCode.Usage, e.Message.ReplaceLineEndings(" ")));
            }
        }

        private static int Fail(IAnsiConsole console, FlashException e)
        {
            console.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return (int)e.Code;
        }
    }
}
