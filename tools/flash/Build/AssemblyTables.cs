// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Linq;
using Mono.Cecil;

namespace Flash.Build
{
    /// <summary>
    /// The heap the interpreter takes for the tables of an assembly that is loaded, by what was measured on it: 8 bytes a type, 2 a
    /// method and a field, 4 a reference to another assembly's, 12 more a static field. Constants are none.
    /// </summary>
    public static class AssemblyTables
    {
        private const int Type = 8;
        private const int Member = 2;
        private const int Reference = 4;
        private const int Static = 12;

        /// <returns>Bytes.</returns>
        public static int Bytes(string assembly)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
            TypeDefinition[] types = module.GetTypes().Where(t => t.Name != "<Module>").ToArray();
            FieldDefinition[] fields = types.SelectMany(t => t.Fields).Where(f => !f.IsLiteral).ToArray();
            int references = module.AssemblyReferences.Count + module.GetTypeReferences().Count() + module.GetMemberReferences().Count();
            return types.Length * Type + (types.Sum(t => t.Methods.Count) + fields.Length) * Member + references * Reference + fields.Count(f => f.IsStatic) * Static;
        }
    }
}
