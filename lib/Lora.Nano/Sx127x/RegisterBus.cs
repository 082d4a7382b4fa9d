// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Spi;

namespace Lora.Nano.Sx127x
{
    /// <summary>Register access over SPI: one address byte, then data. The FIFO is the one address that does not advance.</summary>
    internal sealed class RegisterBus
    {
        private const int MaximumBurst = 256;

        private readonly SpiDevice _spi;
        private readonly byte[] _write = new byte[MaximumBurst + 1];
        private readonly byte[] _read = new byte[MaximumBurst + 1];

        internal RegisterBus(SpiDevice spi)
        {
            _spi = spi;
        }

        internal int Read(int address)
        {
            _write[0] = (byte)address;
            _write[1] = 0;
            _spi.TransferFullDuplex(new SpanByte(_write, 0, 2), new SpanByte(_read, 0, 2));
            return _read[1];
        }

        internal void Write(int address, int value)
        {
            _write[0] = (byte)(address | Register.Write);
            _write[1] = (byte)value;
            _spi.TransferFullDuplex(new SpanByte(_write, 0, 2), new SpanByte(_read, 0, 2));
        }

        /// <summary>Changes some bits of a register and leaves the others.</summary>
        internal void Change(int address, int mask, int value)
        {
            Write(address, (Read(address) & ~mask) | value);
        }

        internal void Read(int address, byte[] buffer, int offset, int count)
        {
            _write[0] = (byte)address;
            Array.Clear(_write, 1, count);
            _spi.TransferFullDuplex(new SpanByte(_write, 0, count + 1), new SpanByte(_read, 0, count + 1));
            Array.Copy(_read, 1, buffer, offset, count);
        }

        internal void Write(int address, byte[] buffer, int offset, int count)
        {
            _write[0] = (byte)(address | Register.Write);
            Array.Copy(buffer, offset, _write, 1, count);
            _spi.TransferFullDuplex(new SpanByte(_write, 0, count + 1), new SpanByte(_read, 0, count + 1));
        }
    }
}
