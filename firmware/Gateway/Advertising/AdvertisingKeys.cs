// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Firmware.Platform;
using LwM2M.Nano.Platform;
using LwM2M.Security.Crypto;

namespace Firmware.Gateway.Advertising
{
    /// <summary>The keys of sensors that encrypt what they advertise, and the counters their messages had last.</summary>
    public sealed class AdvertisingKeys
    {
        private const int AddressLength = 6;
        private const int KeyLength = 16;
        private const int MaximumData = 255;
        private const int RestartBelow = 100; // a sensor that has lost power counts from the start

        private readonly ulong[] _addresses;
        private readonly byte[][] _keys;
        private readonly long[] _counters;
        private Ccm _ccm;

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
                int space = entries[i].IndexOf(' ');
                byte[] address = space < 0 ? null : HexText.Parse(entries[i].Substring(0, space));
                byte[] key = space < 0 ? null : HexText.Parse(entries[i].Substring(space + 1));
                if (address == null || address.Length != AddressLength || key == null || key.Length != KeyLength)
                {
                    log.Write("configuration: AdvertisingKeys has no \"ADDRESS KEY\" at " + i.ToString());
                    continue;
                }

                _keys[i] = key;
                for (int k = 0; k < AddressLength; k++)
                {
                    _addresses[i] = (_addresses[i] << 8) | address[k];
                }
            }
        }

        /// <summary>Decrypts with them; made when the first message needs it.</summary>
        internal Ccm Ccm
        {
            get { return _ccm = _ccm == null ? new Ccm(MaximumData) : _ccm; }
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
