// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace UnitTests
{
    /// <summary>Values as others write them: every reader takes what the specifications allow, and refuses what they do not.</summary>
    [TestClass]
    public class ValueKindTests
    {
        [TestMethod]
        [DataRow("[{\"n\":\"/3360/0/5750\",\"vs\":\"\\ud83d\\ude00 \\u00e9\\/\\n\"}]", "😀 é/\n")]
        [DataRow("[{\"\\u006e\":\"\\/3360\\/0\\/5750\",\"v\\u0073\":\"x\"}]", "x")]
        [DataRow("[{\"bn\":\"\\/3360\\/0\\/\",\"n\":\"5750\",\"vs\":\"y\"}]", "y")]
        public void EscapesAreUnderstoodWhereverAStringStands(string json, string value)
        {
            Harness harness = new Harness().Registered();
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Put, "3360/0/5750", Encoding.UTF8.GetBytes(json), ContentFormat.SenmlJson));
            harness.Get("3360/0/5750", ContentFormat.Text);
            Assert.AreEqual(value, harness.AnswerText);
        }

        [TestMethod]
        [DataRow("[{\"n\":\"/3360/0/5750\",\"vs\":\"\\ud83d\"}]")]
        [DataRow("[{\"n\":\"/3360/0/5750\",\"vs\":\"a\nb\"}]")]
        [DataRow("[{\"n\":\"/3360/0/5750\",\"vd\":\"YWJj\"}]")]
        [DataRow("[{\"n\":\"/3360/0/\\\\5750\",\"vs\":\"a\"}]")]
        [DataRow("[{\"bver\":11,\"n\":\"/3360/0/5750\",\"vs\":\"a\"}]")]
        [DataRow("[{\"n\":\"/3360/0/5702\",\"v\":+5}]")]
        [DataRow("[{\"n\":\"/3360/0/5702\",\"v\":007}]")]
        [DataRow("[{\"n\":\"/3360/0/5702\",\"v\":.5}]")]
        [DataRow("[{\"n\":\"/3360/0/5702\",\"v\":5.}]")]
        [DataRow("[{\"n\":\"/3360/0/5702\",\"vs\":\"5\"}]")]
        [DataRow("[{\"n\":\"/3360/0/5518\",\"v\":0.5}]")]
        public void WhatTheSpecificationsForbidIsRefused(string json)
        {
            Harness harness = new Harness().Registered();
            string path = json.IndexOf("5702") > 0 ? "3360/0/5702" : json.IndexOf("5518") > 0 ? "3360/0/5518" : "3360/0/5750";
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Put, path, Encoding.UTF8.GetBytes(json), ContentFormat.SenmlJson));
        }

        [TestMethod]
        [DataRow("3600.0", 3600)]
        [DataRow("36E2", 3600)]
        [DataRow("360000e-2", 3600)]
        [DataRow("3.6e3", 3600)]
        public void AWholeNumberIsAnIntegerHoweverItIsWritten(string number, int value)
        {
            Harness harness = new Harness().Registered();
            string json = "[{\"n\":\"/1/0/1\",\"v\":" + number + "}]";
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Put, "1/0/1", Encoding.UTF8.GetBytes(json), ContentFormat.SenmlJson));
            Assert.AreEqual(value, (int)harness.Account.LifetimeSeconds);
            harness.Account.LifetimeSeconds = 1;
            Assert.AreEqual(0x44, (int)harness.Put("1/0/1", number + "\n"));
            Assert.AreEqual(value, (int)harness.Account.LifetimeSeconds);
        }

        [TestMethod]
        [DataRow("FA45610000")] // 3600.0 in 32 bits
        [DataRow("F96B08")] // in 16 bits
        [DataRow("C482021824")] // 36 * 10^2
        [DataRow("C1FB40AC200000000000")] // a time in 64 bits
        [DataRow("190E10")]
        [DataRow("C074313937302D30312D30315430313A30303A30305A")] // 1970-01-01T01:00:00Z
        public void CborHasManyWaysToSayAnHour(string hex)
        {
            Harness harness = new Harness().Registered();
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Put, "3360/0/5518", Hex.Bytes(hex), ContentFormat.Cbor));
            harness.Get("3360/0/5518", ContentFormat.Text);
            Assert.AreEqual("3600", harness.AnswerText);
        }

        [TestMethod]
        public void ATimeInCborHasItsTag()
        {
            Harness harness = new Harness().Registered();
            harness.Put("3360/0/5518", "3600");
            harness.Get("3360/0/5518", ContentFormat.Cbor);
            Assert.AreEqual("C1 19 0E 10", harness.AnswerHex);
        }

        [TestMethod]
        [DataRow("9BFFFFFFFFFFFFFFFF61616161")] // a length beyond all
        [DataRow("F810")] // a simple value in the wrong length
        [DataRow("7F4161FF")] // bytes in a text
        public void MalformedCborIsRefused(string hex)
        {
            Harness harness = new Harness().Registered();
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Put, "3360/0/5750", Hex.Bytes(hex), ContentFormat.Cbor));
        }

        [TestMethod]
        public void StringsOfIndefiniteLengthArePutTogether()
        {
            Harness harness = new Harness().Registered();
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Put, "3360/0/5750", Hex.Bytes("7F6161626262FF"), ContentFormat.Cbor));
            harness.Get("3360/0/5750", ContentFormat.Text);
            Assert.AreEqual("abb", harness.AnswerText);
        }

        [TestMethod]
        public void AStructuredBodyWithoutTheTargetIsRefused()
        {
            Harness harness = new Harness().Registered();
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Put, "3360/0/5702", null, ContentFormat.Tlv));
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Put, "3360/0/5702", Encoding.UTF8.GetBytes("[]"), ContentFormat.SenmlJson));
        }

        [TestMethod]
        public void AValueThatIsThereTwiceIsRefused()
        {
            Harness harness = new Harness().Registered();
            string twice = "[{\"bn\":\"/3360/0/\",\"n\":\"5702\",\"v\":1},{\"n\":\"5703\",\"v\":2},{\"n\":\"5702\",\"v\":3}]";
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Post, "3360/0", Encoding.UTF8.GetBytes(twice), ContentFormat.SenmlJson));
            harness.Get("3360/0/5703", ContentFormat.Text);
            Assert.AreEqual("0", harness.AnswerText);
        }

        [TestMethod]
        public void CreateKeepsTheIdOfAnInstanceThatHasNoValues()
        {
            Harness harness = new Harness().Registered();
            harness.Registry.Add(new BareObject());
            Assert.AreEqual(0x41, (int)harness.Send(CoapCode.Post, "33605", new byte[] { 0, 5 }, ContentFormat.Tlv));
            Assert.AreEqual("33605/5", Location(harness.Answer));
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Post, "33605", new byte[] { 0, 5 }, ContentFormat.Tlv)); // taken
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Post, "33605", new byte[] { 0, 7, 0, 8 }, ContentFormat.Tlv)); // two
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Post, "33605", new byte[] { 3, 9, 0xC1, 0, 5, 0, 6 }, ContentFormat.Tlv));
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Post, "33605/5", new byte[] { 0, 6 }, ContentFormat.Tlv)); // another one's
            Assert.AreEqual(1, harness.Registry.Find(33605).InstanceCount);
        }

        [TestMethod]
        public void AnInstanceInAnInstanceIsMalformed()
        {
            Harness harness = new Harness().Registered();
            byte[] nested = { 8, 0, 10, 8, 0, 7, 0xE4, 0x16, 0x46, 0x40, 0x80, 0, 0 };
            Assert.AreEqual(0x80, (int)harness.Send(CoapCode.Post, "3360/0", nested, ContentFormat.Tlv));
            byte[] flat = { 8, 0, 7, 0xE4, 0x16, 0x46, 0x40, 0x80, 0, 0 };
            Assert.AreEqual(0x44, (int)harness.Send(CoapCode.Post, "3360/0", flat, ContentFormat.Tlv));
            Assert.IsTrue(harness.Position.Coordinate(0) == 4);
        }

        [TestMethod]
        [DataRow(12)]
        [DataRow(13)]
        [DataRow(268)]
        [DataRow(269)]
        [DataRow(300)]
        [DataRow(700)]
        public void LongOptionsKeepTheirLength(int length)
        {
            // Written byte by byte after RFC 7252 section 3.1, with an elective option (number 2052) that nobody knows.
            byte[] datagram = new byte[32 + length];
            int at = 0;
            datagram[at++] = 0x40;
            datagram[at++] = 1;
            datagram[at++] = 0x12;
            datagram[at++] = (byte)length;
            datagram[at++] = 0xB1; // Uri-Path
            datagram[at++] = (byte)'3';
            datagram[at++] = (byte)(0xE0 | (length < 13 ? length : length < 269 ? 13 : 14)); // 2041 further on
            datagram[at++] = (2041 - 269) >> 8;
            datagram[at++] = (2041 - 269) & 0xFF;
            if (length >= 269)
            {
                datagram[at++] = (byte)((length - 269) >> 8);
                datagram[at++] = (byte)(length - 269);
            }
            else if (length >= 13)
            {
                datagram[at++] = (byte)(length - 13);
            }

            at += length;
            datagram[at++] = 0xFF;
            datagram[at++] = 0x55;
            CoapMessage message = new CoapMessage();
            Assert.IsTrue(message.Parse(datagram, 0, at));
            Assert.AreEqual(1, message.PayloadLength);
            Assert.AreEqual(0x55, (int)datagram[message.PayloadOffset]);
        }

        [TestMethod]
        public void DoublesKeepTheirBitsInText()
        {
            byte[] text = new byte[NumberText.MaximumLength];
            Random random = new Random(17);
            for (int i = 0; i < 3000; i++)
            {
                long bits = ((long)random.Next() << 33) ^ ((long)random.Next() << 12) ^ random.Next();
                double value = i % 2 == 0 ? (random.NextDouble() - 0.5) * 360 : BitConverter.Int64BitsToDouble(bits);
                if (((bits >> 52) & 0x7FF) == 0x7FF && i % 2 != 0)
                {
                    continue;
                }

                int length = NumberText.FormatFloat(value, text, 0);
                Assert.IsTrue(NumberText.TryParseFloat(text, 0, length, out double back), Encoding.UTF8.GetString(text, 0, length));
                Assert.IsTrue(BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(back) || (float)value == value, Encoding.UTF8.GetString(text, 0, length));
            }
        }

        [TestMethod]
        [DataRow(9007199254740992.0, "9007199254740992")]
        [DataRow(-1234567890123456.0, "-1234567890123456")]
        [DataRow(0.1, "0.1")]
        [DataRow(21.333333333333332, "21.333333333333332")]
        [DataRow(13.404953999999998, "13.404953999999998")]
        [DataRow(1e23, "1E23")]
        [DataRow(5e-324, "5E-324")]
        [DataRow(1.7976931348623157e308, "1.7976931348623157E308")]
        public void NumbersHaveTheDigitsThatBringThemBack(double value, string text)
        {
            byte[] buffer = new byte[NumberText.MaximumLength];
            Assert.AreEqual(text, Encoding.UTF8.GetString(buffer, 0, NumberText.FormatFloat(value, buffer, 0)));
        }

        [TestMethod]
        public void NotANumberIsNeverANumber()
        {
            int[] formats = { ContentFormat.Text, ContentFormat.Tlv, ContentFormat.Cbor, ContentFormat.SenmlCbor, ContentFormat.SenmlJson, ContentFormat.LwM2MJson, ContentFormat.LwM2MCbor };
            double[] values = { double.NaN, double.PositiveInfinity, double.NegativeInfinity };
            for (int i = 0; i < formats.Length; i++)
            {
                for (int k = 0; k < values.Length; k++)
                {
                    Harness harness = new Harness().Registered();
                    harness.Position.MoveTo(values[k], 2, 3);
                    Assert.AreEqual(0x84, (int)harness.Get("3360/0/5702", formats[i]));
                    if (formats[i] != ContentFormat.Text && formats[i] != ContentFormat.Cbor)
                    {
                        Assert.AreEqual(0x45, (int)harness.Get("3360/0", formats[i]));
                        Assert.IsTrue(formats[i] != ContentFormat.SenmlJson || (harness.AnswerText.IndexOf("5702") < 0 && harness.AnswerText.IndexOf("5703") > 0), harness.AnswerText);
                    }
                }
            }
        }

        [TestMethod]
        public void InABatchItIsNull()
        {
            Harness harness = new Harness().Registered();
            harness.Position.MoveTo(double.NaN, 2, 3);
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5702", "/3360/0/5703", "/3360/0/5704"), ContentFormat.Tlv);
            harness.Get("2346/0/5914", ContentFormat.Cbor);
            Assert.AreEqual("83 F6 F9 40 00 F9 42 00", harness.AnswerHex);
        }

        [TestMethod]
        public void InvalidUtf8DoesNotLeaveTheDevice()
        {
            Harness harness = new Harness().Registered();
            harness.Registry.Add(new BareObject());
            harness.Send(CoapCode.Post, "33605", new byte[] { 0, 1 }, ContentFormat.Tlv);
            int[] formats = { ContentFormat.Text, ContentFormat.Tlv, ContentFormat.SenmlCbor, ContentFormat.SenmlJson };
            for (int i = 0; i < formats.Length; i++)
            {
                Assert.AreEqual(0x45, (int)harness.Get("33605/1/5", formats[i]));
                Assert.IsTrue(harness.AnswerHex.IndexOf("61 EF BF BD 62") >= 0, harness.AnswerHex);
            }
        }

        private static string Location(CoapMessage message)
        {
            string location = "";
            for (int i = 0; i < message.OptionCount; i++)
            {
                location += message.OptionNumber(i) == CoapOption.LocationPath ? (location.Length > 0 ? "/" : "") + message.OptionText(i) : "";
            }

            return location;
        }

        // Instances with one optional text, which is no UTF-8.
        private sealed class BareObject : MultipleObject
        {
            private static readonly int[] s_resources =
            {
                5 | Resource.String | Resource.Read | Resource.Write,
            };

            private readonly byte[] _text = { 0x61, 0xFF, 0x62 };

            internal BareObject()
                : base(33605, s_resources, 4)
            {
            }

            public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
            {
                writer.WriteString(_text, 0, _text.Length);
                return CoapCode.Content;
            }

            public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
            {
                return CoapCode.Changed;
            }

            protected override ObjectInstance NewInstance(int instanceId)
            {
                return new Bare(instanceId);
            }
        }

        private sealed class Bare : ObjectInstance
        {
            internal Bare(int id)
                : base(id)
            {
            }
        }
    }
}
