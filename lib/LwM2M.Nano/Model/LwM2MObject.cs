// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;

namespace LwM2M.Nano.Model
{
    /// <summary>
    /// An object: a table of what its resources are, and the values. The generic operations read the table, check access
    /// and type, and call the object only for what is allowed; an object never knows a format or a message.
    /// </summary>
    /// <remarks>
    /// Answers are CoAP codes. <see cref="CoapCode.Pending"/> means the value is not there yet: the object calls
    /// <see cref="Completed"/> later, and the operation is run again from its start under the same ticket.
    /// </remarks>
    public abstract class LwM2MObject
    {
        /// <summary>Creates an object.</summary>
        /// <param name="objectId">Its ID, 0 to 65534.</param>
        /// <param name="resources">Its table, see <see cref="Resource"/>, in rising order of ID.</param>
        protected LwM2MObject(int objectId, int[] resources)
        {
            ObjectId = objectId;
            Resources = resources;
        }

        /// <summary>The object ID.</summary>
        public int ObjectId { get; }

        /// <summary>The table of resource definitions.</summary>
        public int[] Resources { get; protected set; }

        /// <summary>The object's version such as "1.1", or null for 1.0, which is not announced.</summary>
        public virtual string Version
        {
            get { return null; }
        }

        /// <summary>The registry the object is in, or null.</summary>
        public ObjectRegistry Registry { get; internal set; }

        /// <summary>Its instances and written values survive a sleep and a reboot.</summary>
        public virtual bool IsPersistent
        {
            get { return false; }
        }

        /// <summary>Servers may create and delete instances, as far as the object takes them; else only the bootstrap server.</summary>
        public virtual bool IsCreatable
        {
            get { return true; }
        }

        /// <summary>How many instances there are.</summary>
        public virtual int InstanceCount
        {
            get { return 1; }
        }

        /// <summary>The ID of an instance, in rising order.</summary>
        /// <param name="index">0 to <see cref="InstanceCount"/> - 1.</param>
        /// <returns>An ID.</returns>
        public virtual int InstanceIdAt(int index)
        {
            return index;
        }

        /// <summary>Whether an instance has an optional resource of the table.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A resource of the table.</param>
        /// <returns>True unless overridden.</returns>
        public virtual bool HasResource(int instanceId, int resourceId)
        {
            return true;
        }

        /// <summary>The definition of a resource in one instance, where instances differ in type and operations.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="definition">The resource's definition in the table.</param>
        /// <returns>That definition unless overridden.</returns>
        public virtual int DefinitionIn(int instanceId, int definition)
        {
            return definition;
        }

        /// <summary>How many instances a multiple resource has.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A multiple resource.</param>
        /// <returns>A count.</returns>
        public virtual int ResourceInstanceCount(int instanceId, int resourceId)
        {
            return 0;
        }

        /// <summary>The ID of a resource instance, in rising order.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A multiple resource.</param>
        /// <param name="index">0 to the count - 1.</param>
        /// <returns>An ID.</returns>
        public virtual int ResourceInstanceIdAt(int instanceId, int resourceId, int index)
        {
            return index;
        }

        /// <summary>Pushes one value into a writer.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A resource it has.</param>
        /// <param name="resourceInstanceId">The instance of a multiple resource, or <see cref="ResourcePath.None"/>.</param>
        /// <param name="writer">Takes exactly one value.</param>
        /// <returns><see cref="CoapCode.Content"/>, <see cref="CoapCode.Pending"/> or an error.</returns>
        public abstract CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer);

