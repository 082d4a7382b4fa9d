// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;
using System.Text;
using Flash.Projects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Portability;

namespace FlashTests.Feed
{
    /// <summary>
    /// A folder of packages that look like nanoFramework's: the stubs as assemblies, .pe files with a head and a checksum of
    /// native code, the look-alike of the metadata processor.
    /// </summary>
    internal sealed class TestFeed
    {
        /// <summary>The checksum every platform assembly of the feed asks the firmware for.</summary>
        internal const uint Checksum = 0x0BADF00D;

        private const int PeLength = 1001;

        private static string MSBuild => typeof(TestFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "MSBuild").Value;

        internal TestFeed(PinnedPackages pinned, string folder)
        {
            Folder = folder;
            Directory.CreateDirectory(folder);
            foreach ((string assembly, PinnedPackage package) in pinned.Packages)
            {
                Pack(package, new Dictionary<string, byte[]>
                {
                    [$"lib/{assembly}.dll"] = File.ReadAllBytes(StubCompiler.Stub(assembly)),
                    [$"lib/{assembly}.pe"] = Pe(PeLength, Checksum, assembly)
                });
            }

            Pack(pinned.TestFramework, new Dictionary<string, byte[]>
            {
                ["lib/nanoFramework.TestFramework.dll"] = File.ReadAllBytes(StubCompiler.Stub("nanoFramework.TestFramework")),
                ["lib/nanoFramework.TestFramework.pe"] = Pe(PeLength, 0),
                ["lib/nanoFramework.UnitTestLauncher.pe"] = Pe(PeLength, 0)
            });
            Pack(pinned.MetadataProcessor, new Dictionary<string, byte[]>
            {
                ["lib/net6.0/nanoFramework.Tools.MetadataProcessor.MsBuildTask.dll"] = CompileProcessor()
            });
        }

        internal string Folder { get; }

        internal static byte[] Pe(int length, uint checksum, string name = "")
        {
            byte[] pe = new byte[length];
            Encoding.ASCII.GetBytes("NFMRK1").CopyTo(pe, 0);
            BinaryPrimitives.WriteUInt32LittleEndian(pe.AsSpan(20), checksum);
            Encoding.ASCII.GetBytes(name).CopyTo(pe, 32);
            return pe;
        }

        internal void Pack(PinnedPackage package, Dictionary<string, byte[]> files)
        {
            using FileStream stream = File.Create(Path.Combine(Folder, $"{package.Id}.{package.Version}.nupkg"));
            using ZipArchive archive = new(stream, ZipArchiveMode.Create);
            files[package.Id + ".nuspec"] = Encoding.UTF8.GetBytes(
                $"<package><metadata><id>{package.Id}</id><version>{package.Version}</version><authors>tests</authors><description>stubs</description></metadata></package>");
            foreach ((string name, byte[] bytes) in files)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        internal void Remove(PinnedPackage package)
        {
            File.Delete(Path.Combine(Folder, $"{package.Id}.{package.Version}.nupkg"));
        }

        private static byte[] CompileProcessor()
        {
            string source = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Feed", "LookalikeProcessor.cs"));
            IEnumerable<string> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")).Split(Path.PathSeparator)
                .Concat(new[] { "Microsoft.Build.Framework.dll", "Microsoft.Build.Utilities.Core.dll" }.Select(f => Path.Combine(MSBuild, f)));
            CSharpCompilation compilation = CSharpCompilation.Create(
                "nanoFramework.Tools.MetadataProcessor.MsBuildTask",
                new[] { CSharpSyntaxTree.ParseText(source) },
                platform.Distinct().Select(p => MetadataReference.CreateFromFile(p)),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
            using MemoryStream image = new();
            Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
            return result.Success ? image.ToArray() : throw new InvalidOperationException(result.Diagnostics.First(d => d.Severity == DiagnosticSeverity.Error).ToString());
        }
    }
}
