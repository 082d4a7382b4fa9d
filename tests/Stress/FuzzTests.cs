// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Globalization;
using System.Text;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Text;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace StressTests
{
    /// <summary>Nothing that arrives can make a parser throw, or stop the client. Seeded: a failure names its round.</summary>
    [TestClass]
    public class FuzzTests
    {
        // A short run by default; FUZZ_ROUNDS=1000000 makes the long one.
        private static readonly int s_rounds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_ROUNDS"), out int rounds) ? rounds : 100000;

        private static readonly byte[][] s_requests =
        {
            Subject.Request(CoapCode.Get, "3/0/9", accept: ContentFormat.Text),
            Subject.Request(CoapCode.Get, "3", accept: ContentFormat.Tlv, observe: 0),
            Subject.Request(CoapCode.Get, "3303", accept: ContentFormat.LinkFormat),
            Subject.Request(CoapCode.Put, "1/0/1", Encoding.ASCII.GetBytes("3600"), ContentFormat.Text),
            Subject.Request(CoapCode.Put, "2346/0/5914", Subject.Strings(ObjectIds.BatchValue, "1", "2.5", "x"), ContentFormat.Tlv),
            Subject.Request(CoapCode.Post, "2346", Subject.Strings(ObjectIds.BatchConfiguration, "/3/0/9", "/3360/0/5702", "/3/0/11/0"), ContentFormat.Tlv),
            Subject.Request(CoapCode.Post, "3360/0", Convert.FromHexString("E416463FC00000E4164740200000"), ContentFormat.Tlv),
            Subject.Request(CoapCode.Post, "3/0/4"),
            Subject.Request(CoapCode.Delete, "2346/0"),
            Subject.Request(CoapCode.Fetch, "", Encoding.ASCII.GetBytes("[{\"n\":\"/3/0/9\"},{\"n\":\"/3360\"}]"), ContentFormat.SenmlJson, observe: 0),
            Subject.Request(CoapCode.IPatch, "", Encoding.ASCII.GetBytes("[{\"n\":\"/3360/0/5702\",\"v\":1.5}]"), ContentFormat.SenmlJson),
            Convert.FromHexString("4403123401020304B4333336300130043537353060D10E0EFF30313233343536373839414243444546"), // PUT with Block1
            Convert.FromHexString("440112350102030 4B4333336301128D1060 0".Replace(" ", "")), // GET with Block2
            Convert.FromHexString("44031236010203 04B433333033013004353730304D026 76D696E3D3505706D6178".Replace(" ", "")), // Write-Attributes
        };

        [TestMethod]
        public void MutatedMessagesNeverStopTheClient()
        {
            Random random = new(7252);
            Subject subject = new();
            byte[] good = Subject.Request(CoapCode.Get, "3/0/9", accept: ContentFormat.Text);
            for (int round = 0; round < s_rounds; round++)
            {
                byte[] datagram = Mutate(s_requests[round % s_requests.Length], random);
                int sent = subject.Channel.Sent;
                Try(round, datagram, () => subject.Client.Process(subject.Session, datagram, datagram.Length));
                Assert.IsTrue(subject.Channel.Sent - sent <= 1, $"round {round}: more than one answer");
                if (round % 1000 == 0)
                {
                    subject.Clock.Now += 3000;
                    Try(round, datagram, () => subject.Client.Poll());
                    subject.Register();
                    subject.Clock.Now += 300000;
                    subject.Client.Process(subject.Session, good, good.Length);
                    Assert.AreEqual((byte)CoapCode.Content, subject.Channel.Last[1], $"round {round}: the client no longer answers");
                }
            }
        }

        [TestMethod]
        public void MutatedBootstrapMessagesNeverStopTheClientOrLoseItsAccounts()
        {
            Random random = new(11);
            Subject subject = new();
            subject.Client.Accounts.AddBootstrap("coap://192.0.2.9", 0);
            SilentChannel channel = new();
            subject.Client.Start(new OneTransport(channel));
            byte[][] seeds =
            {
                Subject.Request(CoapCode.Put, "0/3", Convert.FromHexString("C8000C636F61703A2F2F31302E302E31C10100C10203C10A07"), ContentFormat.Tlv),
                Subject.Request(CoapCode.Put, "1/3", Convert.FromHexString("C10007C2010E10C10755"), ContentFormat.Tlv),
                Subject.Request(CoapCode.Put, "2/0", Convert.FromHexString("C10003C101008302410103C10301"), ContentFormat.Tlv),
                Subject.Request(CoapCode.Delete, "1/3"),
                Subject.Request(CoapCode.Delete, "2"),
                Subject.Request(CoapCode.Get, "", accept: ContentFormat.LinkFormat),
                Subject.Request(CoapCode.Get, "1"),
            };
            for (int round = 0; round < s_rounds; round++)
            {
                byte[] datagram = Mutate(seeds[round % seeds.Length], random);
                Try(round, datagram, () => subject.Client.Process(subject.Client.FindSession(0), datagram, datagram.Length));
                if (round % 500 == 499)
                {
                    // The server falls silent: what it has half written is taken back.
                    subject.Clock.Now += 300000;
                    Try(round, datagram, () => subject.Client.Poll());
                    Assert.IsNull(subject.Client.Accounts.FindFault(new OneTransport(null)), $"round {round}");
                    Assert.AreEqual("coap://192.0.2.1", subject.Client.Accounts.SecurityOf(subject.Client.Accounts.Servers[0]).Uri, $"round {round}");
                }
            }
        }

        [TestMethod]
        public void RandomDatagramsNeverThrow()
        {
            Random random = new(1);
            Subject subject = new();
            byte[] datagram = new byte[1500];
            for (int round = 0; round < s_rounds; round++)
            {
                int length = random.Next(round % 10 == 0 ? 1500 : 40);
                random.NextBytes(datagram.AsSpan(0, length));
                if (length > 0 && round % 2 == 0)
                {
                    datagram[0] = (byte)((datagram[0] & 0x3F) | 0x40);
                }

                Try(round, datagram, () => subject.Client.Process(subject.Session, datagram, length));
            }
        }

        [TestMethod]
        public void MutatedTlvNeverThrowsAndNeverReadsOutsideItsPayload()
        {
            Random random = new(11542);
            byte[] seed = Convert.FromHexString("08000EC10001C1010083027F4107C1037F860641000141010588070842000ED842011388C8000541424344450102");
            TlvReader reader = new();
            for (int round = 0; round < s_rounds; round++)
            {
                byte[] payload = Mutate(seed, random);
                byte[] framed = new byte[payload.Length + 8];
                payload.CopyTo(framed, 4);
                long path = round % 3 == 0 ? ResourcePath.Of(3) : round % 3 == 1 ? ResourcePath.Of(3, 0) : ResourcePath.Of(3, 0, 6);
                Try(round, payload, () => ReadAll(reader, framed, payload.Length, path));
            }
        }

        [TestMethod]
        [DataRow(ContentFormat.Cbor, "83F94D606343656C1864")]
        [DataRow(ContentFormat.SenmlCbor, "83A321652F332F302F00613003626162A2006139021 85FA2006431312F300226")]
        [DataRow(ContentFormat.SenmlCbor, "9FBF21652F332F302F00613003626162FFFF")]
        [DataRow(ContentFormat.LwM2MCbor, "A483190CE7001916 44FA41AB333382190D2000A3191646FA414570A4191647F93C00191648015F8303000B A1000183030009 1861")]
        [DataRow(ContentFormat.LwM2MCbor, "BF190D20BF00BF191646F93C00FFFFFF")]
        [DataRow(ContentFormat.SenmlJson, "5B7B22626E223A222F332F302F222C226E223A2230222C227673223A22615C7530306539227D2C7B226E223A2239222C2276223A312E3565357D5D")]
        [DataRow(ContentFormat.LwM2MJson, "7B22626E223A222F332F302F222C2265223A5B7B226E223A2230222C227376223A2261227D2C7B226E223A2239222C2276223A317D5D7D")]
        public void MutatedPayloadsNeverThrowAndNeverReadOutside(int format, string hex)
        {
            Random random = new(format);
            byte[] seed = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
            ResourceReader reader = new FormatTable().FindReader(format);
            for (int round = 0; round < s_rounds; round++)
            {
                byte[] payload = Mutate(seed, random);
                byte[] framed = new byte[payload.Length + 8];
                payload.CopyTo(framed, 4);
                long path = round % 3 == 0 ? ResourcePath.Root : round % 3 == 1 ? ResourcePath.Of(3, 0) : ResourcePath.Of(3, 0, 6);
                Try(round, payload, () => ReadAll(reader, framed, payload.Length, path));
            }
        }

        [TestMethod]
        public void MutatedPathsAndNumbersNeverThrow()
        {
            Random random = new(3303);
            byte[][] seeds = { Encoding.ASCII.GetBytes("/3303/0/5700/1"), Encoding.ASCII.GetBytes("-123.456e-7"), Encoding.ASCII.GetBytes("65535:1"), Encoding.ASCII.GetBytes("QUJDRA==") };
            TextReader reader = new();
            for (int round = 0; round < s_rounds; round++)
            {
                byte[] text = Mutate(seeds[round % seeds.Length], random);
                Try(round, text, () =>
                {
                    if (ResourcePath.TryParse(text, 0, text.Length, out long path))
                    {
                        Assert.AreEqual(Encoding.ASCII.GetString(text), ResourcePath.ToText(path));
                    }

                    reader.Open(text, 0, text.Length, ResourcePath.Of(3, 0, 9));
                    LookAtEverything(reader);
                });
            }
        }

        [TestMethod]
        public void NumbersAgreeWithTheFrameworks()
        {
            Random random = new(754);
            byte[] buffer = new byte[NumberText.MaximumLength];
            for (int round = 0; round < s_rounds; round++)
            {
                double value = BitConverter.Int64BitsToDouble(random.NextInt64());
                value = round % 4 == 0 ? value : Math.Round((random.NextDouble() - 0.5) * 1e6, round % 8);
                if (double.IsNaN(value) || double.IsInfinity(value) || (value != 0 && Math.Abs(value) < 1e-290))
                {
                    continue;
                }

                int length = NumberText.FormatFloat(value, buffer, 0);
                string text = Encoding.ASCII.GetString(buffer, 0, length);
                double framework = double.Parse(text, CultureInfo.InvariantCulture);
                if ((float)value == value && (float)framework == (float)value)
                {
                    continue; // written as the 32-bit number it is
                }

                Assert.AreEqual(value, framework, Math.Abs(value) * 1e-14, text);
                Assert.IsTrue(NumberText.TryParseFloat(buffer, 0, length, out double ours), text);
                Assert.AreEqual(framework, ours, Math.Abs(value) * 1e-14, text);
                Assert.IsTrue(round % 4 == 0 || value == framework, text);
            }
        }

        private sealed class OneTransport : LwM2M.Nano.Platform.Transport
        {
            private readonly SilentChannel _channel;

            public OneTransport(SilentChannel channel)
            {
                _channel = channel;
            }

            public override LwM2M.Nano.Platform.DatagramChannel Open(LwM2M.Nano.Platform.IAccount account)
            {
                return _channel;
            }
        }

        private static void ReadAll(ResourceReader reader, byte[] framed, int length, long path)
        {
            int entries = 0;
            reader.Open(framed, 4, length, path);
            while (reader.MoveNext())
            {
                Assert.IsTrue(entries++ <= length, "never ends");
                if (!reader.IsEmptyMultiple && !reader.IsEmptyInstance && !reader.IsNameOnly)
                {
                    // A JSON string with escapes lies in a copy without them.
                    bool inPlace = reader is not JsonItemReader;
                    Assert.IsTrue(reader.ValueLength <= length, "longer than the payload");
                    Assert.IsTrue(!inPlace || (reader.ValueOffset >= 4 && reader.ValueOffset + reader.ValueLength <= 4 + length), "outside the payload");
                    LookAtEverything(reader);
                }
            }
        }

        private static void LookAtEverything(ResourceReader reader)
        {
            reader.TryReadInteger(out _);
            reader.TryReadUnsigned(out _);
            reader.TryReadFloat(out _);
            reader.TryReadBoolean(out _);
            reader.TryReadString(out _, out _, out _);
            reader.TryReadOpaque(out _, out _, out _);
            reader.TryReadObjectLink(out _, out _);
        }

        private static byte[] Mutate(byte[] seed, Random random)
        {
            byte[] bytes = (byte[])seed.Clone();
            for (int i = random.Next(4); i >= 0 && bytes.Length > 0; i--)
            {
                int at = random.Next(bytes.Length);
                switch (random.Next(5))
                {
                    case 0:
                        bytes[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 2:
                        bytes = bytes[..at];
                        break;
                    case 3:
                        bytes = [.. bytes[..at], .. bytes[at..], .. bytes[..at]];
                        break;
                    default:
                        bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]];
                        break;
                }

                if (bytes.Length > 400)
                {
                    bytes = bytes[..400];
                }
            }

            return bytes;
        }

        private static void Try(int round, byte[] input, Action action)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is not UnitTestAssertException)
            {
                Assert.Fail($"round {round}, input {Convert.ToHexString(input.AsSpan(0, Math.Min(input.Length, 400)))}: {e}");
            }
        }
    }
}
