// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Gatt;
using Firmware.Gateway.Streams;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// An ObjectTwin: a GATT service as an LwM2M object, one instance for each peripheral that has it, one resource for each
    /// characteristic. Reads and writes go to the peripheral; Observe becomes a subscription, or polling where it cannot.
    /// What a resource is like is a matter of its instance: two peripherals may differ in type and properties.
    /// </summary>
    public sealed partial class TwinObject : LwM2MObject
    {
        private readonly ArrayList _instances = new ArrayList();
        private readonly PeripheralLink[] _links;
        private readonly ValueLayout _layout;
        private readonly Clock _clock;

        /// <summary>Creates the object without instances.</summary>
        /// <param name="objectId">See <see cref="TwinIds"/>.</param>
        /// <param name="service">The UUID of the service.</param>
        /// <param name="links">The gateway's links.</param>
        /// <param name="layout">A walk to use.</param>
        /// <param name="clock">For the times of values.</param>
        public TwinObject(int objectId, byte[] service, PeripheralLink[] links, ValueLayout layout, Clock clock)
            : base(objectId, new int[0])
        {
            Service = service;
            _links = links;
            _layout = layout;
            _clock = clock;
        }

        /// <summary>The UUID of the service, 16 bytes.</summary>
        public byte[] Service { get; }

        /// <inheritdoc/>
        public override int InstanceCount
        {
            get { return _instances.Count; }
        }

        /// <inheritdoc/>
        public override int InstanceIdAt(int index)
        {
            return this[index].InstanceId;
        }

        /// <summary>An instance by its place.</summary>
        /// <param name="index">0 to <see cref="InstanceCount"/> - 1.</param>
        /// <returns>The instance.</returns>
        public TwinInstance this[int index]
        {
            get { return (TwinInstance)_instances[index]; }
        }

        /// <summary>Adds an instance, or puts it in the place of the one with its ID.</summary>
        /// <param name="instance">Filled, with its link.</param>
        public void Add(TwinInstance instance)
        {
            int at = 0;
            while (at < _instances.Count && InstanceIdAt(at) < instance.InstanceId)
            {
                at++;
            }

            if (at < _instances.Count && InstanceIdAt(at) == instance.InstanceId)
            {
                _instances.RemoveAt(at);
            }

            _instances.Insert(at, instance);
            for (int i = 0; i < instance.Count; i++)
            {
                DefineResource(instance, i);
            }
        }

        /// <summary>Removes an instance.</summary>
        /// <param name="instance">The instance.</param>
        public void Remove(TwinInstance instance)
        {
            _instances.Remove(instance);
        }

        /// <summary>Finds an instance.</summary>
        /// <param name="instanceId">Its ID.</param>
        /// <returns>The instance, or null.</returns>
        public TwinInstance Find(int instanceId)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                if (this[i].InstanceId == instanceId)
                {
                    return this[i];
                }
            }

            return null;
        }

        /// <summary>Finds the instance of a peripheral.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="ordinal">0 for its first service of this UUID.</param>
        /// <param name="advertised">The instance is to be one whose values are advertised, or one that is connected.</param>
        /// <returns>The instance, or null.</returns>
        public TwinInstance FindPeripheral(ulong address, int ordinal, bool advertised)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                if (this[i].Address == address && this[i].Ordinal == ordinal && this[i].IsAdvertised == advertised)
                {
                    return this[i];
                }
            }

            return null;
        }

        /// <inheritdoc/>
        public override bool HasResource(int instanceId, int resourceId)
        {
            return Find(instanceId).Find(resourceId) >= 0;
        }

        /// <inheritdoc/>
        public override int DefinitionIn(int instanceId, int definition)
        {
            TwinInstance twin = Find(instanceId);
            int index = twin == null ? -1 : twin.Find(Resource.Id(definition));
            return index < 0 ? definition : DefinitionOf(twin, index);
        }

        /// <inheritdoc/>
        public override void OnObservationsChanged()
        {
            for (int i = 0; Registry != null && i < _instances.Count; i++)
            {
                TwinInstance twin = this[i];
                for (int k = 0; k < twin.Count; k++)
                {
                    twin.SetPeriod(k, Registry.ObservedEvery(ResourcePath.Of(ObjectId, twin.InstanceId, twin.ResourceId(k))));
                }

                bool packs = twin.StreamIndex >= 0 && twin.IsObserved(twin.StreamIndex) && twin.Period(twin.StreamIndex) > 0;
                if (packs != (twin.Packets != null))
                {
                    twin.Packets = packs ? new PacketBuffer() : null;
                }
            }
        }

        /// <summary>Whether somebody observes a value behind a link.</summary>
        /// <param name="link">The link.</param>
        /// <returns>True when one does.</returns>
        public bool IsObserved(PeripheralLink link)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                for (int k = 0; this[i].Link == link && k < this[i].Count; k++)
                {
                    if (this[i].IsObserved(k))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        /// <summary>A peripheral has notified a value.</summary>
        /// <param name="link">Which peripheral.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">The value.</param>
        /// <param name="length">Its length in bytes.</param>
        public void OnNotified(PeripheralLink link, int handle, byte[] value, int length)
        {
            for (int i = 0; i < _instances.Count; i++)
            {
                TwinInstance twin = this[i];
                int index = twin.Link == link ? twin.FindHandle(handle) : -1;
                if (index >= 0)
                {
                    OnNotified(twin, index, value, length);
                    return; // a handle belongs to one characteristic
                }
            }
        }

        /// <summary>A sensor has told a value in an advertisement.</summary>
        /// <param name="twin">Its twin.</param>
        /// <param name="index">Which of its records.</param>
        /// <param name="value">The value.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="isNew">It is an event that has not been told before, whatever its value.</param>
        public void OnAdvertised(TwinInstance twin, int index, byte[] value, int length, bool isNew)
        {
            if (twin.Keep(index, value, length, _clock.Milliseconds) || isNew)
            {
                Tell(twin, index);
            }
        }

        /// <summary>Tells observers that a value has changed.</summary>
        internal void Tell(TwinInstance twin, int index)
        {
            Changed(twin.InstanceId, twin.ResourceId(index));
        }

        /// <summary>Tells whoever waits for a value that there will be none, or that it has come.</summary>
        internal void TellCompleted()
        {
            Completed();
        }

        private void OnNotified(TwinInstance twin, int index, byte[] value, int length)
        {
            long now = _clock.Milliseconds;
            bool first = twin.ValueLength(index) < 0;
            twin.Keep(index, value, length, now);
            if (first)
            {
                Completed();
            }

            if (index == twin.StreamIndex && twin.Packets != null)
            {
                twin.Packets.Put(now, value, length);
                return;
            }

            Tell(twin, index);
        }

        private int DefinitionOf(TwinInstance twin, int index)
        {
            int properties = twin.Properties(index);
            bool readable = (properties & (DiscoveredCharacteristic.Read | DiscoveredCharacteristic.AnyNotify)) != 0;
            bool writable = (properties & DiscoveredCharacteristic.AnyWrite) != 0;
            bool executable = writable && (properties & (DiscoveredCharacteristic.Read | DiscoveredCharacteristic.Notify)) == 0;
            return twin.ResourceId(index) | twin.Describe(index, null, 0, 0, _layout).ResourceType
                | (readable ? Resource.Read : 0) | (writable ? Resource.Write : 0) | (executable ? Resource.Execute : 0);
        }

        // The table has what any instance can do; the type is that of the first.
        private void DefineResource(TwinInstance twin, int index)
        {
            int definition = DefinitionOf(twin, index);
            int id = Resource.Id(definition);
            int at = 0;
            while (at < Resources.Length && Resource.Id(Resources[at]) < id)
            {
                at++;
            }

            if (at < Resources.Length && Resource.Id(Resources[at]) == id)
            {
                Resources[at] |= definition & (Resource.Read | Resource.Write | Resource.Execute);
                return;
            }

            int[] longer = new int[Resources.Length + 1];
            System.Array.Copy(Resources, 0, longer, 0, at);
            longer[at] = definition;
            System.Array.Copy(Resources, at, longer, at + 1, Resources.Length - at);
            Resources = longer;
        }
    }
}
