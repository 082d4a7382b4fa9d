// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Objects.Reports;

namespace UnitTests
{
    /// <summary>Values of many moments in little room: what is told of them is what was measured.</summary>
    [TestClass]
    public class ReportSeriesTests
    {
        private const long Start = 1767225600;
        private static readonly FormatTable s_formats = new FormatTable();
        private static readonly byte[] s_buffer = new byte[1024];

        [TestMethod]
        public void AWeekOfQuarterHoursFitsInFourKilobytes()
        {
            ReportSeries series = new ReportSeries(4096);
            for (int i = 0; i < 672; i++)
            {
                Add(series, Start + i * 900, Temperature(i), Humidity(i), 97);
            }

            Assert.AreEqual(0, series.TakeDropped());
            Assert.IsTrue(series.Length <= 4096);
            int told = 0;
            int messages = 0;
            while (series.Length > 0)
            {
                int length = series.Write(s_formats.FindWriter(ContentFormat.SenmlCbor), s_buffer, 0, 200, Start + 700000);
                messages++;
                told += Check(length);
                series.OnDelivered();
            }

            Assert.IsTrue(told >= 672, "every moment's temperature");
            Assert.IsTrue(messages < 120);
        }

        [TestMethod]
        public void WhateverTheValuesAndTheRoomEachComesOutAsItWent()
        {
            Random random = new Random(5);
            for (int run = 0; run < 200; run++)
            {
                ReportSeries series = new ReportSeries(2048);
                int rows = 1 + random.Next(60);
                long seconds = Start;
                double[] values = new double[rows];
                long[] times = new long[rows];
                for (int i = 0; i < rows; i++)
                {
                    seconds += random.Next(4) == 0 ? random.Next(100000) : 600;
                    values[i] = random.Next(3) == 0 ? random.NextDouble() * 1e9 - 5e8 : random.Next(3) == 0 ? i : (float)(random.Next(2000) - 1000) / 10;
                    times[i] = seconds;
                    AddOne(series, seconds, values[i]);
                }

                int capacity = 40 + random.Next(200);
                int next = series.TakeDropped();
                while (series.Length > 0)
                {
                    int length = series.Write(s_formats.FindWriter(ContentFormat.SenmlCbor), s_buffer, 0, capacity, seconds);
                    Assert.IsTrue(length > 0 && length <= capacity, "run " + run.ToString());
                    int after = Compare(length, values, times, next);
                    if (random.Next(3) == 0)
                    {
                        series = Reloaded(series);
                        continue; // it did not arrive, and the device slept
                    }

                    series.OnDelivered();
                    next = after;
                }

                Assert.AreEqual(rows, next);
            }
        }

        [TestMethod]
        public void WhenItIsFullEverySecondMomentGoesButNotTheFirstOrTheLast()
        {
            ReportSeries series = new ReportSeries(400);
            int dropped = 0;
            for (int i = 0; i < 1000; i++)
            {
                AddOne(series, Start + i * 900, i * 7919 % 1000);
                dropped += series.TakeDropped();
            }

            Assert.IsTrue(dropped > 500);
            int count = 0;
            long first = 0;
            long last = 0;
            while (series.Length > 0)
            {
                SenmlPack pack = new SenmlPack(s_buffer, series.Write(s_formats.FindWriter(ContentFormat.SenmlCbor), s_buffer, 0, 300, Start));
                while (pack.MoveNext())
                {
                    long time = pack.Time;
                    int index = (int)((time - Start) / 900);
                    Assert.AreEqual(index * 7919 % 1000, (int)pack.Value, "not made up");
                    first = count++ == 0 ? time : first;
                    last = time;
                }

                series.OnDelivered();
            }

            Assert.AreEqual(1000 - dropped, count);
            Assert.AreEqual(Start, first);
            Assert.AreEqual(Start + 999 * 900, last);
        }

        [TestMethod]
        public void ARecordThatMakesNoSenseIsDropped()
        {
            Random random = new Random(9);
            ReportSeries good = new ReportSeries(1024);
            for (int i = 0; i < 20; i++)
            {
                Add(good, Start + i * 900, Temperature(i), Humidity(i), 90 - i);
            }

            byte[] record = new byte[good.Length];
            for (int i = 0; i < 20000; i++)
            {
                good.Save(record, 0);
                for (int k = random.Next(4); k >= 0; k--)
                {
                    record[random.Next(record.Length)] = (byte)random.Next(256);
                }

                ReportSeries series = new ReportSeries(1024);
                series.Load(record, 0, 1 + random.Next(record.Length));
                for (int k = 0; k < 200 && series.Length > 0; k++)
                {
                    series.Write(s_formats.FindWriter(ContentFormat.SenmlCbor), s_buffer, 0, 60, Start);
                    series.OnDelivered();
                }
            }
        }


        private static float Temperature(int i)
        {
            return (float)(150 + i * 37 % 100) / 10;
        }

        private static float Humidity(int i)
        {
            return (float)(400 + i * 53 % 300) / 10;
        }

        private static void Add(ReportSeries series, long seconds, float temperature, float humidity, int battery)
        {
            ResourceWriter writer = s_formats.FindWriter(ContentFormat.SenmlCbor);
            writer.Open(s_buffer, 0, s_buffer.Length);
            writer.Enter(ResourcePath.Of(3303, 0, 5700));
            writer.WriteFloat(temperature);
            writer.Enter(ResourcePath.Of(3304, 0, 5700));
            writer.WriteFloat(humidity);
            writer.Enter(ResourcePath.Of(3, 0, 9));
            writer.WriteInteger(battery);
            series.Add(Open(writer.Close()), seconds);
        }

        private static void AddOne(ReportSeries series, long seconds, double value)
        {
            ResourceWriter writer = s_formats.FindWriter(ContentFormat.SenmlCbor);
            writer.Open(s_buffer, 0, s_buffer.Length);
            writer.Enter(ResourcePath.Of(3303, 0, 5700));
            writer.WriteFloat(value);
            series.Add(Open(writer.Close()), seconds);
        }

        private static ResourceReader Open(int length)
        {
            ResourceReader reader = s_formats.FindReader(ContentFormat.SenmlCbor);
            reader.Open(s_buffer, 0, length, ResourcePath.Root);
            return reader;
        }

        // How many temperatures there are; each must be that of its time.
        private static int Check(int length)
        {
            SenmlPack pack = new SenmlPack(s_buffer, length);
            int count = 0;
            while (pack.MoveNext())
            {
                int index = (int)((pack.Time - Start) / 900);
                double expected = pack.Name == "/3303/0/5700" ? Temperature(index) : pack.Name == "/3304/0/5700" ? Humidity(index) : 97;
                Assert.IsTrue(expected == pack.Value, pack.Name);
                count += pack.Name == "/3303/0/5700" ? 1 : 0;
            }

            return count;
        }

        // Where the values go on behind those of a message.
        private static int Compare(int length, double[] values, long[] times, int next)
        {
            SenmlPack pack = new SenmlPack(s_buffer, length);
            while (pack.MoveNext())
            {
                Assert.AreEqual(times[next], pack.Time);
                Assert.IsTrue(values[next] == pack.Value);
                next++;
            }

            return next;
        }

        private static ReportSeries Reloaded(ReportSeries series)
        {
            byte[] record = new byte[series.Length];
            series.Save(record, 0);
            ReportSeries again = new ReportSeries(2048);
            again.Load(record, 0, record.Length);
            return again;
        }
    }
}
