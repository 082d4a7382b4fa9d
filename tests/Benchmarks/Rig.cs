// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;

namespace Benchmarks
{
    /// <summary>A client and a server with nothing between them but a count of what passes.</summary>
    internal sealed class Rig
    {
        public readonly ManualClock Clock = new();
        public readonly CountingChannel Channel = new();
        public readonly IpsoSensor Temperature = IpsoSensor.Temperature();
        public readonly IpsoSensor Humidity = IpsoSensor.Humidity();
        public readonly PositionObject Position = new();
        public readonly DeviceObject Device;
        public readonly LwM2MClient Client;
        public readonly ServerSession Session;
        private readonly byte[] _buffer = new byte[1152];
        private readonly CoapWriter _writer = new();
        private int _messageId;

        public Rig()
        {
            ObjectRegistry registry = new();
            AccountTable accounts = new(registry);
            ServerInstance server = accounts.Add("coap://192.0.2.1", 1, 86400 * 7);
            NotifyObject notify = new(registry, accounts, Clock);
            Device = new DeviceObject(Clock);
            registry.Add(Device);
            registry.Add(Temperature);
            registry.Add(Humidity);
            registry.Add(Position);
            registry.Add(new BatchObject(registry));
            registry.Add(notify);
            Client = new LwM2MClient(new ClientOptions { EndpointName = "bench" }, registry, accounts, Clock, new Random(1), new NoLog());
            Session = Client.AddServer(server, Channel, new TransmissionParameters { ProbingBurstBytes = int.MaxValue });
            Poll();
        }

        /// <summary>Lets the client send what is due, and answers its registration and updates.</summary>
        public void Poll()
        {
            Client.Poll();
            byte[] sent = Channel.TakeSession();
            if (sent == null)
            {
                return;
            }

            CoapMessage request = new();
            request.Parse(sent, 0, sent.Length);
            bool register = request.OptionCount > 2 && !Session.Registration.IsRegistered;
            _writer.Begin(
                _buffer, 0, _buffer.Length, CoapType.Acknowledgement, register ? CoapCode.Created : CoapCode.Changed,
                request.MessageId, request.Buffer, request.TokenOffset, request.TokenLength);
            if (register)
            {
                _writer.AddPath(CoapOption.LocationPath, "rd/1");
            }

            Channel.CountSession(_writer.Length);
            Client.Process(Session, _buffer, _writer.Length);
        }

        /// <summary>A confirmable request without a token, and its answer.</summary>
        public CoapMessage Ask(CoapCode method, string path, byte[] payload, int contentFormat, int accept = ContentFormat.None)
        {
            byte[] request = Compose(method, path, payload, contentFormat, accept);
            Channel.CountReceived(request.Length);
            Channel.Passed.Add(((byte[])request.Clone(), false));
            Client.Process(Session, request, request.Length);
            CoapMessage answer = new();
            answer.Parse(Channel.Last, 0, Channel.Last.Length);
            return answer.IsSuccess ? answer : throw new InvalidOperationException($"{method} {path}: {answer.Code}");
        }

        /// <summary>A confirmable request as bytes.</summary>
        public byte[] Compose(CoapCode method, string path, byte[] payload, int contentFormat, int accept, int observe = -1)
        {
            _writer.Begin(_buffer, 0, _buffer.Length, CoapType.Confirmable, method, ++_messageId, null, 0, 0);
            if (observe >= 0)
            {
                _writer.AddOption(CoapOption.Observe, observe);
            }

            _writer.AddPath(CoapOption.UriPath, path);
            if (contentFormat >= 0)
            {
                _writer.AddOption(CoapOption.ContentFormat, contentFormat);
            }

            if (accept >= 0)
            {
                _writer.AddOption(CoapOption.Accept, accept);
            }

            int at = _writer.BeginPayload();
            payload.CopyTo(_buffer, at);
            _writer.EndPayload(payload.Length);
            return _buffer[.._writer.Length];
        }

        /// <summary>Gives a request to the client once more, under a message ID of its own.</summary>
        public void Repeat(byte[] request)
        {
            _messageId++;
            request[2] = (byte)(_messageId >> 8);
            request[3] = (byte)_messageId;
            Client.Process(Session, request, request.Length);
        }

        /// <summary>The value of a resource in a format.</summary>
        public byte[] Value(string path, int format)
        {
            CoapMessage answer = Ask(CoapCode.Get, path, Array.Empty<byte>(), ContentFormat.None, format);
            return answer.Buffer[answer.PayloadOffset..(answer.PayloadOffset + answer.PayloadLength)];
        }

