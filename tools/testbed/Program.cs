// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.CommandLine;
using System.Threading;
using Simulator.Network;
using Simulator.Time;
using Testbed.Server;

namespace Testbed
{
    /// <summary>Runs the whole system on a PC: server, Gateway with an ECG peripheral, Nodes behind a NAT.</summary>
    public static class Program
    {
        private const int Port = 5683;
        private const int SecurePort = 5684;
        private const int Nodes = 2;
        private const int PeriodSeconds = 10;

        public static int Main(string[] args)
        {
            Option<bool> smoke = new("--smoke") { Description = "Run until everything has been seen to work, then exit 0." };
            Option<string> server = new("--server") { Description = "Use another LwM2M server, such as coap://127.0.0.1:5683." };
            Option<int> port = new("--port") { Description = $"The embedded server's UDP port, {SecurePort} unless said, {Port} with --nosec." };
            Option<bool> nosec = new("--nosec") { Description = "Plain CoAP in place of DTLS." };
            Option<bool> rate = new("--rate") { Description = "Show the ECG's sampling rate following a link that gets worse and better, in virtual time." };
            RootCommand root = new("Runs the Gateway and two Nodes on this PC against an LwM2M server.") { smoke, server, port, nosec, rate };
            root.SetAction(result => result.GetValue(rate) ? RateScene.Run() : Run(result.GetValue(smoke), result.GetValue(server), result.GetValue(port), result.GetValue(nosec)));
            return root.Parse(args).Invoke();
        }

        private static int Run(bool smoke, string uri, int port, bool plain)
        {
            port = port > 0 ? port : plain ? Port : SecurePort;
            if (uri != null && (smoke || LwM2M.Nano.Platform.ServerUri.Parse(uri) == null))
            {
                Console.Error.WriteLine(smoke ? "--smoke needs the embedded server" : "--server takes a URI such as coap://127.0.0.1:5683");
                return 2;
            }

            RealTime time = new();
            LoopbackNetwork network = new();
            DtlsNetwork secured = plain || uri != null ? null : new DtlsNetwork(network, time);
            LwM2MServer server = null;
            try
            {
                server = uri == null ? new LwM2MServer(time, secured == null ? network : secured, port) : null;
            }
            catch (System.Net.Sockets.SocketException)
            {
                Console.Error.WriteLine($"UDP port {port} is taken: choose another with --port");
                return 2;
            }

            using LwM2MServer closing = server;
            Operator backend = server == null ? null : new Operator(server, PeriodSeconds);
            Scene scene = new(time, network, uri ?? $"{(secured == null ? "coap" : "coaps")}://127.0.0.1:{port}", Nodes, keys: secured?.Keys);
            if (smoke)
            {
                return Smoke.Run(scene, time, server, backend);
            }

            using CancellationTokenSource stop = new();
            Console.CancelKeyPress += (_, e) =>
            {
                e.Cancel = true;
                stop.Cancel();
            };
            LiveView.Run(scene, time, server, backend, stop.Token);
            scene.PowerOff();
            return 0;
        }
    }
}
