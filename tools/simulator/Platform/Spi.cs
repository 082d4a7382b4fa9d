// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using Simulator.Board;
using Simulator.Lora;

namespace System.Device.Spi
{
    public enum SpiMode
    {
        Mode0 = 0,
        Mode1 = 1,
        Mode2 = 2,
        Mode3 = 3
    }

    public sealed class SpiConnectionSettings
    {
        public SpiConnectionSettings(int busId, int chipSelectLine = -1)
        {
            BusId = busId;
            ChipSelectLine = chipSelectLine;
        }

        public int BusId { get; set; }

        public int ChipSelectLine { get; set; }

        public SpiMode Mode { get; set; }

        public int ClockFrequency { get; set; } = 500000;
    }

    /// <summary>The radio's end of the bus. With the wrong chip select, or without a radio, nothing answers.</summary>
    public class SpiDevice : IDisposable
    {
        private const int FastestClock = 10000000;

        private readonly SimulatedRadio _radio;

        public SpiDevice(SpiConnectionSettings settings)
        {
            SimulatedRadio radio = SimulatedBoard.Current.Radio;
            bool reached = radio != null && settings.ChipSelectLine == radio.ChipSelectPin && settings.Mode == SpiMode.Mode0 && settings.ClockFrequency <= FastestClock;
            _radio = reached ? radio : null;
        }

        public static SpiDevice Create(SpiConnectionSettings settings)
        {
            return new SpiDevice(settings);
        }

        public void TransferFullDuplex(SpanByte writeBuffer, SpanByte readBuffer)
        {
            for (int i = 0; i < readBuffer.Length; i++)
            {
                readBuffer[i] = 0;
            }

            _radio?.Transfer(writeBuffer, readBuffer);
        }

        public void Dispose()
        {
        }
    }
}
