// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Text;
using Lora.Nano;
using Lora.Nano.Sx127x;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Lora;

namespace LoraTests
{
    /// <summary>The driver on a simulated chip. Each fault other drivers are known for is a test by its name.</summary>
    [TestClass]
    public class RadioTests
    {
        private static readonly byte[] s_hello = Encoding.ASCII.GetBytes("hello");

        [TestMethod]
        [DataRow(7, Bandwidth.Khz125, 1, false)]
        [DataRow(12, Bandwidth.Khz125, 4, false)]
        [DataRow(9, Bandwidth.Khz500, 2, true)]
        [DataRow(6, Bandwidth.Khz250, 1, true)]
        [DataRow(10, Bandwidth.Khz62_5, 3, false)]
        public void AFrameGoesFromOneBoardToAnother(int spreadingFactor, Bandwidth bandwidth, int codingRate, bool implicitHeader)
        {
            Bench bench = new();
            ReceivedFrame frame = Bench.NewFrame();
            RadioResult received = RadioResult.Timeout;
            RadioResult sent = RadioResult.Timeout;
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                radio.StartReceiving(New());
                received = radio.WaitForFrame(frame, 20000);
            });
            bench.Board(bench.Chip(50), Bench.Wired, radio =>
            {
                radio.Sleep();
                Simulator.Platform.Thread.Sleep(300);
                sent = radio.Transmit(New(), s_hello, 0, 5);
            });
            bench.Run();
            Assert.AreEqual(RadioResult.Done, sent);
            Assert.AreEqual(RadioResult.Done, received);
            Assert.AreEqual("hello", Encoding.ASCII.GetString(frame.Buffer, 0, frame.Length));

