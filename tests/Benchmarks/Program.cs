// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json;
using Spectre.Console;

namespace Benchmarks
{
    /// <summary>Measurements with ceilings: exits 1 when one is exceeded.</summary>
    public static class Program
    {
        public static int Main(string[] args)
        {
            Option<bool> json = new("--json") { Description = "Print one JSON object.", Recursive = true };
            Command wire = new("wire", "Bytes and packets of the seed paper's scenarios, and payload sizes by format.");
            wire.SetAction(result => RunWire(result.GetValue(json)));
            Command cost = new("cost", "IL instructions and allocated bytes of each operation in each format, IL size of the library's parts.");
            Option<string> profile = new("--profile") { Description = "Where one operation spends its instructions, such as \"Read/TLV\"." };
            cost.Options.Add(profile);
            cost.SetAction(result => result.GetValue(profile) is string operation ? RunProfile(operation) : RunCost(result.GetValue(json)));
            Command day = new("day", "A day of the Node: what is delivered, bytes, airtime, duty cycle, awake time, flash writes, charge.");
            day.SetAction(result => RunDay(result.GetValue(json)));
            Command fleet = new("fleet", "Many Nodes for a month: what arrives and what is lost. Takes minutes.");
            Option<int> nodes = new("--nodes") { DefaultValueFactory = _ => 200, Description = "How many." };
            Option<int> days = new("--days") { DefaultValueFactory = _ => 30, Description = "For how long." };
            Option<int> period = new("--period") { DefaultValueFactory = _ => 3600, Description = "Seconds between two reports of a node." };
            fleet.Options.Add(nodes);
            fleet.Options.Add(days);
            fleet.Options.Add(period);
            fleet.SetAction(result => RunFleet(result.GetValue(json), result.GetValue(nodes), result.GetValue(days), result.GetValue(period)));
            Command gateway = new("gateway", "The Gateway: time until a twin can be read, instructions and objects made for each packet of a stream.");
            gateway.SetAction(result => RunGateway(result.GetValue(json)));
            Command month = new("month", "The Gateway for many days with peripherals that come and go: whether its heap grows. Takes half an hour.");
            month.Options.Add(days);
            month.SetAction(result => RunMonth(result.GetValue(json), result.GetValue(days)));
            Command security = new("security", "The seed paper's scenarios without security, over DTLS and over OSCORE: bytes, packets, and where a Batch pays.");
            Option<string> plot = new("--plot") { Description = "Write the plot of docs/security.md to this file." };
            security.Options.Add(plot);
            security.SetAction(result => RunSecurity(result.GetValue(json), result.GetValue(plot)));
            RootCommand root = new("Measures what the library and the images cost.") { wire, cost, day, fleet, gateway, month, security, json };
            return root.Parse(args).Invoke();
        }

