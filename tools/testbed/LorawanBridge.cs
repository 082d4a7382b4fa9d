// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using Lora.Nano;
using Lora.Nano.Lorawan.Network;
using Simulator.Lora;
using Simulator.Network;
using Simulator.Time;

namespace Testbed
{
    /// <summary>
    /// A public LoRaWAN network with one gateway, and a bridge from its payloads to an LwM2M server's UDP port, with a port
    /// of its own for each node. It keeps account of what a node must never do.
    /// </summary>
    public sealed class LorawanBridge
    {
        private const int Port = 5;
        private const int Overhead = 13;

        // Of the counter 16 bits are on the air: they come again after days.
        private const long WrapMilliseconds = 5 * 86400000L;
        private const int SecondDataRate = 0;

        // The longest payload by spreading factor, 7 to 12 (EU868).
        private static readonly int[] s_longest = { 222, 222, 115, 51, 51, 51 };

        private readonly SimulatedTime _time;
        private readonly SimulatedNetwork _network;
        private readonly LoraConcentrator _gateway;
        private readonly IPEndPoint _server;
        private readonly LorawanNetwork _lorawan = new(SecondDataRate);
        private readonly Dictionary<NetworkNode, SimulatedPort> _ports = new();
        private readonly Dictionary<(uint Address, int Session, int Counter), (byte[] Frame, long Time)> _counters = new();
        private readonly HashSet<(string Eui, int Nonce)> _nonces = new();
        private readonly Dictionary<uint, int> _sessions = new();

        public LorawanBridge(SimulatedTime time, LoraAir air, SimulatedNetwork network, int serverPort)
        {
            _time = time;
            _network = network;
            _server = new IPEndPoint(IPAddress.Loopback, serverPort);
            _gateway = new LoraConcentrator(air);
            _gateway.Received += Take;
            air.Sent += Watch;
        }

        public int Joins { get; private set; }

        /// <summary>Uplinks with a payload that had not come before.</summary>
        public int Messages { get; private set; }

        public int Uplinks { get; private set; }

        public int Downlinks { get; private set; }

        /// <summary>Frames that came again because their acknowledgement did not arrive.</summary>
        public int Repeats { get; private set; }

        /// <summary>What was on the air towards the network, heard or not.</summary>
        public long AirtimeMicroseconds { get; private set; }

        /// <summary>Counters or nonces that came twice with something else, and frames that were not genuine.</summary>
        public List<string> Violations { get; } = new();

        /// <summary>Admits a node.</summary>
        public void Add(byte[] devEui, byte[] appKey)
        {
            NetworkNode node = _lorawan.Add(devEui, appKey);
            _ports[node] = _network.Open((datagram, _) => node.Enqueue(datagram, datagram.Length));
        }

        /// <summary>Forgets every session, as a network does that has lost its database.</summary>
        public void Forget()
        {
            for (int i = 0; i < _lorawan.Count; i++)
            {
                _lorawan.Node(i).Forget();
            }
        }

        // Whatever is sent, heard or not: a counter or a nonce is used for one frame only.
        private void Watch(Transmission up)
        {
            if (up.Inverted || up.SyncWord != Modulation.LorawanSyncWord)
            {
                return;
            }

            byte[] frame = up.Payload;
            Uplinks++;
            AirtimeMicroseconds += new Modulation { SpreadingFactor = up.SpreadingFactor, Bandwidth = (Bandwidth)up.Bandwidth }.AirtimeMicroseconds(frame.Length);
            if (frame[0] == 0)
            {
                if (!_nonces.Add((Convert.ToHexString(frame, 1, 16), frame[17] | (frame[18] << 8))))
                {
                    Violations.Add("DevNonce repeated");
                }

                return;
            }

            uint address = BitConverter.ToUInt32(frame, 1);
            (uint, int, int) key = (address, _sessions.GetValueOrDefault(address), frame[6] | (frame[7] << 8));
            bool known = _counters.TryGetValue(key, out (byte[] Frame, long Time) before) && _time.Now - before.Time < WrapMilliseconds;
            if (known && !before.Frame.AsSpan().SequenceEqual(frame))
            {
                Violations.Add("uplink counter repeated");
            }

            _counters[key] = (frame, _time.Now);
        }

        private void Take(Transmission up)
        {
            byte[] frame = (byte[])up.Payload.Clone();
            NetworkNode node = _lorawan.Take(frame, frame.Length);
            if (node == null)
            {
                return;
            }

            if (node.IsJoining)
            {
                Joins++;
            }
            else
            {
                Repeats += node.IsRepeat ? 1 : 0;
                if (node.PayloadLength > 0 && !node.IsRepeat)
                {
                    Messages++;
                    _ports[node].Send(frame[node.PayloadOffset..(node.PayloadOffset + node.PayloadLength)], _server);
                }
            }

            _time.Schedule(node.IsJoining ? LorawanNetwork.JoinDelaySeconds * 1000 : LorawanNetwork.DelaySeconds * 1000, () => Answer(node, up));
        }

        // What the server has sent until now goes in the first window.
        private void Answer(NetworkNode node, Transmission up)
        {
            byte[] frame = new byte[255];
            bool joining = node.IsJoining;
            int length = _lorawan.Compose(node, Port, frame);
            if (length == 0)
            {
                return;
            }

            if (joining)
            {
                _sessions[node.Address] = _sessions.GetValueOrDefault(node.Address) + 1;
            }

            if (length - Overhead > s_longest[up.SpreadingFactor - 7])
            {
                Violations.Add("downlink longer than its data rate allows");
                return;
            }

            Downlinks++;
            Modulation modulation = new() { SpreadingFactor = up.SpreadingFactor, Crc = false };
            int airtime = (modulation.AirtimeMicroseconds(length) + 999) / 1000;
            _gateway.Send(up.FrequencyHertz, up.SpreadingFactor, up.Bandwidth, airtime, modulation.SymbolMicroseconds / 1000.0, frame[..length], Modulation.LorawanSyncWord);
        }
    }
}
