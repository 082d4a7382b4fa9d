// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using LwM2M.Nano.Coap;
using Testbed.Server;

namespace Testbed
{
    /// <summary>
    /// The backend behind the embedded server. It asks each Node for a Batch every period, observes the ECG twin, and turns
    /// its sampling rate down once through the twin.
    /// </summary>
    public sealed class Operator
    {
        private const int FirstTwin = 26241;
        private const string LowerRate = "145";

        private static readonly string[] s_members = { "/3303/0/5700", "/3304/0/5700", "/3360/0/5702", "/3360/0/5703", "/3360/0/5704", "/3/0/9" };

        private readonly object _gate = new();
        private readonly LwM2MServer _server;
        private readonly int _periodSeconds;
        private readonly bool _confirmable;
        private readonly HashSet<string> _seenTwins = new();

        public Operator(LwM2MServer server, int periodSeconds, bool confirmable = false)
        {
            _confirmable = confirmable;
            _server = server;
            _periodSeconds = periodSeconds;
            server.Registered += OnRegistered;
            server.Updated += LookForTwins;
            server.Reported += OnReported;
            server.Sent += OnSent;
        }

        /// <summary>Batch reports so far.</summary>
        public int Reports { get; private set; }

        /// <summary>Values that came later than they were measured.</summary>
        public int KeptValues { get; private set; }

        /// <summary>Notifications of the ECG twin so far.</summary>
        public int EcgPacks { get; private set; }

        /// <summary>Sequence numbers missing between them.</summary>
        public int EcgGaps { get; private set; }

        public string EcgTwin { get; private set; }

        /// <summary>What the twin's sampling rate reads as, after the write.</summary>
        public string SamplingRate { get; private set; }

        /// <summary>What went wrong, or null.</summary>
        public string Failure { get; private set; }

        /// <summary>The last values by client and what they are.</summary>
        public SortedDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

        private int LastSequence { get; set; } = -1;

        private void OnRegistered(RegisteredClient client)
        {
            if (!client.Objects.Contains("/2347") && !client.Objects.Contains("/2347/0"))
            {
                return;
            }

            LookForTwins(client);
            if (!client.QueueMode)
            {
                return;
            }

            string path = "batch/" + client.Endpoint;
            _server.ExpectReports(path, client);
            if (client.Objects.Contains("/2347"))
            {
                _server.Create(client, "/2346", Payloads.CreateBatch(s_members), reply => CreateNotify(client, path, reply));
            }
        }

        private void CreateNotify(RegisteredClient client, string path, ServerReply created)
        {
            if (!Check(created, CoapCode.Created, "create Batch"))
            {
                return;
            }

            byte[] notify = Payloads.CreateNotify("/" + created.Location, 1, path, _periodSeconds, _confirmable, !_confirmable);
            _server.Create(client, "/2347", notify, reply => Check(reply, CoapCode.Created, "create Notify"));
        }

        private void LookForTwins(RegisteredClient client)
        {
            foreach (string twin in client.Objects)
            {
                string[] ids = twin.Split('/');
                if (ids.Length == 3 && int.TryParse(ids[1], out int objectId) && objectId >= FirstTwin && _seenTwins.Add(client.Location + twin))
                {
                    _server.Read(client, twin + "/0", ContentFormat.Text, reply => OnDescription(client, twin, reply));
                }
            }
        }

        private void OnDescription(RegisteredClient client, string twin, ServerReply description)
        {
            if (description?.Code != CoapCode.Content || !description.Text.StartsWith("ECG", StringComparison.Ordinal))
            {
                return;
            }

            EcgTwin = twin;
            Show(client, "twin " + twin, description.Text);
            _server.Observe(client, twin + "/1", ContentFormat.Opaque, reply => OnEcg(client, reply));
            _server.Write(client, twin + "/2", LowerRate, reply =>
            {
                if (Check(reply, CoapCode.Changed, "write sampling rate"))
                {
                    _server.Read(client, twin + "/2", ContentFormat.Text, rate => OnRate(client, rate));
                }
            });
        }

        private void OnRate(RegisteredClient client, ServerReply rate)
        {
            SamplingRate = rate?.Text;
            Show(client, "sampling rate", SamplingRate + " Hz");
        }

        private void OnEcg(RegisteredClient client, ServerReply notification)
        {
            if (notification?.Code != CoapCode.Content || notification.Payload.Length < 4 || notification.Sequence < 0)
            {
                return;
            }

            int sequence = notification.Payload[0] | (notification.Payload[1] << 8);
            lock (_gate)
            {
                EcgPacks++;
                EcgGaps += LastSequence >= 0 ? (ushort)(sequence - LastSequence - 1) : 0;
                LastSequence = sequence;
            }

            int samples = (notification.Payload.Length - 2) / 2;
            IEnumerable<int> values = Enumerable.Range(0, samples).Select(i => notification.Payload[2 + i * 2] | (notification.Payload[3 + i * 2] << 8));
            Show(client, "ECG", string.Join(' ', values));
        }

        private void OnReported(RegisteredClient client, string path, int format, byte[] payload)
        {
            IReadOnlyList<string> values = Payloads.Values(payload, format, "/2346/0/5914");
            lock (_gate)
            {
                Reports++;
            }

            Show(client, "Batch", string.Join("  ", values));
        }

        private void OnSent(RegisteredClient client, int format, byte[] payload)
        {
            IReadOnlyList<string> values = Payloads.Values(payload, format, "");
            lock (_gate)
            {
                KeptValues += values.Count;
            }

            Show(client, "kept", string.Join("  ", values));
        }

        private bool Check(ServerReply reply, CoapCode expected, string what)
        {
            if (reply?.Code == expected)
            {
                return true;
            }

            Failure = what + ": " + (reply == null ? "no answer" : reply.Code.ToString());
            return false;
        }

        private void Show(RegisteredClient client, string what, string value)
        {
            lock (Values)
            {
                Values[client.Endpoint + " " + what] = value;
            }
        }
    }
}
