// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace LwM2M.Nano.Formats
{
    /// <summary>
    /// The instances and values of the persistent objects as bytes: for each object its ID, a length, and its instances as
    /// TLV. It is what survives a reboot, and what a bootstrap that fails goes back to.
    /// </summary>
    internal static class ObjectRecord
    {
        /// <summary>The largest record in bytes.</summary>
        internal const int MaximumLength = 4096;

        private const int HeadLength = 4;

        /// <summary>Writes every persistent object.</summary>
        /// <returns>Where the record goes on, 0 when it does not fit.</returns>
        internal static int Save(ObjectRegistry registry, byte[] buffer, int at)
        {
            for (int i = 0; i < registry.Count && at > 0; i++)
            {
                at = registry[i].IsPersistent ? Save(registry[i], buffer, at) : at;
            }

            return at;
        }

        /// <summary>
        /// Takes the objects up again: instances that are not in the record go, those in it come. A record that does not fit
        /// the objects changes nothing.
        /// </summary>
        /// <returns>False when the record is not one.</returns>
        internal static bool Load(ObjectRegistry registry, byte[] record, int at, int end)
        {
            return Walk(registry, record, at, end, false) && Walk(registry, record, at, end, true);
        }

        private static bool Walk(ObjectRegistry registry, byte[] record, int at, int end, bool apply)
        {
            while (at < end)
            {
                if (at + HeadLength > end)
                {
                    return false;
                }

                LwM2MObject found = registry.Find((int)BigEndian.Get(record, at, 2));
                int length = (int)BigEndian.Get(record, at + 2, 2);
                at += HeadLength;
                if (at + length > end)
                {
                    return false;
                }

                // An object that another version of the firmware had is passed over.
                if (found != null && found.IsPersistent && !Load(found, record, at, length, apply))
                {
                    return false;
                }

                at += length;
            }

            return true;
        }

        private static int Save(LwM2MObject found, byte[] buffer, int at)
        {
            if (at + HeadLength > buffer.Length)
            {
                return 0;
            }

            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, at + HeadLength, buffer.Length - at - HeadLength);
            for (int i = 0; i < found.InstanceCount; i++)
            {
                int instanceId = found.InstanceIdAt(i);
                writer.BeginInstance(instanceId);
                for (int k = 0; k < found.Resources.Length; k++)
                {
                    int definition = found.Resources[k];
                    if (IsKept(found, definition) && found.HasResource(instanceId, Resource.Id(definition)))
                    {
                        Collector.CollectResource(found, instanceId, definition, ResourcePath.None, writer);
                    }
                }

                writer.EndInstance();
            }

            BigEndian.Put(buffer, at, found.ObjectId, 2);
            BigEndian.Put(buffer, at + 2, writer.Length, 2);
            return writer.Overflowed ? 0 : at + HeadLength + writer.Length;
        }

        // Values were checked when they were written first; here only that they are what the table says.
        private static bool Load(LwM2MObject found, byte[] record, int at, int length, bool apply)
        {
            TlvReader reader = new TlvReader();
            reader.Open(record, at, length, ResourcePath.Of(found.ObjectId));
            for (int i = found.InstanceCount - 1; apply && i >= 0; i--)
            {
                found.DeleteInstance(found.InstanceIdAt(i)); // an object whose instances are fixed keeps them
            }

            while (reader.MoveNext())
            {
                int instanceId = ResourcePath.InstanceId(reader.Path);
                if (reader.IsEmptyInstance)
                {
                    if (apply && !found.HasInstance(instanceId))
                    {
                        found.CreateInstance(instanceId);
                    }

                    continue;
                }

                int resourceId = ResourcePath.ResourceId(reader.Path);
                int definition = found.Define(resourceId);
                bool usable = instanceId != ResourcePath.None && definition != -1 && IsKept(found, definition)
                    && (reader.IsEmptyMultiple || reader.Fits(definition));
                if (!usable)
                {
                    return false;
                }

                if (apply && (found.HasInstance(instanceId) || found.CreateInstance(instanceId) == CoapCode.Created) && !reader.IsEmptyMultiple)
                {
                    found.WriteResource(instanceId, resourceId, ResourcePath.ResourceInstanceId(reader.Path), reader);
                }
            }

            return !reader.IsMalformed;
        }

        private static bool IsKept(LwM2MObject found, int definition)
        {
            return (definition & Resource.TypeMask) != Resource.NoType && found.IsStored(Resource.Id(definition));
        }
    }
}
