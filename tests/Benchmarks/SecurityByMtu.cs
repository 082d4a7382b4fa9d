// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Lora.Nano;
using LwM2M.Nano.Coap;

namespace Benchmarks
{
    /// <summary>One line of a result.</summary>
    internal sealed record MtuRow(
        int Mtu, string Security, string Separate, string Batch, string Blocks, string Created, string PaysOnce, string PaysOften, string AirSf7, string AirSf12);

    /// <summary>
    /// Where a Batch pays, by largest datagram and security. Sizes of plain messages are measured, what security adds to a message
    /// is measured too (34 B to and 29 B from a server with a Connection ID of 4 B; OSCORE 13 B and 11 B); blocks are reckoned from them.
    /// </summary>
    internal static class SecurityByMtu
    {
        private const int LorawanLayers = 13;
        private const int LastLorawanMtu = 222;
        private const int BlockOptionLength = 2;
        private const int SmallestBlock = 16;

        private static readonly (string Name, int Up, int Down)[] s_ways = { ("none", 0, 0), ("DTLS, Connection ID", 34, 29), ("OSCORE", 13, 15) };

        public static IReadOnlyList<MtuRow> Run()
        {
            List<MtuRow> rows = new();
            foreach (int mtu in new[] { 51, 115, 222, 512, 1280 })
            {
                foreach ((string name, int up, int down) in s_ways)
                {
                    rows.Add(Row(mtu, name, up, down));
                }
            }

            return rows;
        }

