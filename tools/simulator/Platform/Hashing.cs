// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace System
{
    /// <summary>nanoFramework's view of bytes, on a PC a window on an array.</summary>
    public readonly struct SpanByte
    {
        private readonly byte[] _array;
        private readonly int _start;

        public SpanByte(byte[] array, int start, int length)
        {
            _array = array;
            _start = start;
            Length = length;
        }

        public int Length { get; }

        public byte this[int index]
        {
            get => _array[_start + index];
            set => _array[_start + index] = value;
        }
    }
}

namespace System.IO.Hashing
{
    /// <summary>CRC-32 as in ISO 3309, Ethernet and zip.</summary>
    public class Crc32
    {
        public static uint HashToUInt32(SpanByte source)
        {
            uint crc = uint.MaxValue;
            for (int i = 0; i < source.Length; i++)
            {
                crc ^= source[i];
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
                }
            }

            return ~crc;
        }
    }
}
