// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of nanoFramework.Device.Bluetooth: signatures only, as the device has them.

namespace nanoFramework.Device.Bluetooth
{
    public enum BluetoothAddressType : int
    {
        Public = 0,
        Random = 1,
        Unspecified = 2,
    }

    public enum BluetoothConnectionStatus : int
    {
        Disconnected = 0,
        Connected = 1,
    }

    public enum BluetoothError : int
    {
        Success = 0,
        RadioNotAvailable = 1,
        ResourceInUse = 2,
        DeviceNotConnected = 3,
        OtherError = 4,
        DisabledByPolicy = 5,
        NotSupported = 6,
        DisabledByUser = 7,
        ConsentRequired = 8,
        TransportNotSupported = 9,
    }

    public class BluetoothLEAdvertisementWatcher
    {
        public BluetoothLEAdvertisementWatcher() => throw null;
        public global::nanoFramework.Device.Bluetooth.BluetoothSignalStrengthFilter SignalStrengthFilter { get => throw null; set { } }
        public global::nanoFramework.Device.Bluetooth.Advertisement.BluetoothLEScanningMode ScanningMode { get => throw null; set { } }
        public global::nanoFramework.Device.Bluetooth.BluetoothLEAdvertisementWatcherStatus Status { get => throw null; }
        public event global::nanoFramework.Device.Bluetooth.BluetoothLEAdvertisementWatcher.BluetoothLEAdvertisementReceivedHandler Received { add { } remove { } }
        public event global::nanoFramework.Device.Bluetooth.BluetoothLEAdvertisementWatcher.BluetoothLEAdvertisementStoppedEvenHandler Stopped { add { } remove { } }
        public void Start() => throw null;
        public void Stop() => throw null;

        public delegate void BluetoothLEAdvertisementReceivedHandler(global::nanoFramework.Device.Bluetooth.BluetoothLEAdvertisementWatcher sender, global::nanoFramework.Device.Bluetooth.Advertisement.BluetoothLEAdvertisementReceivedEventArgs args);

        public delegate void BluetoothLEAdvertisementStoppedEvenHandler(global::nanoFramework.Device.Bluetooth.BluetoothLEAdvertisementWatcher sender, global::nanoFramework.Device.Bluetooth.Advertisement.BluetoothLEAdvertisementWatcherStoppedEventArgs args);
    }

    public enum BluetoothLEAdvertisementWatcherStatus : int
    {
        Created = 0,
        Started = 1,
        Stopping = 2,
        Stopped = 3,
        Aborted = 4,
    }

