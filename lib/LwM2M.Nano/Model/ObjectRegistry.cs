// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;

namespace LwM2M.Nano.Model
{
    /// <summary>Who wants to know what happens to the objects.</summary>
    public interface IRegistryListener
    {
        /// <summary>A value has changed, or an object instance came or went.</summary>
        /// <param name="path">The path of the resource or of the instance.</param>
        void OnResourceChanged(long path);

        /// <summary>Objects or instances came or went: the registration is to be updated.</summary>
        void OnObjectsChanged();

        /// <summary>How often the listener wants to hear of something at, above or below a path.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>The shortest minimum period of its observations in seconds; <see cref="ObjectRegistry.NotObserved"/> when there is none.</returns>
        int ObservedEvery(long path);
    }

    /// <summary>The client's objects in rising order of ID.</summary>
    public sealed class ObjectRegistry
    {
        /// <summary>A ticket nobody waits for: what is begun under it ends by itself.</summary>
        public const int NobodysTicket = -1;

        /// <summary>The period of what nobody observes.</summary>
        public const int NotObserved = int.MaxValue;

        /// <summary>The bootstrap server, which no access control holds back.</summary>
        internal const int BootstrapServerId = 0;

        private readonly ArrayList _objects = new ArrayList();
        private readonly ArrayList _listeners = new ArrayList();

        /// <summary>Creates a registry without objects.</summary>
        public ObjectRegistry()
        {
            Operation = new Operation(this);
        }

        /// <summary>Who decides what each server may do; null when every server may do everything.</summary>
        public IAccessControl AccessControl { get; set; }

        /// <summary>The devices behind this one, when it is a gateway that gives them prefixes; else null.</summary>
        public IDeviceTable Devices { get; set; }

        /// <summary>The operation that is being carried out.</summary>
        public Operation Operation { get; }

        /// <summary>Names the operation being run, so that an object that answered "pending" knows it again.</summary>
        public int Ticket
        {
            get { return Operation.Ticket; }
        }

        /// <summary>For an object that begins something slow: its ticket, of whose end it wants to be told.</summary>
        /// <returns>The ticket.</returns>
        public int HoldTicket()
        {
            return Operation.Hold();
        }

        /// <summary>How many objects there are.</summary>
        public int Count
        {
            get { return _objects.Count; }
        }

        /// <summary>An object by its place.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>The object.</returns>
        public LwM2MObject this[int index]
        {
            get { return (LwM2MObject)_objects[index]; }
        }

        /// <summary>Adds an object.</summary>
        /// <param name="lwm2mObject">One whose ID is not there yet.</param>
        /// <exception cref="System.ArgumentException">The ID is taken.</exception>
        public void Add(LwM2MObject lwm2mObject)
        {
            int at = 0;
            while (at < _objects.Count && this[at].ObjectId < lwm2mObject.ObjectId)
            {
                at++;
            }

            if (at < _objects.Count && this[at].ObjectId == lwm2mObject.ObjectId)
            {
                throw new System.ArgumentException("object ID taken");
            }

            _objects.Insert(at, lwm2mObject);
            lwm2mObject.Registry = this;
            OnObjectsChanged();
        }

        /// <summary>Removes an object.</summary>
        /// <param name="lwm2mObject">The object.</param>
        public void Remove(LwM2MObject lwm2mObject)
        {
            _objects.Remove(lwm2mObject);
            lwm2mObject.Registry = null;
            OnObjectsChanged();
        }

        /// <summary>Finds an object.</summary>
        /// <param name="objectId">An ID.</param>
        /// <returns>The object, or null.</returns>
        public LwM2MObject Find(int objectId)
        {
            int low = 0;
            int high = _objects.Count - 1;
            while (low <= high)
            {
                int middle = (low + high) >> 1;
                LwM2MObject found = (LwM2MObject)_objects[middle];
                if (found.ObjectId == objectId)
                {
                    return found;
                }

                if (found.ObjectId < objectId)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle - 1;
                }
            }

            return null;
        }

        /// <summary>Registers who is told of changes.</summary>
        /// <param name="listener">The listener.</param>
        public void Listen(IRegistryListener listener)
        {
            _listeners.Add(listener);
        }

        /// <summary>How often the most eager observer wants to hear of something at, above or below a path.</summary>
        /// <param name="path">A packed path.</param>
        /// <returns>Its minimum period in seconds; <see cref="NotObserved"/> when there is none.</returns>
        public int ObservedEvery(long path)
        {
            int shortest = NotObserved;
            for (int i = 0; i < _listeners.Count; i++)
            {
                int period = ((IRegistryListener)_listeners[i]).ObservedEvery(path);
                shortest = period < shortest ? period : shortest;
            }

            return shortest;
        }

        /// <summary>Whether the server for whom the operation is run has a right.</summary>
        /// <param name="objectId">The object.</param>
        /// <param name="instanceId">The object instance; <see cref="ResourcePath.None"/> for the right to create one.</param>
        /// <param name="right">One of <see cref="AccessRight"/>.</param>
        /// <returns>True when it has.</returns>
        internal bool Allows(int objectId, int instanceId, int right)
        {
            return AccessControl == null || Operation.ServerId == BootstrapServerId || AccessControl.IsAllowed(Operation.ServerId, objectId, instanceId, right);
        }

        /// <summary>Tells that a value has changed, or that an object instance came or went.</summary>
        /// <param name="path">The path of the resource or of the instance.</param>
        public void OnChanged(long path)
        {
            for (int i = 0; i < _listeners.Count; i++)
            {
                ((IRegistryListener)_listeners[i]).OnResourceChanged(path);
            }
        }

        /// <summary>Tells that objects or instances came or went.</summary>
        public void OnObjectsChanged()
        {
            for (int i = 0; i < _listeners.Count; i++)
            {
                ((IRegistryListener)_listeners[i]).OnObjectsChanged();
            }
        }

        /// <summary>Tells that something an operation was waiting for has come.</summary>
        public void OnCompleted()
        {
            Operation.Complete();
        }
    }
}
