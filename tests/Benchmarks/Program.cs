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
            RootCommand root = new("Measures what the library costs.") { wire, json };
            return root.Parse(args).Invoke();
        }

        private static int RunWire(bool json)
        {
            IReadOnlyList<WireRow> rows = Wire.Run();
            IReadOnlyList<(string Format, int Bytes)> payloads = Wire.Payloads();
            bool exceeded = rows.Any(r => r.Ceiling > 0 && r.Bytes > r.Ceiling);
            if (json)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { rows, payloads = payloads.ToDictionary(p => p.Format, p => p.Bytes), exceeded }));
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
            return exceeded ? 1 : 0;
        }
    }
}
