// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;

namespace LwM2M.Nano.Coap
{
    /// <content>Requests of this endpoint with a body larger than a message, and those whose answer is one (RFC 7959 sections 2.4 and 2.5).</content>
    public sealed partial class CoapEndpoint
    {
        private const int LargestExponent = 6;

        private CoapMessage _header;
        private BlockTransfer _transfer;
        private IExchangeOwner _owner;
        private int _largestUpload = LargestExponent; // the peer may ask for less
        private int _lastBody;

        /// <summary>Whether the peer takes a body of this length in one message, as far as is known.</summary>
        /// <param name="length">In bytes.</param>
        internal bool TakesWhole(int length)
        {
            return length <= LargestWhole;
        }

        /// <summary>The largest body the peer takes in one message, as far as is known, in bytes.</summary>
        internal int LargestWhole
        {
            get { return _largestUpload == LargestExponent ? int.MaxValue : BlockOption.Size(_largestUpload); }
        }

        /// <summary>Takes from a refusal what would be accepted (RFC 7959 section 2.9.3).</summary>
        /// <param name="response">The response to a request that had its body in one message.</param>
        /// <returns>True when the body is to be sent again, in smaller blocks.</returns>
        internal bool LearnBlockSize(CoapMessage response)
        {
            int asked = response.Block1 < 0 ? LargestExponent : BlockOption.Exponent(response.Block1);
            bool smaller = response.Code == CoapCode.RequestEntityTooLarge && asked < _largestUpload;
            _largestUpload = smaller ? asked : _largestUpload;
            return smaller;
        }

        /// <summary>Room for the body of the request that was begun: <see cref="BlockTransfer.Capacity"/> bytes behind its header.</summary>
        /// <returns>Null while all the room there is is taken.</returns>
        internal BlockTransfer OpenUpload()
        {
            _lastBody++;
            return _transfers.Begin(TransferKind.Upload, null, _lastBody, _clock.Milliseconds);
        }

        /// <summary>Sends the request that was begun, without its payload yet, and its body block by block.</summary>
        /// <param name="transfer">Holds the body.</param>
        /// <param name="length">The body's length in bytes, more than 0.</param>
        /// <param name="owner">Who is told of the end: the response to the whole.</param>
        /// <returns>False when the header is too long to be repeated.</returns>
        internal bool SendBody(BlockTransfer transfer, int length, IExchangeOwner owner)
        {
            transfer.HeaderLength = _writer.Length;
            if (_writer.Overflowed || transfer.HeaderLength > BlockTransfer.HeaderRoom)
            {
                transfer.Free();
                return false;
            }

            Array.Copy(_exchange.Buffer, 0, transfer.Buffer, 0, transfer.HeaderLength);
            transfer.Length = length;
            transfer.Exponent = _largestUpload;
            _transfer = transfer;
            _owner = owner;
            SendBlock();
            return true;
        }

        /// <summary>Sends the request that was begun; an answer in blocks is fetched whole before its owner is told.</summary>
        /// <param name="owner">Who is told of the end.</param>
        public void SendRequest(IExchangeOwner owner)
        {
            _transfer = null;
            _owner = owner;
            SendConfirmable(_writer.Length, this, null);
        }

        /// <summary>Sends the request that was begun, without its payload yet, with a body of any length the endpoint is built for.</summary>
        /// <param name="body">The body.</param>
        /// <param name="blockExponent">The largest size of a block, 0 for 16 bytes to 6 for 1,024.</param>
        /// <param name="owner">Who is told of the end.</param>
        /// <returns>False when there is no room for it.</returns>
        public bool SendRequest(byte[] body, int blockExponent, IExchangeOwner owner)
        {
            BlockTransfer transfer = OpenUpload();
            if (transfer == null || body.Length > transfer.Capacity)
            {
                return false;
            }

            Array.Copy(body, 0, transfer.Buffer, BlockTransfer.HeaderRoom, body.Length);
            _largestUpload = blockExponent < _largestUpload ? blockExponent : _largestUpload;
            return SendBody(transfer, body.Length, owner);
        }

        /// <summary>Forgets the request that is outstanding, with its body; nobody is told.</summary>
        internal void Abandon()
        {
            _exchange.Abandon();
            EndTransfer();
        }

        private IExchangeOwner EndTransfer()
        {
            IExchangeOwner owner = _owner;
            if (_transfer != null)
            {
                _transfer.Free();
            }

            _transfer = null;
            _owner = null;
            return owner;
        }

        private void OnTransferResponse(CoapMessage response)
        {
            if (_transfer != null && _transfer.Kind == TransferKind.Upload && GoesOn(_transfer, response))
            {
                SendBlock();
                return;
            }

            int block2 = response.Block2;
            if (response.Code == CoapCode.Content && block2 >= 0 && (BlockOption.More(block2) || BlockOption.Number(block2) > 0))
            {
                TakeAnswerBlock(response, block2);
                return;
            }

            EndTransfer().OnResponse(response);
        }

        // Whether a block is to be sent next, or the body anew in smaller ones.
        private bool GoesOn(BlockTransfer transfer, CoapMessage response)
        {
            int option = response.Block1;
            int asked = option < 0 ? _largestUpload : BlockOption.Exponent(option);
            if (response.Code == CoapCode.RequestEntityTooLarge && asked < transfer.Exponent && transfer.Offset == 0)
            {
                _largestUpload = asked;
                transfer.Exponent = asked;
                return true;
            }

            int sent = BlockOption.Size(transfer.Exponent);
            if (response.Code != CoapCode.Continue || transfer.Offset + sent >= transfer.Length)
            {
                return false;
            }

            transfer.Offset += sent;
            transfer.Exponent = asked < transfer.Exponent ? asked : transfer.Exponent;
            return true;
        }

