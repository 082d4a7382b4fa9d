// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Device.Spi;
using System.Linq;
using System.Text;
using Lora.Nano;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Lora;
using Thread = Simulator.Platform.Thread;

namespace LoraTests
{
    /// <summary>The simulated SX126x by raw commands: the layouts and the unkindness of the real one.</summary>
    [TestClass]
    public class SimulatedSx126xTests
    {
        private static readonly byte[] s_hello = Encoding.ASCII.GetBytes("hello");

        [TestMethod]
        public void AnswersStandBehindTheirStatusBytes()
        {
            OnChip((spi, chip) =>
            {
                AreBytes("00 22", Send(spi, "C0 00"));
                AreBytes("00 A2 A2 A2 53 58", Send(spi, "1D 03 20 00 00 00"));
                AreBytes("00 A2 A2 A2 14 24", Send(spi, "1D 07 40 00 00 00"));
                AreBytes("00 A2 A2 A2", Send(spi, "0E FF AA BB"));
                AreBytes("00 A2 A2 AA BB", Send(spi, "1E FF 00 00 00")); // wraps
                AreBytes("00 A2 00 00", Send(spi, "12 00 00 00"));
                AreBytes("00 A2 00", Send(spi, "11 00 00"));
                Assert.AreEqual(0, chip.Faults.Count);
                Send(spi, "42 00");
                AreBytes("00 28", Send(spi, "C0 00")); // no such command
                Send(spi, "8B 07 04 01 00"); // before the packet type
                Send(spi, "8A 01");
                Assert.IsNull(chip.Last(0x8B));
                Send(spi, "8B 07 04 01 00");
                Assert.IsNotNull(chip.Last(0x8B));
                Send(spi, "8A 00");
                Assert.IsNull(chip.Last(0x8B));
            });
        }

        [TestMethod]
        public void TheFrequencyAndTheAirtimeAreTheDataSheets()
        {
            List<Transmission> sent = OnChip((spi, chip) =>
            {
                SetUp(spi, 5, 14, "00 0C");
                Send(spi, "08 FF FF 00 01 00 00 00 00");
                Send(spi, "83 00 00 00");
                AreBytes("00 62", Send(spi, "C0 00"));
                Thread.Sleep(15);
                AreBytes("00 62", Send(spi, "C0 00"));
                Thread.Sleep(1);
                AreBytes("00 2C", Send(spi, "C0 00"));
                AreBytes("00 AC 00 01", Send(spi, "12 00 00 00"));
                Assert.AreEqual(16, chip.ModeMilliseconds(Sx126xMode.Transmit));
                Assert.AreEqual(0, chip.Faults.Count, string.Join("; ", chip.Faults));
            });
            Assert.AreEqual(868100000, sent.Single().FrequencyHertz);
            Assert.AreEqual(22, sent.Single().PowerDbm);
            Assert.AreEqual(16, sent.Single().End - sent.Single().Start);
        }

        [TestMethod]
        public void AnSx1276HearsItAndIsHeard()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            ReceivedFrame frame = Bench.NewFrame();
            RadioResult received = RadioResult.Timeout;
            bench.Bare(chip, (spi, gpio) =>
            {
                GpioPin line = gpio.OpenPin(Bench.Dio1Pin, PinMode.Input);
                SetUp(spi, 7, 5);
                Thread.Sleep(500);
                Send(spi, "83 00 00 00");
                Thread.Sleep(100);
                Send(spi, "02 FF FF");
                Send(spi, "8C 00 08 00 FF 01 00");
                Send(spi, "0D 07 36 0D");
                Send(spi, "08 FF FF 00 02 00 00 00 00");
                Send(spi, "82 FF FF FF");
                for (int i = 0; i < 2; i++)
                {
                    Thread.Sleep(1000);
                    Assert.IsTrue((bool)line.Read());
                    AreBytes($"00 D4 05 0{5 * i}", Send(spi, "13 00 00 00")); // the start moves on
                    AreBytes("00 D2 00 16", Send(spi, "12 00 00 00"));
                    AreBytes("00 D2 D2 68 65 6C 6C 6F", Send(spi, $"1E 0{5 * i} 00 00 00 00 00 00"));
                    byte[] quality = Send(spi, "14 00 00 00 00");
                    Assert.IsTrue((sbyte)quality[3] < 0 && quality[4] > quality[2], "below the noise only the signal's own strength says it");
                    Send(spi, "02 00 16");
                    Assert.IsFalse((bool)line.Read());
                }

                Assert.AreEqual(0, chip.Faults.Count, string.Join("; ", chip.Faults));
            });
            bench.Board(bench.Chip(110), Bench.Wired, radio =>
            {
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(frame, 5000);
                for (int i = 0; i < 2; i++)
                {
                    Thread.Sleep(500);
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                    Thread.Sleep(500);
                }
            });
            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
            Assert.AreEqual("hello", Encoding.ASCII.GetString(frame.Buffer, 0, frame.Length));
        }

