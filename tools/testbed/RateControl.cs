// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using Firmware.Gateway.Streams;
using LwM2M.Nano.Coap;
using Simulator.Time;
using Testbed.Server;

namespace Testbed
{
    /// <summary>
    /// The seed paper's loop around a stream: over each window of 5 s the loss is taken from the packets' numbers; above 2 %
    /// the sampling rate goes down by 5 Hz, else it goes up by 5 Hz.
    /// </summary>
    public sealed class RateControl
    {
        private const int MinimumHertz = 50;
        private const int MaximumHertz = 200;

        private readonly SimulatedTime _time;
        private readonly LwM2MServer _server;
        private readonly SequenceMeter _meter = new();
        private RegisteredClient _client;
        private string _twin;

        /// <param name="time">The world's time.</param>
        /// <param name="server">Where the gateway is registered.</param>
        public RateControl(SimulatedTime time, LwM2MServer server)
        {
            _time = time;
            _server = server;
        }

        /// <summary>The rate asked for last, in hertz.</summary>
        public int RateHertz { get; private set; } = SamplingRate.Start;

        /// <summary>Time in milliseconds, loss and rate at the end of each window.</summary>
        public List<(long Time, double Loss, int RateHertz)> Windows { get; } = new();

        /// <summary>Observes the stream of a twin and begins to control it.</summary>
        /// <param name="client">The gateway.</param>
        /// <param name="twin">Such as "/26241/0".</param>
        public void Start(RegisteredClient client, string twin)
        {
            _client = client;
            _twin = twin;
            _server.Observe(client, twin + "/1", ContentFormat.Opaque, OnPack);
        }

        private void OnPack(ServerReply pack)
        {
            if (pack?.Code != CoapCode.Content || pack.Payload.Length < 4)
            {
                return;
            }

            if (!_meter.Take(pack.Payload[0] | (pack.Payload[1] << 8), (pack.Payload.Length - 2) / 2, _time.Now))
            {
                return;
            }

            RateHertz = SamplingRate.Next(RateHertz, _meter.ControlRatio, MinimumHertz, MaximumHertz);
            Windows.Add((_time.Now, _meter.LossRatio, RateHertz));
            _server.Write(_client, _twin + "/2", RateHertz.ToString(), _ => { });
        }
    }
}