        /// <summary>Takes measurements as sensors give them: one decimal, no short binary form.</summary>
        public void Measure(int i)
        {
            Temperature.Value = 21.4f + i % 7 * 0.1f;
            Humidity.Value = 48.3f + i % 5 * 0.1f;
            Position.MoveTo(12.34f + i % 3, -5.67f - i % 4, 1.89f);
            Device.BatteryLevelPercent = 100 - i / 10;
        }

        /// <summary>Creates a Batch, of the seed's six values when none are named.</summary>
        public void CreateBatch(params string[] members)
        {
            string[] six = { "/3303/0/5700", "/3304/0/5700", "/3360/0/5702", "/3360/0/5703", "/3360/0/5704", "/3/0/9" };
            members = members.Length == 0 ? six : members;
            byte[] buffer = new byte[256];
            TlvWriter writer = new();
            writer.Open(buffer, 0, buffer.Length);
            writer.BeginMultiple(ObjectIds.BatchConfiguration);
            for (int i = 0; i < members.Length; i++)
            {
                writer.SetResourceInstance(i);
                writer.WriteString(members[i]);
            }

            writer.EndMultiple();
            Ask(CoapCode.Post, "2346", buffer[..writer.Close()], ContentFormat.Tlv);
        }

        /// <summary>Creates a Notify that reports the Batch without an answer.</summary>
        public void CreateNotify(string path, int periodSeconds, int format)
        {
            byte[] buffer = new byte[256];
            TlvWriter writer = new();
            writer.Open(buffer, 0, buffer.Length);
            writer.SetResource(ObjectIds.NotifyResourceUri);
            writer.WriteString("/2346/0");
            writer.SetResource(ObjectIds.NotifyShortServerId);
            writer.WriteInteger(1);
            writer.SetResource(ObjectIds.NotifyUriPath);
            writer.WriteString(path);
            writer.SetResource(ObjectIds.NotifyPeriodicity);
            writer.WriteInteger(periodSeconds);
            writer.SetResource(ObjectIds.NotifyNoResponse);
            writer.WriteBoolean(true);
            if (format > 0)
            {
                writer.SetResource(ObjectIds.NotifyContentFormat);
                writer.WriteInteger(format);
            }

            Ask(CoapCode.Post, "2347", buffer[..writer.Close()], ContentFormat.Tlv);
        }
    }

    internal sealed class ManualClock : Clock
    {
        public long Now { get; set; } = 1000;

        public override long Milliseconds => Now;

        public override long UtcMilliseconds => 1767225600000L + Now;
    }

    internal sealed class NoLog : Log
    {
        public override void Write(string line)
        {
        }
    }

    /// <summary>Counts CoAP bytes and packets; those of the registration apart.</summary>
    internal sealed class CountingChannel : DatagramChannel
    {
        /// <summary>Ethernet 14, IPv4 20 and UDP 8, as the seed paper counts.</summary>
        public const int LowerLayers = 42;

        private readonly CoapMessage _message = new();
        private byte[] _session;

        public byte[] Last { get; private set; } = new byte[4];

        /// <summary>Every message that was counted, and whether the device has sent it.</summary>
        public List<(byte[] Message, bool FromDevice)> Passed { get; } = new();

        /// <summary>Nothing is looked at or counted.</summary>
        public bool IsOff { get; set; }

        public int Sent { get; private set; }

        public int Packets { get; private set; }

        public int Payload { get; private set; }

        public int SessionPackets { get; private set; }

        public int SessionBytes { get; private set; }

        /// <summary>Bytes with the overhead of each packet.</summary>
        public int Bytes => Payload + Packets * LowerLayers;

        public override void Send(byte[] buffer, int offset, int count)
        {
            if (IsOff)
            {
                return;
            }

            Last = buffer.AsSpan(offset, count).ToArray();
            Sent++;
            _message.Parse(Last, 0, count);
            bool isSession = _message.IsRequest && _message.OptionEquals(_message.FindOption(CoapOption.UriPath), "rd");
            if (isSession)
            {
                _session = Last;
                CountSession(count);
            }
            else
            {
                CountReceived(count);
                Passed.Add((Last, true));
            }
        }

        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            return 0;
        }

        /// <summary>The last message of the registration interface, once.</summary>
        public byte[] TakeSession()
        {
            byte[] taken = _session;
            _session = null;
            return taken;
        }

        public void CountReceived(int count)
        {
            Packets++;
            Payload += count;
        }

        public void CountSession(int count)
        {
            SessionPackets++;
            SessionBytes += count + LowerLayers;
        }

        public void Reset()
        {
            Passed.Clear();
            Packets = 0;
            Payload = 0;
            SessionPackets = 0;
            SessionBytes = 0;
        }
    }
}