        [TestMethod]
        public void SleepIsLeftByChipSelectAndForgets()
        {
            OnChip((spi, chip) =>
            {
                SetUp(spi, 7, 5);
                Send(spi, "0D 08 AC 96");
                Send(spi, "0D 02 9F 02 08 AC 08 89");
                Send(spi, "0D 07 36 09");
                Send(spi, "84 04");
                Assert.AreEqual(Sx126xMode.Sleep, chip.Mode);
                Thread.Sleep(100);
                Send(spi, "C0 00");
                Thread.Sleep(1);
                AreBytes("00 A2 A2 A2 96", Send(spi, "1D 08 AC 00 00"));
                AreBytes("00 A2 A2 A2 05", Send(spi, "1D 08 89 00 00"));
                AreBytes("00 A2 A2 A2 0D", Send(spi, "1D 07 36 00 00")); // not in the list
                Assert.IsNotNull(chip.Last(0x8B));
                Send(spi, "84 00");
                Thread.Sleep(1);
                Send(spi, "C0 00");
                Thread.Sleep(4);
                AreBytes("00 A2 A2 A2 94", Send(spi, "1D 08 AC 00 00"));
                Assert.IsNull(chip.Last(0x8B));
                Assert.AreEqual(101, chip.ModeMilliseconds(Sx126xMode.Sleep));
                Assert.AreEqual(0, chip.Faults.Count);
            });
        }