            Modulation New()
            {
                return new Modulation
                {
                    SpreadingFactor = spreadingFactor,
                    Bandwidth = bandwidth,
                    CodingRate = codingRate,
                    ImplicitHeader = implicitHeader,
                    ImplicitLength = implicitHeader ? 5 : 0
                };
            }
        }

        [TestMethod]
        public void SnrIsSigned()
        {
            ReceivedFrame frame = Exchange(110, Bench.Sf7, out RadioResult result);
            Assert.AreEqual(RadioResult.Done, result);
            Assert.IsTrue(frame.SnrQuarters < 0 && frame.SnrQuarters > -40, $"{frame.SnrQuarters}");
            Assert.IsTrue(frame.RssiDbm < -110 && frame.RssiDbm > -125, $"{frame.RssiDbm}");
        }

        [TestMethod]
        public void AFrameBelowTheSensitivityIsNotHeard()
        {
            Exchange(400, Bench.Sf7, out RadioResult result);
            Assert.AreEqual(RadioResult.Timeout, result);
            Exchange(400, new Modulation { SpreadingFactor = 12 }, out result);
            Assert.AreEqual(RadioResult.Done, result);
        }

        [TestMethod]
        [DataRow(4, 4)]
        [DataRow(100, 100)]
        [DataRow(0x123, 0x123)]
        [DataRow(1023, 1023)]
        public void TheWindowHasTenBitsOfSymbols(int symbols, int expected)
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            long took = 0;
            bench.Board(chip, Bench.Wired, radio =>
            {
                long start = bench.Time.Now;
                Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, symbols, Bench.NewFrame()));
                took = bench.Time.Now - start;
            });
            bench.Run();
            Assert.AreEqual(expected, ((chip[0x1E] & 3) << 8) | chip[0x1F]);
            Assert.AreEqual(symbols * 1.024, took, 60);
        }

        [TestMethod]
        public void AFreeChannelIsFreeAndABusyOneIsBusy()
        {
            Bench bench = new();
            List<RadioResult> seen = new();
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                seen.Add(radio.DetectActivity(new Modulation { SpreadingFactor = 12 }));
                Simulator.Platform.Thread.Sleep(1000);
                seen.Add(radio.DetectActivity(new Modulation { SpreadingFactor = 12 }));
                seen.Add(radio.TransmitIfFree(new Modulation { SpreadingFactor = 12 }, s_hello, 0, 5));
            });
            bench.Board(bench.Chip(100), Bench.Wired, radio =>
            {
                Simulator.Platform.Thread.Sleep(900);
                radio.Transmit(new Modulation { SpreadingFactor = 12 }, s_hello, 0, 5);
            });
            bench.Run();
            CollectionAssert.AreEqual(new[] { RadioResult.Done, RadioResult.ChannelBusy, RadioResult.ChannelBusy }, seen);
        }

        [TestMethod]
        public void FlagsAreClearedWhateverIsDoneWithTheFrame()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            int taken = 0;
            bench.Board(chip, Bench.Wired, radio =>
            {
                radio.StartReceiving(Bench.Sf7);
                for (int i = 0; i < 3; i++)
                {
                    Assert.AreEqual(RadioResult.Done, radio.WaitForFrame(Bench.NewFrame(), 10000));
                    Assert.AreEqual(0, chip[0x12] & 0x60);
                    taken++;
                }
            });
            SendEvery(bench, 3, 500);
            bench.Run();
            Assert.AreEqual(3, taken);
        }

        [TestMethod]
        public void ARadioThatNeverFinishesIsResetAndUsedAgain()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            bench.Board(chip, Bench.Wired, radio =>
            {
                radio.SetPower(20);
                chip.NeverFinishes = true;
                long start = bench.Time.Now;
                Assert.AreEqual(RadioResult.Recovered, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.IsTrue(bench.Time.Now - start < 200, "waited too long");
                Assert.AreEqual(1, radio.Recoveries);
                chip.NeverFinishes = false;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.AreEqual(0x8F, chip[0x09]);
                Assert.AreEqual(0x87, chip[0x4D]); // what was set is set again
            });
            bench.Run();
            Assert.AreEqual(2, chip.Resets); // at the start, and to recover
        }

        [TestMethod]
        public void ARadioThatNoLongerAnswersIsToldAndDoesNotHang()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            bench.Board(chip, Bench.Wired, radio =>
            {
                chip.IsSilent = true;
                long start = bench.Time.Now;
                Assert.AreEqual(RadioResult.NotAnswering, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.AreEqual(RadioResult.NotAnswering, radio.ReceiveSingle(Bench.Sf7, 10, Bench.NewFrame()));
                Assert.IsTrue(bench.Time.Now - start < 3000);
                chip.IsSilent = false;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
            });
            bench.Run();
        }

        [TestMethod]
        [DataRow(0x22, "SX1272 found, an SX1276/77/78/79 is needed")]
        [DataRow(0x00, "radio does not answer: check wiring and chip select")]
        [DataRow(0x58, "not an SX127x: version register 0x58, an SX126x has another interface")]
        public void AnotherChipIsNamed(int version, string message)
        {
            Bench bench = new();
            string said = "";
            bench.Bare(new SimulatedSx127x(bench.Air) { Version = (byte)version }, Bench.Wired, (spi, gpio) =>
            {
                said = Assert.ThrowsExactly<RadioException>(() => new Sx127xRadio(spi, gpio, Bench.Wired)).Message;
            });
            bench.Run();
            Assert.AreEqual(message, said);
        }

        [TestMethod]
        [DataRow(-1, Bench.Dio0Pin, Bench.Dio1Pin)] // no reset line, as on one board
        [DataRow(Bench.ResetPin, Bench.Dio0Pin, -1)] // DIO1 open, as on Heltec v1 and TTGO v1
        [DataRow(-1, -1, -1)] // nothing but SPI
        public void WorksWithTheLinesThereAre(int reset, int dio0, int dio1)
        {
            Bench bench = new();
            Sx127xOptions options = new() { ResetPin = reset, Dio0Pin = dio0, Dio1Pin = dio1 };
            SimulatedSx127x chip = bench.Chip();
            RadioResult received = RadioResult.NotAnswering;
            bench.Board(chip, options, radio =>
            {
                Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, 20, Bench.NewFrame()));
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(Bench.NewFrame(), 20000);
            });
            SendEvery(bench, 1, 3000);
            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
        }

        [TestMethod]
        public void ALostEdgeLosesNoFrame()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            chip.LosesEdges = true;
            RadioResult received = RadioResult.NotAnswering;
            bench.Board(chip, Bench.Wired, radio =>
            {
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(Bench.NewFrame(), 20000);
            });
            SendEvery(bench, 1, 3000);
            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
        }

        [TestMethod]
        public void AStaleFlagGivesNoPhantomFrame()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            bench.Board(chip, Bench.Wired, radio =>
            {
                radio.StartReceiving(Bench.Sf7);
                Simulator.Platform.Thread.Sleep(2000); // a frame comes that nobody takes
                Assert.AreNotEqual(0, chip[0x12] & 0x40);
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, 10, Bench.NewFrame()));
            });
            SendEvery(bench, 1, 500);
            bench.Run();
        }

        [TestMethod]
        public void InContinuousReceptionEachFrameIsReadFromWhereItIs()
        {
            Bench bench = new();
            List<string> taken = new();
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                ReceivedFrame frame = Bench.NewFrame();
                radio.StartReceiving(Bench.Sf7);
                for (int i = 0; i < 4; i++)
                {
                    radio.WaitForFrame(frame, 10000);
                    taken.Add(Encoding.ASCII.GetString(frame.Buffer, 0, frame.Length));
                }
            });
            bench.Board(bench.Chip(100), Bench.Wired, radio =>
            {
                foreach (string text in new[] { "one", "two two", "3", "four" })
                {
                    Simulator.Platform.Thread.Sleep(400);
                    byte[] payload = Encoding.ASCII.GetBytes(text);
                    radio.Transmit(Bench.Sf7, payload, 0, payload.Length);
                }
            });
            bench.Run();
            CollectionAssert.AreEqual(new[] { "one", "two two", "3", "four" }, taken);
        }

        [TestMethod]
        public void TheShiftOfErratum23DoesNotAccumulate()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            Modulation narrow = new() { Bandwidth = Bandwidth.Khz31_25 };
            bench.Board(chip, Bench.Wired, radio =>
            {
                int first = 0;
                for (int i = 0; i < 5; i++)
                {
                    radio.ReceiveSingle(narrow, 4, Bench.NewFrame());
                    int frf = (chip[6] << 16) | (chip[7] << 8) | chip[8];
                    first = first == 0 ? frf : first;
                    Assert.AreEqual(first, frf);
                }

                Assert.AreEqual(Frequency.ToFrf(868100000 + 31250), first);
                Assert.AreEqual(0x44, chip[0x2F]);
                Assert.AreEqual(0, chip[0x31] & 0x80);
                radio.Transmit(narrow, s_hello, 0, 5);
                Assert.AreEqual(Frequency.ToFrf(868100000), (chip[6] << 16) | (chip[7] << 8) | chip[8]); // only the receiver is shifted
            });
            bench.Run();
        }

        [TestMethod]
        public void TheErratumOf500KhzIsAppliedAndTakenBack()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            bench.Board(chip, Bench.Wired, radio =>
            {
                radio.Transmit(new Modulation { Bandwidth = Bandwidth.Khz500 }, s_hello, 0, 5);
                Assert.AreEqual(0x02, chip[0x36]);
                Assert.AreEqual(0x64, chip[0x3A]);
                Assert.AreEqual(0x80, chip[0x31] & 0x80);
                radio.Transmit(new Modulation { Bandwidth = Bandwidth.Khz500, FrequencyHertz = 433175000 }, s_hello, 0, 5);
                Assert.AreEqual(0x7F, chip[0x3A]);
                radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                Assert.AreEqual(0x03, chip[0x36]);
                Assert.AreEqual(0x40, chip[0x2F]);
            });
            bench.Run();
        }

        [TestMethod]
        public void LowDataRateOptimisationSurvivesAResetAndAChangeOfPower()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            Modulation slow = new() { SpreadingFactor = 11 };
            bench.Board(chip, Bench.Wired, radio =>
            {
                radio.Transmit(slow, s_hello, 0, 5);
                Assert.AreEqual(8, chip[0x26] & 8);
                radio.SetPower(17);
                Assert.AreEqual(8, chip[0x26] & 8);
                chip.NeverFinishes = true;
                radio.Transmit(slow, s_hello, 0, 5);
                Assert.AreEqual(8, chip[0x26] & 8);
            });
            bench.Run();
        }

        [TestMethod]
        public void ADamagedFrameIsACrcErrorAndNothingElse()
        {
            Bench bench = new();
            RadioResult received = RadioResult.Done;
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(Bench.NewFrame(), 10000);
            });
            for (int i = 0; i < 2; i++)
            {
                bench.Board(bench.Chip(100 + i), Bench.Wired, radio =>
                {
                    Simulator.Platform.Thread.Sleep(500); // both at once: neither is 6 dB stronger
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                });
            }

            bench.Run();
            Assert.AreEqual(RadioResult.CrcError, received);
            Assert.IsTrue(bench.Air.Collisions > 0);
        }

        [TestMethod]
        public void OfTwoFramesAtOnceTheMuchStrongerSurvives()
        {
            Bench bench = new();
            ReceivedFrame frame = Bench.NewFrame();
            RadioResult received = RadioResult.Timeout;
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(frame, 10000);
            });
            foreach ((double x, string text) in new[] { (30.0, "near!"), (90.0, "far..") })
            {
                bench.Board(bench.Chip(x), Bench.Wired, radio =>
                {
                    Simulator.Platform.Thread.Sleep(500);
                    radio.Transmit(Bench.Sf7, Encoding.ASCII.GetBytes(text), 0, 5);
                });
            }

            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
            Assert.AreEqual("near!", Encoding.ASCII.GetString(frame.Buffer, 0, 5));
        }

        [TestMethod]
        [DataRow(0x34, false)]
        [DataRow(0x12, true)]
        public void AForeignSyncWordOrInvertedSignalIsNotHeard(int syncWord, bool inverted)
        {
            Exchange(100, new Modulation { SyncWord = (byte)syncWord, InvertIq = inverted }, Bench.Sf7, out RadioResult result);
            Assert.AreEqual(RadioResult.Timeout, result);
            Modulation same = new() { SyncWord = (byte)syncWord, InvertIq = inverted };
            Exchange(100, same, same, out result);
            Assert.AreEqual(RadioResult.Done, result);
        }

        [TestMethod]
        public void TheFrequencyErrorIsMeasuredAndCorrected()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            ReceivedFrame frame = Bench.NewFrame();
            List<int> errors = new();
            bench.Board(chip, Bench.Wired, radio =>
            {
                for (int i = 0; i < 2; i++)
                {
                    radio.StartReceiving(Bench.Sf7);
                    radio.WaitForFrame(frame, 10000);
                    errors.Add(frame.FrequencyErrorHertz);
                    radio.CorrectFrequency(frame);
                }
            });
            SimulatedSx127x other = bench.Chip(100);
            other.CrystalPpm = 10;
            SendEvery(bench, 2, 700, other);
            bench.Run();
            Assert.AreEqual(8681, errors[0], 100); // 10 ppm of 868.1 MHz
            Assert.AreEqual(0, errors[1], 100);
        }

        [TestMethod]
        public void EntropyAndTheRegisterDump()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            bench.Board(chip, Bench.Wired, radio =>
            {
                int first = radio.ReadEntropy();
                Assert.AreNotEqual(first, radio.ReadEntropy());
                byte[] dump = new byte[Sx127xRadio.RegisterCount];
                radio.DumpRegisters(dump);
                Assert.AreEqual(0x12, dump[0x42]);
                radio.Sleep();
                Assert.AreEqual(0, chip.ModeBits);
            });
            bench.Run();
        }

        [TestMethod]
        public void ATcxoIsSwitchedOnAndWhatCannotBeIsRefused()
        {
            Bench bench = new();
            SimulatedSx127x chip = bench.Chip();
            Sx127xOptions options = Bench.Wired;
            options.HasTcxo = true;
            bench.Board(chip, options, radio =>
            {
                Assert.AreEqual(0x10, chip[0x4B] & 0x10);
                Assert.ThrowsExactly<ArgumentException>(() => radio.Transmit(Bench.Sf7, s_hello, 0, 0));
                Assert.ThrowsExactly<ArgumentException>(() => radio.Transmit(new Modulation { SpreadingFactor = 13 }, s_hello, 0, 5));
                Assert.ThrowsExactly<ArgumentException>(() => radio.Transmit(new Modulation { SpreadingFactor = 6 }, s_hello, 0, 5));
                Assert.ThrowsExactly<ArgumentException>(() => radio.ReceiveSingle(Bench.Sf7, 1024, Bench.NewFrame()));
            });
            bench.Run();
        }

        [TestMethod]
        public void AFrameTheBufferCannotHoldIsDropped()
        {
            Bench bench = new();
            RadioResult received = RadioResult.Done;
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(new ReceivedFrame(new byte[3]), 10000);
            });
            SendEvery(bench, 1, 500);
            bench.Run();
            Assert.AreEqual(RadioResult.CrcError, received);
        }

        private static void SendEvery(Bench bench, int count, int milliseconds, SimulatedSx127x chip = null)
        {
            bench.Board(chip ?? bench.Chip(100), Bench.Wired, radio =>
            {
                for (int i = 0; i < count; i++)
                {
                    Simulator.Platform.Thread.Sleep(milliseconds);
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                }
            });
        }

        private static ReceivedFrame Exchange(double metres, Modulation modulation, out RadioResult result)
        {
            return Exchange(metres, modulation, modulation, out result);
        }

        private static ReceivedFrame Exchange(double metres, Modulation sent, Modulation heard, out RadioResult result)
        {
            Bench bench = new();
            ReceivedFrame frame = Bench.NewFrame();
            RadioResult received = RadioResult.NotAnswering;
            bench.Board(bench.Chip(), Bench.Wired, radio =>
            {
                radio.StartReceiving(heard);
                received = radio.WaitForFrame(frame, 10000);
            });
            bench.Board(bench.Chip(metres), Bench.Wired, radio =>
            {
                Simulator.Platform.Thread.Sleep(500);
                Modulation uplink = sent;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(uplink, s_hello, 0, 5));
            });
            bench.Run();
            result = received;
            return frame;
        }
    }
}
