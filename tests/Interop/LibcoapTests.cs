// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Network;
using Simulator.Time;
using Testbed.Server;

namespace InteropTests
{
    /// <summary>libcoap's coap-client asks the library: block-wise transfer, Observe, FETCH and No-Response, by a stack of others.</summary>
    [TestClass]
    public class LibcoapTests
    {
        private static readonly string[] s_names = { "coap-client-notls", "coap-client" };

        [TestMethod]
        public void FetchesALargeAnswerInBlocks()
        {
            using Device device = new();
            string whole = Coap($"-m get -A 110 {device.Uri}/3360/0");
            StringAssert.StartsWith(whole, "[{\"bn\":\"/3360/0\",\"n\":\"/5516\"");
            foreach (int size in new[] { 16, 64, 256 })
            {
                Assert.AreEqual(whole, Coap($"-m get -A 110 -b {size} {device.Uri}/3360/0"));
            }
        }

        [TestMethod]
        public void SendsALargeValueInBlocks()
        {
            using Device device = new();
            string file = Path.GetTempFileName();
            string text = string.Concat(Enumerable.Range(0, 300).Select(i => (char)('a' + i % 26)));
            File.WriteAllText(file, text);
            try
            {
                Coap($"-m put -t 0 -b 32 -f {file} {device.Uri}/3360/0/5750");
                Assert.AreEqual(text, Coap($"-m get -A 0 -b 64 {device.Uri}/3360/0/5750"));
            }
            finally
            {
                File.Delete(file);
            }
        }

        [TestMethod]
        public void ObservesAndIsNotified()
        {
            using Device device = new();
            using Timer mover = new(_ => device.Change(), null, 500, 500);
            string output = Coap($"-m get -A 0 -s 3 -w {device.Uri}/3360/0/5702");
            string[] values = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.IsTrue(values.Length >= 4, output);
            CollectionAssert.AreEqual(values.OrderBy(v => double.Parse(v, System.Globalization.CultureInfo.InvariantCulture)).ToArray(), values);
        }

        [TestMethod]
        public void ReadsAndWritesSeveralPathsAtOnce()
        {
            using Device device = new();
            Coap($"-m ipatch -t 110 -e [{{\\\"n\\\":\\\"/3360/0/5702\\\",\\\"v\\\":1.5}},{{\\\"n\\\":\\\"/3360/0/5703\\\",\\\"v\\\":2.5}}] {device.Uri}/");
            string values = Coap($"-m fetch -t 110 -A 110 -e [{{\\\"n\\\":\\\"/3360/0/5702\\\"}},{{\\\"n\\\":\\\"/3360/0/5703\\\"}}] {device.Uri}/");
            Assert.AreEqual("[{\"n\":\"/3360/0/5702\",\"v\":1.5},{\"n\":\"/3360/0/5703\",\"v\":2.5}]", values);
        }

        [TestMethod]
        public void SurvivesLoss()
        {
            using Device device = new();
            string whole = Coap($"-m get -A 110 {device.Uri}/3360/0");
            Assert.AreEqual(whole, Coap($"-m get -A 110 -b 32 -l 2,5,9 -B 60 {device.Uri}/3360/0"));
        }

        [TestMethod]
        public void ItsClientIsNotAnsweredWhenItWantsNoResponse()
        {
            using Device device = new();
            Assert.AreEqual("", Coap($"-m put -N -O 258,0x1a -t 0 -e 7.5 -B 2 {device.Uri}/3360/0/5702"));
            Assert.AreEqual("7.5", Coap($"-m get -A 0 {device.Uri}/3360/0/5702"));
        }

