// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Objects
{
    /// <summary>
    /// LwM2M Access Control, object 2: what each server may do with an object instance. It counts only when there is more
    /// than one server. An object instance nobody has claimed belongs to the server with the lowest Short Server ID, and
    /// the others may read it.
    /// </summary>
    public sealed class AccessControlObject : MultipleObject, IAccessControl
    {
        private const int MaximumInstances = 32;
        private const int MaximumEntries = 4;
        private const int Acl = 2;
        private const int Owner = 3;
        private const int NobodysId = ResourcePath.None;

        private static readonly int[] s_resources =
        {
            0 | Resource.Integer | Resource.Read | Resource.Mandatory,
            1 | Resource.Integer | Resource.Read | Resource.Mandatory,
            Acl | Resource.Integer | Resource.Read | Resource.Write | Resource.Multiple,
            Owner | Resource.Integer | Resource.Read | Resource.Write | Resource.Mandatory,
        };

        private readonly AccountTable _accounts;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="registry">Whose objects it guards.</param>
        /// <param name="accounts">The servers.</param>
        public AccessControlObject(ObjectRegistry registry, AccountTable accounts)
            : base(2, s_resources, MaximumInstances)
        {
            _accounts = accounts;
            registry.AccessControl = this;
        }

        /// <inheritdoc/>
        public override bool IsPersistent
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override bool IsCreatable
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public bool IsAllowed(int shortServerId, int objectId, int instanceId, int right)
        {
            if (_accounts.Servers.InstanceCount < 2)
            {
                return true;
            }

            if (objectId == ObjectId)
            {
                return right == AccessRight.Read || (instanceId != NobodysId && Find(instanceId).OwnerId == shortServerId);
            }

            Entry entry = FindTarget(objectId, instanceId);
            return ((entry == null ? RightsByDefault(shortServerId) : entry.RightsOf(shortServerId)) & right) != 0;
        }

        /// <inheritdoc/>
        public void OnCreated(int shortServerId, int objectId, int instanceId)
        {
            if (_accounts.Servers.InstanceCount < 2)
            {
                return;
            }

            OnDeleted(objectId, instanceId); // an entry of an instance before it
            if (CreateInstance(FirstFreeInstanceId()) != CoapCode.Created)
            {
                return;
            }

            for (int i = 0; i < InstanceCount; i++)
            {
                Entry entry = (Entry)InstanceAt(i);
                if (entry.TargetObject == NobodysId)
                {
                    entry.TargetObject = objectId;
                    entry.TargetInstance = instanceId;
                    entry.OwnerId = shortServerId;
                    Registry.OnChanged(ResourcePath.Of(ObjectId, entry.Id));
                }
            }
        }

        /// <inheritdoc/>
        public void OnDeleted(int objectId, int instanceId)
        {
            Entry entry = FindTarget(objectId, instanceId);
            if (entry != null)
            {
                DeleteInstance(entry.Id);
                Registry.OnObjectsChanged();
                Registry.OnChanged(ResourcePath.Of(ObjectId, entry.Id));
            }
        }

        /// <inheritdoc/>
        public override int ResourceInstanceCount(int instanceId, int resourceId)
        {
            return Find(instanceId).Count;
        }

        /// <inheritdoc/>
        public override int ResourceInstanceIdAt(int instanceId, int resourceId, int index)
        {
            return Find(instanceId).Servers[index];
        }

        /// <inheritdoc/>
        public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
        {
            Entry entry = Find(instanceId);
            writer.WriteInteger(
                resourceId == 0 ? entry.TargetObject
                : resourceId == 1 ? entry.TargetInstance
                : resourceId == Owner ? entry.OwnerId
                : entry.Rights[entry.IndexOf(resourceInstanceId)]);
            return CoapCode.Content;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            long value = reader.ReadInteger();
            return value >= 0 && value <= (resourceId == Acl ? AccessRight.All : ResourcePath.None) ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override CoapCode ValidateCount(int instanceId, int resourceId, int count)
        {
            return count <= MaximumEntries ? CoapCode.Changed : CoapCode.BadRequest;
        }

        /// <inheritdoc/>
        public override void ClearResource(int instanceId, int resourceId)
        {
            Find(instanceId).Count = 0;
        }

        /// <inheritdoc/>
        public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            Entry entry = Find(instanceId);
            int value = (int)reader.ReadInteger();
            switch (resourceId)
            {
                case 0:
                    entry.TargetObject = value;
                    break;
                case 1:
                    entry.TargetInstance = value;
                    break;
                case Owner:
                    entry.OwnerId = value;
                    break;
                default:
                    return entry.Set(resourceInstanceId, value) ? CoapCode.Changed : CoapCode.BadRequest;
            }

            return CoapCode.Changed;
        }

        /// <inheritdoc/>
        protected override ObjectInstance NewInstance(int instanceId)
        {
            return new Entry(instanceId);
        }

        private int RightsByDefault(int shortServerId)
        {
            for (int i = 0; i < _accounts.Servers.InstanceCount; i++)
            {
                if (_accounts.Servers[i].ShortServerId < shortServerId)
                {
                    return AccessRight.Read;
                }
            }

            return AccessRight.All;
        }

        private Entry FindTarget(int objectId, int instanceId)
        {
            for (int i = 0; i < InstanceCount; i++)
            {
                Entry entry = (Entry)InstanceAt(i);
                if (entry.TargetObject == objectId && entry.TargetInstance == instanceId)
                {
                    return entry;
                }
            }

            return null;
        }

        private Entry Find(int instanceId)
        {
            return (Entry)FindInstance(instanceId);
        }

        private sealed class Entry : ObjectInstance
        {
            internal readonly int[] Servers = new int[MaximumEntries];
            internal readonly int[] Rights = new int[MaximumEntries];
            internal int TargetObject = NobodysId;
            internal int TargetInstance = NobodysId;
            internal int OwnerId = NobodysId;
            internal int Count;

            internal Entry(int id)
                : base(id)
            {
            }

            // The server's own entry, else all for the owner, else the default entry (0), else nothing.
            internal int RightsOf(int shortServerId)
            {
                int own = IndexOf(shortServerId);
                if (own >= 0)
                {
                    return Rights[own];
                }

                int common = IndexOf(0);
                return OwnerId == shortServerId ? AccessRight.All : common >= 0 ? Rights[common] : 0;
            }

            internal int IndexOf(int shortServerId)
            {
                for (int i = 0; i < Count; i++)
                {
                    if (Servers[i] == shortServerId)
                    {
                        return i;
                    }
                }

                return -1;
            }

            // In rising order of the server's ID.
            internal bool Set(int shortServerId, int rights)
            {
                int at = IndexOf(shortServerId);
                if (at < 0)
                {
                    if (Count == MaximumEntries)
                    {
                        return false;
                    }

                    at = Count++;
                    while (at > 0 && Servers[at - 1] > shortServerId)
                    {
                        Servers[at] = Servers[at - 1];
                        Rights[at] = Rights[at - 1];
                        at--;
                    }
                }

                Servers[at] = shortServerId;
                Rights[at] = rights;
                return true;
            }
        }
    }
}
