// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Lora.Nano;
using Lora.Nano.Lorawan;
using Lora.Nano.Sx126x;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Lora;
using Thread = Simulator.Platform.Thread;

namespace LoraTests
{
    /// <summary>The SX126x driver on a simulated chip. Each fault other drivers are known for is a test by its name.</summary>
    [TestClass]
    public class Sx126xRadioTests
    {
        private static readonly byte[] s_hello = Encoding.ASCII.GetBytes("hello");

        private static long Now => Simulator.Platform.Environment.TickCount64;

        [TestMethod]
        [DataRow(7, Bandwidth.Khz125, 1, false)]
        [DataRow(8, Bandwidth.Khz125, 2, true)]
        [DataRow(9, Bandwidth.Khz500, 2, false)]
        [DataRow(10, Bandwidth.Khz250, 3, true)]
        [DataRow(10, Bandwidth.Khz62_5, 3, false)]
        [DataRow(11, Bandwidth.Khz125, 4, true)]
        [DataRow(12, Bandwidth.Khz125, 1, false)]
        [DataRow(12, Bandwidth.Khz500, 1, true)]
        public void FramesGoToAnSx1276AndBack(int spreadingFactor, Bandwidth bandwidth, int codingRate, bool inverted)
        {
            foreach (bool isImplicit in new[] { false, true })
            {
                Modulation modulation = new()
                {
                    SpreadingFactor = spreadingFactor,
                    Bandwidth = bandwidth,
                    CodingRate = codingRate,
                    InvertIq = inverted,
                    SyncWord = inverted ? Modulation.LorawanSyncWord : Modulation.PrivateSyncWord,
                    ImplicitHeader = isImplicit,
                    ImplicitLength = isImplicit ? 5 : 0
                };
                Assert.AreEqual("hello", To1276(modulation, s_hello));
                ReceivedFrame frame = From1276(modulation, s_hello, 50, out RadioResult result);
                Assert.AreEqual(RadioResult.Done, result);
                Assert.AreEqual("hello", Text(frame));
            }
        }

        [TestMethod]
        public void TwoOfThemSpeakSf6InTheirOwnWay()
        {
            Bench bench = new();
            ReceivedFrame frame = Bench.NewFrame();
            Modulation modulation = new() { SpreadingFactor = 6, ImplicitHeader = true, ImplicitLength = 5 };
            RadioResult received = RadioResult.Timeout;
            SimulatedSx126x[] chips = { bench.Chip126x(), bench.Chip126x(50) };
            long lasted = 0;
            long told = 0;
            bench.Air.Sent += t => lasted = t.End;
            bench.Board(chips[0], Bench.Wired126x, radio =>
            {
                radio.StartReceiving(modulation);
                received = radio.WaitForFrame(frame, 5000);
            });
            bench.Board(chips[1], Bench.Wired126x, radio =>
            {
                Thread.Sleep(300);
                long start = bench.Time.Now - Now;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(modulation, s_hello, 0, 5));
                told = start + radio.TransmittedAt;
            });
            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
            Assert.AreEqual("hello", Text(frame));
            Assert.AreEqual(lasted, told, 1);
            NoFaults(chips);
        }

        [TestMethod]
        [DataRow(7)]
        [DataRow(9)]
        public void LongInvertedDownlinksAreHeard(int spreadingFactor)
        {
            byte[] payload = Enumerable.Range(0, 222).Select(i => (byte)i).ToArray();
            Modulation downlink = new() { SpreadingFactor = spreadingFactor, InvertIq = true, Crc = false };
            for (int length = 1; length <= 222; length += 221)
            {
                ReceivedFrame frame = From1276(downlink, payload[..length], 50, out RadioResult result, 30);
                Assert.AreEqual(RadioResult.Done, result, $"{length} bytes");
                CollectionAssert.AreEqual(payload[..length], frame.Buffer[..frame.Length]);
            }
        }

