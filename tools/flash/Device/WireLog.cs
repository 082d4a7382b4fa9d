// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace Flash.Device
{
    /// <summary>
    /// The log in what comes over the serial port: text that is written plainly while the chip starts, and text in packets of the
    /// debugger's protocol once the interpreter runs. Everything else in packets is read over.
    /// </summary>
    public sealed class WireLog
    {
        private const string Marker = "NFPKTV1";
        private const int HeadLength = 32;
        private const int CommandAt = 16;
        private const int SizeAt = 28;
        private const uint Message = 1;
        private const int LongestPacket = 4096;

        private readonly List<byte> _bytes = new();
        private readonly List<byte> _line = new();

        /// <summary>Takes bytes.</summary>
        /// <returns>The lines that are complete.</returns>
        public IReadOnlyList<string> Take(ReadOnlySpan<byte> bytes)
        {
            List<string> lines = new();
            _bytes.AddRange(bytes.ToArray());
            int at = 0;
            while (at < _bytes.Count)
            {
                int matched = MatchMarker(at);
                if (matched == Marker.Length)
                {
                    int length = PacketLength(at, out uint command);
                    if (length == 0)
                    {
                        break; // not all here yet
                    }

                    for (int i = at + HeadLength; command == Message && i < at + length; i++)
                    {
                        Put(_bytes[i], lines);
                    }

                    at += length;
                }
                else if (matched > 0 && at + matched == _bytes.Count)
                {
                    break; // perhaps a marker, cut
                }
                else
                {
                    Put(_bytes[at++], lines);
                }
            }

            _bytes.RemoveRange(0, at);
            return lines;
        }

        private int MatchMarker(int at)
        {
            int matched = 0;
            while (matched < Marker.Length && at + matched < _bytes.Count && _bytes[at + matched] == Marker[matched])
            {
                matched++;
            }

            return matched;
        }

        // 0 while the packet is not all here; a length that cannot be is no packet, whose head alone is passed over.
        private int PacketLength(int at, out uint command)
        {
            command = 0;
            if (_bytes.Count - at < HeadLength)
            {
                return 0;
            }

            byte[] head = _bytes.GetRange(at, HeadLength).ToArray();
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(SizeAt));
            if (size > LongestPacket)
            {
                return HeadLength;
            }

            command = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(CommandAt));
            return _bytes.Count - at < HeadLength + (int)size ? 0 : HeadLength + (int)size;
        }

        private void Put(byte value, List<string> lines)
        {
            if (value == '\n')
            {
                lines.Add(Encoding.UTF8.GetString(_line.ToArray()));
                _line.Clear();
            }
            else if (value >= ' ' && value != 0x7F)
            {
                _line.Add(value);
            }
        }
    }
}
