// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <content>Bodies larger than a message that the peer sends or fetches (RFC 7959).</content>
    public sealed partial class CoapEndpoint
    {
        private readonly TransferTable _transfers;

        /// <summary>The transfer in which an answer is kept, to be fetched block by block; null while there is no room.</summary>
        /// <param name="peer">Who fetches it.</param>
        /// <param name="key">The key of its requests, see <see cref="CoapMessage.TransferKey"/>.</param>
        internal BlockTransfer KeepAnswer(Peer peer, long key)
        {
            return _transfers.Begin(TransferKind.Answer, peer, key, _clock.Milliseconds);
        }

        /// <summary>Writes one block of an answer that is kept, with its options, behind the header of a message.</summary>
        /// <param name="writer">The message.</param>
        /// <param name="transfer">Holds the answer.</param>
        /// <param name="observeSequence">The Observe option, -1 for none.</param>
        /// <param name="block2">The block asked for; its size is the largest that is used.</param>
        /// <param name="block1">The Block1 option that is answered, -1 for none.</param>
        internal void WriteBlock(CoapWriter writer, BlockTransfer transfer, int observeSequence, int block2, int block1)
        {
            int exponent = BlockOption.Exponent(block2);
            int offset = BlockOption.Number(block2) << (exponent + 4);
            int largest = BlockOption.Largest(_capacity);
            exponent = exponent > largest ? largest : exponent;
            int number = offset >> (exponent + 4);
            int left = transfer.Length - offset;
            int size = BlockOption.Size(exponent);
            writer.AddOption(CoapOption.ETag, transfer.ETag());
            if (observeSequence >= 0)
            {
                writer.AddOption(CoapOption.Observe, observeSequence);
            }

            writer.AddOption(CoapOption.ContentFormat, transfer.ContentFormat);
            writer.AddOption(CoapOption.Block2, BlockOption.Of(number, left > size, exponent));
            if (block1 >= 0)
            {
                writer.AddOption(CoapOption.Block1, block1);
            }

            if (number == 0)
            {
                writer.AddOption(CoapOption.Size2, transfer.Length);
            }

            int payload = writer.BeginPayload();
            int count = left > size ? size : left;
            transfer.CopyTo(offset, writer.Buffer, payload, count);
            writer.EndPayload(count);
            transfer.LastUsed = _clock.Milliseconds;
        }

        // Answers a request for a block: from what is kept, or from what it asks anew. False when the answer takes time.
        private bool AnswerBlock2(CoapRequest request, byte[] buffer)
        {
            CoapMessage message = request._message;
            int block2 = message.Block2;
            if (BlockOption.Exponent(block2) == BlockOption.Reserved)
            {
                _response.Respond(CoapCode.BadRequest);
                return true;
            }

            if (BlockOption.Number(block2) > 0)
            {
                BlockTransfer kept = _transfers.Find(TransferKind.Answer, request._peer, message.TransferKey());
                if (kept != null && (message.PayloadLength == 0 || message.PayloadKey() == kept.PayloadKey))
                {
                    GiveBlock(message, kept, -1, buffer);
                    return true;
                }

                if (message.Code == CoapCode.Fetch && message.PayloadLength == 0)
                {
                    _response.Respond(CoapCode.RequestEntityIncomplete); // what it asks for was in its first request
                    return true;
                }
            }

            if (!_handler.Handle(request, _response))
            {
                return false;
            }

            CoapWriter writer = _response._writer;
            int length = writer.PayloadLength;
            bool fits = !_response._hasOverflowed && _response._source == null && length <= BlockOption.Size(BlockOption.Exponent(block2));
            return (fits && BlockOption.Number(block2) == 0) || (length == 0 && _response._source == null && !_response._hasOverflowed) || Divide(request, buffer);
        }

        // Keeps the answer that was composed, or composes it anew where there is more room, and sends the block asked for.
        private bool Divide(CoapRequest request, byte[] buffer)
        {
            CoapMessage message = request._message;
            CoapResponse response = _response;
            BlockTransfer transfer = KeepAnswer(request._peer, message.TransferKey());
            if (transfer == null)
            {
                response.GoOn(buffer, _capacity);
                response.Respond(CoapCode.ServiceUnavailable);
                return true;
            }

            if (response._source == null && response._hasOverflowed)
            {
                response.Begin(message, transfer.Buffer, transfer.Buffer.Length);
                if (!_handler.Handle(request, response))
                {
                    transfer.Free();
                    return false;
                }
            }

            CoapCode code = response.Code;
            int sequence = response.ObserveSequence;
            int length = 0;
            if (response._source != null)
            {
                transfer.Source = response._source;
                length = response._source.Length;
            }
            else if (code == CoapCode.Content && !response._hasOverflowed)
            {
                CoapWriter writer = response._writer;
                length = writer.PayloadLength;
                bool fits = length <= transfer.Capacity;
                Array.Copy(writer.Buffer, writer.PayloadOffset, transfer.Buffer, BlockTransfer.HeaderRoom, fits ? length : 0);
                code = fits ? code : CoapCode.InternalServerError;
            }

            transfer.Length = length;
            transfer.ContentFormat = response.ContentFormat;
            transfer.PayloadKey = message.PayloadKey();
            if (code == CoapCode.Content && !response._hasOverflowed && length > 0)
            {
                GiveBlock(message, transfer, sequence, buffer);
                return true;
            }

            transfer.Free();
            _log.Write(code == CoapCode.InternalServerError || response._hasOverflowed ? "answer larger than a body may be" : "answer changed while it was composed");
            response.GoOn(buffer, _capacity);
            response.Respond(response._hasOverflowed ? CoapCode.InternalServerError : code);
            return true;
        }

        private void GiveBlock(CoapMessage message, BlockTransfer transfer, int sequence, byte[] buffer)
        {
            int block2 = message.Block2 < 0 ? BlockOption.Of(0, false, BlockOption.Reserved - 1) : message.Block2;
            _response.GoOn(buffer, _capacity);
            if (BlockOption.Number(block2) << (BlockOption.Exponent(block2) + 4) >= transfer.Length)
            {
                _response.Respond(CoapCode.BadRequest);
                return;
            }

            _response.Respond(CoapCode.Content);
            WriteBlock(_response._writer, transfer, sequence, block2, message.Block1);
        }

        // Takes one block of a request. The transfer when the request is whole now, parsed in place of its last block; else it is answered.
        private BlockTransfer TakeBlock(CoapRequest request, long now)
        {
            CoapMessage message = request._message;
            int option = message.Block1;
            int exponent = BlockOption.Exponent(option);
            int offset = BlockOption.Number(option) << (exponent + 4);
            bool more = BlockOption.More(option);
            if (exponent == BlockOption.Reserved || (more && message.PayloadLength != BlockOption.Size(exponent)))
            {
                AnswerBlock(request, CoapCode.BadRequest);
                return null;
            }

            CoapCode code = CoapCode.RequestEntityIncomplete;
            long key = message.TransferKey();
            BlockTransfer transfer = offset == 0 ? BeginRequestBody(request, key, now, out code) : _transfers.Find(TransferKind.Request, request._peer, key);
            if (transfer == null || transfer.Length != offset)
            {
                AnswerBlock(request, code);
                return null;
            }

            code = TakeInto(transfer, message, now);
            if (code != CoapCode.Continue)
            {
                transfer.Free();
                AnswerBlock(request, code);
                return null;
            }

            if (more)
            {
                AnswerBlock(request, code);
                return null;
            }

            if (transfer.Sink != null)
            {
                BodySink sink = transfer.Sink;
                transfer.Sink = null;
                transfer.Free();
                AnswerBlock(request, sink.End());
                return null;
            }

            if (PutTogether(message, transfer))
            {
                return transfer;
            }

            transfer.Free();
            AnswerBlock(request, CoapCode.BadRequest);
            return null;
        }

        private BlockTransfer BeginRequestBody(CoapRequest request, long key, long now, out CoapCode refusal)
        {
            BodySink sink = _handler.OpenBody(request, out refusal);
            if (refusal != CoapCode.Empty)
            {
                return null;
            }

            refusal = CoapCode.RequestEntityTooLarge;
            if (sink == null && request._message.OptionInteger(CoapOption.Size1, 0) > _options.MaximumBody)
            {
                return null;
            }

            refusal = CoapCode.ServiceUnavailable;
            BlockTransfer transfer = _transfers.Begin(TransferKind.Request, request._peer, key, now);
            if (transfer == null && sink != null)
            {
                sink.Abandon();
            }
            else if (transfer != null)
            {
                transfer.Sink = sink;
            }

            return transfer;
        }

        private static CoapCode TakeInto(BlockTransfer transfer, CoapMessage message, long now)
        {
            CoapCode code = CoapCode.Continue;
            int count = message.PayloadLength;
            if (transfer.Sink != null)
            {
                code = transfer.Sink.Take(message.Buffer, message.PayloadOffset, count);
            }
            else if (transfer.Length + count > transfer.Capacity)
            {
                code = CoapCode.RequestEntityTooLarge;
            }
            else
            {
                Array.Copy(message.Buffer, message.PayloadOffset, transfer.Buffer, BlockTransfer.HeaderRoom + transfer.Length, count);
            }

            transfer.Length += count;
            transfer.LastUsed = now;
            return code;
        }

        // Puts the header of the last message before the body and parses both as one message.
        private static bool PutTogether(CoapMessage last, BlockTransfer transfer)
        {
            int head = last.TokenOffset - 4;
            int length = (last.PayloadLength == 0 ? last.PayloadOffset : last.PayloadOffset - 1) - head;
            int start = BlockTransfer.HeaderRoom - 1 - length;
            if (start < 0)
            {
                return false;
            }

            Array.Copy(last.Buffer, head, transfer.Buffer, start, length);
            transfer.Buffer[BlockTransfer.HeaderRoom - 1] = 0xFF;
            int body = transfer.Length == 0 ? -1 : transfer.Length;
            return last.Parse(transfer.Buffer, start, length + 1 + body);
        }

        private void AnswerBlock(CoapRequest request, CoapCode code)
        {
            CoapMessage message = request._message;
            _response.Begin(message, _sendBuffer, _capacity);
            _response.Respond(code);
            if (code == CoapCode.Continue && BlockOption.Number(message.Block1) == 0)
            {
                int largest = BlockOption.Largest(_capacity);
                int exponent = BlockOption.Exponent(message.Block1);
                _response._block1 = BlockOption.Of(0, true, exponent < largest ? exponent : largest);
            }

            Send(request, message.Type == CoapType.NonConfirmable);
        }
    }
}
