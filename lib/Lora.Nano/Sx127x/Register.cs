// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Sx127x
{
    /// <summary>Register addresses of the LoRa page and the bits used in them (SX1276/77/78/79 data sheet, section 6).</summary>
    internal static class Register
    {
        internal const int Fifo = 0x00;
        internal const int OpMode = 0x01;
        internal const int FrfMsb = 0x06;
        internal const int PaConfig = 0x09;
        internal const int Ocp = 0x0B;
        internal const int Lna = 0x0C;
        internal const int FifoAddrPtr = 0x0D;
        internal const int FifoTxBaseAddr = 0x0E;
        internal const int FifoRxBaseAddr = 0x0F;
        internal const int FifoRxCurrentAddr = 0x10;
        internal const int IrqFlagsMask = 0x11;
        internal const int IrqFlags = 0x12;
        internal const int RxNbBytes = 0x13;
        internal const int PktSnrValue = 0x19;
        internal const int PktRssiValue = 0x1A;
        internal const int RssiValue = 0x1B;
        internal const int HopChannel = 0x1C;
        internal const int ModemConfig1 = 0x1D;
        internal const int ModemConfig2 = 0x1E;
        internal const int SymbTimeoutLsb = 0x1F;
        internal const int PreambleMsb = 0x20;
        internal const int PayloadLength = 0x22;
        internal const int ModemConfig3 = 0x26;
        internal const int PpmCorrection = 0x27;
        internal const int FeiMsb = 0x28;
        internal const int RssiWideband = 0x2C;
        internal const int IfFreq1 = 0x2F;
        internal const int IfFreq2 = 0x30;
        internal const int DetectOptimize = 0x31;
        internal const int InvertIq = 0x33;
        internal const int HighBwOptimize1 = 0x36;
        internal const int DetectionThreshold = 0x37;
        internal const int SyncWord = 0x39;
        internal const int HighBwOptimize2 = 0x3A;
        internal const int InvertIq2 = 0x3B;
        internal const int DioMapping1 = 0x40;
        internal const int Version = 0x42;
        internal const int Tcxo = 0x4B;
        internal const int PaDac = 0x4D;

        /// <summary>Image calibration, on the FSK page at the address InvertIq2 has on the LoRa page.</summary>
        internal const int ImageCal = 0x3B;
        internal const int ImageCalStart = 0x40;
        internal const int ImageCalRunning = 0x20;

        internal const int CrcOnPayload = 0x40;
        internal const int AgcAutoOn = 0x04;
        internal const int LowDataRateOptimize = 0x08;
        internal const int LnaBoostHf = 0x03;
        internal const int TcxoOn = 0x10;
        internal const int LongRangeMode = 0x80;
        internal const int Write = 0x80;
    }

    /// <summary>Bits of RegIrqFlags.</summary>
    internal static class Irq
    {
        internal const int RxTimeout = 0x80;
        internal const int RxDone = 0x40;
        internal const int PayloadCrcError = 0x20;
        internal const int ValidHeader = 0x10;
        internal const int TxDone = 0x08;
        internal const int CadDone = 0x04;
        internal const int CadDetected = 0x01;
        internal const int All = 0xFF;
    }

    /// <summary>Modes of RegOpMode.</summary>
    internal static class Mode
    {
        internal const int Sleep = 0;
        internal const int Standby = 1;
        internal const int Transmit = 3;
        internal const int ReceiveContinuous = 5;
        internal const int ReceiveSingle = 6;
        internal const int ChannelActivityDetection = 7;
    }

    /// <summary>What DIO0 tells (RegDioMapping1, bits 7 and 6).</summary>
    internal static class Dio0
    {
        internal const int RxDone = 0x00;
        internal const int TxDone = 0x40;
        internal const int CadDone = 0x80;
    }
}
