// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Xml.Linq;

namespace Flash
{
    /// <summary>Where the project's files are: the folder above the current one, or above the tool, that holds nanoframework.json.</summary>
    public sealed class Repository
    {
        private const string Marker = "nanoframework.json";

        /// <param name="root">The project's folder.</param>
        /// <param name="artifacts">Where what is made goes; artifacts/ in the project's folder when left out.</param>
        public Repository(string root, string artifacts = null)
        {
            Root = root;
            Artifacts = artifacts ?? Path.Combine(root, "artifacts");
        }

        public string Root { get; }

        public string Artifacts { get; }

        /// <summary>The version of everything: it is said once, in Directory.Build.props.</summary>
        public string Version => XDocument.Load(PathOf("Directory.Build.props")).Root.Element("PropertyGroup").Element("Version").Value;

        /// <summary>Finds the project.</summary>
        /// <exception cref="FlashException">There is none.</exception>
        public static Repository Find()
        {
            foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
            {
                for (string folder = start; folder != null; folder = Path.GetDirectoryName(folder))
                {
                    if (File.Exists(Path.Combine(folder, Marker)))
                    {
                        return new Repository(folder);
                    }
                }
            }

            throw new FlashException(ExitCode.Usage, "not in a clone of the project: run this in the folder that holds " + Marker);
        }

        public string PathOf(string relative)
        {
            return Path.Combine(Root, relative.Replace('/', Path.DirectorySeparatorChar));
        }
    }
}
