// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using LwM2M.Nano.Coap;

namespace Testbed.Server
{
    /// <content>Requests of clients that come in blocks (RFC 7959, Block1), put together by sender and path.</content>
    public sealed partial class LwM2MServer
    {
        private readonly Dictionary<(IPEndPoint From, string Path), List<byte>> _bodies = new();
        private byte[] _body;

        private byte[] MessagePayload()
        {
            return _message.Buffer.AsSpan(_message.PayloadOffset, _message.PayloadLength).ToArray();
        }

        // What is larger than a message comes in blocks, and all but the first are asked for (RFC 7959 section 2.4); a part of it is told to nobody.
        private void Deliver(RegisteredClient client, ServerRequest request, ServerReply reply)
        {
            int block = _message.Block2;
            if (block < 0 || !BlockOption.More(block) || request.Block2 >= 0)
            {
                request.Answered?.Invoke(reply);
                return;
            }

            Fetch(client, request, reply, reply.Payload, block);
        }

        private void Fetch(RegisteredClient client, ServerRequest request, ServerReply first, byte[] body, int block)
        {
            ServerRequest next = new()
            {
                Method = request.Method,
                Path = request.Path,
                Accept = request.Accept,
                ContentFormat = request.ContentFormat,
                Block2 = BlockOption.Of(BlockOption.Number(block) + 1, false, BlockOption.Exponent(block)),
                Answered = reply =>
                {
                    bool follows = reply?.Code == first.Code && _message.Block2 >> 4 == BlockOption.Number(block) + 1;
                    byte[] longer = follows ? body.Concat(reply.Payload).ToArray() : null;
                    if (follows && BlockOption.More(_message.Block2))
                    {
                        Fetch(client, request, first, longer, _message.Block2);
                    }
                    else
                    {
                        request.Answered?.Invoke(follows ? new ServerReply { Code = first.Code, ContentFormat = first.ContentFormat, Payload = longer, Sequence = first.Sequence } : null);
                    }
                }
            };
            client.Queue.Enqueue(next);
            Requeue(client, next);
            Pump(client);
        }

        // The answer to a block that is not the last, or null: then the payload is whole.
        private CoapCode? TakeBlock(string path, IPEndPoint from)
        {
            _body = MessagePayload();
            int option = _message.Block1;
            if (option < 0)
            {
                return null;
            }

            int offset = BlockOption.Number(option) * BlockOption.Size(BlockOption.Exponent(option));
            if (offset == 0)
            {
                _bodies[(from, path)] = new List<byte>();
            }

            if (!_bodies.TryGetValue((from, path), out List<byte> body) || body.Count != offset)
            {
                return CoapCode.RequestEntityIncomplete;
            }

            body.AddRange(_body);
            if (BlockOption.More(option))
            {
                return CoapCode.Continue;
            }

            _body = body.ToArray();
            _bodies.Remove((from, path));
            return null;
        }
    }
}
