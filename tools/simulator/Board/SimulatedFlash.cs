// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;

namespace Simulator.Board
{
    /// <summary>A board's files. Writes are counted, since flash wears, and can be cut short as by a power loss.</summary>
    public sealed class SimulatedFlash
    {
        private readonly Dictionary<string, byte[]> _files = new();
        private readonly object _gate = new();

        /// <summary>How often a file was written, moved or deleted.</summary>
        public int Writes { get; private set; }

        /// <summary>How often each file was written, moved or deleted.</summary>
        public Dictionary<string, int> WritesByFile { get; } = new();

        /// <summary>After so many bytes the power fails: what is being written is torn and the write throws. -1 never.</summary>
        public int FailAfterBytes { get; set; } = -1;

        public bool Exists(string path)
        {
            lock (_gate)
            {
                return _files.ContainsKey(path);
            }
        }

        /// <returns>A copy of the file, or null.</returns>
        public byte[] Read(string path)
        {
            lock (_gate)
            {
                return _files.TryGetValue(path, out byte[] bytes) ? (byte[])bytes.Clone() : null;
            }
        }

        public void Write(string path, byte[] bytes)
        {
            lock (_gate)
            {
                Count(path);
                bool torn = FailAfterBytes >= 0 && bytes.Length > FailAfterBytes;
                _files[path] = torn ? bytes[..FailAfterBytes] : (byte[])bytes.Clone();
                if (FailAfterBytes >= 0)
                {
                    FailAfterBytes = torn ? 0 : FailAfterBytes - bytes.Length;
                }

                if (torn)
                {
                    throw new System.IO.IOException("power lost");
                }
            }
        }

        public void Delete(string path)
        {
            lock (_gate)
            {
                Interrupt(path);
                _files.Remove(path);
            }
        }

        public void Move(string from, string to)
        {
            lock (_gate)
            {
                Interrupt(from);
                if (!_files.Remove(from, out byte[] bytes) || !_files.TryAdd(to, bytes))
                {
                    throw new System.IO.IOException("cannot move " + from);
                }
            }
        }

        private void Count(string path)
        {
            Writes++;
            WritesByFile[path] = WritesByFile.GetValueOrDefault(path) + 1;
        }

        private void Interrupt(string path)
        {
            Count(path);
            if (FailAfterBytes == 0)
            {
                throw new System.IO.IOException("power lost");
            }

            FailAfterBytes = Math.Max(FailAfterBytes - 1, -1);
        }
    }
}
