// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Model
{
    /// <summary>An instance that a server creates and deletes.</summary>
    public abstract class ObjectInstance
    {
        /// <summary>Creates an instance.</summary>
        /// <param name="id">Object instance ID.</param>
        protected ObjectInstance(int id)
        {
            Id = id;
        }

        /// <summary>Object instance ID.</summary>
        public int Id { get; }
    }

    /// <summary>An object whose instances servers create and delete, up to a bound.</summary>
    public abstract class MultipleObject : LwM2MObject
    {
        private readonly ArrayList _instances = new ArrayList();
        private readonly int _maximum;

        /// <summary>Creates an object without instances.</summary>
        /// <param name="objectId">Its ID.</param>
        /// <param name="resources">Its table.</param>
        /// <param name="maximum">How many instances there may be; one more is refused with 5.03.</param>
        protected MultipleObject(int objectId, int[] resources, int maximum)
            : base(objectId, resources)
        {
            _maximum = maximum;
        }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _instances.Count; }
        }

        /// <inheritdoc/>
        public override int InstanceIdAt(int index)
        {
            return InstanceAt(index).Id;
        }

        /// <inheritdoc/>
        public override CoapCode CreateInstance(int instanceId)
        {
            if (_instances.Count == _maximum)
            {
                return CoapCode.ServiceUnavailable;
            }

            int at = 0;
            while (at < _instances.Count && InstanceIdAt(at) < instanceId)
            {
                at++;
            }

            _instances.Insert(at, NewInstance(instanceId));
            return CoapCode.Created;
        }

        /// <inheritdoc/>
        public override CoapCode DeleteInstance(int instanceId)
        {
            _instances.Remove(FindInstance(instanceId));
            return CoapCode.Deleted;
        }

        /// <summary>An instance by its place.</summary>
        /// <param name="index">0 to <see cref="InstanceCount"/> - 1.</param>
        /// <returns>The instance.</returns>
        protected ObjectInstance InstanceAt(int index)
        {
            return (ObjectInstance)_instances[index];
        }

        /// <summary>An instance by its ID.</summary>
        /// <param name="instanceId">Object instance ID.</param>
        /// <returns>The instance, or null.</returns>
        protected internal ObjectInstance FindInstance(int instanceId)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                if (InstanceAt(i).Id == instanceId)
                {
                    return InstanceAt(i);
                }
            }

            return null;
        }

        /// <summary>Makes an empty instance.</summary>
        /// <param name="instanceId">Its ID.</param>
        /// <returns>The instance.</returns>
        protected abstract ObjectInstance NewInstance(int instanceId);
    }
}
