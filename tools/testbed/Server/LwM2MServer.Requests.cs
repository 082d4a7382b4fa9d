// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using LwM2M.Nano.Coap;

namespace Testbed.Server
{
    /// <content>Requests to clients: one outstanding for each, the others queue; a sleeping client's wait for its next word.</content>
    public sealed partial class LwM2MServer
    {
        private const int AckTimeoutMilliseconds = 2000;
        private const int MaximumTransmissions = 5;
        private const int SeparateResponseMilliseconds = 93000;

        private readonly List<(RegisteredClient Client, ServerRequest Request)> _observations = new();
        private int _nextMessageId;

        /// <summary>Sends a request as soon as the client can take it.</summary>
        public void Send(RegisteredClient client, ServerRequest request)
        {
            lock (_gate)
            {
                client.Queue.Enqueue(request);
                Pump(client);
            }
        }

        public void Read(RegisteredClient client, string path, int accept, Action<ServerReply> answered)
        {
            Send(client, new ServerRequest { Method = CoapCode.Get, Path = path, Accept = accept, Answered = answered });
        }

        public void Observe(RegisteredClient client, string path, int accept, Action<ServerReply> answered)
        {
            Send(client, new ServerRequest { Method = CoapCode.Get, Path = path, Accept = accept, Observe = 0, Answered = answered });
        }

        public void Write(RegisteredClient client, string path, string text, Action<ServerReply> answered)
        {
            Send(client, new ServerRequest
            {
                Method = CoapCode.Put,
                Path = path,
                Payload = Encoding.UTF8.GetBytes(text),
                ContentFormat = ContentFormat.Text,
                Answered = answered
            });
        }

        public void Execute(RegisteredClient client, string path, Action<ServerReply> answered)
        {
            Send(client, new ServerRequest { Method = CoapCode.Post, Path = path, Answered = answered });
        }

        public void Create(RegisteredClient client, string path, byte[] tlv, Action<ServerReply> answered)
        {
            Send(client, new ServerRequest { Method = CoapCode.Post, Path = path, Payload = tlv, ContentFormat = ContentFormat.Tlv, Answered = answered });
        }

        private void Awake(RegisteredClient client)
        {
            client.AwakeUntil = _time.Now + AwakeMilliseconds;
            Pump(client);
        }

        private void Pump(RegisteredClient client)
        {
            if (client.Outstanding != null || !client.IsAwake(_time.Now) || !client.Queue.TryDequeue(out ServerRequest request))
            {
                return;
            }

            client.Outstanding = request;
            request.MessageId = NextMessageId();
            request.Token = new byte[2];
            _random.NextBytes(request.Token);
            request.Datagram = Encode(request);
            Transmit(client, request);
        }

        private void Transmit(RegisteredClient client, ServerRequest request)
        {
            request.Transmissions++;
            _port.Send(request.Datagram, client.Address);
            int transmissions = request.Transmissions;
            _time.Schedule(AckTimeoutMilliseconds << (transmissions - 1), () =>
            {
                lock (_gate)
                {
                    if (client.Outstanding != request || request.Transmissions != transmissions)
                    {
                        return;
                    }

                    if (transmissions < MaximumTransmissions && client.IsAwake(_time.Now))
                    {
                        Transmit(client, request);
                        return;
                    }

                    client.Outstanding = null;
                    if (client.QueueMode)
                    {
                        Requeue(client, request);
                        return;
                    }

                    request.Answered?.Invoke(null);
                    Pump(client);
                }
            });
        }

        // A sleeping client that missed a request gets it first when it speaks again.
        private static void Requeue(RegisteredClient client, ServerRequest request)
        {
            ServerRequest[] others = client.Queue.Where(r => r != request).ToArray();
            client.Queue.Clear();
            request.Transmissions = 0;
            client.Queue.Enqueue(request);
            foreach (ServerRequest other in others)
            {
                client.Queue.Enqueue(other);
            }
        }

