// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using LwM2M.Nano.Platform;
using LwM2M.Security;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Network;
using Simulator.Time;
using Testbed.Server;

namespace InteropTests
{
    /// <summary>DTLS with servers of others: OpenSSL, libcoap on OpenSSL and on GnuTLS; and Wireshark reads what passes, with the key.</summary>
    [TestClass]
    public class DtlsInteropTests
    {
        private const string Identity = "node-000001";
        private const string Key = "000102030405060708090a0b0c0d0e0f";

        [TestMethod]
        [DataRow("PSK-AES128-CCM8")]
        [DataRow("PSK-AES128-CBC-SHA256")]
        public void OpenSslAgreesAndReadsWhatIsSent(string suite)
        {
            Tool.Require("openssl", "Install OpenSSL (Debian: openssl).", "version");
            int port = FreePort();
            using Peer peer = new("openssl", $"s_server -dtls1_2 -accept 127.0.0.1:{port} -nocert -psk {Key} -psk_identity {Identity} -cipher {suite} -listen -quiet");
            using Device device = new(port, Identity, Convert.FromHexString(Key));
            device.Connect();
            device.Send(Encoding.ASCII.GetBytes("from the device\n"));
            peer.Await("from the device");
            peer.Write("from the server\n");
            StringAssert.StartsWith(Encoding.ASCII.GetString(device.Receive()), "from the server");
        }

        [TestMethod]
        [DataRow("coap-server-openssl")]
        [DataRow("coap-server-gnutls")]
        public void LibcoapAnswersAPing(string server)
        {
            Tool.Require(server, "Install libcoap's programs (Debian: libcoap3-bin).", "--version");
            int port = FreePort();
            using Peer peer = new(server, $"-A 127.0.0.1 -p {port} -k {Identity}-secret -h hint");
            using Device device = new(port + 1, Identity, Encoding.ASCII.GetBytes(Identity + "-secret"));
            device.Connect();
            device.Send(new byte[] { 0x40, 0, 0, 1 });
            CollectionAssert.AreEqual(new byte[] { 0x70, 0, 0, 1 }, device.Receive());
        }

        [TestMethod]
        public void AWrongKeyEndsInALine()
        {
            Tool.Require("openssl", "Install OpenSSL (Debian: openssl).", "version");
            int port = FreePort();
            using Peer peer = new("openssl", $"s_server -dtls1_2 -accept 127.0.0.1:{port} -nocert -psk {Key} -psk_identity {Identity} -cipher PSK-AES128-CCM8 -listen -quiet");
            using Device device = new(port, Identity, new byte[16]);
            device.Await(() => device.Lines.Any(l => l.StartsWith("DTLS: no answer after the Finished", StringComparison.Ordinal)), device.Lines);
            Assert.IsFalse(device.Way.IsReady);
        }

        [TestMethod]
        public void TsharkOpensEveryRecordWithTheKey()
        {
            Tool.Require("tshark", "Install Wireshark's command line (Debian: tshark).");
            RealTime time = new();
            LoopbackNetwork network = new();
            Capture capture = new(5684);
            DtlsNetwork secured = new(network, time);
            secured.Keys[Identity] = Convert.FromHexString(Key);
            int port = FreePort();
            using SimulatedPort answering = Echo(secured, port);
            using (Device device = new(port, Identity, Convert.FromHexString(Key), capture.Add))
            {
                device.Connect();
                for (int i = 0; i < 5; i++)
                {
                    device.Send(new byte[] { 0x40, 0, 0, (byte)i });
                    CollectionAssert.AreEqual(new byte[] { 0x70, 0, 0, (byte)i }, device.Receive());
                }
            }

            string file = Path.Combine(Path.GetTempPath(), $"dtls-{Guid.NewGuid():N}.pcap");
            capture.Save(file);
            try
            {
                string options = $"-r {file} -d udp.port==5684,dtls -d dtls.port==5684,coap -o dtls.psk:{Key}";
                string[] protocols = Tool.Run("tshark", options + " -T fields -e frame.protocols").Split('\n', StringSplitOptions.RemoveEmptyEntries);
                Assert.IsTrue(protocols.Length > 10 && protocols.All(p => p.Contains("dtls", StringComparison.Ordinal) && !p.Contains("malformed", StringComparison.Ordinal)), string.Join("\n", protocols));
                Assert.AreEqual(10, protocols.Count(p => p.EndsWith("coap", StringComparison.Ordinal)), string.Join("\n", protocols));
                StringAssert.Contains(Tool.Run("tshark", options + " -V"), "Connection ID");
            }
            finally
            {
                File.Delete(file);
            }
        }

        // A server that answers a CoAP ping.
        private static SimulatedPort Echo(DtlsNetwork network, int port)
        {
            SimulatedPort opened = null;
            opened = network.OpenServer(port, (datagram, from) => opened.Send(new byte[] { 0x70, 0, datagram[2], datagram[3] }, from));
            return opened;
        }

        private static int FreePort()
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return ((IPEndPoint)socket.LocalEndPoint).Port;
        }

