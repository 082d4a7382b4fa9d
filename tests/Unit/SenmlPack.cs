// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Text;

namespace UnitTests
{
    /// <summary>Reads a SenML pack of numbers in CBOR (RFC 8428, RFC 8949) with its times: a decoder of the tests' own.</summary>
    internal sealed class SenmlPack
    {
        private const int BaseTime = -3;
        private const int BaseName = -2;
        private const int NameLabel = 0;
        private const int ValueLabel = 2;
        private const int TimeLabel = 6;

        private readonly byte[] _buffer;
        private readonly int _end;
        private int _at;
        private int _left;
        private string _baseName = "";
        private double _baseTime;

        internal SenmlPack(byte[] buffer, int length)
        {
            _buffer = buffer;
            _end = length;
            _left = (int)TakeHead();
        }

        internal string Name { get; private set; }

        internal long Time { get; private set; }

        internal double Value { get; private set; }

        internal bool MoveNext()
        {
            if (_left-- == 0)
            {
                if (_at != _end)
                {
                    throw new InvalidOperationException("bytes behind the pack");
                }

                return false;
            }

            string name = "";
            double time = 0;
            for (long i = TakeHead(); i > 0; i--)
            {
                int label = (int)TakeNumber();
                if (label == BaseName || label == NameLabel)
                {
                    int length = (int)TakeHead();
                    string text = Encoding.UTF8.GetString(_buffer, _at, length);
                    _at += length;
                    _baseName = label == BaseName ? text : _baseName;
                    name = label == NameLabel ? text : name;
                }
                else
                {
                    double number = TakeNumber();
                    _baseTime = label == BaseTime ? number : _baseTime;
                    time = label == TimeLabel ? number : time;
                    Value = label == ValueLabel ? number : Value;
                }
            }

            Name = _baseName + name;
            Time = (long)(_baseTime + time);
            return true;
        }

        private long TakeHead()
        {
            int more = _buffer[_at++] & 31;
            int length = more < 24 ? 0 : 1 << (more - 24);
            long value = more < 24 ? more : 0;
            for (int i = 0; i < length; i++)
            {
                value = (value << 8) | (long)_buffer[_at++];
            }

            return value;
        }

        private double TakeNumber()
        {
            int head = _buffer[_at];
            long argument = TakeHead();
            switch (head)
            {
                case 0xF9:
                    int exponent = (int)(argument >> 10) & 31;
                    double number = exponent == 0 ? (argument & 1023) / 1024.0 : 1 + (argument & 1023) / 1024.0;
                    for (int i = 15; i < exponent; i++)
                    {
                        number *= 2;
                    }

                    for (int i = exponent == 0 ? 1 : exponent; i < 15; i++)
                    {
                        number /= 2;
                    }

                    return (argument & 0x8000) != 0 ? -number : number;
                case 0xFA:
                    return BitConverter.ToSingle(new byte[] { (byte)argument, (byte)(argument >> 8), (byte)(argument >> 16), (byte)(argument >> 24) }, 0);
                case 0xFB:
                    return BitConverter.Int64BitsToDouble(argument);
                default:
                    return head >> 5 == 1 ? -1 - argument : argument;
            }
        }
    }
}
