// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Objects;

namespace Benchmarks
{
    /// <summary>One line of a result.</summary>
    internal sealed record WireRow(string Scenario, int Packets, int Bytes, int Ceiling, string Remark);

    /// <summary>One line of the seed's Figure 4: the bytes to read so many resources once, creation of the Batch included.</summary>
    internal sealed record ReadRow(int Resources, int SeparateTlv, int SeparateJson, int BatchTlv, int BatchJson, int BatchCbor);

    /// <summary>The seed paper's two scenarios, from the bytes really exchanged, both creations counted, 42 B a packet.</summary>
    internal static class Wire
    {
        internal static readonly string[] Members =
        {
            "/3303/0/5700", "/3304/0/5700", "/3360/0/5702", "/3360/0/5703", "/3360/0/5704", "/3/0/9", "/3303/0/5601", "/3303/0/5602", "/3304/0/5601", "/3304/0/5602"
        };

        private const int Periods = 96;
        private const int PeriodSeconds = 900;
        private const int DayCeiling = 8300;
        private const int LocalisationCeiling = 1600;

        public static IReadOnlyList<WireRow> Run()
        {
            return new[]
            {
                new WireRow("day, six separate reads (seed, Table V)", 1152, 95904, 0, "published"),
                new WireRow("day, Batch read (seed, Table V)", 194, 30259, 0, "published"),
                new WireRow("day, reverse Batch (seed, Table V)", 98, 23658, 0, "published; creation of the Batch not counted"),
                Day(0, "reverse Batch, CBOR, 32-bit values"),
                Day(ContentFormat.Tlv, "reverse Batch, TLV"),
                Day(ContentFormat.None, "Send (Notify to dp), SenML CBOR"),
                Day(ContentFormat.LwM2MCbor, "Send (Notify to dp), LwM2M CBOR"),
                new WireRow("localisation, three writes (seed, Table IV)", 62, 4203, 0, "published"),
                new WireRow("localisation, Batch (seed, Table IV)", 24, 2065, 0, "published"),
                Localisation(),
            };
        }

        /// <summary>The size of the six values in each format, in bytes.</summary>
        public static IReadOnlyList<(string Format, int Bytes)> Payloads()
        {
            (string, int)[] formats =
            {
                ("CBOR array", ContentFormat.Cbor), ("TLV strings", ContentFormat.Tlv), ("SenML CBOR strings", ContentFormat.SenmlCbor),
                ("LwM2M CBOR strings", ContentFormat.LwM2MCbor), ("SenML JSON strings", ContentFormat.SenmlJson), ("LwM2M JSON strings", ContentFormat.LwM2MJson)
            };
            List<(string, int)> sizes = new();
            foreach ((string name, int format) in formats)
            {
                Rig rig = new();
                rig.Measure(7);
                rig.CreateBatch();
                sizes.Add((name, rig.Ask(CoapCode.Get, "2346/0/5914", Array.Empty<byte>(), ContentFormat.None, format).PayloadLength));
            }

            return sizes;
        }

        /// <summary>The seed's Figure 4 with the bytes really exchanged.</summary>
        public static IReadOnlyList<ReadRow> Reads()
        {
            List<ReadRow> rows = new();
            for (int count = 1; count <= Members.Length; count++)
            {
                string[] members = Members[..count];
                rows.Add(new ReadRow(
                    count, Separate(members, ContentFormat.Tlv), Separate(members, ContentFormat.LwM2MJson),
                    Batch(members, ContentFormat.Tlv), Batch(members, ContentFormat.LwM2MJson), Batch(members, ContentFormat.Cbor)));
            }

            return rows;
        }

        private static int Separate(string[] members, int format)
        {
            Rig rig = new();
            rig.Measure(7);
            rig.Channel.Reset();
            foreach (string member in members)
            {
                rig.Ask(CoapCode.Get, member, Array.Empty<byte>(), ContentFormat.None, format);
            }

            return rig.Channel.Bytes;
        }

        private static int Batch(string[] members, int format)
        {
            Rig rig = new();
            rig.Measure(7);
            rig.Channel.Reset();
            rig.CreateBatch(members);
            rig.Ask(CoapCode.Get, "2346/0/5914", Array.Empty<byte>(), ContentFormat.None, format);
            return rig.Channel.Bytes;
        }

        /// <summary>The messages of the seed's day: a Batch and a Notify are created, and report 96 times.</summary>
        public static Rig Day(int format = 0)
        {
            Rig rig = new();
            bool send = format == ContentFormat.None || format == ContentFormat.LwM2MCbor;
            rig.Channel.Reset();
            rig.CreateBatch();
            rig.CreateNotify(send ? "dp" : "b", PeriodSeconds, format);
            rig.Clock.Now += 3000;
            rig.Poll();
            rig.Clock.Now -= 3000;
            for (int i = 0; i < Periods; i++)
            {
                rig.Measure(i);
                rig.Clock.Now += PeriodSeconds * 1000;
                rig.Poll();
            }

            return rig;
        }

        /// <summary>The messages of the seed's localisation: a Batch of three is created, and written ten times.</summary>
        public static Rig Localise()
        {
            Rig rig = new();
            rig.Channel.Reset();
            rig.CreateBatch("/3360/0/5702", "/3360/0/5703", "/3360/0/5704");
            for (int i = 0; i < 10; i++)
            {
                byte[] buffer = new byte[64];
                CborWriter writer = new();
                writer.Open(buffer, 0, buffer.Length);
                writer.BeginMultiple(ObjectIds.BatchValue);
                writer.WriteFloat(12.34f + i);
                writer.WriteFloat(-5.67f * i);
                writer.WriteFloat(1.89f);
                writer.EndMultiple();
                rig.Ask(CoapCode.Put, "2346/0/5914", buffer[..writer.Close()], ContentFormat.Cbor);
            }

            return rig;
        }

        private static WireRow Day(int format, string name)
        {
            Rig rig = Day(format);
            string remark = $"and {rig.Channel.SessionPackets} packets, {rig.Channel.SessionBytes} B to announce the two instances";
            return new WireRow("day, " + name, rig.Channel.Packets, rig.Channel.Bytes, format == 0 ? DayCeiling : 0, remark);
        }

        private static WireRow Localisation()
        {
            Rig rig = Localise();
            return new WireRow("localisation, Batch, CBOR", rig.Channel.Packets, rig.Channel.Bytes, LocalisationCeiling, "ten positions of 32-bit values");
        }
    }
}
