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

    /// <summary>The seed paper's two scenarios, from the bytes really exchanged, both creations counted, 42 B a packet.</summary>
    internal static class Wire
    {
        private const int Periods = 96;
        private const int PeriodSeconds = 900;
        private const int DayCeiling = 8300;
        private const int LocalisationCeiling = 1600;

        private static readonly string[] s_six = { "/3303/0/5700", "/3304/0/5700", "/3360/0/5702", "/3360/0/5703", "/3360/0/5704", "/3/0/9" };

        public static IReadOnlyList<WireRow> Run()
        {
            return new[]
            {
                new WireRow("day, six separate reads (seed, Table V)", 1152, 95904, 0, "published"),
                new WireRow("day, Batch read (seed, Table V)", 194, 30259, 0, "published"),
                new WireRow("day, reverse Batch (seed, Table V)", 98, 23658, 0, "published; creation of the Batch not counted"),
                Day(0, "reverse Batch, CBOR, 32-bit values"),
                Day(ContentFormat.Tlv, "reverse Batch, TLV"),
                Day(-2, "Send (Notify to dp), SenML CBOR"),
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
                ("SenML JSON strings", ContentFormat.SenmlJson), ("LwM2M JSON strings", ContentFormat.LwM2MJson)
            };
            List<(string, int)> sizes = new();
            foreach ((string name, int format) in formats)
            {
                Rig rig = new();
                Measure(rig, 7);
                rig.Ask(CoapCode.Post, "2346", Strings(ObjectIds.BatchConfiguration, s_six), ContentFormat.Tlv);
                sizes.Add((name, rig.Ask(CoapCode.Get, "2346/0/5914", Array.Empty<byte>(), ContentFormat.None, format).PayloadLength));
            }

            return sizes;
        }

        private static WireRow Day(int format, string name)
        {
            Rig rig = new();
            bool send = format == -2;
            rig.Channel.Reset();
            rig.Ask(CoapCode.Post, "2346", Strings(ObjectIds.BatchConfiguration, s_six), ContentFormat.Tlv);
            rig.Ask(CoapCode.Post, "2347", Notify("/2346/0", send ? "dp" : "b", format > 0 ? format : 0), ContentFormat.Tlv);
            rig.Clock.Now += 3000;
            rig.Poll();
            rig.Clock.Now -= 3000;
            for (int i = 0; i < Periods; i++)
            {
                Measure(rig, i);
                rig.Clock.Now += PeriodSeconds * 1000;
                rig.Poll();
            }

            string remark = $"and {rig.Channel.SessionPackets} packets, {rig.Channel.SessionBytes} B to announce the two instances";
            return new WireRow("day, " + name, rig.Channel.Packets, rig.Channel.Bytes, format == 0 ? DayCeiling : 0, remark);
        }

        private static WireRow Localisation()
        {
            Rig rig = new();
            rig.Channel.Reset();
            rig.Ask(CoapCode.Post, "2346", Strings(ObjectIds.BatchConfiguration, "/3360/0/5702", "/3360/0/5703", "/3360/0/5704"), ContentFormat.Tlv);
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

            return new WireRow("localisation, Batch, CBOR", rig.Channel.Packets, rig.Channel.Bytes, LocalisationCeiling, "ten positions of 32-bit values");
        }

        // Values as sensors give them: one decimal, no short binary form.
        private static void Measure(Rig rig, int i)
        {
            rig.Temperature.Value = 21.4f + i % 7 * 0.1f;
            rig.Humidity.Value = 48.3f + i % 5 * 0.1f;
            rig.Position.MoveTo(12.34f + i % 3, -5.67f - i % 4, 1.89f);
            rig.Device.BatteryLevelPercent = 100 - i / 10;
        }

        private static byte[] Strings(int resourceId, params string[] values)
        {
            byte[] buffer = new byte[256];
            TlvWriter writer = new();
            writer.Open(buffer, 0, buffer.Length);
            writer.BeginMultiple(resourceId);
            for (int i = 0; i < values.Length; i++)
            {
                writer.SetResourceInstance(i);
                writer.WriteString(values[i]);
            }

            writer.EndMultiple();
            return buffer[..writer.Close()];
        }

        private static byte[] Notify(string target, string path, int format)
        {
            byte[] buffer = new byte[256];
            TlvWriter writer = new();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(ObjectIds.NotifyResourceUri);
            writer.WriteString(target);
            writer.SetResource(ObjectIds.NotifyShortServerId);
            writer.WriteInteger(1);
            writer.SetResource(ObjectIds.NotifyUriPath);
            writer.WriteString(path);
            writer.SetResource(ObjectIds.NotifyPeriodicity);
            writer.WriteInteger(PeriodSeconds);
            writer.SetResource(ObjectIds.NotifyNoResponse);
            writer.WriteBoolean(true);
            if (format > 0)
            {
                writer.SetResource(ObjectIds.NotifyContentFormat);
                writer.WriteInteger(format);
            }

            return buffer[..writer.Close()];
        }
    }
}
