// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

namespace Lora.Nano.Sx126x
{
    /// <summary>Opcodes (SX1261/2 data sheet, chapter 13) and the parameters used with them.</summary>
    internal static class Command
    {
        internal const int ClearFlags = 0x02;
        internal const int ClearDeviceErrors = 0x07;
        internal const int SetFlags = 0x08;
        internal const int WriteRegister = 0x0D;
        internal const int WriteBuffer = 0x0E;
        internal const int GetPacketType = 0x11;
        internal const int GetFlags = 0x12;
        internal const int GetRxBufferStatus = 0x13;
        internal const int GetPacketStatus = 0x14;
        internal const int GetRssi = 0x15;
        internal const int GetDeviceErrors = 0x17;
        internal const int ReadRegister = 0x1D;
        internal const int ReadBuffer = 0x1E;
        internal const int SetStandby = 0x80;
        internal const int SetRx = 0x82;
        internal const int SetTx = 0x83;
        internal const int SetSleep = 0x84;
        internal const int SetRfFrequency = 0x86;
        internal const int SetCadParameters = 0x88;
        internal const int Calibrate = 0x89;
        internal const int SetPacketType = 0x8A;
        internal const int SetModulation = 0x8B;
        internal const int SetPacket = 0x8C;
        internal const int SetTxParameters = 0x8E;
        internal const int SetBufferBase = 0x8F;
        internal const int SetAmplifier = 0x95;
        internal const int SetRegulator = 0x96;
        internal const int SetDio3AsTcxo = 0x97;
        internal const int CalibrateImage = 0x98;
        internal const int SetDio2AsSwitch = 0x9D;
        internal const int StopTimerOnPreamble = 0x9F;
        internal const int SetSymbolTimeout = 0xA0;
        internal const int GetStatus = 0xC0;
        internal const int SetCad = 0xC5;

        internal const int SleepCold = 0x00;
        internal const int SleepWarm = 0x04;
        internal const int StandbyRc = 0x00;
        internal const int RegulatorDcDc = 0x01;
        internal const int CalibrateAll = 0x7F;
        internal const int PacketTypeLora = 0x01;
        internal const int Ramp40Microseconds = 0x02;
        internal const int TimerOff = 0x000000;
        internal const int TimerLongest = 0xFFFFFE;
        internal const int ReceiveContinuously = 0xFFFFFF;
    }

    /// <summary>Register addresses, and the bits used in them.</summary>
    internal static class Register
    {
        internal const int RetentionList = 0x029F;
        internal const int Version = 0x0320;
        internal const int SymbolTimeout = 0x0706;
        internal const int IqPolarity = 0x0736;
        internal const int SyncWord = 0x0740;
        internal const int HeaderAndFrequencyError = 0x076B;
        internal const int Random = 0x0819;
        internal const int TxModulation = 0x0889;
        internal const int RxGain = 0x08AC;
        internal const int TxClamp = 0x08D8;
        internal const int RandomLna = 0x08E2;
        internal const int RandomMixer = 0x08E5;
        internal const int Ocp = 0x08E7;
        internal const int RtcControl = 0x0902;
        internal const int EventMask = 0x0944;

        internal const int ErratumBit = 0x04; // of IqPolarity and TxModulation
        internal const int CrcInHeader = 0x10;
        internal const int GainBoosted = 0x96;
        internal const int ClampHigh = 0x1E;
        internal const int RandomLnaOff = 0x01;
        internal const int RandomMixerOff = 0x80;
        internal const int ClearTimer = 0x02;

        /// <summary>Version register of an SX127x, which has no opcodes, and what is in it.</summary>
        internal const int VersionOfSx127x = 0x42;
        internal const int Sx127x = 0x12;
    }

    /// <summary>Bits of the interrupt flags.</summary>
    internal static class Irq
    {
        internal const int TxDone = 0x0001;
        internal const int RxDone = 0x0002;
        internal const int HeaderError = 0x0020;
        internal const int CrcError = 0x0040;
        internal const int CadDone = 0x0080;
        internal const int CadDetected = 0x0100;
        internal const int Timeout = 0x0200;
        internal const int All = 0xFFFF;
    }

    /// <summary>Bits of the device errors.</summary>
    internal static class DeviceError
    {
        internal const int Oscillator = 0x0020;
        internal const int AtSetUp = 0x007F; // oscillator, PLL and all calibrations
    }

    /// <summary>Modes in the status byte.</summary>
    internal static class Mode
    {
        internal const int StandbyRc = 2;
        internal const int Receive = 5;
    }
}
