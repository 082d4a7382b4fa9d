// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Sx127x
{
    /// <content>
    /// Bytes that outlive the processor's deep sleep. In its Sleep mode the chip keeps its registers, and those of the FSK page
    /// do nothing for LoRa: the ones listed here hold any eight bits.
    /// </content>
    public sealed partial class Sx127xRadio
    {
        // RegBitrate, RegFdevLsb, RegRssiThresh, RegRxTimeout1 to 3 and RegRxDelay, RegPreamble, RegSyncValue1 to 8,
        // RegPayloadLength, RegNodeAdrs and RegBroadcastAdrs, RegTimer1Coef and RegTimer2Coef.
        private static readonly byte[] s_retaining =
        {
            0x02, 0x03, 0x05, 0x10, 0x20, 0x21, 0x22, 0x23, 0x25, 0x26, 0x28, 0x29, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x32, 0x33, 0x34, 0x39, 0x3A
        };

        private byte[] _retained;

        /// <inheritdoc/>
        public int RetainedLength
        {
            get { return s_retaining.Length; }
        }

        /// <inheritdoc/>
        public byte[] Recall()
        {
            byte[] retained = _retained;
            _retained = new byte[s_retaining.Length];
            return retained;
        }

        /// <inheritdoc/>
        public void Retain(byte[] bytes)
        {
            OpenFskPage();
            for (int i = 0; i < s_retaining.Length; i++)
            {
                _bus.Write(s_retaining[i], bytes[i]);
            }

            _bus.Write(Register.OpMode, Register.LongRangeMode | Mode.Sleep);
        }

        // Before the chip is reset. What was read is taken out: a life that ends without a word must leave nothing behind.
        private void TakeRetained()
        {
            _retained = new byte[s_retaining.Length];
            OpenFskPage();
            for (int i = 0; i < s_retaining.Length; i++)
            {
                _retained[i] = (byte)_bus.Read(s_retaining[i]);
                _bus.Write(s_retaining[i], 0);
            }

            _bus.Write(Register.OpMode, Register.LongRangeMode | Mode.Sleep);
        }

        // The page changes in Sleep only.
        private void OpenFskPage()
        {
            SetMode(Mode.Sleep);
            _bus.Write(Register.OpMode, Mode.Sleep);
        }
    }
}
