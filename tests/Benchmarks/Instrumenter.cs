// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using FieldAttributes = Mono.Cecil.FieldAttributes;
using MethodAttributes = Mono.Cecil.MethodAttributes;
using MethodBody = Mono.Cecil.Cil.MethodBody;
using TypeAttributes = Mono.Cecil.TypeAttributes;

namespace Benchmarks
{
    /// <summary>
    /// Puts counters at the head of every basic block of an assembly: of its IL instructions, by method, and of what it allocates.
    /// A call into another assembly counts as one instruction; one that returns a text counts as an allocation too.
    /// </summary>
    internal static class Instrumenter
    {
        private const string Counter = "InstructionCounter";

        /// <summary>The count of each method of an instrumented assembly so far.</summary>
        internal static long[] Executed(Assembly assembly)
        {
            return (long[])assembly.GetType(Counter).GetField("Executed").GetValue(null);
        }

        /// <summary>How many objects an instrumented assembly has made so far.</summary>
        internal static long Allocated(Assembly assembly)
        {
            return Executed(assembly)[^1];
        }

        /// <summary>The methods that are counted, in the order of the counts.</summary>
        internal static IEnumerable<MethodDefinition> Counted(ModuleDefinition module)
        {
            return module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody);
        }

        /// <summary>Instruments a module.</summary>
        /// <returns>The image of the assembly.</returns>
        internal static byte[] Instrument(ModuleDefinition module)
        {
            TypeDefinition counter = new("", "InstructionCounter", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
            FieldDefinition executed = new("Executed", FieldAttributes.Public | FieldAttributes.Static, module.TypeSystem.Int64.MakeArrayType());
            counter.Fields.Add(executed);
            MethodDefinition[] methods = Counted(module).ToArray();
            for (int i = 0; i < methods.Length; i++)
            {
                Instrument(methods[i].Body, executed, i, methods.Length);
            }

            MethodDefinition initializer = new(".cctor", MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName, module.TypeSystem.Void);
            ILProcessor body = initializer.Body.GetILProcessor();
            body.Emit(OpCodes.Ldc_I4, methods.Length + 1); // the last counts allocations
            body.Emit(OpCodes.Newarr, module.TypeSystem.Int64);
            body.Emit(OpCodes.Stsfld, executed);
            body.Emit(OpCodes.Ret);
            counter.Methods.Add(initializer);
            module.Types.Add(counter);
            using MemoryStream image = new();
            module.Write(image);
            return image.ToArray();
        }
        private static void Instrument(MethodBody body, FieldReference executed, int index, int allocations)
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

                List<Instruction> count = Add(processor, executed, index, end - start).ToList();
                int made = original.Skip(start).Take(end - start).Count(Allocates);
                count.AddRange(made == 0 ? Array.Empty<Instruction>() : Add(processor, executed, allocations, made));
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

        private static Instruction[] Add(ILProcessor processor, FieldReference executed, int index, long count)
        {
            return new[]
            {
                processor.Create(OpCodes.Ldsfld, executed), processor.Create(OpCodes.Ldc_I4, index), processor.Create(OpCodes.Ldelema, processor.Body.Method.Module.TypeSystem.Int64),
                processor.Create(OpCodes.Dup), processor.Create(OpCodes.Ldind_I8), processor.Create(OpCodes.Ldc_I8, count), processor.Create(OpCodes.Add), processor.Create(OpCodes.Stind_I8)
            };
        }

        private static bool Allocates(Instruction instruction)
        {
            return instruction.OpCode.Code switch
            {
                Code.Newarr or Code.Box => true,
                Code.Newobj => !((MethodReference)instruction.Operand).DeclaringType.IsValueType,
                Code.Call or Code.Callvirt => ((MethodReference)instruction.Operand).ReturnType.FullName == "System.String"
                    && ((MethodReference)instruction.Operand).DeclaringType.FullName.StartsWith("System.", StringComparison.Ordinal),
                _ => false
            };
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
