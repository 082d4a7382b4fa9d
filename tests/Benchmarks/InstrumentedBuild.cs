// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Flash.Projects;
using Mono.Cecil;
using Portability;

namespace Benchmarks
{
    /// <summary>
    /// The device build of the library with a counter at the head of every basic block, loaded beside the plain one. What is
    /// counted are the library's own IL instructions; a call into the core library counts as one.
    /// </summary>
    internal sealed class InstrumentedBuild : AssemblyLoadContext
    {
        private const string Library = "LwM2M.Nano";
        private const string Objects = "LwM2M.Objects";

        private readonly byte[] _image;

        private InstrumentedBuild(byte[] image)
        {
            _image = image;
        }

        /// <summary>IL bytes of method bodies by folder of the library.</summary>
        public static IReadOnlyList<(string Part, int Bytes)> Sizes()
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(Compile());
            return module.GetTypes()
                .GroupBy(t => Part(t))
                .Where(g => g.Key.Length > 0)
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => (g.Key, g.Sum(t => t.Methods.Where(m => m.HasBody).Sum(m => m.Body.CodeSize))))
                .ToArray();
        }

        /// <summary>Runs a static method of this program against the instrumented library.</summary>
        /// <returns>What the method returned.</returns>
        public static object Run(Type type, string method)
        {
            InstrumentedBuild context = new(Instrument(Compile()));
            Assembly program = context.LoadFromAssemblyPath(type.Assembly.Location);
            return program.GetType(type.FullName).GetMethod(method, BindingFlags.Public | BindingFlags.Static).Invoke(null, null);
        }

        /// <summary>The count of each method so far; only in a program loaded by <see cref="Run"/>.</summary>
        public static long[] Executed()
        {
            return Instrumenter.Executed(typeof(LwM2M.Nano.Coap.CoapMessage).Assembly)[..^1];
        }

        /// <summary>The names of the methods counted, in the order of the counts.</summary>
        public static IReadOnlyList<string> Methods()
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(Compile());
            return Instrumenter.Counted(module).Select(m => m.DeclaringType.Name + "." + m.Name).ToArray();
        }

        protected override Assembly Load(AssemblyName assemblyName)
        {
            // The objects are the plain ones, on the instrumented library: their own few instructions are not counted.
            return assemblyName.Name == Library ? LoadFromStream(new MemoryStream(_image))
                : assemblyName.Name == Objects ? LoadFromAssemblyPath(typeof(LwM2M.Objects.DeviceObject).Assembly.Location)
                : null;
        }

        private static string Part(TypeDefinition type)
        {
            TypeDefinition outer = type;
            while (outer.DeclaringType != null)
            {
                outer = outer.DeclaringType;
            }

            return outer.Namespace.StartsWith(Library + ".", StringComparison.Ordinal) ? outer.Namespace[(Library.Length + 1)..] : "";
        }

        private static string Compile()
        {
            string folder = Path.Combine(AppContext.BaseDirectory, "device");
            Directory.CreateDirectory(folder);
            string output = Path.Combine(folder, Library + ".dll");
            DeviceProject library = DeviceProject.Find(Library);
            IReadOnlyList<string> errors = StubCompiler.Compile(library, output, StubCompiler.StubsFor(library));
            return errors.Count == 0 ? output : throw new InvalidOperationException(errors[0]);
        }

        private static byte[] Instrument(string path)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(path);
            module.Assembly.Name.Version = typeof(LwM2M.Nano.Coap.CoapMessage).Assembly.GetName().Version;

            // The same names live in the PC's core library, behind its mscorlib.
            foreach (AssemblyNameReference reference in module.AssemblyReferences)
            {
                reference.Name = "mscorlib";
                reference.Version = new Version(4, 0, 0, 0);
                reference.PublicKeyToken = Convert.FromHexString("B77A5C561934E089");
            }

            foreach (MemberReference member in module.GetMemberReferences().Where(m => m.DeclaringType.FullName == "System.String" && m.Name == "get_Item"))
            {
                member.Name = "get_Chars"; // the device's string indexer has the plain name
            }

            return Instrumenter.Instrument(module);
        }
    }
}
