// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Bluetooth;
using Firmware.Gateway.Gatt;
using Firmware.Gateway.Streams;
using LwM2M.Nano.Model;

namespace Firmware.Gateway.Twins
{
    /// <summary>
    /// One service of one peripheral. It stores how to reach each value, in records that begin with the paper's 22 bytes: resource
    /// ID, peripheral, UUID (16), data type, properties, value handle (2). Behind them stand the exponent, the unit, and what the
    /// gateway does with the value. The only values here are those that came by themselves.
    /// </summary>
    public sealed class TwinInstance
    {
        private const int SlaveAt = 1;
        private const int UuidAt = 2;
        private const int FormatAt = 18;
        private const int PropertiesAt = 19;
        private const int HandleAt = 20;
        private const int ExponentAt = 22;
        private const int UnitAt = 23;
        private const int FlagsAt = 25;
        private const int FailuresAt = 26;
        private const int PeriodAt = 27;
        private const int LengthAt = 31;
        private const int RecordLength = 33;

        private const int Subscribed = 1;
        private const int Known = 2;
        private const int Warned = 4;
        private const int Asked = 8;
        private const int IsBack = 16;
        private const int IsKnownValue = 32; // a table has its UUID

        private readonly byte[] _records;
        private readonly byte[][] _values;
        private readonly long[] _times; // when each value came; then when each may be asked for next
        private byte[][] _descriptions;

        /// <summary>Creates an instance.</summary>
        /// <param name="instanceId">Object instance ID.</param>
        /// <param name="address">The peripheral's address.</param>
        /// <param name="ordinal">0 for the peripheral's first service of its UUID.</param>
        /// <param name="count">How many characteristics it has.</param>
        public TwinInstance(int instanceId, ulong address, int ordinal, int count)
        {
            InstanceId = instanceId;
            Address = address;
            Ordinal = ordinal;
            Count = count;
            _records = new byte[count * RecordLength];
            _values = new byte[count][];
            _times = new long[2 * count];
            for (int i = 0; i < count; i++)
            {
                Put(i, PeriodAt, 4, ObjectRegistry.NotObserved);
            }
        }

        /// <summary>Object instance ID.</summary>
        public int InstanceId { get; }

        /// <summary>The peripheral's address.</summary>
        public ulong Address { get; }

        /// <summary>0 for the peripheral's first service of its UUID.</summary>
        public int Ordinal { get; }

        /// <summary>How many records there are.</summary>
        public int Count { get; }

        /// <summary>The peripheral's name, or null.</summary>
        public string Name { get; internal set; }

        /// <summary>The link to the peripheral, null while it is away.</summary>
        public PeripheralLink Link { get; internal set; }

        /// <summary>Its values come in advertisements: there is no link.</summary>
        public bool IsAdvertised { get; internal set; }

        /// <summary>The number of the event that was told last, -1 for none.</summary>
        internal int PacketId { get; set; } = -1;

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
            _records[at + SlaveAt] = (byte)slave;
            Array.Copy(characteristic.Uuid, 0, _records, at + UuidAt, Uuid.Length);
            _records[at + FormatAt] = (byte)characteristic.Format;
            _records[at + PropertiesAt] = (byte)characteristic.Properties;
            _records[at + HandleAt] = (byte)(characteristic.Handle >> 8);
            _records[at + HandleAt + 1] = (byte)characteristic.Handle;
            _records[at + ExponentAt] = (byte)characteristic.Exponent;
            Put(index, UnitAt, 2, characteristic.Unit);
            if ((characteristic.Properties & DiscoveredCharacteristic.AnyNotify) != 0 && StreamTypes.IsStream(characteristic.Uuid, 0))
            {
                StreamIndex = index;
            }

            Mark(index, IsKnownValue, KnownValues.Has(characteristic.Uuid));
            if (characteristic.Description != null && characteristic.Description.Length > 0)
            {
                _descriptions = _descriptions == null ? new byte[Count][] : _descriptions;
                _descriptions[index] = characteristic.Description;
            }
        }

        /// <summary>Takes records and values over from an instance that had fewer.</summary>
        /// <param name="other">The other, of the same peripheral.</param>
        internal void TakeOver(TwinInstance other)
        {
            Array.Copy(other._records, 0, _records, 0, other._records.Length);
            Array.Copy(other._values, 0, _values, 0, other._values.Length);
            Array.Copy(other._times, 0, _times, 0, other.Count);
            PacketId = other.PacketId;
            Name = other.Name;
        }

