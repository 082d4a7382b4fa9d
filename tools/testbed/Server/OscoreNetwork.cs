// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using LwM2M.Security.Crypto;
using LwM2M.Security.Oscore;
using Simulator.Network;

namespace Testbed.Server
{
    /// <summary>A network whose server ports speak OSCORE, by the library's own code in the server's role: one context a client, found by the kid of its requests.</summary>
    public sealed class OscoreNetwork : SimulatedNetwork
    {
        private const int Limit = 1500;

        private readonly SimulatedNetwork _below;
        private readonly List<Entry> _entries = new();
        private readonly Dictionary<IPEndPoint, Entry> _byAddress = new();
        private readonly Ccm _ccm = new(Limit);
        private SimulatedPort _port;

        public OscoreNetwork(SimulatedNetwork below)
        {
            _below = below;
        }

        /// <summary>Messages that were not genuine, and why.</summary>
        public List<string> Faults { get; } = new();

        /// <summary>Admits a client.</summary>
        /// <param name="secret">Master Secret.</param>
        /// <param name="salt">Master Salt.</param>
        /// <param name="clientId">The client's Sender ID.</param>
        /// <param name="serverId">The client's Recipient ID.</param>
        public void Add(byte[] secret, byte[] salt, byte[] clientId, byte[] serverId)
        {
            OscoreContext context = new(secret, salt, serverId, clientId, null);
            _entries.Add(new Entry(clientId, context, new OscoreCodec(context, _ccm)));
        }

        /// <summary>Loses its replay windows, as a server does that is started anew.</summary>
        public void Forget()
        {
            foreach (Entry entry in _entries)
            {
                entry.Codec = new OscoreCodec(entry.Context, _ccm);
                entry.Codec.ExpectEcho(RandomNumberGenerator.GetBytes(8));
            }
        }

        public override SimulatedPort Open(object host, int port, Action<byte[], IPEndPoint> received)
        {
            return _below.Open(host, port, received);
        }

        public override SimulatedPort OpenServer(int port, Action<byte[], IPEndPoint> received)
        {
            _port = _below.OpenServer(port, (datagram, from) => OnReceived(datagram, from, received));
            return new Port(this);
        }

        private void OnReceived(byte[] datagram, IPEndPoint from, Action<byte[], IPEndPoint> received)
        {
            byte[] kid = OscoreCodec.KidOf(datagram, datagram.Length);
            Entry entry = kid == null ? _byAddress.GetValueOrDefault(from) : _entries.FirstOrDefault(e => e.ClientId.AsSpan().SequenceEqual(kid));
            if (entry == null)
            {
                Faults.Add("no context");
                return;
            }

            byte[] result = new byte[Limit];
            int length = entry.Codec.Unprotect(datagram, datagram.Length, result);
            if (entry.Codec.Fault != null)
            {
                Faults.Add(entry.Codec.Fault);
            }

            if (length < 0)
            {
                _port.Send(result[..-length], from);
            }
            else if (length > 0)
            {
                _byAddress[from] = entry;
                received(result[..length], from);
            }
        }

        private void Send(byte[] message, IPEndPoint to)
        {
            if (!_byAddress.TryGetValue(to, out Entry entry))
            {
                return;
            }

            if (entry.Context.Counter.MustReserve)
            {
                entry.Context.Counter.Reserve();
            }

            byte[] result = new byte[Limit];
            int length = entry.Codec.Protect(message, 0, message.Length, result);
            if (length > 0)
            {
                _port.Send(result[..length], to);
            }
        }

        private sealed class Entry
        {
            public Entry(byte[] clientId, OscoreContext context, OscoreCodec codec)
            {
                ClientId = clientId;
                Context = context;
                Codec = codec;
            }

            public byte[] ClientId { get; }

            public OscoreContext Context { get; }

            public OscoreCodec Codec { get; set; }
        }

        private sealed class Port : SimulatedPort
        {
            private readonly OscoreNetwork _network;

            public Port(OscoreNetwork network)
            {
                _network = network;
            }

            public override int Number => _network._port.Number;

            public override void Send(byte[] datagram, IPEndPoint to)
            {
                _network.Send(datagram, to);
            }

            public override void Dispose()
            {
                _network._port.Dispose();
            }
        }
    }
}
