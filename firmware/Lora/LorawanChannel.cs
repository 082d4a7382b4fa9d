// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Threading;
using Lora.Nano.Lorawan;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Platform;

namespace Firmware.Lora
{
    /// <summary>
    /// Datagrams as uplinks and downlinks. A downlink comes only behind an uplink: when the network says that it has more, an
    /// answer is waited for, or the server may go on with what it began, an empty uplink opens the windows again. Behind a
    /// report nothing is waited for: what is queued comes in its windows.
    /// </summary>
    public sealed class LorawanChannel : DatagramChannel
    {
        private const int Port = 5;
        private const int FetchAfterMilliseconds = 4000;
        private const int FetchesForAnAnswer = 3;
        private const int FetchesForMore = 1;
        private const int SparedRestMilliseconds = 450000;

        private readonly LorawanDevice _device;
        private readonly Log _log;
        private Downlink _second = new Downlink();
        private Downlink _downlink = new Downlink();
        private bool _hasMore;
        private readonly byte[] _nothing = new byte[0];
        private int _fetchesLeft;

        // The answer came in the windows of its request: had the server gone on by then, the network would say that it has more.
        private bool _isPrompt;
        private long _lastUplink;

        /// <summary>Opens the channel.</summary>
        /// <param name="device">Joined.</param>
        /// <param name="log">Where is told what could not be sent.</param>
        public LorawanChannel(LorawanDevice device, Log log)
        {
            _device = device;
            _device.WritesDownlinks = false;
            _log = log;
        }

        /// <summary>The last message could not go: the airtime of this hour is used up.</summary>
        public bool IsSilenced { get; private set; }

        /// <inheritdoc/>
        /// <remarks>What was sent is made up for within a few minutes: two frames at SF12, or thirty at SF7.</remarks>
        public override bool CanSpare
        {
            get { return !IsSilenced && _device.RestMilliseconds < SparedRestMilliseconds; }
        }

        /// <inheritdoc/>
        public override bool MayReceive
        {
            get { return _downlink.Port >= 0 || _hasMore || _fetchesLeft > 0; }
        }

        /// <inheritdoc/>
        public override bool IsReliable
        {
            get { return true; }
        }

        /// <inheritdoc/>
        public override int MaximumMessage
        {
            get { return _device.MaximumPayload; }
        }

        /// <inheritdoc/>
        public override bool SendReliably(byte[] buffer, int offset, int count)
        {
            _fetchesLeft = 0;
            return Uplink(buffer, offset, count, true) == LorawanResult.Acknowledged;
        }

        /// <inheritdoc/>
        public override void Send(byte[] buffer, int offset, int count)
        {
            SendTo(null, buffer, offset, count, Expects.Answer);
        }

        /// <inheritdoc/>
        public override void SendTo(Peer peer, byte[] buffer, int offset, int count, Expects expects)
        {
            // Whatever is answered is confirmed: the answer mostly comes with the acknowledgement, and the data rate finds what is heard.
            if (expects == Expects.More)
            {
                _device.WriteDownlinks(); // a request was carried out: it must not be, again, after a power cut
            }

            _fetchesLeft = expects == Expects.Answer ? FetchesForAnAnswer : expects == Expects.Nothing ? 0 : FetchesForMore;
            Uplink(buffer, offset, count, expects == Expects.Answer);
        }

        /// <inheritdoc/>
        public override int Receive(byte[] buffer, int timeoutMilliseconds)
        {
            bool due = _hasMore || (_fetchesLeft > 0 && Environment.TickCount64 - _lastUplink >= FetchAfterMilliseconds);
            if (_downlink.Port < 0 && due)
            {
                _fetchesLeft -= _fetchesLeft > 0 ? 1 : 0;
                Uplink(_nothing, 0, 0, false);
            }

            if (_downlink.Port < 0)
            {
                Thread.Sleep(timeoutMilliseconds);
                return 0;
            }

            int count = _downlink.Length < buffer.Length ? _downlink.Length : buffer.Length;
            Array.Copy(_downlink.Buffer, _downlink.Offset, buffer, 0, count);
            _downlink.Take();
            if (_second.Port >= 0)
            {
                Downlink read = _downlink;
                _downlink = _second;
                _second = read;
            }

            _fetchesLeft = _isPrompt ? 0 : FetchesForMore; // the server may go on
            return count;
        }

        // What came before and is not read yet stays: one downlink can wait for another.
        private LorawanResult Uplink(byte[] buffer, int offset, int count, bool confirmed)
        {
            if (count > _device.MaximumPayload)
            {
                Uplink(_nothing, 0, 0, false); // answers to the network's commands go ahead
            }

            Downlink downlink = _downlink.Port < 0 ? _downlink : _second;
            LorawanResult result = _device.Send(Port, buffer, offset, count, confirmed, downlink);
            if (downlink.Port >= 0 && downlink.Port != Port)
            {
                _log.Write("LoRaWAN downlink on port " + downlink.Port.ToString() + " dropped: CoAP is on port " + Port.ToString());
                downlink.Take();
            }

            _isPrompt = confirmed && downlink.Port >= 0;
            _lastUplink = Environment.TickCount64;
            _hasMore = downlink.HasMore;
            IsSilenced = result == LorawanResult.MustWait;
            if (result != LorawanResult.Sent && result != LorawanResult.Acknowledged)
            {
                _fetchesLeft = 0; // nobody will answer it
                _log.Write(result == LorawanResult.MustWait ? "duty cycle used up for " + (_device.WaitMilliseconds / 1000).ToString() + " s"
                    : result == LorawanResult.TooLong ? "message of " + count.ToString() + " bytes is longer than the data rate allows"
                    : result == LorawanResult.NotAcknowledged ? "LoRaWAN got no acknowledgement"
                    : "LoRaWAN cannot send");
            }

            return result;
        }
    }
}
