// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using Firmware.Gateway.Advertising;
using LwM2M.Nano.Platform;
using nanoFramework.Device.Bluetooth;
using nanoFramework.Device.Bluetooth.Advertisement;

namespace Firmware.Gateway.Bluetooth
{
    /// <summary>
    /// Listens for peripherals that may be connected, and for sensors that tell their values in advertisements. The watcher's
    /// handler runs on the image's one Bluetooth thread, so it copies and returns; the gateway's loop takes candidates from here.
    /// </summary>
    public sealed class Scanner
    {
        private const int MaximumCandidates = 8;

        private readonly Guid[] _none = new Guid[0];
        private readonly Guid[] _bthome = { new Guid(AdvertisedValues.SigUuid(BthomeReader.Service)) };
        private readonly Guid[] _eddystone = { new Guid(AdvertisedValues.SigUuid(EddystoneReader.Service)) };
        private readonly AllowList _allowed;
        private readonly Log _log;
        private readonly ulong[] _addresses = new ulong[MaximumCandidates];
        private readonly short[] _strengths = new short[MaximumCandidates];
        private readonly byte[][] _data = new byte[MaximumCandidates][];
        private readonly BluetoothAddressType[] _types = new BluetoothAddressType[MaximumCandidates];
        private BluetoothLEAdvertisementWatcher _watcher;
        private int _count;

        /// <summary>Creates a scanner that does not scan yet.</summary>
        /// <param name="allowed">Who may be connected.</param>
        /// <param name="log">Where it says what cannot be read.</param>
        public Scanner(AllowList allowed, Log log)
        {
            _log = log;
            _allowed = allowed;
            Renew();
        }

        /// <summary>How many advertisements were heard, allowed or not.</summary>
        public int Heard { get; private set; }

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

        /// <summary>Takes a new watcher. It does not scan yet.</summary>
        public void Renew()
        {
            if (_watcher != null)
            {
                Stop();
                _watcher.Received -= OnReceived;
            }

            _watcher = new BluetoothLEAdvertisementWatcher { ScanningMode = BluetoothLEScanningMode.Active };
            _watcher.Received += OnReceived;
        }

        /// <summary>Takes a candidate.</summary>
        /// <param name="address">Its address.</param>
        /// <param name="type">The address's type.</param>
        /// <param name="rssi">How strong it was heard, in dBm.</param>
        /// <param name="data">The data of a service it tells its values by, null for one that is to be connected.</param>
        /// <returns>False when there is none.</returns>
        public bool TryTake(out ulong address, out BluetoothAddressType type, out int rssi, out byte[] data)
        {
            address = 0;
            rssi = 0;
            data = null;
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
                data = _data[_count];
                return true;
            }
        }

        // Nothing in an advertisement may end the thread this runs on.
        private void OnReceived(BluetoothLEAdvertisementWatcher sender, BluetoothLEAdvertisementReceivedEventArgs args)
        {
            Heard++;
            try
            {
                Consider(args);
            }
            catch (Exception)
            {
                _log.Write("advertisement that cannot be read");
            }
        }

        private void Consider(BluetoothLEAdvertisementReceivedEventArgs args)
        {
            byte[] data = SensorDataOf(args.Advertisement);
            Guid[] services = args.Advertisement.ServiceUuids;
            bool allowed = _allowed.Allows(args.BluetoothAddress, services == null ? _none : services)
                || (data != null && _allowed.Allows(args.BluetoothAddress, data[0] == (BthomeReader.Service & 0xFF) ? _bthome : _eddystone));
            if (!allowed)
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
                    _data[_count] = data;
                    _count++;
                }
            }
        }

        // The data of a service that tells values without a connection, with its UUID in front; else null.
        private static byte[] SensorDataOf(BluetoothLEAdvertisement advertisement)
        {
            ArrayList sections = advertisement.GetSectionsByType((byte)BluetoothLEAdvertisementDataSectionType.ServiceData16bitUuid);
            for (int i = 0; sections != null && i < sections.Count; i++)
            {
                nanoFramework.Device.Bluetooth.Buffer buffer = ((BluetoothLEAdvertisementDataSection)sections[i]).Data;
                if (buffer == null || buffer.Length < 3)
                {
                    continue;
                }

                byte[] data = new byte[buffer.Length];
                DataReader.FromBuffer(buffer).ReadBytes(data);
                int service = data[0] | (data[1] << 8);
                if (service == BthomeReader.Service || service == EddystoneReader.Service)
                {
                    return data;
                }
            }

            return null;
        }
    }
}
