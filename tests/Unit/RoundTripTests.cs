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

namespace UnitTests
{
    /// <summary>Every type of value, written by a server and read back, in every format that can hold it.</summary>
    [TestClass]
    public class RoundTripTests
    {
        private const int AllTypes = 33010;

        private static readonly int[] s_all =
        {
            ContentFormat.Tlv, ContentFormat.Cbor, ContentFormat.SenmlCbor, ContentFormat.SenmlJson, ContentFormat.LwM2MJson, ContentFormat.LwM2MCbor, ContentFormat.Text
        };

        [TestMethod]
        public void IntegersOf64Bits()
        {
            long[] values = { 0, 1, -1, 23, 24, 255, 256, -129, 65535, 65536, int.MaxValue, int.MinValue, 4294967296L, long.MaxValue, long.MinValue };
            for (int i = 0; i < values.Length; i++)
            {
                AllTypesObject source = new AllTypesObject { Integer = values[i], Time = values[i] };
                for (int k = 0; k < s_all.Length; k++)
                {
                    Assert.AreEqual(values[i], Pass(source, AllTypesObject.IntegerId, s_all[k]).Integer);
                    Assert.AreEqual(values[i], Pass(source, AllTypesObject.TimeId, s_all[k]).Time);
                }
            }
        }

        [TestMethod]
        public void UnsignedIntegersOf64Bits()
        {
            ulong[] values = { 0, 200, 65535, 4294967295, 9223372036854775807, 9223372036854775808, 18446744073709551615 };
            for (int i = 0; i < values.Length; i++)
            {
                AllTypesObject source = new AllTypesObject { Unsigned = values[i] };
                for (int k = 0; k < s_all.Length; k++)
                {
                    Assert.IsTrue(values[i] == Pass(source, AllTypesObject.UnsignedId, s_all[k]).Unsigned);
                }
            }
        }