        /// <summary>Finds the record of a resource.</summary>
        /// <param name="resourceId">Resource ID.</param>
        /// <returns>Its index, or -1.</returns>
        public int Find(int resourceId)
        {
            for (int i = 0, at = 0; i < Count; i++, at += RecordLength)
            {
                if (_records[at] == resourceId)
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
            byte high = (byte)(handle >> 8);
            byte low = (byte)handle;
            for (int i = 0, at = HandleAt; i < Count; i++, at += RecordLength)
            {
                if (_records[at + 1] == low && _records[at] == high)
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

        /// <summary>The UUID of a record as text.</summary>
        /// <param name="index">Which.</param>
        /// <returns>Such as "2A37".</returns>
        public string UuidText(int index)
        {
            return Uuid.ToText(_records, index * RecordLength + UuidAt);
        }

        /// <summary>The user description of a record.</summary>
        /// <param name="index">Which.</param>
        /// <returns>UTF-8, or null.</returns>
        public byte[] Description(int index)
        {
            return _descriptions == null ? null : _descriptions[index];
        }

        /// <summary>Walks over the value of a record.</summary>
        /// <param name="index">Which.</param>
        /// <param name="value">Holds the value; null to learn only what there is.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="view">The view whose number is wanted.</param>
        /// <param name="layout">The walk.</param>
        /// <returns>The walk, at its end.</returns>
        public ValueLayout Describe(int index, byte[] value, int length, int view, ValueLayout layout)
        {
            int at = index * RecordLength;
            int unit = _records[at + UnitAt] | (_records[at + UnitAt + 1] << 8);
            layout.Begin(value, length, view);
            if ((_records[at + FlagsAt] & IsKnownValue) == 0 || !KnownValues.Describe(_records, at + UuidAt, layout))
            {
                layout.Plain(_records[at + FormatAt], (sbyte)_records[at + ExponentAt]).In(unit);
            }

            return layout;
        }

        /// <summary>The GATT properties of a record.</summary>
        /// <param name="index">Which.</param>
        /// <returns>The byte.</returns>
        public int Properties(int index)
        {
            return _records[index * RecordLength + PropertiesAt];
        }

        /// <summary>The value handle of a record.</summary>
        /// <param name="index">Which.</param>
        /// <returns>A handle.</returns>
        public int Handle(int index)
        {
            int at = index * RecordLength + HandleAt;
            return (_records[at] << 8) | _records[at + 1];
        }

        /// <summary>Takes over what the same peripheral told before it was away.</summary>
        internal void Inherit(TwinInstance before)
        {
            Packets = StreamIndex >= 0 ? before.Packets : null;
            for (int i = 0; i < Count; i++)
            {
                int index = before.Find(ResourceId(i));
                if (index >= 0 && before.ValueLength(index) >= 0 && before.IsObserved(index) && before._records[index * RecordLength + FormatAt] == _records[i * RecordLength + FormatAt])
                {
                    Keep(i, before._values[index], before.ValueLength(index), before.KeptAt(index));
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
            return Has(index, Known) ? GetWord(index, LengthAt) : -1;
        }

        /// <summary>When a value that came by itself did so, in milliseconds of the clock.</summary>
        internal long KeptAt(int index)
        {
            return _times[index];
        }

        /// <summary>Keeps a value that came by itself, whole.</summary>
        /// <returns>True when it differs from the one before.</returns>
        internal bool Keep(int index, byte[] value, int length, long now)
        {
            _times[index] = now;
            bool same = Has(index, Known) && GetWord(index, LengthAt) == length && Bytes.AreEqual(_values[index], 0, value, 0, length);
            if (same)
            {
                return false;
            }

            if (_values[index] == null || _values[index].Length < length)
            {
                _values[index] = new byte[length];
            }

            Array.Copy(value, 0, _values[index], 0, length);
            Put(index, LengthAt, 2, length);
            Mark(index, Known, true);
            return true;
        }

        internal bool IsSubscribed(int index)
        {
            return Has(index, Subscribed);
        }

        internal void SetSubscribed(int index, bool subscribed)
        {
            Mark(index, Subscribed, subscribed);
            if (!subscribed)
            {
                Mark(index, Known, false);
            }
        }

        /// <summary>The shortest minimum period of its observers in seconds; <see cref="ObjectRegistry.NotObserved"/> without one.</summary>
        internal int Period(int index)
        {
            return BitConverter.ToInt32(_records, index * RecordLength + PeriodAt);
        }

        internal void SetPeriod(int index, int seconds)
        {
            if (Period(index) != seconds)
            {
                Put(index, PeriodAt, 4, seconds);
                SetNextAt(index, 0);
            }
        }

        internal bool IsObserved(int index)
        {
            return Period(index) != ObjectRegistry.NotObserved;
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
            return _records[index * RecordLength + FailuresAt];
        }

        internal void SetFailures(int index, int failures)
        {
            _records[index * RecordLength + FailuresAt] = (byte)(failures < byte.MaxValue ? failures : byte.MaxValue);
        }

        /// <summary>Not to be asked before, in milliseconds of the clock.</summary>
        internal long NextAt(int index)
        {
            return _times[Count + index];
        }

        internal void SetNextAt(int index, long time)
        {
            _times[Count + index] = time;
        }

        /// <summary>Something is to be asked of the peripheral, or was: most records have nothing to do most of the time.</summary>
        internal bool IsBusy(int index)
        {
            return (_records[index * RecordLength + FlagsAt] & (Subscribed | Asked)) != 0 || _records[index * RecordLength + PeriodAt + 3] != (ObjectRegistry.NotObserved >> 24);
        }

        private int GetWord(int index, int field)
        {
            int at = index * RecordLength + field;
            return _records[at] | (_records[at + 1] << 8);
        }

        // Little-endian, as BitConverter reads it.
        private void Put(int index, int field, int count, int value)
        {
            for (int at = index * RecordLength + field; count > 0; count--, value >>= 8)
            {
                _records[at++] = (byte)value;
            }
        }

        private bool Has(int index, int flag)
        {
            return (_records[index * RecordLength + FlagsAt] & flag) != 0;
        }

        private void Mark(int index, int flag, bool on)
        {
            int at = index * RecordLength + FlagsAt;
            _records[at] = (byte)(on ? _records[at] | flag : _records[at] & ~flag);
        }
    }
}
