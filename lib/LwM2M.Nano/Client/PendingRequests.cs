// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// Requests whose answer takes time. Each is kept as it came and run again, under its ticket, when an object says that
    /// something has arrived; if that takes long it is acknowledged first and answered by a separate response.
    /// </summary>
    internal sealed class PendingRequests : IExchangeOwner
    {
        private readonly ServerSession _session;
        private readonly LwM2MClient _client;
        private readonly Slot[] _slots;

        internal PendingRequests(ServerSession session, LwM2MClient client)
        {
            _session = session;
            _client = client;
            _slots = new Slot[client.Options.MaximumPending];
        }

        /// <summary>How many requests wait.</summary>
        internal int Count { get; private set; }

        internal bool Add(CoapMessage request, object sender, int ticket, long now)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] == null)
                {
                    int start = request.TokenOffset - 4;
                    Slot slot = new Slot();
                    slot.Datagram = new byte[request.PayloadOffset + request.PayloadLength - start];
                    Array.Copy(request.Buffer, start, slot.Datagram, 0, slot.Datagram.Length);
                    slot.Sender = sender;
                    slot.MessageId = request.MessageId;
                    slot.Ticket = ticket;
                    slot.Acknowledged = request.Type == CoapType.NonConfirmable;
                    slot.AcknowledgeAt = now + _client.Options.AcknowledgeAfterMilliseconds;
                    slot.GiveUpAt = now + _client.Options.OperationTimeoutMilliseconds;
                    slot.Completions = _client.Completions;
                    _slots[i] = slot;
                    Count++;
                    return true;
                }
            }

            return false;
        }

        /// <summary>Ends the requests that wait: each is done now, or given up and what it wrote put back.</summary>
        internal void Clear()
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null)
                {
                    Finish(_slots[i], true);
                    _client.Registry.EndTicket(_slots[i].Ticket);
                    _slots[i] = null;
                    Count--;
                }
            }
        }

        /// <summary>Acknowledges a request that came again while it waits.</summary>
        /// <returns>False when no such request waits.</returns>
        internal bool Acknowledge(int messageId, object sender)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i] != null && _slots[i].MessageId == messageId)
                {
                    _slots[i].Acknowledged = true;
                    _session.AcknowledgePending(messageId, sender);
                    return true;
                }
            }

            return false;
        }

        internal long Poll(long now)
        {
            long next = long.MaxValue;
            for (int i = 0; i < _slots.Length && Count > 0; i++)
            {
                Slot slot = _slots[i];
                if (slot == null)
                {
                    continue;
                }

                bool canAnswer = !slot.Acknowledged || _session.Exchange.IsIdle;
                bool late = now >= slot.GiveUpAt;
                if (canAnswer && (late || slot.Completions != _client.Completions))
                {
                    slot.Completions = _client.Completions;
                    if (Finish(slot, late))
                    {
                        _slots[i] = null;
                        Count--;
                        _client.Registry.EndTicket(slot.Ticket);
                        continue;
                    }
                }

                if (!slot.Acknowledged && now >= slot.AcknowledgeAt)
                {
                    slot.Acknowledged = true;
                    _session.AcknowledgePending(slot.MessageId, slot.Sender);
                }

                long due = slot.Acknowledged ? slot.GiveUpAt : slot.AcknowledgeAt;
                next = canAnswer && due < next ? due : next;
            }

            return next;
        }

        /// <inheritdoc/>
        public void OnResponse(CoapMessage response)
        {
        }

        /// <inheritdoc/>
        public void OnAcknowledged()
        {
        }

        /// <inheritdoc/>
        public void OnFailed(bool reset)
        {
            _client.Log("separate response lost");
        }

        private bool Finish(Slot slot, bool late)
        {
            CoapMessage request = _client.Message;
            request.Parse(slot.Datagram, 0, slot.Datagram.Length);
            bool acknowledged = slot.Acknowledged && request.Type == CoapType.Confirmable;
            if (_session.Answer(request, slot.Sender, slot.Ticket, acknowledged))
            {
                return true;
            }

            if (late)
            {
                _session.GiveUp(request, slot.Ticket);
                _session.Answer(request, slot.Sender, CoapCode.GatewayTimeout, acknowledged);
            }

            return late;
        }

        private sealed class Slot
        {
            internal byte[] Datagram;
            internal object Sender;
            internal int MessageId;
            internal int Ticket;
            internal int Completions;
            internal bool Acknowledged;
            internal long AcknowledgeAt;
            internal long GiveUpAt;
        }
    }
}
