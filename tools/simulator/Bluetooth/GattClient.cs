// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using Simulator.Bluetooth;

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile
{
    public enum GattCommunicationStatus
    {
        Success = 0,
        Unreachable = 1,
        ProtocolError = 2,
        AccessDenied = 3
    }

    [Flags]
    public enum GattCharacteristicProperties : uint
    {
        None = 0,
        Read = 2,
        WriteWithoutResponse = 4,
        Write = 8,
        Notify = 16,
        Indicate = 32
    }

    public enum GattWriteOption
    {
        WriteWithResponse = 0,
        WriteWithoutResponse = 1
    }

    public enum GattClientCharacteristicConfigurationDescriptorValue
    {
        None = 0,
        Notify = 1,
        Indicate = 2
    }

    public class GattDeviceServicesResult
    {
        internal GattDeviceServicesResult(GattDeviceService[] services)
        {
            Services = services;
        }

        public GattDeviceService[] Services { get; }

        public GattCommunicationStatus Status => GattCommunicationStatus.Success;
    }

    public class GattCharacteristicsResult
    {
        internal GattCharacteristicsResult(GattCharacteristic[] characteristics, GattCommunicationStatus status)
        {
            Characteristics = characteristics;
            Status = status;
        }

        public GattCharacteristic[] Characteristics { get; }

        public GattCommunicationStatus Status { get; }
    }

    public class GattDescriptorsResult
    {
        internal GattDescriptorsResult(GattDescriptor[] descriptors, GattCommunicationStatus status)
        {
            Descriptors = descriptors;
            Status = status;
        }

        public GattDescriptor[] Descriptors { get; }

        public GattCommunicationStatus Status { get; }
    }

    public class GattReadResult
    {
        internal GattReadResult(byte[] value, GattCommunicationStatus status)
        {
            Value = value == null ? null : new Buffer(value);
            Status = status;
        }

        public GattCommunicationStatus Status { get; }

        public Buffer Value { get; }
    }

    public class GattWriteResult
    {
        internal GattWriteResult(GattCommunicationStatus status)
        {
            Status = status;
        }

        public GattCommunicationStatus Status { get; }
    }

    public class GattValueChangedEventArgs
    {
        internal GattValueChangedEventArgs(byte[] value)
        {
            CharacteristicValue = new Buffer(value);
        }

        public Buffer CharacteristicValue { get; }
    }

    public class GattDeviceService
    {
        private readonly BluetoothLEDevice _device;
        private readonly GattDatabase.Service _service;

        internal GattDeviceService(BluetoothLEDevice device, GattDatabase.Service service)
        {
            _device = device;
            _service = service;
        }

        public Guid Uuid => _service.Uuid;

        public ushort AttributeHandle => _service.Handle;

        public GattCharacteristicsResult GetCharacteristics()
        {
            if (!_device.Operate("characteristics " + Uuid))
            {
                return new GattCharacteristicsResult(Array.Empty<GattCharacteristic>(), GattCommunicationStatus.Success);
            }

            if (_device.HasStockFaults && _service.Handle > 0xFF)
            {
                return new GattCharacteristicsResult(Array.Empty<GattCharacteristic>(), GattCommunicationStatus.Success);
            }

            if (_device.Peripheral.ExhaustsMemory)
            {
                throw new OutOfMemoryException();
            }

            GattCharacteristic[] found = _service.Characteristics.ConvertAll(c => new GattCharacteristic(_device, c)).ToArray();
            return new GattCharacteristicsResult(found, GattCommunicationStatus.Success);
        }
    }

    public class GattCharacteristic
    {
        private readonly BluetoothLEDevice _device;
        private readonly GattDatabase.Characteristic _characteristic;

        internal GattCharacteristic(BluetoothLEDevice device, GattDatabase.Characteristic characteristic)
        {
            _device = device;
            _characteristic = characteristic;
            device.Register(this);
        }

        public delegate void GattCharacteristicVlaueChangedEventHandler(GattCharacteristic sender, GattValueChangedEventArgs valueChangedEventArgs);

        public event GattCharacteristicVlaueChangedEventHandler ValueChanged;

        public Guid Uuid => _characteristic.Uuid;

        public ushort AttributeHandle => _characteristic.Handle;

        public GattCharacteristicProperties CharacteristicProperties
        {
            get
            {
                GattCharacteristicProperties properties = GattCharacteristicProperties.None;
                foreach (string name in _characteristic.Properties)
                {
                    properties |= Enum.Parse<GattCharacteristicProperties>(name, true);
                }

                return properties;
            }
        }

        public GattReadResult ReadValue()
        {
            return _device.Peripheral is { IsRefused: true } && _device.Operate("read " + Uuid)
                ? new GattReadResult(null, GattCommunicationStatus.AccessDenied)
                : _device.Operate("read " + Uuid)
                ? new GattReadResult(_device.Cut(_characteristic.Value, 22), GattCommunicationStatus.Success)
                : new GattReadResult(null, GattCommunicationStatus.Unreachable);
        }

        /// <summary>Without response it always reports success, as the stock image does.</summary>
        public GattWriteResult WriteValueWithResult(Buffer value, GattWriteOption writeOption = GattWriteOption.WriteWithoutResponse)
        {
            bool reached = _device.Operate("write " + Uuid);
            if (reached)
            {
                _characteristic.Value = (byte[])value.Bytes.Clone();
                _device.Peripheral.OnWritten(_characteristic.Uuid);
            }

            return new GattWriteResult(
                reached || writeOption == GattWriteOption.WriteWithoutResponse ? GattCommunicationStatus.Success : GattCommunicationStatus.Unreachable);
        }

        public GattWriteResult WriteClientCharacteristicConfigurationDescriptorWithResult(
            GattClientCharacteristicConfigurationDescriptorValue clientCharacteristicConfigurationDescriptorValue,
            GattWriteOption gattWriteOption = GattWriteOption.WriteWithoutResponse)
        {
            if (!_device.Operate("subscribe " + Uuid))
            {
                return new GattWriteResult(GattCommunicationStatus.Unreachable);
            }

            if (_device.Peripheral.RefusesSubscriptions)
            {
                return new GattWriteResult(GattCommunicationStatus.ProtocolError);
            }

            _device.Peripheral.Subscribe(
                _characteristic.Handle, clientCharacteristicConfigurationDescriptorValue != GattClientCharacteristicConfigurationDescriptorValue.None);
            return new GattWriteResult(GattCommunicationStatus.Success);
        }

        public GattDescriptorsResult GetDescriptors()
        {
            List<GattDescriptor> descriptors = new();
            if (_device.Operate("descriptors " + Uuid))
            {
                if (_characteristic.UserDescription != null)
                {
                    descriptors.Add(new GattDescriptor(_device, 0x2901, System.Text.Encoding.UTF8.GetBytes(_characteristic.UserDescription)));
                }

                foreach (string format in (_characteristic.PresentationFormat ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    descriptors.Add(new GattDescriptor(_device, 0x2904, Convert.FromHexString(format)));
                }
            }

            return new GattDescriptorsResult(descriptors.ToArray(), GattCommunicationStatus.Success);
        }

        internal void OnNotified(byte[] value)
        {
            ValueChanged?.Invoke(this, new GattValueChangedEventArgs(_device.Cut(value, 20)));
        }
    }

    public class GattDescriptor
    {
        private readonly BluetoothLEDevice _device;
        private readonly byte[] _value;

        internal GattDescriptor(BluetoothLEDevice device, int number, byte[] value)
        {
            Uuid = new Guid($"0000{number:x4}-0000-1000-8000-00805f9b34fb");
            _device = device;
            _value = value;
        }

        public Guid Uuid { get; }

        public GattReadResult ReadValue()
        {
            return _device.Operate("descriptor " + Uuid)
                ? new GattReadResult(_value, GattCommunicationStatus.Success)
                : new GattReadResult(null, GattCommunicationStatus.Unreachable);
        }
    }
}
