// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Flash;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Portability;

namespace FlashTests
{
    /// <summary>The pages tell the truth: their commands run, their files and links are there, the lines they name are printed.</summary>
    [TestClass]
    public class DocsTests
    {
        private const string Tool = "dotnet run --project tools/flash -- ";

        private static IEnumerable<string> Pages => new[] { "docs", "boards", ".github", "firmware", "lib" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(StubCompiler.Root, f), "*.*", SearchOption.AllDirectories))
            .Append(Path.Combine(StubCompiler.Root, "README.md"))
            .Where(f => f.EndsWith(".md", StringComparison.Ordinal) || f.EndsWith(".yml", StringComparison.Ordinal));

        public static IEnumerable<object[]> Commands => Pages
            .SelectMany(File.ReadAllLines)
            .Select(l => l.Trim().Replace("- run: ", "", StringComparison.Ordinal).Split('#')[0].TrimEnd().Trim('`', '.'))
            .Where(l => l.StartsWith(Tool, StringComparison.Ordinal) && !l.Contains('$', StringComparison.Ordinal))
            .Distinct()
            .Select(l => new object[] { l[Tool.Length..] });

        [TestMethod]
        [DynamicData(nameof(Commands))]
        public void ACommandRuns(string command)
        {
            string[] arguments = command.Split(' ');
            string[] files = arguments.Select(a => a.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(StubCompiler.Root, a) : a).ToArray();
            using Workshop shop = new();
            Assert.AreEqual(ExitCode.Done, shop.Run(files.Append("--dry-run").ToArray()), shop.Output);
        }

        [TestMethod]
        public void ThereAreCommands()
        {
            Assert.IsTrue(Commands.Count() > 15);
        }

        [TestMethod]
        public void EveryLinkLeadsSomewhere()
        {
            foreach (string page in Pages.Where(p => p.EndsWith(".md", StringComparison.Ordinal)))
            {
                foreach (Match link in Regex.Matches(File.ReadAllText(page), @"\]\(([^)#:]+)\)"))
                {
                    string target = Path.Combine(Path.GetDirectoryName(page), link.Groups[1].Value);
                    Assert.IsTrue(File.Exists(target) || Directory.Exists(target), $"{page}: {link.Groups[1].Value}");
                }
            }
        }

        [TestMethod]
        public void EveryExampleIsValid()
        {
            Repository repository = new(StubCompiler.Root);
            foreach (string file in Directory.EnumerateFiles(repository.PathOf("docs/examples"), "*.json").Where(f => !f.EndsWith("field.json", StringComparison.Ordinal)))
            {
                Flash.Provisioning.Provisioning.Parse(repository, File.ReadAllText(file), file);
            }
        }

        [TestMethod]
        public void EveryLineOfTheTroubleshootingPageIsOneADeviceWrites()
        {
            string sources = string.Concat(new[] { "firmware", "lib" }
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(StubCompiler.Root, f), "*.cs", SearchOption.AllDirectories))
                .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Select(File.ReadAllText));
            string[] lines = File.ReadAllLines(Path.Combine(StubCompiler.Root, "docs", "troubleshooting.md"))
                .Select(l => Regex.Match(l, @"^\| `([^`]+)` \|").Groups[1].Value).Where(l => l.Length > 0).ToArray();
            Assert.IsTrue(lines.Length > 15);
            foreach (string part in lines.SelectMany(l => l.Split('…')).Select(p => p.Replace("answered 4.", "answered ", StringComparison.Ordinal)).Where(p => p.Length > 0))
            {
                Assert.IsTrue(sources.Contains('"' + part, StringComparison.Ordinal) || sources.Contains(part + '"', StringComparison.Ordinal), part);
            }
        }
    }
}
