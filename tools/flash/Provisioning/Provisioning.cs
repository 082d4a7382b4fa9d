// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flash.Device;
using NJsonSchema;

namespace Flash.Provisioning
{
    /// <summary>
    /// The configuration of one device, checked against firmware/Platform/device.schema.json before anything is written. Its
    /// secrets are never printed: faults name keys, not values.
    /// </summary>
    public sealed class Provisioning
    {
        private const string Wifi = "Wifi";
        private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

        private readonly JsonObject _configuration;

        private Provisioning(JsonObject configuration)
        {
            _configuration = configuration;
        }

        public string Endpoint => (string)_configuration["Endpoint"];

        public string DevEui => (string)_configuration["DevEui"] ?? "";

        /// <summary>Reads a configuration.</summary>
        /// <param name="repository">Where the schema is.</param>
        /// <param name="text">JSON.</param>
        /// <param name="from">What to call it in an error.</param>
        /// <exception cref="FlashException">It is malformed, or not valid.</exception>
        public static Provisioning Parse(Repository repository, string text, string from)
        {
            JsonObject parsed = ParseObject(text, from);
            JsonSchema schema = JsonSchema.FromFileAsync(repository.PathOf("firmware/Platform/device.schema.json")).GetAwaiter().GetResult();
            string[] faults = schema.Validate(parsed.ToJsonString()).Select(e => Describe(e.Kind.ToString(), e.Property))
                .Concat(Unsecured(parsed, "Server", "")).Concat(Unsecured(parsed, "BootstrapServer", "Bootstrap")).Distinct().ToArray();
            return faults.Length == 0 ? new Provisioning(parsed) : throw new FlashException(ExitCode.Usage, $"{from}: {string.Join("; ", faults)}");
        }

        /// <summary>Reads JSON, without asking whether it is a whole configuration.</summary>
        /// <exception cref="FlashException">It is no JSON object.</exception>
        public static JsonObject ParseObject(string text, string from)
        {
            try
            {
                return JsonNode.Parse(text, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject
                    ?? throw new FlashException(ExitCode.Usage, $"{from} is no JSON object");
            }
            catch (JsonException e)
            {
                throw new FlashException(ExitCode.Usage, $"{from} is no JSON: line {e.LineNumber + 1}");
            }
        }

        /// <summary>The configuration as text, for a file the user keeps.</summary>
        public string ToText()
        {
            return _configuration.ToJsonString(s_indented);
        }

        /// <summary>Puts it on a board: the network first, then the file. The copies nanoff needs are deleted again, whatever happens.</summary>
        public void Deploy(Nanoff nanoff, string port)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("lwm2m-flash-");
            try
            {
                JsonObject device = (JsonObject)_configuration.DeepClone();
                JsonNode wifi = device[Wifi];
                device.Remove(Wifi);
                if (wifi != null)
                {
                    string network = Path.Combine(folder.FullName, "network.json");
                    File.WriteAllText(network, NetworkOf(wifi, port).ToJsonString());
                    nanoff.DeployNetwork(network);
                }

                string file = Path.Combine(folder.FullName, "device.json");
                File.WriteAllText(file, device.ToJsonString());
                string files = Path.Combine(folder.FullName, "files.json");
                File.WriteAllText(files, new JsonObject
                {
                    ["serialport"] = port,
                    ["files"] = new JsonArray(new JsonObject { ["DestinationFilePath"] = "I:\\device.json", ["SourceFilePath"] = file })
                }.ToJsonString());
                nanoff.DeployFiles(files);
            }
            finally
            {
                folder.Delete(true);
            }
        }

        // coaps needs identity and key, and who has them means coaps.
        private static IEnumerable<string> Unsecured(JsonObject configuration, string server, string prefix)
        {
            bool secure = configuration[server]?.ToString().StartsWith("coaps:", StringComparison.Ordinal) == true;
            foreach (string key in new[] { prefix + "Identity", prefix + "Key" })
            {
                bool given = configuration[key] != null;
                if (given != secure)
                {
                    yield return given ? $"{key} is given, but {server} is no coaps URI" : $"{key} is missing: {server} is a coaps URI";
                }
            }
        }

        private static JsonObject NetworkOf(JsonNode wifi, string port)
        {
            string authentication = (string)wifi["Authentication"] ?? (wifi["Password"] == null ? "Open" : "WPA2");
            return new JsonObject
            {
                ["serialport"] = port,
                ["WirelessClient"] = new JsonObject
                {
                    ["SSID"] = (string)wifi["Ssid"],
                    ["Password"] = (string)wifi["Password"] ?? "",
                    ["Authentication"] = authentication,
                    ["Encryption"] = authentication == "Open" ? "None" : authentication == "WPA" ? "WPA_PSK" : "WPA2_PSK2",
                    ["ConfigurationOption"] = "AutoConnect",
                    ["RadioType"] = "802.11n",
                    ["DhcpEnabled"] = true
                }
            };
        }

        private static string Describe(string kind, string property)
        {
            return kind switch
            {
                "NoAdditionalPropertiesAllowed" => $"there is no key {property}",
                "PropertyRequired" => $"{property} is missing",
                "NotAnyOf" => "it needs a Server, a BootstrapServer, or Transport \"lorawan\" with DevEui and AppKey",
                "PatternMismatch" => $"{property} has not the right form",
                "NotInEnumeration" => $"{property} is none of the values there are",
                _ => $"{property}: {kind}"
            };
        }
    }
}
