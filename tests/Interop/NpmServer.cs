// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace InteropTests
{
    /// <summary>The npm package lwm2m-node-lib, the server of the second seed paper, in a process of its own.</summary>
    internal sealed class NpmServer : IDisposable
    {
        private const int TimeoutMilliseconds = 30000;

        private readonly object _gate = new();
        private readonly List<JsonElement> _messages = new();
        private readonly Process _process;
        private int _nextId;

        public NpmServer(string writeFormat = "text/plain")
        {
            string folder = NpmPackages.Install();
            Port = FreePort();
            ProcessStartInfo start = new("node", $"server.js {Port} {writeFormat}")
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false
            };
            _process = Process.Start(start);
            new Thread(ReadLines) { IsBackground = true }.Start();
            Event("started", null);
        }

        public int Port { get; }

        public string Uri => $"coap://127.0.0.1:{Port}";

        /// <summary>Carries out a command and waits for its answer.</summary>
        /// <returns>The value; an error starts with "error: ".</returns>
        public string Do(string what, string endpoint, string path, string value = null)
        {
            int id = Interlocked.Increment(ref _nextId);
            string line = JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["id"] = id,
                ["do"] = what,
                ["endpoint"] = endpoint,
                ["path"] = path,
                ["value"] = value
            });
            lock (_process)
            {
                _process.StandardInput.WriteLine(line);
                _process.StandardInput.Flush();
            }

            JsonElement answer = WaitFor(m => m.TryGetProperty("id", out JsonElement i) && i.GetInt32() == id, $"{what} {path}");
            string error = answer.GetProperty("error").GetString();
            return error == null ? answer.GetProperty("value").GetString() : "error: " + error;
        }

        /// <summary>Waits for an event.</summary>
        /// <returns>Its value.</returns>
        public string Event(string name, string endpoint, Func<string, bool> fits = null)
        {
            JsonElement found = WaitFor(
                m => Text(m, "event") == name && (endpoint == null || Text(m, "endpoint") == endpoint) && (fits == null || fits(Text(m, "value"))),
                $"{name} of {endpoint}");
            return Text(found, "value");
        }

        public int CountEvents(string name)
        {
            lock (_gate)
            {
                return _messages.Count(m => Text(m, "event") == name);
            }
        }

        public void Dispose()
        {
            _process.Kill(true);
            _process.Dispose();
        }

        private static string Text(JsonElement message, string property)
        {
            return message.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }

        internal static int FreePort()
        {
            using UdpClient probe = new(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)probe.Client.LocalEndPoint).Port;
        }

        private void ReadLines()
        {
            while (_process.StandardOutput.ReadLine() is string line)
            {
                lock (_gate)
                {
                    _messages.Add(JsonDocument.Parse(line).RootElement.Clone());
                    Monitor.PulseAll(_gate);
                }
            }
        }

        private JsonElement WaitFor(Func<JsonElement, bool> fits, string what)
        {
            long deadline = Environment.TickCount64 + TimeoutMilliseconds;
            lock (_gate)
            {
                while (true)
                {
                    int index = _messages.FindIndex(m => fits(m));
                    if (index >= 0)
                    {
                        JsonElement found = _messages[index];
                        if (Text(found, "event") == "notification")
                        {
                            _messages.RemoveAt(index);
                        }

                        return found;
                    }

                    long left = deadline - Environment.TickCount64;
                    if (left <= 0)
                    {
                        Assert.Fail($"the npm server did not say: {what}");
                    }

                    Monitor.Wait(_gate, (int)left);
                }
            }
        }
    }
}
