// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace StressTests
{
    /// <summary>
    /// A server works through all it may ask for over a network that loses, doubles and reorders three of ten datagrams each
    /// way. However it went, the client ends as it does on a network that loses nothing. Seeded: a failure names its seed.
    /// </summary>
    [TestClass]
    public class LossTests
    {
        private const int Seeds = 200;
        private const double Share = 0.3;

        [TestMethod]
        public void EveryExchangeEndsAsWithoutLoss()
        {
            string expected = Work(new LossyServer(0, 0));
            for (int seed = 1; seed <= Seeds; seed++)
            {
                LossyServer server = new(seed, Share);
                Assert.AreEqual(expected, Work(server), $"seed {seed}");
                Assert.IsTrue(server.Lost > 5 && server.Doubled > 5, $"seed {seed}: the network was kind");
            }
        }

        // What is left of the work: every value and instance, and what was notified last.
        private static string Work(LossyServer server)
        {
            server.Until(() => server.IsRegistered, "registration");
            server.Ask(CoapCode.Put, "3360/0/5750", Encoding.ASCII.GetBytes("short"), ContentFormat.Text);
            server.AskInBlocks("3360/0/5701", Encoding.ASCII.GetBytes(new string('u', 300)));
            server.Ask(CoapCode.Post, "2346", Subject.Strings(ObjectIds.BatchConfiguration, "/3360/0/5702", "/3360/0/5703"), ContentFormat.Tlv);
            server.Ask(CoapCode.Post, "2346", Subject.Strings(ObjectIds.BatchConfiguration, "/3/0/9"), ContentFormat.Tlv);
            server.Ask(CoapCode.Put, "2346/0/5914", Subject.Strings(ObjectIds.BatchValue, "1.5", "2.5"), ContentFormat.Tlv);
            server.Ask(CoapCode.Put, "2346/0/5914", Subject.Strings(ObjectIds.BatchValue, "1.5", "no number"), ContentFormat.Tlv);
            server.Ask(CoapCode.IPatch, "", Encoding.ASCII.GetBytes("[{\"n\":\"/3360/0/5704\",\"v\":7},{\"n\":\"/1/0/2\",\"v\":1}]"), ContentFormat.SenmlJson);
            server.Ask(CoapCode.Delete, "2346/1", null, ContentFormat.None);
            server.Ask(CoapCode.Get, "3360/0/5702", null, ContentFormat.None, ContentFormat.Text, 0);
            server.Ask(CoapCode.Put, "3360/0/5702", Encoding.ASCII.GetBytes("12.25"), ContentFormat.Text);
            server.Until(() => server.LastNotified == "12.25" || server.Elapsed > 60000, "notification");
            server.Ask(CoapCode.Get, "3360/0/5702", null, ContentFormat.None, ContentFormat.Text, 1);
            server.Ask(CoapCode.Post, "1/0/8", null, ContentFormat.None);
            server.Until(() => server.Updates > 0, "update");
            server.Ask(CoapCode.Post, "3303/0/5605", null, ContentFormat.None);
            server.Settle();
            return string.Join("\n", server.Read("1"), server.Read("2346"), server.Read("3360"), server.Read("3303"), server.Observations, server.Answers);
        }

        /// <summary>A server with its own retransmission, and the network between it and a client.</summary>
        private sealed class LossyServer
        {
            private readonly Random _random;
            private readonly double _share;
            private readonly Subject _subject = new();
            private readonly CoapMessage _message = new();
            private readonly CoapWriter _writer = new();
            private readonly PriorityQueue<(byte[] Datagram, bool ToClient), long> _network = new();
            private readonly Dictionary<int, byte[]> _answered = new();
            private readonly StringBuilder _answers = new();
            private int _messageId = 20000;
            private int _token;
            private byte[] _reply;
            private int _lastSequence = -1;
            private long _started;

            public LossyServer(int seed, double share)
            {
                _random = new Random(seed);
                _share = share;
                _subject.Channel.Sending = datagram => Pass(datagram, false);
                _subject.Session.Registration.RequestUpdate();
                _started = _subject.Clock.Now;
            }

            public bool IsRegistered => _subject.Session.Registration.IsRegistered;

            public int Updates { get; private set; }

            public int Lost { get; private set; }

            public int Doubled { get; private set; }

            public string LastNotified { get; private set; } = "";

            public int Observations => _subject.Session.Observations.Count;

            /// <summary>The code of each answer.</summary>
            public string Answers => _answers.ToString();

            public long Elapsed => _subject.Clock.Now - _started;

            public void Ask(CoapCode method, string path, byte[] payload, int format, int accept = ContentFormat.None, int observe = -1, int block1 = -1)
            {
                byte[] request = Compose(method, path, payload, format, accept, observe, block1, -1);
                Exchange(request);
                _answers.Append((byte)_reply[1] >> 5).Append('.').Append(_reply[1] & 31).Append(' ');
            }

            public void AskInBlocks(string path, byte[] payload)
            {
                for (int start = 0; start < payload.Length; start += 64)
                {
                    byte[] block = payload[start..Math.Min(start + 64, payload.Length)];
                    Ask(CoapCode.Put, path, block, ContentFormat.Text, block1: BlockOption.Of(start / 64, start + 64 < payload.Length, 2));
                }
            }

            /// <summary>A value, fetched in small blocks.</summary>
            public string Read(string path)
            {
                StringBuilder text = new();
                for (int number = 0; ; number++)
                {
                    Exchange(Compose(CoapCode.Get, path, null, ContentFormat.None, ContentFormat.SenmlJson, -1, -1, BlockOption.Of(number, false, 3)));
                    _message.Parse(_reply, 0, _reply.Length);
                    text.Append(Encoding.UTF8.GetString(_reply, _message.PayloadOffset, _message.PayloadLength));
                    if (!BlockOption.More(_message.Block2 < 0 ? 0 : _message.Block2))
                    {
                        return text.ToString();
                    }
                }
            }

            public void Until(Func<bool> condition, string what)
            {
                _started = _subject.Clock.Now;
                while (!condition())
                {
                    Assert.IsTrue(Elapsed < 3600000, "no " + what);
                    Step();
                }
            }

            /// <summary>Lets everything that is under way end.</summary>
            public void Settle()
            {
                Until(() => Elapsed > 200000, "end");
            }

            private void Exchange(byte[] request)
            {
                _reply = null;
                long timeout = 2000;
                long due = 0;
                Until(
                    () =>
                    {
                        if (_subject.Clock.Now >= due)
                        {
                            Pass(request, true);
                            due = _subject.Clock.Now + timeout;
                            timeout = Math.Min(timeout * 2, 16000);
                        }

                        return _reply != null;
                    },
                    "answer");
            }

            private byte[] Compose(CoapCode method, string path, byte[] payload, int format, int accept, int observe, int block1, int block2)
            {
                byte[] buffer = new byte[512];
                byte[] token = observe >= 0 ? new byte[] { 9, 9 } : BitConverter.GetBytes(++_token);
                _writer.Begin(buffer, 0, buffer.Length, CoapType.Confirmable, method, ++_messageId, token, 0, token.Length);
                foreach ((int number, int value) in new[] { (CoapOption.Observe, observe) }.Where(o => o.Item2 >= 0))
                {
                    _writer.AddOption(number, value);
                }

                _writer.AddPath(CoapOption.UriPath, path);
                foreach ((int number, int value) in new[] { (CoapOption.ContentFormat, format), (CoapOption.Accept, accept), (CoapOption.Block2, block2), (CoapOption.Block1, block1) }.Where(o => o.Item2 >= 0))
                {
                    _writer.AddOption(number, value);
                }

                if (payload != null)
                {
                    int at = _writer.BeginPayload();
                    payload.CopyTo(buffer, at);
                    _writer.EndPayload(payload.Length);
                }

                return buffer[.._writer.Length];
            }

            private void Pass(byte[] datagram, bool toClient)
            {
                if (_random.NextDouble() < _share)
                {
                    Lost++;
                    return;
                }

                bool twice = _random.NextDouble() < _share;
                Doubled += twice ? 1 : 0;
                for (int i = 0; i < (twice ? 2 : 1); i++)
                {
                    // One that is late is overtaken by those behind it.
                    int delay = _random.NextDouble() < _share ? _random.Next(100, 3000) : 20;
                    _network.Enqueue((datagram, toClient), _subject.Clock.Now + delay);
                }
            }

            private void Step()
            {
                _subject.Clock.Now += 10;
                while (_network.TryPeek(out (byte[] Datagram, bool ToClient) next, out long due) && due <= _subject.Clock.Now)
                {
                    _network.Dequeue();
                    if (next.ToClient)
                    {
                        _subject.Client.Process(_subject.Session, (byte[])next.Datagram.Clone(), next.Datagram.Length);
                    }
                    else
                    {
                        Receive(next.Datagram);
                    }
                }

                _subject.Client.Poll();
            }

            private void Receive(byte[] datagram)
            {
                Assert.IsTrue(_message.Parse(datagram, 0, datagram.Length), "malformed message");
                if (_message.IsRequest)
                {
                    Serve();
                    return;
                }

                if (_message.Type == CoapType.Confirmable)
                {
                    byte[] acknowledgement = new byte[4];
                    CoapWriter.WriteEmpty(acknowledgement, CoapType.Acknowledgement, _message.MessageId);
                    Pass(acknowledgement, true);
                }

                if (_message.Observe >= 0 && _message.TokenLength == 2 && _message.Type != CoapType.Acknowledgement)
                {
                    if (_message.Observe > _lastSequence)
                    {
                        _lastSequence = _message.Observe;
                        LastNotified = Encoding.UTF8.GetString(datagram, _message.PayloadOffset, _message.PayloadLength);
                    }
                }
                else if (_message.IsResponse && (_message.Type != CoapType.Acknowledgement || _message.MessageId == _messageId))
                {
                    _reply = datagram;
                }
            }

            // Register, Update: the same message again gets the same answer.
            private void Serve()
            {
                if (!_answered.TryGetValue(_message.MessageId, out byte[] response))
                {
                    byte[] buffer = new byte[64];
                    bool register = _message.PathCount == 1;
                    _writer.Begin(
                        buffer, 0, 64, CoapType.Acknowledgement, register ? CoapCode.Created : CoapCode.Changed, _message.MessageId, _message.Buffer, _message.TokenOffset, _message.TokenLength);
                    if (register)
                    {
                        _writer.AddPath(CoapOption.LocationPath, "rd/1");
                    }

                    response = buffer[.._writer.Length];
                    _answered[_message.MessageId] = response;
                    Updates++; // or a new registration, when an Update was lost for good
                }

                Pass(response, true);
            }
        }
    }
}
