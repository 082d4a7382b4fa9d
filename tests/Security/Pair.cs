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
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Network;
using Simulator.Time;
using Testbed;
using Testbed.Server;

namespace SecurityTests
{
    /// <summary>A device's secured way and a server, in virtual time, with a hand in between that may change what passes.</summary>
    internal sealed class Pair
    {
        private const int ServerPort = 5684;

        private readonly byte[] _buffer = new byte[600];
        private readonly BareTransport _transport;
        private readonly IAccount _account;
        private readonly int _ownIdLength;
        private readonly OscoreObject _contexts;
        private readonly SimulatedPort _port;
        private IPEndPoint _peer;

        public Pair(bool oscore = false, int ownIdLength = 0)
        {
            _ownIdLength = ownIdLength;
            Network = new VirtualNetwork(Time, 7);
            Between = new Hand(Network);
            Dtls = new DtlsNetwork(Between, Time);
            Oscore = new OscoreNetwork(Between);
            byte[][] context = { new byte[16], Array.Empty<byte>(), new byte[] { 1 }, new byte[] { 2 } };
            Oscore.Add(context[0], context[1], context[2], context[3]);
            Dtls.Keys["device"] = new byte[16];
            _contexts = new OscoreObject(context);
            _port = (oscore ? (SimulatedNetwork)Oscore : Dtls).OpenServer(ServerPort, (datagram, from) =>
            {
                _peer = from;
                Arrived.Add(datagram);
            });
            _transport = new BareTransport(Time, Between, ServerPort);
            _account = new Account(oscore);
            Wake();
        }

        public VirtualTime Time { get; } = new(1767225600000);

        public VirtualNetwork Network { get; }

        public Hand Between { get; }

        public DtlsNetwork Dtls { get; }

        public OscoreNetwork Oscore { get; }

        public List<byte[]> Arrived { get; } = new();

        public List<string> Lines { get; } = new();

        public DatagramChannel Way { get; private set; }

        public BareTransport.MemoryStore Store => _transport.Store;

        /// <summary>Another life of the device, from what is in its store.</summary>
        public void Wake()
        {
            Way = new SecureTransport(_transport, 512, Store, _transport.Clock, new Random(5), new Lister(Lines)) { Contexts = _contexts, OwnIdLength = _ownIdLength }.Open(_account);
        }

        public void Connect(int seconds = 100)
        {
            for (int i = 0; i < seconds * 10 && !Way.IsReady; i++)
            {
                Way.Connect(Time.Now);
                Step();
            }
        }

        public byte[] Step()
        {
            Way.Poll(Time.Now);
            int count = Way.Receive(_buffer, 100);
            return _buffer[..count];
        }

        /// <summary>A message each way, to see that all is well.</summary>
        public void Exchange(byte number)
        {
            int before = Arrived.Count;
            byte[] request = { 0x41, 0x02, 0, number, number };
            Way.Send(request, 0, request.Length);
            Time.Run(200);
            Assert.AreEqual(before + 1, Arrived.Count, string.Join("\n", Lines.TakeLast(5)));
            CollectionAssert.AreEqual(request, Arrived[^1]);
            byte[] answer = { 0x61, 0x44, 0, number, number };
            _port.Send(answer, _peer);
            byte[] got = Array.Empty<byte>();
            for (int i = 0; i < 10 && got.Length == 0; i++)
            {
                got = Step();
            }

            CollectionAssert.AreEqual(answer, got, string.Join("\n", Lines.TakeLast(5)));
        }

        /// <summary>A request of the server, as the device gets it.</summary>
        public byte[] Ask(byte number)
        {
            _port.Send(new byte[] { 0x41, 0x03, 1, number, number }, _peer);
            byte[] got = Array.Empty<byte>();
            for (int i = 0; i < 10 && got.Length == 0; i++)
            {
                got = Step();
            }

            return got;
        }

        private sealed record Account(bool IsOscore) : IAccount
        {
            public string Uri => IsOscore ? "coap://192.0.2.1" : "coaps://192.0.2.1";

            public int Mode => IsOscore ? Transport.NoSec : 0;

            public byte[] Identity => Encoding.ASCII.GetBytes("device");

            public byte[] SecretKey => new byte[16];

            public int OscoreInstance => IsOscore ? 0 : -1;
        }

        private sealed class Lister : Log
        {
            private readonly List<string> _lines;

            public Lister(List<string> lines)
            {
                _lines = lines;
            }

            public override void Write(string line)
            {
                _lines.Add(line);
            }
        }
    }
}
