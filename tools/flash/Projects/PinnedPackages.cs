// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Flash.Projects
{
    /// <summary>A nanoFramework package: the versions of all of them, the firmware and the metadata processor are one set.</summary>
    public sealed record PinnedPackage(string Id, string Version, string[] Needs);

    /// <summary>The one place where versions are pinned: nanoframework.json. Packages are found by the assembly they hold.</summary>
    public sealed class PinnedPackages
    {
        public required PinnedPackage MetadataProcessor { get; init; }

        public required PinnedPackage TestFramework { get; init; }

        /// <summary>Versions of nanoff and nanoclr; empty for the newest.</summary>
        public required Dictionary<string, string> Tools { get; init; }

        public required SortedDictionary<string, PinnedPackage> Packages { get; init; }

        public static PinnedPackages Load(Repository repository)
        {
            JsonSerializerOptions options = new() { PropertyNameCaseInsensitive = true };
            return JsonSerializer.Deserialize<PinnedPackages>(File.ReadAllText(repository.PathOf("nanoframework.json")), options);
        }

        /// <summary>Some assemblies and all they need, each behind those it needs.</summary>
        public IReadOnlyList<string> Closure(IEnumerable<string> assemblies)
        {
            List<string> closed = new();
            foreach (string assembly in assemblies.Order(System.StringComparer.Ordinal))
            {
                Add(assembly, closed);
            }

            return closed;
        }

        private void Add(string assembly, List<string> closed)
        {
            if (closed.Contains(assembly))
            {
                return;
            }

            foreach (string needed in Packages[assembly].Needs)
            {
                Add(needed, closed);
            }

            closed.Add(assembly);
        }
    }
}
