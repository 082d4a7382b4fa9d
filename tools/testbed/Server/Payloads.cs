// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;

namespace Testbed.Server
{
    /// <summary>The payloads the server sends, as TLV, and what it shows of those it gets.</summary>
    public static class Payloads
    {
        /// <summary>A new Batch of some paths.</summary>
        public static byte[] CreateBatch(params string[] members)
        {
            return Encode(writer => WriteStrings(writer, ObjectIds.BatchConfiguration, members));
        }

        /// <summary>A new Notify instance.</summary>
        public static byte[] CreateNotify(string target, int shortServerId, string uriPath, int periodSeconds, bool confirmable, bool noResponse)
        {
            return Encode(writer =>
            {
                writer.SetResource(ObjectIds.NotifyResourceUri);
                writer.WriteString(target);
                writer.SetResource(ObjectIds.NotifyShortServerId);
                writer.WriteInteger(shortServerId);
                writer.SetResource(ObjectIds.NotifyUriPath);
                writer.WriteString(uriPath);
                writer.SetResource(ObjectIds.NotifyPeriodicity);
                writer.WriteInteger(periodSeconds);
                writer.SetResource(ObjectIds.NotifyConfirmable);
                writer.WriteBoolean(confirmable);
                writer.SetResource(ObjectIds.NotifyNoResponse);
                writer.WriteBoolean(noResponse);
            });
        }

        public static byte[] Encode(Action<TlvWriter> write)
        {
            byte[] buffer = new byte[1024];
            TlvWriter writer = new();
            writer.Open(buffer, 0, buffer.Length);
            write(writer);
            return buffer[..writer.Length];
        }

        /// <summary>The values of a payload as text, in their order.</summary>
        public static IReadOnlyList<string> Values(byte[] payload, int contentFormat, string path)
        {
            List<string> values = new();
            byte[] ascii = Encoding.ASCII.GetBytes(path);
            ResourcePath.TryParse(ascii, 0, ascii.Length, out long parsed);
            ResourceReader reader = new FormatTable().FindReader(contentFormat);
            reader.Open(payload, 0, payload.Length, parsed);
            while (reader.MoveNext())
            {
                values.Add(TextOf(reader));
            }

            return values;
        }

        private static string TextOf(ResourceReader reader)
        {
            return reader.TryReadString(out byte[] text, out int offset, out int count) ? Encoding.UTF8.GetString(text, offset, count)
                : reader.TryReadFloat(out double number) ? number.ToString(CultureInfo.InvariantCulture)
                : reader.TryReadBoolean(out bool truth) ? truth.ToString()
                : "";
        }

        private static void WriteStrings(TlvWriter writer, int resourceId, string[] values)
        {
            writer.BeginMultiple(resourceId);
            for (int i = 0; i < values.Length; i++)
            {
                writer.SetResourceInstance(i);
                writer.WriteString(values[i]);
            }

            writer.EndMultiple();
        }
    }
}
