// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Objects
{
    /// <summary>
    /// Batch, the seed paper's object 2346: a list of resources that are read in one message and written in one message,
    /// all or none. A value is the member's own value as text, in the order of the configuration.
    /// </summary>
    public sealed class BatchObject : MultipleObject, IRegistryListener
    {
        /// <summary>The most members a batch may have.</summary>
        public const int MaximumMembers = 16;

        private const int MaximumInstances = 4;
        private const int TextLength = 256;

        private static readonly int[] s_resources =
        {
            ObjectIds.BatchConfiguration | Resource.String | Resource.Read | Resource.Write | Resource.Multiple | Resource.Mandatory,
            ObjectIds.BatchValue | Resource.String | Resource.Read | Resource.Write | Resource.Multiple,
        };

        private readonly ObjectRegistry _registry;
        private TextWriter _textWriter; // these are made with the first instance
        private TextReader _textReader;
        private byte[] _text;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="registry">The objects whose resources may be members.</param>
        public BatchObject(ObjectRegistry registry)
            : base(ObjectIds.Batch, s_resources, MaximumInstances)
        {
            _registry = registry;
            registry.Listen(this);
        }

        /// <inheritdoc/>
        public override bool IsPersistent
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override int ResourceInstanceCount(int instanceId, int resourceId)
        {
            return Find(instanceId).Count;
        }

        /// <summary>The members of an instance.</summary>
        /// <param name="instanceId">Its ID.</param>
        /// <param name="count">How many there are, 0 when there is no such instance.</param>
        /// <returns>Their paths, at the start of the array.</returns>
        public long[] Members(int instanceId, out int count)
        {
            Batch batch = Find(instanceId);
            count = batch == null ? 0 : batch.Count;
            return batch == null ? null : batch.Members;
        }

        /// <inheritdoc/>
        public override bool IsStored(int resourceId)
        {
            return resourceId == ObjectIds.BatchConfiguration;
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            long member = Find(instanceId).Members[resourceInstanceId];
            if (resourceId == ObjectIds.BatchConfiguration)
            {
                writer.PutString(_text, 0, ResourcePath.Format(member, _text, 0));
                return CoapCode.Content;
            }

            CoapCode code = Lookup.Check(_registry, member, out LwM2MObject found, out int definition);
            return code == CoapCode.MethodNotAllowed ? code : ReadMember(member, code, found, definition, writer);
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            if (resourceId == ObjectIds.BatchConfiguration)
            {
                return TryReadMember(reader, out long path) && IsPossible(path) ? CoapCode.Changed : CoapCode.BadRequest;
            }

            Batch batch = Find(instanceId);
            if (resourceInstanceId >= batch.Count)
            {
                return CoapCode.BadRequest;
            }

            long member = batch.Members[resourceInstanceId];
            ResourceReader value = OpenMember(member, reader, out LwM2MObject found, out int definition, out CoapCode code);
            return value == null ? code
                : value.Fits(definition) ? found.ValidateResource(ResourcePath.InstanceId(member), Resource.Id(definition), ResourcePath.ResourceInstanceId(member), value)
                : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override bool IsSlowResource(int instanceId, int resourceId, int resourceInstanceId)
        {
            Batch batch = Find(instanceId);
            if (resourceId != ObjectIds.BatchValue || resourceInstanceId >= batch.Count)
            {
                return false;
            }

            long member = batch.Members[resourceInstanceId];
            LwM2MObject found = _registry.Find(ResourcePath.ObjectId(member));
            return found != null
                && found.IsSlowResource(ResourcePath.InstanceId(member), ResourcePath.ResourceId(member), ResourcePath.ResourceInstanceId(member));
        }

        /// <inheritdoc/>
        public override bool TakesAnyType(int resourceId, ResourceReader reader)
        {
            return resourceId == ObjectIds.BatchValue && reader.KeepsMemberTypes;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateCount(int instanceId, int resourceId, int count)
        {
            bool fits = resourceId == ObjectIds.BatchConfiguration
                ? count > 0 && count <= MaximumMembers
                : count == Find(instanceId).Count;
            return fits ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode RecordResource(WriteTransaction transaction, int instanceId, int definition, bool keepOld)
        {
            if (Resource.Id(definition) == ObjectIds.BatchConfiguration)
            {
                return base.RecordResource(transaction, instanceId, definition, true);
            }

            CoapCode result = CoapCode.Changed;
            Batch batch = Find(instanceId);
            for (int i = 0; i < batch.Count; i++)
            {
                long member = batch.Members[i];
                if (Lookup.Find(_registry, member, out LwM2MObject found, out int resource) != CoapCode.Content)
                {
                    return CoapCode.NotFound;
                }

                CoapCode code = found.RecordResource(transaction, ResourcePath.InstanceId(member), resource, true);
                if (code == CoapCode.Pending)
                {
                    result = code;
                }
                else if (code != CoapCode.Changed)
                {
                    return code;
                }
            }

            return result;
        }

        /// <inheritdoc/>
        public override void ClearResource(int instanceId, int resourceId)
        {
            if (resourceId == ObjectIds.BatchConfiguration)
            {
                Find(instanceId).Count = 0;
            }
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            Batch batch = Find(instanceId);
            if (resourceId == ObjectIds.BatchConfiguration)
            {
                return TryReadMember(reader, out long path) ? SetMember(batch, resourceInstanceId, path) : CoapCode.BadRequest;
            }

            long member = batch.Members[resourceInstanceId];
            ResourceReader value = OpenMember(member, reader, out LwM2MObject found, out int definition, out CoapCode code);
            return value == null
                ? code
                : found.WriteResource(ResourcePath.InstanceId(member), Resource.Id(definition), ResourcePath.ResourceInstanceId(member), value);
        }

        /// <inheritdoc/>
        public void OnResourceChanged(long path)
        {
            if (ResourcePath.ObjectId(path) == ObjectIds.Batch)
            {
                return;
            }

            for (int i = 0; i < InstanceCount; i++)
            {
                Batch batch = (Batch)InstanceAt(i);
                for (int k = 0; k < batch.Count; k++)
                {
                    if (ResourcePath.Contains(path, batch.Members[k]) || ResourcePath.Contains(batch.Members[k], path))
                    {
                        Changed(batch.Id, ObjectIds.BatchValue);
                        break;
                    }
                }
            }
        }

        /// <inheritdoc/>
        public int ObservedEvery(long path)
        {
            int shortest = ObjectRegistry.NotObserved;
            for (int i = 0; i < InstanceCount; i++)
            {
                Batch batch = (Batch)InstanceAt(i);
                for (int k = 0; k < batch.Count; k++)
                {
                    if (ResourcePath.Contains(path, batch.Members[k]))
                    {
                        int period = _registry.ObservedEvery(ResourcePath.Of(ObjectIds.Batch, batch.Id, ObjectIds.BatchValue));
                        shortest = period < shortest ? period : shortest;
                        break;
                    }
                }
            }

            return shortest;
        }

        /// <inheritdoc/>
        public void OnObjectsChanged()
        {
        }

        // As text, or in its own type where the format keeps that. A member that is gone, or cannot be reached, has no value.
        private CoapCode ReadMember(long member, CoapCode code, LwM2MObject found, int definition, ResourceWriter writer)
        {
            ResourceWriter target = writer.KeepsMemberTypes ? writer : _textWriter;
            if (target == _textWriter)
            {
                _textWriter.Open(_text, 0, _text.Length);
            }

            if (code == CoapCode.Content)
            {
                code = Collector.CollectResource(found, ResourcePath.InstanceId(member), definition, ResourcePath.ResourceInstanceId(member), target);
                if (code == CoapCode.Pending)
                {
                    return code;
                }
            }

            if (code != CoapCode.Content)
            {
                writer.WriteNull();
            }
            else if (target == _textWriter)
            {
                if (_textWriter.Overflowed)
                {
                    return CoapCode.InternalServerError;
                }

                writer.PutString(_text, 0, _textWriter.Length);
            }

            return CoapCode.Content;
        }

        private static bool TryReadMember(ResourceReader reader, out long path)
        {
            path = ResourcePath.Root;
            return reader.TryReadString(out byte[] buffer, out int offset, out int count) && ResourcePath.TryParse(buffer, offset, count, out path);
        }

        // One existing resource, or one instance of a multiple one; nothing secret, nothing executable, no batch in a batch.
        private bool IsPossible(long path)
        {
            int objectId = ResourcePath.ObjectId(path);
            if (!Lookup.IsPublic(objectId) || objectId == ObjectIds.Batch)
            {
                return false;
            }

            if (Lookup.Find(_registry, path, out LwM2MObject found, out int definition) != CoapCode.Content || definition == -1)
            {
                return false;
            }

            bool several = (definition & Resource.Multiple) != 0;
            bool one = several ? ResourcePath.Level(path) == 4 && Lookup.HasResourceInstance(found, path) : ResourcePath.Level(path) == 3;
            return one && (definition & (Resource.Read | Resource.Write)) != 0;
        }

        // All members can be read, or all can be written: no mixture, no member twice.
        private CoapCode SetMember(Batch batch, int index, long path)
        {
            if (index > batch.Count || index >= MaximumMembers)
            {
                return CoapCode.BadRequest;
            }

            int common = Access(path);
            for (int i = 0; i < batch.Count; i++)
            {
                if (i != index)
                {
                    common &= Access(batch.Members[i]);
                    if (batch.Members[i] == path)
                    {
                        return CoapCode.BadRequest;
                    }
                }
            }

            if (common == 0)
            {
                return CoapCode.BadRequest;
            }

            batch.Members[index] = path;
            if (index == batch.Count)
            {
                batch.Count++;
            }

            return CoapCode.Changed;
        }

        private int Access(long path)
        {
            int both = Resource.Read | Resource.Write;
            return Lookup.Find(_registry, path, out LwM2MObject _, out int definition) == CoapCode.Content ? definition & both : both;
        }

        // The reader of a value that is meant for a member: its text, or the value itself where the format keeps types.
        private ResourceReader OpenMember(long member, ResourceReader reader, out LwM2MObject found, out int definition, out CoapCode refusal)
        {
            refusal = CoapCode.NotFound;
            if (Lookup.Find(_registry, member, out found, out definition) != CoapCode.Content)
            {
                return null;
            }

            refusal = CoapCode.MethodNotAllowed;
            if ((definition & Resource.Write) == 0)
            {
                return null;
            }

            refusal = CoapCode.Unauthorized;
            if (!_registry.Allows(found.ObjectId, ResourcePath.InstanceId(member), AccessRight.Write))
            {
                return null;
            }

            refusal = CoapCode.BadRequest;
            if (reader.KeepsMemberTypes)
            {
                return reader;
            }

            if (!reader.TryReadString(out byte[] buffer, out int offset, out int count))
            {
                return null;
            }

            _textReader.Open(buffer, offset, count, member);
            return _textReader;
        }

        /// <inheritdoc/>
        protected override ObjectInstance NewInstance(int instanceId)
        {
            if (_text == null)
            {
                _text = new byte[TextLength];
                _textWriter = new TextWriter();
                _textReader = new TextReader();
            }

            return new Batch(instanceId);
        }

        private Batch Find(int instanceId)
        {
            return (Batch)FindInstance(instanceId);
        }

        private sealed class Batch : ObjectInstance
        {
            internal readonly long[] Members = new long[MaximumMembers];
            internal int Count;

            internal Batch(int id)
                : base(id)
            {
            }
        }
    }
}
