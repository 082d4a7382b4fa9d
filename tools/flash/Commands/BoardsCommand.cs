// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.CommandLine;
using System.Linq;
using Flash.Boards;
using Spectre.Console;

namespace Flash.Commands
{
    /// <summary>boards: what is supported.</summary>
    internal static class BoardsCommand
    {
        internal static Command Create(Session session)
        {
            Command command = new("boards", "The boards there are: pins, firmware target, and what each can be.");
            command.SetAction(_ => Run(session));
            return command;
        }

        /// <summary>The option that names one.</summary>
        internal static Option<string> Option()
        {
            return new Option<string>("--board") { Description = "A folder in boards/, such as heltec-wifi-lora-32-v2.", Required = true };
        }

        private static int Run(Session session)
        {
            foreach (Board board in Board.All(session.Repository))
            {
                string radio = board.Radio == null ? "no radio" : "radio " + string.Join(' ', board.Radio.Select(p => $"{p.Key}={p.Value}"));
                session.Console.MarkupLineInterpolated($"[bold]{board.Folder}[/] {board.Name}: can be {string.Join(", ", board.Roles)}");
                session.Console.WriteLine("  " + radio);
                foreach (Wired wired in board.Wired)
                {
                    session.Console.WriteLine($"  GPIO {wired.Pin} {wired.Use}");
                }

                if (board.Battery != null)
                {
                    session.Console.WriteLine($"  GPIO {board.Battery.Pin} battery, ADC channel {board.Battery.AdcChannel}, {board.Battery.Percent} %");
                }

                session.Console.WriteLine($"  {string.Join(", ", board.Targets.Select(t => $"{t.Key} {t.Value}"))}, {board.Deployment.Kilobytes} KB at {board.Deployment.Address}");
            }

            return (int)ExitCode.Done;
        }
    }
}
