// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Threading;

namespace Lora.Nano.Sx127x
{
    /// <content>Modulation and frequency in registers, with both errata.</content>
    public sealed partial class Sx127xRadio
    {
        private const int LowestBandHertz = 525000000;
        private const int ImageCalibrationTries = 20;

        // Erratum 2.3: below 500 kHz the receiver's intermediate frequency is set by hand; below 62.5 kHz its frequency too.
        private static readonly int[] s_intermediate = { 0x48, 0x44, 0x44, 0x44, 0x44, 0x44, 0x40, 0x40, 0x40 };
        private static readonly int[] s_receiveShiftHertz = { 7810, 10420, 15620, 20830, 31250, 41670, 0, 0, 0, 0 };

        /// <summary>Corrects the carrier by what a frame received told, so that both crystals agree.</summary>
        /// <param name="frame">A frame from the other end.</param>
        public void CorrectFrequency(ReceivedFrame frame)
        {
            _offsetHertz += frame.FrequencyErrorHertz;
            int ppmTenths = (int)((long)_offsetHertz * 10000000 / _modulation.FrequencyHertz);
            _bus.Write(Register.PpmCorrection, ppmTenths * 95 / 1000);
        }

        // Once near the lowest frequency and once in the band in use, on the FSK page and with the amplifier off.
        private void CalibrateImage()
        {
            _bus.Write(Register.OpMode, Mode.Sleep);
            _bus.Write(Register.OpMode, Mode.Standby);
            Thread.Sleep(_options.HasTcxo ? 5 : 1);
            _bus.Write(Register.PaConfig, 0);
            CalibrateAt(434000000);
            CalibrateAt(868000000);
            _bus.Write(Register.OpMode, Mode.Sleep);
        }

        private void CalibrateAt(int hertz)
        {
            WriteFrequency(hertz);
            _bus.Change(Register.ImageCal, Register.ImageCalStart, Register.ImageCalStart);
            for (int i = 0; i < ImageCalibrationTries && (_bus.Read(Register.ImageCal) & Register.ImageCalRunning) != 0; i++)
            {
                Thread.Sleep(1);
            }
        }

        private void Apply(Modulation modulation, bool receives)
        {
            _modulation = modulation;
            _hasModulation = true;
            int bandwidth = (int)modulation.Bandwidth;
            int spreadingFactor = modulation.SpreadingFactor;
            SetMode(Mode.Standby);
            WriteFrequency(modulation.FrequencyHertz + _offsetHertz + (receives ? s_receiveShiftHertz[bandwidth] : 0));
            _bus.Write(Register.ModemConfig1, (bandwidth << 4) | (modulation.CodingRate << 1) | (modulation.ImplicitHeader ? 1 : 0));
            _bus.Write(Register.ModemConfig2, (spreadingFactor << 4) | (modulation.Crc ? 4 : 0));
            _bus.Write(Register.ModemConfig3, Register.AgcAutoOn | (modulation.LowDataRateOptimize ? Register.LowDataRateOptimize : 0));
            _bus.Write(Register.PreambleMsb, modulation.PreambleSymbols >> 8);
            _bus.Write(Register.PreambleMsb + 1, modulation.PreambleSymbols);
            _bus.Write(Register.SyncWord, modulation.SyncWord);
            _bus.Write(Register.DetectionThreshold, spreadingFactor == 6 ? 0x0C : 0x0A);
            ApplyInversion(modulation.InvertIq, receives);
            ApplyErrata(bandwidth, spreadingFactor, modulation.FrequencyHertz);
            if (modulation.ImplicitHeader)
            {
                _bus.Write(Register.PayloadLength, modulation.ImplicitLength);
            }
        }

        private void ApplyInversion(bool invert, bool receives)
        {
            // Bit 6 inverts what is received; bit 0 is 1 when what is sent is not.
            _bus.Write(Register.InvertIq, 0x26 | (invert && receives ? 0x40 : 0) | (invert && !receives ? 0 : 1));
            _bus.Write(Register.InvertIq2, invert ? 0x19 : 0x1D);
        }

        private void ApplyErrata(int bandwidth, int spreadingFactor, int hertz)
        {
            bool widest = bandwidth == (int)Bandwidth.Khz500;
            int detect = spreadingFactor == 6 ? 5 : 3;
            _bus.Write(Register.HighBwOptimize1, widest ? 0x02 : 0x03);
            if (widest)
            {
                _bus.Write(Register.HighBwOptimize2, hertz > LowestBandHertz ? 0x64 : 0x7F);
            }

            _bus.Change(Register.DetectOptimize, 0x87, detect | (widest ? 0x80 : 0));
            if (!widest)
            {
                _bus.Write(Register.IfFreq2, 0);
                _bus.Write(Register.IfFreq1, s_intermediate[bandwidth]);
            }
        }

        // The last byte takes the frequency over.
        private void WriteFrequency(int hertz)
        {
            int frf = Frequency.ToFrf(hertz);
            _bus.Write(Register.FrfMsb, frf >> 16);
            _bus.Write(Register.FrfMsb + 1, frf >> 8);
            _bus.Write(Register.FrfMsb + 2, frf);
        }
    }
}
