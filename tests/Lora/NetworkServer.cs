// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using Lora.Nano;
using Lora.Nano.Lorawan;
using Simulator.Lora;

namespace LoraTests
{
    /// <summary>A LoRaWAN network with one gateway: joins devices, checks counters and codes, answers in either window.</summary>
    internal sealed class NetworkServer
    {
        private const uint Address = 0x26011234;
        private const int JoinNonce = 0x112233;
        private const int NetId = 0x000013;

        private readonly Bench _bench;
        private readonly SimulatedSx127x _gateway;
        private readonly byte[] _appKey;
        private readonly HashSet<int> _nonces = new();
        private AesCmac _networkKey;
        private AesCmac _applicationKey;
        private long _upCounter = -1;
        private uint _downCounter;

        internal NetworkServer(Bench bench, byte[] appKey)
        {
            _bench = bench;
            _appKey = appKey;
            _gateway = bench.Chip(60);
            bench.Air.Sent += OnSent;
        }

        internal List<string> Violations { get; } = new();

        internal List<byte[]> Payloads { get; } = new();

        internal List<byte[]> Options { get; } = new();

        internal List<Transmission> Uplinks { get; } = new();

        /// <summary>Payloads to send, one behind each uplink.</summary>
        internal Queue<byte[]> ToSend { get; } = new();

        /// <summary>MAC commands for the next downlink.</summary>
        internal byte[] Commands { get; set; } = Array.Empty<byte>();

        internal bool AnswersJoins { get; set; } = true;

        internal bool AnswersConfirmed { get; set; } = true;

        internal bool UsesSecondWindow { get; set; }

        internal bool ConfirmsDownlinks { get; set; }

        internal byte[] ChannelList { get; set; } = Array.Empty<byte>();

        internal int Joins { get; private set; }

        internal byte DownlinkSettings { get; set; }

        /// <summary>Changes a downlink before it is sent.</summary>
        internal Func<byte[], byte[]> Tamper { get; set; } = f => f;

        /// <summary>Sends the last downlink again behind every uplink.</summary>
        internal bool Replays { get; set; }

        private byte[] LastDownlink { get; set; }

        internal void Personalize(byte[] networkKey, byte[] applicationKey)
        {
            _networkKey = new AesCmac(networkKey);
            _applicationKey = new AesCmac(applicationKey);
        }

        private void OnSent(Transmission transmission)
        {
            if (transmission.Sender != _gateway && !transmission.Inverted && transmission.SyncWord == Modulation.LorawanSyncWord)
            {
                Uplinks.Add(transmission);
                _bench.Time.Schedule(transmission.End - _bench.Time.Now, () => Take(transmission));
            }
        }

        private void Take(Transmission up)
        {
            byte[] frame = (byte[])up.Payload.Clone();
            if (frame[0] >> 5 == MessageType.JoinRequest)
            {
                Join(up, frame);
                return;
            }

            if (_networkKey == null)
            {
                return;
            }

            DataFrame data = new();
            int low = frame[6] | (frame[7] << 8);
            if (low <= (_upCounter & 0xFFFF) && _upCounter >= 0 && (_upCounter & 0xFFFF) - low < 1000 && low != (_upCounter & 0xFFFF))
            {
                Violations.Add($"counter {low} after {_upCounter}");
            }

            bool again = _upCounter >= 0 && low == (_upCounter & 0xFFFF);
            if (!data.TryRead(frame, frame.Length, again ? _upCounter - 1 : _upCounter, Address, _networkKey, _applicationKey))
            {
                Violations.Add("uplink not genuine");
                return;
            }

            _upCounter = data.Counter;
            Options.Add(data.Options[..data.OptionsLength]);
            Payloads.Add(frame[data.PayloadOffset..(data.PayloadOffset + data.PayloadLength)]);
            bool confirmed = data.Type == MessageType.ConfirmedUp && AnswersConfirmed;
            if (Replays && LastDownlink != null)
            {
                Answer(up, LastDownlink, 1000);
            }
            else if (confirmed || ToSend.Count > 0 || Commands.Length > 0)
            {
                Answer(up, Compose(confirmed), 1000);
            }
        }

