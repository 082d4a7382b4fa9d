// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Firmware.Node;
using Firmware.Platform;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Simulator.Board;

namespace FirmwareTests
{
    /// <summary>
    /// How much of the device's heap the Node image takes, by the sizes its interpreter gives things: 12 bytes a cell, one
    /// cell for an object and one for each field, 20 bytes before the elements of an array, references of 12 bytes.
    /// </summary>
    [TestClass]
    public class HeapTests
    {
        private const int Cell = 12;
        private const int ArrayHeader = 20;
        private const int Ceiling = 16 * 1024;

        public TestContext TestContext { get; set; }

        [TestMethod]
        public void TheSizesAreThoseMeasuredOnTheDevice()
        {
            Assert.AreEqual(12, SizeOf(new object()));
            Assert.AreEqual(120, SizeOf(new byte[100]));
            Assert.AreEqual(24, SizeOf("0123456789"));
            Assert.AreEqual(48, SizeOf(new ThreeFields()));
        }

        [TestMethod]
        public void TheClientWithAllObjectsAndTwoObservationsFitsIn16KB()
        {
            Peer peer = new();
            DeviceConfiguration configuration = new() { Endpoint = "node-1", Server = "coap://192.0.2.1:5683", AwakeWindow = 1 };
            NodeDevice node = null;
            World world = new();
            SimulatedBoard board = new("heap", world.Time, world.Network, Wake, 11);
            board.PowerOn();
            world.Time.Run(5000);
            Assert.AreEqual(2, peer.Observations);

            List<object> reached = Reach(node);
            int total = reached.Sum(SizeOf);
            foreach (IGrouping<string, object> group in reached.GroupBy(o => o.GetType().Name).OrderByDescending(g => g.Sum(SizeOf)).Take(10))
            {
                TestContext.WriteLine($"{group.Sum(SizeOf),6} B  {group.Count(),4} {group.Key}");
            }

            TestContext.WriteLine($"{total,6} B in all");
            Assert.IsTrue(reached.OfType<LwM2MClient>().Any() && reached.OfType<BatchObject>().Any() && reached.OfType<AccessControlObject>().Any());
            Assert.IsTrue(total < Ceiling, $"{total} B of heap");

            void Wake()
            {
                node = new NodeDevice(configuration, new OneWay(peer), peer.Clock, new NoStore(), new Failures(new NoStore()), new Simulator.Platform.Random(), new NoLog(), -1);
                node.Run();
            }
        }

        // Everything the node holds, and the library's tables; what belongs to the platform stays outside.
        private static List<object> Reach(object root)
        {
            HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
            Queue<object> queue = new();
            queue.Enqueue(root);
            foreach (Type type in typeof(LwM2MClient).Assembly.GetTypes().Where(t => !t.ContainsGenericParameters))
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).Where(f => !f.IsLiteral))
                {
                    queue.Enqueue(field.GetValue(null));
                }
            }

            while (queue.Count > 0)
            {
                object next = queue.Dequeue();
                bool outside = next is null or Type or ValueType || (next is Clock or Store or Log or Transport or OneWay or Peer);
                if (outside || !seen.Add(next))
                {
                    continue;
                }

                if (next is ArrayList list)
                {
                    queue.Enqueue(new object[Math.Max(4, list.Capacity)]);
                    foreach (object item in list)
                    {
                        queue.Enqueue(item);
                    }
                }
                else if (next is Array array)
                {
                    foreach (object item in array.GetType().GetElementType().IsValueType ? Array.Empty<object>() : (IEnumerable)array)
                    {
                        queue.Enqueue(item);
                    }
                }
                else if (next is not string && next is not System.Random)
                {
                    foreach (FieldInfo field in Fields(next.GetType()))
                    {
                        queue.Enqueue(field.GetValue(next));
                    }
                }
            }

            return seen.ToList();
        }

        private static int SizeOf(object thing)
        {
            int bytes = thing switch
            {
                string text => Cell + text.Length + 1,
                Array array => ArrayHeader + array.Length * ElementSize(array.GetType().GetElementType()),
                ArrayList => Cell + 3 * Cell,
                System.Random => 8 * Cell,
                _ => Cell + Fields(thing.GetType()).Count() * Cell
            };
            return (bytes + Cell - 1) / Cell * Cell;
        }

        private static int ElementSize(Type element)
        {
            return element.IsEnum ? ElementSize(Enum.GetUnderlyingType(element)) : element.IsPrimitive ? System.Runtime.InteropServices.Marshal.SizeOf(element) : Cell;
        }

        private static IEnumerable<FieldInfo> Fields(Type type)
        {
            for (Type t = type; t != null; t = t.BaseType)
            {
                foreach (FieldInfo field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    yield return field;
                }
            }
        }

        private sealed class ThreeFields
        {
            private readonly int _a = 1;
            private readonly long _b = 2;
            private readonly string _c = "";

            public override string ToString()
            {
                return $"{_a}{_b}{_c}";
            }
        }

        /// <summary>A server that takes the registration and observes two resources.</summary>
        private sealed class Peer : DatagramChannel
        {
            private readonly Queue<byte[]> _toClient = new();
            private readonly CoapMessage _message = new();
            private readonly CoapWriter _writer = new();

            public PeerClock Clock { get; } = new();

            public int Observations { get; private set; }

            public override void Send(byte[] buffer, int offset, int count)
            {
                _message.Parse(buffer, offset, count);
                if (_message.Code == CoapCode.Post && Observations == 0)
                {
                    Answer();
                    Observe(1, "3303/0/5700");
                    Observe(2, "3/0/9");
                }
                else if (_message.Code == CoapCode.Content && _message.Observe >= 0)
                {
                    Observations++;
                }
            }

            public override int Receive(byte[] buffer, int timeoutMilliseconds)
            {
                if (_toClient.TryDequeue(out byte[] datagram))
                {
                    datagram.CopyTo(buffer, 0);
                    return datagram.Length;
                }

                Clock.Now += Math.Max(1, timeoutMilliseconds);
                return 0;
            }

            private void Answer()
            {
                byte[] response = new byte[64];
                _writer.Begin(response, 0, 64, CoapType.Acknowledgement, CoapCode.Created, _message.MessageId, _message.Buffer, _message.TokenOffset, _message.TokenLength);
                _writer.AddPath(CoapOption.LocationPath, "rd/5a3f");
                _toClient.Enqueue(response[.._writer.Length]);
            }

            private void Observe(int number, string path)
            {
                byte[] request = new byte[64];
                _writer.Begin(request, 0, 64, CoapType.Confirmable, CoapCode.Get, number, new byte[] { 1, 2, 3, 4, 5, 6, 7, (byte)number }, 0, 8);
                _writer.AddOption(CoapOption.Observe, 0);
                _writer.AddPath(CoapOption.UriPath, path);
                _toClient.Enqueue(request[.._writer.Length]);
            }
        }

        private sealed class PeerClock : Clock
        {
            public long Now { get; set; } = 1000;

            public override long Milliseconds => Now;

            public override long UtcMilliseconds => 1767225600000 + Now;
        }

        private sealed class OneWay : Transport
        {
            private readonly DatagramChannel _channel;

            public OneWay(DatagramChannel channel)
            {
                _channel = channel;
            }

            public override DatagramChannel Open(string uri)
            {
                return _channel;
            }
        }

        private sealed class NoStore : Store
        {
            public override byte[] Read(string name)
            {
                return null;
            }

            public override bool Write(string name, byte[] record, int count)
            {
                return true;
            }
        }

        private sealed class NoLog : Log
        {
            public override void Write(string line)
            {
            }
        }
    }
}
