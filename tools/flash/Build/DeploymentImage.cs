// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Flash.Boards;

namespace Flash.Build
{
    /// <summary>What is deployed: every .pe, each padded to four bytes, the image's own last.</summary>
    public sealed class DeploymentImage
    {
        private const int Alignment = 4;

        public DeploymentImage(IReadOnlyList<PeFile> files)
        {
            Files = files;
        }

        public IReadOnlyList<PeFile> Files { get; }

        public int Length => Files.Sum(f => Padded(f.Bytes.Length));

        /// <summary>What the interpreter's tables of these assemblies take of the heap, in bytes.</summary>
        public int AssemblyHeap => Files.Sum(f => f.Tables);

        /// <summary>Writes it, whole or not at all.</summary>
        /// <exception cref="FlashException">It does not fit the board.</exception>
        public void Write(string path, Board board)
        {
            int over = Length - board.Deployment.Bytes;
            if (over > 0)
            {
                PeFile biggest = Files.MaxBy(f => f.Bytes.Length);
                throw new FlashException(
                    ExitCode.Build, $"the image is {over} bytes larger than the deployment partition of {board.Folder} ({board.Deployment.Kilobytes} KB); the biggest is {biggest.Assembly}, {biggest.Bytes.Length} bytes");
            }

            if (Directory.Exists(path))
            {
                throw new FlashException(ExitCode.Usage, $"{path} is a folder: --out wants a file");
            }

            string temporary = path + ".new";
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)));
            using (FileStream stream = File.Create(temporary))
            {
                foreach (PeFile file in Files)
                {
                    stream.Write(file.Bytes);
                    stream.Write(new byte[Padded(file.Bytes.Length) - file.Bytes.Length]);
                }
            }

            File.Move(temporary, path, true);
        }

        private static int Padded(int length)
        {
            return (length + Alignment - 1) / Alignment * Alignment;
        }
    }
}
