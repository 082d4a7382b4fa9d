// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Simulator.Board;
using Simulator.Lora;
using Simulator.Network;
using Simulator.Time;
using Testbed;
using Testbed.Server;

namespace Benchmarks
{
    /// <summary>What became of the reports of many nodes.</summary>
    internal sealed record FleetRow(string Way, int Nodes, long Due, long InTime, long Late, long Twice, long Lost, int Stuck, int Registrations, double FlashWritesPerNodeAndDay);

    /// <summary>
    /// A field of Node images for a month in virtual time: LoRa nodes share one channel, so that frames collide, the others
    /// are behind NATs that forget them between two reports. Nodes lose power at random, and the server is started anew
    /// every few days, without its registrations.
    /// </summary>
    internal sealed class Fleet
    {
        private const double LoraShare = 0.7;
        private const double PowerCutsPerNodeAndDay = 0.03;
        private const int ServerRestartDays = 5;
        private const int ServerDownMinutes = 20;
        private const double RadiusMetres = 65; // the channel model is that of a city, the gateway 60 m off the centre

        private readonly VirtualTime _time = new(1767225600000);
        private readonly VirtualNetwork _network;
        private readonly LwM2MServer _server;
        private readonly LoraAir _air;
        private readonly LorawanBridge _bridge;
        private readonly List<FleetNode> _nodes = new();
        private readonly Dictionary<string, FleetNode> _byName = new();
        private readonly Random _random = new(17);
        private readonly int _periodSeconds;
        private readonly int _days;

        public Fleet(int nodes, int days, int periodSeconds)
        {
            _days = days;
            _periodSeconds = periodSeconds;
            _network = new VirtualNetwork(_time, 7) { LossRatio = 0.01, JitterMilliseconds = 30 };
            _server = new LwM2MServer(_time, _network, 5683) { AwakeMilliseconds = 30000, BlockSize = 128 };
            _air = new LoraAir(_time, 3);
            _bridge = new LorawanBridge(_time, _air, _network, 5683);
            _server.Registered += Prepare;
            _server.Reported += (_, path, _, _) => Find(path)?.Deliver(_time.Now, _time.Now);
            _server.Sent += (client, _, payload) => OnKept(client, payload);
            for (int i = 0; i < nodes; i++)
            {
                Add(i, i < nodes * LoraShare);
            }
        }

        public int Collisions => _air.Collisions;

        public IReadOnlyList<string> Violations => _bridge.Violations;

        /// <summary>Runs it, an hour at a time.</summary>
        public IReadOnlyList<FleetRow> Run(Action<int> dayEnded)
        {
            for (int hour = 0; hour < _days * 24; hour++)
            {
                if (hour % (ServerRestartDays * 24) == ServerRestartDays * 24 - 1)
                {
                    RestartServer();
                }

                foreach (FleetNode node in _nodes.Where(_ => _random.NextDouble() < PowerCutsPerNodeAndDay / 24))
                {
                    node.Board.PowerOff();
                    _time.Run(10);
                    node.Board.PowerOn();
                }

                _time.Run(3600000);
                if (hour % 24 == 23)
                {
                    dayEnded(hour / 24 + 1);
                }
            }

            return new[] { Row("LoRa SF7", _nodes.Where(n => n.IsLora).ToArray()), Row("UDP behind a NAT", _nodes.Where(n => !n.IsLora).ToArray()) };
        }

        private FleetRow Row(string way, FleetNode[] nodes)
        {
            long end = _time.Now - _periodSeconds * 1000L; // what fell due last may still be under way
            long due = nodes.Sum(n => n.Due(end));
            long inTime = nodes.Sum(n => n.InTime(end));
            long late = nodes.Sum(n => n.Late(end));
            int stuck = nodes.Count(n => n.LastHeard < _time.Now - Math.Max(4L * _periodSeconds, 6 * 3600) * 1000);
            double writes = nodes.Average(n => n.Board.Flash.Writes) / _days;
            return new FleetRow(way, nodes.Length, due, inTime, late, nodes.Sum(n => n.Twice), due - inTime - late, stuck, nodes.Sum(n => n.Registrations), writes);
        }

