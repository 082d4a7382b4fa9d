// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;

namespace Benchmarks
{
    /// <summary>
    /// The PC's build of the libraries and the Gateway with counters, and this program around them, on the simulator. The device's
    /// compiler makes much the same instructions of the same sources.
    /// </summary>
    internal sealed class InstrumentedImage : AssemblyLoadContext
    {
        private static readonly string[] s_instrumented = { "LwM2M.Nano", "LwM2M.Objects", "LwM2M.Security", "Lora.Nano", "Firmware.Platform", "Firmware.Gateway", "Firmware.Node" };

        /// <summary>Runs a static method of this program against the instrumented image.</summary>
        /// <returns>What the method returned.</returns>
        internal static object Run(Type type, string method)
        {
            Assembly program = new InstrumentedImage().LoadFromAssemblyPath(type.Assembly.Location);
            return program.GetType(type.FullName).GetMethod(method, BindingFlags.Public | BindingFlags.Static).Invoke(null, null);
        }

        /// <summary>Instructions the image has executed, and objects it has made; only in a program loaded by <see cref="Run"/>.</summary>
        internal static (long Instructions, long Allocations) Count()
        {
            Assembly[] image = GetLoadContext(typeof(InstrumentedImage).Assembly).Assemblies.Where(a => s_instrumented.Contains(a.GetName().Name)).ToArray();
            return (image.Sum(a => Instrumenter.Executed(a)[..^1].Sum()), image.Sum(Instrumenter.Allocated));
        }

        protected override Assembly Load(AssemblyName assemblyName)
        {
            string file = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            if (s_instrumented.Contains(assemblyName.Name))
            {
                using ModuleDefinition module = ModuleDefinition.ReadModule(file);
                return LoadFromStream(new MemoryStream(Instrumenter.Instrument(module)));
            }

            return assemblyName.Name == "Testbed" ? LoadFromAssemblyPath(file) : null;
        }
    }
}
