// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace Flash.Build
{
    /// <summary>The head of a .pe file: what the interpreter knows it by.</summary>
    public sealed class PeFile
    {
        private const string Marker = "NFMRK1";
        private const int ChecksumAt = 20;
        private const int HeadLength = 24;

        public PeFile(string path)
        {
            Assembly = Path.GetFileNameWithoutExtension(path);
            Bytes = File.ReadAllBytes(path);
            Tables = File.Exists(Path.ChangeExtension(path, ".dll")) ? AssemblyTables.Bytes(Path.ChangeExtension(path, ".dll")) : 0;
            if (Bytes.Length < HeadLength || Encoding.ASCII.GetString(Bytes, 0, Marker.Length) != Marker)
            {
                throw new FlashException(ExitCode.Packages, $"{Path.GetFileName(path)} is no {Marker} file: packages and metadata processor must be those of nanoframework.json");
            }
        }

        public string Assembly { get; }

        public byte[] Bytes { get; }

        /// <summary>What its tables take of the heap, in bytes.</summary>
        public int Tables { get; }

        /// <summary>The firmware must have native code with this checksum; 0 for an assembly without native code.</summary>
        public uint NativeChecksum => BinaryPrimitives.ReadUInt32LittleEndian(Bytes.AsSpan(ChecksumAt));
    }
}
