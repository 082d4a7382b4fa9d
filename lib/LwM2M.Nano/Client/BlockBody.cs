// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// The one body too large for a message that a session may have in transfer (RFC 7959): an answer the server fetches
    /// block by block, or a request it sends so, or the object list on its way out. A new transfer takes the place of an
    /// answer; an object list being sent is left alone.
    /// </summary>
    internal sealed class BlockBody
    {
        // A request's own header and options are put before its assembled payload.
        private const int HeaderRoom = 128;

        private readonly byte[] _buffer;
        private readonly int _exponent;
        private long _path;
        private int _accept;
        private int _length;
        private int _format;
        private bool _isAnswer;
        private bool _isRequest;

        internal BlockBody(ClientOptions options)
        {
            _buffer = new byte[options.MaximumBody + HeaderRoom];
            _exponent = BlockOption.Largest(options.BufferSize);
        }

        /// <summary>Room for a body, and before it for a header.</summary>
        internal byte[] Buffer
        {
            get { return _buffer; }
        }

        /// <summary>The buffer for something new: what was in transfer is forgotten.</summary>
        internal byte[] Clear()
        {
            _isAnswer = false;
            _isRequest = false;
            return _buffer;
        }

        /// <summary>The block size exponent the client prefers.</summary>
        internal int Exponent
        {
            get { return _exponent; }
        }

        /// <summary>The object list is being sent from the buffer.</summary>
        internal bool IsHeld { get; private set; }

        /// <summary>Takes the buffer for the object list; what was in transfer is forgotten.</summary>
        internal void Hold()
        {
            IsHeld = true;
            _isAnswer = false;
            _isRequest = false;
        }

        /// <summary>Gives the buffer back.</summary>
        internal void Release()
        {
            IsHeld = false;
        }

        /// <summary>Takes one block of a request.</summary>
        /// <param name="block">A request with Block1.</param>
        /// <param name="answer">Continue, or what is wrong, when there is no whole request yet.</param>
        /// <returns>The whole request, parsed into the same message, when this was the last block; else null.</returns>
        internal CoapMessage Assemble(CoapMessage block, out CoapCode answer)
        {
            int option = block.Block1;
            int exponent = BlockOption.Exponent(option);
            int offset = BlockOption.Number(option) << (exponent + 4);
            answer = CoapCode.BadRequest;
            if (exponent == BlockOption.Reserved || (BlockOption.More(option) && block.PayloadLength != BlockOption.Size(exponent)))
            {
                return null;
            }

            answer = CoapCode.RequestEntityIncomplete;
            if (offset > 0 && (!_isRequest || offset != _length))
            {
                return null;
            }

            answer = IsHeld ? CoapCode.ServiceUnavailable : CoapCode.RequestEntityTooLarge;
            if (IsHeld || HeaderRoom + offset + block.PayloadLength > _buffer.Length)
            {
                _isRequest = false;
                return null;
            }

            _isAnswer = false;
            _isRequest = true;
            Array.Copy(block.Buffer, block.PayloadOffset, _buffer, HeaderRoom + offset, block.PayloadLength);
            _length = offset + block.PayloadLength;
            answer = CoapCode.Continue;
            return BlockOption.More(option) ? null : Whole(block, out answer);
        }

        /// <summary>Keeps an answer that was composed in a buffer, to be sent in blocks.</summary>
        internal void KeepAnswer(long path, int accept, int format, byte[] buffer, int offset, int length)
        {
            Array.Copy(buffer, offset, _buffer, 0, length);
            _path = path;
            _accept = accept;
            _format = format;
            _length = length;
            _isAnswer = true;
            _isRequest = false;
        }

        /// <summary>Whether the answer kept is the one a request goes on with.</summary>
        internal bool IsAnswerTo(long path, int accept)
        {
            return _isAnswer && _path == path && _accept == accept;
        }

        /// <summary>Writes one block of the answer kept as the payload of a message begun, with its options.</summary>
        /// <param name="context">Begun with a buffer for the message.</param>
        /// <param name="option">The Block2 option asked for, or 0.</param>
        /// <returns>Content, or BadRequest when there is no such block.</returns>
        internal CoapCode WriteBlock(OperationContext context, int option)
        {
            context.Respond(CoapCode.Content);
            return WriteBlock(context.Response, context.ObserveSequence, option);
        }

        /// <summary>The same for a message whose header is written.</summary>
        internal CoapCode WriteBlock(CoapWriter message, int observeSequence, int option)
        {
            int exponent = BlockOption.Exponent(option);
            int number = BlockOption.Number(option);
            if (number == 0 && exponent > _exponent)
            {
                exponent = _exponent;
            }

            int offset = number << (exponent + 4);
            if (exponent > _exponent || offset >= _length)
            {
                return CoapCode.BadRequest;
            }

            int left = _length - offset;
            int size = BlockOption.Size(exponent);
            message.AddOption(CoapOption.ETag, ETag());
            if (observeSequence >= 0)
            {
                message.AddOption(CoapOption.Observe, observeSequence);
            }

            message.AddOption(CoapOption.ContentFormat, _format);
            message.AddOption(CoapOption.Block2, BlockOption.Of(number, left > size, exponent));
            if (number == 0)
            {
                message.AddOption(CoapOption.Size2, _length);
            }

            int payload = message.BeginPayload();
            int count = left > size ? size : left;
            Array.Copy(_buffer, offset, message.Buffer, payload, count);
            message.EndPayload(count);
            return CoapCode.Content;
        }

        // Tells one body of a path from the next, so that the server does not put blocks of two together.
        private int ETag()
        {
            int hash = 17;
            for (int i = 0; i < _length; i++)
            {
                hash = hash * 31 + _buffer[i];
            }

            return hash & 0x7FFFFFFF;
        }

        private CoapMessage Whole(CoapMessage last, out CoapCode answer)
        {
            int head = last.TokenOffset - 4;
            int length = (last.PayloadLength == 0 ? last.PayloadOffset : last.PayloadOffset - 1) - head;
            answer = CoapCode.RequestEntityTooLarge;
            _isRequest = false;
            if (length + 1 > HeaderRoom)
            {
                return null;
            }

            int start = HeaderRoom - 1 - length;
            Array.Copy(last.Buffer, head, _buffer, start, length);
            _buffer[HeaderRoom - 1] = 0xFF;
            answer = CoapCode.BadRequest;
            return last.Parse(_buffer, start, length + 1 + _length) ? last : null;
        }
    }
}
