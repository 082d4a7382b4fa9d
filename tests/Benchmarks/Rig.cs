// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

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
            Session = Client.AddServer(server, Channel, new TransmissionParameters());
            Poll();
        }

        /// <summary>Lets the client send what is due, and answers its registration and updates.</summary>
        public void Poll()
        {
            int before = Channel.Sent;
            Client.Poll();
            if (Channel.Sent == before || !Channel.LastIsSession)
            {
                return;
            }

            CoapMessage request = new();
            request.Parse(Channel.Last, 0, Channel.Last.Length);
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
            _writer.Begin(_buffer, 0, _buffer.Length, CoapType.Confirmable, method, ++_messageId, null, 0, 0);
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
            Channel.CountReceived(_writer.Length);
            Client.Process(Session, _buffer, _writer.Length);
            CoapMessage answer = new();
            answer.Parse(Channel.Last, 0, Channel.Last.Length);
            return answer.IsSuccess ? answer : throw new InvalidOperationException($"{method} {path}: {answer.Code}");
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
        public const int Overhead = 42;

        private readonly CoapMessage _message = new();

        public byte[] Last { get; private set; } = new byte[4];

        public bool LastIsSession { get; private set; }

        public int Sent { get; private set; }

        public int Packets { get; private set; }

        public int Payload { get; private set; }

        public int SessionPackets { get; private set; }

        public int SessionBytes { get; private set; }

        /// <summary>Bytes with the overhead of each packet.</summary>
        public int Bytes => Payload + Packets * Overhead;

        public override void Send(byte[] buffer, int offset, int count)
        {
            Last = buffer.AsSpan(offset, count).ToArray();
            Sent++;
            _message.Parse(Last, 0, count);
            LastIsSession = _message.IsRequest && _message.OptionEquals(_message.FindOption(CoapOption.UriPath), "rd");
            if (LastIsSession)
            {
                CountSession(count);
            }
            else
            {
                CountReceived(count);
            }
        }

        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            return 0;
        }

        public void CountReceived(int count)
        {
            Packets++;
            Payload += count;
        }

        public void CountSession(int count)
        {
            SessionPackets++;
            SessionBytes += count + Overhead;
        }

        public void Reset()
        {
            Packets = 0;
            Payload = 0;
            SessionPackets = 0;
            SessionBytes = 0;
        }
    }
}
