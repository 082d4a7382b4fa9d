// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Advertising;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Gatt;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Twins
{
    /// <content>Twins of sensors that advertise their values and are never connected.</content>
    public sealed partial class TwinRegistry : IAdvertisementListener
    {
        private const int AdvertisedGraceMilliseconds = 600000;
        private const int AwayMilliseconds = 300000;
        private const int AdvertisedOrdinal = 15;

        private readonly byte[] _value = new byte[64];

        /// <inheritdoc/>
        public void OnHeard(ulong address, int rssi)
        {
        }

        /// <inheritdoc/>
        public void OnAdvertised(ulong address, bool passing, string name, AdvertisedValues values)
        {
            byte[] service = Uuid.Of(values.Service);
            int objectId = _ids.ObjectId(service, address, 0, passing);
            if (objectId < 0)
            {
                SayNoNumber();
                return;
            }

            TwinObject twins = (TwinObject)_registry.Find(objectId);
            int key = KeyOf(values.Service);
            TwinInstance twin = twins == null ? null : twins.FindPeripheral(address, key, true);
            int known = twin == null ? int.MaxValue : twin.Count;
            int[] resources = new int[values.Count];
            int more = 0;
            for (int i = 0; i < values.Count; i++)
            {
                DiscoveredCharacteristic characteristic = values.Characteristic(i);
                resources[i] = _ids.ResourceId(objectId, characteristic.Uuid, characteristic.Ordinal);
                more += resources[i] >= 0 && (twin == null || twin.Find(resources[i]) < 0) ? 1 : 0;
            }

            if (more > 0)
            {
                twin = TryGrow(objectId, service, twin, more, address, passing, values, resources);
            }

            if (twin == null)
            {
                return; // no room, or no resource ID left
            }

            bool isNew = values.PacketId >= 0 && twin.PacketId >= 0 && values.PacketId != twin.PacketId;
            twin.PacketId = values.PacketId;
            twin.Name = name != null && name.Length > 0 ? name : twin.Name;
            twin.RemoveAt = _clock.Milliseconds + AdvertisedGraceMilliseconds;
            twins = (TwinObject)_registry.Find(objectId);
            for (int i = 0; i < values.Count; i++)
            {
                if (resources[i] >= 0)
                {
                    twins.OnAdvertised(twin, twin.Find(resources[i]), _value, values.CopyValue(i, _value), (isNew && values.IsEvent(i)) || twin.Find(resources[i]) >= known);
                }
            }
        }

        // A new instance with records for what was not known before.
        private TwinInstance TryGrow(int objectId, byte[] service, TwinInstance known, int more, ulong address, bool passing, AdvertisedValues values, int[] resources)
        {
            int key = KeyOf(values.Service);
            int before = known == null ? 0 : known.Count;
            TwinInstance twin = new TwinInstance(InstanceIdOf(objectId, address, key, passing, true), address, key, before + more) { IsAdvertised = true, IsPassing = passing };
            if (known != null)
            {
                twin.TakeOver(known);
            }

            for (int i = 0, at = before; i < values.Count; i++)
            {
                if (resources[i] >= 0 && (known == null || known.Find(resources[i]) < 0))
                {
                    twin.Set(at, resources[i], 0, values.Characteristic(i));
                    twin.Keep(at++, _value, values.CopyValue(i, _value), _clock.Milliseconds);
                }
            }

            twin.RemoveAt = _clock.Milliseconds + AdvertisedGraceMilliseconds;
            bool placed = TryPlace(objectId, service, twin);
            _ids.Save();
            return placed ? twin : null;
        }

        // A peripheral may have a service of the same UUID: the number of what it advertises is another.
        private static int KeyOf(uint service)
        {
            return service == BthomeReader.Service || service == EddystoneReader.Service ? 0 : AdvertisedOrdinal;
        }

        private static bool IsAway(TwinInstance twin, long now)
        {
            return twin.Link == null && (!twin.IsAdvertised || now > twin.RemoveAt - AdvertisedGraceMilliseconds + AwayMilliseconds);
        }
    }
}
