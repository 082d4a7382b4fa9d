// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Device.Gpio;
using System.Device.Spi;
using System.Threading;

namespace Lora.Nano.Sx126x
{
    /// <summary>
    /// Commands over SPI: chip select is low for the whole of one, and BUSY low before it. A chip whose BUSY does not fall is
    /// stuck: nothing more is sent until it is reset, and every answer is 0.
    /// </summary>
    internal sealed class CommandBus
    {
        private const int LongestCommand = 258; // opcode, offset, NOP and 255 bytes
        private const int FirstReply = 2; // behind opcode and status
        private const int FirstOfRegister = 4; // behind opcode, address and status
        private const int FirstOfBuffer = 3; // behind opcode, offset and status
        private const int QuickLooks = 20;
        private const int BusyMilliseconds = 100;
        private const int FallAsleepMilliseconds = 2;

        private readonly SpiDevice _spi;
        private readonly GpioPin _busy;
        private readonly byte[] _write = new byte[LongestCommand];
        private readonly byte[] _read = new byte[LongestCommand];
        private int _count;
        private long _sleptAt;

        internal CommandBus(SpiDevice spi, GpioPin busy)
        {
            _spi = spi;
            _busy = busy;
        }

        /// <summary>BUSY did not fall in time.</summary>
        internal bool IsStuck { get; private set; }

        /// <summary>The chip sleeps: BUSY is high, and the next command wakes it.</summary>
        internal bool IsAsleep { get; private set; }

        /// <summary>The chip begins anew.</summary>
        /// <param name="mayBeAsleep">It was not reset, so that it may sleep.</param>
        internal void Restart(bool mayBeAsleep)
        {
            IsStuck = false;
            IsAsleep = mayBeAsleep;
        }

        /// <summary>Begins a command; a chip that sleeps is woken.</summary>
        internal CommandBus Begin(int opcode)
        {
            if (IsAsleep)
            {
                Wake();
            }

            _write[0] = (byte)opcode;
            _count = 1;
            return this;
        }

        internal CommandBus Add8(int value)
        {
            _write[_count++] = (byte)value;
            return this;
        }

        internal CommandBus Add16(int value)
        {
            return Add8(value >> 8).Add8(value);
        }

        internal CommandBus Add24(int value)
        {
            return Add8(value >> 16).Add16(value);
        }

        internal CommandBus Add32(int value)
        {
            return Add16(value >> 16).Add16(value);
        }

        /// <summary>Sends what was added, once BUSY is low. From here to the next look at BUSY the interpreter takes longer than its edge.</summary>
        internal void Send()
        {
            if (WaitUntilReady())
            {
                _spi.TransferFullDuplex(new SpanByte(_write, 0, _count), new SpanByte(_read, 0, _count));
            }
            else
            {
                Array.Clear(_read, 0, _count);
            }
        }

        /// <summary>Asks for some bytes, see <see cref="Reply"/>.</summary>
        internal void Query(int opcode, int count)
        {
            Begin(opcode);
            SendAndRead(1 + count);
        }

        /// <summary>A byte of the last answer.</summary>
        internal int Reply(int index)
        {
            return _read[FirstReply + index];
        }

        /// <summary>The mode in the status byte; 0 or 7 when there is no chip.</summary>
        internal int ReadMode()
        {
            return (ReadSecond(Command.GetStatus) >> 4) & 7;
        }

        /// <summary>The byte behind an opcode.</summary>
        internal int ReadSecond(int opcode)
        {
            Begin(opcode);
            SendAndRead(1);
            return _read[1];
        }

        /// <summary>Interrupt flags. All of them are never set at once: that is a chip that does not answer.</summary>
        internal int ReadFlags()
        {
            Query(Command.GetFlags, 2);
            int flags = (Reply(0) << 8) | Reply(1);
            return flags == Irq.All ? 0 : flags;
        }

        internal void ClearFlags(int flags)
        {
            Begin(Command.ClearFlags).Add16(flags).Send();
        }

        internal int ReadRegister(int address)
        {
            ReadRegisters(address, 1);
            return Data(0);
        }

        /// <summary>Reads registers behind each other, see <see cref="Data"/>.</summary>
        internal void ReadRegisters(int address, int count)
        {
            Begin(Command.ReadRegister).Add16(address);
            SendAndRead(1 + count);
        }

        /// <summary>A byte of the registers last read.</summary>
        internal int Data(int index)
        {
            return _read[FirstOfRegister + index];
        }

        internal void WriteRegister(int address, int value)
        {
            Begin(Command.WriteRegister).Add16(address).Add8(value).Send();
        }

        /// <summary>Changes some bits of a register and leaves the others.</summary>
        internal void ChangeRegister(int address, int mask, int value)
        {
            WriteRegister(address, (ReadRegister(address) & ~mask) | value);
        }

        internal void ReadBuffer(int start, byte[] buffer, int count)
        {
            Begin(Command.ReadBuffer).Add8(start);
            SendAndRead(1 + count);
            Array.Copy(_read, FirstOfBuffer, buffer, 0, count);
        }

        internal void WriteBuffer(byte[] buffer, int offset, int count)
        {
            Begin(Command.WriteBuffer).Add8(0);
            Array.Copy(buffer, offset, _write, _count, count);
            _count += count;
            Send();
        }

        /// <summary>Lets the chip sleep. BUSY stays high from then on: it is not waited for.</summary>
        internal void Sleep(int how)
        {
            Begin(Command.SetSleep).Add8(how).Send();
            IsAsleep = !IsStuck;
            _sleptAt = Environment.TickCount64;
        }

        /// <summary>Waits for BUSY to fall.</summary>
        /// <returns>False when the chip is stuck.</returns>
        internal bool WaitUntilReady()
        {
            for (int i = 0; i < QuickLooks && !IsStuck; i++)
            {
                if (!(bool)_busy.Read())
                {
                    return true;
                }
            }

            long deadline = Environment.TickCount64 + BusyMilliseconds;
            while (!IsStuck && (bool)_busy.Read())
            {
                IsStuck = Environment.TickCount64 >= deadline;
                Thread.Sleep(1);
            }

            return !IsStuck;
        }

        private void SendAndRead(int count)
        {
            Array.Clear(_write, _count, count);
            _count += count;
            Send();
        }

        // Chip select wakes it, and BUSY falls when it is awake. It has to have slept for a moment.
        private void Wake()
        {
            IsAsleep = false;
            if (Environment.TickCount64 - _sleptAt < FallAsleepMilliseconds)
            {
                Thread.Sleep(FallAsleepMilliseconds);
            }

            _write[0] = Command.GetStatus;
            _write[1] = 0;
            _spi.TransferFullDuplex(new SpanByte(_write, 0, 2), new SpanByte(_read, 0, 2));
        }
    }
}
