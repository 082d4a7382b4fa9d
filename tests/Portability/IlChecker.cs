// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Portability
{
    /// <summary>Reads compiled device code and finds what the interpreter cannot run.</summary>
    internal static class IlChecker
    {
        private static readonly Dictionary<string, string> s_advice = new()
        {
            ["generic-type"] = "write a class for the one type it is used with, or use ArrayList",
            ["generic-method"] = "write a method for each type, or take object",
            ["generic-delegate"] = "declare your own delegate type",
            ["multi-dimensional-array"] = "use a jagged array, or one array and an index",
            ["default-interface-method"] = "use an abstract class with a virtual method",
            ["pointer"] = "use byte[], offset and count",
            ["fixed"] = "use byte[], offset and count",
            ["stackalloc"] = "use a buffer that is a field",
            ["checked"] = "compare with the bounds before the operation",
            ["sizeof-struct"] = "write the size as a constant",
            ["explicit-layout"] = "convert with BitConverter or shifts",
            ["function-pointer"] = "use a delegate or an interface",
            ["mutable-static"] = "keep state in an object that the composition root creates",
            ["enum-attribute"] = "cast the argument to int, in a DataRow too",
            ["hiding-member"] = "give it another name: the interpreter takes it for an override",
            ["static-order"] = "compute it where it is used: initialisers run in the order of the types' names",
            ["struct"] = "write a class: the interpreter lets copies of a struct share their fields",
        };

        public static IEnumerable<string> Rules => s_advice.Keys;

        public static IReadOnlyList<Violation> Check(string assembly)
        {
            List<Violation> found = new();
            using DefaultAssemblyResolver resolver = new();
            resolver.AddSearchDirectory(Path.GetDirectoryName(assembly));
            resolver.AddSearchDirectory(StubCompiler.StubFolder);
            ReaderParameters parameters = new() { ReadSymbols = true, AssemblyResolver = resolver };
            using ModuleDefinition module = ModuleDefinition.ReadModule(assembly, parameters);
            foreach (TypeDefinition type in module.GetTypes().Where(t => !IsArrayData(t)))
            {
                CheckType(type, found);
                foreach (MethodDefinition method in type.Methods)
                {
                    CheckMethod(method, found);
                }
            }

            return found.Distinct().ToArray();
        }

        /// <summary>The byte code of an assembly's methods as the device's format has it: a reference takes two bytes less there, and there is room for 64 KB.</summary>
        public static int CodeBytes(string assembly)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
            return module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).Sum(m => m.Body.CodeSize - 2 * m.Body.Instructions.Count(i => i.Operand is MemberReference or string));
        }

        /// <summary>What the texts and names of an assembly take, each once: its table has 16 bits for a place.</summary>
        public static int TextBytes(string assembly)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
            HashSet<string> texts = new() { module.Assembly.Name.Name };
            foreach (TypeDefinition type in module.GetTypes())
            {
                texts.UnionWith(new[] { type.Name, type.Namespace });
                texts.UnionWith(type.Fields.Select(f => f.Name));
                texts.UnionWith(type.Methods.Select(m => m.Name));
                IEnumerable<Instruction> instructions = type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions);
                texts.UnionWith(instructions.Where(i => i.OpCode.Code == Code.Ldstr).Select(i => (string)i.Operand));
            }

            texts.UnionWith(module.GetMemberReferences().Select(m => m.Name));
            return texts.Sum(t => System.Text.Encoding.UTF8.GetByteCount(t) + 1);
        }

        // The compiler keeps the contents of array initialisers in types of explicit layout; the device copes with those.
        private static bool IsArrayData(TypeDefinition type)
        {
            return type.Name.StartsWith("<PrivateImplementationDetails>", System.StringComparison.Ordinal) || (type.DeclaringType != null && IsArrayData(type.DeclaringType));
        }

        private static void CheckType(TypeDefinition type, List<Violation> found)
        {
            string place = PlaceOf(type);
            CheckAttributes(type, place, found);
            if (type.IsValueType && !type.IsEnum)
            {
                Add(found, "struct", place);
            }

            if (type.HasGenericParameters)
            {
                Add(found, IsDelegate(type) ? "generic-delegate" : "generic-type", place);
            }

            if (type.IsExplicitLayout)
            {
                Add(found, "explicit-layout", place);
            }

            foreach (MethodDefinition method in type.Methods.Where(m => type.IsInterface && m.HasBody && !m.IsStatic))
            {
                Add(found, "default-interface-method", PlaceOf(method));
            }

            foreach (FieldDefinition field in type.Fields)
            {
                CheckReference(field.FieldType, place, found);
                if (field.IsStatic && !field.IsInitOnly && !field.IsLiteral && !field.Name.StartsWith('<') && !type.Name.StartsWith('<'))
                {
                    Add(found, "mutable-static", place + " " + field.Name);
                }
            }
        }

        private static void CheckMethod(MethodDefinition method, List<Violation> found)
        {
            string place = PlaceOf(method);
            CheckAttributes(method, place, found);
            if (Hides(method))
            {
                Add(found, "hiding-member", place);
            }

            if (method.HasGenericParameters)
            {
                Add(found, "generic-method", place);
            }

            CheckReference(method.ReturnType, place, found);
            foreach (ParameterDefinition parameter in method.Parameters)
            {
                CheckReference(parameter.ParameterType, place, found);
            }

            if (!method.HasBody)
            {
                return;
            }

            foreach (VariableDefinition variable in method.Body.Variables)
            {
                CheckReference(variable.VariableType, place, found);
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                CheckInstruction(instruction, PlaceOf(method, instruction), found);
                if (method.IsConstructor && method.IsStatic && instruction.OpCode == OpCodes.Ldsfld && IsOthers((FieldReference)instruction.Operand, method))
                {
                    Add(found, "static-order", PlaceOf(method, instruction));
                }
            }
        }

        private static void CheckAttributes(ICustomAttributeProvider provider, string place, List<Violation> found)
        {
            IEnumerable<CustomAttribute> own = provider.CustomAttributes.Where(a => !a.AttributeType.Namespace.StartsWith("System", System.StringComparison.Ordinal));
            if (own.Any(a => a.ConstructorArguments.Any(IsEnum) || a.Properties.Any(p => IsEnum(p.Argument)) || a.Fields.Any(f => IsEnum(f.Argument))))
            {
                Add(found, "enum-attribute", place);
            }
        }

        private static bool IsEnum(CustomAttributeArgument argument)
        {
            return argument.Value is CustomAttributeArgument boxed ? IsEnum(boxed)
                : argument.Value is CustomAttributeArgument[] several ? several.Any(IsEnum)
                : argument.Type.Resolve()?.IsEnum == true;
        }

        // Whether a base class has a virtual method of the same signature that this one does not override.
        private static bool Hides(MethodDefinition method)
        {
            for (TypeDefinition type = method.DeclaringType.BaseType?.Resolve(); type != null && !method.IsConstructor; type = type.BaseType?.Resolve())
            {
                if ((!method.IsVirtual || method.IsNewSlot) && type.Methods.Any(m => m.IsVirtual && IsSameSignature(m, method)))
                {
                    return true;
                }
            }

            return false;
        }

        private static bool IsSameSignature(MethodDefinition one, MethodDefinition other)
        {
            return one.Name == other.Name && one.Parameters.Select(p => p.ParameterType.FullName).SequenceEqual(other.Parameters.Select(p => p.ParameterType.FullName));
        }

        // A static field of another class of the assembly: whether it has its value yet depends on the names.
        private static bool IsOthers(FieldReference field, MethodDefinition initialiser)
        {
            return field.DeclaringType.Scope == initialiser.Module && field.DeclaringType.FullName != initialiser.DeclaringType.FullName;
        }

        private static void CheckInstruction(Instruction instruction, string place, List<Violation> found)
        {
            string name = instruction.OpCode.Name;
            if (instruction.OpCode == OpCodes.Localloc)
            {
                Add(found, "stackalloc", place);
            }
            else if (instruction.OpCode == OpCodes.Calli)
            {
                Add(found, "function-pointer", place);
            }
            else if (instruction.OpCode == OpCodes.Sizeof)
            {
                Add(found, "sizeof-struct", place);
            }
            else if (name.Contains(".ovf", System.StringComparison.Ordinal))
            {
                Add(found, "checked", place);
            }

            switch (instruction.Operand)
            {
                case GenericInstanceMethod:
                    Add(found, "generic-method", place);
                    break;
                case MethodReference method:
                    CheckReference(method.DeclaringType, place, found);
                    break;
                case FieldReference field:
                    CheckReference(field.DeclaringType, place, found);
                    break;
                case TypeReference type:
                    CheckReference(type, place, found);
                    break;
            }
        }

        private static void CheckReference(TypeReference type, string place, List<Violation> found)
        {
            switch (type)
            {
                case GenericInstanceType generic:
                    Add(found, IsDelegate(generic.ElementType.Resolve()) ? "generic-delegate" : "generic-type", place);
                    break;
                case ArrayType { Rank: > 1 }:
                    Add(found, "multi-dimensional-array", place);
                    break;
                case FunctionPointerType:
                    Add(found, "function-pointer", place);
                    break;
                case PinnedType:
                    Add(found, "fixed", place);
                    break;
                case PointerType:
                    Add(found, "pointer", place);
                    break;
                case TypeSpecification specification:
                    CheckReference(specification.ElementType, place, found);
                    break;
            }
        }

        private static bool IsDelegate(TypeDefinition type)
        {
            return type?.BaseType?.FullName == "System.MulticastDelegate";
        }

        private static void Add(List<Violation> found, string rule, string place)
        {
            found.Add(new Violation(rule, place, s_advice[rule]));
        }

        private static string PlaceOf(TypeDefinition type)
        {
            SequencePoint first = type.Methods.SelectMany(m => m.DebugInformation.SequencePoints).FirstOrDefault(p => !p.IsHidden);
            return first == null ? type.FullName : $"{Relative(first.Document.Url)} ({type.Name})";
        }

        private static string PlaceOf(MethodDefinition method)
        {
            return PlaceOf(method, null);
        }

        private static string PlaceOf(MethodDefinition method, Instruction instruction)
        {
            SequencePoint point = method.DebugInformation.SequencePoints
                .LastOrDefault(p => !p.IsHidden && (instruction == null || p.Offset <= instruction.Offset))
                ?? method.DebugInformation.SequencePoints.FirstOrDefault(p => !p.IsHidden);
            if (instruction == null)
            {
                point = method.DebugInformation.SequencePoints.FirstOrDefault(p => !p.IsHidden);
            }

            return point == null ? method.FullName : $"{Relative(point.Document.Url)}({point.StartLine})";
        }

        private static string Relative(string path)
        {
            return Path.GetRelativePath(StubCompiler.Root, path).Replace('\\', '/');
        }
    }
}
