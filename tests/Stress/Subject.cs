// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Client;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;
using LwM2M.Objects;

namespace StressTests
{
    /// <summary>A registered client with every object, on a channel that allocates nothing.</summary>
    internal sealed class Subject
    {
        internal readonly StillClock Clock = new();
        internal readonly SilentChannel Channel = new();
        internal readonly ObjectRegistry Registry = new();
        internal readonly IpsoSensor Temperature = IpsoSensor.Temperature();
        internal readonly LwM2MClient Client;
        internal readonly ServerSession Session;

        internal Subject()
        {
            AccountTable accounts = new(Registry);
            ServerInstance server = accounts.Add("coap://192.0.2.1", 1, 86400);
            NotifyObject notify = new(Registry, accounts, Clock);
            Registry.Add(new DeviceObject(Clock));
            Registry.Add(Temperature);
            Registry.Add(IpsoSensor.Humidity());
            Registry.Add(new PositionObject());
            Registry.Add(new BatchObject(Registry));
            Registry.Add(notify);
            Client = new LwM2MClient(new ClientOptions { EndpointName = "subject" }, Registry, accounts, Clock, new Random(3), new NoLog());
            Session = Client.AddServer(server, Channel, new TransmissionParameters { ProbingBurstBytes = int.MaxValue });
            Register();
        }

        /// <summary>Plays the server's part of a registration, if one is under way.</summary>
        internal void Register()
        {
            Client.Poll();
            CoapMessage sent = new();
            sent.Parse(Channel.LastConfirmable, 0, Channel.LastConfirmable.Length);
            byte[] response = new byte[32];
            CoapWriter writer = new();
            writer.Begin(response, 0, 32, CoapType.Acknowledgement, CoapCode.Created, sent.MessageId, sent.Buffer, sent.TokenOffset, sent.TokenLength);
            writer.AddPath(CoapOption.LocationPath, "rd/1");
            Client.Process(Session, response, writer.Length);
        }

        /// <summary>A confirmable request as bytes, with a message ID made of its path.</summary>
        internal static byte[] Request(CoapCode method, string path, byte[] payload = null, int format = -1, int accept = -1, int observe = -1)
        {
            byte[] buffer = new byte[512];
            CoapWriter writer = new();
            writer.Begin(buffer, 0, buffer.Length, CoapType.Confirmable, method, 0x4000 + path.Length + (observe + 1) * 256, new byte[] { 1, 2, 3, 4 }, 0, 4);
            if (observe >= 0)
            {
                writer.AddOption(CoapOption.Observe, observe);
            }

            writer.AddPath(CoapOption.UriPath, path);
            if (format >= 0)
            {
                writer.AddOption(CoapOption.ContentFormat, format);
            }

            if (accept >= 0)
            {
                writer.AddOption(CoapOption.Accept, accept);
            }

            if (payload != null)
            {
                int at = writer.BeginPayload();
                payload.CopyTo(buffer, at);
                writer.EndPayload(payload.Length);
            }

            return buffer[..writer.Length];
        }

        internal static byte[] Strings(int resourceId, params string[] values)
        {
            byte[] buffer = new byte[256];
            TlvWriter writer = new();
            writer.Open(buffer, 0, buffer.Length);
            writer.BeginMultiple(resourceId);
            for (int i = 0; i < values.Length; i++)
            {
                writer.SetResourceInstance(i);
                writer.WriteString(values[i]);
            }

            writer.EndMultiple();
            return buffer[..writer.Length];
        }
    }

    internal sealed class StillClock : Clock
    {
        internal long Now = 1000;

        public override long Milliseconds => Now;

        public override long UtcMilliseconds => 1767225600000L + Now;
    }

    internal sealed class SilentChannel : DatagramChannel
    {
        internal readonly byte[] Last = new byte[1152];

        internal byte[] LastConfirmable { get; private set; } = new byte[4];

        /// <summary>Who else gets what is sent, or null.</summary>
        internal Action<byte[]> Sending { get; set; }

        internal int Sent { get; private set; }

        internal long Bytes { get; private set; }

        public override void Send(byte[] buffer, int offset, int count)
        {
            Array.Copy(buffer, offset, Last, 0, count);
            if ((buffer[offset] & 0x30) == 0)
            {
                LastConfirmable = buffer.AsSpan(offset, count).ToArray();
            }

            Sent++;
            Bytes += count;
            if (Sending != null)
            {
                Sending(buffer.AsSpan(offset, count).ToArray());
            }
        }

        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            return 0;
        }
    }

    internal sealed class NoLog : Log
    {
        public override void Write(string line)
        {
        }
    }
}
