// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Lora.Nano;
using Lora.Nano.Regions;
using LwM2M.Nano.Coap;
using Simulator.Board;
using Simulator.Lora;
using Simulator.Network;
using Simulator.Time;
using Testbed;
using Testbed.Server;
using UnitTests;

namespace Benchmarks
{
    /// <summary>How the values are fetched.</summary>
    internal enum Scheme
    {
        ReverseBatch,
        BatchRead,
        SixReads
    }

    /// <summary>A day of the Node image: what it delivered and what it cost.</summary>
    internal sealed record DayRow(
        string Way, string Scheme, double Loss, int Delivered, int Late, int Twice, int Packets, long Bytes, int SessionMessages, double AirtimePerUpdate,
        double DutyPercent, double WorstHourPercent, double AwakeSeconds, string Causes, int FlashWrites, double ChargeMah, string Exceeded);

    /// <summary>
    /// The Node image for 96 periods of 15 minutes and six values, on a simulated board in virtual time: what the interpreter
    /// takes to run is not in it.
    /// </summary>
    internal static class Day
    {
        private const int Periods = 96;
        private const string ReportPath = "batch/node-00000001";
        private const int SettlePeriods = 4;
        private const int PeriodMilliseconds = 900000;
        private const int LowerLayers = 42; // Ethernet, IP and UDP, as the seed paper counts
        private const double Sf7AirtimeCeiling = 125; // 19 bytes of it are the path of the report
        private const int FlashCeiling = 24;
        private const int SessionCeiling = 2;

        // At SF12 an hour's airtime allows four attempts. Values of a report all of whose acknowledgements were lost are told again, a
        // frame each, which takes hours and a write for each wake.
        private const int TwiceAtSf12 = 2;
        private const int FlashAtSf12 = 60;

        // In milliamperes. The sleep is the ESP32's, the reception follows from 0.26 mAh for 93 s; the others are assumptions.
        private const double SleepCurrent = 0.0102;
        private const double ProcessorCurrent = 40;
        private const double WifiCurrent = 100;
        private const double TransmitCurrent = 44;
        private const double ReceiveCurrent = 10;

        private static readonly string[] s_members = { "/3303/0/5700", "/3304/0/5700", "/3360/0/5702", "/3360/0/5703", "/3360/0/5704", "/3/0/9" };

        public static IEnumerable<DayRow> Run()
        {
            int[] dataRates = { -1, 5, 3, 0 };
            foreach (int dataRate in dataRates)
            {
                yield return new DayRun(dataRate, Scheme.ReverseBatch, 0).Measure();
                yield return new DayRun(dataRate, Scheme.ReverseBatch, 0.1).Measure();
                yield return new DayRun(dataRate, Scheme.BatchRead, 0).Measure();
                yield return new DayRun(dataRate, Scheme.SixReads, 0).Measure();
            }
        }

        /// <summary>The times of the first member's values in a pack of kept ones, in milliseconds since 1970-01-01 UTC.</summary>
        internal static IEnumerable<long> KeptTimes(byte[] payload)
        {
            SenmlPack pack = new(payload, payload.Length);
            while (pack.MoveNext())
            {
                if (pack.Name == s_members[0])
                {
                    yield return pack.Time * 1000;
                }
            }
        }

        private sealed class DayRun
        {
            private readonly VirtualTime _time = new(1767225600000);
            private readonly int _dataRate;
            private readonly Scheme _scheme;
            private readonly double _loss;
            private readonly VirtualNetwork _network;
            private readonly LwM2MServer _server;
            private readonly LoraAir _air;
            private readonly SimulatedSx127x _chip;
            private readonly SimulatedBoard _board;
            private readonly List<(long Time, double Airtime, int Band)> _sent = new();
            private readonly int[] _delivered = new int[Periods];
            private readonly int[] _late = new int[Periods];
            private readonly List<string> _lines = new();
            private bool _counting;
            private bool _ready;
            private long _origin;
            private int _packets;
            private long _bytes;
            private int _sessionMessages;
            private int _readsLeft;

