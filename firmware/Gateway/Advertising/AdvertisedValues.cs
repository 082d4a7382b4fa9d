// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Bluetooth;

namespace Firmware.Gateway.Advertising
{
    /// <summary>
    /// What a sensor has told in one advertisement, as if each value were a characteristic: one of the SIG's where one means
    /// the same, else one named after the format's own object.
    /// </summary>
    public sealed class AdvertisedValues
    {
        /// <summary>The most values an advertisement of 31 bytes can hold.</summary>
        public const int Maximum = 13;

        private const int ValueLength = 4;

        private readonly DiscoveredCharacteristic[] _characteristics = new DiscoveredCharacteristic[Maximum];
        private readonly byte[] _values = new byte[Maximum * ValueLength];
        private readonly byte[] _lengths = new byte[Maximum];

        /// <summary>The 16-bit UUID of the service whose data it was.</summary>
        public int Service { get; private set; }

        /// <summary>How many values there are.</summary>
        public int Count { get; private set; }

        /// <summary>Begins anew.</summary>
        /// <param name="service">The 16-bit UUID of the service.</param>
        public void Begin(int service)
        {
            Service = service;
            Count = 0;
        }

        /// <summary>Adds a value.</summary>
        /// <param name="sigNumber">The SIG's characteristic that means the same, 0 for none.</param>
        /// <param name="id">What the format calls it.</param>
        /// <param name="dataType">See <see cref="Twins.GattFormat"/>.</param>
        /// <param name="exponent">Its power of ten.</param>
        /// <param name="value">The number before that.</param>
        public void Add(int sigNumber, int id, int dataType, int exponent, long value)
        {
            if (Count == Maximum)
            {
                return;
            }

            int ordinal = 0;
            byte[] uuid = Uuid(sigNumber, id);
            for (int i = 0; i < Count; i++)
            {
                ordinal += Twins.IdTable.AreEqual(_characteristics[i].Uuid, 0, uuid, 0, uuid.Length) ? 1 : 0;
            }

            _characteristics[Count] = new DiscoveredCharacteristic { Uuid = uuid, Ordinal = ordinal, DataType = dataType, Exponent = exponent, Properties = Twins.TwinInstance.Read };
            int length = Twins.GattFormat.Width(dataType);
            _lengths[Count] = (byte)length;
            for (int i = 0; i < length; i++)
            {
                _values[Count * ValueLength + i] = (byte)(value >> (i * 8));
            }

            Count++;
        }

        /// <summary>A value's characteristic.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>The characteristic.</returns>
        public DiscoveredCharacteristic Characteristic(int index)
        {
            return _characteristics[index];
        }

        /// <summary>Copies a value out.</summary>
        /// <param name="index">Which.</param>
        /// <param name="value">Receives it, little-endian.</param>
        /// <returns>Its length in bytes.</returns>
        public int CopyValue(int index, byte[] value)
        {
            System.Array.Copy(_values, index * ValueLength, value, 0, _lengths[index]);
            return _lengths[index];
        }

        /// <summary>The UUID of a service or characteristic of the SIG's.</summary>
        /// <param name="number">Its 16-bit number.</param>
        /// <returns>16 bytes.</returns>
        public static byte[] SigUuid(int number)
        {
            return new byte[] { (byte)number, (byte)(number >> 8), 0, 0, 0, 0, 0, 0x10, 0x80, 0, 0, 0x80, 0x5F, 0x9B, 0x34, 0xFB };
        }

        // The format's own: the service in the upper half of the number, so that nobody takes it for the SIG's.
        private byte[] Uuid(int sigNumber, int id)
        {
            byte[] uuid = SigUuid(sigNumber != 0 ? sigNumber : id);
            if (sigNumber == 0)
            {
                uuid[2] = (byte)Service;
                uuid[3] = (byte)(Service >> 8);
            }

            return uuid;
        }
    }
}
