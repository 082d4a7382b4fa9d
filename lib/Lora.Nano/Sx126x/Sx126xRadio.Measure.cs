// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Threading;

namespace Lora.Nano.Sx126x
{
    /// <content>What the radio can tell beside frames.</content>
    public sealed partial class Sx126xRadio
    {
        private const int NothingDbm = -127;
        private const int NoiseMilliseconds = 10;
        private const int NoiseReadings = 4;

        /// <summary>The signal strength on the channel now, in dBm; while receiving.</summary>
        /// <returns>dBm.</returns>
        public int ReadRssi()
        {
            _bus.Query(Command.GetRssi, 1);
            return -_bus.Reply(0) / 2;
        }

        /// <summary>Listens on a channel, whatever is sent there.</summary>
        /// <param name="modulation">Frequency and bandwidth.</param>
        /// <param name="milliseconds">How long.</param>
        /// <returns>The strongest signal in dBm; -127 when the radio does not answer, which the next frame reports.</returns>
        /// <exception cref="System.ArgumentException">The modulation is out of range.</exception>
        public int MeasureRssi(Modulation modulation, int milliseconds)
        {
            StartReceiving(modulation);
            if (_isDown)
            {
                return NothingDbm;
            }

            int strongest = NothingDbm;
            for (int i = 0; i <= milliseconds; i++)
            {
                Thread.Sleep(1);
                int now = ReadRssi();
                strongest = now > strongest ? now : strongest;
            }

            if (!IsReceiving)
            {
                Recover();
                return NothingDbm;
            }

            StopReceiving();
            return strongest;
        }

        /// <summary>Random bits from the receiver's noise, for seeds and nonces. Takes some milliseconds.</summary>
        /// <returns>32 bits.</returns>
        public int ReadEntropy()
        {
            if (!IsReady())
            {
                return 0;
            }

            Standby();
            int lna = _bus.ReadRegister(Register.RandomLna);
            int mixer = _bus.ReadRegister(Register.RandomMixer);
            _bus.WriteRegister(Register.RandomLna, lna & ~Register.RandomLnaOff);
            _bus.WriteRegister(Register.RandomMixer, mixer & ~Register.RandomMixerOff);
            Listen(_modulation, 0); // frames are not told meanwhile
            int bits = 0;
            for (int i = 0; i < NoiseReadings; i++)
            {
                Thread.Sleep(NoiseMilliseconds);
                _bus.ReadRegisters(Register.Random, 4);
                bits = Mix(bits ^ ((_bus.Data(0) << 24) | (_bus.Data(1) << 16) | (_bus.Data(2) << 8) | _bus.Data(3)));
            }

            StopReceiving();
            _bus.WriteRegister(Register.RandomLna, lna);
            _bus.WriteRegister(Register.RandomMixer, mixer);
            return bits;
        }

        // The readings are not uniform: each bit of them is spread over all 32.
        private static int Mix(int bits)
        {
            uint mixed = (uint)bits;
            mixed = (mixed ^ (mixed >> 16)) * 0x85EBCA6B;
            mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35;
            return (int)(mixed ^ (mixed >> 16));
        }
    }
}
