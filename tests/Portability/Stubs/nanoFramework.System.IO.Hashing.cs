// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of nanoFramework.System.IO.Hashing: signatures only, as the device has them.

namespace System.IO.Hashing
{
    public class Crc32
    {
        public Crc32() => throw null;
        public void Append(global::System.SpanByte source) => throw null;
        public void Append(byte[] source) => throw null;
        public void Append(byte value) => throw null;
        public void Reset() => throw null;
        public uint GetCurrentHashAsUInt32() => throw null;
        public static uint HashToUInt32(global::System.SpanByte source) => throw null;
    }
}
