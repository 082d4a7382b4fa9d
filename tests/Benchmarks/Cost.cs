// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using LwM2M.Nano.Coap;

namespace Benchmarks
{
    /// <summary>What one operation costs.</summary>
    internal sealed record CostRow(string Operation, string Format, long Instructions, long Allocated, long Ceiling);

    /// <summary>
    /// Parse, dispatch and answer of each operation in each format: IL instructions on the device build, bytes allocated on
    /// the PC's build. A ceiling is the count when it was last looked at; more than a tenth above it fails.
    /// </summary>
    public static class Cost
    {
        private const int Warmup = 20;
        private const int Rounds = 1000;

        private static readonly (string Name, int Format)[] s_formats =
        {
            ("TLV", ContentFormat.Tlv), ("text", ContentFormat.Text), ("CBOR", ContentFormat.Cbor), ("SenML CBOR", ContentFormat.SenmlCbor),
            ("SenML JSON", ContentFormat.SenmlJson), ("LwM2M JSON", ContentFormat.LwM2MJson), ("LwM2M CBOR", ContentFormat.LwM2MCbor)
        };

        internal static IReadOnlyList<CostRow> Run()
        {
            Dictionary<string, long[]> counts = Count();
            Dictionary<string, long[]> allocated = Measure(Rounds, () => new[] { GC.GetAllocatedBytesForCurrentThread() });
            Dictionary<string, long> ceilings = JsonSerializer.Deserialize<Dictionary<string, long>>(typeof(Cost).Assembly.GetManifestResourceStream("cost-ceilings.json"));
            return counts.Select(c => new CostRow(
                c.Key.Split('/')[0], c.Key.Split('/')[1], c.Value.Sum(), allocated[c.Key][0] / Rounds, ceilings.GetValueOrDefault(c.Key))).ToArray();
        }

        /// <summary>Which methods an operation spends its instructions in.</summary>
        /// <param name="operation">Such as "Read/TLV".</param>
        internal static IReadOnlyList<(string Method, long Instructions)> Profile(string operation)
        {
            IReadOnlyList<string> methods = InstrumentedBuild.Methods();
            return Count()[operation].Select((n, i) => (methods[i], n)).Where(m => m.n > 0).OrderByDescending(m => m.n).ToArray();
        }

        private static Dictionary<string, long[]> Count()
        {
            return JsonSerializer.Deserialize<Dictionary<string, long[]>>((string)InstrumentedBuild.Run(typeof(Cost), nameof(CountInstructions)));
        }

        /// <summary>Runs in the instrumented build.</summary>
        /// <returns>Instructions by operation and format, as JSON.</returns>
        public static string CountInstructions()
        {
            return JsonSerializer.Serialize(Measure(1, InstrumentedBuild.Executed));
        }

        private static Dictionary<string, long[]> Measure(int rounds, Func<long[]> gauge)
        {
            Dictionary<string, long[]> results = new();
            foreach ((string name, int format) in s_formats)
            {
                Read(results, name, format, rounds, gauge);
                Write(results, name, format, rounds, gauge);
                Notification(results, name, format, rounds, gauge);
                if (format != ContentFormat.Text)
                {
                    BatchRead(results, name, format, rounds, gauge);
                    BatchReport(results, name, format, rounds, gauge);
                }
            }

            return results;
        }

        private static void Read(Dictionary<string, long[]> results, string name, int format, int rounds, Func<long[]> gauge)
        {
            Rig rig = new();
            rig.Temperature.Value = 21.4f;
            byte[] request = rig.Compose(CoapCode.Get, "3303/0/5700", Array.Empty<byte>(), ContentFormat.None, format);
            results["Read/" + name] = Time(rig, rounds, gauge, () => rig.Repeat(request));
        }

        private static void Write(Dictionary<string, long[]> results, string name, int format, int rounds, Func<long[]> gauge)
        {
            Rig rig = new();
            byte[] value = rig.Value("3360/0/5702", format);
            byte[] request = rig.Compose(CoapCode.Put, "3360/0/5702", value, format, ContentFormat.None);
            results["Write/" + name] = Time(rig, rounds, gauge, () => rig.Repeat(request));
        }

        private static void Notification(Dictionary<string, long[]> results, string name, int format, int rounds, Func<long[]> gauge)
        {
            Rig rig = new();
            rig.Repeat(rig.Compose(CoapCode.Get, "3303/0/5700", Array.Empty<byte>(), ContentFormat.None, format, 0));
            float value = 20;
            results["Observe notification/" + name] = Time(rig, rounds, gauge, () =>
            {
                value += 0.5f;
                rig.Clock.Now += 10;
                rig.Temperature.Value = value;
                rig.Client.Poll();
            });
        }

        private static void BatchRead(Dictionary<string, long[]> results, string name, int format, int rounds, Func<long[]> gauge)
        {
            Rig rig = new();
            rig.CreateBatch();
            byte[] request = rig.Compose(CoapCode.Get, "2346/0/5914", Array.Empty<byte>(), ContentFormat.None, format);
            results["Batch read, six values/" + name] = Time(rig, rounds, gauge, () => rig.Repeat(request));
        }

        private static void BatchReport(Dictionary<string, long[]> results, string name, int format, int rounds, Func<long[]> gauge)
        {
            Rig rig = new();
            rig.CreateBatch();
            rig.CreateNotify("b", 1, format);
            rig.Clock.Now += 3000;
            rig.Poll();
            results["Batch report, six values/" + name] = Time(rig, rounds, gauge, () =>
            {
                rig.Clock.Now += 1000;
                rig.Client.Poll();
            });
        }

        private static long[] Time(Rig rig, int rounds, Func<long[]> gauge, Action action)
        {
            rig.Channel.IsOff = true;
            for (int i = 0; i < Warmup; i++)
            {
                action();
            }

            long[] before = (long[])gauge().Clone();
            for (int i = 0; i < rounds; i++)
            {
                action();
            }

            return gauge().Select((n, i) => n - before[i]).ToArray();
        }
    }
}