        private void SendBlock()
        {
            BlockTransfer transfer = _transfer;
            bool single = transfer.Offset == 0 && transfer.Length <= BlockOption.Size(transfer.Exponent);
            CoapWriter writer = Repeat(transfer, -1, -1);
            while (transfer.Offset == 0 && transfer.Exponent > 0 && BlockOption.Size(transfer.Exponent) + 5 > writer.PayloadCapacity)
            {
                transfer.Exponent--; // what this message has room for
                single = false;
            }

            int size = BlockOption.Size(transfer.Exponent);
            int left = transfer.Length - transfer.Offset;
            single |= transfer.Offset == 0 && transfer.Length <= size;
            writer = Repeat(transfer, single ? -1 : BlockOption.Of(transfer.Offset / size, left > size, transfer.Exponent), -1);
            int count = left > size ? size : left;
            int at = writer.BeginPayload();
            bool fits = count <= writer.PayloadCapacity;
            if (fits)
            {
                transfer.CopyTo(transfer.Offset, writer.Buffer, at, count);
            }

            writer.EndPayload(count, !fits);
            SendConfirmable(writer.Length, this, null);
        }

        // Begins the transfer's request again, with other block options.
        private CoapWriter Repeat(BlockTransfer transfer, int block1, int block2)
        {
            CoapMessage header = _header == null ? new CoapMessage() : _header;
            _header = header;
            header.Parse(transfer.Buffer, 0, transfer.HeaderLength);
            CoapWriter writer = BeginRequest(true, header.Code);
            for (int i = 0; i < header.OptionCount; i++)
            {
                int number = header.OptionNumber(i);
                if (number > CoapOption.Block1 && block1 >= 0)
                {
                    writer.AddOption(CoapOption.Block1, block1);
                    block1 = -1;
                }

                bool again = number != CoapOption.Block1 && number != CoapOption.Block2 && (number != CoapOption.Observe || transfer.Kind == TransferKind.Upload);
                if (again)
                {
                    writer.AddOption(number, header.Buffer, header.OptionOffset(i), header.OptionLength(i));
                }
            }

            if (block2 >= 0)
            {
                writer.AddOption(CoapOption.Block2, block2);
            }

            if (block1 >= 0)
            {
                writer.AddOption(CoapOption.Block1, block1);
            }

            return writer;
        }

        // One block of an answer: the first one's header is kept with the body.
        private void TakeAnswerBlock(CoapMessage response, int block2)
        {
            BlockTransfer transfer = _transfer;
            int number = BlockOption.Number(block2);
            int size = BlockOption.Size(BlockOption.Exponent(block2));
            if (transfer == null || transfer.Kind != TransferKind.Download)
            {
                transfer = BeginDownload(response);
            }

            bool inOrder = transfer != null && number * size == transfer.Length && transfer.Length + response.PayloadLength <= transfer.Capacity;
            if (!inOrder)
            {
                _log.Write("blocks of an answer do not fit together");
                EndTransfer().OnFailed(false);
                return;
            }

            Array.Copy(response.Buffer, response.PayloadOffset, transfer.Buffer, BlockTransfer.HeaderRoom + transfer.Length, response.PayloadLength);
            transfer.Length += response.PayloadLength;
            if (BlockOption.More(block2))
            {
                CoapWriter writer = Repeat(transfer, -1, BlockOption.Of(number + 1, false, BlockOption.Exponent(block2)));
                SendConfirmable(writer.Length, this, null);
                return;
            }

            int start = transfer.Offset;
            transfer.Buffer[BlockTransfer.HeaderRoom - 1] = 0xFF;
            bool whole = response.Parse(transfer.Buffer, start, BlockTransfer.HeaderRoom - start + transfer.Length);
            IExchangeOwner owner = EndTransfer();
            if (whole)
            {
                owner.OnResponse(response);
            }
            else
            {
                owner.OnFailed(false);
            }
        }

        // The request's header stands at the start of the room for headers, the first response's at its end.
        private BlockTransfer BeginDownload(CoapMessage response)
        {
            if (_transfer != null)
            {
                _transfer.Free();
            }

            _lastBody++;
            BlockTransfer transfer = _transfers.Begin(TransferKind.Download, null, _lastBody, _clock.Milliseconds);
            CoapMessage header = _header == null ? new CoapMessage() : _header;
            _header = header;
            header.Parse(_exchange.Buffer, 0, _exchange.Length);
            int request = (header.PayloadLength == 0 ? header.PayloadOffset : header.PayloadOffset - 1);
            int head = response.TokenOffset - 4;
            int answer = (response.PayloadLength == 0 ? response.PayloadOffset : response.PayloadOffset - 1) - head;
            if (transfer == null || request + answer >= BlockTransfer.HeaderRoom)
            {
                return null;
            }

            Array.Copy(_exchange.Buffer, 0, transfer.Buffer, 0, request);
            transfer.HeaderLength = request;
            transfer.Offset = BlockTransfer.HeaderRoom - 1 - answer;
            Array.Copy(response.Buffer, head, transfer.Buffer, transfer.Offset, answer);
            _transfer = transfer;
            return transfer;
        }
    }
}
