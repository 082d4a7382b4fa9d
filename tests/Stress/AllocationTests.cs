// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace StressTests
{
    /// <summary>In steady state nothing is allocated for a message.</summary>
    [TestClass]
    public class AllocationTests
    {
        private const int Messages = 10000;

        [TestMethod]
        [DataRow("3303/0/5700", ContentFormat.Text)]
        [DataRow("3303/0/5700", ContentFormat.Tlv)]
        [DataRow("3303/0", ContentFormat.Tlv)]
        [DataRow("3", ContentFormat.Tlv)]
        [DataRow("2346/0/5914", ContentFormat.Tlv)]
        [DataRow("2346/0/5914", ContentFormat.Cbor)]
        [DataRow("3303/0", ContentFormat.SenmlCbor)]
        [DataRow("3303/0", ContentFormat.SenmlJson)]
        [DataRow("3", ContentFormat.LwM2MJson)]
        public void TenThousandReadsAllocateNothing(string path, int accept)
        {
            Subject subject = new();
            CreateBatch(subject);
            byte[] request = Subject.Request(CoapCode.Get, path, accept: accept);
            AssertNothingAllocated(subject, i =>
            {
                SetMessageId(request, i);
                subject.Client.Process(subject.Session, request, request.Length);
            });
            Assert.AreEqual((byte)CoapCode.Content, subject.Channel.Last[1]);
        }

        [TestMethod]
        [DataRow("3303/0/5700")]
        [DataRow("3303/0")]
        [DataRow("2346/0/5914")]
        public void TenThousandNotificationsAllocateNothing(string path)
        {
            Subject subject = new();
            CreateBatch(subject);
            byte[] observe = Subject.Request(CoapCode.Get, path, accept: ContentFormat.Tlv, observe: 0);
            subject.Client.Process(subject.Session, observe, observe.Length);
            AssertNothingAllocated(subject, i =>
            {
                subject.Temperature.Value = i % 100;
                subject.Client.Poll();
            });
        }

        [TestMethod]
        public void TenThousandBatchReportsAllocateNothing()
        {
            Subject subject = new();
            CreateBatch(subject);
            byte[] notify = new byte[256];
            LwM2M.Nano.Formats.TlvWriter writer = new();
            writer.Open(notify, 0, notify.Length);
            writer.SetResource(ObjectIds.NotifyResourceUri);
            writer.WriteString("/2346/0");
            writer.SetResource(ObjectIds.NotifyShortServerId);
            writer.WriteInteger(1);
            writer.SetResource(ObjectIds.NotifyUriPath);
            writer.WriteString("batch/subject");
            writer.SetResource(ObjectIds.NotifyPeriodicity);
            writer.WriteInteger(1);
            byte[] create = Subject.Request(CoapCode.Post, "2347", notify[..writer.Length], ContentFormat.Tlv);
            create[3]++;
            subject.Client.Process(subject.Session, create, create.Length);
            Assert.AreEqual((byte)CoapCode.Created, subject.Channel.Last[1]);
            subject.Session.Server.LifetimeSeconds = int.MaxValue;
            subject.Clock.Now += 3000;
            subject.Client.Poll();
            subject.Register();
            AssertNothingAllocated(subject, _ =>
            {
                subject.Clock.Now += 1000;
                subject.Client.Poll();
            });
        }

        [TestMethod]
        public void TenThousandWritesAllocateNothing()
        {
            Subject subject = new();
            byte[] request = Subject.Request(CoapCode.Put, "3360/0/5702", new byte[] { (byte)'1', (byte)'.', (byte)'5' }, ContentFormat.Text);
            AssertNothingAllocated(subject, i =>
            {
                SetMessageId(request, i);
                subject.Client.Process(subject.Session, request, request.Length);
            });
            Assert.AreEqual((byte)CoapCode.Changed, subject.Channel.Last[1]);
        }

        private static void AssertNothingAllocated(Subject subject, Action<int> message)
        {
            for (int i = 0; i < 100; i++)
            {
                message(i);
            }

            int sent = subject.Channel.Sent;
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Messages; i++)
            {
                message(100 + i);
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.AreEqual(Messages, subject.Channel.Sent - sent);
            Assert.AreEqual(0, allocated, $"{allocated} bytes for {Messages} messages");
        }

        private static void CreateBatch(Subject subject)
        {
            byte[] create = Subject.Request(
                CoapCode.Post, "2346", Subject.Strings(ObjectIds.BatchConfiguration, "/3303/0/5700", "/3304/0/5700", "/3/0/9"), ContentFormat.Tlv);
            subject.Client.Process(subject.Session, create, create.Length);
            Assert.AreEqual((byte)CoapCode.Created, subject.Channel.Last[1]);
        }

        private static void SetMessageId(byte[] request, int messageId)
        {
            request[2] = (byte)(messageId >> 8);
            request[3] = (byte)messageId;
        }
    }
}
