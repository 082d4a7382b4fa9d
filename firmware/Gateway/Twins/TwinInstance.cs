// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Streams;
using LwM2M.Nano.Model;

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

        private const int AdvertisedValueSize = 8;
        private const int Subscribed = 1;
        private const int Known = 2;
        private const int Warned = 4;
        private const int Asked = 8;
        private const int IsBack = 16;

        private readonly byte[] _records;
        private readonly sbyte[] _exponents;
        private readonly byte[][] _values;
        private readonly byte[] _lengths;
        private readonly byte[] _flags;
        private readonly byte[] _failures;
        private readonly int[] _periods;
        private readonly long[] _nextAt;
        private readonly long[] _keptAt;

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
            _flags = new byte[count];
            _failures = new byte[count];
            _periods = new int[count];
            _nextAt = new long[count];
            _keptAt = new long[count];
            for (int i = 0; i < count; i++)
            {
                _periods[i] = ObjectRegistry.NotObserved;
            }
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

        /// <summary>Its address is one that changes, or there was no number left: it has its number for this visit only.</summary>
        public bool IsPassing { get; internal set; }

        /// <summary>Which of its records is a stream, -1 for none.</summary>
        public int StreamIndex { get; private set; } = -1;

        /// <summary>The stream's packets, while somebody observes them in periods.</summary>
        public PacketBuffer Packets { get; internal set; }

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
            if ((characteristic.Properties & AnyNotify) != 0 && StreamTypes.IsStream(characteristic.Uuid, 0))
            {
                StreamIndex = index;
            }
        }

        /// <summary>Takes records and values over from an instance that had fewer.</summary>
        /// <param name="other">The other, of the same peripheral.</param>
        internal void TakeOver(TwinInstance other)
        {
            Array.Copy(other._records, 0, _records, 0, other._records.Length);
            for (int i = 0; i < other.Count; i++)
            {
                _exponents[i] = other._exponents[i];
                _values[i] = other._values[i];
                _lengths[i] = other._lengths[i];
                _flags[i] = other._flags[i];
                _keptAt[i] = other._keptAt[i];
            }
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

        /// <summary>Takes over what the same peripheral told before it was away.</summary>
        internal void Inherit(TwinInstance before)
        {
            for (int i = 0; i < Count; i++)
            {
                int index = before.Find(ResourceId(i));
                if (index >= 0 && before.ValueLength(index) >= 0 && before.DataType(index) == DataType(i))
                {
                    Keep(i, before._values[index], before._lengths[index], before._keptAt[index]);
                }

                Mark(i, IsBack, true);
            }
        }

        /// <summary>Whether the peripheral is back from an absence in which its value may have changed; once.</summary>
        internal bool TakeBack(int index)
        {
            bool back = Has(index, IsBack);
            Mark(index, IsBack, false);
            return back;
        }

        internal void Forget(int index)
        {
            Mark(index, Known, false);
        }

        /// <summary>The gateway speaks of a record's trouble once in a connection.</summary>
        internal bool MayWarn(int index)
        {
            bool may = !Has(index, Warned);
            Mark(index, Warned, true);
            return may;
        }

        internal byte[] Value(int index)
        {
            return _values[index];
        }

        internal int ValueLength(int index)
        {
            return Has(index, Known) ? _lengths[index] : -1;
        }

        /// <summary>When a value that came by itself did so, in milliseconds of the clock.</summary>
        internal long KeptAt(int index)
        {
            return _keptAt[index];
        }

        /// <summary>Keeps a value that came by itself.</summary>
        /// <returns>True when it differs from the one before.</returns>
        internal bool Keep(int index, byte[] value, int length, long now)
        {
            _keptAt[index] = now;
            if (_values[index] == null)
            {
                _values[index] = new byte[IsAdvertised ? AdvertisedValueSize : NotificationRing.SlotSize];
            }

            int kept = length < _values[index].Length ? length : _values[index].Length;
            bool same = Has(index, Known) && _lengths[index] == kept && IdTable.AreEqual(_values[index], 0, value, 0, kept);
            Array.Copy(value, 0, _values[index], 0, kept);
            _lengths[index] = (byte)kept;
            Mark(index, Known, true);
            return !same;
        }

        internal bool IsSubscribed(int index)
        {
            return Has(index, Subscribed);
        }

        internal void SetSubscribed(int index, bool subscribed)
        {
            Mark(index, Subscribed, subscribed);
            if (!subscribed && (Properties(index) & Read) != 0)
            {
                Mark(index, Known, false);
            }
        }

        /// <summary>The shortest minimum period of its observers in seconds; <see cref="ObjectRegistry.NotObserved"/> without one.</summary>
        internal int Period(int index)
        {
            return _periods[index];
        }

        internal void SetPeriod(int index, int seconds)
        {
            if (_periods[index] != seconds)
            {
                _periods[index] = seconds;
                _nextAt[index] = 0;
            }
        }

        internal bool IsObserved(int index)
        {
            return _periods[index] != ObjectRegistry.NotObserved;
        }

        /// <summary>The gateway has asked the peripheral for something on its own account.</summary>
        internal bool IsAsked(int index)
        {
            return Has(index, Asked);
        }

        internal void SetAsked(int index, bool asked)
        {
            Mark(index, Asked, asked);
        }

        /// <summary>How often in succession the peripheral has not done what the gateway asked for.</summary>
        internal int Failures(int index)
        {
            return _failures[index];
        }

        internal void SetFailures(int index, int failures)
        {
            _failures[index] = (byte)(failures < byte.MaxValue ? failures : byte.MaxValue);
        }

        /// <summary>Not to be asked before, in milliseconds of the clock.</summary>
        internal long NextAt(int index)
        {
            return _nextAt[index];
        }

        internal void SetNextAt(int index, long time)
        {
            _nextAt[index] = time;
        }

        private bool Has(int index, int flag)
        {
            return (_flags[index] & flag) != 0;
        }

        private void Mark(int index, int flag, bool on)
        {
            _flags[index] = (byte)(on ? _flags[index] | flag : _flags[index] & ~flag);
        }
    }
}
