// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace UnitTests
{
    /// <summary>CBOR, SenML and JSON against published examples, and every type through every format.</summary>
    [TestClass]
    public class FormatVectorTests
    {
        [TestMethod]
        [DataRow(0L, "00")]
        [DataRow(23L, "17")]
        [DataRow(24L, "18 18")]
        [DataRow(1000L, "19 03 E8")]
        [DataRow(1000000L, "1A 00 0F 42 40")]
        [DataRow(1000000000000L, "1B 00 00 00 E8 D4 A5 10 00")]
        [DataRow(-1L, "20")]
        [DataRow(-100L, "38 63")]
        [DataRow(-1000L, "39 03 E7")]
        public void WritesTheIntegersOfRfc8949AppendixA(long value, string expected)
        {
            byte[] buffer = new byte[32];
            CborWriter writer = new CborWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.WriteInteger(value);
            Assert.AreEqual(expected, Hex.Text(buffer, 0, writer.Close()));
            CborReader reader = new CborReader();
            reader.Open(buffer, 0, writer.Length, ResourcePath.Of(3, 0, 9));
            Assert.IsTrue(reader.MoveNext());
            Assert.AreEqual(value, reader.ReadInteger());
        }

        [TestMethod]
        [DataRow(0.0, "F9 00 00")]
        [DataRow(-0.0, "F9 80 00")]
        [DataRow(1.0, "F9 3C 00")]
        [DataRow(1.5, "F9 3E 00")]
        [DataRow(65504.0, "F9 7B FF")]
        [DataRow(100000.0, "FA 47 C3 50 00")]
        [DataRow(3.4028234663852886e+38, "FA 7F 7F FF FF")]
        [DataRow(1.1, "FB 3F F1 99 99 99 99 99 9A")]
        [DataRow(1.0e+300, "FB 7E 37 E4 3C 88 00 75 9C")]
        [DataRow(0.00006103515625, "F9 04 00")]
        [DataRow(-4.0, "F9 C4 00")]
        [DataRow(-4.1, "FB C0 10 66 66 66 66 66 66")]
        public void WritesTheNumbersOfRfc8949AppendixA(double value, string expected)
        {
            byte[] buffer = new byte[32];
            CborWriter writer = new CborWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.WriteFloat(value);
            Assert.AreEqual(expected, Hex.Text(buffer, 0, writer.Close()));
            CborReader reader = new CborReader();
            reader.Open(buffer, 0, writer.Length, ResourcePath.Of(3, 0, 9));
            Assert.IsTrue(reader.MoveNext());
            Assert.AreEqual(value, reader.ReadFloat());
        }

        [TestMethod]
        public void ValuesOfSeveralMomentsCarryTheirTimes()
        {
            byte[] buffer = new byte[128];
            SenmlCborWriter cbor = new SenmlCborWriter();
            WriteTwoMoments(cbor, buffer);
            Assert.AreEqual("82 A3 21 69 2F 33 33 30 33 2F 30 2F 31 06 F9 C5 00 02 14 A2 06 FB 41 D9 55 DD 88 20 00 00 02 15", Hex.Text(buffer, 0, cbor.Length));
            SenmlJsonWriter json = new SenmlJsonWriter();
            WriteTwoMoments(json, buffer);
            Assert.AreEqual("[{\"bn\":\"/3303/0/1\",\"t\":-5,\"v\":20},{\"t\":1700230688.5,\"v\":21}]", Encoding.UTF8.GetString(buffer, 0, json.Length));
            LwM2MJsonWriter old = new LwM2MJsonWriter();
            WriteTwoMoments(old, buffer);
            Assert.AreEqual("{\"bn\":\"/3303/0/1\",\"e\":[{\"t\":-5,\"v\":20},{\"t\":1700230688.5,\"v\":21}]}", Encoding.UTF8.GetString(buffer, 0, old.Length));
        }

        [TestMethod]
        public void ReadsTheSubnormalHalfOfRfc8949AppendixA()
        {
            byte[] item = Hex.Bytes("F9 00 01");
            CborReader reader = new CborReader();
            reader.Open(item, 0, item.Length, ResourcePath.Of(3, 0, 9));
            Assert.IsTrue(reader.MoveNext());
            Assert.AreEqual(5.960464477539063e-8, reader.ReadFloat());
        }

        [TestMethod]
        public void ReadsTheDeviceExampleInTheJsonOfLwM2M10()
        {
            // OMA-TS-LightweightM2M 1.0, section 6.4.4, shortened
            byte[] payload = Encoding.UTF8.GetBytes(
                "{\"bn\":\"/3/0/\",\"e\":[{\"n\":\"0\",\"sv\":\"Open Mobile Alliance\"},{\"n\":\"6/0\",\"v\":1},{\"n\":\"6/1\",\"v\":5},"
                + "{\"n\":\"13\",\"v\":1367491215},{\"n\":\"16\",\"sv\":\"U\"}]}");
            LwM2MJsonReader reader = new LwM2MJsonReader();
            reader.Open(payload, 0, payload.Length, ResourcePath.Of(3, 0));
            Assert.AreEqual("/3/0/0 /3/0/6/0 /3/0/6/1 /3/0/13 /3/0/16 ", Paths(reader));
            Assert.IsFalse(reader.IsMalformed);
        }

        [TestMethod]
        public void ReadsSenmlInBothFormsAlike()
        {
            byte[] json = Encoding.UTF8.GetBytes("[{\"bn\":\"/3/0/\",\"n\":\"0\",\"vs\":\"a \\u00e9 \\\"b\\\"\"},{\"n\":\"9\",\"v\":95,\"u\":\"%\"},{\"n\":\"11\\/0\",\"v\":-7}]");
            SenmlJsonReader fromJson = new SenmlJsonReader();
            fromJson.Open(json, 0, json.Length, ResourcePath.Root);
            Assert.IsTrue(fromJson.MoveNext());
            Assert.AreEqual("a \u00e9 \"b\"", fromJson.ReadString());
            Assert.AreEqual("/3/0/9 /3/0/11/0 ", Paths(fromJson));
            Assert.IsFalse(fromJson.IsMalformed);

            // 83 { -2: "/3/0/", 0: "0", 3: "ab" } { 0: "9", 2: 95 } { 0: "11/0", 2: -7 }
            byte[] cbor = Hex.Bytes("83 A3 21 65 2F 33 2F 30 2F 00 61 30 03 62 61 62 A2 00 61 39 02 18 5F A2 00 64 31 31 2F 30 02 26");
            SenmlCborReader fromCbor = new SenmlCborReader();
            fromCbor.Open(cbor, 0, cbor.Length, ResourcePath.Root);
            Assert.AreEqual("/3/0/0 /3/0/9 /3/0/11/0 ", Paths(fromCbor));
            Assert.IsFalse(fromCbor.IsMalformed);
        }

        [TestMethod]
        [DataRow("[{\"bn\":\"/3/0/9\",\"v\":1}")]
        [DataRow("[{\"bn\":\"/3/0/9\",\"v\":1,\"vs\":\"2\"}]")]
        [DataRow("[{\"v\":1}]")]
        [DataRow("{\"bn\":\"/3/0/9\",\"v\":1}")]
        [DataRow("[{\"bn\":\"/3/0/9\",\"v\":}]")]
        [DataRow("[{\"bn\":\"/3/0/x\",\"v\":1}]")]
        [DataRow("[{\"bn\":\"/3/0/9\",\"v\":1}]]")]
        [DataRow("[")]
        [DataRow("")]
        public void SeesMalformedSenmlJson(string text)
        {
            byte[] payload = Encoding.UTF8.GetBytes(text);
            SenmlJsonReader reader = new SenmlJsonReader();
            reader.Open(payload, 0, payload.Length, ResourcePath.Root);
            Paths(reader);
            Assert.IsTrue(reader.IsMalformed);
        }

        [TestMethod]
        [DataRow("")]
        [DataRow("A1 02 01")] // no array
        [DataRow("81 A1 02 01")] // no name
        [DataRow("82 A2 00 66 2F 33 2F 30 2F 39 02 01")] // a record missing
        [DataRow("81 A3 00 66 2F 33 2F 30 2F 39 02 01 03 61 61")] // two values
        [DataRow("81 A2 00 66 2F 33 2F 30 2F 39 02 7B FF FF FF FF FF FF FF FF")] // a string of 2^64 - 1 bytes
        [DataRow("81 A2 00 66 2F 33 2F 30 2F 39 02 01 00")] // something behind the end
        public void SeesMalformedSenmlCbor(string text)
        {
            byte[] payload = Hex.Bytes(text);
            SenmlCborReader reader = new SenmlCborReader();
            reader.Open(payload, 0, payload.Length, ResourcePath.Root);
            Paths(reader);
            Assert.IsTrue(reader.IsMalformed);
        }

        [TestMethod]
        public void WritesAnInstanceInEachFormat()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 21.5f;
            harness.Get("3303/0", ContentFormat.SenmlJson);
            Assert.AreEqual(
                "[{\"bn\":\"/3303/0\",\"n\":\"/5601\",\"v\":21.5},{\"n\":\"/5602\",\"v\":21.5},{\"n\":\"/5700\",\"v\":21.5},{\"n\":\"/5701\",\"vs\":\"Cel\"}]",
                harness.AnswerText);
            harness.Get("3303/0", ContentFormat.LwM2MJson);
            Assert.AreEqual(
                "{\"bn\":\"/3303/0/\",\"e\":[{\"n\":\"5601\",\"v\":21.5},{\"n\":\"5602\",\"v\":21.5},{\"n\":\"5700\",\"v\":21.5},{\"n\":\"5701\",\"sv\":\"Cel\"}]}",
                harness.AnswerText);
            harness.Get("3303/0/5700", ContentFormat.SenmlCbor);
            Assert.AreEqual("81 A2 21 6C 2F 33 33 30 33 2F 30 2F 35 37 30 30 02 F9 4D 60", harness.AnswerHex);
            harness.Get("3303/0/5700", ContentFormat.LwM2MJson);
            Assert.AreEqual("{\"bn\":\"/3303/0/5700\",\"e\":[{\"v\":21.5}]}", harness.AnswerText);
            harness.Get("3303/0/5700", ContentFormat.Cbor);
            Assert.AreEqual("F9 4D 60", harness.AnswerHex);
            Assert.IsTrue(harness.Get("3303/0", ContentFormat.Cbor) == CoapCode.NotAcceptable);
        }

        [TestMethod]
        [DataRow(ContentFormat.Tlv)]
        [DataRow(ContentFormat.SenmlCbor)]
        [DataRow(ContentFormat.SenmlJson)]
        [DataRow(ContentFormat.LwM2MJson)]
        public void WhatIsReadInAFormatCanBeWrittenBack(int format)
        {
            Harness harness = new Harness().Registered();
            harness.Put("3360/0/5518", "1767225600");
            harness.Put("3360/0/5750", "caf\u00e9 \"X\" \\ \t");
            harness.Position.MoveTo(0.1, -1e10, 42);
            harness.Get("3360/0", format);
            byte[] payload = new byte[harness.Answer.PayloadLength];
            System.Array.Copy(harness.Answer.Buffer, harness.Answer.PayloadOffset, payload, 0, payload.Length);
            harness.Position.MoveTo(9, 9, 9);
            harness.Put("3360/0/5750", "");
            Assert.IsTrue(harness.Send(CoapCode.Put, "3360/0", payload, format) == CoapCode.Changed);
            Assert.AreEqual(0.1, harness.Position.Coordinate(0));
            Assert.AreEqual(-1e10, harness.Position.Coordinate(1));
            harness.Get("3360/0/5750", ContentFormat.Text);
            Assert.AreEqual("caf\u00e9 \"X\" \\ \t", harness.AnswerText);
            harness.Get("3360/0/5518", ContentFormat.Text);
            Assert.AreEqual("1767225600", harness.AnswerText);
        }

        [TestMethod]
        public void ABatchInCborIsAnArrayThatKeepsEachType()
        {
            Harness harness = new Harness().Registered();
            harness.Temperature.Value = 21.5f;
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3303/0/5700", "/3303/0/5701", "/3/0/9"), ContentFormat.Tlv);
            harness.Get("2346/0/5914", ContentFormat.Cbor);
            Assert.AreEqual("83 F9 4D 60 63 43 65 6C 18 64", harness.AnswerHex);
        }

        [TestMethod]
        public void ABatchIsWrittenAsACborArrayOrNotAtAll()
        {
            Harness harness = new Harness().Registered();
            harness.Send(CoapCode.Post, "2346", Harness.StringList(5913, "/3360/0/5702", "/3360/0/5750"), ContentFormat.Tlv);
            byte[] values = Hex.Bytes("82 F9 3E 00 62 68 69");
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", values, ContentFormat.Cbor) == CoapCode.Changed);
            Assert.AreEqual(1.5, harness.Position.Coordinate(0));
            byte[] wrong = Hex.Bytes("82 F9 40 00 07");
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", wrong, ContentFormat.Cbor) == CoapCode.BadRequest);
            Assert.IsTrue(harness.Send(CoapCode.Put, "2346/0/5914", Hex.Bytes("81 F9 40 00"), ContentFormat.Cbor) == CoapCode.BadRequest);
            Assert.AreEqual(1.5, harness.Position.Coordinate(0));
        }

        private static void WriteTwoMoments(ResourceWriter writer, byte[] buffer)
        {
            writer.Open(buffer, 0, buffer.Length);
            writer.SetBase(ResourcePath.Of(3303, 0, 1));
            writer.Enter(ResourcePath.Of(3303, 0, 1));
            writer.Time = -5;
            writer.WriteInteger(20);
            writer.Time = 1700230688.5;
            writer.WriteInteger(21);
            writer.Time = 0;
            writer.Close();
        }

        private static string Paths(ResourceReader reader)
        {
            string paths = "";
            while (reader.MoveNext())
            {
                paths += ResourcePath.ToText(reader.Path) + " ";
            }

            return paths;
        }
    }
}
