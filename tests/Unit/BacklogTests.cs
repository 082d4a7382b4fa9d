// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace UnitTests
{
    /// <summary>Reports that could not be delivered are kept with their time and sent together later.</summary>
    [TestClass]
    public class BacklogTests
    {
        [TestMethod]
        public void AReportNobodyAcknowledgesIsSentLaterWithItsTime()
        {
            Harness harness = Reporting();
            harness.Temperature.Value = 31;
            Due(harness);
            long first = harness.Clock.UtcMilliseconds / 1000;
            harness.Temperature.Value = 32; // what was reported is what is kept, under the time it was reported
            GiveUp(harness);
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            CoapMessage kept = harness.Channel.Last();
            Assert.IsTrue(kept.Type == CoapType.Confirmable && kept.Code == CoapCode.Post && kept.OptionText(0) == "dp");
            Assert.AreEqual(ContentFormat.SenmlCbor, kept.OptionInteger(CoapOption.ContentFormat, -1));
            Assert.AreEqual("81 A3 22 1A " + Seconds(first) + " 21 6C 2F 33 33 30 33 2F 30 2F 35 37 30 30 02 18 1F", Hex.Text(kept.Buffer, kept.PayloadOffset, kept.PayloadLength));
            harness.Respond(CoapCode.Changed);
            harness.Channel.Clear();
            harness.Client.Poll();
            Assert.AreEqual(0, harness.Channel.Count);
        }

        [TestMethod]
        public void SeveralGoInOneMessageAndNothingIsForgottenBeforeItIsAcknowledged()
        {
            Harness harness = Reporting();
            for (int i = 0; i < 3; i++)
            {
                Miss(harness, 20 + i);
            }

            harness.Clock.Now += 60000;
            harness.Client.Poll();
            Assert.AreEqual(3, Records(harness.Channel.Last(), "20;21;22"));
            GiveUp(harness);
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            Assert.AreEqual(3, Records(harness.Channel.Last(), "20;21;22"));
        }

        [TestMethod]
        public void WhatTheServerRefusesIsKeptAndSentAgainAtGrowingIntervals()
        {
            Harness harness = Reporting();
            Miss(harness, 20);
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            harness.Respond(CoapCode.BadRequest);
            Assert.AreEqual("kept reports refused by the server", harness.Log.LastLine);
            harness.Client.Poll();
            Assert.AreEqual("rd", harness.Channel.Last().OptionText(0)); // does it know the client?
            harness.Respond(CoapCode.Changed);
            int sends = 0;
            for (int i = 0; i < 280; i++)
            {
                harness.Channel.Clear();
                harness.Client.Poll();
                bool sent = harness.Channel.Count > 0 && harness.Channel.Last().OptionText(0) == "dp";
                sends += sent ? 1 : 0;
                if (sent)
                {
                    Assert.AreEqual(1, Records(harness.Channel.Last(), "20"));
                    harness.Respond(CoapCode.BadRequest);
                }

                harness.Clock.Now += 1000;
            }

            Assert.AreEqual(3, sends); // at once, after one minute, and after two more
        }

        [TestMethod]
        public void AServerThatDoesNotKnowTheAddressIsToldByAnUpdateFirst()
        {
            Harness harness = Reporting();
            Miss(harness, 20);
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            harness.Respond(CoapCode.NotFound); // a NAT has given the device another address
            harness.Clock.Now += 2500;
            harness.Client.Poll();
            Assert.AreEqual("rd", harness.Channel.Last().OptionText(0));
            harness.Respond(CoapCode.Changed);
            harness.Client.Poll();
            Assert.AreEqual(1, Records(harness.Channel.Last(), "20"));
            harness.Respond(CoapCode.NotFound);
            Assert.AreEqual("kept reports refused by the server", harness.Log.LastLine);
        }

        [TestMethod]
        public void WhatIsKeptSurvivesASleep()
        {
            Harness harness = Reporting();
            Miss(harness, 20);
            byte[] record = new byte[SessionState.MaximumLength];
            int length = SessionState.Save(harness.Client, 1, true, record);
            byte[] cut = new byte[length];
            System.Array.Copy(record, 0, cut, 0, length);
            Harness again = new Harness(false);
            again.Clock.Now = harness.Clock.Now + 5000;
            Assert.IsTrue(again.Load(cut, true));
            again.Client.Poll();
            Assert.AreEqual(1, Records(again.Channel.Last(), "20"));
        }

        [TestMethod]
        public void WhereTheRecordHasNoRoomForAllEverySecondGoes()
        {
            Harness harness = Reporting();
            for (int i = 0; i < 200; i++)
            {
                Miss(harness, i * 7919 % 1000);
            }

            byte[] record = new byte[900];
            int thinned = 0;
            while (SessionState.Save(harness.Client, 1, true, record) == 0)
            {
                Assert.IsTrue(harness.Client.DropOldest());
                thinned++;
            }

            Assert.IsTrue(thinned > 0 && thinned < 4);
            while (harness.Client.DropOldest())
            {
            }

            Assert.AreEqual(0, harness.Client.WaitingLength);
        }

        [TestMethod]
        public void WhatIsDueAtASleepWithoutANetworkIsKept()
        {
            Harness harness = Reporting();
            harness.Temperature.Value = 20;
            harness.Clock.Now += 600000;
            harness.Client.KeepUndelivered();
            harness.Client.KeepUndelivered(); // once is enough
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            Assert.AreEqual(1, Records(harness.Channel.Last(), "20"));
            Assert.IsTrue(harness.Client.HasFailedToReport);
        }

        [TestMethod]
        public void AClockThatWasNeverSetTellsHowLongAgoItWas()
        {
            Harness harness = Reporting(0);
            Miss(harness, 20);
            harness.Clock.Now += 100000;
            harness.Client.Poll();
            CoapMessage kept = harness.Channel.Last();
            Assert.AreEqual("81 A3 22 38 63 21", Hex.Text(kept.Buffer, kept.PayloadOffset, 6)); // 100 s before now
        }

        [TestMethod]
        public void ALinkThatConfirmsNeedsNoAnswerAndItsFailureIsKept()
        {
            Harness harness = Reporting();
            harness.Channel.LinkConfirms = true;
            harness.Temperature.Value = 20;
            Due(harness);
            CoapMessage report = harness.Channel.Last();
            Assert.IsTrue(report.Type == CoapType.NonConfirmable && report.NoResponse != 0);
            Assert.IsTrue(harness.Client.IsQuiet);

            harness.Channel.LinkDelivers = false;
            harness.Temperature.Value = 21;
            Due(harness);
            harness.Channel.LinkDelivers = true;
            harness.Channel.Clear();
            harness.Clock.Now += 60000;
            harness.Client.Poll();
            Assert.AreEqual(1, harness.Channel.Count);
            Assert.AreEqual(1, Records(harness.Channel.Last(), "21"));
        }

        // A device that reports its temperature every ten minutes and wants to know that it arrived.
        private static Harness Reporting(long epoch = 1767225600000L)
        {
            Harness harness = new Harness();
            harness.Clock.Epoch = epoch;
            harness.Registered();
            harness.Send(CoapCode.Post, "2347", Harness.NotifyValues("/3303/0/5700", 1, "/in/box", 600, true, false), ContentFormat.Tlv);
            harness.Clock.Now += 2500;
            harness.Client.Poll();
            harness.Respond(CoapCode.Changed);
            harness.Channel.Clear();
            return harness;
        }

        private static void Due(Harness harness)
        {
            long wait = harness.Notify[0].NextDue - harness.Clock.UtcMilliseconds;
            harness.Clock.Now += wait > 0 ? wait : 0;
            harness.Client.Poll();
            if (harness.Channel.Count > 0 && harness.Channel.Last().OptionText(0) == "rd")
            {
                harness.RespondToRegistration(); // it is renewed now and then
                harness.Client.Poll();
            }
        }

        private static void GiveUp(Harness harness)
        {
            for (int i = 0; i < 120 && !harness.Client.IsQuiet; i++)
            {
                harness.Clock.Now += 1000;
                harness.Client.Poll();
            }
        }

        // The device sleeps before it gives up.
        private static void Miss(Harness harness, int value)
        {
            harness.Temperature.Value = value;
            Due(harness);
            harness.Client.KeepUndelivered();
            Assert.IsTrue(harness.Client.IsQuiet);
        }

        private static string Seconds(long utc)
        {
            byte[] bytes = { (byte)(utc >> 24), (byte)(utc >> 16), (byte)(utc >> 8), (byte)utc };
            return Hex.Text(bytes, 0, 4);
        }

        // How many records there are; their values, when they are given.
        private static int Records(CoapMessage message, string values)
        {
            ResourceReader reader = new FormatTable().FindReader(ContentFormat.SenmlCbor);
            reader.Open(message.Buffer, message.PayloadOffset, message.PayloadLength, LwM2M.Nano.Model.ResourcePath.Root);
            string text = "";
            int count = 0;
            while (reader.MoveNext())
            {
                reader.TryReadFloat(out double value);
                text += (count++ == 0 ? "" : ";") + ((int)value).ToString();
            }

            Assert.AreEqual(values == null ? text : values, text);
            return count;
        }
    }
}