            public DayRun(int dataRate, Scheme scheme, double loss)
            {
                _dataRate = dataRate;
                _scheme = scheme;
                _loss = loss;
                _network = new VirtualNetwork(_time, 7);
                _server = new LwM2MServer(_time, _network, 5683) { AwakeMilliseconds = IsLora ? 30000 : 1500, BlockSize = dataRate < 0 ? 0 : dataRate < 3 ? 32 : dataRate < 4 ? 64 : 128 };
                _air = new LoraAir(_time, 3);
                _chip = IsLora ? new SimulatedSx127x(_air) : null;
                SimulatedNetwork outside = IsLora ? _network : new Nat(_network, _time, 30000);
                _board = new SimulatedBoard("node", _time, outside, Firmware.Node.Program.Main, 11) { Radio = _chip, WifiJoinMilliseconds = 1500 };
                _board.LineWritten += _lines.Add;
                _server.Registered += Prepare;
                _server.Updated += OnUpdated;
                _server.Reported += (_, _, _, _) => Deliver(_time.Now, false);
                _server.Sent += OnKept;
                if (IsLora)
                {
                    LorawanBridge bridge = new(_time, _air, _network, 5683);
                    byte[] key = Convert.FromHexString("98929B92C49EDBA9676D646D3B612456");
                    bridge.Add(Convert.FromHexString("0102030405060708"), key);
                    _chip.Wire(_board.Pins, 26, -1, 14);
                    _air.Sent += CountFrame;
                    string appKey = Convert.ToHexString(key);
                    Scene.Provision(_board, new { Endpoint = "node-00000001", Transport = "lorawan", DevEui = "0102030405060708", AppKey = appKey, DataRate = dataRate, MaximumSleep = 3600 });
                }
                else
                {
                    outside.Passed += CountDatagram;
                    Scene.Provision(_board, new { Endpoint = "node-00000001", Server = "coap://127.0.0.1:5683", AwakeWindow = 2, MaximumSleep = 3600 });
                }
            }

            private bool IsLora => _dataRate >= 0;

            public DayRow Measure()
            {
                _board.PowerOn();
                for (int i = 0; i < 10000 && _origin == 0; i++)
                {
                    _time.Run(1000);
                }

                if (_origin == 0 && _scheme != Scheme.ReverseBatch)
                {
                    _origin = _time.Now; // the duty cycle does not allow it even once
                }

                if (_origin == 0)
                {
                    throw new InvalidOperationException($"the node does not report: {_dataRate} {_scheme}\n" + string.Join("\n", _lines.TakeLast(20)));
                }

                // From just before a period begins, once what the setting up has cost is made up for.
                _time.Run((SettlePeriods * PeriodMilliseconds) - (PeriodMilliseconds / 4));
                _origin += SettlePeriods * PeriodMilliseconds;
                _network.LossRatio = IsLora ? 0 : _loss;
                _air.Loss = IsLora ? _loss : 0;
                long awake = _board.AwakeMilliseconds;
                int boots = _board.Boots;
                int writes = _board.Flash.Writes;
                long[] modes = (long[])_chip?.ModeMilliseconds.Clone() ?? new long[8];
                _ready = true;
                _counting = true;
                _time.Run((long)Periods * PeriodMilliseconds);
                _counting = false;
                _time.Run(PeriodMilliseconds); // what the last period kept
                return Row((_board.AwakeMilliseconds - awake) / 1000.0, _board.Boots - boots, _board.Flash.Writes - writes, modes);
            }

            private DayRow Row(double awake, int boots, int writes, long[] before)
            {
                double share = 1.0 / (Periods + 1) * Periods; // one period more was counted awake
                awake *= share;
                double transmitting = IsLora ? (_chip.ModeMilliseconds[3] - before[3]) / 1000.0 * share : 0;
                double receiving = IsLora ? (_chip.ModeMilliseconds[6] - before[6]) / 1000.0 * share : 0;
                double joining = IsLora ? 0 : boots * share * _board.WifiJoinMilliseconds / 1000.0;
                string causes = IsLora
                    ? $"sends {transmitting:F0}, listens {receiving:F0}, waits {awake - transmitting - receiving:F0}"
                    : $"joins Wi-Fi {joining:F0}, waits {awake - joining:F0}";
                double sleeping = Periods * PeriodMilliseconds / 1000.0 - awake;
                double charge = sleeping * SleepCurrent + awake * (IsLora ? ProcessorCurrent : WifiCurrent)
                    + transmitting * TransmitCurrent + receiving * ReceiveCurrent;
                double airtime = _sent.Sum(s => s.Airtime);
                int delivered = _delivered.Count(d => d > 0);
                int twice = _delivered.Count(d => d > 1);
                int late = Enumerable.Range(0, Periods).Count(i => _delivered[i] > 0 && _late[i] > 0);
                double perUpdate = delivered == 0 ? 0 : airtime / delivered;
                List<string> exceeded = new();
                Check(exceeded, delivered == Periods || _scheme != Scheme.ReverseBatch, "not all delivered");
                bool isHard = _dataRate == 0 && _loss > 0;
                Check(exceeded, twice == 0 || (isHard && twice <= TwiceAtSf12), "some twice");
                Check(exceeded, _scheme != Scheme.ReverseBatch || writes * share <= (isHard ? FlashAtSf12 : FlashCeiling), "flash writes");
                if (_scheme == Scheme.ReverseBatch && _loss == 0)
                {
                    Check(exceeded, late == 0, "some late");
                    Check(exceeded, _dataRate != 5 || perUpdate <= Sf7AirtimeCeiling, "airtime");
                    Check(exceeded, _sessionMessages <= SessionCeiling, "session messages");
                }

                return new DayRow(
                    IsLora ? $"LoRa SF{12 - _dataRate}" : "UDP behind a NAT", Name(), _loss, delivered, late, twice, _packets, _bytes, _sessionMessages, perUpdate,
                    airtime / (Periods * (PeriodMilliseconds / 100.0)), WorstHour(), awake, causes, (int)Math.Round(writes * share), charge / 3600, string.Join(", ", exceeded));
            }

