// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Gateway.Bluetooth;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// One service of one peripheral. It stores how to reach each value, in records of 22 bytes: resource ID, peripheral,
    /// UUID (16), data type, properties, value handle (2). The only values here are notified ones.
    /// </summary>
    public sealed class TwinInstance
    {
        /// <summary>The length of a record in bytes.</summary>
        public const int RecordLength = 22;

        /// <summary>GATT property: read.</summary>
        public const int Read = 0x02;

        /// <summary>GATT properties: write without response, write.</summary>
        public const int AnyWrite = 0x0C;

        /// <summary>GATT properties: notify, indicate.</summary>
        public const int AnyNotify = 0x30;

        private readonly byte[] _records;
        private readonly sbyte[] _exponents;
        private readonly byte[][] _values;
        private readonly byte[] _lengths;
        private readonly bool[] _subscribed;
        private readonly bool[] _known;
        private readonly bool[] _warned;
        private readonly long[] _polled;

        /// <summary>Creates an instance.</summary>
        /// <param name="instanceId">Object instance ID.</param>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="count">How many characteristics it has.</param>
        public TwinInstance(int instanceId, ulong address, int count)
        {
            InstanceId = instanceId;
            Address = address;
            Count = count;
            _records = new byte[count * RecordLength];
            _exponents = new sbyte[count];
            _values = new byte[count][];
            _lengths = new byte[count];
            _subscribed = new bool[count];
            _known = new bool[count];
            _warned = new bool[count];
            _polled = new long[count];
        }

        /// <summary>Object instance ID.</summary>
        public int InstanceId { get; }

        /// <summary>The peripheral's address.</summary>
        public ulong Address { get; }

        /// <summary>How many records there are.</summary>
        public int Count { get; }

        /// <summary>The link to the peripheral, null while it is away.</summary>
        public PeripheralLink Link { get; internal set; }

        /// <summary>Its values come in advertisements: there is no link.</summary>
        public bool IsAdvertised { get; internal set; }

        /// <summary>When the instance goes if the peripheral does not come back, in milliseconds of the clock.</summary>
        public long RemoveAt { get; internal set; }

        /// <summary>Fills a record.</summary>
        /// <param name="index">Which.</param>
        /// <param name="resourceId">Resource ID.</param>
        /// <param name="slave">Which link.</param>
        /// <param name="characteristic">What it stands for.</param>
        public void Set(int index, int resourceId, int slave, DiscoveredCharacteristic characteristic)
        {
            int at = index * RecordLength;
            _records[at] = (byte)resourceId;
            _records[at + 1] = (byte)slave;
            Array.Copy(characteristic.Uuid, 0, _records, at + 2, 16);
            _records[at + 18] = (byte)characteristic.DataType;
            _exponents[index] = (sbyte)characteristic.Exponent;
            _records[at + 19] = (byte)characteristic.Properties;
            _records[at + 20] = (byte)(characteristic.Handle >> 8);
            _records[at + 21] = (byte)characteristic.Handle;
        }

        /// <summary>Finds the record of a resource.</summary>
        /// <param name="resourceId">Resource ID.</param>
        /// <returns>Its index, or -1.</returns>
        public int Find(int resourceId)
        {
            for (int i = 0; i < Count; i++)
            {
                if (_records[i * RecordLength] == resourceId)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>Finds the record of a value handle.</summary>
        /// <param name="handle">The handle.</param>
        /// <returns>Its index, or -1.</returns>
        public int FindHandle(int handle)
        {
            for (int i = 0; i < Count; i++)
            {
                if (Handle(i) == handle)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>The resource ID of a record.</summary>
        /// <param name="index">Which.</param>
        /// <returns>An ID.</returns>
        public int ResourceId(int index)
        {
            return _records[index * RecordLength];
        }

        /// <summary>The data type of a record, see <see cref="GattFormat"/>.</summary>
        /// <param name="index">Which.</param>
        /// <returns>A data type.</returns>
        public int DataType(int index)
        {
            return _records[index * RecordLength + 18];
        }

        /// <summary>The power of ten the number of a record is multiplied with.</summary>
        /// <param name="index">Which.</param>
        /// <returns>An exponent.</returns>
        public int Exponent(int index)
        {
            return _exponents[index];
        }

        /// <summary>The 16-bit number of a record's UUID, when it is one of the Bluetooth SIG's; else 0.</summary>
        /// <param name="index">Which.</param>
        /// <returns>Such as 0x2A19.</returns>
        public int SigNumber(int index)
        {
            return SigTypes.NumberOf(_records, index * RecordLength + 2);
        }

        /// <summary>The GATT properties of a record.</summary>
        /// <param name="index">Which.</param>
        /// <returns>The byte.</returns>
        public int Properties(int index)
        {
            return _records[index * RecordLength + 19];
        }

        /// <summary>The value handle of a record.</summary>
        /// <param name="index">Which.</param>
        /// <returns>A handle.</returns>
        public int Handle(int index)
        {
            return (_records[index * RecordLength + 20] << 8) | _records[index * RecordLength + 21];
        }

        /// <summary>A wrong value is named once in a connection.</summary>
        internal bool MayWarn(int index)
        {
            bool may = !_warned[index];
            _warned[index] = true;
            return may;
        }

        internal byte[] Value(int index)
        {
            return _values[index];
        }

        internal int ValueLength(int index)
        {
            return _known[index] ? _lengths[index] : -1;
        }

        /// <summary>Keeps a value that came by itself.</summary>
        /// <returns>True when it differs from the one before.</returns>
        internal bool Keep(int index, byte[] value, int length)
        {
            int kept = length < NotificationRing.SlotSize ? length : NotificationRing.SlotSize;
            if (_values[index] == null)
            {
                _values[index] = new byte[NotificationRing.SlotSize];
            }

            bool same = _known[index] && _lengths[index] == kept && IdTable.AreEqual(_values[index], 0, value, 0, kept);
            Array.Copy(value, 0, _values[index], 0, kept);
            _lengths[index] = (byte)kept;
            _known[index] = true;
            return !same;
        }

        internal bool IsSubscribed(int index)
        {
            return _subscribed[index];
        }

        internal void SetSubscribed(int index, bool subscribed)
        {
            _subscribed[index] = subscribed;
            _known[index] &= subscribed || (Properties(index) & Read) == 0;
        }

        internal long Polled(int index)
        {
            return _polled[index];
        }

        internal void SetPolled(int index, long time)
        {
            _polled[index] = time;
        }
    }
}
