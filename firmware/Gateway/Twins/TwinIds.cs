// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// Which numbers services, characteristics and peripherals have: object, resource and instance IDs. Once given they stay
    /// for ever, over reboots and new versions of the image. The seed paper's numbering is the other choice: an object for each
    /// service of each peripheral, from 1031 on, with the one instance 0.
    /// </summary>
    public sealed class TwinIds
    {
        /// <summary>The first object ID for twins: the range for private re-use starts here.</summary>
        public const int FirstObjectId = 26241;

        /// <summary>The first instance ID for a visit: none that is given for ever comes so far.</summary>
        public const int FirstPassing = 32768;

        private const int FirstSeedObjectId = 1031;
        private const int Version = 1;
        private const int MaximumServices = 100;
        private const int MaximumCharacteristics = 200;
        private const int MaximumInstances = 200;
        private const int UuidLength = 16;
        private const int AddressLength = 8;
        private const int CharacteristicLength = 1 + UuidLength + 1;
        private const int InstanceLength = 1 + AddressLength + 1;
        private const int HeadLength = 4;

        private readonly Store _store;
        private readonly string _record;
        private readonly bool _isSeed;
        private readonly int _firstObjectId;
        private readonly int _serviceLength;
        private readonly IdTable _services;
        private readonly IdTable _characteristics = new IdTable(CharacteristicLength, 1, MaximumCharacteristics);
        private readonly IdTable _instances = new IdTable(InstanceLength, 1, MaximumInstances);
        private bool _changed;

        /// <summary>Takes up the numbers given before.</summary>
        /// <param name="store">Where they are kept.</param>
        /// <param name="seedNumbering">The seed paper's numbering.</param>
        public TwinIds(Store store, bool seedNumbering)
        {
            _store = store;
            _record = seedNumbering ? "seedtwins" : "twins";
            _isSeed = seedNumbering;
            _firstObjectId = seedNumbering ? FirstSeedObjectId : FirstObjectId;
            _serviceLength = seedNumbering ? UuidLength + AddressLength + 1 : UuidLength;
            _services = new IdTable(_serviceLength, 0, MaximumServices);
            byte[] record = store.Read(_record);
            if (record == null || record.Length < HeadLength || record[0] != Version)
            {
                return;
            }

            int services = record[1] * _serviceLength;
            int characteristics = ((record[2] << 8) | record[3]) * CharacteristicLength;
            int instances = record.Length - HeadLength - services - characteristics;
            if (instances >= 0 && instances % InstanceLength == 0)
            {
                _services.Keys = Part(record, HeadLength, services);
                _characteristics.Keys = Part(record, HeadLength + services, characteristics);
                _instances.Keys = Part(record, HeadLength + services + characteristics, instances);
            }
        }

        /// <summary>The object ID of a service.</summary>
        /// <param name="service">Its UUID, 16 bytes.</param>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="ordinal">0 for the peripheral's first service of that UUID.</param>
        /// <param name="passing">The address is one that changes by itself: in the seed paper's numbering it gets no object of its own.</param>
        /// <returns>An ID, or -1 when the pool is empty.</returns>
        public int ObjectId(byte[] service, ulong address, int ordinal, bool passing)
        {
            byte[] key = service;
            if (_isSeed)
            {
                if (passing)
                {
                    return -1;
                }

                key = new byte[_serviceLength];
                Array.Copy(service, 0, key, 0, UuidLength);
                PutAddress(key, UuidLength, address);
                key[UuidLength + AddressLength] = (byte)ordinal;
            }

            int number = Number(_services, key);
            return number < 0 ? -1 : _firstObjectId + number;
        }

        /// <summary>The resource ID of a characteristic.</summary>
        /// <param name="objectId">The service's object ID.</param>
        /// <param name="characteristic">Its UUID, 16 bytes.</param>
        /// <param name="ordinal">0 for the first of that UUID.</param>
        /// <returns>An ID, or -1 when none is left.</returns>
        public int ResourceId(int objectId, byte[] characteristic, int ordinal)
        {
            byte[] key = new byte[CharacteristicLength];
            key[0] = (byte)(objectId - _firstObjectId);
            Array.Copy(characteristic, 0, key, 1, UuidLength);
            key[CharacteristicLength - 1] = (byte)ordinal;
            return Number(_characteristics, key);
        }

        /// <summary>The instance ID of a service on a peripheral.</summary>
        /// <param name="objectId">The service's object ID.</param>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="ordinal">0 for the peripheral's first service of that UUID.</param>
        /// <param name="passing">The address is one that changes by itself.</param>
        /// <returns>An ID; -1 when it is to have one for this visit only, see <see cref="FreeInstanceId"/>.</returns>
        public int InstanceId(int objectId, ulong address, int ordinal, bool passing)
        {
            bool isTwin = objectId >= _firstObjectId && objectId < _firstObjectId + MaximumServices;
            return _isSeed && isTwin ? 0 : Instance(objectId, address, ordinal, passing);
        }

        /// <summary>The instance ID of an IPSO view.</summary>
        /// <param name="viewObjectId">The IPSO object.</param>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="objectId">The raw twin's object.</param>
        /// <param name="resourceId">The raw twin's resource.</param>
        /// <param name="ordinal">0 for the peripheral's first service of that UUID.</param>
        /// <param name="view">Which of the characteristic's views.</param>
        /// <param name="passing">The address is one that changes by itself.</param>
        /// <returns>An ID; -1 when it is to have one for this visit only.</returns>
        public int ViewId(int viewObjectId, ulong address, int objectId, int resourceId, int ordinal, int view, bool passing)
        {
            // An address has 48 bits: the others tell the characteristic.
            return Instance(viewObjectId, address | ((ulong)(byte)(objectId - _firstObjectId) << 48) | ((ulong)(byte)resourceId << 56), ordinal | (view << 4), passing);
        }

        /// <summary>A number for a visit, that no instance of an object has.</summary>
        /// <param name="lwm2mObject">The object.</param>
        /// <returns>The lowest that is free, from <see cref="FirstPassing"/> on.</returns>
        public static int FreeInstanceId(LwM2MObject lwm2mObject)
        {
            int id = FirstPassing;
            while (lwm2mObject != null && lwm2mObject.HasInstance(id))
            {
                id++;
            }

            return id;
        }

        /// <summary>Keeps new numbers, if any were given since the last call.</summary>
        public void Save()
        {
            if (!_changed)
            {
                return;
            }

            byte[] services = _services.Keys;
            byte[] characteristics = _characteristics.Keys;
            byte[] instances = _instances.Keys;
            byte[] record = new byte[HeadLength + services.Length + characteristics.Length + instances.Length];
            int count = characteristics.Length / CharacteristicLength;
            record[0] = Version;
            record[1] = (byte)(services.Length / _serviceLength);
            record[2] = (byte)(count >> 8);
            record[3] = (byte)count;
            Array.Copy(services, 0, record, HeadLength, services.Length);
            Array.Copy(characteristics, 0, record, HeadLength + services.Length, characteristics.Length);
            Array.Copy(instances, 0, record, HeadLength + services.Length + characteristics.Length, instances.Length);
            _changed = !_store.Write(_record, record, record.Length);
        }

        private int Instance(int objectId, ulong address, int ordinal, bool passing)
        {
            byte[] key = new byte[InstanceLength];
            key[0] = (byte)(objectId - _firstObjectId);
            PutAddress(key, 1, address);
            key[InstanceLength - 1] = (byte)ordinal;
            return passing ? -1 : Number(_instances, key);
        }

        private int Number(IdTable table, byte[] key)
        {
            int number = table.NumberOf(key, out bool added);
            _changed |= added;
            return number;
        }

        private static void PutAddress(byte[] key, int at, ulong address)
        {
            for (int i = 0; i < AddressLength; i++)
            {
                key[at + i] = (byte)(address >> (i * 8));
            }
        }

        private static byte[] Part(byte[] record, int offset, int length)
        {
            byte[] part = new byte[length];
            Array.Copy(record, offset, part, 0, length);
            return part;
        }
    }
}