        [TestMethod]
        [DataRow(6, 6)]
        [DataRow(100, 104)]
        [DataRow(248, 248)]
        [DataRow(300, 300)]
        [DataRow(1023, 1023)]
        public void AnEmptyWindowEndsInTime(int symbols, int expected)
        {
            foreach (bool polls in new[] { false, true })
            {
                long took = 0;
                OnRadio(
                    (radio, chip) =>
                    {
                        long start = Now;
                        Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, symbols, Bench.NewFrame()));
                        took = Now - start;
                        Assert.AreEqual(Sx126xMode.StandbyRc, chip.Mode);
                    },
                    options: new Sx126xOptions { ResetPin = Bench.ResetPin, BusyPin = Bench.BusyPin, Dio1Pin = polls ? -1 : Bench.Dio1Pin });
                Assert.AreEqual(expected * 1.024, took, polls ? 15 : 10);
            }
        }

        [TestMethod]
        [DataRow(20, 7)]
        [DataRow(300, 7)]
        [DataRow(300, 9)]
        [DataRow(8, 12)]
        public void AFrameThatBeginsInTheWindowIsTakenWhole(int symbols, int spreadingFactor)
        {
            Modulation modulation = new() { SpreadingFactor = spreadingFactor };
            byte[] payload = new byte[120]; // longer than the window
            ReceivedFrame frame = From1276(modulation, payload, 50, out RadioResult result, symbols);
            Assert.AreEqual(RadioResult.Done, result);
            Assert.AreEqual(120, frame.Length);
        }

        [TestMethod]
        [DataRow(200)]
        [DataRow(300)]
        public void AFrameThatBeginsAtTheEndOfAWindowIsTakenToo(int symbols)
        {
            Modulation modulation = new() { SpreadingFactor = 9 };
            int window = symbols * modulation.SymbolMicroseconds / 1000;
            From1276(modulation, s_hello, 50, out RadioResult result, symbols, window - 40); // ten symbols of it, without the header
            Assert.AreEqual(RadioResult.Done, result);
            From1276(modulation, s_hello, 50, out result, symbols, window + 60);
            Assert.AreEqual(RadioResult.Timeout, result);
        }

        [TestMethod]
        public void AnImplicitFrameInATimedWindowLeavesNoTimerBehind()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            List<RadioResult> seen = new();
            Modulation modulation = new() { ImplicitHeader = true, ImplicitLength = 5 };
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                seen.Add(radio.ReceiveSingle(modulation, 1000, Bench.NewFrame()));
                radio.StartReceiving(modulation);
                seen.Add(radio.WaitForFrame(Bench.NewFrame(), 2000));
                Assert.IsTrue(radio.IsReceiving);
            });
            SendEvery(bench, 1, 500, modulation);
            bench.Run();
            CollectionAssert.AreEqual(new[] { RadioResult.Done, RadioResult.Timeout }, seen);
            NoFaults(chip);
        }

        [TestMethod]
        public void AFreeChannelIsFreeAndABusyOneIsBusy()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            List<RadioResult> seen = new();
            Modulation slow = new() { SpreadingFactor = 12 };
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                seen.Add(radio.DetectActivity(slow));
                Assert.IsTrue(radio.MeasureRssi(slow, 5) < -100);
                Thread.Sleep(1000);
                seen.Add(radio.DetectActivity(slow));
                seen.Add(radio.TransmitIfFree(slow, s_hello, 0, 5));
                Assert.IsTrue(radio.MeasureRssi(slow, 5) > -100);
                Thread.Sleep(3000);
                seen.Add(radio.TransmitIfFree(slow, s_hello, 0, 5));
            });
            bench.Board(bench.Chip(5), Bench.Wired, radio =>
            {
                Thread.Sleep(900);
                radio.Transmit(slow, s_hello, 0, 5);
            });
            bench.Run();
            CollectionAssert.AreEqual(new[] { RadioResult.Done, RadioResult.ChannelBusy, RadioResult.ChannelBusy, RadioResult.Done }, seen);
            NoFaults(chip);
        }

        [TestMethod]
        public void WakeFromSleep_PullsNssBeforeWaitingForBusy()
        {
            OnRadio((radio, chip) =>
            {
                radio.Sleep();
                Assert.AreEqual(Sx126xMode.Sleep, chip.Mode);
                Thread.Sleep(1000);
                long start = Now;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.IsTrue(Now - start < 60);
                Assert.AreEqual(0, radio.Recoveries);
                Assert.AreEqual(0x96, chip[0x08AC]); // the retention list
                radio.Sleep();
                Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame())); // at once
                radio.Sleep();
                radio.StartReceiving(Bench.Sf7);
                Assert.IsTrue(radio.IsReceiving);
            });
        }

        [TestMethod]
        public void SetSleep_DoesNotWaitForBusy()
        {
            OnRadio((radio, chip) =>
            {
                radio.StartReceiving(Bench.Sf7);
                long start = Now;
                radio.Sleep();
                radio.Sleep(); // sleeps already: it is not woken for that
                Assert.IsFalse(radio.IsReceiving);
                Assert.AreEqual(Sx126xMode.Sleep, chip.Mode);
                radio.SetPower(5);
                Assert.IsNull(radio.Recall());
                radio.Retain(new byte[radio.RetainedLength]);
                Assert.IsTrue(Now - start < 5);
                Assert.AreEqual(Sx126xMode.Sleep, chip.Mode);
                Thread.Sleep(10000);
                Assert.IsTrue(chip.ModeMilliseconds(Sx126xMode.Sleep) >= 10000);
                radio.Dispose();
                Assert.AreEqual(Sx126xMode.Sleep, chip.Mode);
            });
        }

        [TestMethod]
        public void BusyStuckHigh_TimesOutAndResets()
        {
            OnRadio((radio, chip) =>
            {
                radio.SetPower(20);
                for (int i = 0; i < 4; i++)
                {
                    chip.StuckBusy = true;
                    long start = Now;
                    switch (i)
                    {
                        case 0:
                            Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                            break;
                        case 1:
                            Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame()));
                            break;
                        case 2:
                            Assert.AreEqual(RadioResult.Done, radio.DetectActivity(Bench.Sf7));
                            break;
                        default:
                            Assert.IsFalse(radio.IsReceiving);
                            radio.StartReceiving(Bench.Sf7);
                            Assert.IsTrue(radio.IsReceiving);
                            break;
                    }

                    Assert.IsTrue(Now - start < 300);
                    Assert.AreEqual(i + 1, radio.Recoveries);
                    Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                    Assert.AreEqual(20, (sbyte)chip.Last(0x8E)[0]);
                }

                Assert.AreEqual(5, chip.Resets);
                chip.ResetHelps = false;
                chip.StuckBusy = true;
                long begin = Now;
                Assert.AreEqual(RadioResult.NotAnswering, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.AreEqual(RadioResult.NotAnswering, radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame()));
                radio.Sleep();
                Assert.IsTrue(Now - begin < 3000);
                chip.ResetHelps = true;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
            });
        }

        [TestMethod]
        public void ARadioThatTakesLongToStartIsWaitedFor()
        {
            Bench bench = new();
            SimulatedSx126x chip = new(bench.Air) { ResetHelps = false };
            bench.Bare(bench.Chip(5000), Bench.Wired, (_, _) =>
            {
                chip.StuckBusy = true;
                Thread.Sleep(500);
                chip.StuckBusy = false;
            });
            bench.Board(chip, Bench.Wired126x, radio => Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5)));
            bench.Run();
            NoFaults(chip);
        }

        [TestMethod]
        [DataRow(true, false)] // BUSY rises and stays
        [DataRow(true, true)] // nothing answers any more
        [DataRow(false, false)]
        [DataRow(false, true)]
        public void ARadioThatFailsInTheMiddleIsResetAndUsedAgain(bool sends, bool silently)
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            Modulation slow = new() { SpreadingFactor = 12 };
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                Thread.Sleep(100 - (int)Now);
                RadioResult result = sends ? radio.Transmit(slow, s_hello, 0, 5) : radio.ReceiveSingle(Bench.Sf7, 800, Bench.NewFrame());
                Assert.AreEqual(RadioResult.Recovered, result);
                Assert.AreEqual(1, radio.Recoveries);
                Assert.IsTrue(Now < (silently ? 2500 : 900), "a BUSY that hangs is seen before the end");
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
            });
            bench.Bare(bench.Chip(5000), Bench.Wired, (_, _) =>
            {
                Thread.Sleep(500);
                chip.StuckBusy = !silently;
                chip.IsSilent = silently;
                Thread.Sleep(1000);
                chip.IsSilent = false; // while it is tried again
            });
            bench.Run();
            Assert.AreEqual(2, chip.Resets);
            NoFaults(chip);
        }

        [TestMethod]
        public void NegativeSnr_IsSigned()
        {
            ReceivedFrame frame = From1276(Bench.Sf7, s_hello, 110, out RadioResult result);
            Assert.AreEqual(RadioResult.Done, result);
            Assert.IsTrue(frame.SnrQuarters < 0 && frame.SnrQuarters > -40, $"{frame.SnrQuarters}");
            Assert.IsTrue(frame.RssiDbm < -110 && frame.RssiDbm > -125, $"{frame.RssiDbm}");
            frame = From1276(Bench.Sf7, s_hello, 20, out result);
            Assert.IsTrue(frame.SnrQuarters > 20, $"{frame.SnrQuarters}");
            Assert.IsTrue(frame.RssiDbm > -110, $"{frame.RssiDbm}");
        }

        [TestMethod]
        public void CrcError_IsReportedWithRxDone()
        {
            foreach (bool single in new[] { false, true })
            {
                Bench bench = new();
                SimulatedSx126x chip = bench.Chip126x();
                RadioResult received = RadioResult.Done;
                bench.Board(chip, Bench.Wired126x, radio =>
                {
                    if (single)
                    {
                        received = radio.ReceiveSingle(Bench.Sf7, 1000, Bench.NewFrame());
                        return;
                    }

                    radio.StartReceiving(Bench.Sf7);
                    received = radio.WaitForFrame(Bench.NewFrame(), 10000);
                    Assert.AreEqual(RadioResult.Timeout, radio.WaitForFrame(Bench.NewFrame(), 100));
                });
                for (int i = 0; i < 2; i++)
                {
                    SendEvery(bench, 1, 500, Bench.Sf7, bench.Chip(100 + i)); // both at once: neither is 6 dB stronger
                }

                bench.Run();
                Assert.AreEqual(RadioResult.CrcError, received);
                NoFaults(chip);
            }
        }

        [TestMethod]
        public void AFrameWithoutCrcOrTooLongForTheBufferIsDropped()
        {
            foreach (bool crc in new[] { false, true })
            {
                Bench bench = new();
                RadioResult received = RadioResult.Done;
                bench.Board(bench.Chip126x(), Bench.Wired126x, radio =>
                {
                    radio.StartReceiving(Bench.Sf7);
                    received = radio.WaitForFrame(new ReceivedFrame(new byte[crc ? 3 : 255]), 10000);
                });
                SendEvery(bench, 1, 500, new Modulation { Crc = crc });
                bench.Run();
                Assert.AreEqual(RadioResult.CrcError, received);
            }
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void ImplicitContinuous_SecondPacketReadsMovedOffset(bool isImplicit)
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            List<string> taken = new();
            string[] texts = Enumerable.Range(0, 60).Select(i => $"frame {i:D2}").ToArray(); // more than the buffer holds
            Modulation modulation = new() { ImplicitHeader = isImplicit, ImplicitLength = isImplicit ? 8 : 0 };
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                ReceivedFrame frame = Bench.NewFrame();
                radio.StartReceiving(modulation);
                while (taken.Count < texts.Length)
                {
                    Assert.AreEqual(RadioResult.Done, radio.WaitForFrame(frame, 10000));
                    taken.Add(Text(frame));
                    Assert.IsTrue(radio.IsReceiving);
                }
            });
            bench.Board(bench.Chip(100), Bench.Wired, radio =>
            {
                foreach (string text in texts)
                {
                    Thread.Sleep(400);
                    radio.Transmit(modulation, Encoding.ASCII.GetBytes(text), 0, 8);
                }
            });
            bench.Run();
            CollectionAssert.AreEqual(texts, taken);
            NoFaults(chip);
        }

        [TestMethod]
        public void Tcxo_IsEnabledBeforeCalibrate_AndRecalibrated()
        {
            Sx126xOptions options = Bench.Wired126x;
            options.HasTcxo = true;
            options.TcxoMillivolts = 3300;
            OnRadio(
                (radio, chip) =>
                {
                    Assert.IsTrue(radio.HasTcxo);
                    CollectionAssert.AreEqual(new byte[] { 7, 0x00, 0x01, 0x40 }, chip.Last(0x97));
                    CollectionAssert.AreEqual(new byte[] { 0x7F }, chip.Last(0x89));
                    long took = Now;
                    Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                    took = radio.TransmittedAt - took;
                    Assert.AreEqual(5 + 31, took, 1); // its start is not in the airtime
                    radio.Sleep();
                    Thread.Sleep(1000);
                    Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame()));
                    chip.StuckBusy = true;
                    Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5)); // the reset has switched it off
                    Assert.AreEqual(1, radio.Recoveries);
                },
                bench => new SimulatedSx126x(bench.Air) { HasTcxo = true, TcxoStartMilliseconds = 3 },
                options);
        }

        [TestMethod]
        public void Crystal_BoardWithTcxoSetting_ReportsXoscError()
        {
            Sx126xOptions options = Bench.Wired126x;
            options.HasTcxo = true;
            OnRadio(
                (radio, chip) =>
                {
                    Assert.IsFalse(radio.HasTcxo);
                    Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                },
                options: options);
        }

        [TestMethod]
        public void ATcxoThatIsNotSaidIsTold()
        {
            Assert.AreEqual(
                "radio's oscillator does not start: a TCXO needs HasTcxo and its voltage",
                Complaint(bench => new SimulatedSx126x(bench.Air) { HasTcxo = true }, Bench.Wired126x));
        }

        [TestMethod]
        public void Errata_SurviveSetModulationAndPacketParams()
        {
            OnRadio((radio, chip) =>
            {
                Modulation wide = new() { Bandwidth = Bandwidth.Khz500 };
                Modulation inverted = new() { InvertIq = true };
                for (int i = 0; i < 2; i++)
                {
                    Assert.AreEqual(RadioResult.Done, radio.Transmit(wide, s_hello, 0, 5));
                    Assert.AreEqual(0, chip[0x0889] & 4);
                    Assert.AreEqual(4, chip[0x0736] & 4);
                    Assert.AreEqual(RadioResult.Done, radio.Transmit(inverted, s_hello, 0, 5));
                    Assert.AreEqual(4, chip[0x0889] & 4);
                    Assert.AreEqual(0, chip[0x0736] & 4);
                    Assert.AreEqual(0x1E, chip[0x08D8] & 0x1E); // 15.2
                    radio.ReceiveSingle(inverted, 8, Bench.NewFrame());
                    Assert.AreEqual(0, chip[0x0736] & 4);
                    radio.Sleep();
                    Thread.Sleep(100);
                }
            });
        }

        [TestMethod]
        public void SymbolTimeout_IsWrittenAfterPacketType()
        {
            OnRadio((radio, chip) =>
            {
                radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame());
                Assert.AreEqual(0x20, chip[0x0706]);
                CollectionAssert.AreEqual(new byte[] { 8 }, chip.Last(0xA0)); // a change of the type would have undone it
            });
        }

        [TestMethod]
        [DataRow(6, 0x06, 0x18)]
        [DataRow(7, 0x08, 0x20)]
        [DataRow(8, 0x08, 0x20)]
        [DataRow(10, 0x0A, 0x28)]
        [DataRow(64, 0x40, 0x41)]
        [DataRow(100, 0x68, 0x69)]
        [DataRow(248, 0xF8, 0xF9)]
        public void SymbolTimeout_RoundsUp(int symbols, int parameter, int register)
        {
            OnRadio((radio, chip) =>
            {
                radio.ReceiveSingle(Bench.Sf7, symbols, Bench.NewFrame());
                Assert.AreEqual(parameter, chip.Last(0xA0)[0]);
                Assert.AreEqual(register, chip[0x0706]);
                CollectionAssert.AreEqual(new byte[3], chip.Last(0x82));
            });
        }

        [TestMethod]
        [DataRow(249, 16320)]
        [DataRow(256, 16777)]
        [DataRow(512, 33555)]
        public void SymbolTimeout_256IsNotCastToZero(int symbols, int steps)
        {
            OnRadio((radio, chip) =>
            {
                radio.ReceiveSingle(Bench.Sf7, symbols, Bench.NewFrame());
                byte[] timer = chip.Last(0x82);
                Assert.AreEqual(symbols * 1024 * 64 / 1000.0, (timer[0] << 16) | (timer[1] << 8) | timer[2], 1);
                Assert.AreEqual(steps, symbols * 1024 * 64 / 1000.0, 2);
                Assert.AreEqual(0, chip.Last(0xA0)[0]);
            });
        }

        [TestMethod]
        public void SymbolTimeout_IsZeroForContinuousRx()
        {
            OnRadio((radio, chip) =>
            {
                radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame());
                radio.StartReceiving(Bench.Sf7);
                CollectionAssert.AreEqual(new byte[] { 0 }, chip.Last(0xA0));
                CollectionAssert.AreEqual(new byte[] { 0xFF, 0xFF, 0xFF }, chip.Last(0x82));
                Assert.AreEqual(RadioResult.Timeout, radio.WaitForFrame(Bench.NewFrame(), 300000)); // more than the timer has
                Assert.IsTrue(radio.IsReceiving);
                radio.StopReceiving();
                Assert.IsFalse(radio.IsReceiving);
                radio.StartReceiving(Bench.Sf7);
                radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                Assert.IsFalse(radio.IsReceiving);
            });
        }

        [TestMethod]
        public void ClearIrq_ClearsOnlyTheBitsRead()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                CollectionAssert.AreEqual(new byte[] { 0x00, 0x01 }, chip.Last(0x02));
                radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame());
                CollectionAssert.AreEqual(new byte[] { 0x02, 0x00 }, chip.Last(0x02));
                radio.StartReceiving(Bench.Sf7);
                radio.WaitForFrame(Bench.NewFrame(), 5000);
                CollectionAssert.AreEqual(new byte[] { 0x00, 0x02 }, chip.Last(0x02));
            });
            SendEvery(bench, 1, 500, Bench.Sf7);
            bench.Run();
            NoFaults(chip);
        }

        [TestMethod]
        public void IrqOrder_RxDoneAndTimeoutBeforePreamble()
        {
            // Preamble and header are not asked for: what is told is the frame or the end of the window.
            OnRadio((radio, chip) =>
            {
                radio.ReceiveSingle(Bench.Sf7, 8, Bench.NewFrame());
                CollectionAssert.AreEqual(Convert.FromHexString("0262026200000000"), chip.Last(0x08));
                radio.StartReceiving(Bench.Sf7);
                CollectionAssert.AreEqual(Convert.FromHexString("0062006200000000"), chip.Last(0x08));
            });
        }

        [TestMethod]
        public void HeaderError_IsReported()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            List<RadioResult> seen = new();
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                chip.SpoilsHeaders = true;
                long start = bench.Time.Now;
                seen.Add(radio.ReceiveSingle(Bench.Sf7, 200, Bench.NewFrame()));
                Assert.IsTrue(bench.Time.Now - start < 300); // and does not go on receiving for ever
                Assert.AreEqual(Sx126xMode.StandbyRc, chip.Mode);
                radio.StartReceiving(Bench.Sf7);
                seen.Add(radio.WaitForFrame(Bench.NewFrame(), 2000));
                chip.SpoilsHeaders = false;
                seen.Add(radio.WaitForFrame(Bench.NewFrame(), 2000));
                Assert.AreEqual(0, radio.Recoveries);
            });
            bench.Board(bench.Chip(50), Bench.Wired, radio =>
            {
                Thread.Sleep(50);
                for (int i = 0; i < 3; i++)
                {
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                    Thread.Sleep(500);
                }
            });
            bench.Run();
            CollectionAssert.AreEqual(new[] { RadioResult.CrcError, RadioResult.CrcError, RadioResult.Done }, seen);
            NoFaults(chip);
        }

        [TestMethod]
        public void HighPower_SetsOcp140mA_AfterSetPaConfig()
        {
            List<Transmission> sent = OnRadio((radio, chip) =>
            {
                foreach (int dbm in new[] { 22, 14, 0, -9 })
                {
                    radio.SetPower(dbm);
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                    Assert.AreEqual(0x38, chip[0x08E7]);
                    Assert.AreEqual(dbm, (sbyte)chip.Last(0x8E)[0]);
                    Assert.AreEqual(dbm, radio.PowerDbm);
                }

                CollectionAssert.AreEqual(new byte[] { 4, 7, 0, 1 }, chip.Last(0x95));
                Assert.AreEqual(-9, radio.LowestDbm);
                Assert.AreEqual(22, radio.HighestDbm);
                Assert.ThrowsExactly<ArgumentException>(() => radio.SetPower(23));
                Assert.ThrowsExactly<ArgumentException>(() => radio.SetPower(-10));
            });
            CollectionAssert.AreEqual(new double[] { 22, 14, 0, -9 }, sent.Select(t => t.PowerDbm).ToArray());
        }

        [TestMethod]
        public void TheCurrentOfTheBoardIsNotPassed()
        {
            Sx126xOptions options = Bench.Wired126x;
            options.CurrentCapMilliamperes = 100;
            OnRadio(
                (radio, chip) =>
                {
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                    Assert.AreEqual(40, chip[0x08E7]);
                },
                options: options);
        }

        [TestMethod]
        public void AnSx1261HasItsOwnAmplifier()
        {
            Sx126xOptions options = Bench.Wired126x;
            options.IsSx1261 = true;
            List<Transmission> sent = OnRadio(
                (radio, chip) =>
                {
                    radio.SetPower(14);
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                    radio.SetPower(-17);
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                    Assert.AreEqual(0x18, chip[0x08E7]);
                    Assert.ThrowsExactly<ArgumentException>(() => radio.SetPower(15));
                },
                bench => new SimulatedSx126x(bench.Air) { IsSx1261 = true },
                options);
            CollectionAssert.AreEqual(new double[] { 14, -17 }, sent.Select(t => t.PowerDbm).ToArray());
        }

        [TestMethod]
        public void Dio2SwitchesTheAntenna()
        {
            Sx126xOptions options = Bench.Wired126x;
            options.UsesDio2AsSwitch = true;
            List<Transmission> sent = OnRadio(
                (radio, chip) =>
                {
                    radio.SetPower(22);
                    radio.Transmit(Bench.Sf7, s_hello, 0, 5);
                    CollectionAssert.AreEqual(new byte[] { 1 }, chip.Last(0x9D));
                },
                bench => new SimulatedSx126x(bench.Air) { HasSwitchOnDio2 = true },
                options);
            Assert.AreEqual(22, sent.Single().PowerDbm);
        }

        [TestMethod]
        public void RxDutyCycle_PreambleLengthIsTheSenders()
        {
            // The driver does not cycle; what it tells the receiver is the sender's preamble, however long.
            Modulation modulation = new() { PreambleSymbols = 0x123 };
            OnRadio((radio, chip) =>
            {
                radio.StartReceiving(modulation);
                CollectionAssert.AreEqual(new byte[] { 0x01, 0x23, 0x00, 0xFF, 0x01, 0x00 }, chip.Last(0x8C));
                Assert.IsNull(chip.Last(0x94));
            });
            From1276(modulation, s_hello, 50, out RadioResult result);
            Assert.AreEqual(RadioResult.Done, result);
        }

        [TestMethod]
        [DataRow(868100000, 0x3641999A)]
        [DataRow(868300000, 0x3644CCCD)]
        [DataRow(868500000, 0x36480000)]
        [DataRow(869525000, 0x36586666)]
        [DataRow(923200000, 0x39B33333)]
        [DataRow(923300000, 0x39B4CCCD)]
        public void Frequency_IsRoundedAndNotCut(int hertz, int word)
        {
            Assert.AreEqual(word, Frequency.ToWord(hertz));
            List<Transmission> sent = OnRadio((radio, chip) =>
            {
                radio.Transmit(new Modulation { FrequencyHertz = hertz }, s_hello, 0, 5);
                byte[] told = chip.Last(0x86);
                Assert.AreEqual(word, (told[0] << 24) | (told[1] << 16) | (told[2] << 8) | told[3]);
            });
            Assert.AreEqual(hertz, sent.Single().FrequencyHertz, 1);
        }

        [TestMethod]
        [DataRow(433175000, 0x6B6F)]
        [DataRow(490000000, 0x7581)]
        [DataRow(780000000, 0xC1C5)]
        [DataRow(865062500, 0xD7DB)]
        [DataRow(869525000, 0xD7DB)]
        [DataRow(902300000, 0xE1E9)]
        [DataRow(923200000, 0xE1E9)]
        [DataRow(169400000, 0x2A2B)]
        [DataRow(400000000, 0x6464)]
        public void TheImageIsCalibratedForTheBandInUse(int hertz, int band)
        {
            OnRadio((radio, chip) =>
            {
                Assert.AreEqual(RadioResult.Done, radio.Transmit(new Modulation { FrequencyHertz = hertz }, s_hello, 0, 5));
                byte[] told = chip.Last(0x98);
                Assert.AreEqual(band, (told[0] << 8) | told[1]);
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.AreEqual(0xD7, chip.Last(0x98)[0]);
            });
        }

        [TestMethod]
        public void Random_IsPreparedBySemtechsBits()
        {
            OnRadio((radio, chip) =>
            {
                byte lna = chip[0x08E2];
                byte mixer = chip[0x08E5];
                HashSet<int> seen = new();
                for (int i = 0; i < 20; i++)
                {
                    Assert.IsTrue(seen.Add(radio.ReadEntropy()));
                }

                Assert.IsFalse(seen.Contains(0));
                Assert.AreEqual(lna, chip[0x08E2]);
                Assert.AreEqual(mixer, chip[0x08E5]);
                radio.Sleep();
                Assert.IsTrue(seen.Add(radio.ReadEntropy()));
                Assert.IsFalse(radio.IsReceiving);
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
            });
        }

        [TestMethod]
        public void Rssi_IsTheSignalsOwnOnlyBelowTheNoise()
        {
            foreach (double metres in new[] { 10.0, 40, 70, 100, 110 })
            {
                ReceivedFrame frame = From1276(Bench.Sf7, s_hello, metres, out RadioResult result);
                Assert.AreEqual(RadioResult.Done, result);
                double strength = 14 - 127.41 - 10 * 2.08 * Math.Log10(metres / 40);
                Assert.AreEqual(strength, frame.RssiDbm, 1.5, $"{metres} m");
            }
        }

        [TestMethod]
        public void TheFrequencyErrorIsMeasured()
        {
            foreach (double ppm in new[] { 5.0, -5 })
            {
                Bench bench = new();
                ReceivedFrame frame = Bench.NewFrame();
                bench.Board(bench.Chip126x(), Bench.Wired126x, radio =>
                {
                    radio.StartReceiving(Bench.Sf7);
                    Assert.AreEqual(RadioResult.Done, radio.WaitForFrame(frame, 10000));
                });
                SimulatedSx127x other = bench.Chip(50);
                other.CrystalPpm = ppm;
                SendEvery(bench, 1, 700, Bench.Sf7, other);
                bench.Run();
                Assert.AreEqual(868.1 * ppm, frame.FrequencyErrorHertz, 50);
            }
        }

        [TestMethod]
        public void ARadioThatNeverFinishesIsResetAndUsedAgain()
        {
            OnRadio((radio, chip) =>
            {
                radio.SetPower(22);
                chip.NeverFinishes = true;
                long start = Now;
                Assert.AreEqual(RadioResult.Recovered, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.IsTrue(Now - start < 200, "waited too long");
                Assert.AreEqual(1, radio.Recoveries);
                chip.NeverFinishes = false;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.AreEqual(22, chip.Last(0x8E)[0]); // what was set is set again
                Assert.AreEqual(2, chip.Resets);
            });
        }

        [TestMethod]
        public void ARadioThatNoLongerAnswersIsToldAndDoesNotHang()
        {
            OnRadio((radio, chip) =>
            {
                chip.IsSilent = true;
                long start = Now;
                Assert.AreEqual(RadioResult.NotAnswering, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                Assert.AreEqual(RadioResult.NotAnswering, radio.ReceiveSingle(Bench.Sf7, 10, Bench.NewFrame()));
                Assert.IsTrue(Now - start < 3000);
                Assert.AreEqual(-127, radio.MeasureRssi(Bench.Sf7, 5));
                Assert.IsFalse(radio.IsReceiving);
                radio.Sleep();
                chip.IsSilent = false;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
            });
        }

        [TestMethod]
        public void AChipWhosePowerWasCutIsSetUpAnew()
        {
            OnRadio((radio, chip) =>
            {
                radio.SetPower(22);
                foreach (bool sleeps in new[] { false, true })
                {
                    if (sleeps)
                    {
                        radio.Sleep();
                        Thread.Sleep(100);
                    }

                    chip.CutPower();
                    Thread.Sleep(10);
                    Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                    Assert.AreEqual(0x1E, chip[0x08D8] & 0x1E);
                }

                Assert.AreEqual(2, radio.Recoveries);
                radio.StartReceiving(Bench.Sf7);
                chip.CutPower();
                Assert.IsFalse(radio.IsReceiving);
            });
        }

        [TestMethod]
        public void AnotherChipIsNamed()
        {
            Assert.AreEqual(
                "radio does not answer: check wiring and chip select",
                Complaint(bench => new SimulatedSx126x(bench.Air) { IsSilent = true }, Bench.Wired126x));
            Assert.AreEqual(
                "radio's BUSY stays high: check its pin, the reset line and the supply",
                Complaint(bench => new SimulatedSx126x(bench.Air) { ResetHelps = false }, Bench.Wired126x, chip => chip.StuckBusy = true));
            Bench other = new();
            string said = "";
            other.Bare(other.Chip(), Bench.Wired, (spi, gpio) =>
            {
                long start = other.Time.Now;
                said = Assert.ThrowsExactly<RadioException>(() => new Sx126xRadio(spi, gpio, Bench.Wired126x)).Message;
                Assert.IsTrue(other.Time.Now - start < 2000);
                Assert.ThrowsExactly<ArgumentException>(() => new Sx126xRadio(spi, gpio, new Sx126xOptions { ResetPin = Bench.ResetPin }));
                Assert.ThrowsExactly<ArgumentException>(() => new Sx126xRadio(spi, gpio, new Sx126xOptions { BusyPin = Bench.BusyPin, TcxoMillivolts = 1900 }));
            });
            other.Run();
            Assert.AreEqual("SX1276/77/78/79 found, an SX1261 or SX1262 is needed", said);
        }

        [TestMethod]
        [DataRow(-1, Bench.Dio1Pin)] // no reset line
        [DataRow(Bench.ResetPin, -1)] // DIO1 open
        [DataRow(-1, -1)]
        public void WorksWithTheLinesThereAre(int reset, int dio1)
        {
            Bench bench = new();
            Sx126xOptions options = new() { ResetPin = reset, BusyPin = Bench.BusyPin, Dio1Pin = dio1 };
            SimulatedSx126x chip = bench.Chip126x();
            RadioResult received = RadioResult.NotAnswering;
            bench.Board(chip, options, radio =>
            {
                Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, 20, Bench.NewFrame()));
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                chip.NeverFinishes = true;
                Assert.AreEqual(RadioResult.Recovered, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                chip.NeverFinishes = false;
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(Bench.NewFrame(), 20000);
            });
            SendEvery(bench, 1, 3000, Bench.Sf7);
            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
            NoFaults(chip);
        }

        [TestMethod]
        public void ALostEdgeLosesNoFrame()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            chip.LosesEdges = true;
            RadioResult received = RadioResult.NotAnswering;
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
                radio.StartReceiving(Bench.Sf7);
                received = radio.WaitForFrame(Bench.NewFrame(), 20000);
            });
            SendEvery(bench, 1, 3000, Bench.Sf7);
            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
        }

        [TestMethod]
        public void AStaleFlagGivesNoPhantomFrame()
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                radio.StartReceiving(Bench.Sf7);
                Thread.Sleep(2000); // a frame comes that nobody takes
                Assert.AreEqual(RadioResult.Timeout, radio.ReceiveSingle(Bench.Sf7, 10, Bench.NewFrame()));
                Assert.AreEqual(RadioResult.Done, radio.Transmit(Bench.Sf7, s_hello, 0, 5));
            });
            SendEvery(bench, 1, 500, Bench.Sf7);
            bench.Run();
            NoFaults(chip);
        }

        [TestMethod]
        public void WhatItCannotIsRefused()
        {
            OnRadio((radio, chip) =>
            {
                Refused(() => radio.Transmit(Bench.Sf7, s_hello, 0, 0));
                Refused(() => radio.Transmit(new Modulation { SpreadingFactor = 13 }, s_hello, 0, 5));
                Refused(() => radio.Transmit(new Modulation { ImplicitHeader = true, ImplicitLength = 4 }, s_hello, 0, 5));
                Refused(() => radio.DetectActivity(new Modulation { FrequencyHertz = 137000000 }));
                Refused(() => radio.StartReceiving(new Modulation { FrequencyHertz = 169400000, Bandwidth = Bandwidth.Khz250 }));
                Refused(() => radio.ReceiveSingle(Bench.Sf7, 1024, Bench.NewFrame()));
                Refused(() => radio.ReceiveSingle(Bench.Sf7, 3, Bench.NewFrame()));
                Refused(() => radio.ReceiveSingle(new Modulation { SpreadingFactor = 12, Bandwidth = Bandwidth.Khz7_8 }, 600, Bench.NewFrame()));
            });

            void Refused(Action action)
            {
                Assert.ThrowsExactly<ArgumentException>(action);
            }
        }

        [TestMethod]
        public void OverThreeLivesADeviceJoinsAndItsCountersHaveNoGapBehindTheFirst()
        {
            DeviceBench bench = new(joins: true, sx1262: true);
            int writes = 0;
            for (int life = 0; life < 3; life++)
            {
                bench.Live(
                    device =>
                    {
                        if (!device.IsJoined)
                        {
                            Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Join(device));
                        }

                        Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true));
                        Assert.AreEqual(LorawanResult.Acknowledged, DeviceBench.Send(device, true));
                    },
                    fromSleep: life > 0);
                Assert.IsTrue(bench.Store.Writes > writes, "written at each sleep");
                writes = bench.Store.Writes;
            }

            Assert.AreEqual("", bench.Violations);
            Assert.AreEqual(6, bench.Device.Uplinks.Count);
            Assert.AreEqual(0, bench.Device.Missing);
            NoFaults((SimulatedSx126x)bench.Chip);
        }

        private static string Text(ReceivedFrame frame)
        {
            return Encoding.ASCII.GetString(frame.Buffer, 0, frame.Length);
        }

        private static void NoFaults(params SimulatedSx126x[] chips)
        {
            Assert.AreEqual("", string.Join("; ", chips.SelectMany(c => c.Faults)));
        }

        // Runs code on a board with the radio; what was sent.
        private static List<Transmission> OnRadio(
            Action<Sx126xRadio, SimulatedSx126x> body, Func<Bench, SimulatedSx126x> chip = null, Sx126xOptions options = null)
        {
            Bench bench = new();
            List<Transmission> sent = new();
            bench.Air.Sent += sent.Add;
            SimulatedSx126x made = chip == null ? bench.Chip126x() : chip(bench);
            bench.Board(made, options ?? Bench.Wired126x, radio => body(radio, made));
            bench.Run(600);
            NoFaults(made);
            return sent;
        }

        private static string Complaint(Func<Bench, SimulatedSx126x> chip, Sx126xOptions options, Action<SimulatedSx126x> before = null)
        {
            Bench bench = new();
            string said = "";
            SimulatedSx126x made = chip(bench);
            bench.Bare(made, (spi, gpio) =>
            {
                before?.Invoke(made);
                said = Assert.ThrowsExactly<RadioException>(() => new Sx126xRadio(spi, gpio, options)).Message;
            });
            bench.Run();
            NoFaults(made);
            return said;
        }

        private static void SendEvery(Bench bench, int count, int milliseconds, Modulation modulation, SimulatedSx127x chip = null)
        {
            bench.Board(chip ?? bench.Chip(50), Bench.Wired, radio =>
            {
                for (int i = 0; i < count; i++)
                {
                    Thread.Sleep(milliseconds);
                    radio.Transmit(modulation, s_hello, 0, 5);
                }
            });
        }

        private static string To1276(Modulation modulation, byte[] payload)
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            ReceivedFrame frame = Bench.NewFrame();
            RadioResult received = RadioResult.Timeout;
            bench.Board(bench.Chip(50), Bench.Wired, radio =>
            {
                // An SX127x receives what is inverted only when it is told so, as a network's radio is.
                radio.StartReceiving(modulation);
                received = radio.WaitForFrame(frame, 20000);
            });
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                radio.Sleep();
                Thread.Sleep(300);
                long zero = bench.Time.Now - Now;
                long end = 0;
                bench.Air.Sent += t => end = t.End;
                Assert.AreEqual(RadioResult.Done, radio.Transmit(modulation, payload, 0, payload.Length));
                Assert.AreEqual(end, zero + radio.TransmittedAt, 2);
            });
            bench.Run();
            Assert.AreEqual(RadioResult.Done, received);
            NoFaults(chip);
            return Text(frame);
        }

        // An SX1262 takes what an SX1276 sends: all the time, or in a window that opens some time before.
        private static ReceivedFrame From1276(Modulation modulation, byte[] payload, double metres, out RadioResult result, int symbols = 0, int before = 10)
        {
            Bench bench = new();
            SimulatedSx126x chip = bench.Chip126x();
            ReceivedFrame frame = Bench.NewFrame();
            RadioResult received = RadioResult.NotAnswering;
            bench.Board(chip, Bench.Wired126x, radio =>
            {
                if (symbols == 0)
                {
                    radio.StartReceiving(modulation);
                    received = radio.WaitForFrame(frame, 20000);
                }
                else
                {
                    radio.Sleep();
                    Thread.Sleep(500 - (int)Now);
                    received = radio.ReceiveSingle(modulation, symbols, frame);
                }
            });
            bench.Board(bench.Chip(metres), Bench.Wired, radio =>
            {
                Thread.Sleep(500 + before - (int)Now);
                Assert.AreEqual(RadioResult.Done, radio.Transmit(modulation, payload, 0, payload.Length));
            });
            bench.Run();
            NoFaults(chip);
            result = received;
            return frame;
        }
    }
}
