// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// Which numbers services, characteristics and peripherals have: object, resource and instance IDs. Once given they stay
    /// for ever, over reboots and new versions of the image.
    /// </summary>
    public sealed class TwinIds
    {
        /// <summary>The first object ID for twins: the range for private re-use starts here.</summary>
        public const int FirstObjectId = 26241;

        private const string Record = "twins";
        private const int Version = 1;
        private const int MaximumServices = 250;

        private readonly Store _store;
        private readonly IdTable _services = new IdTable(16, 0);
        private readonly IdTable _characteristics = new IdTable(18, 1);
        private readonly IdTable _instances = new IdTable(10, 1);
        private bool _changed;

        /// <summary>Takes up the numbers given before.</summary>
        /// <param name="store">Where they are kept.</param>
        public TwinIds(Store store)
        {
            _store = store;
            byte[] record = store.Read(Record);
            if (record == null || record.Length < 4 || record[0] != Version)
            {
                return;
            }

            int services = record[1] * 16;
            int characteristics = ((record[2] << 8) | record[3]) * 18;
            int instances = record.Length - 4 - services - characteristics;
            if (instances >= 0 && instances % 10 == 0)
            {
                _services.Keys = Part(record, 4, services);
                _characteristics.Keys = Part(record, 4 + services, characteristics);
                _instances.Keys = Part(record, 4 + services + characteristics, instances);
            }
        }

        /// <summary>The object ID of a service.</summary>
        /// <param name="service">Its UUID, 16 bytes.</param>
        /// <returns>An ID from <see cref="FirstObjectId"/> on, or -1 when the pool is empty.</returns>
        public int ObjectId(byte[] service)
        {
            bool full = _services.Keys.Length >= MaximumServices * 16;
            return full && !_services.Contains(service) ? -1 : FirstObjectId + Number(_services, service);
        }

        /// <summary>The resource ID of a characteristic.</summary>
        /// <param name="objectId">The service's object ID.</param>
        /// <param name="characteristic">Its UUID, 16 bytes.</param>
        /// <param name="ordinal">0 for the first of that UUID.</param>
        /// <returns>An ID.</returns>
        public int ResourceId(int objectId, byte[] characteristic, int ordinal)
        {
            byte[] key = new byte[18];
            key[0] = (byte)(objectId - FirstObjectId);
            Array.Copy(characteristic, 0, key, 1, 16);
            key[17] = (byte)ordinal;
            return Number(_characteristics, key);
        }

        /// <summary>The instance ID of a service on a peripheral.</summary>
        /// <param name="objectId">The service's object ID.</param>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="ordinal">0 for the peripheral's first service of that UUID.</param>
        /// <returns>An ID.</returns>
        public int InstanceId(int objectId, ulong address, int ordinal)
        {
            byte[] key = new byte[10];
            key[0] = (byte)(objectId - FirstObjectId);
            for (int i = 0; i < 8; i++)
            {
                key[1 + i] = (byte)(address >> (i * 8));
            }

            key[9] = (byte)ordinal;
            return Number(_instances, key);
        }

        /// <summary>The instance ID of an IPSO view.</summary>
        /// <param name="viewObjectId">The IPSO object.</param>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="objectId">The raw twin's object.</param>
        /// <param name="resourceId">The raw twin's resource.</param>
        /// <param name="ordinal">0 for the peripheral's first service of that UUID.</param>
        /// <returns>An ID.</returns>
        public int ViewId(int viewObjectId, ulong address, int objectId, int resourceId, int ordinal)
        {
            // An address has 48 bits: the others tell the characteristic.
            return InstanceId(viewObjectId, address | ((ulong)(byte)(objectId - FirstObjectId) << 48) | ((ulong)(byte)resourceId << 56), ordinal);
        }

        /// <summary>Keeps new numbers, if any were given since the last call.</summary>
        public void Save()
        {
            if (!_changed)
            {
                return;
            }

            _changed = false;
            byte[] services = _services.Keys;
            byte[] characteristics = _characteristics.Keys;
            byte[] instances = _instances.Keys;
            byte[] record = new byte[4 + services.Length + characteristics.Length + instances.Length];
            int count = characteristics.Length / 18;
            record[0] = Version;
            record[1] = (byte)(services.Length / 16);
            record[2] = (byte)(count >> 8);
            record[3] = (byte)count;
            Array.Copy(services, 0, record, 4, services.Length);
            Array.Copy(characteristics, 0, record, 4 + services.Length, characteristics.Length);
            Array.Copy(instances, 0, record, 4 + services.Length + characteristics.Length, instances.Length);
            _store.Write(Record, record, record.Length);
        }

        private int Number(IdTable table, byte[] key)
        {
            int number = table.NumberOf(key, out bool added);
            _changed |= added;
            return number;
        }

        private static byte[] Part(byte[] record, int offset, int length)
        {
            byte[] part = new byte[length];
            Array.Copy(record, offset, part, 0, length);
            return part;
        }
    }
}
