// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using System.Collections.Generic;
using nanoFramework.Device.Bluetooth.Advertisement;
using nanoFramework.Device.Bluetooth.GenericAttributeProfile;
using Simulator.Bluetooth;
using Simulator.Board;

namespace nanoFramework.Device.Bluetooth
{
    public enum BluetoothAddressType
    {
        Public = 0,
        Random = 1,
        Unspecified = 2
    }

    public enum BluetoothConnectionStatus
    {
        Disconnected = 0,
        Connected = 1
    }

    public class BluetoothLEAdvertisementWatcher
    {
        private readonly BluetoothAir _air = SimulatedBoard.Current.Air;

        public delegate void BluetoothLEAdvertisementReceivedHandler(
            BluetoothLEAdvertisementWatcher sender, BluetoothLEAdvertisementReceivedEventArgs args);

        public event BluetoothLEAdvertisementReceivedHandler Received;

        public BluetoothLEScanningMode ScanningMode { get; set; }

        internal HashSet<ulong> Seen { get; } = new();

        internal bool IsDeaf { get; set; }

        public void Start()
        {
            Seen.Clear();
            _air.StartScan(this);
        }

        public void Stop()
        {
            _air.StopScan(this);
        }

        internal void OnReceived(SimulatedPeripheral peripheral)
        {
            Received?.Invoke(this, new BluetoothLEAdvertisementReceivedEventArgs(peripheral));
        }
    }

    /// <summary>A device as the stock image has it: no connect call, the link comes up inside <see cref="GetGattServices"/>.</summary>
    public class BluetoothLEDevice : IDisposable
    {
        private readonly BluetoothAir _air = SimulatedBoard.Current.Air;
        private readonly Dictionary<ushort, GattCharacteristic> _characteristics = new();

        private BluetoothLEDevice(ulong address, BluetoothAddressType type)
        {
            BluetoothAddress = address;
            BluetoothAddressType = type;
        }

        public event EventHandler ConnectionStatusChanged;

        /// <summary>The peripheral has indicated Service Changed.</summary>
        public event EventHandler GattServicesChanged;

        public DevicePairing Pairing => new(this);

        public ulong BluetoothAddress { get; }

        public BluetoothAddressType BluetoothAddressType { get; }

        public BluetoothConnectionStatus ConnectionStatus { get; private set; }

        internal SimulatedPeripheral Peripheral { get; private set; }

        public static BluetoothLEDevice FromBluetoothAddress(ulong bluetoothAddress, BluetoothAddressType bluetoothAddressType)
        {
            return new BluetoothLEDevice(bluetoothAddress, bluetoothAddressType);
        }

        /// <summary>A failed connect leaves the object "connected" and says success with an empty list: that is what the stock image does.</summary>
        public GattDeviceServicesResult GetGattServices()
        {
            if (Peripheral == null)
            {
                Peripheral = _air.Connect(BluetoothAddress, OnNotified, OnDisconnected, () => GattServicesChanged?.Invoke(this, EventArgs.Empty));
                ConnectionStatus = BluetoothConnectionStatus.Connected;
            }

            if (Peripheral == null || !_air.Operate(Peripheral, "services"))
            {
                return new GattDeviceServicesResult(Array.Empty<GattDeviceService>());
            }

            List<GattDeviceService> services = new();
            foreach (GattDatabase.Service service in Peripheral.Database.Services)
            {
                if (_air.HasStockFaults)
                {
                    services.RemoveAll(s => s.Uuid == service.Uuid);
                }

                services.Add(new GattDeviceService(this, service));
            }

            return new GattDeviceServicesResult(services.ToArray());
        }

        public void Close()
        {
            Peripheral?.Disconnect();
            Peripheral = null;
        }

        public void Dispose()
        {
            Close();
        }

        internal byte[] Cut(byte[] value, int length)
        {
            return HasStockFaults && value.Length > length ? value[..length] : value;
        }

        internal bool HasStockFaults => _air.HasStockFaults;

        internal bool Operate(string operation)
        {
            return Peripheral != null && _air.Operate(Peripheral, operation);
        }

        internal void Register(GattCharacteristic characteristic)
        {
            _characteristics[characteristic.AttributeHandle] = characteristic;
        }

        private void OnNotified(byte[] value, ushort handle)
        {
            if (_characteristics.TryGetValue(handle, out GattCharacteristic characteristic))
            {
                characteristic.OnNotified(value);
            }
        }

        internal bool Pair()
        {
            return Operate("pair") && Peripheral.Pair();
        }

