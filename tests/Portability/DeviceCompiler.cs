// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Portability
{
    /// <summary>Compiles sources as the device build does: its flags, its references, nothing of .NET.</summary>
    internal static class DeviceCompiler
    {
        /// <summary>The flags of a device build, as one gives them to csc.</summary>
        private const string Flags = "/nostdlib+ /noconfig /langversion:9.0 /deterministic+ /filealign:512 /define:NANOFRAMEWORK_1_0 /warnaserror+ /optimize+";

        // Stubs are signatures: what their bodies would warn of is of no interest.
        private const string StubFlags = "/nostdlib+ /noconfig /langversion:9.0 /deterministic+ /runtimemetadataversion:v4.0.30319 /nowarn:CS0067,CS0169,CS0649,CS0659,CS0660,CS0661";

        /// <summary>The stubs in an order in which each has its references before it.</summary>
        private static readonly (string Name, string References)[] s_stubs =
        {
            ("mscorlib", ""),
            ("nanoFramework.System.Text", "mscorlib"),
            ("nanoFramework.System.Collections", "mscorlib"),
            ("nanoFramework.System.IO.Hashing", "mscorlib"),
            ("nanoFramework.Runtime.Events", "mscorlib"),
            ("nanoFramework.Runtime.Native", "mscorlib"),
            ("nanoFramework.System.Security.Cryptography", "mscorlib"),
            ("System.Device.Gpio", "mscorlib nanoFramework.Runtime.Events"),
            ("System.Device.Adc", "mscorlib"),
            ("System.Device.Spi", "mscorlib System.Device.Gpio"),
            ("System.Threading", "mscorlib"),
            ("System.IO.Streams", "mscorlib nanoFramework.System.Text"),
            ("System.IO.FileSystem", "mscorlib nanoFramework.Runtime.Events System.IO.Streams nanoFramework.System.Text"),
            ("System.Net", "mscorlib System.Threading System.IO.Streams nanoFramework.System.Text nanoFramework.Runtime.Events"),
            ("System.Device.Wifi", "mscorlib nanoFramework.Runtime.Events System.Net System.Threading nanoFramework.System.Text"),
            ("nanoFramework.Json", "mscorlib nanoFramework.System.Collections System.IO.Streams nanoFramework.System.Text"),
            ("nanoFramework.Hardware.Esp32", "mscorlib nanoFramework.Runtime.Events"),
            ("nanoFramework.Device.Bluetooth", "mscorlib nanoFramework.Runtime.Events nanoFramework.System.Collections nanoFramework.System.Text nanoFramework.Runtime.Native"),
        };

        private static readonly Lazy<string> s_stubFolder = new(CompileStubs);

        public static string Root { get; } = Path.GetFullPath(
            typeof(DeviceCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value);

        /// <summary>Where the compiled stubs are, for a check against the platform's own listing.</summary>
        public static string StubFolder => s_stubFolder.Value;

        /// <summary>Every stub, as references.</summary>
        public static IEnumerable<string> AllStubs => s_stubs.Select(s => Path.Combine(StubFolder, s.Name + ".dll"));

        public static string Stub(string name)
        {
            return Path.Combine(StubFolder, name + ".dll");
        }

        /// <summary>Compiles the sources of a folder.</summary>
        /// <returns>The errors and warnings, none when it compiles.</returns>
        public static IReadOnlyList<string> CompileFolder(string folder, string output, IEnumerable<string> references)
        {
            IEnumerable<string> sources = Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj"))
                .Order(StringComparer.Ordinal);
            bool program = folder.EndsWith("Node", StringComparison.Ordinal) || folder.EndsWith("Gateway", StringComparison.Ordinal);
            return Compile(sources, output, references, Flags + (program ? " /target:exe" : " /target:library"));
        }

        /// <summary>Compiles a small source, with unsafe code allowed so that the rules see it.</summary>
        public static IReadOnlyList<string> CompileSample(string source, string output)
        {
            return Compile(new[] { source }, output, AllStubs, Flags.Replace("/warnaserror+ ", "", StringComparison.Ordinal) + " /target:library /unsafe+");
        }

        private static string CompileStubs()
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "stub-dlls");
            Directory.CreateDirectory(folder);
            foreach ((string name, string references) in s_stubs)
            {
                IEnumerable<string> paths = references.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => Path.Combine(folder, r + ".dll"));
                string source = Path.Combine(AppContext.BaseDirectory, "Stubs", name + ".cs");
                IReadOnlyList<string> errors = Compile(new[] { source }, Path.Combine(folder, name + ".dll"), paths, StubFlags + " /target:library");
                if (errors.Count > 0)
                {
                    throw new InvalidOperationException("stub " + name + " does not compile: " + errors[0]);
                }
            }

            return folder;
        }

        private static IReadOnlyList<string> Compile(IEnumerable<string> sources, string output, IEnumerable<string> references, string flags)
        {
            CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(
                flags.Split(' ').Concat(references.Select(r => "/r:" + r)).Concat(sources), Root, null);
            IEnumerable<SyntaxTree> trees = arguments.SourceFiles.Select(f => CSharpSyntaxTree.ParseText(
                SourceText.From(File.ReadAllText(f.Path), Encoding.UTF8), arguments.ParseOptions, f.Path));
            CSharpCompilation compilation = CSharpCompilation.Create(
                Path.GetFileNameWithoutExtension(output),
                trees,
                arguments.MetadataReferences.Select(r => MetadataReference.CreateFromFile(r.Reference)),
                arguments.CompilationOptions);
            using FileStream assembly = File.Create(output);
            using FileStream symbols = File.Create(Path.ChangeExtension(output, ".pdb"));
            EmitOptions options = arguments.EmitOptions.WithDebugInformationFormat(DebugInformationFormat.PortablePdb);
            EmitResult result = compilation.Emit(assembly, symbols, options: options);
            return result.Diagnostics
                .Where(d => d.Severity == DiagnosticSeverity.Error || (d.Severity == DiagnosticSeverity.Warning && d.IsWarningAsError))
                .Select(d => d.ToString()).ToArray();
        }
    }
}