        /// <summary>A server of others, as a process.</summary>
        private sealed class Peer : IDisposable
        {
            private readonly Process _process;
            private readonly StringBuilder _output = new();
            private readonly object _gate = new();

            public Peer(string file, string arguments)
            {
                _process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
                _process.OutputDataReceived += Take;
                _process.ErrorDataReceived += Take;
                _process.BeginOutputReadLine();
                _process.BeginErrorReadLine();
            }

            public void Write(string text)
            {
                _process.StandardInput.Write(text);
                _process.StandardInput.Flush();
            }

            public void Await(string text)
            {
                lock (_gate)
                {
                    long deadline = Environment.TickCount64 + 20000;
                    while (!_output.ToString().Contains(text, StringComparison.Ordinal))
                    {
                        long left = deadline - Environment.TickCount64;
                        Assert.IsTrue(left > 0, "not seen: " + text + "\n" + _output);
                        Monitor.Wait(_gate, (int)left);
                    }
                }
            }

            public void Dispose()
            {
                _process.Kill(true);
                _process.WaitForExit();
                _process.Dispose();
            }

            private void Take(object sender, DataReceivedEventArgs e)
            {
                lock (_gate)
                {
                    _output.AppendLine(e.Data);
                    Monitor.PulseAll(_gate);
                }
            }
        }

        /// <summary>The device's end of a way, on a socket of the PC.</summary>
        private sealed class Device : IDisposable
        {
            private readonly SocketWay _socket;

            public Device(int port, string identity, byte[] key, Action<byte[], bool> passed = null)
            {
                _socket = new SocketWay(port, passed);
                Way = new SecureTransport(new OneSocket(_socket), 512, new MemoryStore(), new PcClock(), new Random(), new Lister(Lines)).Open(new Account(port, identity, key));
            }

            public DatagramChannel Way { get; }

            public List<string> Lines { get; } = new();

            public void Connect()
            {
                Await(() => Way.IsReady, Lines);
            }

            public void Await(Func<bool> condition, List<string> lines)
            {
                byte[] buffer = new byte[512];
                long deadline = Environment.TickCount64 + 30000;
                while (!condition())
                {
                    Assert.IsTrue(Environment.TickCount64 < deadline, string.Join("\n", lines));
                    Way.Connect(Environment.TickCount64);
                    Way.Poll(Environment.TickCount64);
                    Way.Receive(buffer, 20);
                }
            }

            public void Send(byte[] data)
            {
                Way.Send(data, 0, data.Length);
            }

            public byte[] Receive()
            {
                byte[] buffer = new byte[512];
                int count = 0;
                Await(() => (count = Way.Receive(buffer, 20)) > 0, Lines);
                return buffer[..count];
            }

            public void Dispose()
            {
                Way.Close();
            }
        }

        private sealed record Account(int Port, string Name, byte[] Secret) : IAccount
        {
            public string Uri => $"coaps://127.0.0.1:{Port}";

            public int Mode => SecureTransport.PreSharedKey;

            public byte[] Identity => Encoding.UTF8.GetBytes(Name);

            public int OscoreInstance => -1;

            public byte[] SecretKey => Secret;
        }

        private sealed class OneSocket : Transport
        {
            private readonly DatagramChannel _way;

            public OneSocket(DatagramChannel way)
            {
                _way = way;
            }

            public override DatagramChannel Open(IAccount account)
            {
                return _way;
            }
        }

        private sealed class SocketWay : DatagramChannel
        {
            private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

            private readonly Action<byte[], bool> _passed;

            public SocketWay(int port, Action<byte[], bool> passed)
            {
                _passed = passed;
                _socket.Connect(IPAddress.Loopback, port);
            }

            public override void Send(byte[] buffer, int offset, int count)
            {
                _passed?.Invoke(buffer.AsSpan(offset, count).ToArray(), true);
                try
                {
                    _socket.Send(buffer, offset, count, SocketFlags.None);
                }
                catch (SocketException)
                {
                    // the server is not there yet
                }
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                try
                {
                    int count = _socket.Poll(timeoutMilliseconds * 1000, SelectMode.SelectRead) ? _socket.Receive(buffer) : 0;
                    if (count > 0)
                    {
                        _passed?.Invoke(buffer[..count], false);
                    }

                    return count;
                }
                catch (SocketException)
                {
                    return 0;
                }
            }

            public override void Close()
            {
                _socket.Dispose();
            }
        }

        private sealed class MemoryStore : Store
        {
            private readonly Dictionary<string, byte[]> _records = new();

            public override byte[] Read(string name)
            {
                return _records.GetValueOrDefault(name);
            }

            public override bool Write(string name, byte[] record, int count)
            {
                _records[name] = record[..count];
                return true;
            }
        }

        private sealed class PcClock : Clock
        {
            public override long Milliseconds => Environment.TickCount64;

            public override long UtcMilliseconds => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        }

        private sealed class Lister : Log
        {
            private readonly List<string> _lines;

            public Lister(List<string> lines)
            {
                _lines = lines;
            }

            public override void Write(string line)
            {
                _lines.Add(line);
            }
        }
    }
}