        private byte[] Compose(bool acknowledges)
        {
            DataFrame down = new()
            {
                Type = ConfirmsDownlinks ? MessageType.ConfirmedDown : MessageType.UnconfirmedDown,
                Address = Address,
                Counter = _downCounter++,
                Acknowledges = acknowledges,
                OptionsLength = Commands.Length
            };
            Commands.CopyTo(down.Options, 0);
            Commands = Array.Empty<byte>();
            byte[] payload = ToSend.Count > 0 ? ToSend.Dequeue() : Array.Empty<byte>();
            down.Port = payload.Length > 0 ? 7 : -1;
            byte[] frame = new byte[255];
            int length = down.Write(frame, payload, 0, payload.Length, _networkKey, _applicationKey);
            if (ToSend.Count > 0)
            {
                frame[5] |= 0x10; // FPending, under the code too
                FrameSecurity.Sign(_networkKey, FrameSecurity.Downlink, Address, down.Counter, frame, length - 4);
            }

            return LastDownlink = frame[..length];
        }

        private void Join(Transmission up, byte[] frame)
        {
            AesCmac key = new(_appKey);
            if (!FrameSecurity.IsGenuineJoin(key, frame, frame.Length))
            {
                Violations.Add("join not genuine");
                return;
            }

            int nonce = (int)FrameSecurity.Get(frame, 17, 2);
            if (!_nonces.Add(nonce))
            {
                Violations.Add($"nonce {nonce} again");
            }

            Joins++;
            if (!AnswersJoins)
            {
                return;
            }

            byte[] accept = new byte[17 + ChannelList.Length];
            accept[0] = 0x20;
            FrameSecurity.Put(accept, 1, JoinNonce, 3);
            FrameSecurity.Put(accept, 4, NetId, 3);
            FrameSecurity.Put(accept, 7, Address, 4);
            accept[11] = DownlinkSettings;
            accept[12] = 1;
            ChannelList.CopyTo(accept, 13);
            FrameSecurity.SignJoin(key, accept, accept.Length - 4);
            new Simulator.Platform.Aes(System.Security.Cryptography.CipherMode.ECB) { Key = _appKey }.Decrypt(accept[1..]).CopyTo(accept, 1);
            _networkKey = new AesCmac(FrameSecurity.DeriveKey(key, 1, JoinNonce, NetId, nonce));
            _applicationKey = new AesCmac(FrameSecurity.DeriveKey(key, 2, JoinNonce, NetId, nonce));
            _upCounter = -1;
            _downCounter = 0;
            Answer(up, accept, 5000);
        }

        private void Answer(Transmission up, byte[] frame, int delay)
        {
            bool american = up.FrequencyHertz > 902000000 && up.FrequencyHertz < 915000000;
            int channel = american ? (up.FrequencyHertz - 902300000 + 100000) / 200000 : 0;
            int hertz = UsesSecondWindow ? (american ? 923300000 : 869525000) : american ? 923300000 + 600000 * (channel % 8) : up.FrequencyHertz;
            int spreadingFactor = UsesSecondWindow ? 12 : up.SpreadingFactor;
            int bandwidth = american ? 9 : 7;
            frame = Tamper((byte[])frame.Clone());
            _bench.Time.Schedule(delay + (UsesSecondWindow ? 1000 : 0), () =>
            {
                Modulation modulation = new() { SpreadingFactor = spreadingFactor, Bandwidth = (Bandwidth)bandwidth, Crc = false };
                long start = _bench.Time.Now;
                double preamble = 12.25 * modulation.SymbolMicroseconds / 1000.0;
                _bench.Air.Begin(new Transmission(
                    _gateway, hertz, spreadingFactor, bandwidth, true, Modulation.LorawanSyncWord, 14, start, start + (modulation.AirtimeMicroseconds(frame.Length) + 999) / 1000,
                    start + preamble - 5 * modulation.SymbolMicroseconds / 1000.0, frame, false));
            });
        }
    }
}
