// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Flash.Boards;
using Flash.Build;
using Flash.Projects;
using Flash.Tools;
using Spectre.Console;

namespace Flash.Commands
{
    /// <summary>build: from sources to a deployment image.</summary>
    internal static class BuildCommand
    {
        private static readonly Dictionary<string, string> s_images = new()
        {
            ["node"] = "Firmware.Node",
            ["gateway"] = "Firmware.Gateway",
            ["relay"] = "Firmware.Relay",
            ["door"] = "Samples.Door",
            ["lora-ping"] = "Samples.LoraPing"
        };

        // What the image's own objects take of the heap, in bytes, as tests/Firmware/HeapTests counts it.
        private static readonly Dictionary<string, int> s_heap = new() { ["node"] = 15 * 1024, ["gateway"] = 30 * 1024, ["relay"] = 6 * 1024, ["door"] = 12 * 1024, ["lora-ping"] = 2 * 1024 };

        internal static Command Create(Session session)
        {
            Argument<string> image = ImageArgument();
            Option<string> board = BoardsCommand.Option();
            Option<string> packages = PackagesOption();
            Option<string> output = new("--out") { Description = "The image; artifacts/IMAGE-BOARD.bin when left out." };
            Command command = new("build", "Compiles an image against the pinned nanoFramework packages and makes its deployment image.") { image, board, packages, output };
            command.SetAction(result =>
            {
                ToolRunner runner = session.RunnerFor(result);
                Build(session, runner, result.GetValue(image), Board.Find(session.Repository, result.GetValue(board)), result.GetValue(packages), result.GetValue(output), out _);
                return (int)ExitCode.Done;
            });
            return command;
        }

        internal static Argument<string> ImageArgument()
        {
            Argument<string> image = new("image") { Description = "node, gateway or relay; door or lora-ping, the samples." };
            image.AcceptOnlyFromAmong(s_images.Keys.ToArray());
            return image;
        }

        internal static Option<string> PackagesOption()
        {
            return new Option<string>("--packages") { Description = "A folder of .nupkg files, in place of the configured NuGet sources." };
        }

        /// <summary>Builds an image.</summary>
        /// <returns>Where it is.</returns>
        internal static string Build(Session session, ToolRunner runner, string image, Board board, string packages, string output, out DeploymentImage built)
        {
            string fault = BoardRules.Check(session.Repository, session.Repository.PathOf($"boards/{board.Folder}/board.json")).FirstOrDefault();
            if (fault != null)
            {
                throw new FlashException(ExitCode.Usage, $"boards/{board.Folder}: {fault}");
            }

            if (image is Board.Node or "gateway" or "relay" && !board.Roles.Contains(image))
            {
                string able = string.Join(", ", Board.All(session.Repository).Where(b => b.Roles.Contains(image)).Select(b => b.Folder));
                string why = image == "gateway" ? $": its firmware {board.TargetFor(image)} leaves {board.HeapKilobytes[image]} KB of heap" : board.Radio == null ? ": it has no radio" : "";
                throw new FlashException(ExitCode.Usage, $"{board.Folder} cannot be a {image}{why}; these can: {able}");
            }

            string path = Path.GetFullPath(output ?? Path.Combine(session.Repository.Artifacts, $"{image}-{board.Folder}.bin"));
            ImageBuilder builder = new(session.Repository, session.Pinned, runner);
            DeploymentImage made = session.WithProgress("building", progress => builder.Build(DeviceProject.Find(s_images[image]), board.Folder, packages, progress));
            built = made;
            if (runner.IsDry)
            {
                return path;
            }

            made.Write(path, board);
            Show(session, made, image, board);
            session.Say(builder.Compiled == 0 ? "nothing had changed" : $"{builder.Compiled} assemblies compiled");
            session.Console.WriteLine(path);
            return path;
        }

        private static void Show(Session session, DeploymentImage image, string name, Board board)
        {
            Table table = new Table().AddColumns("assembly", "bytes", "of the partition");
            foreach (PeFile file in image.Files.OrderByDescending(f => f.Bytes.Length))
            {
                table.AddRow(Markup.Escape(file.Assembly), file.Bytes.Length.ToString("N0"), Share(file.Bytes.Length, board));
            }

            table.AddRow("all", image.Length.ToString("N0"), Share(image.Length, board));
            session.Console.Write(table);
            int heap = (image.AssemblyHeap + s_heap[name]) / 1024;
            int there = board.HeapKilobytes[name == "gateway" ? name : Board.Node];
            session.Console.MarkupLineInterpolated(
                $"managed heap, estimated: {image.AssemblyHeap / 1024} KB for the assemblies and {s_heap[name] / 1024} KB for the image's objects, {heap} of {there} KB with {board.TargetFor(name)}");
            if (heap > there)
            {
                session.Console.MarkupLineInterpolated($"[yellow]that is {heap - there} KB more than there is by this estimate: watch the log for \"out of memory\"[/]");
            }
        }

        private static string Share(int bytes, Board board)
        {
            return $"{100.0 * bytes / board.Deployment.Bytes:F1} %";
        }
    }
}