        private void Add(int index, bool lora)
        {
            string name = $"node-{index:D8}";
            string eui = $"{0x70B3D57ED0000000 + (ulong)index:X16}";
            string key = $"{index:X8}{0x0123456789ABCDEF:X16}{index:X8}";
            double angle = _random.NextDouble() * 2 * Math.PI;
            double distance = RadiusMetres * Math.Sqrt(_random.NextDouble());
            SimulatedSx127x chip = lora ? new SimulatedSx127x(_air) { X = distance * Math.Cos(angle), Y = distance * Math.Sin(angle) } : null;
            SimulatedNetwork outside = lora ? _network : new Nat(_network, _time, 30000);
            SimulatedBoard board = new(name, _time, outside, Firmware.Node.Program.Main, 100 + index) { Radio = chip, WifiJoinMilliseconds = 1500 };
            if (lora)
            {
                chip.Wire(board.Pins, 26, -1, 14);
                _bridge.Add(Convert.FromHexString(eui), Convert.FromHexString(key));
                Scene.Provision(board, new { Endpoint = name, Transport = "lorawan", DevEui = eui, AppKey = key });
            }
            else
            {
                Scene.Provision(board, new { Endpoint = name, Server = "coap://127.0.0.1:5683" });
            }

            FleetNode node = new(board, lora, _periodSeconds);
            _nodes.Add(node);
            _byName[name] = node;
            _time.Schedule(_random.Next(_periodSeconds * 1000), board.PowerOn);
        }

        private void RestartServer()
        {
            _server.IsDown = true;
            _time.Run(ServerDownMinutes * 60000L);
            _server.Forget();
            _server.IsDown = false;
        }

        private FleetNode Find(string path)
        {
            return _byName.GetValueOrDefault(path.Split('/').Last());
        }

        private void Prepare(RegisteredClient client)
        {
            FleetNode node = _byName[client.Endpoint];
            node.Registrations++;
            _server.ExpectReports("batch/" + client.Endpoint, client);
            if (client.Objects.Contains("/2347"))
            {
                _server.Create(client, "/2346", Payloads.CreateBatch("/3303/0/5700", "/3304/0/5700", "/3/0/9"), created =>
                {
                    if (created?.Code == CoapCode.Created)
                    {
                        byte[] notify = Payloads.CreateNotify("/" + created.Location, 1, "batch/" + client.Endpoint, _periodSeconds, true, false);
                        _server.Create(client, "/2347", notify, _ => { });
                    }
                });
            }
        }

        private void OnKept(RegisteredClient client, byte[] payload)
        {
            foreach (long utc in Day.KeptTimes(payload))
            {
                _byName[client.Endpoint].Deliver(utc, _time.Now);
            }
        }

        /// <summary>A node and what has arrived of it.</summary>
        private sealed class FleetNode
        {
            private readonly Dictionary<long, long> _arrived = new();
            private readonly long _period;
            private long _origin;

            internal FleetNode(SimulatedBoard board, bool lora, int periodSeconds)
            {
                Board = board;
                IsLora = lora;
                _period = periodSeconds * 1000L;
            }

            internal SimulatedBoard Board { get; }

            internal bool IsLora { get; }

            internal int Registrations { get; set; }

            internal long LastHeard { get; private set; }

            internal long Twice { get; private set; }

            internal void Deliver(long at, long now)
            {
                _origin = _origin == 0 ? at : _origin;
                LastHeard = now;
                long index = (at - _origin + _period / 2) / _period;
                Twice += _arrived.TryAdd(index, now) ? 0 : 1;
            }

            internal long Due(long end)
            {
                return _origin == 0 ? 0 : (end - _origin) / _period + 1;
            }

            internal long InTime(long end)
            {
                return _arrived.Count(a => a.Key < Due(end) && a.Value <= _origin + (a.Key + 1) * _period);
            }

            internal long Late(long end)
            {
                return _arrived.Count(a => a.Key < Due(end)) - InTime(end);
            }
        }
    }
}
