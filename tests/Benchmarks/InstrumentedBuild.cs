// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using Portability;
using FieldAttributes = Mono.Cecil.FieldAttributes;
using MethodAttributes = Mono.Cecil.MethodAttributes;
using MethodBody = Mono.Cecil.Cil.MethodBody;
using TypeAttributes = Mono.Cecil.TypeAttributes;

namespace Benchmarks
{
    /// <summary>
    /// The device build of the library with a counter at the head of every basic block, loaded beside the plain one. What is
    /// counted are the library's own IL instructions; a call into the core library counts as one.
    /// </summary>
    internal sealed class InstrumentedBuild : AssemblyLoadContext
    {
        private const string Library = "LwM2M.Nano";

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
            return (long[])typeof(LwM2M.Nano.Coap.CoapMessage).Assembly.GetType("InstructionCounter").GetField("Executed").GetValue(null);
        }

        /// <summary>The names of the methods counted, in the order of the counts.</summary>
        public static IReadOnlyList<string> Methods()
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(Compile());
            return Counted(module).Select(m => m.DeclaringType.Name + "." + m.Name).ToArray();
        }

        protected override Assembly Load(AssemblyName assemblyName)
        {
            return assemblyName.Name == Library ? LoadFromStream(new MemoryStream(_image)) : null;
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
            IReadOnlyList<string> errors = DeviceCompiler.CompileFolder(
                "lib/LwM2M.Nano", output, new[] { DeviceCompiler.Stub("mscorlib"), DeviceCompiler.Stub("nanoFramework.System.Text") });
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

            TypeDefinition counter = new("", "InstructionCounter", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
            FieldDefinition executed = new("Executed", FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int64.MakeArrayType());
            counter.Fields.Add(executed);
            MethodDefinition[] methods = Counted(module).ToArray();
            for (int i = 0; i < methods.Length; i++)
            {
                Instrument(methods[i].Body, executed, i);
            }

            MethodDefinition initializer = new(".cctor", MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, module.TypeSystem.Void);
            ILProcessor body = initializer.Body.GetILProcessor();
            body.Emit(OpCodes.Ldc_I4, methods.Length);
            body.Emit(OpCodes.Newarr, module.TypeSystem.Int64);
            body.Emit(OpCodes.Stsfld, executed);
            body.Emit(OpCodes.Ret);
            counter.Methods.Add(initializer);
            module.Types.Add(counter);
            using MemoryStream image = new();
            module.Write(image);
            return image.ToArray();
        }

        private static IEnumerable<MethodDefinition> Counted(ModuleDefinition module)
        {
            return module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody);
        }

        private static void Instrument(MethodBody body, FieldReference executed, int index)
        {
            body.SimplifyMacros();
            List<Instruction> original = body.Instructions.ToList();
            HashSet<Instruction> leaders = Leaders(body);
            ILProcessor processor = body.GetILProcessor();
            Dictionary<Instruction, Instruction> heads = new();
            for (int start = 0; start < original.Count;)
            {
                int end = start + 1;
                while (end < original.Count && !leaders.Contains(original[end]))
                {
                    end++;
                }

                Instruction[] count =
                {
                    processor.Create(OpCodes.Ldsfld, executed), processor.Create(OpCodes.Ldc_I4, index), processor.Create(OpCodes.Ldelema, body.Method.Module.TypeSystem.Int64),
                    processor.Create(OpCodes.Dup), processor.Create(OpCodes.Ldind_I8), processor.Create(OpCodes.Ldc_I8, (long)(end - start)),
                    processor.Create(OpCodes.Add), processor.Create(OpCodes.Stind_I8)
                };
                heads[original[start]] = count[0];
                foreach (Instruction instruction in count)
                {
                    processor.InsertBefore(original[start], instruction);
                }

                start = end;
            }

            foreach (Instruction instruction in original)
            {
                if (instruction.Operand is Instruction target)
                {
                    instruction.Operand = heads[target];
                }
                else if (instruction.Operand is Instruction[] targets)
                {
                    instruction.Operand = targets.Select(t => heads[t]).ToArray();
                }
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                handler.TryStart = heads[handler.TryStart];
                handler.TryEnd = heads[handler.TryEnd];
                handler.HandlerStart = heads[handler.HandlerStart];
                handler.HandlerEnd = handler.HandlerEnd == null ? null : heads[handler.HandlerEnd];
            }

            body.OptimizeMacros();
        }

        private static HashSet<Instruction> Leaders(MethodBody body)
        {
            HashSet<Instruction> leaders = new();
            foreach (Instruction instruction in body.Instructions)
            {
                FlowControl flow = instruction.OpCode.FlowControl;
                if (flow is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw)
                {
                    leaders.Add(instruction.Next);
                }

                leaders.UnionWith(instruction.Operand is Instruction target ? new[] { target } : instruction.Operand as Instruction[] ?? Array.Empty<Instruction>());
            }

            foreach (ExceptionHandler handler in body.ExceptionHandlers)
            {
                leaders.UnionWith(new[] { handler.TryStart, handler.TryEnd, handler.HandlerStart, handler.HandlerEnd });
            }

            return leaders;
        }
    }
}
