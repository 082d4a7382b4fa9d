// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// What a device that sleeps takes over to its next life: the registration, and the instances a server has created.
    /// The record does not change from wake to wake, so flash is written only when a server has changed something.
    /// </summary>
    public static class SessionState
    {
        private const int Version = 1;
        private const int MaximumLocation = 64;
        private const int WakeToleranceMilliseconds = 30000;

        /// <summary>Writes the state of a session.</summary>
        /// <param name="session">A session.</param>
        /// <param name="registry">The client's objects.</param>
        /// <param name="notify">The Notify object.</param>
        /// <param name="buffer">Receives the record.</param>
        /// <returns>Its length in bytes, 0 when it does not fit.</returns>
        public static int Save(ServerSession session, ObjectRegistry registry, NotifyObject notify, byte[] buffer)
        {
            Registration registration = session.Registration;
            string location = registration.IsRegistered && registration.Location.Length <= MaximumLocation ? registration.Location : "";
            int at = 0;
            buffer[at++] = Version;
            at = Put(buffer, at, registration.IsRegistered ? registration.RegisteredAtUtc : 0, 8);
            at = Put(buffer, at, registration.LifetimeSeconds, 4);
            at = Put(buffer, at, Fingerprint(registry), 4);
            int locationLength = Utf8.Count(location);
            Utf8.Encode(location, locationLength, buffer, at + 1);
            buffer[at] = (byte)locationLength;
            at += 1 + locationLength;

            buffer[at++] = (byte)notify.InstanceCount;
            for (int i = 0; i < notify.InstanceCount; i++)
            {
                NotifyInstance instance = notify[i];
                at = Put(buffer, at, instance.Id, 2);
                at = Put(buffer, at, instance.PeriodSeconds == 0 ? 0 : instance.NextDue % (instance.PeriodSeconds * 1000L), 8);
                buffer[at++] = (byte)(instance.IsStopped ? 1 : 0);
            }

            at = SaveObject(registry.Find(ObjectIds.Batch), buffer, at);
            at = at == 0 ? 0 : SaveObject(notify, buffer, at);
            return at;
        }

        /// <summary>Takes up a state written before.</summary>
        /// <param name="session">A fresh session.</param>
        /// <param name="registry">The client's objects.</param>
        /// <param name="notify">The Notify object.</param>
        /// <param name="record">What <see cref="Save"/> wrote.</param>
        /// <param name="utc">Milliseconds since 1970-01-01 UTC.</param>
        /// <param name="wokenByTimer">The timer ended the sleep: a notification that fell due just now is sent.</param>
        /// <returns>False when the record is of another kind, or the registration's lifetime is over.</returns>
        public static bool Load(ServerSession session, ObjectRegistry registry, NotifyObject notify, byte[] record, long utc, bool wokenByTimer)
        {
            if (record == null || record.Length < 20 || record[0] != Version)
            {
                return false;
            }

            int at = 17;
            int locationLength = record[at++];
            int notifyAt = at + locationLength;
            if (notifyAt >= record.Length)
            {
                return false;
            }

            string location = Encoding.UTF8.GetString(record, at, locationLength);
            int count = record[notifyAt];
            at = notifyAt + 1 + count * 11;
            at = LoadObject(registry.Find(ObjectIds.Batch), record, at);
            at = at == 0 ? 0 : LoadObject(notify, record, at);
            if (at == 0)
            {
                return false;
            }

            for (int i = 0, entry = notifyAt + 1; i < count; i++, entry += 11)
            {
                NotifyInstance instance = notify.Find((int)Get(record, entry, 2));
                if (instance != null)
                {
                    instance.IsStopped = record[entry + 10] == 1;
                    instance.NextDue = FirstDue(instance, Get(record, entry + 2, 8), utc, wokenByTimer);
                }
            }

            if (!session.Registration.Resume(location, Get(record, 1, 8), (int)Get(record, 9, 4)))
            {
                return false;
            }

            if ((int)Get(record, 13, 4) != Fingerprint(registry))
            {
                session.Registration.OnObjectsChanged();
            }

            return true;
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

            return hash;
        }

        private static int SaveObject(LwM2MObject found, byte[] buffer, int at)
        {
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, at + 2, buffer.Length - at - 2);
            for (int i = 0; i < found.InstanceCount; i++)
            {
                int instanceId = found.InstanceIdAt(i);
                writer.BeginInstance(instanceId);
                for (int k = 0; k < found.Resources.Length; k++)
                {
                    if (found.IsStored(Resource.Id(found.Resources[k])))
                    {
                        Operations.ReadOperation.CollectResource(found, instanceId, found.Resources[k], ResourcePath.None, writer);
                    }
                }

                writer.EndInstance();
            }

            Put(buffer, at, writer.Length, 2);
            return writer.Overflowed ? 0 : at + 2 + writer.Length;
        }

        private static int LoadObject(LwM2MObject found, byte[] record, int at)
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
                int resourceId = ResourcePath.ResourceId(reader.Path);
                if (!found.HasInstance(instanceId))
                {
                    found.CreateInstance(instanceId);
                }

                if (found.Define(resourceId) != -1 && !reader.IsEmptyMultiple && reader.Fits(found.Define(resourceId)))
                {
                    found.WriteResource(instanceId, resourceId, ResourcePath.ResourceInstanceId(reader.Path), reader);
                }
            }

            return at + 2 + length;
        }

        private static int Put(byte[] buffer, int at, long value, int length)
        {
            for (int shift = (length - 1) * 8; shift >= 0; shift -= 8)
            {
                buffer[at++] = (byte)(value >> shift);
            }

            return at;
        }

        private static long Get(byte[] buffer, int at, int length)
        {
            long value = 0;
            for (int i = 0; i < length; i++)
            {
                value = (value << 8) | buffer[at + i];
            }

            return value;
        }
    }
}
