// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace Portability
{
    /// <summary>
    /// The floors of the house: a folder may use what stands before it in its list, never what stands after it. Names are
    /// resolved to symbols, so that a using that is not used says nothing, and one that is not needed hides nothing.
    /// </summary>
    [TestClass]
    public class ArrowsTests
    {
        // From the bottom up: the first folder uses none of the others.
        private static readonly string[] s_floors =
        {
            "lib/LwM2M.Nano/Platform",
            "lib/LwM2M.Nano/Text",
            "lib/LwM2M.Nano/Coap",
            "lib/LwM2M.Nano/Model",
            "lib/LwM2M.Nano/Formats",
            "lib/LwM2M.Nano/Operations",
            "lib/LwM2M.Nano/Objects",
            "lib/LwM2M.Nano/Bootstrap",
            "lib/LwM2M.Nano/Client",

            "lib/LwM2M.Objects",

            "lib/LwM2M.Security/Crypto",
            "lib/LwM2M.Security/Dtls",
            "lib/LwM2M.Security/Oscore",
            "lib/LwM2M.Security",

            "lib/Lora.Nano",
            "lib/Lora.Nano/Sx127x",
            "lib/Lora.Nano/Sx126x",
            "lib/Lora.Nano/Regulation",
            "lib/Lora.Nano/Regions",
            "lib/Lora.Nano/Lorawan",
            "lib/Lora.Nano/Lorawan/Network",

            "firmware/Platform",
            "firmware/Lora",
            "firmware/Relay",
            "firmware/Gateway/Gatt",
            "firmware/Gateway/Advertising",
            "firmware/Gateway/Bluetooth",
            "firmware/Gateway/Streams",
            "firmware/Gateway/Twins",
            "firmware/Gateway/Views",
            "firmware/Gateway/Status",
            "firmware/Gateway/Devices",
            "firmware/Gateway",
            "firmware/Node",
            "firmware/Emulated",

            "tools/simulator/Time",
            "tools/simulator/Network",
            "tools/simulator",
            "tools/flash/Common",
            "tools/flash/Projects",
            "tools/flash/Boards",
            "tools/flash/Tools",
            "tools/flash/Build",
            "tools/flash/Device",
            "tools/flash/Provisioning",
            "tools/flash/Commands",
            "tools/flash",
            "tools/testbed/Server",
            "tools/testbed",
        };

        [TestMethod]
        public void NoArrowPointsUp()
        {
            string[] wrong = Arrows()
                .Where(a => a.From != a.To && Floor(a.To) >= Floor(a.From))
                .GroupBy(a => $"{a.From} -> {a.To}")
                .Select(g => $"{g.Key} ({g.Count()}): {g.First().User} uses {g.First().Used}")
                .ToArray();
            Assert.AreEqual("", string.Join("\n", wrong));
        }

        private static int Floor(string folder)
        {
            return Array.IndexOf(s_floors, folder);
        }

        // The longest listed folder a file lies in; null when it is in none.
        private static string FolderOf(string file)
        {
            return s_floors.Where(f => file.StartsWith(f + "/", StringComparison.Ordinal)).MaxBy(f => f.Length);
        }

        private static IEnumerable<(string From, string To, string User, string Used)> Arrows()
        {
            string[] files = new[] { "lib", "firmware", "tools", "boards/ttgo-lora32-v1" }
                .SelectMany(f => Directory.EnumerateFiles(Path.Combine(StubCompiler.Root, f), "*.cs", SearchOption.AllDirectories))
                .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
                .ToArray();
            CSharpCompilation compilation = CSharpCompilation.Create(
                "house",
                files.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), path: Path.GetRelativePath(StubCompiler.Root, f).Replace('\\', '/'))),
                References(),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
            foreach (SyntaxTree tree in compilation.SyntaxTrees)
            {
                string from = FolderOf(tree.FilePath);
                if (from == null)
                {
                    continue;
                }

                SemanticModel model = compilation.GetSemanticModel(tree);
                foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
                {
                    ISymbol symbol = model.GetSymbolInfo(name).Symbol;
                    SyntaxReference declared = symbol is INamespaceSymbol || IsStandIn(symbol) ? null : symbol?.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault();
                    string to = declared == null ? null : FolderOf(declared.SyntaxTree.FilePath);
                    if (to != null)
                    {
                        int line = tree.GetLineSpan(name.Span).StartLinePosition.Line + 1;
                        yield return (from, to, $"{tree.FilePath}({line})", symbol.ToDisplayString());
                    }
                }
            }
        }

        // Whether the simulator declares it in the place of the platform's own class.
        private static bool IsStandIn(ISymbol symbol)
        {
            string space = symbol?.ContainingNamespace?.ToDisplayString() ?? "";
            return space == "System" || space.StartsWith("System.", StringComparison.Ordinal) || space.StartsWith("nanoFramework.", StringComparison.Ordinal);
        }

        private static IEnumerable<MetadataReference> References()
        {
            HashSet<string> own = new() { "Portability", "Flash", "LwM2M.Nano", "Simulator", "Testbed" };
            return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")).Split(Path.PathSeparator)
                .Where(f => !own.Contains(Path.GetFileNameWithoutExtension(f)))
                .Select(f => MetadataReference.CreateFromFile(f));
        }
    }
}
