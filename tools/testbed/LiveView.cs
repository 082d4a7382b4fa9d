// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Simulator.Board;
using Simulator.Time;
using Spectre.Console;
using Testbed.Server;

namespace Testbed
{
    /// <summary>The picture in the terminal: clients, values, traffic, and when the Nodes were awake.</summary>
    public static class LiveView
    {
        private const int RefreshMilliseconds = 500;

        public static void Run(Scene scene, SimulatedTime time, LwM2MServer server, Operator backend, CancellationToken stop)
        {
            Dictionary<SimulatedBoard, Timeline> timelines = scene.Nodes.ToDictionary(n => n, n => new Timeline(time, n));
            scene.PowerOn();
            AnsiConsole.Live(Text.Empty).Start(context =>
            {
                while (!stop.WaitHandle.WaitOne(RefreshMilliseconds))
                {
                    context.UpdateTarget(Draw(scene, server, backend, timelines));
                    context.Refresh();
                }
            });
        }

        private static Rows Draw(Scene scene, LwM2MServer server, Operator backend, Dictionary<SimulatedBoard, Timeline> timelines)
        {
            Grid awake = new Grid().AddColumn().AddColumn();
            foreach ((SimulatedBoard node, Timeline timeline) in timelines)
            {
                awake.AddRow(new Text(node.Name), new Text(timeline + (node.IsAwake ? "  awake" : "  asleep")));
            }

            List<Spectre.Console.Rendering.IRenderable> rows = new();
            if (server != null)
            {
                rows.Add(Clients(server));
                rows.Add(Values(backend));
            }

            rows.Add(new Panel(awake).Header("awake, last minute").Expand());
            rows.Add(new Panel(new Text(string.Join(Environment.NewLine, scene.Lines))).Header("log").Expand());
            rows.Add(new Text($"{scene.Packets} packets, {scene.Bytes} bytes of CoAP; {scene.Nat.Mappings} NAT mappings. Ctrl+C ends."));
            return new Rows(rows);
        }

        private static Table Clients(LwM2MServer server)
        {
            Table table = new Table().AddColumns("client", "address", "objects", "updates", "queued").Expand();
            foreach (RegisteredClient client in server.Clients)
            {
                table.AddRow(
                    new Text(client.Endpoint),
                    new Text(client.Address.ToString()),
                    new Text(string.Join(' ', client.Objects)),
                    new Text(client.Updates.ToString()),
                    new Text(client.Queued.ToString()));
            }

            return table;
        }

        private static Table Values(Operator backend)
        {
            Table table = new Table().AddColumns("value", "last").Expand();
            lock (backend.Values)
            {
                foreach ((string name, string value) in backend.Values)
                {
                    table.AddRow(new Text(name), new Text(value));
                }
            }

            return table;
        }
    }
}
