// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using Simulator.Network;

namespace InteropTests
{
    /// <summary>Keeps every datagram that passes as a capture file of IPv4 packets, for tools that read those.</summary>
    internal sealed class Capture
    {
        private const int RawIp = 101;
        private const int ClientPort = 40000;

        private readonly object _gate = new();
        private readonly int _serverPort;
        private readonly MemoryStream _packets = new();

        public Capture(SimulatedNetwork network)
            : this(5683)
        {
            network.Passed += Add;
        }

        public Capture(int serverPort)
        {
            _serverPort = serverPort;
        }

        public int Count { get; private set; }

        public void Save(string path)
        {
            using FileStream file = File.Create(path);
            file.Write(LittleEndian(0xA1B2C3D4, 4));
            file.Write(LittleEndian(2, 2));
            file.Write(LittleEndian(4, 2));
            file.Write(new byte[8]);
            file.Write(LittleEndian(65535, 4));
            file.Write(LittleEndian(RawIp, 4));
            lock (_gate)
            {
                file.Write(_packets.ToArray());
            }
        }

        public void Add(byte[] datagram, bool fromBoard)
        {
            int length = 28 + datagram.Length;
            byte[] packet = new byte[length];
            packet[0] = 0x45;
            Put(packet, 2, length);
            packet[8] = 64;
            packet[9] = 17;
            new byte[] { 127, 0, 0, 1, 127, 0, 0, 1 }.CopyTo(packet, 12);
            Put(packet, 20, fromBoard ? ClientPort : _serverPort);
            Put(packet, 22, fromBoard ? _serverPort : ClientPort);
            Put(packet, 24, 8 + datagram.Length);
            datagram.CopyTo(packet, 28);
            lock (_gate)
            {
                Count++;
                _packets.Write(LittleEndian((uint)Count, 4));
                _packets.Write(new byte[4]);
                _packets.Write(LittleEndian((uint)length, 4));
                _packets.Write(LittleEndian((uint)length, 4));
                _packets.Write(packet);
            }
        }

        private static void Put(byte[] packet, int at, int value)
        {
            packet[at] = (byte)(value >> 8);
            packet[at + 1] = (byte)value;
        }

        private static byte[] LittleEndian(uint value, int length)
        {
            return BitConverter.GetBytes(value).AsSpan(0, length).ToArray();
        }
    }
}
