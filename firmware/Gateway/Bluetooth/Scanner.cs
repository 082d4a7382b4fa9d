// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using Firmware.Gateway.Advertising;
using Firmware.Gateway.Gatt;
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
        private readonly AllowList _allowed;
        private readonly Log _log;
        private readonly ArrayList _candidates = new ArrayList();
        private BluetoothLEAdvertisementWatcher _watcher;

        /// <summary>Creates a scanner that does not scan yet.</summary>
        /// <param name="allowed">Who is let in.</param>
        /// <param name="log">Where it says what cannot be read.</param>
        public Scanner(AllowList allowed, Log log)
        {
            _log = log;
            _allowed = allowed;
            Renew();
        }

        /// <summary>How many advertisements were heard, let in or not.</summary>
        public int Heard { get; private set; }

        /// <summary>It scans.</summary>
        public bool IsScanning { get; private set; }

        /// <summary>Starts a scan. A new one also forgets which advertisements were seen.</summary>
        public void Start()
        {
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

        /// <summary>Takes the one that was heard first.</summary>
        /// <returns>A candidate, or null when there is none.</returns>
        public Candidate Take()
        {
            lock (_candidates)
            {
                Candidate first = _candidates.Count == 0 ? null : (Candidate)_candidates[0];
                if (first != null)
                {
                    _candidates.RemoveAt(0);
                }

                return first;
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
            catch (OutOfMemoryException)
            {
                _log.Write("out of memory: an advertisement is passed over");
            }
            catch (Exception e)
            {
                _log.Write("advertisement of " + args.BluetoothAddress.ToString("X12") + " cannot be read: " + e.Message);
            }
        }

        // A beacon that has no values and cannot be connected takes no place among the candidates.
        private void Consider(BluetoothLEAdvertisementReceivedEventArgs args)
        {
            BluetoothLEAdvertisement advertisement = args.Advertisement;
            byte[] data = ServiceDataOf(advertisement);
            bool connectable = args.AdvertisementType == BluetoothLEAdvertisementType.ConnectableUndirected || args.AdvertisementType == BluetoothLEAdvertisementType.ConnectableDirected;
            Guid[] services = advertisement.ServiceUuids == null ? _none : advertisement.ServiceUuids;
            if (!_allowed.Allows(args.BluetoothAddress, services, out bool named)
                && (data == null || !_allowed.Allows(args.BluetoothAddress, new Guid[] { new Guid(Uuid.Of((uint)(data[0] | (data[1] << 8)))) }, out named)))
            {
                return;
            }

            byte[] manufacturer = ManufacturerDataOf(advertisement, named);
            if (!connectable && data == null && manufacturer == null)
            {
                return;
            }

            Candidate candidate = new Candidate
            {
                Address = args.BluetoothAddress,
                Type = args.BluetoothAddressType,
                Rssi = args.RawSignalStrengthInDBm,
                Name = advertisement.LocalName,
                IsConnectable = connectable,
                IsNamed = named,
                ServiceData = data,
                ManufacturerData = manufacturer
            };
            lock (_candidates)
            {
                if (_candidates.Count < MaximumCandidates)
                {
                    _candidates.Add(candidate);
                }
            }
        }

        private static byte[] ServiceDataOf(BluetoothLEAdvertisement advertisement)
        {
            ArrayList sections = advertisement.GetSectionsByType((byte)BluetoothLEAdvertisementDataSectionType.ServiceData16bitUuid);
            for (int i = 0; sections != null && i < sections.Count; i++)
            {
                byte[] data = BytesOf(((BluetoothLEAdvertisementDataSection)sections[i]).Data, 0);
                if (data.Length >= 3 && Advertisement.IsRead(data[0] | (data[1] << 8)))
                {
                    return data;
                }
            }

            return null;
        }

        private static byte[] ManufacturerDataOf(BluetoothLEAdvertisement advertisement, bool named)
        {
            ArrayList all = advertisement.ManufacturerData;
            if (all == null || all.Count == 0)
            {
                return null;
            }

            BluetoothLEManufacturerData first = (BluetoothLEManufacturerData)all[0];
            byte[] data = BytesOf(first.Data, 2);
            data[0] = (byte)first.CompanyId;
            data[1] = (byte)(first.CompanyId >> 8);
            return ManufacturerReader.IsRead(first.CompanyId, named) ? data : null;
        }

        private static byte[] BytesOf(nanoFramework.Device.Bluetooth.Buffer buffer, int room)
        {
            int length = buffer == null ? 0 : (int)buffer.Length;
            byte[] bytes = new byte[length];
            if (length > 0)
            {
                DataReader.FromBuffer(buffer).ReadBytes(bytes);
            }

            byte[] data = new byte[room + length];
            Array.Copy(bytes, 0, data, room, length);
            return data;
        }
    }
}