        private static int RunWire(bool json)
        {
            IReadOnlyList<WireRow> rows = Wire.Run();
            IReadOnlyList<(string Format, int Bytes)> payloads = Wire.Payloads();
            IReadOnlyList<ReadRow> reads = Wire.Reads();
            bool exceeded = rows.Any(r => r.Ceiling > 0 && r.Bytes > r.Ceiling);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { rows, reads, payloads = payloads.ToDictionary(p => p.Format, p => p.Bytes), exceeded }));
                return exceeded ? 1 : 0;
            }

            Table table = new Table().AddColumns("scenario", "packets", "bytes", "ceiling", "remark");
            foreach (WireRow row in rows)
            {
                table.AddRow(row.Scenario, row.Packets.ToString(), row.Bytes.ToString(), row.Ceiling == 0 ? "" : row.Ceiling.ToString(), row.Remark);
            }

            AnsiConsole.Write(table);
            Table sizes = new Table().AddColumns("six values as", "bytes");
            foreach ((string format, int bytes) in payloads)
            {
                sizes.AddRow(format, bytes.ToString());
            }

            AnsiConsole.Write(sizes);
            Table figure = new Table().AddColumns("resources read", "separate, TLV", "separate, JSON", "Batch, TLV", "Batch, JSON", "Batch, CBOR");
            foreach (ReadRow row in reads)
            {
                figure.AddRow(new[] { row.Resources, row.SeparateTlv, row.SeparateJson, row.BatchTlv, row.BatchJson, row.BatchCbor }.Select(n => n.ToString()).ToArray());
            }

            AnsiConsole.Write(figure);
            return exceeded ? 1 : 0;
        }

        private static int RunCost(bool json)
        {
            IReadOnlyList<CostRow> rows = Cost.Run();
            IReadOnlyList<(string Part, int Bytes)> parts = InstrumentedBuild.Sizes();
            bool exceeded = rows.Any(r => r.Allocated > 0 || (r.Ceiling > 0 && r.Instructions > r.Ceiling * 1.1));
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { rows, parts = parts.ToDictionary(p => p.Part, p => p.Bytes), exceeded }));
                return exceeded ? 1 : 0;
            }

            Table table = new Table().AddColumns("operation", "format", "IL instructions", "ceiling", "bytes allocated");
            foreach (CostRow row in rows.OrderBy(r => r.Operation, StringComparer.Ordinal))
            {
                table.AddRow(row.Operation, row.Format, row.Instructions.ToString(), row.Ceiling.ToString(), row.Allocated.ToString());
            }

            AnsiConsole.Write(table);
            Table sizes = new Table().AddColumns("part", "bytes of IL");
            foreach ((string part, int bytes) in parts)
            {
                sizes.AddRow(part, bytes.ToString());
            }

            sizes.AddRow("all", parts.Sum(p => p.Bytes).ToString());
            AnsiConsole.Write(sizes);
            return exceeded ? 1 : 0;
        }

        private static int RunDay(bool json)
        {
            List<DayRow> rows = Day.Run().ToList();
            bool exceeded = rows.Any(r => r.Exceeded.Length > 0);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { rows, exceeded }));
                return exceeded ? 1 : 0;
            }

            Table table = new Table().AddColumns(
                "way", "scheme", "loss", "of 96", "late", "twice", "packets", "bytes", "session", "ms on air each", "duty %", "worst hour %", "awake s", "of these", "flash writes", "mAh", "exceeded");
            foreach (DayRow row in rows)
            {
                table.AddRow(
                    row.Way, row.Scheme, $"{row.Loss:P0}", row.Delivered.ToString(), row.Late.ToString(), row.Twice.ToString(), row.Packets.ToString(), row.Bytes.ToString(),
                    row.SessionMessages.ToString(), $"{row.AirtimePerUpdate:F1}", $"{row.DutyPercent:F2}", $"{row.WorstHourPercent:F2}", $"{row.AwakeSeconds:F0}", row.Causes,
                    row.FlashWrites.ToString(), $"{row.ChargeMah:F1}", row.Exceeded);
            }

            AnsiConsole.Profile.Width = 240;
            AnsiConsole.Write(table);
            return exceeded ? 1 : 0;
        }

        private static int RunFleet(bool json, int nodes, int days, int period)
        {
            Fleet fleet = new(nodes, days, period);
            IReadOnlyList<FleetRow> rows = fleet.Run(day => Console.Error.Write($"\rday {day} of {days} "));
            Console.Error.WriteLine();
            bool exceeded = rows.Any(r => r.Stuck > 0) || fleet.Violations.Count > 0;
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { rows, fleet.Collisions, fleet.Violations, exceeded }));
                return exceeded ? 1 : 0;
            }

            Table table = new Table().AddColumns("way", "nodes", "due", "in time", "late", "lost", "twice", "stuck", "registrations", "flash writes a node and day");
            foreach (FleetRow row in rows)
            {
                table.AddRow(new object[] { row.Way, row.Nodes, row.Due, row.InTime, row.Late, row.Lost, row.Twice, row.Stuck, row.Registrations, $"{row.FlashWritesPerNodeAndDay:F1}" }
                    .Select(c => c.ToString()).ToArray());
            }

            AnsiConsole.Write(table);
            AnsiConsole.WriteLine($"{fleet.Collisions} receptions spoilt by another frame; {fleet.Violations.Count} counters or nonces repeated {string.Join(", ", fleet.Violations.Distinct())}");
            return exceeded ? 1 : 0;
        }

        private static int RunGateway(bool json)
        {
            IReadOnlyList<TwinRow> twins = GatewayCost.Twins();
            IReadOnlyList<StreamRow> streams = GatewayCost.Streams();
            bool exceeded = streams.Any(s => s.Dropped > 0 || (s.Way != "pmin=1" && s.Objects > 0));
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { twins, streams, exceeded }));
                return exceeded ? 1 : 0;
            }

            Table table = new Table().AddColumns("characteristics", "ms from advertisement to value");
            foreach (TwinRow row in twins)
            {
                table.AddRow(row.Characteristics.ToString(), row.Milliseconds.ToString());
            }

            AnsiConsole.Write(table);
            Table costs = new Table().AddColumns("peripherals", "notified", "packets", "notifications", "dropped", "IL a packet", "IL a sample", "objects a packet", "IL a second in all");
            foreach (StreamRow row in streams)
            {
                costs.AddRow(
                    row.Peripherals.ToString(), row.Way, row.Packets.ToString(), row.Notifications.ToString(), row.Dropped.ToString(), $"{row.PerPacket:F0}", $"{row.PerSample:F0}",
                    $"{row.Objects:F2}", $"{row.PerSecond:F0}");
            }

            AnsiConsole.Profile.Width = 160;
            AnsiConsole.Write(costs);
            return exceeded ? 1 : 0;
        }

        private static int RunMonth(bool json, int days)
        {
            IReadOnlyList<MonthRow> rows = Month.Run(days, day => Console.Error.Write($"\rday {day} of {days} "));
            Console.Error.WriteLine();
            int worst = rows.Skip(rows.Count / 2).Max(r => r.HeapBytes);
            bool exceeded = worst > rows[0].HeapBytes + 1024 || rows.Any(r => r.Reboots > 0);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { rows, exceeded }));
                return exceeded ? 1 : 0;
            }

            Table table = new Table().AddColumns("day", "heap, bytes", "connections", "twins made", "reboots", "packets");
            foreach (MonthRow row in rows)
            {
                table.AddRow(row.Day.ToString(), row.HeapBytes.ToString(), row.Connections.ToString(), row.Twins.ToString(), row.Reboots.ToString(), row.Packets.ToString());
            }

            AnsiConsole.Write(table);
            return exceeded ? 1 : 0;
        }

        private static int RunSecurity(bool json, string plot)
        {
            IReadOnlyList<SecurityRow> rows = Security.Run();
            IReadOnlyList<MtuRow> mtus = SecurityByMtu.Run();
            bool exceeded = rows.Any(r => r.ByteCeiling > 0 && (r.Bytes > r.ByteCeiling || r.Packets > r.PacketCeiling));
            if (plot != null)
            {
                System.IO.File.WriteAllText(plot, SecurityByMtu.Plot());
            }

            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { rows, mtus, exceeded }));
                return exceeded ? 1 : 0;
            }

            Table table = new Table().AddColumns("scenario", "security", "packets", "bytes", "at most");
            foreach (SecurityRow row in rows)
            {
                table.AddRow(row.Scenario, row.Security, row.Packets.ToString(), row.Bytes.ToString(), row.ByteCeiling == 0 ? "" : $"{row.ByteCeiling} B in {row.PacketCeiling}");
            }

            AnsiConsole.Profile.Width = 160;
            AnsiConsole.Write(table);
            Table sizes = new Table().AddColumns("MTU", "security", "six reads, B", "one Batch read, B", "its blocks", "with creation, B", "pays from (read once)", "pays from (read often)", "s on air SF7, six reads / Batch", "SF12");
            foreach (MtuRow row in mtus)
            {
                sizes.AddRow(row.Mtu.ToString(), row.Security, row.Separate, row.Batch, row.Blocks, row.Created, row.PaysOnce, row.PaysOften, row.AirSf7, row.AirSf12);
            }

            AnsiConsole.Write(sizes);
            return exceeded ? 1 : 0;
        }

        private static int RunProfile(string operation)
        {
            Table table = new Table().AddColumns("method", "IL instructions");
            foreach ((string method, long instructions) in Cost.Profile(operation))
            {
                table.AddRow(Markup.Escape(method), instructions.ToString());
            }

            AnsiConsole.Write(table);
            return 0;
        }
    }
}
