// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Client;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Platform
{
    /// <summary>The client's state as one record in flash. Flash wears: what has not changed is not written.</summary>
    public sealed class KeptState
    {
        private const string Record = "session";

        private readonly Store _store;
        private readonly Log _log;
        private readonly int _provisioning;
        private byte[] _kept;

        /// <summary>Reads the record.</summary>
        /// <param name="store">Where it is.</param>
        /// <param name="provisioning">Stands for what the device is provisioned with: state made under another provisioning is dropped.</param>
        /// <param name="log">Where to say that the state is too large.</param>
        public KeptState(Store store, int provisioning, Log log)
        {
            _store = store;
            _log = log;
            _provisioning = provisioning;
            _kept = store.Read(Record);
        }

        /// <summary>Takes up the accounts and what servers have written and created.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <returns>False when there is nothing to take up.</returns>
        public bool LoadObjects(ObjectRegistry registry)
        {
            return SessionState.LoadObjects(registry, _provisioning, _kept);
        }

        /// <summary>Takes up what was kept of the sessions, and the phase of every Notify.</summary>
        /// <param name="client">The client, started.</param>
        /// <param name="sinceTimer">How long ago the timer ended a sleep, in milliseconds; -1 when it did not.</param>
        /// <returns>False when a server has to be registered with anew.</returns>
        public bool LoadSessions(LwM2MClient client, long sinceTimer)
        {
            return SessionState.LoadSessions(client, _provisioning, _kept, sinceTimer);
        }

        /// <summary>Writes the record if it has changed.</summary>
        /// <param name="client">The client.</param>
        /// <param name="resumable">The next life goes on with the registrations.</param>
        /// <returns>
        /// False when there is something to keep that is not kept: flash has refused it, or the bootstrap server is writing, and half
        /// of its accounts are not to be kept. Save again later.
        /// </returns>
        public bool Save(LwM2MClient client, bool resumable)
        {
            if (client.IsBeingWritten)
            {
                return false;
            }

            byte[] record = new byte[SessionState.MaximumLength + client.WaitingLength];
            int length = SessionState.Save(client, _provisioning, resumable, record);
            int dropped = 0;
            while (length == 0 && client.DropOldest())
            {
                dropped++;
                length = SessionState.Save(client, _provisioning, resumable, record);
            }

            if (dropped > 0)
            {
                _log.Write(dropped.ToString() + " kept reports dropped: no room in the record");
            }

            if (length == 0)
            {
                _log.Write("state larger than its record");
                return true;
            }

            bool same = _kept != null && _kept.Length == length;
            for (int i = 0; same && i < length; i++)
            {
                same = _kept[i] == record[i];
            }

            if (same)
            {
                return true;
            }

            if (!_store.Write(Record, record, length))
            {
                return false;
            }

            _kept = new byte[length];
            System.Array.Copy(record, 0, _kept, 0, length);
            return true;
        }
    }
}
