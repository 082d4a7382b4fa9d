// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Bluetooth;
using Simulator.Board;
using Simulator.Network;
using Simulator.Time;
using Testbed;
using Testbed.Server;

namespace FirmwareTests
{
    /// <summary>A simulated world in virtual time: a server, and boards that run the images as they are.</summary>
    internal sealed class World
    {
        internal const int Port = 5683;
        internal const int SecurePort = 5684;

        internal readonly VirtualTime Time = new(1767225600000);
        internal readonly VirtualNetwork Network;
        internal readonly Nat Nat;
        internal readonly DtlsNetwork Dtls;
        internal readonly OscoreNetwork Oscore;
        internal readonly LwM2MServer Server;
        internal readonly BluetoothAir Air;
        internal readonly SimulatedPeripheral Ecg = new(GattDatabase.Load("ecg"));
        internal readonly List<string> Lines = new();

        internal World(int natLifetimeMilliseconds = 30000, bool secured = false, bool oscore = false)
        {
            Network = new VirtualNetwork(Time, 7);
            Nat = new Nat(Network, Time, natLifetimeMilliseconds);
            Dtls = new DtlsNetwork(Network, Time);
            Oscore = new OscoreNetwork(Network);
            Server = oscore ? new LwM2MServer(Time, Oscore, Port) : secured ? new LwM2MServer(Time, Dtls, SecurePort) : new LwM2MServer(Time, Network, Port);
            Air = new BluetoothAir(Time);
            Air.Add(Ecg);
        }

        internal SimulatedBoard Node(object configuration = null)
        {
            SimulatedBoard board = new("node", Time, Nat, Firmware.Node.Program.Main, 11);
            return Prepare(board, configuration ?? new { Endpoint = "node", Server = "coap://127.0.0.1:5683", AwakeWindow = 2, MaximumSleep = 3600 });
        }

        internal SimulatedBoard Gateway(object configuration = null)
        {
            SimulatedBoard board = new("gateway", Time, Network, Firmware.Gateway.Program.Main, 12) { Air = Air };
            return Prepare(board, configuration ?? new { Endpoint = "gateway", Server = "coap://127.0.0.1:5683", AllowList = new[] { "C0:FF:EE:*" } });
        }

        internal SimulatedBoard Prepare(SimulatedBoard board, object configuration)
        {
            if (configuration is string raw)
            {
                board.Flash.Write("I:\\device.json", System.Text.Encoding.UTF8.GetBytes(raw));
            }
            else
            {
                Scene.Provision(board, configuration);
            }

            board.LineWritten += Lines.Add;
            return board;
        }

        /// <summary>Runs until something holds.</summary>
        internal void Until(Func<bool> condition, int seconds, string what)
        {
            for (int i = 0; i < seconds * 10 && !condition(); i++)
            {
                Time.Run(100);
            }

            Assert.IsTrue(condition(), what + "\n" + string.Join("\n", Lines.TakeLast(10)));
        }

        /// <summary>Sends a request and runs until it is answered.</summary>
        internal ServerReply Ask(string endpoint, ServerRequest request, int seconds = 400)
        {
            ServerReply answer = null;
            bool answered = false;
            request.Answered = reply =>
            {
                answer ??= reply;
                answered = true;
            };
            Server.Send(Server.Find(endpoint), request);
            Until(() => answered, seconds, "no answer to " + request.Path);
            return answer;
        }

        internal ServerReply Read(string endpoint, string path)
        {
            return Ask(endpoint, new ServerRequest { Method = CoapCode.Get, Path = path, Accept = ContentFormat.Text });
        }

        internal ServerReply Write(string endpoint, string path, string value)
        {
            return Ask(endpoint, new ServerRequest
            {
                Method = CoapCode.Put,
                Path = path,
                ContentFormat = ContentFormat.Text,
                Payload = System.Text.Encoding.UTF8.GetBytes(value)
            });
        }
    }
}