            private static void Check(List<string> exceeded, bool good, string what)
            {
                if (!good)
                {
                    exceeded.Add(what);
                }
            }

            private string Name()
            {
                return _scheme == Scheme.ReverseBatch ? "reverse Batch" : _scheme == Scheme.BatchRead ? "Batch read after an Update" : "six reads after an Update";
            }

            private double WorstHour()
            {
                double worst = 0;
                foreach ((long end, double _, int band) in _sent)
                {
                    worst = Math.Max(worst, _sent.Where(s => s.Band == band && s.Time <= end && s.Time > end - 3600000).Sum(s => s.Airtime) / 36000.0);
                }

                return worst;
            }

            private void Prepare(RegisteredClient client)
            {
                if (!client.Objects.Contains("/2347"))
                {
                    return;
                }

                _server.ExpectReports(ReportPath, client);
                _server.Create(client, "/2346", Payloads.CreateBatch(s_members), created =>
                {
                    bool reverse = _scheme == Scheme.ReverseBatch;
                    byte[] notify = Payloads.CreateNotify("/" + created.Location, 1, reverse ? ReportPath : "rd", PeriodMilliseconds / 1000, reverse, !reverse);
                    _server.Create(client, "/2347", notify, _ => { });
                });
            }

            // The server reads when the Update says that the node is ready.
            private void OnUpdated(RegisteredClient client)
            {
                _sessionMessages += _counting && _scheme == Scheme.ReverseBatch ? 1 : 0;
                if (_scheme == Scheme.ReverseBatch || !client.Objects.Contains("/2347/0") || client.Queued > 0)
                {
                    return;
                }

                string[] paths = _scheme == Scheme.SixReads ? s_members : new[] { "/2346/0/5914" };
                _readsLeft = paths.Length;
                foreach (string path in paths)
                {
                    _server.Read(client, path, _scheme == Scheme.SixReads ? ContentFormat.Text : ContentFormat.Tlv, reply =>
                    {
                        _readsLeft -= reply == null ? 0 : 1;
                        if (_readsLeft == 0)
                        {
                            Deliver(_time.Now, false);
                        }
                    });
                }
            }

            private void OnKept(RegisteredClient client, int format, byte[] payload)
            {
                foreach (long utc in KeptTimes(payload))
                {
                    Deliver(utc, true);
                }
            }

            private void Deliver(long at, bool late)
            {
                _origin = _origin == 0 ? at : _origin;
                long index = (at - _origin + PeriodMilliseconds / 2) / PeriodMilliseconds;
                if (_ready && at >= _origin - PeriodMilliseconds / 2 && index < Periods)
                {
                    _delivered[index]++;
                    _late[index] += late && _time.Now > at + PeriodMilliseconds ? 1 : 0;
                }
            }

            private void CountDatagram(byte[] datagram, bool fromBoard)
            {
                _packets += _counting ? 1 : 0;
                _bytes += _counting ? datagram.Length + LowerLayers : 0;
            }

            private void CountFrame(Transmission frame)
            {
                if (!_counting)
                {
                    return;
                }

                _packets++;
                _bytes += frame.Payload.Length;
                if (frame.Sender == _chip)
                {
                    Modulation modulation = new() { SpreadingFactor = frame.SpreadingFactor, FrequencyHertz = frame.FrequencyHertz };
                    _sent.Add((frame.End, modulation.AirtimeMicroseconds(frame.Payload.Length) / 1000.0, Region.Eu868().Rules.Find(modulation)));
                }
            }
        }
    }
}