        private void OnAnswer(RegisteredClient client, IPEndPoint from)
        {
            bool isEmpty = !_message.IsResponse;
            ServerRequest request = client?.Outstanding;
            if (isEmpty)
            {
                if (request != null && _message.MessageId == request.MessageId)
                {
                    OnEmpty(client, request);
                }

                return;
            }

            bool isAnswer = request != null && _message.HasToken(request.Token, request.Token.Length);
            ServerRequest observed = isAnswer ? null
                : _observations.FirstOrDefault(o => o.Client == client && _message.HasToken(o.Request.Token, o.Request.Token.Length)).Request;
            if (!isAnswer && observed == null)
            {
                if (_message.Type != CoapType.Acknowledgement)
                {
                    SendEmpty(CoapType.Reset, from); // nobody this server knows, or nothing it has asked for
                }

                return;
            }

            if (_message.Type == CoapType.Confirmable)
            {
                SendEmpty(CoapType.Acknowledgement, from);
            }

            ServerReply reply = new()
            {
                Code = _message.Code,
                ContentFormat = _message.OptionInteger(CoapOption.ContentFormat, ContentFormat.None),
                Payload = MessagePayload(),
                Sequence = _message.OptionInteger(CoapOption.Observe, -1),
                Location = string.Join("/", Options(CoapOption.LocationPath))
            };
            if (isAnswer)
            {
                if (reply.Code == CoapCode.Continue || reply.Code == CoapCode.RequestEntityIncomplete)
                {
                    bool next = reply.Code == CoapCode.Continue;
                    if (!next || BlockOption.Number(_message.Block1) * BlockSize == request.Offset)
                    {
                        SendBlock(client, request, next ? request.Offset + BlockSize : 0); // the answer to a block of before says nothing
                    }

                    return;
                }

                client.Outstanding = null;
                if (request.Observe == 0 && reply.Sequence >= 0)
                {
                    _observations.Add((client, request));
                }

                Deliver(client, request, reply);
                Awake(client);
                return;
            }

            Deliver(client, observed, reply);
        }

        // An empty acknowledgement ends the transmissions, and promises an answer; a Reset ends the request.
        private void OnEmpty(RegisteredClient client, ServerRequest request)
        {
            if (_message.Type == CoapType.Reset)
            {
                client.Outstanding = null;
                request.Answered?.Invoke(null);
                Pump(client);
                return;
            }

            request.Transmissions = MaximumTransmissions + 1;
            int messageId = request.MessageId;
            _time.Schedule(SeparateResponseMilliseconds, () =>
            {
                lock (_gate)
                {
                    if (client.Outstanding == request && request.MessageId == messageId)
                    {
                        client.Outstanding = null;
                        request.Answered?.Invoke(null);
                        Pump(client);
                    }
                }
            });
        }

        private void SendEmpty(CoapType type, IPEndPoint to)
        {
            byte[] empty = new byte[4];
            CoapWriter.WriteEmpty(empty, type, _message.MessageId);
            _port.Send(empty, to);
        }

        private void SendBlock(RegisteredClient client, ServerRequest request, int offset)
        {
            client.AwakeUntil = _time.Now + AwakeMilliseconds;
            request.Offset = offset;
            request.MessageId = NextMessageId();
            request.Transmissions = 0;
            request.Datagram = Encode(request);
            Transmit(client, request);
        }

        private byte[] Encode(ServerRequest request)
        {
            byte[] buffer = new byte[1280];
            CoapWriter writer = new();
            writer.Begin(buffer, 0, buffer.Length, CoapType.Confirmable, request.Method, request.MessageId, request.Token, 0, request.Token.Length);
            if (request.Observe >= 0)
            {
                writer.AddOption(CoapOption.Observe, request.Observe);
            }

            writer.AddPath(CoapOption.UriPath, request.Path);
            if (request.ContentFormat >= 0)
            {
                writer.AddOption(CoapOption.ContentFormat, request.ContentFormat);
            }

            if (request.Query != null)
            {
                writer.AddOption(CoapOption.UriQuery, request.Query);
            }

            if (request.Accept >= 0)
            {
                writer.AddOption(CoapOption.Accept, request.Accept);
            }

            if (request.Block2 >= 0)
            {
                writer.AddOption(CoapOption.Block2, request.Block2);
            }

            int length = request.Payload.Length;
            if (BlockSize > 0 && length > BlockSize)
            {
                bool more = length - request.Offset > BlockSize;
                length = Math.Min(BlockSize, length - request.Offset);
                writer.AddOption(CoapOption.Block1, BlockOption.Of(request.Offset / BlockSize, more, System.Numerics.BitOperations.Log2((uint)BlockSize) - 4));
            }

            int offset = writer.BeginPayload();
            Array.Copy(request.Payload, request.Offset, buffer, offset, length);
            writer.EndPayload(length);
            return buffer[..writer.Length];
        }

        private int NextMessageId()
        {
            _nextMessageId = (_nextMessageId + 1) & 0xFFFF;
            return _nextMessageId;
        }
    }
}
