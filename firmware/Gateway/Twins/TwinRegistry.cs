// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Views;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <summary>Makes twins of what a link has discovered, and takes them away when the peripheral stays away.</summary>
    public sealed class TwinRegistry
    {
        private const int GraceMilliseconds = 30000;
        private const int AdvertisedGraceMilliseconds = 600000;
        private const int LetGoGraceMilliseconds = 3600000;
        private const int MaximumTwins = 24;

        private readonly ObjectRegistry _registry;
        private readonly TwinIds _ids;
        private readonly ViewRegistry _views;
        private readonly PeripheralLink[] _links;
        private readonly Clock _clock;
        private readonly Log _log;
        private readonly ArrayList _twins = new ArrayList();
        private readonly byte[] _value = new byte[8];
        private bool _isFull;
        private bool _isSaid;

        /// <summary>Creates an empty registry.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="ids">Which numbers twins have.</param>
        /// <param name="links">The gateway's links.</param>
        /// <param name="clock">For the times of streams.</param>
        /// <param name="log">Where it says what happens.</param>
        public TwinRegistry(ObjectRegistry registry, TwinIds ids, PeripheralLink[] links, Clock clock, Log log)
        {
            _clock = clock;
            _links = links;
            _registry = registry;
            _ids = ids;
            _views = new ViewRegistry(registry, ids);
            _log = log;
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

        /// <summary>The IPSO views beside the twins.</summary>
        public ViewRegistry Views
        {
            get { return _views; }
        }

        /// <summary>Counts the twins that came and went.</summary>
        public int Changes { get; private set; }

        /// <summary>Makes twins of a peripheral's services, or finds the ones it had before.</summary>
        /// <param name="link">A link that is ready.</param>
        /// <param name="slave">Which link.</param>
        public void Add(PeripheralLink link, int slave)
        {
            for (int i = 0; i < link.Services.Count; i++)
            {
                DiscoveredService service = (DiscoveredService)link.Services[i];
                int objectId = _ids.ObjectId(service.Uuid, link.Address, service.Ordinal, link.IsPassing);
                if (objectId < 0)
                {
                    SayNoNumber();
                    continue;
                }

                int[] resources = new int[service.Characteristics.Count];
                int count = Number(objectId, service.Characteristics, resources);
                int instanceId = _ids.InstanceId(objectId, link.Address, service.Ordinal, link.IsPassing);
                TwinInstance twin = new TwinInstance(instanceId, link.Address, count) { Link = link, IsPassing = link.IsPassing };
                for (int k = 0, at = 0; k < resources.Length; k++)
                {
                    if (resources[k] >= 0)
                    {
                        twin.Set(at++, resources[k], slave, (DiscoveredCharacteristic)service.Characteristics[k]);
                    }
                }

                Place(objectId, twin, service.Ordinal);
            }

            _ids.Save();
        }

        /// <summary>A sensor has told its values in an advertisement: its twin is made, renewed when it tells others, and filled.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="passing">The address is one that changes by itself.</param>
        /// <param name="values">The values. A sensor may tell some in one advertisement and others in the next.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        public void OnAdvertised(ulong address, bool passing, AdvertisedValues values, long now)
        {
            int objectId = _ids.ObjectId(AdvertisedValues.SigUuid(values.Service), address, 0, passing);
            if (objectId < 0)
            {
                SayNoNumber();
                return;
            }

            TwinObject twins = (TwinObject)_registry.Find(objectId);
            TwinInstance known = twins == null ? null : twins.FindAdvertised(address);
            if (known == null && !MakeRoom())
            {
                return;
            }

            TwinInstance twin = known;
            int[] resources = new int[values.Count];
            int more = 0;
            for (int i = 0; i < values.Count; i++)
            {
                DiscoveredCharacteristic characteristic = values.Characteristic(i);
                resources[i] = _ids.ResourceId(objectId, characteristic.Uuid, characteristic.Ordinal);
                more += resources[i] >= 0 && (known == null || known.Find(resources[i]) < 0) ? 1 : 0;
            }

            if (more > 0)
            {
                twin = Grow(known, _ids.InstanceId(objectId, address, 0, passing), address, more);
                twin.IsPassing = passing;
            }
            else if (known == null)
            {
                return; // no resource ID left
            }

            for (int i = 0, at = twin.Count - more; i < values.Count; i++)
            {
                if (resources[i] >= 0 && (known == null || known.Find(resources[i]) < 0))
                {
                    twin.Set(at, resources[i], 0, values.Characteristic(i));
                    twin.Keep(at++, _value, values.CopyValue(i, _value), now);
                }
            }

            twin.RemoveAt = now + AdvertisedGraceMilliseconds;
            if (more > 0)
            {
                Place(objectId, twin, 0);
                _ids.Save();
                twins = (TwinObject)_registry.Find(objectId);
            }

            for (int i = 0; i < values.Count; i++)
            {
                if (resources[i] >= 0)
                {
                    twins.OnAdvertised(twin, twin.Find(resources[i]), _value, values.CopyValue(i, _value));
                }
            }
        }

        /// <summary>A peripheral is away: its twins answer 5.03 and wait for it.</summary>
        /// <param name="link">The link that was lost.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        /// <param name="letGo">The gateway let it go, to come back to it.</param>
        public void Suspend(PeripheralLink link, long now, bool letGo)
        {
            for (int i = 0; i < _twins.Count; i++)
            {
                TwinObject twins = (TwinObject)_twins[i];
                for (int k = 0; k < twins.InstanceCount; k++)
                {
                    if (twins[k].Link == link)
                    {
                        twins[k].Link = null;
                        twins[k].RemoveAt = now + (letGo ? LetGoGraceMilliseconds : GraceMilliseconds);
                    }
                }
            }
        }

        /// <summary>Whether somebody observes a value behind a link.</summary>
        /// <param name="link">The link.</param>
        /// <returns>True when it must stay.</returns>
        public bool IsObserved(PeripheralLink link)
        {
            for (int i = 0; i < _twins.Count; i++)
            {
                if (((TwinObject)_twins[i]).IsObserved(link))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Hands a notified value to the twins.</summary>
        /// <param name="link">Which peripheral.</param>
        /// <param name="handle">Which characteristic.</param>
        /// <param name="value">The value.</param>
        /// <param name="length">Its length in bytes.</param>
        public void OnNotified(PeripheralLink link, int handle, byte[] value, int length)
        {
            for (int i = 0; i < _twins.Count; i++)
            {
                ((TwinObject)_twins[i]).OnNotified(link, handle, value, length);
            }
        }

        /// <summary>Polls, and removes twins whose time is over.</summary>
        /// <param name="now">Milliseconds of the clock.</param>
        public void Poll(long now)
        {
            for (int i = _twins.Count - 1; i >= 0; i--)
            {
                TwinObject twins = (TwinObject)_twins[i];
                twins.Poll(now);
                for (int k = twins.InstanceCount - 1; k >= 0; k--)
                {
                    if (twins[k].Link == null && now >= twins[k].RemoveAt)
                    {
                        Remove(twins, twins[k]);
                    }
                }
            }
        }

        // An instance with room for more records than the one before, if there was one.
        private static TwinInstance Grow(TwinInstance known, int instanceId, ulong address, int more)
        {
            TwinInstance twin = new TwinInstance(instanceId, address, (known == null ? 0 : known.Count) + more) { IsAdvertised = true };
            if (known != null)
            {
                twin.TakeOver(known);
            }

            return twin;
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
            int count = 0;
            TwinObject of = null;
            TwinInstance first = null;
            for (int i = 0; i < _twins.Count; i++)
            {
                TwinObject twins = (TwinObject)_twins[i];
                count += twins.InstanceCount;
                for (int k = 0; k < twins.InstanceCount; k++)
                {
                    if (twins[k].Link == null && !twins[k].IsAdvertised && (first == null || twins[k].RemoveAt < first.RemoveAt))
                    {
                        of = twins;
                        first = twins[k];
                    }
                }
            }

            bool full = count >= MaximumTwins && first == null;
            if (full && !_isFull)
            {
                _log.Write("no room for more twins");
            }

            _isFull = full;
            if (count >= MaximumTwins && first != null)
            {
                Remove(of, first);
            }

            return !full;
        }

        private void Place(int objectId, TwinInstance twin, int ordinal)
        {
            TwinObject twins = (TwinObject)_registry.Find(objectId);
            TwinInstance replaced = twins == null ? null : twins.Find(twin.InstanceId);
            if (replaced == null && !MakeRoom())
            {
                return;
            }

            twins = (TwinObject)_registry.Find(objectId); // making room may have taken it
            if (twins == null)
            {
                twins = new TwinObject(objectId, _links, _views, _clock, _log);
                _registry.Add(twins);
                _twins.Add(twins);
            }

            if (replaced != null && !twin.IsAdvertised && replaced.Address == twin.Address)
            {
                twin.Inherit(replaced);
            }

            twins.Add(twin);
            _views.Add(twins, twin, ordinal, replaced);
            twins.OnObservationsChanged();
            Changes++;
            if (replaced == null)
            {
                _log.Write("twin " + ResourcePath.ToText(ResourcePath.Of(objectId, twin.InstanceId)) + " of " + twin.Address.ToString("X12"));
                _registry.OnObjectsChanged();
            }
        }

        private void Remove(TwinObject twins, TwinInstance twin)
        {
            _log.Write("twin " + ResourcePath.ToText(ResourcePath.Of(twins.ObjectId, twin.InstanceId)) + " removed");
            twins.Remove(twin);
            _views.Remove(twin);
            Changes++;
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
