// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace Flash.Build
{
    /// <summary>Compiles sources as the device build does: its flags, its references, nothing of .NET.</summary>
    public static class DeviceCompiler
    {
        /// <summary>
        /// The flags of a device build, as one gives them to csc. Packages are built against several versions of mscorlib, which is
        /// no fault (1701, 1702). Other warnings are the tests' concern, who compile with /warnaserror.
        /// </summary>
        public const string Flags = "/nostdlib+ /noconfig /langversion:9.0 /deterministic+ /filealign:512 /define:NANOFRAMEWORK_1_0 /nowarn:CS1701,CS1702 /optimize+";

        // The metadata processor asks for the framework.
        private const string Framework =
            "[assembly: System.Runtime.Versioning.TargetFramework(\".NETnanoFramework,Version=v1.0\", FrameworkDisplayName = \".NET nanoFramework 1.0\")]\n"
            + "[assembly: System.Reflection.AssemblyVersion(\"{0}\")]\n";

        /// <summary>Compiles an assembly and its portable PDB.</summary>
        /// <param name="sources">Full paths.</param>
        /// <param name="output">The .dll.</param>
        /// <param name="references">The DLLs it may use.</param>
        /// <param name="flags">As for csc, /target among them.</param>
        /// <param name="version">The assembly's version, with the attribute the metadata processor asks for; null for neither.</param>
        /// <returns>The errors and warnings, none when it compiles.</returns>
        public static IReadOnlyList<string> Compile(IEnumerable<string> sources, string output, IEnumerable<string> references, string flags, string version = null)
        {
            CSharpCommandLineArguments arguments = CSharpCommandLineParser.Default.Parse(
                flags.Split(' ').Concat(references.Select(r => "/r:" + r)).Concat(sources), Path.GetDirectoryName(Path.GetFullPath(output)), null);
            IEnumerable<SyntaxTree> trees = arguments.SourceFiles.Select(f => CSharpSyntaxTree.ParseText(
                SourceText.From(File.ReadAllText(f.Path), Encoding.UTF8), arguments.ParseOptions, f.Path));
            if (version != null)
            {
                trees = trees.Append(CSharpSyntaxTree.ParseText(SourceText.From(Framework.Replace("{0}", version, System.StringComparison.Ordinal), Encoding.UTF8), arguments.ParseOptions, "TargetFramework.cs"));
            }

            CSharpCompilation compilation = CSharpCompilation.Create(
                Path.GetFileNameWithoutExtension(output),
                trees,
                arguments.MetadataReferences.Select(r => MetadataReference.CreateFromFile(r.Reference)),
                arguments.CompilationOptions);
            Directory.CreateDirectory(Path.GetDirectoryName(output));
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
