// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.IO;
using Simulator.Board;

namespace Simulator.Platform
{
    /// <summary>System.IO.File on the current board's flash.</summary>
    public static class File
    {
        public static bool Exists(string path)
        {
            return SimulatedBoard.Current.Flash.Exists(path);
        }

        public static byte[] ReadAllBytes(string path)
        {
            return SimulatedBoard.Current.Flash.Read(path) ?? throw new IOException("no file " + path);
        }

        public static string ReadAllText(string path)
        {
            return System.Text.Encoding.UTF8.GetString(ReadAllBytes(path));
        }

        public static void WriteAllBytes(string path, byte[] bytes)
        {
            SimulatedBoard.Current.Flash.Write(path, bytes);
        }

        public static void Delete(string path)
        {
            SimulatedBoard.Current.Flash.Delete(path);
        }

        /// <summary>As on the device, fails when the target exists.</summary>
        public static void Move(string sourceFileName, string destFileName)
        {
            SimulatedBoard.Current.Flash.Move(sourceFileName, destFileName);
        }
    }
}
