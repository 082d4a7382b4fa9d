// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using LwM2M.Nano.Platform;
using LwM2M.Security;
using LwM2M.Security.Oscore;
using Simulator.Network;
using Simulator.Time;
using Testbed;
using Testbed.Server;

namespace Benchmarks
{
    /// <summary>One line of a result.</summary>
    internal sealed record SecurityRow(string Scenario, string Security, int Packets, int Bytes, int ByteCeiling, int PacketCeiling);

    /// <summary>
    /// The messages of the seed paper's scenarios, sent once more over secured ways: DTLS to Bouncy Castle with Connection ID, and
    /// with an abbreviated handshake each wake; OSCORE to the library's own code in the server's role. 42 B a packet, as the seed counts.
    /// </summary>
    internal static class Security
    {
        private const string Identity = "node-000001";

        public static IReadOnlyList<SecurityRow> Run()
        {
            List<SecurityRow> rows = new() { new SecurityRow("day (seed, Table V, reverse Batch)", "none", 98, 23658, 0, 0) };
            foreach ((string scenario, Func<Rig> play, bool day) in new (string, Func<Rig>, bool)[] { ("day", () => Wire.Day(), true), ("localisation", Wire.Localise, false), ("six reads", SixReads, false), ("one Batch read", BatchRead, false) })
            {
                IReadOnlyList<(byte[] Message, bool FromDevice)> messages = play().Channel.Passed;
                rows.Add(new SecurityRow(scenario, "none", messages.Count, messages.Sum(m => m.Message.Length + CountingChannel.LowerLayers), 0, 0));
                rows.Add(Dtls(scenario, messages, true, day));
                if (day)
                {
                    rows.Add(Dtls(scenario, messages, false, false));
                }

                rows.Add(Oscore(scenario, messages, day));
            }

            return rows;
        }

        internal static Rig SixReads()
        {
            Rig rig = new();
            rig.Measure(7);
            rig.Channel.Reset();
            foreach (string member in Wire.Members[..6])
            {
                rig.Ask(LwM2M.Nano.Coap.CoapCode.Get, member, Array.Empty<byte>(), LwM2M.Nano.Coap.ContentFormat.None, LwM2M.Nano.Coap.ContentFormat.Tlv);
            }

            return rig;
        }

        private static Rig BatchRead()
        {
            Rig rig = new();
            rig.Measure(7);
            rig.CreateBatch();
            rig.Channel.Reset();
            rig.Ask(LwM2M.Nano.Coap.CoapCode.Get, "2346/0/5914", Array.Empty<byte>(), LwM2M.Nano.Coap.ContentFormat.None, LwM2M.Nano.Coap.ContentFormat.Cbor);
            return rig;
        }

        private static SecurityRow Dtls(string scenario, IReadOnlyList<(byte[] Message, bool FromDevice)> messages, bool connectionId, bool hasCeiling)
        {
            World world = new();
            DtlsNetwork network = new(world.Network, world.Time) { ConnectionIdLength = connectionId ? 4 : 0 };
            network.Keys[Identity] = new byte[16];
            IPEndPoint peer = null;
            SimulatedPort server = network.OpenServer(5684, (_, from) => peer = from);
            Account account = new("coaps://192.0.2.1");
            DatagramChannel way = world.Open(account, 5684, null);
            foreach ((byte[] message, bool fromDevice) in messages)
            {
                bool wakes = !connectionId && fromDevice && message[1] < 0x20;
                if (wakes)
                {
                    way.Save(new byte[10], 0);
                    way = world.Open(account, 5684, null);
                }

                world.Connect(way);
                if (fromDevice)
                {
                    way.Send(message, 0, message.Length);
                    world.Time.Run(100);
                }
                else
                {
                    if (peer == null)
                    {
                        way.Send(new byte[] { 0x40, 0, 0, 0 }, 0, 4); // what makes the client known is not counted
                        world.Time.Run(100);
                        world.Uncount(1);
                    }

                    server.Send(message, peer);
                    world.Take(way);
                }
            }

            return new SecurityRow(
                scenario, connectionId ? "DTLS, Connection ID of 4 B, one handshake" : "DTLS, an abbreviated handshake a wake", world.Packets, world.Bytes, hasCeiling ? 12600 : 0, hasCeiling ? 108 : 0);
        }

        private static SecurityRow Oscore(string scenario, IReadOnlyList<(byte[] Message, bool FromDevice)> messages, bool hasCeiling)
        {
            World world = new();
            OscoreNetwork network = new(world.Network);
            byte[][] context = { new byte[16], Array.Empty<byte>(), new byte[] { 1 }, new byte[] { 2 } };
            network.Add(context[0], context[1], context[2], context[3]);
            IPEndPoint peer = null;
            SimulatedPort server = network.OpenServer(5683, (_, from) => peer = from);
            DatagramChannel way = world.Open(new Account("coap://192.0.2.1"), 5683, new OscoreObject(context));
            byte[] ping = { 0x40, 1, 0, 0 };
            way.Send(ping, 0, ping.Length);
            world.Time.Run(100);
            world.Uncount(1);
            foreach ((byte[] message, bool fromDevice) in messages)
            {
                if (fromDevice)
                {
                    way.Send(message, 0, message.Length);
                    world.Time.Run(100);
                }
                else
                {
                    server.Send(message, peer);
                    world.Take(way);
                }
            }

            return new SecurityRow(scenario, "OSCORE", world.Packets, world.Bytes, hasCeiling ? 9600 : 0, hasCeiling ? 100 : 0);
        }

        /// <summary>A network in virtual time that counts.</summary>
        private sealed class World
        {
            private readonly byte[] _buffer = new byte[1300];
            private BareTransport _transport;
            private int _lastBytes;

            public World()
            {
                Network = new VirtualNetwork(Time, 7);
                Network.Passed += (datagram, _) =>
                {
                    Packets++;
                    _lastBytes = datagram.Length + CountingChannel.LowerLayers;
                    Bytes += _lastBytes;
                };
            }

            public VirtualTime Time { get; } = new(1767225600000);

            public VirtualNetwork Network { get; }

            public int Packets { get; private set; }

            public int Bytes { get; private set; }

            public DatagramChannel Open(IAccount account, int port, OscoreObject contexts)
            {
                _transport ??= new BareTransport(Time, Network, port);
                return new SecureTransport(_transport, 1152, _transport.Store, _transport.Clock, new Random(1), new NoLog()) { Contexts = contexts }.Open(account);
            }

            public void Connect(DatagramChannel way)
            {
                while (!way.IsReady)
                {
                    way.Connect(Time.Now);
                    way.Poll(Time.Now);
                    way.Receive(_buffer, 100);
                }
            }

            public void Take(DatagramChannel way)
            {
                if (way.Receive(_buffer, 1000) == 0)
                {
                    throw new InvalidOperationException("not taken");
                }
            }

            public void Uncount(int packets)
            {
                Packets -= packets;
                Bytes -= _lastBytes;
            }
        }

        private sealed record Account(string Uri) : IAccount
        {
            public int Mode => Uri.StartsWith("coaps:", StringComparison.Ordinal) ? 0 : Transport.NoSec;

            public byte[] Identity => Encoding.ASCII.GetBytes(Security.Identity);

            public byte[] SecretKey => new byte[16];

            public int OscoreInstance => Mode == 0 ? -1 : 0;
        }
    }
}
