// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

// Reference stub of System.Device.Spi: signatures only, as the device has them.

namespace System.Device.Spi
{
    public enum DataFlow : int
    {
        MsbFirst = 0,
        LsbFirst = 1,
    }

    public enum SpiBusConfiguration : int
    {
        FullDuplex = 0,
        HalfDuplex = 1,
        Simplex = 2,
    }

    public sealed class SpiConnectionSettings
    {
        public SpiConnectionSettings(int busId, int chipSelectLine = -1) => throw null;
        public int BusId { get => throw null; set { } }
        public int ChipSelectLine { get => throw null; set { } }
        public SpiMode Mode { get => throw null; set { } }
        public int DataBitLength { get => throw null; set { } }
        public int ClockFrequency { get => throw null; set { } }
        public DataFlow DataFlow { get => throw null; set { } }
        public global::System.Device.Gpio.PinValue ChipSelectLineActiveState { get => throw null; set { } }
        public SpiBusConfiguration Configuration { get => throw null; set { } }
    }

    public class SpiDevice : global::System.IDisposable
    {
        public SpiDevice(SpiConnectionSettings settings) => throw null;
        public SpiConnectionSettings ConnectionSettings { get => throw null; }
        public byte ReadByte() => throw null;
        public void Read(global::System.SpanByte buffer) => throw null;
        public void Read(ushort[] buffer) => throw null;
        public void WriteByte(byte value) => throw null;
        public void Write(ushort[] buffer) => throw null;
        public void Write(global::System.SpanByte buffer) => throw null;
        public void TransferFullDuplex(ushort[] writeBuffer, ushort[] readBuffer) => throw null;
        public void TransferFullDuplex(global::System.SpanByte writeBuffer, global::System.SpanByte readBuffer) => throw null;
        public static SpiDevice Create(SpiConnectionSettings settings) => throw null;
        public void Dispose() => throw null;
    }

    public enum SpiMode : int
    {
        Mode0 = 0,
        Mode1 = 1,
        Mode2 = 2,
        Mode3 = 3,
    }
}