        /// <summary>Says whether a value of the right type would be taken. Changes nothing.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A resource it has.</param>
        /// <param name="resourceInstanceId">The instance of a multiple resource, or <see cref="ResourcePath.None"/>.</param>
        /// <param name="reader">Holds one value.</param>
        /// <returns><see cref="CoapCode.Changed"/> or an error.</returns>
        public virtual CoapCode ValidateResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            return CoapCode.Changed;
        }

        /// <summary>
        /// Whether a write takes time. Of several values the slow ones are written first, the others when those are done.
        /// </summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A resource it has.</param>
        /// <param name="resourceInstanceId">The instance of a multiple resource, or <see cref="ResourcePath.None"/>.</param>
        /// <returns>False unless overridden.</returns>
        public virtual bool IsSlowResource(int instanceId, int resourceId, int resourceInstanceId)
        {
            return false;
        }

        /// <summary>Whether a resource takes a value of another type than its table says and judges it itself.</summary>
        /// <param name="resourceId">A resource of the table.</param>
        /// <param name="reader">Holds one value.</param>
        /// <returns>False unless overridden.</returns>
        public virtual bool TakesAnyType(int resourceId, ResourceReader reader)
        {
            return false;
        }

        /// <summary>Says whether so many values of a multiple resource would be taken together. Changes nothing.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A multiple resource.</param>
        /// <param name="count">How many values a write brings.</param>
        /// <returns><see cref="CoapCode.Changed"/> or an error.</returns>
        public virtual CoapCode ValidateCount(int instanceId, int resourceId, int count)
        {
            return CoapCode.Changed;
        }

        /// <summary>Takes one value, validated before.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A resource it has.</param>
        /// <param name="resourceInstanceId">The instance of a multiple resource, or <see cref="ResourcePath.None"/>.</param>
        /// <param name="reader">Holds one value.</param>
        /// <returns><see cref="CoapCode.Changed"/>, <see cref="CoapCode.Pending"/> or an error.</returns>
        public virtual CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
        {
            return CoapCode.MethodNotAllowed;
        }

        /// <summary>Enters what a write to a resource will change, so that it can be put back.</summary>
        /// <param name="transaction">Where to enter it.</param>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="definition">The resource's definition.</param>
        /// <param name="keepOld">Whether the old value is needed.</param>
        /// <returns>What <see cref="WriteTransaction.Record"/> said.</returns>
        public virtual CoapCode RecordResource(WriteTransaction transaction, int instanceId, int definition, bool keepOld)
        {
            return transaction.Record(this, instanceId, definition, keepOld);
        }

        /// <summary>Empties a multiple resource before all its instances are replaced.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A multiple resource.</param>
        public virtual void ClearResource(int instanceId, int resourceId)
        {
        }

        /// <summary>
        /// Opens what takes the value of an opaque resource block by block, when it may be larger than a buffer. A value that
        /// comes in one message goes through it too.
        /// </summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A writable resource it has.</param>
        /// <returns>Null when the value is to be put together first, and written.</returns>
        public virtual BodySink OpenBody(int instanceId, int resourceId)
        {
            return null;
        }

        /// <summary>Opens what gives the value of an opaque resource block by block.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">A readable resource it has.</param>
        /// <returns>Null when the value is read whole.</returns>
        public virtual BodySource OpenSource(int instanceId, int resourceId)
        {
            return null;
        }

        /// <summary>Executes a resource.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <param name="resourceId">An executable resource.</param>
        /// <param name="buffer">Holds the arguments.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">Their length in bytes, 0 when there are none.</param>
        /// <returns><see cref="CoapCode.Changed"/>, <see cref="CoapCode.Pending"/> or an error.</returns>
        public virtual CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
        {
            return CoapCode.MethodNotAllowed;
        }

        /// <summary>The instance ID a Create without one gets.</summary>
        /// <returns>The smallest free ID.</returns>
        public int FirstFreeInstanceId()
        {
            int id = 0;
            while (HasInstance(id))
            {
                id++;
            }

            return id;
        }

        /// <summary>Creates an empty instance.</summary>
        /// <param name="instanceId">An ID that does not exist.</param>
        /// <returns><see cref="CoapCode.Created"/> or an error.</returns>
        public virtual CoapCode CreateInstance(int instanceId)
        {
            return CoapCode.MethodNotAllowed;
        }

        /// <summary>Deletes an instance.</summary>
        /// <param name="instanceId">An existing instance.</param>
        /// <returns><see cref="CoapCode.Deleted"/> or an error.</returns>
        public virtual CoapCode DeleteInstance(int instanceId)
        {
            return CoapCode.MethodNotAllowed;
        }

        /// <summary>An operation that was pending has ended: what was kept under its ticket may go.</summary>
        /// <param name="ticket">See <see cref="ObjectRegistry.Ticket"/>.</param>
        public virtual void EndTicket(int ticket)
        {
        }

        /// <summary>A server has begun or ended to observe something of this object; see <see cref="ObjectRegistry.ObservedEvery"/>.</summary>
        public virtual void OnObservationsChanged()
        {
        }

        /// <summary>Whether a resource is part of what survives, in an object that <see cref="IsPersistent"/>.</summary>
        /// <param name="resourceId">A resource of the table.</param>
        /// <returns>True unless overridden.</returns>
        public virtual bool IsStored(int resourceId)
        {
            return true;
        }

        /// <summary>Whether an instance exists.</summary>
        /// <param name="instanceId">An ID.</param>
        /// <returns>True when it does.</returns>
        public bool HasInstance(int instanceId)
        {
            int count = InstanceCount;
            for (int i = 0; i < count; i++)
            {
                if (InstanceIdAt(i) == instanceId)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Finds a resource in the table.</summary>
        /// <param name="resourceId">An ID.</param>
        /// <returns>Its definition, or -1.</returns>
        public int Define(int resourceId)
        {
            int[] resources = Resources;
            for (int i = 0; i < resources.Length; i++)
            {
                if ((resources[i] & 0xFFFF) == resourceId)
                {
                    return resources[i];
                }
            }

            return -1;
        }

        /// <summary>Tells observers that a value has changed.</summary>
        /// <param name="instanceId">The instance.</param>
        /// <param name="resourceId">The resource.</param>
        protected void Changed(int instanceId, int resourceId)
        {
            if (Registry != null)
            {
                Registry.OnChanged(ResourcePath.Of(ObjectId, instanceId, resourceId));
            }
        }

        /// <summary>Says that something an operation is waiting for has come. Call it on the client's own thread.</summary>
        protected void Completed()
        {
            if (Registry != null)
            {
                Registry.OnCompleted();
            }
        }
    }
}