        /// <summary>Bytes to read so many resources once, from single reads and from a Batch that exists, as a picture.</summary>
        public static string Plot()
        {
            const int width = 640;
            const int height = 360;
            const int most = 1500;
            StringBuilder svg = new();
            svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
            svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n<text x=\"60\" y=\"20\">Bytes to read n resources once, 42 B a packet: single reads (dashed) and a Batch (solid)</text>\n");
            for (int bytes = 0; bytes <= most; bytes += 300)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"60\" x2=\"460\" y1=\"{Y(bytes)}\" y2=\"{Y(bytes)}\" stroke=\"#ddd\"/><text x=\"20\" y=\"{Y(bytes) + 4}\">{bytes}</text>\n");
            }

            for (int n = 1; n <= 10; n++)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(n) - 4}\" y=\"{height - 15}\">{n}</text>\n");
            }

            string[] colours = { "#333", "#c0392b", "#2471a3" };
            for (int i = 0; i < s_ways.Length; i++)
            {
                (string name, int up, int down) = s_ways[i];
                int own = i;
                Line(n => Separate(n, up, down, CountingChannel.LowerLayers).Bytes, " stroke-dasharray=\"5 4\"");
                Line(n => Batch(n, 1280, up, down, CountingChannel.LowerLayers)?.Bytes ?? 0, "");
                svg.Append(CultureInfo.InvariantCulture, $"<text x=\"480\" y=\"{60 + 20 * i}\" fill=\"{colours[i]}\">{(name == "none" ? "no security" : name)}</text>\n");

                void Line(Func<int, int> value, string dash)
                {
                    string points = string.Join(' ', Enumerable.Range(1, 10).Select(n => string.Create(CultureInfo.InvariantCulture, $"{X(n)},{Y(value(n))}")));
                    svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colours[own]}\" stroke-width=\"2\"{dash}/>\n");
                }
            }

            return svg.Append("</svg>\n").ToString();

            static double X(int n) => 60 + (n - 1) * 44;
            static double Y(int bytes) => 330 - bytes * 290.0 / most;
        }

        private static MtuRow Row(int mtu, string name, int up, int down)
        {
            int layers = mtu <= LastLorawanMtu ? LorawanLayers : CountingChannel.LowerLayers;
            Cost separate = Separate(6, up, down, layers);
            Cost batch = Batch(6, mtu, up, down, layers);
            if (batch == null)
            {
                return new MtuRow(mtu, name, separate.Bytes.ToString(CultureInfo.InvariantCulture), "does not fit", "", "", "", "", "", "");
            }

            int created = batch.Bytes + Creation(6, mtu, up, down, layers);
            return new MtuRow(
                mtu, name, Text(separate.Bytes), Text(batch.Bytes), Text(batch.Uplinks), Text(created),
                First(n => Batch(n, mtu, up, down, layers).Bytes + Creation(n, mtu, up, down, layers) < Separate(n, up, down, layers).Bytes),
                First(n => Batch(n, mtu, up, down, layers).Bytes < Separate(n, up, down, layers).Bytes),
                mtu <= LastLorawanMtu ? $"{Air(separate, 7)} / {Air(batch, 7)}" : "", mtu <= LastLorawanMtu ? $"{Air(separate, 12)} / {Air(batch, 12)}" : "");
        }

        private static string Text(int number)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        private static string First(Func<int, bool> pays)
        {
            int n = Enumerable.Range(1, Wire.Members.Length).FirstOrDefault(pays);
            return n == 0 ? "never (to 10)" : Text(n) + " resources";
        }

        private static string Air(Cost cost, int spreadingFactor)
        {
            Modulation modulation = new() { SpreadingFactor = spreadingFactor };
            return (cost.Sizes.Sum(s => modulation.AirtimeMicroseconds(s)) / 1e6).ToString("F2", CultureInfo.InvariantCulture);
        }

        private static Cost Separate(int count, int up, int down, int layers)
        {
            Rig rig = new();
            rig.Measure(7);
            rig.Channel.Reset();
            foreach (string member in Wire.Members[..count])
            {
                rig.Ask(CoapCode.Get, member, Array.Empty<byte>(), ContentFormat.None, ContentFormat.Tlv);
            }

            Cost cost = new();
            foreach ((byte[] message, bool fromDevice) in rig.Channel.Passed)
            {
                cost.Add(message.Length + (fromDevice ? up : down) + layers, fromDevice);
            }

            return cost;
        }

        // A read whose answer is larger than a datagram comes in blocks: each costs its request and its header again.
        private static Cost Batch(int count, int mtu, int up, int down, int layers)
        {
            Rig rig = new();
            rig.Measure(7);
            rig.CreateBatch(Wire.Members[..count]);
            rig.Channel.Reset();
            CoapMessage answer = rig.Ask(CoapCode.Get, "2346/0/5914", Array.Empty<byte>(), ContentFormat.None, ContentFormat.Cbor);
            int request = rig.Channel.Passed[0].Message.Length;
            int header = rig.Channel.Passed[1].Message.Length - answer.PayloadLength;
            return Blocks(answer.PayloadLength, header, request, mtu, up, down, layers, true);
        }

        private static int Creation(int count, int mtu, int up, int down, int layers)
        {
            Rig rig = new();
            rig.Channel.Reset();
            rig.CreateBatch(Wire.Members[..count]);
            byte[] request = rig.Channel.Passed[0].Message;
            CoapMessage message = new();
            message.Parse(request, 0, request.Length);
            Cost cost = Blocks(message.PayloadLength, request.Length - message.PayloadLength, rig.Channel.Passed[1].Message.Length, mtu, down, up, layers, false);
            return cost?.Bytes ?? 100000;
        }

        private static Cost Blocks(int payload, int header, int other, int mtu, int way, int back, int layers, bool payloadGoesUp)
        {
            Cost cost = new();
            int room = mtu - way - header;
            if (payload <= room)
            {
                cost.Add(header + payload + way + layers, payloadGoesUp);
                cost.Add(other + back + layers, !payloadGoesUp);
                return cost;
            }

            int block = 1024;
            while (block > room - BlockOptionLength)
            {
                block /= 2;
            }

            if (block < SmallestBlock)
            {
                return null;
            }

            for (int left = payload; left > 0; left -= block)
            {
                cost.Add(header + BlockOptionLength + Math.Min(left, block) + way + layers, payloadGoesUp);
                cost.Add(other + BlockOptionLength + back + layers, !payloadGoesUp);
            }

            return cost;
        }

        private sealed class Cost
        {
            public List<int> Sizes { get; } = new();

            public int Bytes => Sizes.Sum();

            public int Uplinks { get; private set; }

            public void Add(int size, bool isUplink)
            {
                Sizes.Add(size);
                Uplinks += isUplink ? 1 : 0;
            }
        }
    }
}
