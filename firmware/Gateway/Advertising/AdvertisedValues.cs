// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Gateway.Gatt;

namespace Firmware.Gateway.Advertising
{
    /// <summary>
    /// What a sensor has told in one advertisement, as if each value were a characteristic: one of the SIG's where one means
    /// the same, else one named after the format's own identifier.
    /// </summary>
    public sealed class AdvertisedValues
    {
        /// <summary>The most values taken from one advertisement.</summary>
        public const int Maximum = 13;

        private const int Capacity = 64;

        private readonly uint[] _numbers = new uint[Maximum];
        private readonly byte[] _formats = new byte[Maximum];
        private readonly sbyte[] _exponents = new sbyte[Maximum];
        private readonly byte[] _ends = new byte[Maximum];
        private readonly byte[] _values = new byte[Capacity];

        /// <summary>What the advertisement's twin is called: the 16-bit UUID of a service, or a number made of the company's.</summary>
        public uint Service { get; private set; }

        /// <summary>How many values there are.</summary>
        public int Count { get; private set; }

        /// <summary>A number that tells a new event from one that was heard again; -1 for none.</summary>
        public int PacketId { get; internal set; }

        /// <summary>Begins anew.</summary>
        /// <param name="service">See <see cref="Service"/>.</param>
        public void Begin(uint service)
        {
            Service = service;
            Count = 0;
            PacketId = -1;
        }

        /// <summary>Adds a value.</summary>
        /// <param name="number">The number of its UUID: a characteristic of the SIG's, or one of the format's own.</param>
        /// <param name="format">Its format, where no table knows it.</param>
        /// <param name="exponent">Its power of ten, where no table knows it.</param>
        /// <param name="data">Holds it, little-endian.</param>
        /// <param name="at">Where it starts.</param>
        /// <param name="length">Its length in bytes.</param>
        public void Add(uint number, int format, int exponent, byte[] data, int at, int length)
        {
            int start = StartOf(Count);
            if (Count == Maximum || start + length > Capacity)
            {
                return;
            }

            _numbers[Count] = number;
            _formats[Count] = (byte)format;
            _exponents[Count] = (sbyte)exponent;
            System.Array.Copy(data, at, _values, start, length);
            _ends[Count++] = (byte)(start + length);
        }

        /// <summary>Adds a whole number.</summary>
        /// <param name="number">The number of its UUID.</param>
        /// <param name="format">Its format.</param>
        /// <param name="exponent">Its power of ten.</param>
        /// <param name="value">The number before that.</param>
        public void Add(uint number, int format, int exponent, long value)
        {
            byte[] bytes = new byte[GattFormat.Width(format)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)(value >> (i * 8));
            }

            Add(number, format, exponent, bytes, 0, bytes.Length);
        }

        /// <summary>A value's characteristic.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>A new one.</returns>
        public DiscoveredCharacteristic Characteristic(int index)
        {
            int ordinal = 0;
            for (int i = 0; i < index; i++)
            {
                ordinal += _numbers[i] == _numbers[index] ? 1 : 0;
            }

            return new DiscoveredCharacteristic
            {
                Uuid = Uuid.Of(_numbers[index]),
                Ordinal = ordinal,
                Format = _formats[index],
                Exponent = _exponents[index],
                Properties = DiscoveredCharacteristic.Read
            };
        }

        /// <summary>Copies a value out.</summary>
        /// <param name="index">Which.</param>
        /// <param name="value">Receives it, little-endian.</param>
        /// <returns>Its length in bytes.</returns>
        public int CopyValue(int index, byte[] value)
        {
            int start = StartOf(index);
            int length = _ends[index] - start;
            System.Array.Copy(_values, start, value, 0, length);
            return length;
        }

        /// <summary>Whether a value is an event, which may come again with the same value.</summary>
        /// <param name="index">Which.</param>
        /// <returns>True when it is.</returns>
        public bool IsEvent(int index)
        {
            int id = (int)(_numbers[index] & 0xFFFF);
            uint service = _numbers[index] >> 16;
            bool none = _ends[index] == StartOf(index) || _values[StartOf(index)] == 0;
            return service == BthomeReader.Service ? !none && (id == BthomeReader.Button || id == BthomeReader.Dimmer || id == BthomeReader.Command)
                : service == XiaomiReader.Service && id == XiaomiReader.Button;
        }

        private int StartOf(int index)
        {
            return index == 0 ? 0 : _ends[index - 1];
        }
    }
}
