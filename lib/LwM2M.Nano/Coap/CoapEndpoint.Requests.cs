// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <content>Requests of the peer: duplicates, carrying them out, answers now or later.</content>
    public sealed partial class CoapEndpoint
    {
        private readonly DuplicateCache _duplicates = new DuplicateCache(DuplicateEntries, DuplicateSlot);
        private readonly CoapResponse _response = new CoapResponse();
        private readonly CoapRequest _request = new CoapRequest();

        /// <inheritdoc/>
        void IExchangeOwner.OnResponse(CoapMessage response)
        {
            OnTransferResponse(response);
        }

        /// <inheritdoc/>
        void IExchangeOwner.OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        void IExchangeOwner.OnFailed(bool reset)
        {
            if (!reset)
            {
                _way.OnSilence();
            }

            if (_owner != null)
            {
                EndTransfer().OnFailed(reset);
            }
            else
            {
                _log.Write("separate response lost");
            }
        }

        private void ProcessRequest(CoapMessage message, Peer peer, long now, bool isCut)
        {
            bool readable = message.Code == CoapCode.Get || message.Code == CoapCode.Fetch;
            if (readable && message.Block1 < 0 && message.Observe < 0)
            {
                // A read can be repeated (RFC 7252 section 4.5), unless it is under way.
                if (_pendingCount > 0 && AcknowledgePending(message.MessageId, peer))
                {
                    return;
                }
            }
            else if (IsDuplicate(message, peer, now))
            {
                return;
            }

            CoapRequest request = _request;
            request._message = message;
            request._peer = peer;
            request._ticket = 0;
            request._isAgain = false;
            if (isCut)
            {
                _log.Write("message larger than the buffer");
                Refuse(request, CoapCode.RequestEntityTooLarge, false);
            }
            else if (message.HasBadOption)
            {
                Refuse(request, CoapCode.BadOption, false);
            }
            else if (message.IsProxied)
            {
                Refuse(request, CoapCode.ProxyingNotSupported, false);
            }
            else if (message.Block1 < 0)
            {
                Run(request, now);
            }
            else
            {
                BlockTransfer transfer = TakeBlock(request, now);
                if (transfer != null)
                {
                    transfer.Kind = TransferKind.Upload; // its room is not another's until it is answered
                    Run(request, now);
                    transfer.Free();
                }
            }
        }

        private void Run(CoapRequest request, long now)
        {
            if (Answer(request, false))
            {
                _handler.OnAnswered(request);
            }
            else if (!AddPending(request, now))
            {
                _handler.GiveUp(request);
                _handler.OnAnswered(request);
                Refuse(request, CoapCode.ServiceUnavailable, false);
            }
        }

        // Carries a request out and sends its response; false when the answer takes time.
        private bool Answer(CoapRequest request, bool acknowledged)
        {
            CoapMessage message = request._message;
            bool separate = acknowledged || message.Type == CoapType.NonConfirmable;
            byte[] buffer = acknowledged && message.Type == CoapType.Confirmable ? _exchange.Buffer : _sendBuffer;
            CoapResponse response = _response;
            response.Begin(message, buffer, _capacity);
            int block2 = message.Block2;
            if (block2 < 0)
            {
                if (!_handler.Handle(request, response))
                {
                    return false;
                }

                if ((response._hasOverflowed || response._source != null) && !Divide(request, buffer))
                {
                    return false;
                }
            }
            else if (!AnswerBlock2(request, buffer))
            {
                return false;
            }

            CoapCode code = response.Code;
            if (code >= CoapCode.BadRequest)
            {
                _log.Write("answered " + ((byte)code >> 5).ToString() + "." + ((byte)code & 31).ToString("D2"));
            }

            Send(request, separate);
            return true;
        }

        private void Send(CoapRequest request, bool separate)
        {
            CoapMessage message = request._message;
            CoapWriter writer = _response._writer;
            byte[] buffer = writer.Buffer;
            CoapCode code = (CoapCode)buffer[1];
            if (writer.PayloadOffset < 0)
            {
                AddWhatWouldDo(code);
            }

            if (message.NoResponse != 0 && IsSuppressed(message, code))
            {
                if (!separate)
                {
                    Acknowledge(message.MessageId, request._peer);
                }

                return;
            }

            if (!separate)
            {
                bool readable = message.Code == CoapCode.Get || message.Code == CoapCode.Fetch;
                if (!readable || message.Observe >= 0 || message.Block1 >= 0)
                {
                    _duplicates.Keep(message.MessageId, request._peer, buffer, writer.Length);
                }

                _way.SendTo(request._peer, buffer, 0, writer.Length, Expects.More);
                return;
            }

            bool confirmable = message.Type == CoapType.Confirmable;
            _messageId = (_messageId + 1) & 0xFFFF;
            buffer[0] = (byte)((buffer[0] & 0x0F) | 0x40 | ((confirmable ? 0 : 1) << 4));
            buffer[2] = (byte)(_messageId >> 8);
            buffer[3] = (byte)_messageId;
            if (confirmable)
            {
                SendConfirmable(writer.Length, this, request._peer);
            }
            else
            {
                _senders[_messageId & (RememberedSenders - 1)] = NoSender;
                _way.SendTo(request._peer, buffer, 0, writer.Length, Expects.More);
            }
        }

        // Answers without a payload. What is too large is told what would be taken (RFC 7959 section 2.9.3).
        private void Refuse(CoapRequest request, CoapCode code, bool acknowledged)
        {
            CoapMessage message = request._message;
            if (message.Type == CoapType.NonConfirmable && code != CoapCode.ServiceUnavailable)
            {
                _log.Write("request dropped, " + ((byte)code >> 5).ToString() + "." + ((byte)code & 31).ToString("D2"));
                return;
            }

            _response.Begin(message, acknowledged && message.Type == CoapType.Confirmable ? _exchange.Buffer : _sendBuffer, _capacity);
            _response.Respond(code);
            if (code == CoapCode.RequestEntityTooLarge)
            {
                _response._block1 = BlockOption.Of(0, message.Block1 >= 0 && BlockOption.More(message.Block1), BlockOption.Largest(_capacity));
            }

            Send(request, acknowledged || message.Type == CoapType.NonConfirmable);
        }

        // The Block1 option that is answered, and the largest body that is taken where one is refused.
        private void AddWhatWouldDo(CoapCode code)
        {
            CoapWriter writer = _response._writer;
            if (_response._block1 >= 0)
            {
                writer.AddOption(CoapOption.Block1, _response._block1);
            }

            if (code == CoapCode.RequestEntityTooLarge)
            {
                writer.AddOption(CoapOption.Size1, _options.MaximumBody);
            }
        }

        /// <summary>Writes what must not be carried out again behind a sleep.</summary>
        /// <returns>Where the record goes on; 0 when there is no room.</returns>
        internal int SaveDuplicates(byte[] record, int at, long utcMilliseconds)
        {
            return _duplicates.Save(record, at, _clock.Milliseconds, utcMilliseconds);
        }

        /// <summary>Takes up what <see cref="SaveDuplicates"/> wrote.</summary>
        internal void LoadDuplicates(byte[] record, int at, long utcMilliseconds)
        {
            _duplicates.Load(record, at, _clock.Milliseconds, utcMilliseconds);
        }

        // A request that has come before is answered as before, and not carried out again.
        private bool IsDuplicate(CoapMessage message, Peer peer, long now)
        {
            bool onceOnly = message.Code == CoapCode.Post && (message.Block1 < 0 || !BlockOption.More(message.Block1));
            int known = _duplicates.Check(message.MessageId, peer, onceOnly, now, Transmission.ExchangeLifetimeMilliseconds);
            if (known == DuplicateCache.Unknown)
            {
                return false;
            }

            if (message.Type == CoapType.NonConfirmable || AcknowledgePending(message.MessageId, peer))
            {
                return true;
            }

            if (known > 0)
            {
                _way.SendTo(peer, _sendBuffer, 0, _duplicates.CopyResponse(message.MessageId, peer, _sendBuffer), Expects.More);
            }

            return known > 0;
        }

        // RFC 7967: a bit for each class of response the peer does not want. A block is acknowledged all the same.
        private static bool IsSuppressed(CoapMessage message, CoapCode code)
        {
            int unwanted = message.NoResponse;
            return unwanted != 0 && code != CoapCode.Continue && (unwanted & (1 << (((byte)code >> 5) - 1))) != 0;
        }

        // Acknowledges a request whose answer comes later, or never; the same again gets the same.
        private void Acknowledge(int messageId, Peer peer)
        {
            SendEmpty(CoapType.Acknowledgement, messageId, peer);
            _duplicates.Keep(messageId, peer, _empty, _empty.Length);
        }
    }
}