        [TestMethod]
        public void CommandsWhileBusyAreLost()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            bench.Bare(chip, (spi, gpio) =>
            {
                GpioPin busy = gpio.OpenPin(Bench.BusyPin, PinMode.Input);
                GpioPin reset = gpio.OpenPin(Bench.ResetPin, PinMode.Output);
                Assert.IsFalse((bool)busy.Read());
                reset.Write(false);
                Thread.Sleep(1);
                reset.Write(true);
                Thread.Sleep(1);
                Assert.IsTrue((bool)busy.Read());
                AreBytes("00 00 00 00 00", Send(spi, "86 36 41 99 9A"));
                Thread.Sleep(1);
                Assert.IsFalse((bool)busy.Read());
                Assert.AreEqual("command 0x86 while BUSY", chip.Faults.Single());
                Assert.IsNull(chip.Last(0x86));
                Send(spi, "84 04");
                Thread.Sleep(1);
                Assert.IsTrue((bool)busy.Read());
                Send(spi, "C0 00");
                Send(spi, "80 00"); // wakes slower than that
                Assert.AreEqual("command 0x80 while BUSY", chip.Faults[1]);
                Thread.Sleep(1);
                Assert.IsFalse((bool)busy.Read());
                Send(spi, "89 7F");
                Thread.Sleep(3);
                Assert.IsTrue((bool)busy.Read());
                Thread.Sleep(1);
                Assert.IsFalse((bool)busy.Read());
                chip.StuckBusy = true;
                Assert.IsTrue((bool)busy.Read());
                reset.Write(false);
                Thread.Sleep(1);
                reset.Write(true);
                Thread.Sleep(2);
                Assert.IsFalse((bool)busy.Read());
            });
            bench.Run();
            Assert.AreEqual(2, chip.Resets);
        }

        [TestMethod]
        [DataRow("A0 08", 0x20, 9)]
        [DataRow("A0 68", 0x69, 107)]
        [DataRow("A0 F8", 0xF9, 254)]
        [DataRow("0D 07 06 28", 0x28, 11)]
        public void TheWindowIsInSymbols(string command, int register, int milliseconds)
        {
            OnChip((spi, chip) =>
            {
                Send(spi, "A0 FF"); // before the packet type
                Assert.AreEqual(0, chip[0x0706]);
                SetUp(spi, 7, 255);
                Send(spi, command);
                Assert.AreEqual(register, chip[0x0706]);
                Send(spi, "82 00 00 00");
                Thread.Sleep(milliseconds - 1);
                Assert.AreEqual(Sx126xMode.Receive, chip.Mode);
                Thread.Sleep(1);
                AreBytes("00 26", Send(spi, "C0 00"));
                AreBytes("00 A6 02 00", Send(spi, "12 00 00 00"));
                Send(spi, "A0 00");
                Send(spi, "82 00 06 40"); // 25 ms
                Thread.Sleep(24);
                Assert.AreEqual(Sx126xMode.Receive, chip.Mode);
                Thread.Sleep(1);
                Assert.AreEqual(Sx126xMode.StandbyRc, chip.Mode);
            });
        }

        [TestMethod]
        public void TheErrataComeBack()
        {
            List<Transmission> sent = OnChip((spi, chip) =>
            {
                SetUp(spi, 7, 40);
                Send(spi, "8C 00 08 00 28 01 01"); // inverted, and nothing written behind it
                Send(spi, "8B 07 04 01 00");
                Transmit();
                CollectionAssert.AreEqual(new[] { "erratum 15.1, 0x0889", "erratum 15.4, 0x0736" }, chip.Faults);
                Send(spi, "0D 08 89 05");
                Send(spi, "0D 07 36 09");
                Send(spi, "0D 08 E7 18");
                Transmit();
                Send(spi, "95 04 07 00 01"); // writes OCP too
                Transmit();
                Send(spi, "8E 0E 04");
                Send(spi, "0D 08 D8 C8");
                Transmit();
                Assert.AreEqual(2, chip.Faults.Count);

                void Transmit()
                {
                    Send(spi, "83 00 00 00");
                    Thread.Sleep(200);
                    Assert.AreEqual(Sx126xMode.StandbyRc, chip.Mode);
                }
            });
            CollectionAssert.AreEqual(new double[] { 10, 22, 11 }, sent.Select(t => t.PowerDbm).ToArray()); // the first is lost
        }

        [TestMethod]
        public void ATcxoHasToBeSwitchedOnAndCalibratedFor()
        {
            OnChip(true, (spi, chip) =>
            {
                AreBytes("00 A2 00 20", Send(spi, "17 00 00 00"));
                Send(spi, "07 00 00");
                Send(spi, "80 01");
                AreBytes("00 2A", Send(spi, "C0 00"));
                AreBytes("00 AA 00 20", Send(spi, "17 00 00 00"));
                Send(spi, "07 00 00");
                Send(spi, "97 01 00 01 40");
                Send(spi, "8A 01");
                Send(spi, "8B 07 04 01 00");
                Send(spi, "8C 00 08 00 05 01 00");
                Send(spi, "86 36 41 99 9A");
                Send(spi, "82 00 00 00");
                AreBytes("00 2A", Send(spi, "C0 00"));
                AreBytes("00 AA 00 40", Send(spi, "17 00 00 00"));
                Send(spi, "89 7F");
                Thread.Sleep(9); // with the TCXO's start
                Send(spi, "82 00 00 00");
                Thread.Sleep(5);
                AreBytes("00 52", Send(spi, "C0 00"));
            });
            OnChip((spi, chip) =>
            {
                Send(spi, "97 01 00 01 40"); // a crystal
                Send(spi, "98 D7 DB");
                Thread.Sleep(4);
                AreBytes("00 2A", Send(spi, "C0 00"));
                AreBytes("00 AA 00 30", Send(spi, "17 00 00 00"));
                Send(spi, "80 01");
                Send(spi, "97 01 00 01 40");
                AreBytes("00 22", Send(spi, "C0 00"));
                Assert.AreEqual(0, chip.Faults.Count);
            });
        }

        [TestMethod]
        public void FlagsNeedBothMasksAndTheLineStaysHigh()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            int edges = 0;
            bench.Bare(chip, (spi, gpio) =>
            {
                GpioPin line = gpio.OpenPin(Bench.Dio1Pin, PinMode.Input);
                line.ValueChanged += (_, e) =>
                {
                    edges++;
                    Assert.ThrowsExactly<InvalidOperationException>(() => Send(spi, "C0 00"));
                };
                SetUp(spi, 7, 5);
                Send(spi, "08 00 80 00 80 00 00 00 00");
                Transmit();
                AreBytes("00 AC 00 00", Send(spi, "12 00 00 00")); // masked
                Send(spi, "08 00 01 00 01 00 00 00 00");
                Transmit();
                Transmit();
                Assert.AreEqual(1, edges);
                Send(spi, "02 00 80");
                Assert.IsTrue((bool)line.Read());
                Send(spi, "02 00 01");
                Assert.IsFalse((bool)line.Read());
                Assert.AreEqual(2, edges);
                chip.NeverFinishes = true;
                Transmit();
                Assert.AreEqual(Sx126xMode.Transmit, chip.Mode);

                void Transmit()
                {
                    Send(spi, "83 00 00 00");
                    Thread.Sleep(100);
                }
            });
            bench.Run();
        }

        [TestMethod]
        public void CadFindsWhatIsOnTheAirAndRandomNeedsItsPreparation()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            bench.Bare(chip, (spi, gpio) =>
            {
                SetUp(spi, 12, 5);
                Send(spi, "8B 0C 04 01 01");
                Send(spi, "88 01 1B 0A 00 00 00 00");
                Send(spi, "08 FF FF 00 00 00 00 00 00");
                Send(spi, "C5");
                Thread.Sleep(1000);
                AreBytes("00 A2 00 80", Send(spi, "12 00 00 00"));
                Send(spi, "02 FF FF");
                Send(spi, "C5");
                Thread.Sleep(100);
                AreBytes("00 A2 01 80", Send(spi, "12 00 00 00"));
                Thread.Sleep(2000);
                Send(spi, "82 FF FF FF");
                Thread.Sleep(20);
                AreBytes("00 D2 D2 D2 00 00 00 00", Send(spi, "1D 08 19 00 00 00 00 00"));
                Send(spi, "0D 08 E2 00");
                Send(spi, "0D 08 E5 00");
                Assert.IsTrue(Send(spi, "1D 08 19 00 00 00 00 00").Skip(4).Any(b => b != 0));
            });
            bench.Board(bench.Chip(50), Bench.Wired, radio =>
            {
                Thread.Sleep(900);
                radio.Transmit(new Modulation { SpreadingFactor = 12 }, s_hello, 0, 5);
            });
            bench.Run();
        }

        [TestMethod]
        public void CrcErrorsComeWithRxDoneAndBrokenHeadersLeaveItReceiving()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            bench.Bare(chip, (spi, gpio) =>
            {
                SetUp(spi, 7, 255);
                Send(spi, "82 00 00 00");
                Thread.Sleep(800);
                AreBytes("00 A4 00 56", Send(spi, "12 00 00 00"));
                AreBytes("00 A2 00 01 00 01 00 00", Send(spi, "10 00 00 00 00 00 00 00"));
                Send(spi, "02 FF FF");
                chip.SpoilsHeaders = true;
                Send(spi, "82 00 00 00");
                Thread.Sleep(1000);
                AreBytes("00 D2 00 24", Send(spi, "12 00 00 00"));
            });
            Sender(50, 500);
            Sender(55, 525);
            Sender(50, 1200);
            bench.Run();

            void Sender(int x, int at)
            {
                bench.Board(bench.Chip(x), Bench.Wired, radio =>
                {
                    radio.Sleep();
                    Thread.Sleep(at);
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                });
            }
        }

        [TestMethod]
        public void TheTimerOfAReceptionWithoutHeaderFiresLater()
        {
            foreach (bool isCured in new[] { false, true })
            {
                Bench bench = new();
                bench.Bare(bench.Chip126x(), (spi, gpio) =>
                {
                    SetUp(spi, 7, 5);
                    Send(spi, "8C 00 08 01 05 01 00");
                    Send(spi, "08 FF FF 00 00 00 00 00 00");
                    Send(spi, "82 00 FA 00"); // 1 s
                    Thread.Sleep(800);
                    AreBytes("00 A4 00 06", Send(spi, "12 00 00 00"));
                    Send(spi, "02 FF FF");
                    if (isCured)
                    {
                        Send(spi, "0D 09 02 00");
                        Send(spi, "0D 09 44 02");
                    }

                    Thread.Sleep(300);
                    AreBytes(isCured ? "00 A2 00 00" : "00 A6 02 00", Send(spi, "12 00 00 00"));
                });
                bench.Board(bench.Chip(50), Bench.Wired, radio =>
                {
                    Thread.Sleep(500);
                    radio.Transmit(new Modulation { ImplicitHeader = true, ImplicitLength = 5 }, s_hello, 0, 5);
                });
                bench.Run();
            }
        }

        [TestMethod]
        public void ADutyCycleHoldsOnToALongPreambleOnly()
        {
            foreach (int preamble in new[] { 8, 120 })
            {
                Bench bench = new();
                SimulatedSx126x chip = bench.Chip126x();
                bench.Bare(chip, (spi, gpio) =>
                {
                    SetUp(spi, 7, 255);
                    Send(spi, "08 00 02 00 00 00 00 00 00");
                    Send(spi, "94 00 02 80 00 15 00"); // 10 ms of 94
                    Thread.Sleep(2000);
                    Assert.AreEqual(preamble == 120, chip.Mode == Sx126xMode.StandbyRc);
                    Assert.IsTrue(chip.ModeMilliseconds(Sx126xMode.Sleep) > (preamble == 120 ? 300 : 1500));
                });
                bench.Board(bench.Chip(50), Bench.Wired, radio =>
                {
                    Thread.Sleep(470);
                    radio.Transmit(new Modulation { PreambleSymbols = preamble }, s_hello, 0, 5);
                });
                bench.Run();
            }
        }

        private static List<Transmission> OnChip(Action<SpiDevice, SimulatedSx126x> body)
        {
            return OnChip(false, body);
        }

        private static List<Transmission> OnChip(bool hasTcxo, Action<SpiDevice, SimulatedSx126x> body)
        {
            Bench bench = new();
            List<Transmission> sent = new();
            bench.Air.Sent += sent.Add;
            SimulatedSx126x chip = new(bench.Air) { HasTcxo = hasTcxo };
            bench.Bare(chip, (spi, gpio) => body(spi, chip));
            bench.Run();
            return sent;
        }

        // 868.1 MHz, 125 kHz, 4/5, 22 dBm, with "hello" to send, as a careful driver does it.
        private static void SetUp(SpiDevice spi, int spreadingFactor, int length, string preamble = "00 08")
        {
            Send(spi, "8A 01");
            Send(spi, "98 D7 DB");
            Thread.Sleep(4);
            Send(spi, "86 36 41 99 9A");
            Send(spi, "8F 00 00");
            Send(spi, "95 04 07 00 01");
            Send(spi, "8E 16 04");
            Send(spi, "0D 08 D8 DE");
            Send(spi, $"8B {spreadingFactor:X2} 04 01 00");
            Send(spi, "0D 08 89 05");
            Send(spi, $"8C {preamble} 00 {length:X2} 01 00");
            Send(spi, "0D 07 36 0D");
            Send(spi, "08 FF FF 00 00 00 00 00 00");
            Send(spi, "0E 00 68 65 6C 6C 6F");
        }

        private static byte[] Send(SpiDevice spi, string bytes)
        {
            byte[] write = Bytes(bytes);
            byte[] read = new byte[write.Length];
            spi.TransferFullDuplex(new SpanByte(write, 0, write.Length), new SpanByte(read, 0, read.Length));
            return read;
        }

        private static byte[] Bytes(string bytes)
        {
            return Convert.FromHexString(bytes.Replace(" ", ""));
        }

        private static void AreBytes(string expected, byte[] actual)
        {
            Assert.AreEqual(expected.Replace(" ", ""), Convert.ToHexString(actual));
        }
    }
}
