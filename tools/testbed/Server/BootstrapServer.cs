// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using Simulator.Network;
using Simulator.Time;

namespace Testbed.Server
{
    /// <summary>A bootstrap server for one server account: deletes what there is, writes Security and Server, finishes.</summary>
    public sealed class BootstrapServer : IDisposable
    {
        private const int RetransmitMilliseconds = 2000;

        private readonly SimulatedTime _time;
        private readonly SimulatedPort _port;
        private readonly CoapMessage _message = new();
        private readonly CoapWriter _writer = new();
        private readonly List<(CoapCode Method, string Path, byte[] Payload)> _steps = new();
        private int _messageId = 9000;
        private int _step = -1;
        private IPEndPoint _client;

        /// <summary>Opens the server's port.</summary>
        /// <param name="time">The world's time.</param>
        /// <param name="network">Where it listens.</param>
        /// <param name="port">UDP port.</param>
        /// <param name="serverUri">The server every client is sent to.</param>
        /// <param name="identity">The PSK identity it gets there, null for none.</param>
        /// <param name="key">The pre-shared key it gets.</param>
        public BootstrapServer(SimulatedTime time, SimulatedNetwork network, int port, string serverUri, string identity = null, byte[] key = null)
        {
            _time = time;
            _port = network.OpenServer(port, OnReceived);
            _steps.Add((CoapCode.Delete, "", null));
            _steps.Add((CoapCode.Put, "0/1", identity == null ? Instance((0, serverUri), (1, false), (2, 3), (10, 77))
                : Instance((0, serverUri), (1, false), (2, 0), (3, System.Text.Encoding.UTF8.GetBytes(identity)), (5, key), (10, 77))));
            _steps.Add((CoapCode.Put, "1/1", Instance((0, 77), (1, 3600), (6, true), (7, "U"))));
            _steps.Add((CoapCode.Post, "bs", null));
        }

        /// <summary>How many clients have asked for accounts.</summary>
        public int Requests { get; private set; }

        /// <summary>How many have been finished with.</summary>
        public int Finished { get; private set; }

        /// <summary>After so many steps the server falls silent; the last one is the Finish.</summary>
        public int StopsAfter { get; set; } = int.MaxValue;

        public void Dispose()
        {
            _port.Dispose();
        }

        private static byte[] Instance(params (int Id, object Value)[] values)
        {
            byte[] buffer = new byte[256];
            TlvWriter writer = new();
            writer.Open(buffer, 0, buffer.Length);
            foreach ((int id, object value) in values)
            {
                writer.SetResource(id);
                switch (value)
                {
                    case string text:
                        writer.WriteString(text);
                        break;
                    case byte[] bytes:
                        writer.WriteOpaque(bytes, 0, bytes.Length);
                        break;
                    case bool flag:
                        writer.WriteBoolean(flag);
                        break;
                    default:
                        writer.WriteInteger((int)value);
                        break;
                }
            }

            return buffer[..writer.Close()];
        }

        private void OnReceived(byte[] datagram, IPEndPoint from)
        {
            if (!_message.Parse(datagram, 0, datagram.Length))
            {
                return;
            }

            if (_message.IsRequest)
            {
                Requests++;
                byte[] answer = new byte[16];
                _writer.Begin(answer, 0, 16, CoapType.Acknowledgement, CoapCode.Changed, _message.MessageId, _message.Buffer, _message.TokenOffset, _message.TokenLength);
                _port.Send(answer[.._writer.Length], from);
                _client = from;
                _step = -1;
                Next();
            }
            else if (_step >= 0 && _step < _steps.Count && _message.MessageId == _messageId)
            {
                Finished += _step == _steps.Count - 1 && _message.IsSuccess ? 1 : 0;
                Next();
            }
        }

        private void Next()
        {
            _step++;
            _messageId++;
            Send(_step);
        }

        // Again and again until the next step is begun.
        private void Send(int step)
        {
            if (step != _step || step >= _steps.Count || step >= StopsAfter)
            {
                return;
            }

            (CoapCode method, string path, byte[] payload) = _steps[step];
            byte[] buffer = new byte[256];
            _writer.Begin(buffer, 0, buffer.Length, CoapType.Confirmable, method, _messageId, new byte[] { (byte)step }, 0, 1);
            _writer.AddPath(CoapOption.UriPath, path);
            if (payload != null)
            {
                _writer.AddOption(CoapOption.ContentFormat, ContentFormat.Tlv);
                int at = _writer.BeginPayload();
                payload.CopyTo(buffer, at);
                _writer.EndPayload(payload.Length);
            }

            _port.Send(buffer[.._writer.Length], _client);
            _time.Schedule(RetransmitMilliseconds, () => Send(step));
        }
    }
}