    public class BluetoothLEDevice : global::System.IDisposable
    {
        public ulong BluetoothAddress { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.BluetoothConnectionStatus ConnectionStatus { get => throw null; }
        public string Name { get => throw null; }
        public ushort Appearance { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.BluetoothAddressType BluetoothAddressType { get => throw null; }
        public bool WasSecureConnectionUsedForPairing { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.DevicePairing Pairing { get => throw null; }
        public event global::System.EventHandler ConnectionStatusChanged { add { } remove { } }
        public event global::System.EventHandler GattServicesChanged { add { } remove { } }
        public void Close() => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattDeviceServicesResult GetGattServices() => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattDeviceServicesResult GetGattServicesForUuid(global::System.Guid serviceUuid) => throw null;
        public static global::nanoFramework.Device.Bluetooth.BluetoothLEDevice FromBluetoothAddress(ulong bluetoothAddress, global::nanoFramework.Device.Bluetooth.BluetoothAddressType bluetoothAddressType) => throw null;
        public static global::nanoFramework.Device.Bluetooth.BluetoothLEDevice FromBluetoothAddress(ulong bluetoothAddress) => throw null;
        protected virtual void Dispose(bool disposing) => throw null;
        public void Dispose() => throw null;
        internal BluetoothLEDevice() => throw null;
    }

    public sealed class DevicePairing
    {
        public bool AllowBonding { get => throw null; set { } }
        public bool OutOfBand { get => throw null; set { } }
        public bool CanPair { get => throw null; }
        public bool IsPaired { get => throw null; }
        public bool IsAuthenticated { get => throw null; }
        public bool WasSecureConnectionUsedForPairing { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.DevicePairingResult Pair() => throw null;
        internal DevicePairing() => throw null;
    }

    public class DevicePairingResult
    {
        public global::nanoFramework.Device.Bluetooth.DevicePairingResultStatus Status { get => throw null; }
        internal DevicePairingResult() => throw null;
    }

    public enum DevicePairingResultStatus : int
    {
        Paired = 0,
        NotReadyToPair = 1,
        NotPaired = 2,
        AlreadyPaired = 3,
        ConnectionRejected = 4,
        TooManyConnections = 5,
        HardwareFailure = 6,
        AuthenticationTimeout = 7,
        AuthenticationNotAllowed = 8,
        AuthenticationFailure = 9,
        NoSupportedProfiles = 10,
        ProtectionLevelCouldNotBeMet = 11,
        AccessDenied = 12,
        InvalidCeremonyData = 13,
        PairingCanceled = 14,
        OperationAlreadyInProgress = 15,
        RequiredHandlerNotRegistered = 16,
        RejectedByHandler = 17,
        RemoteDeviceHasAssociation = 18,
        Failed = 19,
    }

    public class BluetoothSignalStrengthFilter
    {
        public BluetoothSignalStrengthFilter() => throw null;
        public global::System.TimeSpan OutOfRangeTimeout { get => throw null; set { } }
        public short OutOfRangeThresholdInDBm { get => throw null; set { } }
        public short InRangeThresholdInDBm { get => throw null; set { } }
    }

    public class Buffer
    {
        public Buffer(uint capacity) => throw null;
        public Buffer(byte[] array) => throw null;
        public uint Capacity { get => throw null; }
        public uint Length { get => throw null; set { } }
        public void EnsureCapacity(uint newCapacity) => throw null;
    }

    public class DataReader
    {
        public uint UnconsumedBufferLength { get => throw null; }
        public static global::nanoFramework.Device.Bluetooth.DataReader FromBuffer(global::nanoFramework.Device.Bluetooth.Buffer buffer) => throw null;
        public bool ReadBoolean() => throw null;
        public global::nanoFramework.Device.Bluetooth.Buffer ReadBuffer(uint length) => throw null;
        public byte ReadByte() => throw null;
        public void ReadBytes(byte[] value) => throw null;
        public global::System.DateTime ReadDateTime() => throw null;
        public double ReadDouble() => throw null;
        public global::System.Guid ReadGuid() => throw null;
        public global::System.Guid ReadUuid() => throw null;
        public global::System.Guid ReadUuid2() => throw null;
        public short ReadInt16() => throw null;
        public int ReadInt32() => throw null;
        public long ReadInt64() => throw null;
        public float ReadSingle() => throw null;
        public string ReadString(uint codeUnitCount) => throw null;
        public global::System.TimeSpan ReadTimeSpan() => throw null;
        public ushort ReadUInt16() => throw null;
        public uint ReadUInt32() => throw null;
        public ulong ReadUInt64() => throw null;
        internal DataReader() => throw null;
    }

    public class DataWriter : global::nanoFramework.Device.Bluetooth.Buffer
    {
        public DataWriter() : base(0) => throw null;
        public uint MeasureString(string value) => throw null;
        public void WriteBoolean(bool value) => throw null;
        public void WriteBuffer(global::nanoFramework.Device.Bluetooth.Buffer buffer) => throw null;
        public void WriteBuffer(global::nanoFramework.Device.Bluetooth.Buffer buffer, uint start, uint count) => throw null;
        public void WriteByte(byte value) => throw null;
        public void WriteBytes(byte[] value) => throw null;
        public void WriteDateTime(global::System.DateTime value) => throw null;
        public void WriteDouble(double value) => throw null;
        public void WriteGuid(global::System.Guid value) => throw null;
        public void WriteUuid(global::System.Guid value) => throw null;
        public void WriteUuid2(global::System.Guid value) => throw null;
        public void WriteInt16(short value) => throw null;
        public void WriteInt32(int value) => throw null;
        public void WriteInt64(long value) => throw null;
        public void WriteSingle(float value) => throw null;
        public uint WriteString(string value) => throw null;
        public void WriteTimeSpan(global::System.TimeSpan value) => throw null;
        public void WriteUInt16(ushort value) => throw null;
        public void WriteUInt32(uint value) => throw null;
        public void WriteUInt64(ulong value) => throw null;
        public global::nanoFramework.Device.Bluetooth.Buffer DetachBuffer() => throw null;
    }
}

namespace nanoFramework.Device.Bluetooth.Advertisement
{
    public class BluetoothLEAdvertisement
    {
        public BluetoothLEAdvertisement() => throw null;
        public global::System.Collections.ArrayList DataSections { get => throw null; }
        public string LocalName { get => throw null; set { } }
        public global::nanoFramework.Device.Bluetooth.Advertisement.BluetoothLEAdvertisementFlags Flags { get => throw null; set { } }
        public global::System.Collections.ArrayList ManufacturerData { get => throw null; }
        public global::System.Guid[] ServiceUuids { get => throw null; }
        public global::System.Collections.ArrayList GetSectionsByType(byte type) => throw null;
        public global::System.Collections.ArrayList GetManufacturerDataByCompanyId(ushort companyId) => throw null;
    }

    public class BluetoothLEAdvertisementDataSection
    {
        public BluetoothLEAdvertisementDataSection() => throw null;
        public BluetoothLEAdvertisementDataSection(byte dataType, global::nanoFramework.Device.Bluetooth.Buffer data) => throw null;
        public byte DataType { get => throw null; set { } }
        public global::nanoFramework.Device.Bluetooth.Buffer Data { get => throw null; set { } }
    }

    public enum BluetoothLEAdvertisementDataSectionType : int
    {
        AdvertisingInterval = 26,
        Appearance = 25,
        CompleteLocalName = 9,
        CompleteList128uuid = 7,
        CompleteList16uuid = 3,
        CompleteList32uuid = 5,
        Flags = 1,
        IncompleteList128uuid = 6,
        IncompleteList16uuid = 2,
        IncompleteList32uuid = 4,
        ManufacturerSpecificData = 255,
        PeripheralConnectionIntervalRange = 18,
        PublicTargetAddress = 23,
        RandomTargetAddress = 24,
        ServiceData128bitUuid = 33,
        ServiceData16bitUuid = 22,
        ServiceData32bitUuid = 32,
        ServiceSolicitation128BitUuids = 21,
        ServiceSolicitation16BitUuids = 20,
        ServiceSolicitation32BitUuids = 31,
        ShortenedLocalName = 8,
        TxPowerLevel = 10,
    }

    public enum BluetoothLEAdvertisementFlags : uint
    {
        None = 0,
        LimitedDiscoverableMode = 1,
        GeneralDiscoverableMode = 2,
        ClassicNotSupported = 4,
        DualModeControllerCapable = 8,
        DualModeHostCapable = 16,
    }

    public class BluetoothLEAdvertisementReceivedEventArgs
    {
        public global::nanoFramework.Device.Bluetooth.Advertisement.BluetoothLEAdvertisement Advertisement { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.Advertisement.BluetoothLEAdvertisementType AdvertisementType { get => throw null; }
        public ulong BluetoothAddress { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.BluetoothAddressType BluetoothAddressType { get => throw null; }
        public short RawSignalStrengthInDBm { get => throw null; }
        public global::System.DateTime Timestamp { get => throw null; }
        internal BluetoothLEAdvertisementReceivedEventArgs() => throw null;
    }

    public enum BluetoothLEAdvertisementType : int
    {
        ConnectableUndirected = 0,
        ConnectableDirected = 1,
        ScannableUndirected = 2,
        NonConnectableUndirected = 3,
        ScanResponse = 4,
    }

    public class BluetoothLEAdvertisementWatcherStoppedEventArgs
    {
        public global::nanoFramework.Device.Bluetooth.BluetoothError Error { get => throw null; }
        internal BluetoothLEAdvertisementWatcherStoppedEventArgs() => throw null;
    }

    public class BluetoothLEManufacturerData
    {
        public BluetoothLEManufacturerData() => throw null;
        public BluetoothLEManufacturerData(ushort companyId, global::nanoFramework.Device.Bluetooth.Buffer data) => throw null;
        public global::nanoFramework.Device.Bluetooth.Buffer Data { get => throw null; set { } }
        public ushort CompanyId { get => throw null; set { } }
    }

    public enum BluetoothLEScanningMode : int
    {
        Passive = 0,
        Active = 1,
    }
}

namespace nanoFramework.Device.Bluetooth.GenericAttributeProfile
{
    public class GattCharacteristic : global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.IGattAttribute
    {
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattProtectionLevel ProtectionLevel { get => throw null; set { } }
        public ushort AttributeHandle { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCharacteristicProperties CharacteristicProperties { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattPresentationFormat[] PresentationFormats { get => throw null; }
        public string UserDescription { get => throw null; }
        public global::System.Guid Uuid { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattDeviceService Service { get => throw null; }
        public event global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCharacteristic.GattCharacteristicVlaueChangedEventHandler ValueChanged { add { } remove { } }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattReadResult ReadValue() => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattWriteResult WriteValueWithResult(global::nanoFramework.Device.Bluetooth.Buffer value, global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattWriteOption writeOption = (global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattWriteOption)1) => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattWriteResult WriteClientCharacteristicConfigurationDescriptorWithResult(global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattClientCharacteristicConfigurationDescriptorValue clientCharacteristicConfigurationDescriptorValue, global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattWriteOption gattWriteOption = (global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattWriteOption)1) => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattDescriptorsResult GetDescriptors() => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattDescriptorsResult GetDescriptorsForUuid(global::System.Guid descriptorUuid) => throw null;
        internal GattCharacteristic() => throw null;

        public delegate void GattCharacteristicVlaueChangedEventHandler(global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCharacteristic sender, global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattValueChangedEventArgs valueChangedEventArgs);
    }

    public enum GattCharacteristicProperties : uint
    {
        None = 0,
        Broadcast = 1,
        Read = 2,
        WriteWithoutResponse = 4,
        Write = 8,
        Notify = 16,
        Indicate = 32,
        AuthenticatedSignedWrites = 64,
        ExtendedProperties = 128,
        ReliableWrites = 256,
        WritableAuxiliaries = 512,
    }

    public class GattCharacteristicsResult
    {
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCharacteristic[] Characteristics { get => throw null; }
        public byte ProtocolError { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCommunicationStatus Status { get => throw null; }
        internal GattCharacteristicsResult() => throw null;
    }

    public enum GattClientCharacteristicConfigurationDescriptorValue : int
    {
        None = 0,
        Notify = 1,
        Indicate = 2,
    }

    public enum GattCommunicationStatus : int
    {
        Success = 0,
        Unreachable = 1,
        ProtocolError = 2,
        AccessDenied = 3,
    }

    public class GattDescriptor : global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.IGattAttribute
    {
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattProtectionLevel ProtectionLevel { get => throw null; set { } }
        public ushort AttributeHandle { get => throw null; }
        public global::System.Guid Uuid { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattReadResult ReadValue() => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCommunicationStatus WriteValue(global::nanoFramework.Device.Bluetooth.Buffer value) => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattWriteResult WriteValueWithResult(global::nanoFramework.Device.Bluetooth.Buffer value) => throw null;
        internal GattDescriptor() => throw null;
    }

    public class GattDescriptorsResult
    {
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattDescriptor[] Descriptors { get => throw null; }
        public byte ProtocolError { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCommunicationStatus Status { get => throw null; }
        internal GattDescriptorsResult() => throw null;
    }

    public class GattDeviceService : global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.IGattAttribute, global::System.IDisposable
    {
        public ushort AttributeHandle { get => throw null; }
        public global::System.Guid Uuid { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.BluetoothLEDevice Device { get => throw null; }
        public void Dispose() => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCharacteristicsResult GetCharacteristics() => throw null;
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCharacteristicsResult GetCharacteristicsForUuid(global::System.Guid characteristicUuid) => throw null;
        internal GattDeviceService() => throw null;
    }

    public class GattDeviceServicesResult
    {
        public byte ProtocolError { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattDeviceService[] Services { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCommunicationStatus Status { get => throw null; }
        internal GattDeviceServicesResult() => throw null;
    }

    public class GattPresentationFormat
    {
        public ushort Description { get => throw null; }
        public int Exponent { get => throw null; }
        public byte FormatType { get => throw null; }
        public byte Namespace { get => throw null; }
        public ushort Unit { get => throw null; }
        public static global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattPresentationFormat FromParts(byte formatType, int exponent, ushort unit, byte namespaceId, ushort description) => throw null;
        internal GattPresentationFormat() => throw null;
    }

    public enum GattProtectionLevel : int
    {
        Plain = 0,
        AuthenticationRequired = 1,
        EncryptionRequired = 2,
        EncryptionAndAuthenticationRequired = 3,
    }

    public class GattReadResult
    {
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCommunicationStatus Status { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.Buffer Value { get => throw null; }
        public byte ProtocolError { get => throw null; }
        internal GattReadResult() => throw null;
    }

    public class GattValueChangedEventArgs
    {
        public global::nanoFramework.Device.Bluetooth.Buffer CharacteristicValue { get => throw null; }
        public global::System.DateTime Timestamp { get => throw null; }
        internal GattValueChangedEventArgs() => throw null;
    }

    public enum GattWriteOption : int
    {
        WriteWithResponse = 0,
        WriteWithoutResponse = 1,
    }

    public class GattWriteResult
    {
        public byte ProtocolError { get => throw null; }
        public global::nanoFramework.Device.Bluetooth.GenericAttributeProfile.GattCommunicationStatus Status { get => throw null; }
        internal GattWriteResult() => throw null;
    }

    public interface IGattAttribute
    {
        ushort AttributeHandle { get; }
        global::System.Guid Uuid { get; }
    }
}
