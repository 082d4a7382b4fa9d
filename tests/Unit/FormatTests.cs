// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System.Text;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Text;

namespace UnitTests
{
    /// <summary>TLV, text and numbers as text.</summary>
    [TestClass]
    public class FormatTests
    {
        // The Device object of OMA-TS-LightweightM2M 1.0, section 6.4.3.1, as one instance.
        private const string DeviceExample =
            "C8 00 14 4F 70 65 6E 20 4D 6F 62 69 6C 65 20 41 6C 6C 69 61 6E 63 65 "
            + "C8 01 16 4C 69 67 68 74 77 65 69 67 68 74 20 4D 32 4D 20 43 6C 69 65 6E 74 "
            + "C8 02 09 33 34 35 30 30 30 31 32 33 C3 03 31 2E 30 86 06 41 00 01 41 01 05 "
            + "88 07 08 42 00 0E D8 42 01 13 88 87 08 41 00 7D 42 01 03 84 C1 09 64 C1 0A 0F "
            + "83 0B 41 00 00 C4 0D 51 82 42 8F C6 0E 2B 30 32 3A 30 30 C1 10 55";

        [TestMethod]
        public void WritesTheDeviceExampleOfTheSpecification()
        {
            byte[] buffer = new byte[200];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            Text(writer, 0, "Open Mobile Alliance");
            Text(writer, 1, "Lightweight M2M Client");
            Text(writer, 2, "345000123");
            Text(writer, 3, "1.0");
            Pair(writer, 6, 1, 5);
            Pair(writer, 7, 3800, 5000);
            Pair(writer, 8, 125, 900);
            Number(writer, 9, 100);
            Number(writer, 10, 15);
            writer.BeginMultiple(11);
            writer.SetResourceInstance(0);
            writer.WriteInteger(0);
            writer.EndMultiple();
            writer.SetResource(13);
            writer.WriteTime(1367491215);
            Text(writer, 14, "+02:00");
            Text(writer, 16, "U");
            Assert.AreEqual(DeviceExample, Hex.Text(buffer, 0, writer.Length));
        }

        [TestMethod]
        public void ReadsTheDeviceExampleOfTheSpecification()
        {
            byte[] payload = Hex.Bytes(DeviceExample);
            TlvReader reader = new TlvReader();
            reader.Open(payload, 0, payload.Length, ResourcePath.Of(3, 0));
            int leaves = 0;
            while (reader.MoveNext())
            {
                leaves++;
                if (reader.Path == ResourcePath.Of(3, 0, 7, 1))
                {
                    Assert.AreEqual(5000L, reader.ReadInteger());
                }

                if (reader.Path == ResourcePath.Of(3, 0, 0))
                {
                    Assert.AreEqual("Open Mobile Alliance", reader.ReadString());
                }
            }

            Assert.IsFalse(reader.IsMalformed);
            Assert.AreEqual(16, leaves);
        }

        [TestMethod]
        public void ReadsTwoInstancesOfAnObject()
        {
            // Access Control in section 6.4.3.2: two instances, each with an ACL that is a multiple resource
            byte[] payload = Hex.Bytes("08 00 0E C1 00 01 C1 01 00 83 02 41 7F 07 C1 03 7F 08 02 12 C1 00 03 C1 01 00 87 02 41 7F 07 61 01 36 01 C1 03 7F");
            TlvReader reader = new TlvReader();
            reader.Open(payload, 0, payload.Length, ResourcePath.Of(2));
            string paths = "";
            while (reader.MoveNext())
            {
                paths += ResourcePath.ToText(reader.Path) + "=" + reader.ReadInteger().ToString() + " ";
            }

            Assert.IsFalse(reader.IsMalformed);
            Assert.AreEqual(
                "/2/0/0=1 /2/0/1=0 /2/0/2/127=7 /2/0/3=127 /2/2/0=3 /2/2/1=0 /2/2/2/127=7 /2/2/2/310=1 /2/2/3=127 ", paths);
        }

        [TestMethod]
        [DataRow("C8")]
        [DataRow("C8 00")]
        [DataRow("C8 00 05 41")]
        [DataRow("86 06 41 00 01 41 01")]
        [DataRow("86 06 86 06 41 00 01 41")] // multiple within multiple
        [DataRow("83 06 C1 00 01")] // resource within multiple
        [DataRow("41 00 01")] // resource instance outside a resource
        [DataRow("03 00 01 00 01")] // instance within instance
        public void SeesMalformedTlv(string text)
        {
            byte[] payload = Hex.Bytes(text);
            TlvReader reader = new TlvReader();
            reader.Open(payload, 0, payload.Length, ResourcePath.Of(3, 0));
            while (reader.MoveNext())
            {
            }

            Assert.IsTrue(reader.IsMalformed);
        }

