// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using Flash.Boards;
using Flash.Build;
using Flash.Device;
using Flash.Tools;

namespace Flash.Commands
{
    /// <summary>flash: firmware and application onto a board.</summary>
    internal static class FlashCommand
    {
        internal static Command Create(Session session)
        {
            Argument<string> image = BuildCommand.ImageArgument();
            Option<string> board = BoardsCommand.Option();
            Option<string> packages = BuildCommand.PackagesOption();
            Option<string> port = PortOption();
            Option<bool> erase = new("--erase") { Description = "Erase the whole flash first: the configuration is lost, and has to be provisioned again." };
            Option<bool> only = new("--app-only") { Description = "Leave the firmware as it is." };
            Command command = new("flash", "Builds an image, flashes the firmware it needs, deploys it and verifies what runs.") { image, board, port, packages, erase, only };
            command.SetAction(result =>
            {
                Board chosen = Board.Find(session.Repository, result.GetValue(board));
                ToolRunner runner = session.RunnerFor(result);
                string file = BuildCommand.Build(session, runner, result.GetValue(image), chosen, result.GetValue(packages), null, out DeploymentImage built);
                Nanoff nanoff = Nanoff.Open(session, runner, result.GetValue(port), result.GetValue(Session.Yes));
                Flash(session, nanoff, chosen, chosen.TargetFor(result.GetValue(image)), file, built, result.GetValue(erase), result.GetValue(only));
                return (int)ExitCode.Done;
            });
            return command;
        }

        internal static Option<string> PortOption()
        {
            return new Option<string>("--port") { Description = "The serial port, such as COM3 or /dev/ttyUSB0.", Required = true };
        }

        private static void Flash(Session session, Nanoff nanoff, Board board, string target, string file, DeploymentImage built, bool erase, bool only)
        {
            session.WithProgress("looking for the board", progress =>
            {
                nanoff.CheckPort();
                nanoff.CheckChip(board, progress);
                if (!only)
                {
                    progress("flashing " + target);
                    nanoff.Update(target, erase);
                }

                // Before anything is overwritten: an image the firmware cannot run is not deployed.
                progress("comparing the firmware with the packages");
                string details = nanoff.Details();
                if (built != null)
                {
                    Verify(built, details);
                }

                progress("deploying the application");
                nanoff.Deploy(target, file, board.Deployment.Address);
                return true;
            });
            session.Say("flashed; next: provision --port PORT --config FILE, or monitor --port PORT");
        }

        // An assembly is loaded only by a firmware that has its native code, known by a checksum.
        private static void Verify(DeploymentImage built, string details)
        {
            Dictionary<string, uint> native = Regex.Matches(details, @"^\s*([\w.]+) v[\d.]+, checksum 0x([0-9A-Fa-f]{8})", RegexOptions.Multiline)
                .GroupBy(m => m.Groups[1].Value)
                .ToDictionary(g => g.Key, g => uint.Parse(g.First().Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            if (native.Count == 0)
            {
                throw new FlashException(ExitCode.Device, "the board does not tell what runs on it: press RESET, then look with \"monitor\"");
            }

            foreach (PeFile file in built.Files.Where(f => f.NativeChecksum != 0))
            {
                if (!native.TryGetValue(file.Assembly, out uint checksum))
                {
                    throw new FlashException(ExitCode.Device, $"the firmware has no native code for {file.Assembly}: flash the target of the board, without --app-only");
                }

                if (checksum != file.NativeChecksum)
                {
                    throw new FlashException(
                        ExitCode.Device, $"the firmware's {file.Assembly} is another version (checksum {checksum:X8}, the package has {file.NativeChecksum:X8}): flash without --app-only, with the packages of nanoframework.json");
                }
            }
        }
    }
}