        [TestMethod]
        [DataRow(true, 60)]
        [DataRow(false, 60)]
        [DataRow(true, 1400)]
        public void ItsServerTakesReportsWithoutAResponseAndInBlocks(bool noResponse, int length)
        {
            using CoapServer server = new();
            ClientOnUdp client = new(server.Port);
            client.PretendToBeRegistered();
            string value = new('r', length);
            string file = Path.GetTempFileName();
            File.WriteAllText(file, value);
            string uri = $"coap://127.0.0.1:{client.LocalPort}";
            bool done = false;
            Thread loop = new(() => client.RunUntil(() => Volatile.Read(ref done), 60000));
            loop.Start();
            Coap($"-m put -t 0 -f {file} {uri}/3360/0/5750");
            string notify = $"[{{\"bn\":\"/2347/0/\",\"n\":\"5915\",\"vs\":\"/3360/0/5750\"}},{{\"n\":\"5916\",\"v\":1}},{{\"n\":\"5917\",\"vs\":\"box\"}},{{\"n\":\"5918\",\"v\":2}},"
                + $"{{\"n\":\"5920\",\"vb\":{(noResponse ? "true" : "false")}}},{{\"n\":\"5921\",\"v\":0}}]";
            File.WriteAllText(file, notify);
            Coap($"-m post -t 110 -f {file} {uri}/2347");
            string stored = "";
            for (int i = 0; i < 40 && stored != value; i++)
            {
                Thread.Sleep(250);
                stored = Coap($"-m get coap://127.0.0.1:{server.Port}/box");
            }

            done = true;
            loop.Join();
            File.Delete(file);
            Assert.AreEqual(value, stored);
            Assert.AreEqual(noResponse && length < 1000, client.FromServer <= 1, $"{client.FromServer} datagrams from the server");
        }

        /// <summary>libcoap's example server, which keeps what is put to it.</summary>
        private sealed class CoapServer : IDisposable
        {
            private readonly System.Diagnostics.Process _process;

            public CoapServer()
            {
                Port = NpmServer.FreePort();
                try
                {
                    _process = System.Diagnostics.Process.Start("coap-server-notls", $"-A 127.0.0.1 -p {Port} -d 10");
                }
                catch (System.ComponentModel.Win32Exception)
                {
                    Assert.Inconclusive("SKIPPED: coap-server-notls is missing. Install libcoap's examples (Debian: libcoap3-bin).");
                }
            }

            public int Port { get; }

            public void Dispose()
            {
                _process.Kill();
                _process.Dispose();
            }
        }

        private static string Coap(string arguments)
        {
            foreach (string name in s_names)
            {
                try
                {
                    return Tool.Run(name, arguments).TrimEnd('\n');
                }
                catch (System.ComponentModel.Win32Exception)
                {
                    // try the next name
                }
            }

            Assert.Inconclusive("SKIPPED: coap-client is missing. Install libcoap's examples (Debian: libcoap3-bin).");
            return null;
        }

        /// <summary>The library, registered with a server, and asked by somebody else on that host.</summary>
        private sealed class Device : IDisposable
        {
            private readonly LwM2MServer _server;
            private readonly ClientOnUdp _client;
            private readonly Thread _loop;
            private volatile bool _stop;
            private volatile bool _change;
            private double _x;

            public Device()
            {
                int port = NpmServer.FreePort();
                _server = new LwM2MServer(new RealTime(), new LoopbackNetwork(), port);
                _client = new ClientOnUdp(port);
                _client.RunUntil(() => _client.Session.Registration.IsRegistered, 10000);
                _loop = new Thread(() => _client.RunUntil(Step, int.MaxValue)) { IsBackground = true };
                _loop.Start();
            }

            public string Uri => $"coap://127.0.0.1:{_client.LocalPort}";

            public void Change()
            {
                _change = true;
            }

            public void Dispose()
            {
                _stop = true;
                _loop.Join();
                _server.Dispose();
            }

            private bool Step()
            {
                if (_change)
                {
                    _change = false;
                    _x++;
                    _client.Position.MoveTo(_x, 0, 0);
                }

                return _stop;
            }
        }
    }
}
