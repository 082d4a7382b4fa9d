// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <summary>Makes twins of what a link has discovered, and takes them away when the peripheral stays away.</summary>
    public sealed partial class TwinRegistry : ILinkListener
    {
        private const int GraceMilliseconds = 30000;
        private const int LongGraceMilliseconds = 3600000;
        private const int RefreshMilliseconds = 1000;

        private readonly ObjectRegistry _registry;
        private readonly TwinIds _ids;
        private readonly PeripheralLink[] _links;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly int _maximum;
        private readonly TwinPoller _poller;
        private readonly ValueLayout _layout;
        private readonly ArrayList _twins = new ArrayList();
        private readonly ArrayList _listeners = new ArrayList();
        private readonly byte[] _refused;
        private bool _isFull;
        private bool _isSaid;
        private long _refreshedAt;

        /// <summary>Creates an empty registry.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="ids">Which numbers twins have.</param>
        /// <param name="links">The gateway's links.</param>
        /// <param name="maximum">How many twins there may be.</param>
        /// <param name="layout">A walk to use.</param>
        /// <param name="clock">For the times of values.</param>
        /// <param name="log">Where it says what happens.</param>
        public TwinRegistry(ObjectRegistry registry, TwinIds ids, PeripheralLink[] links, int maximum, ValueLayout layout, Clock clock, Log log)
        {
            _clock = clock;
            _links = links;
            _registry = registry;
            _ids = ids;
            _maximum = maximum;
            _layout = layout;
            _log = log;
            _poller = new TwinPoller(log);
            _refused = new byte[links.Length];
        }

        /// <summary>How many objects with twins there are.</summary>
        public int Count
        {
            get { return _twins.Count; }
        }

        /// <summary>An object with twins by its place.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>The object.</returns>
        public TwinObject this[int index]
        {
            get { return (TwinObject)_twins[index]; }
        }

        /// <summary>Registers who is told of twins, in this order.</summary>
        /// <param name="listener">The listener.</param>
        public void Listen(ITwinListener listener)
        {
            _listeners.Add(listener);
        }

        /// <summary>How many services of the peripheral on a link have no twin, for want of room or numbers.</summary>
        /// <param name="link">Which link.</param>
        /// <returns>A count.</returns>
        public int RefusedOn(int link)
        {
            return _refused[link];
        }

        /// <inheritdoc/>
        public void OnReady(PeripheralLink link)
        {
            _refused[link.Index] = 0;
            for (int i = 0; i < link.Services.Count; i++)
            {
                if (!TryAdd(link, (DiscoveredService)link.Services[i]))
                {
                    _refused[link.Index]++;
                }
            }

            _ids.Save();
        }

        /// <inheritdoc/>
        /// <remarks>Its twins answer 5.03 and wait for it.</remarks>
        public void OnLost(PeripheralLink link, bool letGo)
        {
            for (int i = 0; i < _twins.Count; i++)
            {
                for (int k = 0; k < this[i].InstanceCount; k++)
                {
                    if (this[i][k].Link == link)
                    {
                        this[i][k].Link = null;
                        _registry.OnCompleted(); // whoever waits for it is told that it is away
                        this[i][k].RemoveAt = _clock.Milliseconds + (letGo || Indicates(this[i][k]) ? LongGraceMilliseconds : GraceMilliseconds);
                    }
                }
            }
        }

        /// <inheritdoc/>
        public void OnNotified(PeripheralLink link, int handle, byte[] value, int length)
        {
            for (int i = 0; i < _twins.Count; i++)
            {
                this[i].OnNotified(link, handle, value, length);
            }
        }

        /// <inheritdoc/>
        public bool Needs(PeripheralLink link)
        {
            for (int i = 0; i < _twins.Count; i++)
            {
                if (this[i].IsObserved(link))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Polls, and removes twins whose time is over.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Poll(long now)
        {
            bool refresh = now - _refreshedAt >= RefreshMilliseconds; // periods are changed without a word
            _refreshedAt = refresh ? now : _refreshedAt;
            for (int i = _twins.Count - 1; i >= 0; i--)
            {
                TwinObject twins = this[i];
                if (refresh)
                {
                    twins.OnObservationsChanged();
                }

                for (int k = twins.InstanceCount - 1; k >= 0; k--)
                {
                    TwinInstance twin = twins[k];
                    _poller.Poll(twins, twin, now);
                    if (twin.Link == null && now >= twin.RemoveAt)
                    {
                        Remove(twins, twin);
                    }
                }
            }
        }

        // One that measures, indicates and hangs up is away most of the time: whoever observes it need not ask again each time.
        private static bool Indicates(TwinInstance twin)
        {
            for (int i = 0; i < twin.Count; i++)
            {
                if (twin.IsObserved(i) && (twin.Properties(i) & DiscoveredCharacteristic.AnyNotify) == DiscoveredCharacteristic.Indicate)
                {
                    return true;
                }
            }

            return false;
        }

        private bool TryAdd(PeripheralLink link, DiscoveredService service)
        {
            int objectId = _ids.ObjectId(service.Uuid, link.Address, service.Ordinal, link.IsPassing);
            if (objectId < 0)
            {
                SayNoNumber();
                return false;
            }

            int[] resources = new int[service.Characteristics.Count];
            int count = Number(objectId, service.Characteristics, resources);
            int instanceId = InstanceIdOf(objectId, link.Address, service.Ordinal, link.IsPassing, false);
            TwinInstance twin = new TwinInstance(instanceId, link.Address, service.Ordinal, count) { Link = link, IsPassing = link.IsPassing, Name = link.Name };
            for (int k = 0, at = 0; k < resources.Length; k++)
            {
                if (resources[k] >= 0)
                {
                    twin.Set(at++, resources[k], link.Index, (DiscoveredCharacteristic)service.Characteristics[k]);
                }
            }

            return TryPlace(objectId, service.Uuid, twin);
        }

        // One it has for ever, the one it has had in this visit, or one that is free for this visit.
        private int InstanceIdOf(int objectId, ulong address, int ordinal, bool passing, bool advertised)
        {
            int instanceId = _ids.InstanceId(objectId, address, ordinal, passing);
            if (instanceId >= 0)
            {
                return instanceId;
            }

            TwinObject twins = (TwinObject)_registry.Find(objectId);
            TwinInstance known = twins == null ? null : twins.FindPeripheral(address, ordinal, advertised);
            return known == null ? TwinIds.FreeInstanceId(twins) : known.InstanceId;
        }

        // The resource IDs of characteristics; those that get none are left out, and not counted.
        private int Number(int objectId, ArrayList characteristics, int[] resources)
        {
            int count = 0;
            for (int i = 0; i < resources.Length; i++)
            {
                DiscoveredCharacteristic characteristic = (DiscoveredCharacteristic)characteristics[i];
                resources[i] = _ids.ResourceId(objectId, characteristic.Uuid, characteristic.Ordinal);
                count += resources[i] >= 0 ? 1 : 0;
            }

            if (count < resources.Length)
            {
                _log.Write("no resource ID left");
            }

            return count;
        }

        private void SayNoNumber()
        {
            if (!_isSaid)
            {
                _log.Write("no object ID left");
            }

            _isSaid = true;
        }

        // One that is away makes room for another; one that is here does not.
        private bool MakeRoom()
        {
            long now = _clock.Milliseconds;
            int count = 0;
            TwinObject of = null;
            TwinInstance first = null;
            for (int i = 0; i < _twins.Count; i++)
            {
                count += this[i].InstanceCount;
                for (int k = 0; k < this[i].InstanceCount; k++)
                {
                    TwinInstance twin = this[i][k];
                    if (IsAway(twin, now) && (first == null || twin.RemoveAt < first.RemoveAt))
                    {
                        of = this[i];
                        first = twin;
                    }
                }
            }

            bool full = count >= _maximum && first == null;
            if (full && !_isFull)
            {
                _log.Write("no room for more twins");
            }

            _isFull = full;
            if (count >= _maximum && first != null)
            {
                Remove(of, first);
            }

            return !full;
        }

        private bool TryPlace(int objectId, byte[] service, TwinInstance twin)
        {
            TwinObject twins = (TwinObject)_registry.Find(objectId);
            TwinInstance replaced = twins == null ? null : twins.Find(twin.InstanceId);
            if (replaced == null && !MakeRoom())
            {
                return false;
            }

            twins = (TwinObject)_registry.Find(objectId); // making room may have taken it
            if (twins == null)
            {
                twins = new TwinObject(objectId, service, _links, _layout, _clock);
                _registry.Add(twins);
                _twins.Add(twins);
            }

            if (replaced != null && !twin.IsAdvertised && replaced.Address == twin.Address)
            {
                twin.Inherit(replaced);
            }

            twins.Add(twin);
            for (int i = 0; i < _listeners.Count; i++)
            {
                ((ITwinListener)_listeners[i]).OnTwinAdded(twins, twin, replaced);
            }

            twins.OnObservationsChanged();
            if (replaced == null)
            {
                _log.Write("twin " + ResourcePath.ToText(ResourcePath.Of(objectId, twin.InstanceId)) + " of " + twin.Address.ToString("X12"));
                _registry.OnObjectsChanged();
            }

            return true;
        }

        private void Remove(TwinObject twins, TwinInstance twin)
        {
            _log.Write("twin " + ResourcePath.ToText(ResourcePath.Of(twins.ObjectId, twin.InstanceId)) + " removed");
            twins.Remove(twin);
            for (int i = 0; i < _listeners.Count; i++)
            {
                ((ITwinListener)_listeners[i]).OnTwinRemoved(twins, twin);
            }

            if (twins.InstanceCount == 0)
            {
                _twins.Remove(twins);
                _registry.Remove(twins);
            }
            else
            {
                _registry.OnObjectsChanged();
            }
        }
    }
}
