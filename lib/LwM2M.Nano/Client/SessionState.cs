// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Text;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// What a device takes over to its next life: the accounts, the registrations and observations, and what servers have
    /// written or created. The record does not change from wake to wake, so flash is written only when a server has changed
    /// something.
    /// </summary>
    public static class SessionState
    {
        /// <summary>Within how many milliseconds after its due time the timer may wake the device for a report.</summary>
        public const int WakeToleranceMilliseconds = 3000;

        /// <summary>The largest record in bytes.</summary>
        public const int MaximumLength = ObjectRecord.MaximumLength;

        private const int Version = 8;
        private const int HeaderLength = 9;
        private const int MaximumLocation = 64;
        private const int SessionLength = 28;
        private const int NotifyEntryLength = 11;
        private const int Stopped = 1;
        private const int Asked = 2;

        // An Update alone does not change the record: the registration may well be taken for somewhat older.
        private const int AgeSteps = 4;

        /// <summary>Writes the state of a client.</summary>
        /// <param name="client">The client.</param>
        /// <param name="provisioning">Stands for what the device was provisioned with: a record made under another is not taken up.</param>
        /// <param name="resumable">The next life goes on with the registrations; else it registers anew.</param>
        /// <param name="buffer">Receives the record, room for <see cref="MaximumLength"/> bytes.</param>
        /// <returns>Its length in bytes, 0 when it does not fit, or while the bootstrap server is writing.</returns>
        public static int Save(LwM2MClient client, int provisioning, bool resumable, byte[] buffer)
        {
            if (client.IsBeingWritten)
            {
                return 0;
            }

            ObjectRegistry registry = client.Registry;
            buffer[0] = Version;
            BigEndian.Put(buffer, 1, provisioning, 4);
            int at = ObjectRecord.Save(registry, buffer, HeaderLength);
            if (at == 0 || at + 1 > buffer.Length)
            {
                return 0;
            }

            BigEndian.Put(buffer, 5, at - HeaderLength, 4);
            buffer[at++] = (byte)(resumable ? CountServers(client) : 0);
            for (int i = 0; resumable && i < client.SessionCount; i++)
            {
                if (client.Session(i).Server != null)
                {
                    at = SaveSession(client.Session(i), registry, client.Options.EndpointName, buffer, at);
                    at = at == 0 ? 0 : client.Session(i).Notifications.Backlog.Save(buffer, at);
                    at = at == 0 ? 0 : SaveWay(client.Session(i).Channel, buffer, at);
                    at = at == 0 ? 0 : client.Session(i).Endpoint.SaveDuplicates(buffer, at, client.Clock.UtcMilliseconds);
                    if (at == 0)
                    {
                        return 0;
                    }
                }
            }

            return SaveNotify(client.Notify, buffer, at);
        }

        /// <summary>
        /// Takes up the accounts and what servers have written and created. Comes before the sessions are opened.
        /// </summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="provisioning">Stands for what the device was provisioned with.</param>
        /// <param name="record">What <see cref="Save"/> wrote, or null.</param>
        /// <returns>False when there is nothing to take up.</returns>
        public static bool LoadObjects(ObjectRegistry registry, int provisioning, byte[] record)
        {
            return IsOurs(record, provisioning) && ObjectRecord.Load(registry, record, HeaderLength, HeaderLength + (int)BigEndian.Get(record, 5, 4));
        }

        /// <summary>Takes up the registrations and observations, and the phase of every Notify, when the sessions are open.</summary>
        /// <param name="client">The client.</param>
        /// <param name="provisioning">Stands for what the device was provisioned with.</param>
        /// <param name="record">What <see cref="Save"/> wrote, or null.</param>
        /// <param name="sinceTimer">How long ago the timer ended the sleep, in milliseconds, so that what fell due then is sent; -1 when something else did.</param>
        /// <returns>False when a server has to be registered with anew.</returns>
        public static bool LoadSessions(LwM2MClient client, int provisioning, byte[] record, long sinceTimer)
        {
            if (!IsOurs(record, provisioning))
            {
                return false;
            }

            int at = HeaderLength + (int)BigEndian.Get(record, 5, 4);
            if (at >= record.Length)
            {
                return false;
            }

            int count = record[at++];
            bool whole = count == CountServers(client);
            for (int i = 0; i < count; i++)
            {
                at = LoadSession(client, record, at, ref whole);
                if (at == 0)
                {
                    return false;
                }
            }

            LoadNotify(client, record, at, sinceTimer);
            return whole && count > 0;
        }

        private static bool IsOurs(byte[] record, int provisioning)
        {
            return record != null && record.Length > HeaderLength && record[0] == Version && (int)BigEndian.Get(record, 1, 4) == provisioning
                && BigEndian.Get(record, 5, 4) <= record.Length - HeaderLength;
        }

        private static int CountServers(LwM2MClient client)
        {
            int count = 0;
            for (int i = 0; i < client.SessionCount; i++)
            {
                count += client.Session(i).Server == null ? 0 : 1;
            }

            return count;
        }

        private static int SaveSession(ServerSession session, ObjectRegistry registry, string endpoint, byte[] buffer, int at)
        {
            Registration registration = session.Registration;
            ObservationTable table = session.Observations;
            bool resumable = registration.IsRegistered && registration.Location.Length <= MaximumLocation && table.CanBeKept;
            bool kept = resumable || (table.CanBeKept && table.StoredLength > 0);
            string location = resumable ? registration.Location : "";
            int locationLength = Utf8.Count(location);
            int observations = kept ? table.Count : 0;
            if (at + SessionLength + locationLength + observations * ObservationTable.RecordLength + table.Attributes.RecordLength + 2 + table.StoredLength > buffer.Length)
            {
                return 0;
            }

            at = BigEndian.Put(buffer, at, session.Server.ShortServerId, 2);
            at = BigEndian.Put(buffer, at, resumable ? Rounded(registration, endpoint) : 0, 8);
            at = BigEndian.Put(buffer, at, registration.LifetimeSeconds, 4);
            at = BigEndian.Put(buffer, at, registration.IsAnnounced ? Fingerprint(registry) : 0, 4);
            at = BigEndian.Put(buffer, at, registration.DisabledUntilUtc, 8);
            buffer[at++] = (byte)observations;
            buffer[at++] = (byte)locationLength;
            Utf8.Encode(location, locationLength, buffer, at);
            at += locationLength;
            return table.Save(buffer, at, kept);
        }

        // The steps of each device begin at a moment of its own, or all of them would send their Updates at once.
        private static long Rounded(Registration registration, string endpoint)
        {
            long step = registration.LifetimeSeconds * 1000L / AgeSteps;
            long own = 0;
            for (int i = 0; i < endpoint.Length; i++)
            {
                own = (own * 31 + endpoint[i]) * 8191 % step;
            }

            return registration.RegisteredAtUtc - (registration.RegisteredAtUtc - own) % step;
        }

        private static int LoadSession(LwM2MClient client, byte[] record, int at, ref bool whole)
        {
            if (at + SessionLength > record.Length)
            {
                return 0;
            }

            ServerSession session = client.FindSession((int)BigEndian.Get(record, at, 2));
            int observations = record[at + SessionLength - 2];
            int locationLength = record[at + SessionLength - 1];
            int observationsAt = at + SessionLength + locationLength;
            int attributesAt = observationsAt + observations * ObservationTable.RecordLength;
            int storedAt = AttributeTable.EndOf(record, attributesAt);
            int backlogAt = PayloadQueue.EndOf(record, storedAt);
            int wayAt = PayloadQueue.EndOf(record, backlogAt);
            int duplicatesAt = wayAt == 0 || wayAt >= record.Length ? 0 : wayAt + 1 + record[wayAt];
            int end = duplicatesAt == 0 || duplicatesAt >= record.Length ? 0 : duplicatesAt + 1 + record[duplicatesAt];
            if (end == 0 || end > record.Length)
            {
                return 0;
            }

            if (session != null && session.Server != null)
            {
                Registration registration = session.Registration;
                session.Server.UpdateRequested = false;
                registration.ResumeDisabled(BigEndian.Get(record, at + 18, 8));
                string location = Encoding.UTF8.GetString(record, at + SessionLength, locationLength);
                bool resumed = registration.Resume(location, BigEndian.Get(record, at + 2, 8), BigEndian.Get(record, at + 10, 4));
                session.Observations.Load(record, observationsAt, observations);
                session.Notifications.Backlog.Load(record, backlogAt);
                session.Channel.Load(record, wayAt + 1, record[wayAt]);
                session.Endpoint.LoadDuplicates(record, duplicatesAt, client.Clock.UtcMilliseconds);

                if (resumed && (int)BigEndian.Get(record, at + 14, 4) != Fingerprint(client.Registry))
                {
                    registration.OnObjectsChanged();
                }

                whole &= resumed;
            }

            return end;
        }

        private static int SaveNotify(NotifyObject notify, byte[] buffer, int at)
        {
            int count = notify == null ? 0 : notify.InstanceCount;
            if (at + 1 + count * NotifyEntryLength > buffer.Length)
            {
                return 0;
            }

            buffer[at++] = (byte)count;
            for (int i = 0; i < count; i++)
            {
                NotifyInstance instance = notify[i];
                at = BigEndian.Put(buffer, at, instance.Id, 2);
                at = BigEndian.Put(buffer, at, instance.PeriodSeconds == 0 ? 0 : instance.NextDue % (instance.PeriodSeconds * 1000L), 8);
                buffer[at++] = (byte)((instance.IsStopped ? Stopped : 0) | (instance.IsAsked ? Asked : 0));
            }

            return at;
        }

        // A length of one byte, and what the way must know after a sleep.
        private static int SaveWay(DatagramChannel way, byte[] buffer, int at)
        {
            int end = at + 1 > buffer.Length ? 0 : way.Save(buffer, at + 1);
            if (end == 0)
            {
                return 0;
            }

            buffer[at] = (byte)(end - at - 1);
            return end;
        }

        private static void LoadNotify(LwM2MClient client, byte[] record, int at, long sinceTimer)
        {
            NotifyObject notify = client.Notify;
            int count = notify == null || at >= record.Length ? 0 : record[at++];
            for (int i = 0; i < count && at + NotifyEntryLength <= record.Length; i++, at += NotifyEntryLength)
            {
                NotifyInstance instance = notify.Find((int)BigEndian.Get(record, at, 2));
                if (instance != null)
                {
                    instance.IsStopped = (record[at + 10] & Stopped) != 0;
                    instance.IsAsked = (record[at + 10] & Asked) != 0;
                    instance.NextDue = FirstDue(instance, BigEndian.Get(record, at + 2, 8), client.Clock.UtcMilliseconds, sinceTimer);
                }
            }
        }

        // The due time at the kept phase: one just passed when the timer woke the device for it, else the next.
        private static long FirstDue(NotifyInstance instance, long phase, long utc, long sinceTimer)
        {
            long period = instance.PeriodSeconds * 1000L;
            if (period == 0)
            {
                return 0;
            }

            long early = period / 2 < WakeToleranceMilliseconds ? period / 2 : WakeToleranceMilliseconds;
            long from = sinceTimer < 0 ? utc + 1 : utc - sinceTimer - early;
            long due = from - from % period + phase;
            return due < from ? due + period : due - period >= from ? due - period : due;
        }

        private static int Fingerprint(ObjectRegistry registry)
        {
            int hash = 17;
            for (int i = 0; i < registry.Count; i++)
            {
                hash = hash * 31 + registry[i].ObjectId;
                for (int k = 0; k < registry[i].InstanceCount; k++)
                {
                    hash = hash * 31 + registry[i].InstanceIdAt(k);
                }
            }

            return hash == 0 ? 1 : hash;
        }
    }
}
