// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <content>
    /// Requests whose answer takes time. Each is kept as it came and carried out again when something has arrived; if that takes
    /// long it is acknowledged first and answered by a separate response (RFC 7252 section 5.2.2).
    /// </content>
    public sealed partial class CoapEndpoint
    {
        private readonly PendingRequest[] _pending;
        private int _pendingCount;

        private bool AddPending(CoapRequest request, long now)
        {
            for (int i = 0; i < _pending.Length; i++)
            {
                if (_pending[i] == null)
                {
                    CoapMessage message = request._message;
                    int start = message.TokenOffset - 4;
                    PendingRequest pending = new PendingRequest();
                    pending.Datagram = new byte[message.PayloadOffset + message.PayloadLength - start];
                    Array.Copy(message.Buffer, start, pending.Datagram, 0, pending.Datagram.Length);
                    pending.Peer = request._peer;
                    pending.MessageId = message.MessageId;
                    pending.Ticket = request._ticket;
                    pending.IsAcknowledged = message.Type == CoapType.NonConfirmable;
                    pending.AcknowledgeAt = now + _options.AcknowledgeAfterMilliseconds;
                    pending.GiveUpAt = now + _options.OperationTimeoutMilliseconds;
                    pending.Completions = _handler.Completions;
                    _pending[i] = pending;
                    _pendingCount++;
                    return true;
                }
            }

            return false;
        }

        // Ends the requests that wait: each is done now, or given up.
        private void ClearPending()
        {
            for (int i = 0; i < _pending.Length; i++)
            {
                if (_pending[i] != null)
                {
                    Finish(i, true);
                }
            }
        }

        // Acknowledges a request that came again while it waits; false when no such request waits.
        private bool AcknowledgePending(int messageId, Peer peer)
        {
            for (int i = 0; i < _pending.Length; i++)
            {
                PendingRequest pending = _pending[i];
                if (pending != null && pending.MessageId == messageId && Peer.AreSame(pending.Peer, peer))
                {
                    pending.IsAcknowledged = true;
                    Acknowledge(messageId, peer);
                    return true;
                }
            }

            return false;
        }

        private long PollPending(long now)
        {
            long next = long.MaxValue;
            for (int i = 0; i < _pending.Length && _pendingCount > 0; i++)
            {
                PendingRequest pending = _pending[i];
                if (pending == null)
                {
                    continue;
                }

                bool canAnswer = !pending.IsAcknowledged || _exchange.IsIdle;
                bool late = now >= pending.GiveUpAt;
                if (canAnswer && (late || pending.Completions != _handler.Completions))
                {
                    pending.Completions = _handler.Completions;
                    if (Finish(i, late))
                    {
                        continue;
                    }
                }

                if (!pending.IsAcknowledged && now >= pending.AcknowledgeAt)
                {
                    pending.IsAcknowledged = true;
                    Acknowledge(pending.MessageId, pending.Peer);
                }

                long due = pending.IsAcknowledged ? pending.GiveUpAt : pending.AcknowledgeAt;
                next = canAnswer ? Earlier(next, due) : next;
            }

            return next;
        }

        private bool Finish(int index, bool late)
        {
            PendingRequest pending = _pending[index];
            CoapRequest request = _request;
            CoapMessage message = _message;
            message.Parse(pending.Datagram, 0, pending.Datagram.Length);
            request._message = message;
            request._peer = pending.Peer;
            request._ticket = pending.Ticket;
            request._isAgain = true;
            bool acknowledged = pending.IsAcknowledged && message.Type == CoapType.Confirmable;
            bool done = Answer(request, acknowledged);
            if (!done && late)
            {
                _handler.GiveUp(request);
                _response.Begin(message, acknowledged ? _exchange.Buffer : _sendBuffer, _capacity);
                _response.Respond(CoapCode.GatewayTimeout);
                Send(request, pending.IsAcknowledged);
                done = true;
            }

            if (done)
            {
                _pending[index] = null;
                _pendingCount--;
                _handler.OnAnswered(request);
            }

            return done;
        }

        private sealed class PendingRequest
        {
            internal byte[] Datagram;
            internal Peer Peer;
            internal int MessageId;
            internal int Ticket;
            internal int Completions;
            internal bool IsAcknowledged;
            internal long AcknowledgeAt;
            internal long GiveUpAt;
        }
    }
}
