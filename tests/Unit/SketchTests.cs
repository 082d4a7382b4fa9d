// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

#if NANOFRAMEWORK_1_0
using nanoFramework.TestFramework;
#else
using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Objects;

namespace UnitTests
{
    /// <summary>The sketch and the object of the library's README, as they stand there.</summary>
    [TestClass]
    public class SketchTests
    {
        [TestMethod]
        public void TheSketchRegistersAndReports()
        {
            ManualClock clock = new ManualClock();
            ListChannel channel = new ListChannel();
            ListTransport transport = new ListTransport(channel);
            ListLog log = new ListLog();

            ObjectRegistry registry = new ObjectRegistry();
            AccountTable accounts = new AccountTable(registry);
            accounts.Add("coap://192.0.2.1", 1, 3600);
            IpsoSensor temperature = IpsoSensor.Temperature();
            registry.Add(new DeviceObject(clock) { ModelNumber = "Sketch" });
            registry.Add(temperature);
            registry.Add(new BatchObject(registry));
            registry.Add(new NotifyObject(registry, accounts, clock));

            ClientOptions options = new ClientOptions { EndpointName = "sketch-1" };
            LwM2MClient client = new LwM2MClient(options, registry, accounts, clock, new Random(), log);
            client.Start(transport);
            temperature.Value = 21.5f;
            client.Step(0);
            Assert.IsTrue(channel.Last().Code == CoapCode.Post);
        }

        [TestMethod]
        public void AnObjectIsATableAndTheValues()
        {
            Harness harness = new Harness();
            DoorObject door = new DoorObject();
            harness.Registry.Add(door);
            harness.Registered();
            door.IsOpen = true;
            Assert.IsTrue(harness.Get("3200/0/5501", ContentFormat.Text) == CoapCode.Content);
            Assert.AreEqual("1", harness.AnswerText);
            Assert.IsTrue(harness.Send(CoapCode.Post, "3200/0/5505", null) == CoapCode.Changed);
            harness.Get("3200/0/5501", ContentFormat.Text);
            Assert.AreEqual("0", harness.AnswerText);
        }

        private sealed class DoorObject : LwM2MObject
        {
            private static readonly int[] s_resources =
            {
                5500 | Resource.Boolean | Resource.Read,
                5501 | Resource.Integer | Resource.Read,
                5505 | Resource.NoType | Resource.Execute,
            };

            private bool _open;
            private int _count;

            public DoorObject()
                : base(3200, s_resources)
            {
            }

            public bool IsOpen
            {
                get
                {
                    return _open;
                }

                set
                {
                    _open = value;
                    _count++;
                    Changed(0, 5500);
                    Changed(0, 5501);
                }
            }

            public override CoapCode ReadResource(int instanceId, int resourceId, int resourceInstanceId, ResourceWriter writer)
            {
                if (resourceId == 5500)
                {
                    writer.WriteBoolean(_open);
                }
                else
                {
                    writer.WriteInteger(_count);
                }

                return CoapCode.Content;
            }

            public override CoapCode ExecuteResource(int instanceId, int resourceId, byte[] buffer, int offset, int count)
            {
                _count = 0;
                return CoapCode.Changed;
            }
        }
    }
}
