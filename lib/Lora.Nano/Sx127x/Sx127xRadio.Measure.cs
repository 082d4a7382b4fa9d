// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Threading;

namespace Lora.Nano.Sx127x
{
    /// <content>What the radio can tell beside frames.</content>
    public sealed partial class Sx127xRadio
    {
        /// <summary>How many registers a dump has.</summary>
        public const int RegisterCount = 0x71;

        /// <summary>The signal strength on the channel now, in dBm; while receiving.</summary>
        /// <returns>dBm.</returns>
        public int ReadRssi()
        {
            return RssiOffset(_modulation.FrequencyHertz) + _bus.Read(Register.RssiValue);
        }

        /// <inheritdoc/>
        public int MeasureRssi(Modulation modulation, int milliseconds)
        {
            StartReceiving(modulation);
            int strongest = ReadRssi();
            for (int i = 0; i < milliseconds; i++)
            {
                Thread.Sleep(1);
                int now = ReadRssi();
                strongest = now > strongest ? now : strongest;
            }

            StopReceiving();
            return strongest;
        }

        /// <summary>Random bits from the receiver's noise, for seeds and nonces. Takes some milliseconds.</summary>
        /// <returns>32 bits.</returns>
        public int ReadEntropy()
        {
            StartReceiving(new Modulation());
            int bits = 0;
            for (int i = 0; i < 32; i++)
            {
                Thread.Sleep(1);
                bits = (bits << 1) | (_bus.Read(Register.RssiWideband) & 1);
            }

            StopReceiving();
            return bits;
        }

        /// <summary>Reads all registers but the FIFO, for a person to look at.</summary>
        /// <param name="buffer">Room for <see cref="RegisterCount"/> bytes; the FIFO's is 0.</param>
        public void DumpRegisters(byte[] buffer)
        {
            buffer[0] = 0;
            for (int address = 1; address < RegisterCount; address++)
            {
                buffer[address] = (byte)_bus.Read(address);
            }
        }
    }
}
