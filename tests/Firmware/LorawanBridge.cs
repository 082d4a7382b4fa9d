// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using Lora.Sx127x;
using Lora.Sx127x.Lorawan;
using Simulator.Lora;
using Simulator.Network;
using Simulator.Time;

namespace FirmwareTests
{
    /// <summary>A LoRaWAN network with one gateway, and a bridge from its payloads to an LwM2M server's UDP port.</summary>
    internal sealed class LorawanBridge
    {
        private const uint Address = 0x26010001;
        private const int JoinNonce = 0x00ABCD;
        private const int NetId = 0x000013;
        private const int Port = 5;

        private readonly SimulatedTime _time;
        private readonly LoraAir _air;
        private readonly SimulatedSx127x _gateway;
        private readonly SimulatedPort _port;
        private readonly IPEndPoint _server;
        private readonly byte[] _appKey;
        private readonly Queue<byte[]> _toNode = new();
        private readonly HashSet<(string JoinEui, int Nonce)> _nonces = new();
        private AesCmac _networkKey;
        private AesCmac _applicationKey;
        private long _upCounter;
        private uint _downCounter;

        internal LorawanBridge(SimulatedTime time, LoraAir air, SimulatedNetwork network, int serverPort, byte[] appKey)
        {
            _time = time;
            _air = air;
            _appKey = appKey;
            _server = new IPEndPoint(IPAddress.Loopback, serverPort);
            _gateway = new SimulatedSx127x(air) { X = 60 };
            _port = network.Open((datagram, from) =>
            {
                if (!_toNode.Any(d => d.AsSpan().SequenceEqual(datagram)))
                {
                    _toNode.Enqueue(datagram); // a server on UDP repeats what LoRa has not delivered yet
                }
            });
            air.Sent += OnSent;
        }

        internal int Joins { get; private set; }

        /// <summary>Uplinks with a payload.</summary>
        internal int Messages { get; private set; }

        internal int Uplinks { get; private set; }

        internal long AirtimeMicroseconds { get; private set; }

        internal List<string> Violations { get; } = new();

        private void OnSent(Transmission up)
        {
            if (up.Sender != _gateway && !up.Inverted)
            {
                _time.Schedule(up.End - _time.Now, () => Take(up));
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

            Uplinks++;
            AirtimeMicroseconds += new Modulation { SpreadingFactor = up.SpreadingFactor }.AirtimeMicroseconds(frame.Length);
            DataFrame data = new();
            if (!data.TryRead(frame, frame.Length, _upCounter, Address, _networkKey, _applicationKey))
            {
                Violations.Add("uplink repeated or not genuine");
                return;
            }

            _upCounter = data.Counter;
            if (data.PayloadLength > 0)
            {
                Messages++;
                _port.Send(frame[data.PayloadOffset..(data.PayloadOffset + data.PayloadLength)], _server);
            }

            _time.Schedule(1000, () => Answer(up));
        }

        // What the server has sent until now goes in the first window.
        private void Answer(Transmission up)
        {
            if (_toNode.Count == 0)
            {
                return;
            }

            byte[] payload = _toNode.Dequeue();
            DataFrame down = new() { Type = MessageType.UnconfirmedDown, Address = Address, Counter = _downCounter++, Port = Port };
            byte[] frame = new byte[255];
            int length = down.Write(frame, payload, 0, payload.Length, _networkKey, _applicationKey);
            if (_toNode.Count > 0)
            {
                frame[5] |= 0x10; // more is waiting
                FrameSecurity.Sign(_networkKey, FrameSecurity.Downlink, Address, down.Counter, frame, length - FrameSecurity.MicLength);
            }

            Send(up, frame[..length]);
        }

        private void Join(Transmission up, byte[] frame)
        {
            Joins++;
            AesCmac key = new(_appKey);
            byte[] accept = new byte[17];
            accept[0] = 0x20;
            FrameSecurity.Put(accept, 1, JoinNonce, 3);
            FrameSecurity.Put(accept, 4, NetId, 3);
            FrameSecurity.Put(accept, 7, Address, 4);
            accept[12] = 1;
            FrameSecurity.SignJoin(key, accept, 13);
            new Simulator.Platform.Aes(System.Security.Cryptography.CipherMode.ECB) { Key = _appKey }.Decrypt(accept[1..]).CopyTo(accept, 1);
            int nonce = (int)FrameSecurity.Get(frame, 17, 2);
            if (!_nonces.Add((Convert.ToHexString(frame[1..9]), nonce)))
            {
                Violations.Add("DevNonce repeated");
            }

            _networkKey = new AesCmac(FrameSecurity.DeriveKey(key, 1, JoinNonce, NetId, nonce));
            _applicationKey = new AesCmac(FrameSecurity.DeriveKey(key, 2, JoinNonce, NetId, nonce));
            _upCounter = -1;
            _downCounter = 0;
            _time.Schedule(5000, () => Send(up, accept));
        }

        private void Send(Transmission up, byte[] frame)
        {
            Modulation modulation = new() { SpreadingFactor = up.SpreadingFactor, Crc = false };
            long start = _time.Now;
            double symbol = modulation.SymbolMicroseconds / 1000.0;
            _air.Begin(new Transmission(
                _gateway, up.FrequencyHertz, up.SpreadingFactor, up.Bandwidth, true, Modulation.LorawanSyncWord, 14, start,
                start + (modulation.AirtimeMicroseconds(frame.Length) + 999) / 1000, start + 7.25 * symbol, frame, false));
        }
    }
}
