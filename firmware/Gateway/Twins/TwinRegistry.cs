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

        private readonly ObjectRegistry _registry;
        private readonly TwinIds _ids;
        private readonly ViewRegistry _views;
        private readonly PeripheralLink[] _links;
        private readonly Log _log;
        private readonly ArrayList _twins = new ArrayList();
        private readonly byte[] _value = new byte[8];

        /// <summary>Creates an empty registry.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="ids">Which numbers twins have.</param>
        /// <param name="links">The gateway's links.</param>
        /// <param name="log">Where it says what happens.</param>
        public TwinRegistry(ObjectRegistry registry, TwinIds ids, PeripheralLink[] links, Log log)
        {
            _links = links;
            _registry = registry;
            _ids = ids;
            _views = new ViewRegistry(registry, ids);
            _log = log;
        }

        /// <summary>Makes twins of a peripheral's services, or finds the ones it had before.</summary>
        /// <param name="link">A link that is ready.</param>
        /// <param name="slave">Which link.</param>
        public void Add(PeripheralLink link, int slave)
        {
            for (int i = 0; i < link.Services.Count; i++)
            {
                DiscoveredService service = (DiscoveredService)link.Services[i];
                int objectId = _ids.ObjectId(service.Uuid);
                if (objectId < 0)
                {
                    _log.Write("no object ID left");
                    continue;
                }

                int count = service.Characteristics.Count;
                TwinInstance twin = new TwinInstance(_ids.InstanceId(objectId, link.Address, service.Ordinal), link.Address, count) { Link = link };
                for (int k = 0; k < count; k++)
                {
                    DiscoveredCharacteristic characteristic = (DiscoveredCharacteristic)service.Characteristics[k];
                    twin.Set(k, _ids.ResourceId(objectId, characteristic.Uuid, characteristic.Ordinal), slave, characteristic);
                }

                Place(objectId, twin, service.Ordinal);
            }

            _ids.Save();
        }

        /// <summary>A sensor has told its values in an advertisement: its twin is made, renewed when it tells others, and filled.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="values">The values.</param>
        /// <param name="now">Milliseconds of the clock.</param>
        public void OnAdvertised(ulong address, AdvertisedValues values, long now)
        {
            int objectId = _ids.ObjectId(AdvertisedValues.SigUuid(values.Service));
            if (objectId < 0)
            {
                _log.Write("no object ID left");
                return;
            }

            int instanceId = _ids.InstanceId(objectId, address, 0);
            TwinObject twins = (TwinObject)_registry.Find(objectId);
            TwinInstance twin = twins == null ? null : twins.Find(instanceId);
            bool same = twin != null && twin.Count == values.Count;
            for (int i = 0; same && i < values.Count; i++)
            {
                DiscoveredCharacteristic characteristic = values.Characteristic(i);
                same = twin.ResourceId(i) == _ids.ResourceId(objectId, characteristic.Uuid, characteristic.Ordinal);
            }

            if (!same)
            {
                twin = new TwinInstance(instanceId, address, values.Count) { IsAdvertised = true };
                for (int i = 0; i < values.Count; i++)
                {
                    DiscoveredCharacteristic characteristic = values.Characteristic(i);
                    twin.Set(i, _ids.ResourceId(objectId, characteristic.Uuid, characteristic.Ordinal), 0, characteristic);
                    twin.Keep(i, _value, values.CopyValue(i, _value));
                }

                Place(objectId, twin, 0);
                _ids.Save();
                twins = (TwinObject)_registry.Find(objectId);
            }

            twin.RemoveAt = now + AdvertisedGraceMilliseconds;
            for (int i = 0; i < values.Count; i++)
            {
                twins.OnAdvertised(twin, i, _value, values.CopyValue(i, _value));
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

        private void Place(int objectId, TwinInstance twin, int ordinal)
        {
            TwinObject twins = (TwinObject)_registry.Find(objectId);
            bool known = false;
            if (twins == null)
            {
                twins = new TwinObject(objectId, _links, _views, _log);
                _registry.Add(twins);
                _twins.Add(twins);
            }
            else
            {
                known = twins.HasInstance(twin.InstanceId);
            }

            twins.Add(twin);
            _views.Add(twins, twin, ordinal);
            if (!known)
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
