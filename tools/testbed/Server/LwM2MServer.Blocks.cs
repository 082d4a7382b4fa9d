// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
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
