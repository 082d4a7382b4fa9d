// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using Lora.Nano;
using Lora.Nano.Sx127x;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace LoraTests
{
    /// <summary>Airtime, frequency and power against published figures.</summary>
    [TestClass]
    public class AirtimeTests
    {
        [TestMethod]
        [DataRow(7, 14, 46336)]
        [DataRow(7, 16, 51456)]
        [DataRow(7, 25, 61696)]
        [DataRow(8, 14, 82432)]
        [DataRow(8, 25, 113152)]
        [DataRow(11, 14, 659456)]
        [DataRow(11, 25, 823296)]
        [DataRow(7, 27 + 13, 82176)]
        [DataRow(7, 82 + 13, 164096)]
        [DataRow(7, 27, 66816)]
        [DataRow(7, 82, 143616)]
        public void AgreesWithThePublishedAirtimes(int spreadingFactor, int length, int microseconds)
        {
            Assert.AreEqual(microseconds, new Modulation { SpreadingFactor = spreadingFactor }.AirtimeMicroseconds(length));
        }

        [TestMethod]
        [DataRow(8, 39168)]
        [DataRow(10, 132096)]
        [DataRow(12, 528384)]
        public void AgreesWithApplicationNote1200_13(int spreadingFactor, int microseconds)
        {
            Modulation modulation = new() { SpreadingFactor = spreadingFactor, Bandwidth = Bandwidth.Khz250, CodingRate = 2, Crc = false };
            Assert.AreEqual(microseconds, modulation.AirtimeMicroseconds(10), microseconds / 400);
        }

        [TestMethod]
        public void AgreesWithTheFormulaInFloatingPointForEverything()
        {
            double[] hertz = { 7812.5, 32e6 / 3072, 15625, 32e6 / 1536, 31250, 32e6 / 768, 62500, 125000, 250000, 500000 };
            for (int spreadingFactor = 6; spreadingFactor <= 12; spreadingFactor++)
            {
                for (int bandwidth = 0; bandwidth < 10; bandwidth++)
                {
                    for (int length = 1; length < 256; length += 7)
                    {
                        for (int codingRate = 1; codingRate <= 4; codingRate++)
                        {
                            Modulation modulation = new() { SpreadingFactor = spreadingFactor, Bandwidth = (Bandwidth)bandwidth, CodingRate = codingRate, ImplicitHeader = length % 2 == 0 };
                            double symbol = Math.Pow(2, spreadingFactor) / hertz[bandwidth];
                            bool optimize = symbol > 0.016;
                            Assert.AreEqual(optimize, modulation.LowDataRateOptimize);
                            double bits = 8.0 * length - 4 * spreadingFactor + 28 + 16 - (modulation.ImplicitHeader ? 20 : 0);
                            double symbols = 8 + Math.Max(Math.Ceiling(bits / (4.0 * (spreadingFactor - (optimize ? 2 : 0)))) * (codingRate + 4), 0);
                            Assert.AreEqual((8 + 4.25 + symbols) * symbol * 1e6, modulation.AirtimeMicroseconds(length), 0.5);
                        }
                    }
                }
            }
        }

        [TestMethod]
        [DataRow(868100000, 0xD90666)]
        [DataRow(868300000, 0xD91333)]
        [DataRow(868500000, 0xD92000)]
        [DataRow(869525000, 0xD9619A)]
        [DataRow(433175000, 0x6C4B33)]
        [DataRow(915000000, 0xE4C000)]
        [DataRow(923200000, 0xE6CCCD)]
        public void FrequencyIsRoundedAndNotCut(int hertz, int frf)
        {
            Assert.AreEqual(frf, Frequency.ToFrf(hertz));
        }

        [TestMethod]
        [DataRow(2, 0x80, 0x84)]
        [DataRow(14, 0x8C, 0x84)]
        [DataRow(17, 0x8F, 0x84)]
        [DataRow(18, 0x8D, 0x87)]
        [DataRow(20, 0x8F, 0x87)]
        public void PowerAbove17dBmIsNotComputedAsBelow(int dbm, int paConfig, int paDac)
        {
            TransmitPower power = TransmitPower.Boost(dbm);
            Assert.AreEqual(paConfig, power.PaConfig);
            Assert.AreEqual(paDac, power.PaDac);
        }

        [TestMethod]
        [DataRow(14, 0x7E)]
        [DataRow(1, 0x71)]
        [DataRow(0, 0x04)]
        [DataRow(-4, 0x00)]
        public void NegativePowerAtRfoIsNotCorrupted(int dbm, int paConfig)
        {
            Assert.AreEqual(paConfig, TransmitPower.Rfo(dbm).PaConfig);
        }

        [TestMethod]
        public void PowerOutOfRangeIsRefused()
        {
            Assert.ThrowsExactly<ArgumentException>(() => TransmitPower.Boost(1));
            Assert.ThrowsExactly<ArgumentException>(() => TransmitPower.Boost(21));
            Assert.ThrowsExactly<ArgumentException>(() => TransmitPower.Rfo(15));
        }

        [TestMethod]
        [DataRow(20, 0, 0x20 | 17)]
        [DataRow(14, 0, 0x20 | 11)]
        [DataRow(20, 80, 0x20 | 7)]
        public void TheCurrentIsLimitedToWhatTheBoardCanGive(int dbm, int cap, int register)
        {
            Assert.AreEqual(register, TransmitPower.Boost(dbm).Ocp(cap));
        }
    }
}
