// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.Advertisement;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Listens for peripherals that may be connected. The watcher's handler runs on the image's one Bluetooth thread, so it
    /// copies and returns; the gateway's loop takes candidates from here.
    /// </summary>
    public sealed class Scanner
    {
        private const int MaximumCandidates = 8;

        private readonly AllowList _allowed;
        private readonly BluetoothLEAdvertisementWatcher _watcher = new BluetoothLEAdvertisementWatcher();
        private readonly ulong[] _addresses = new ulong[MaximumCandidates];
        private readonly short[] _strengths = new short[MaximumCandidates];
        private readonly BluetoothAddressType[] _types = new BluetoothAddressType[MaximumCandidates];
        private int _count;

        /// <summary>Creates a scanner that does not scan yet.</summary>
        /// <param name="allowed">Who may be connected.</param>
        public Scanner(AllowList allowed)
        {
            _allowed = allowed;
            _watcher.ScanningMode = BluetoothLEScanningMode.Active;
            _watcher.Received += OnReceived;
        }

        /// <summary>It scans.</summary>
        public bool IsScanning { get; private set; }

        /// <summary>Starts a scan. A new one also forgets which advertisements were seen.</summary>
        public void Start()
        {
            _count = 0;
            IsScanning = true;
            _watcher.Start();
        }

        /// <summary>Stops the scan, as must be before a link can come up.</summary>
        public void Stop()
        {
            IsScanning = false;
            _watcher.Stop();
        }

        /// <summary>Takes a candidate.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="type">The address's type.</param>
        /// <param name="rssi">How strong it was heard, in dBm.</param>
        /// <returns>False when there is none.</returns>
        public bool TryTake(out ulong address, out BluetoothAddressType type, out int rssi)
        {
            address = 0;
            rssi = 0;
            type = BluetoothAddressType.Public;
            lock (_addresses)
            {
                if (_count == 0)
                {
                    return false;
                }

                _count--;
                address = _addresses[_count];
                type = _types[_count];
                rssi = _strengths[_count];
                return true;
            }
        }

        private void OnReceived(BluetoothLEAdvertisementWatcher sender, BluetoothLEAdvertisementReceivedEventArgs args)
        {
            if (!_allowed.Allows(args.BluetoothAddress, args.Advertisement.ServiceUuids))
            {
                return;
            }

            lock (_addresses)
            {
                if (_count < MaximumCandidates)
                {
                    _addresses[_count] = args.BluetoothAddress;
                    _types[_count] = args.BluetoothAddressType;
                    _strengths[_count] = args.RawSignalStrengthInDBm;
                    _count++;
                }
            }
        }
    }
}
