// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Coap
{
    /// <summary>The bodies an endpoint has in transfer. The one that was idle longest makes room for a new one; what is on its way out stays.</summary>
    internal sealed class TransferTable
    {
        private readonly BlockTransfer[] _transfers; // each made when it is first needed
        private readonly int _maximumBody;

        internal TransferTable(int count, int maximumBody)
        {
            _transfers = new BlockTransfer[count];
            _maximumBody = maximumBody;
        }

        /// <summary>Finds a transfer; null when there is none.</summary>
        internal BlockTransfer Find(TransferKind kind, Peer peer, long key)
        {
            for (int i = 0; i < _transfers.Length; i++)
            {
                if (_transfers[i] != null && _transfers[i].Is(kind, peer, key))
                {
                    return _transfers[i];
                }
            }

            return null;
        }

        /// <summary>Begins a transfer, in place of the same one if that was under way.</summary>
        /// <param name="kind">What is moved.</param>
        /// <param name="peer">With whom.</param>
        /// <param name="key">The key of its requests.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <returns>Null while all are on their way out.</returns>
        internal BlockTransfer Begin(TransferKind kind, Peer peer, long key, long now)
        {
            BlockTransfer chosen = Find(kind, peer, key);
            if (chosen == null)
            {
                chosen = FindRoom();
            }

            if (chosen == null)
            {
                return null;
            }

            chosen.Free();
            chosen.Kind = kind;
            chosen.Peer = peer;
            chosen.Key = key;
            chosen.PayloadKey = 0;
            chosen.Length = 0;
            chosen.Offset = 0;
            chosen.LastUsed = now;
            return chosen;
        }

        private BlockTransfer FindRoom()
        {
            BlockTransfer oldest = null;
            for (int i = 0; i < _transfers.Length; i++)
            {
                BlockTransfer transfer = _transfers[i];
                if (transfer == null)
                {
                    transfer = new BlockTransfer(_maximumBody);
                    _transfers[i] = transfer;
                }

                if (transfer.Kind == TransferKind.Free)
                {
                    return transfer;
                }

                bool mayGo = transfer.Kind == TransferKind.Request || transfer.Kind == TransferKind.Answer;
                oldest = mayGo && (oldest == null || transfer.LastUsed < oldest.LastUsed) ? transfer : oldest;
            }

            return oldest;
        }

        /// <summary>Ends those whose next block has not come in all the time it may take.</summary>
        internal void Expire(long now, int lifetime)
        {
            for (int i = 0; i < _transfers.Length; i++)
            {
                BlockTransfer transfer = _transfers[i];
                if (transfer != null && (transfer.Kind == TransferKind.Request || transfer.Kind == TransferKind.Answer) && now - transfer.LastUsed > lifetime)
                {
                    transfer.Free();
                }
            }
        }

        /// <summary>Ends them all.</summary>
        internal void Clear()
        {
            for (int i = 0; i < _transfers.Length; i++)
            {
                if (_transfers[i] != null)
                {
                    _transfers[i].Free();
                }
            }
        }
    }
}
