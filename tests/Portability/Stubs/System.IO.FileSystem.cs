// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of System.IO.FileSystem: signatures only, as the device has them.

namespace System.IO
{
    public static class Directory
    {
        public static void Delete(string path) => throw null;
        public static void Delete(string path, bool recursive) => throw null;
        public static bool Exists(string path) => throw null;
        public static string GetCurrentDirectory() => throw null;
        public static string[] GetFiles(string path) => throw null;
        public static string[] GetDirectories(string path) => throw null;
        public static void Move(string sourceDirName, string destDirName) => throw null;
        public static void SetCurrentDirectory(string path) => throw null;
    }

    public static class File
    {
        public static global::System.IO.StreamWriter AppendText(string path) => throw null;
        public static void AppendAllText(string path, string contents) => throw null;
        public static void Copy(string sourceFileName, string destFileName) => throw null;
        public static void Copy(string sourceFileName, string destFileName, bool overwrite) => throw null;
        public static global::System.IO.FileStream Create(string path) => throw null;
        public static global::System.IO.FileStream Create(string path, int bufferSize) => throw null;
        public static void Delete(string path) => throw null;
        public static bool Exists(string path) => throw null;
        public static void Move(string sourceFileName, string destFileName) => throw null;
        public static global::System.IO.FileStream Open(string path, global::System.IO.FileMode mode) => throw null;
        public static global::System.IO.FileStream Open(string path, global::System.IO.FileMode mode, global::System.IO.FileAccess access) => throw null;
        public static global::System.IO.FileStream Open(string path, global::System.IO.FileMode mode, global::System.IO.FileAccess access, global::System.IO.FileShare share) => throw null;
        public static global::System.IO.FileStream OpenRead(string path) => throw null;
        public static global::System.IO.StreamReader OpenText(string path) => throw null;
        public static global::System.IO.FileStream OpenWrite(string path) => throw null;
        public static byte[] ReadAllBytes(string path) => throw null;
        public static string ReadAllText(string path) => throw null;
        public static void WriteAllBytes(string path, byte[] bytes) => throw null;
        public static void WriteAllText(string path, string contents) => throw null;
    }

    public enum FileAccess : int
    {
        Read = 1,
        Write = 2,
        ReadWrite = 3,
    }

    public enum FileMode : int
    {
        CreateNew = 1,
        Create = 2,
        Open = 3,
        OpenOrCreate = 4,
        Truncate = 5,
        Append = 6,
    }

    public enum FileShare : int
    {
        None = 0,
        Read = 1,
        Write = 2,
        ReadWrite = 3,
    }

    public class FileStream : global::System.IO.Stream
    {
        public FileStream(string path, global::System.IO.FileMode mode) => throw null;
        public FileStream(string path, global::System.IO.FileMode mode, global::System.IO.FileAccess access) => throw null;
        public FileStream(string path, global::System.IO.FileMode mode, global::System.IO.FileAccess access, global::System.IO.FileShare share) => throw null;
        public FileStream(string path, global::System.IO.FileMode mode, global::System.IO.FileAccess access, global::System.IO.FileShare share, int bufferSize) => throw null;
        public override bool CanRead { get => throw null; }
        public override bool CanSeek { get => throw null; }
        public override bool CanWrite { get => throw null; }
        public override long Length { get => throw null; }
        public override long Position { get => throw null; set { } }
        public string Name { get => throw null; }
        public override void Close() => throw null;
        protected override void Dispose(bool disposing) => throw null;
        public override void Flush() => throw null;
        public override int Read(byte[] buffer, int offset, int count) => throw null;
        public override int Read(global::System.SpanByte buffer) => throw null;
        public override int ReadByte() => throw null;
        public override long Seek(long offset, global::System.IO.SeekOrigin origin) => throw null;
        public override void SetLength(long value) => throw null;
        public override void Write(byte[] buffer, int offset, int count) => throw null;
        public override void WriteByte(byte value) => throw null;
    }
}
