// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.CommandLine;
using Flash.Projects;
using Flash.Tools;
using Spectre.Console;

namespace Flash
{
    /// <summary>What every command works with. A test puts its own console, tools and project in.</summary>
    public sealed class Session
    {
        private readonly ToolRunner _runner;

        public Session(Repository repository, IAnsiConsole console, ToolRunner runner)
        {
            Repository = repository;
            Console = console;
            Pinned = PinnedPackages.Load(repository);
            _runner = runner;
        }

        public static Option<bool> DryRun { get; } = new("--dry-run") { Description = "Print every command and run none.", Recursive = true };

        public static Option<bool> Yes { get; } = new("--yes") { Description = "Install what is missing without asking.", Recursive = true };

        public Repository Repository { get; }

        public IAnsiConsole Console { get; }

        public PinnedPackages Pinned { get; }

        /// <summary>Runs commands, or prints them.</summary>
        public ToolRunner RunnerFor(ParseResult result)
        {
            return result.GetValue(DryRun) ? new DryRunner(line => Console.WriteLine(line)) : _runner;
        }

        /// <summary>Says something once.</summary>
        public void Say(string line)
        {
            Console.MarkupLineInterpolated($"[grey]{line}[/]");
        }

        /// <summary>Does something that takes a while, and shows at what it is.</summary>
        public T WithProgress<T>(string first, Func<Action<string>, T> body)
        {
            T value = default;
            if (!Console.Profile.Capabilities.Interactive)
            {
                return body(Say);
            }

            Console.Status().Start(first, context => value = body(line => context.Status(Markup.Escape(line))));
            return value;
        }
    }
}
