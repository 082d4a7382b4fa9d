// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Flash;
using Flash.Tools;
using FlashTests.Feed;
using Portability;
using Spectre.Console;

namespace FlashTests
{
    /// <summary>The tool with a console, a folder and tools of its own: the SDK is real, nanoff and nanoclr are played.</summary>
    internal sealed class Workshop : ToolRunner, IDisposable
    {
        private static readonly Lazy<string> s_warm = new(() => Directory.CreateTempSubdirectory("flash-tests-").FullName);
        private static readonly Lazy<TestFeed> s_feed = new(() => new TestFeed(Flash.Projects.PinnedPackages.Load(new Repository(StubCompiler.Root)), Path.Combine(s_warm.Value, "feed")));

        private readonly ProcessRunner _real = new();
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flash-tests-");
        private readonly StringWriter _output = new();
        private readonly Session _session;
        private TestFeed _feed;

        /// <param name="warm">What others have built before need not be built again.</param>
        internal Workshop(bool warm = false)
        {
            Repository = new Repository(StubCompiler.Root, Path.Combine(warm ? s_warm.Value : _folder.FullName, "artifacts"));
            _feed = warm ? s_feed.Value : null;
            IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(_output)
            });
            console.Profile.Width = 1000;
            _session = new Session(Repository, console, this);
        }

        internal Repository Repository { get; }

        /// <summary>What was run beside the SDK's own restore and build, without the path of the tool.</summary>
        internal List<string> Commands { get; } = new();

        /// <summary>What nanoff or nanoclr answers.</summary>
        internal Func<string, ToolResult> Play { get; set; } = _ => new ToolResult(0, "");

        internal string Output => _output.ToString();

        /// <summary>The last line that was printed.</summary>
        internal string LastLine => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Last().Trim();

        internal TestFeed Feed => _feed ??= new TestFeed(Flash.Projects.PinnedPackages.Load(Repository), PathOf("feed"));

        internal string PathOf(string file)
        {
            return Path.Combine(_folder.FullName, file);
        }

        internal string Write(string file, string text)
        {
            File.WriteAllText(PathOf(file), text);
            return PathOf(file);
        }

        /// <summary>What the monitor shows of a log.</summary>
        internal static string Shown(Stream log)
        {
            using Workshop shop = new();
            Flash.Commands.MonitorCommand.Show(shop._session, log);
            return shop.Output;
        }

        /// <summary>Runs a command line.</summary>
        internal ExitCode Run(params string[] arguments)
        {
            return (ExitCode)Program.Run(arguments, _session);
        }

        public override ToolResult Run(string file, IReadOnlyList<string> arguments, Action<string> onLine = null)
        {
            if (file == "dotnet" && arguments[0] is "restore" or "msbuild")
            {
                return _real.Run(file, arguments, onLine);
            }

            string command = Text(Path.GetFileNameWithoutExtension(file), arguments);
            Commands.Add(command);
            ToolResult result = Play(command);
            foreach (string line in result.Output.Split('\n'))
            {
                onLine?.Invoke(line.TrimEnd('\r'));
            }

            return result;
        }

        public void Dispose()
        {
            _folder.Delete(true);
        }
    }
}
