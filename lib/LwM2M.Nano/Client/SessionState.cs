// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// What a device that sleeps takes over to its next life: the registration, the observations, and what servers have
    /// written or created. The record does not change from wake to wake, so flash is written only when a server has changed
    /// something.
    /// </summary>
    public static class SessionState
    {
        /// <summary>Within how many milliseconds after its due time a report is made up for when the timer has woken the device.</summary>
        public const int WakeToleranceMilliseconds = 3000;

        /// <summary>The largest record in bytes.</summary>
        public const int MaximumLength = 3072;

        private const int Version = 2;
        private const int MaximumLocation = 64;
        private const int HeaderLength = 28;
        private const int NotifyEntryLength = 11;

        /// <summary>Writes the state of a session.</summary>
        /// <param name="session">A session.</param>
        /// <param name="registry">The client's objects.</param>
        /// <param name="notify">The Notify object.</param>
        /// <param name="objectIds">The objects whose values are kept, in the order in which they are taken up again.</param>
        /// <param name="buffer">Receives the record, room for <see cref="MaximumLength"/> bytes.</param>
        /// <returns>Its length in bytes, 0 when it does not fit.</returns>
        public static int Save(ServerSession session, ObjectRegistry registry, NotifyObject notify, int[] objectIds, byte[] buffer)
        {
            Registration registration = session.Registration;
            bool resumable = registration.IsRegistered && registration.Location.Length <= MaximumLocation && session.Observations.CanBeKept;
            string location = resumable ? registration.Location : "";
            int at = 0;
            buffer[at++] = Version;
            at = Put(buffer, at, resumable ? registration.RegisteredAtUtc : 0, 8);
            at = Put(buffer, at, registration.LifetimeSeconds, 4);
            at = Put(buffer, at, registration.IsAnnounced ? Fingerprint(registry) : 0, 4);
            at = Put(buffer, at, registration.DisabledUntilUtc, 8);
            buffer[at++] = (byte)(resumable ? session.Observations.Count : 0);
            buffer[at++] = (byte)notify.InstanceCount;
            int locationLength = Utf8.Count(location);
            buffer[at++] = (byte)locationLength;
            Utf8.Encode(location, locationLength, buffer, at);
            at += locationLength;
            at = resumable ? session.Observations.Save(buffer, at) : at;
            for (int i = 0; i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                at = Put(buffer, at, instance.Id, 2);
                at = Put(buffer, at, instance.PeriodSeconds == 0 ? 0 : instance.NextDue % (instance.PeriodSeconds * 1000L), 8);
                buffer[at++] = (byte)(instance.IsStopped ? 1 : 0);
            }

            for (int i = 0; i < objectIds.Length && at > 0; i++)
            {
                at = SaveObject(registry.Find(objectIds[i]), buffer, at);
            }

            return at;
        }

        /// <summary>Takes up a state written before. What is not valid any more is left out, with the rest behind it.</summary>
        /// <param name="session">A fresh session.</param>
        /// <param name="registry">The client's objects.</param>
        /// <param name="notify">The Notify object.</param>
        /// <param name="objectIds">The objects whose values were kept, in the same order.</param>
        /// <param name="record">What <see cref="Save"/> wrote, or null.</param>
        /// <param name="utc">Milliseconds since 1970-01-01 UTC.</param>
        /// <param name="wokenByTimer">The timer ended the sleep: a report that fell due just now is sent.</param>
        /// <returns>False when the client has to register anew.</returns>
        public static bool Load(ServerSession session, ObjectRegistry registry, NotifyObject notify, int[] objectIds, byte[] record, long utc, bool wokenByTimer)
        {
            if (record == null || record.Length < HeaderLength || record[0] != Version)
            {
                return false;
            }

            int observations = record[25];
            int entries = record[26];
            int locationLength = record[27];
            int observationsAt = HeaderLength + locationLength;
            int notifyAt = observationsAt + observations * ObservationTable.RecordLength;
            int at = notifyAt + entries * NotifyEntryLength;
            for (int i = 0; i < objectIds.Length; i++)
            {
                at = at > record.Length ? 0 : LoadObject(registry, registry.Find(objectIds[i]), record, at);
                if (at == 0)
                {
                    return false;
                }
            }

            for (int i = 0, entry = notifyAt; i < entries; i++, entry += NotifyEntryLength)
            {
                NotifyInstance instance = notify.Find((int)Get(record, entry, 2));
                if (instance != null)
                {
                    instance.IsStopped = record[entry + 10] == 1;
                    instance.NextDue = FirstDue(instance, Get(record, entry + 2, 8), utc, wokenByTimer);
                }
            }

            session.Account.UpdateRequested = false;
            session.Registration.ResumeDisabled(Get(record, 17, 8));
            string location = Encoding.UTF8.GetString(record, HeaderLength, locationLength);
            if (!session.Registration.Resume(location, Get(record, 1, 8), (int)Get(record, 9, 4)))
            {
                return false;
            }

            session.Observations.Load(record, observationsAt, observations);
            if ((int)Get(record, 13, 4) != Fingerprint(registry))
            {
                session.Registration.OnObjectsChanged();
            }

            return true;
        }

        internal static int Put(byte[] buffer, int at, long value, int length)
        {
            for (int shift = (length - 1) * 8; shift >= 0; shift -= 8)
            {
                buffer[at++] = (byte)(value >> shift);
            }

            return at;
        }

        internal static long Get(byte[] buffer, int at, int length)
        {
            long value = 0;
            for (int i = 0; i < length; i++)
            {
                value = (value << 8) | buffer[at + i];
            }

            return value;
        }

        // The due time at the kept phase: one just passed when the timer woke the device for it, else the next.
        private static long FirstDue(NotifyInstance instance, long phase, long utc, bool wokenByTimer)
        {
            long period = instance.PeriodSeconds * 1000L;
            if (period == 0)
            {
                return 0;
            }

            long early = wokenByTimer ? (period / 2 < WakeToleranceMilliseconds ? period / 2 : WakeToleranceMilliseconds) : -1;
            long from = utc - early;
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

        private static int SaveObject(LwM2MObject found, byte[] buffer, int at)
        {
            if (at + 2 > buffer.Length)
            {
                return 0;
            }

            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, at + 2, buffer.Length - at - 2);
            for (int i = 0; i < found.InstanceCount; i++)
            {
                int instanceId = found.InstanceIdAt(i);
                writer.BeginInstance(instanceId);
                for (int k = 0; k < found.Resources.Length; k++)
                {
                    if (IsKept(found, found.Resources[k]))
                    {
                        ReadOperation.CollectResource(found, instanceId, found.Resources[k], ResourcePath.None, writer);
                    }
                }

                writer.EndInstance();
            }

            Put(buffer, at, writer.Length, 2);
            return writer.Overflowed ? 0 : at + 2 + writer.Length;
        }

        // Instances are made first, then each value is checked as if a server wrote it now.
        private static int LoadObject(ObjectRegistry registry, LwM2MObject found, byte[] record, int at)
        {
            if (at + 2 > record.Length)
            {
                return 0;
            }

            int length = (int)Get(record, at, 2);
            if (at + 2 + length > record.Length)
            {
                return 0;
            }

            TlvReader reader = new TlvReader();
            reader.Open(record, at + 2, length, ResourcePath.Of(found.ObjectId));
            while (reader.MoveNext())
            {
                int instanceId = ResourcePath.InstanceId(reader.Path);
                int definition = found.Define(ResourcePath.ResourceId(reader.Path));
                bool usable = instanceId != ResourcePath.None && definition != -1 && IsKept(found, definition)
                    && (found.HasInstance(instanceId) || found.CreateInstance(instanceId) == CoapCode.Created);
                if (!usable)
                {
                    return 0;
                }
            }

            reader.Restart();
            if (reader.IsMalformed || WriteOperation.Validate(registry, ResourcePath.None, reader) != CoapCode.Changed)
            {
                return 0;
            }

            reader.Restart();
            while (reader.MoveNext())
            {
                if (!reader.IsEmptyMultiple)
                {
                    found.WriteResource(
                        ResourcePath.InstanceId(reader.Path), ResourcePath.ResourceId(reader.Path), ResourcePath.ResourceInstanceId(reader.Path), reader);
                }
            }

            return at + 2 + length;
        }

        private static bool IsKept(LwM2MObject found, int definition)
        {
            return (definition & Resource.Write) != 0 && found.IsStored(Resource.Id(definition));
        }
    }
}
