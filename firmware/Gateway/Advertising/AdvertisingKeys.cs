// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Platform;

namespace Firmware.Gateway.Advertising
{
    /// <summary>The keys of sensors that encrypt what they advertise, and the counters their messages had last.</summary>
    public sealed class AdvertisingKeys
    {
        private const int AddressLength = 12;
        private const int KeyLength = 32;
        private const int RestartBelow = 100; // a sensor that has lost power counts from the start

        private readonly ulong[] _addresses;
        private readonly byte[][] _keys;
        private readonly long[] _counters;

        /// <summary>Reads the keys.</summary>
        /// <param name="entries">"ADDRESS KEY" each, 12 and 32 hexadecimal digits.</param>
        /// <param name="log">Names one that is not that by its place, not by the key.</param>
        public AdvertisingKeys(string[] entries, Log log)
        {
            _addresses = new ulong[entries.Length];
            _keys = new byte[entries.Length][];
            _counters = new long[entries.Length];
            for (int i = 0; i < entries.Length; i++)
            {
                string entry = entries[i].ToUpper();
                byte[] bytes = new byte[AddressLength / 2 + KeyLength / 2];
                bool valid = entry.Length == AddressLength + 1 + KeyLength && entry[AddressLength] == ' ';
                for (int k = 0; valid && k < bytes.Length * 2; k++)
                {
                    int digit = "0123456789ABCDEF".IndexOf(entry[k < AddressLength ? k : k + 1]);
                    valid = digit >= 0;
                    bytes[k / 2] = (byte)((bytes[k / 2] << 4) | digit);
                }

                if (!valid)
                {
                    log.Write("configuration: AdvertisingKeys has no \"ADDRESS KEY\" at " + i.ToString());
                    continue;
                }

                _keys[i] = new byte[KeyLength / 2];
                System.Array.Copy(bytes, AddressLength / 2, _keys[i], 0, KeyLength / 2);
                for (int k = 0; k < AddressLength / 2; k++)
                {
                    _addresses[i] = (_addresses[i] << 8) | bytes[k];
                }
            }
        }

        /// <summary>The key of a sensor.</summary>
        /// <param name="address">Its address.</param>
        /// <returns>16 bytes, or null.</returns>
        public byte[] Find(ulong address)
        {
            int index = IndexOf(address);
            return index < 0 ? null : _keys[index];
        }

        /// <summary>Whether a message that was decrypted is none of before.</summary>
        /// <param name="address">Who has sent it.</param>
        /// <param name="counter">Its counter.</param>
        /// <returns>False for one that is replayed.</returns>
        public bool Accepts(ulong address, long counter)
        {
            int index = IndexOf(address);
            if (index >= 0 && counter < _counters[index] && counter >= RestartBelow)
            {
                return false;
            }

            if (index >= 0)
            {
                _counters[index] = counter;
            }

            return true;
        }

        private int IndexOf(ulong address)
        {
            for (int i = 0; i < _addresses.Length; i++)
            {
                if (_addresses[i] == address && _keys[i] != null)
                {
                    return i;
                }
            }

            return -1;
        }
    }
}