        private void OnDisconnected()
        {
            ConnectionStatus = BluetoothConnectionStatus.Disconnected;
            ConnectionStatusChanged?.Invoke(this, EventArgs.Empty);
        }
    }

    public sealed class DevicePairing
    {
        private readonly BluetoothLEDevice _device;

        internal DevicePairing(BluetoothLEDevice device)
        {
            _device = device;
        }

        public DevicePairingResult Pair()
        {
            return new DevicePairingResult(_device.Pair() ? DevicePairingResultStatus.Paired : DevicePairingResultStatus.AuthenticationFailure);
        }
    }

    public class DevicePairingResult
    {
        internal DevicePairingResult(DevicePairingResultStatus status)
        {
            Status = status;
        }

        public DevicePairingResultStatus Status { get; }
    }

    public enum DevicePairingResultStatus
    {
        Paired = 0,
        AlreadyPaired = 3,
        AuthenticationFailure = 9
    }

    public class Buffer
    {
        internal Buffer(int capacity)
        {
            Bytes = new byte[capacity];
        }

        public Buffer(byte[] array)
        {
            Bytes = (byte[])array.Clone();
        }

        public uint Length => (uint)Bytes.Length;

        internal byte[] Bytes { get; set; }
    }

    public class DataReader
    {
        private readonly Buffer _buffer;
        private int _position;

        private DataReader(Buffer buffer)
        {
            _buffer = buffer;
        }

        public static DataReader FromBuffer(Buffer buffer)
        {
            return new DataReader(buffer);
        }

        public void ReadBytes(byte[] value)
        {
            Array.Copy(_buffer.Bytes, _position, value, 0, value.Length);
            _position += value.Length;
        }
    }
}

namespace nanoFramework.Device.Bluetooth.Advertisement
{
    public enum BluetoothLEScanningMode
    {
        Passive = 0,
        Active = 1
    }

    public class BluetoothLEAdvertisement
    {
        public string LocalName { get; set; } = "";

        public Guid[] ServiceUuids { get; internal set; } = Array.Empty<Guid>();

        public ArrayList DataSections { get; } = new();

        /// <summary>Manufacturer data stand here, and not among the sections.</summary>
        public ArrayList ManufacturerData { get; } = new();

        public ArrayList GetSectionsByType(byte type)
        {
            ArrayList found = new();
            foreach (BluetoothLEAdvertisementDataSection section in DataSections)
            {
                if (section.DataType == type)
                {
                    found.Add(section);
                }
            }

            return found;
        }
    }

    public enum BluetoothLEAdvertisementType
    {
        ConnectableUndirected = 0,
        ConnectableDirected = 1,
        ScannableUndirected = 2,
        NonConnectableUndirected = 3,
        ScanResponse = 4
    }

    public class BluetoothLEManufacturerData
    {
        public ushort CompanyId { get; set; }

        public Buffer Data { get; set; }
    }

    public enum BluetoothLEAdvertisementDataSectionType
    {
        ServiceData16bitUuid = 22
    }

    public class BluetoothLEAdvertisementDataSection
    {
        public byte DataType { get; set; }

        public Buffer Data { get; set; }
    }

    public class BluetoothLEAdvertisementReceivedEventArgs
    {
        internal BluetoothLEAdvertisementReceivedEventArgs(SimulatedPeripheral peripheral)
        {
            BluetoothAddress = peripheral.Address;
            BluetoothAddressType = peripheral.HasPrivateAddress ? BluetoothAddressType.Random : BluetoothAddressType.Public;
            RawSignalStrengthInDBm = peripheral.Rssi;
            Advertisement = new BluetoothLEAdvertisement
            {
                LocalName = peripheral.Name,
                ServiceUuids = peripheral.Database.Services.ConvertAll(s => s.Uuid).ToArray()
            };
            AdvertisementType = peripheral.AdvertisementType;
            if (peripheral.ManufacturerData != null)
            {
                byte[] data = peripheral.ManufacturerData;
                Advertisement.ManufacturerData.Add(new BluetoothLEManufacturerData { CompanyId = (ushort)(data[0] | (data[1] << 8)), Data = new Buffer(data[2..]) });
            }

            if (peripheral.ServiceData != null)
            {
                Advertisement.DataSections.Add(new BluetoothLEAdvertisementDataSection { DataType = 22, Data = new Buffer(peripheral.ServiceData) });
            }
        }

        public BluetoothLEAdvertisement Advertisement { get; }

        public BluetoothLEAdvertisementType AdvertisementType { get; }

        public ulong BluetoothAddress { get; }

        public BluetoothAddressType BluetoothAddressType { get; }

        public short RawSignalStrengthInDBm { get; }
    }
}
