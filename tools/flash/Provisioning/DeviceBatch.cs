// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Flash.Provisioning
{
    /// <summary>One device of a batch.</summary>
    /// <param name="Port">Its own port, null for the one of all.</param>
    /// <param name="Configuration">What is written to it.</param>
    public sealed record BatchDevice(string Port, Provisioning Configuration);

    /// <summary>
    /// A box of boards as a CSV file: the first line names keys of the configuration, or Port, each further one is a device. A key
    /// that is "generate" is made up, once: the record of the batch remembers it. Endpoints, DevEUIs and keys must not come twice.
    /// </summary>
    public static class DeviceBatch
    {
        private const string Generate = "generate";
        private const string Port = "Port";
        private const string Endpoint = "Endpoint";
        private static readonly string[] s_unique = { Endpoint, "DevEui", "AppKey", "Identity", "Key", "OscoreSecret" };
        private static readonly string[] s_texts = { Endpoint, "DevEui", "JoinEui", "AppKey", "Identity", "Key", "BootstrapIdentity", "BootstrapKey", "OscoreSecret", "OscoreSalt", "OscoreSenderId", "OscoreRecipientId" };

        /// <summary>Reads a batch.</summary>
        /// <param name="repository">Where the schema is.</param>
        /// <param name="common">What the devices have in common, as JSON.</param>
        /// <param name="file">The CSV file.</param>
        /// <param name="record">The record of an earlier run, if there is one.</param>
        /// <returns>A configuration for each device.</returns>
        /// <exception cref="FlashException">A line is wrong.</exception>
        public static IReadOnlyList<BatchDevice> Read(Repository repository, JsonObject common, string file, string record)
        {
            string[] lines = File.ReadAllLines(file).Where(l => l.Trim().Length > 0).ToArray();
            if (lines.Length < 2)
            {
                throw new FlashException(ExitCode.Usage, $"{file} has no devices: the first line names keys such as \"Endpoint,DevEui,AppKey\", each further one is a device");
            }

            string[] keys = Cells(lines[0]);
            string twice = keys.GroupBy(k => k).FirstOrDefault(g => g.Count() > 1)?.Key;
            if (twice != null)
            {
                throw new FlashException(ExitCode.Usage, $"{file}, line 1: {twice} comes twice");
            }

            Dictionary<string, JsonObject> earlier = Earlier(record);
            List<BatchDevice> devices = new();
            Dictionary<string, int> seen = new();
            for (int i = 1; i < lines.Length; i++)
            {
                string[] cells = Cells(lines[i]);
                if (cells.Length != keys.Length)
                {
                    throw new FlashException(ExitCode.Usage, $"{file}, line {i + 1}: {cells.Length} cells, the first line has {keys.Length}");
                }

                Dictionary<string, string> values = keys.Zip(cells).Where(c => c.Second.Length > 0).ToDictionary(c => c.First, c => c.Second);
                values.Remove(Port, out string port);
                JsonObject before = earlier.GetValueOrDefault(values.GetValueOrDefault(Endpoint, ""));
                foreach (string key in values.Keys.Where(k => values[k] == Generate).ToArray())
                {
                    values[key] = (string)before?[key] ?? NewKey(key);
                }

                foreach (string key in s_unique.Where(values.ContainsKey))
                {
                    string value = key + "=" + values[key].ToUpperInvariant();
                    if (!seen.TryAdd(value, i + 1))
                    {
                        throw new FlashException(ExitCode.Usage, $"{file}, line {i + 1}: the {key} is that of line {seen[value]}");
                    }
                }

                devices.Add(new BatchDevice(port, Provisioning.Parse(repository, Merge(common, values), $"{file}, line {i + 1}")));
            }

            return devices;
        }

        /// <summary>Writes the record, for nobody else to read: the old one is replaced whole or not at all.</summary>
        public static void WriteRecord(IEnumerable<BatchDevice> devices, string record)
        {
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (StreamWriter writer = new(record + ".new", options))
            {
                writer.Write("[\n" + string.Join(",\n", devices.Select(d => d.Configuration.ToText())) + "\n]\n");
            }

            File.Move(record + ".new", record, true);
        }

        private static Dictionary<string, JsonObject> Earlier(string record)
        {
            return File.Exists(record)
                ? JsonNode.Parse(File.ReadAllText(record)).AsArray().OfType<JsonObject>().ToDictionary(d => (string)d[Endpoint] ?? "")
                : new Dictionary<string, JsonObject>();
        }

        private static string Merge(JsonObject common, Dictionary<string, string> values)
        {
            JsonObject merged = (JsonObject)common.DeepClone();
            foreach ((string key, string value) in values)
            {
                merged[key] = long.TryParse(value, out long number) && !s_texts.Contains(key) ? number : value;
            }

            return merged.ToJsonString();
        }

        private static string NewKey(string key)
        {
            int bytes = key switch
            {
                "AppKey" or "Key" or "BootstrapKey" or "OscoreSecret" => 16,
                "DevEui" => 8,
                _ => throw new FlashException(ExitCode.Usage, $"{key} cannot be generated: AppKey, DevEui, Key, BootstrapKey and OscoreSecret can")
            };
            return Convert.ToHexString(RandomNumberGenerator.GetBytes(bytes));
        }

        private static string[] Cells(string line)
        {
            return line.Split(',').Select(c => c.Trim()).ToArray();
        }
    }
}
