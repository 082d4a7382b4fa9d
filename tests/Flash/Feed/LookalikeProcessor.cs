// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace nanoFramework.Tools.MetadataProcessor.MsBuildTask
{
    /// <summary>
    /// Looks like the metadata processor's task: the same properties, the same demands on what it is given. The file it writes has
    /// the marker and as many bytes as the assembly.
    /// </summary>
    public sealed class MetaDataProcessorTask : Task
    {
        public string Parse { get; set; }

        public string Compile { get; set; }

        public ITaskItem[] LoadHints { get; set; }

        public bool IsCoreLibrary { get; set; }

        public bool Verbose { get; set; }

        public override bool Execute()
        {
            if (!File.Exists(Path.ChangeExtension(Parse, ".pdb")))
            {
                Log.LogError("no symbols beside " + Parse);
                return false;
            }

            if (!LoadHints.Any(h => Path.GetFileName(h.GetMetadata("FullPath")) == "mscorlib.dll") || LoadHints.Any(h => !File.Exists(h.GetMetadata("FullPath"))))
            {
                Log.LogError("hints are missing for " + Parse);
                return false;
            }

            byte[] assembly = File.ReadAllBytes(Parse);
            if (!System.Text.Encoding.Latin1.GetString(assembly).Contains(".NETnanoFramework,Version=v1.0", StringComparison.Ordinal))
            {
                Log.LogError("no target framework in " + Parse);
                return false;
            }

            byte[] pe = new byte[assembly.Length];
            System.Text.Encoding.ASCII.GetBytes("NFMRK1").CopyTo(pe, 0);
            System.Text.Encoding.ASCII.GetBytes(Path.GetFileNameWithoutExtension(Parse)).CopyTo(pe, 32);
            File.WriteAllBytes(Compile, pe);
            return true;
        }
    }
}