        [TestMethod]
        [DataRow(0.0, "0")]
        [DataRow(1.0, "1")]
        [DataRow(-1.5, "-1.5")]
        [DataRow(21.37, "21.37")]
        [DataRow(0.1, "0.1")]
        [DataRow(0.000123, "0.000123")]
        [DataRow(100000.0, "100000")]
        [DataRow(123456.789, "123456.789")]
        [DataRow(1e20, "1E20")]
        [DataRow(-2.5e-9, "-2.5E-9")]
        [DataRow(51.50735, "51.50735")]
        public void FormatsNumbersAsPeopleWriteThem(double value, string expected)
        {
            byte[] buffer = new byte[NumberText.MaximumLength];
            int length = NumberText.FormatFloat(value, buffer, 0);
            Assert.AreEqual(expected, Encoding.UTF8.GetString(buffer, 0, length));
            Assert.IsTrue(NumberText.TryParseFloat(buffer, 0, length, out double back));
            Assert.AreEqual(value, back);
        }

        [TestMethod]
        public void ASingleIsWrittenShortAndComesBackTheSame()
        {
            byte[] buffer = new byte[NumberText.MaximumLength];
            int length = NumberText.FormatFloat(21.4f, buffer, 0);
            Assert.AreEqual("21.4", Encoding.UTF8.GetString(buffer, 0, length));
            NumberText.TryParseFloat(buffer, 0, length, out double back);
            Assert.IsTrue((float)back == 21.4f);
        }

        [TestMethod]
        [DataRow("9223372036854775807", true)]
        [DataRow("-9223372036854775808", true)]
        [DataRow("9223372036854775808", false)]
        [DataRow("-9223372036854775809", false)]
        [DataRow("", false)]
        [DataRow("-", false)]
        [DataRow("12a", false)]
        [DataRow("+7", true)]
        public void ReadsIntegersOf64BitsAndNothingElse(string text, bool good)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.AreEqual(good, NumberText.TryParseInteger(bytes, 0, bytes.Length, out long _));
        }

        [TestMethod]
        public void WritesTheSmallestAndTheLargestInteger()
        {
            byte[] buffer = new byte[NumberText.MaximumLength];
            Assert.AreEqual("-9223372036854775808", Encoding.UTF8.GetString(buffer, 0, NumberText.FormatInteger(long.MinValue, buffer, 0)));
            Assert.AreEqual("9223372036854775807", Encoding.UTF8.GetString(buffer, 0, NumberText.FormatInteger(long.MaxValue, buffer, 0)));
        }

        [TestMethod]
        [DataRow(1.5, 4)]
        [DataRow(-0.0, 4)]
        [DataRow(0.1, 8)]
        [DataRow(1e300, 8)]
        [DataRow(3.4028234663852886E+38, 4)]
        public void FloatsTake32BitsWhereThatIsExact(double value, int length)
        {
            byte[] buffer = new byte[32];
            TlvWriter writer = new TlvWriter();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(1);
            writer.WriteFloat(value);
            TlvReader reader = new TlvReader();
            reader.Open(buffer, 0, writer.Length, ResourcePath.Of(3, 0));
            Assert.IsTrue(reader.MoveNext());
            Assert.AreEqual(length, reader.ValueLength);
            Assert.AreEqual(value, reader.ReadFloat());
        }

        [TestMethod]
        [DataRow("/3303/0/5700", true)]
        [DataRow("/", true)]
        [DataRow("/65534/65534/65534/65534", true)]
        [DataRow("3303/0", false)]
        [DataRow("/3303//5700", false)]
        [DataRow("/65535", false)]
        [DataRow("/1/2/3/4/5", false)]
        [DataRow("/01", false)]
        [DataRow("/a", false)]
        [DataRow("", false)]
        public void ReadsPathsAndNothingElse(string text, bool good)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.AreEqual(good, ResourcePath.TryParse(bytes, 0, bytes.Length, out long path));
            if (good)
            {
                Assert.AreEqual(text, ResourcePath.ToText(path));
                byte[] back = new byte[ResourcePath.MaximumTextLength];
                Assert.AreEqual(text, Encoding.UTF8.GetString(back, 0, ResourcePath.Format(path, back, 0)));
            }
        }

        private static void Text(TlvWriter writer, int id, string value)
        {
            writer.SetResource(id);
            writer.WriteString(value);
        }

        private static void Number(TlvWriter writer, int id, long value)
        {
            writer.SetResource(id);
            writer.WriteInteger(value);
        }

        private static void Pair(TlvWriter writer, int id, long first, long second)
        {
            writer.BeginMultiple(id);
            writer.SetResourceInstance(0);
            writer.WriteInteger(first);
            writer.SetResourceInstance(1);
            writer.WriteInteger(second);
            writer.EndMultiple();
        }
    }
}