        [TestMethod]
        public void AnUnsignedTlvOfOneByteIsNotNegative()
        {
            Harness harness = With(new AllTypesObject());
            Assert.IsTrue(harness.Send(CoapCode.Put, "33010/0/1", Hex.Bytes("C1 01 C8"), ContentFormat.Tlv) == CoapCode.Changed);
            Assert.IsTrue(harness.Get("33010/0/1", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual("200", harness.AnswerText);
        }

        [TestMethod]
        [DataRow("-1")]
        [DataRow("18446744073709551616")]
        [DataRow("1.5")]
        [DataRow("")]
        public void WhatIsNoUnsignedIntegerIsRefused(string text)
        {
            Harness harness = With(new AllTypesObject { Unsigned = 7 });
            Assert.IsTrue(harness.Put("33010/0/1", text) == CoapCode.BadRequest);
            harness.Get("33010/0/1", ContentFormat.Text);
            Assert.AreEqual("7", harness.AnswerText);
        }

        [TestMethod]
        public void Numbers()
        {
            double[] values = { 0, 0.5, -1.5, 21.4f, 0.1, 1e300, -1e-300, 65504, 3.14159265358979 };
            for (int i = 0; i < values.Length; i++)
            {
                AllTypesObject source = new AllTypesObject { Float = values[i] };
                for (int k = 0; k < s_all.Length; k++)
                {
                    double back = Pass(source, AllTypesObject.FloatId, s_all[k]).Float;
                    Assert.IsTrue(back == values[i] || (float)back == (float)values[i]);
                }
            }
        }

        [TestMethod]
        public void BooleansAndLinks()
        {
            AllTypesObject source = new AllTypesObject { Boolean = true, LinkObject = 3303, LinkInstance = 65535 };
            for (int k = 0; k < s_all.Length; k++)
            {
                Assert.IsTrue(Pass(source, AllTypesObject.BooleanId, s_all[k]).Boolean);
                AllTypesObject back = Pass(source, AllTypesObject.LinkId, s_all[k]);
                Assert.AreEqual(3303, back.LinkObject);
                Assert.AreEqual(65535, back.LinkInstance);
            }
        }

        [TestMethod]
        public void TextWithEverythingInIt()
        {
            AllTypesObject source = new AllTypesObject { Text = "\"quoted\" \\ / \n \u00e9 \u6c34 " + new string('x', 60) };
            for (int k = 0; k < s_all.Length; k++)
            {
                Assert.AreEqual(source.Text, Pass(source, AllTypesObject.TextId, s_all[k]).Text);
            }
        }

        [TestMethod]
        public void OpaqueUpToTheBuffer()
        {
            int[] lengths = { 0, 1, 2, 3, 255, 256, 300 };
            for (int i = 0; i < lengths.Length; i++)
            {
                byte[] value = new byte[lengths[i]];
                for (int b = 0; b < value.Length; b++)
                {
                    value[b] = (byte)(b * 7);
                }

                AllTypesObject source = new AllTypesObject { Opaque = value };
                for (int k = 0; k < s_all.Length; k++)
                {
                    Assert.AreEqual(Hex.Text(value, 0, value.Length), Hex.Text(Pass(source, AllTypesObject.OpaqueId, s_all[k]).Opaque, 0, value.Length));
                }

                byte[] raw = Pass(source, AllTypesObject.OpaqueId, ContentFormat.Opaque).Opaque;
                Assert.AreEqual(Hex.Text(value, 0, value.Length), Hex.Text(raw, 0, raw.Length));
            }
        }

        [TestMethod]
        public void SeveralInstancesOfAResource()
        {
            AllTypesObject source = new AllTypesObject { Unsigned = 1 };
            source.Many[0] = -5;
            source.Many[1] = 70000;
            source.Many[2] = long.MaxValue;
            for (int k = 0; k < s_all.Length; k++)
            {
                if (s_all[k] != ContentFormat.Text)
                {
                    AllTypesObject back = Pass(source, AllTypesObject.ManyId, s_all[k]);
                    Assert.AreEqual(-5L, back.Many[0]);
                    Assert.AreEqual(70000L, back.Many[1]);
                    Assert.AreEqual(long.MaxValue, back.Many[2]);
                }
            }
        }

        [TestMethod]
        [DataRow(ContentFormat.Tlv)]
        [DataRow(ContentFormat.SenmlCbor)]
        [DataRow(ContentFormat.SenmlJson)]
        [DataRow(ContentFormat.LwM2MJson)]
        [DataRow(ContentFormat.LwM2MCbor)]
        public void AWholeInstance(int format)
        {
            AllTypesObject source = new AllTypesObject
            {
                Integer = -7,
                Unsigned = 18446744073709551615,
                Float = 2.5,
                Boolean = true,
                Text = "whole",
                Opaque = new byte[] { 1, 2 },
                Time = 1767225600,
                LinkObject = 1,
                LinkInstance = 2
            };
            source.Many[1] = 9;
            Harness from = With(source);
            Assert.IsTrue(from.Get("33010/0", format) == CoapCode.Content);
            AllTypesObject back = new AllTypesObject();
            Harness to = With(back);
            Assert.IsTrue(to.Send(CoapCode.Put, "33010/0", Payload(from), format) == CoapCode.Changed);
            Assert.IsTrue(to.Get("33010/0", format) == CoapCode.Content);
            Assert.AreEqual(from.AnswerHex, to.AnswerHex);
            Assert.IsTrue(back.Unsigned == source.Unsigned && back.Text == "whole" && back.Many[1] == 9 && back.LinkInstance == 2);
        }

        [TestMethod]
        public void LwM2MCborIsAsShortAsCanBe()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 21.4f;
            harness.Humidity.Value = 48.3f;
            harness.Position.MoveTo(12.34f, -5.67f, 1.89f);
            harness.Device.BatteryLevelPercent = 97;
            byte[] paths = Encoding.UTF8.GetBytes(
                "[{\"n\":\"/3303/0/5700\"},{\"n\":\"/3304/0/5700\"},{\"n\":\"/3360/0/5702\"},{\"n\":\"/3360/0/5703\"},{\"n\":\"/3360/0/5704\"},{\"n\":\"/3/0/9\"}]");
            Assert.IsTrue(harness.Send(CoapCode.Fetch, "", paths, ContentFormat.SenmlJson, ContentFormat.LwM2MCbor) == CoapCode.Content);
            Assert.AreEqual(
                "A4 83 19 0C E7 00 19 16 44 FA 41 AB 33 33 83 19 0C E8 00 19 16 44 FA 42 41 33 33 "
                + "82 19 0D 20 00 A3 19 16 46 FA 41 45 70 A4 19 16 47 FA C0 B5 70 A4 19 16 48 FA 3F F1 EB 85 83 03 00 09 18 61",
                harness.AnswerHex);
            Assert.AreEqual(63, harness.Answer.PayloadLength); // as the best of the published comparison
        }

        [TestMethod]
        [DataRow("BF 19 0D 20 BF 00 BF 19 16 46 F9 3C 00 FF FF FF", "1")]
        [DataRow("A1 82 19 0D 20 00 A1 19 16 46 02", "2")]
        [DataRow("A1 9F 19 0D 20 00 19 16 46 FF 03", "3")]
        [DataRow("A1 19 0D 20 A1 82 00 19 16 46 04", "4")]
        public void ReadsTheFormsOthersWriteLwM2MCborIn(string payload, string expected)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Post, "3360/0", Hex.Bytes(payload), ContentFormat.LwM2MCbor) == CoapCode.Changed);
            harness.Get("3360/0/5702", ContentFormat.Text);
            Assert.AreEqual(expected, harness.AnswerText);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("A1")]
        [DataRow("A1 19 0D 20 01")]
        [DataRow("A1 80 01")]
        [DataRow("A1 85 01 02 03 04 05 01")]
        [DataRow("A1 19 FF FF A1 00 A1 00 01")]
        [DataRow("A1 20 A1 00 A1 00 01")]
        [DataRow("A1 83 19 0D 20 00 19 16 46 01 00")]
        [DataRow("BF 83 19 0D 20 00 19 16 46 01")]
        public void SeesMalformedLwM2MCbor(string payload)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.IPatch, "", Hex.Bytes(payload), ContentFormat.LwM2MCbor) == CoapCode.BadRequest);
            harness.Get("3360/0/5702", ContentFormat.Text);
            Assert.AreEqual("0", harness.AnswerText);
        }

        [TestMethod]
        [DataRow("[{\"bn\":\"/3360/0/\",\"bv\":1,\"n\":\"5702\",\"v\":3}]")]
        [DataRow("[{\"n\":\"/3360/0/5702\",\"v\":3,\"x_\":1}]")]
        public void RefusesSenmlThatItWouldMisunderstand(string payload)
        {
            Harness harness = new Harness().Registered();
            Assert.IsTrue(harness.Send(CoapCode.Post, "3360/0", Encoding.UTF8.GetBytes(payload), ContentFormat.SenmlJson) == CoapCode.BadRequest);
        }

        // Reads one resource in a format and writes it to a second object.
        private static AllTypesObject Pass(AllTypesObject source, int resourceId, int format)
        {
            Harness from = With(source);
            string path = "33010/0/" + resourceId.ToString();
            Assert.IsTrue(from.Get(path, format) == CoapCode.Content);
            AllTypesObject target = new AllTypesObject();
            Harness to = With(target);
            Assert.IsTrue(to.Send(CoapCode.Put, path, Payload(from), format) == CoapCode.Changed);
            return target;
        }

        private static byte[] Payload(Harness harness)
        {
            byte[] payload = new byte[harness.Answer.PayloadLength];
            Array.Copy(harness.Answer.Buffer, harness.Answer.PayloadOffset, payload, 0, payload.Length);
            return payload;
        }

        private static Harness With(AllTypesObject values)
        {
            Harness harness = new Harness();
            harness.Registry.Add(values);
            return harness.Registered();
        }

        /// <summary>An object with a resource of every type.</summary>
        private sealed class AllTypesObject : LwM2MObject
        {
            internal const int IntegerId = 0;
            internal const int UnsignedId = 1;
            internal const int FloatId = 2;
            internal const int BooleanId = 3;
            internal const int TextId = 4;
            internal const int OpaqueId = 5;
            internal const int TimeId = 6;
            internal const int LinkId = 7;
            internal const int ManyId = 8;

            private static readonly int[] s_resources =
            {
                IntegerId | Resource.Integer | Resource.Read | Resource.Write,
                UnsignedId | Resource.Unsigned | Resource.Read | Resource.Write,
                FloatId | Resource.Float | Resource.Read | Resource.Write,
                BooleanId | Resource.Boolean | Resource.Read | Resource.Write,
                TextId | Resource.String | Resource.Read | Resource.Write,
                OpaqueId | Resource.Opaque | Resource.Read | Resource.Write,
                TimeId | Resource.Time | Resource.Read | Resource.Write,
                LinkId | Resource.ObjectLink | Resource.Read | Resource.Write,
                ManyId | Resource.Integer | Resource.Read | Resource.Write | Resource.Multiple,
            };

            internal AllTypesObject()
                : base(AllTypes, s_resources)
            {
            }

            internal long Integer { get; set; }

            internal ulong Unsigned { get; set; }

            internal double Float { get; set; }

            internal bool Boolean { get; set; }

            internal string Text { get; set; } = "";

            internal byte[] Opaque { get; set; } = new byte[0];

            internal long Time { get; set; }

            internal int LinkObject { get; set; }

            internal int LinkInstance { get; set; }

            internal long[] Many { get; } = new long[3];

            public override int ResourceInstanceCount(int instanceId, int resourceId)
            {
                return Many.Length;
            }

            public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
            {
                switch (resourceId)
                {
                    case IntegerId:
                        writer.WriteInteger(Integer);
                        break;
                    case UnsignedId:
                        writer.WriteUnsigned(Unsigned);
                        break;
                    case FloatId:
                        writer.WriteFloat(Float);
                        break;
                    case BooleanId:
                        writer.WriteBoolean(Boolean);
                        break;
                    case TextId:
                        writer.WriteString(Text);
                        break;
                    case OpaqueId:
                        writer.WriteOpaque(Opaque, 0, Opaque.Length);
                        break;
                    case TimeId:
                        writer.WriteTime(Time);
                        break;
                    case LinkId:
                        writer.WriteObjectLink(LinkObject, LinkInstance);
                        break;
                    default:
                        writer.WriteInteger(Many[resourceInstanceId]);
                        break;
                }

                return CoapCode.Content;
            }

            public override CoapCode WriteResource(int instanceId, int resourceId, int resourceInstanceId, ResourceReader reader)
            {
                switch (resourceId)
                {
                    case IntegerId:
                        Integer = reader.ReadInteger();
                        break;
                    case UnsignedId:
                        Unsigned = reader.ReadUnsigned();
                        break;
                    case FloatId:
                        Float = reader.ReadFloat();
                        break;
                    case BooleanId:
                        Boolean = reader.ReadBoolean();
                        break;
                    case TextId:
                        Text = reader.ReadString();
                        break;
                    case OpaqueId:
                        reader.TryReadOpaque(out byte[] buffer, out int offset, out int count);
                        Opaque = new byte[count];
                        Array.Copy(buffer, offset, Opaque, 0, count);
                        break;
                    case TimeId:
                        Time = reader.ReadInteger();
                        break;
                    case LinkId:
                        reader.TryReadObjectLink(out int objectId, out int linked);
                        LinkObject = objectId;
                        LinkInstance = linked;
                        break;
                    default:
                        Many[resourceInstanceId] = reader.ReadInteger();
                        break;
                }

                return CoapCode.Changed;
            }
        }
    }
}
