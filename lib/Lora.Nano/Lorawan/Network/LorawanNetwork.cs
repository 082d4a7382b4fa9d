// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;

namespace Lora.Nano.Lorawan.Network
{
    /// <summary>
    /// The network's side of LoRaWAN 1.0.4 Class A, for a private network of a few devices whose keys are known: joins,
    /// sessions, uplinks in, downlinks out. It has no radio; <see cref="LorawanRelay"/> gives it one.
    /// </summary>
    public sealed class LorawanNetwork
    {
        /// <summary>When the first window opens behind an uplink, in seconds; the second does one later.</summary>
        public const int DelaySeconds = 1;

        /// <summary>The same behind a Join-request.</summary>
        public const int JoinDelaySeconds = 5;

        private const int NetId = 0; // experimental networks
        private const int AcceptLength = 17;
        private const int MaximumPort = 223;

        private readonly ArrayList _nodes = new ArrayList();
        private readonly DataFrame _frame = new DataFrame();
        private readonly int _secondDataRate;

        /// <summary>Creates a network.</summary>
        /// <param name="secondDataRate">The data rate of every node's second window.</param>
        public LorawanNetwork(int secondDataRate)
        {
            _secondDataRate = secondDataRate;
        }

        /// <summary>How many devices there are.</summary>
        public int Count
        {
            get { return _nodes.Count; }
        }

        /// <summary>Admits a device.</summary>
        /// <param name="devEui">DevEUI, 8 bytes, the highest first.</param>
        /// <param name="appKey">AppKey, 16 bytes.</param>
        /// <returns>The device.</returns>
        public NetworkNode Add(byte[] devEui, byte[] appKey)
        {
            NetworkNode node = new NetworkNode(devEui, appKey, (uint)_nodes.Count + 1);
            _nodes.Add(node);
            return node;
        }

        /// <summary>A device by its place.</summary>
        /// <param name="index">0 to <see cref="Count"/> - 1.</param>
        /// <returns>The device.</returns>
        public NetworkNode Node(int index)
        {
            return (NetworkNode)_nodes[index];
        }

        /// <summary>Takes an uplink, and decrypts its payload in place.</summary>
        /// <param name="frame">Holds it from offset 0.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>Whose it is; null for a frame that is malformed, foreign, replayed or not genuine.</returns>
        public NetworkNode Take(byte[] frame, int length)
        {
            if (length == JoinFrames.RequestLength && frame[0] == MessageType.JoinRequest << 5)
            {
                return TakeJoin(frame);
            }

            uint address = length < DataFrame.Overhead - 1 ? 0 : (uint)FrameSecurity.Get(frame, 1, 4);
            NetworkNode node = address > 0 && address <= Count ? Node((int)address - 1) : null;
            int type = frame[0] >> 5;
            if (node == null || !node.IsJoined || (type != MessageType.UnconfirmedUp && type != MessageType.ConfirmedUp))
            {
                return null;
            }

            if (!_frame.TryRead(frame, length, node.UplinkCounter, address, node.NetworkKey, node.ApplicationKey))
            {
                return null; // a copy too: a device that is not acknowledged goes on with a new counter
            }

            node.IsJoining = false;
            node.MustAcknowledge = type == MessageType.ConfirmedUp;
            node.MustAnswer = _frame.AdrAckRequest;
            node.Port = _frame.Port > MaximumPort || _frame.Port == 0 ? -1 : _frame.Port;
            node.PayloadOffset = _frame.PayloadOffset;
            node.PayloadLength = node.Port < 0 ? 0 : _frame.PayloadLength;
            node.Count(_frame.Counter);
            return node;
        }

        /// <summary>Composes what goes in the window behind a node's last uplink.</summary>
        /// <param name="node">The node.</param>
        /// <param name="port">The application's port of a payload that waits.</param>
        /// <param name="frame">Receives it, room for 255 bytes.</param>
        /// <returns>Its length in bytes, 0 when there is nothing to say.</returns>
        public int Compose(NetworkNode node, int port, byte[] frame)
        {
            if (node.IsJoining)
            {
                return ComposeAccept(node, frame);
            }

            byte[] payload = node.Dequeue();
            if (payload == null && !node.MustAcknowledge && !node.MustAnswer)
            {
                return 0;
            }

            _frame.Type = MessageType.UnconfirmedDown;
            _frame.Address = node.Address;
            _frame.Adr = false;
            _frame.AdrAckRequest = false;
            _frame.Acknowledges = node.MustAcknowledge;
            _frame.Announces = node.Queued > 0;
            _frame.Counter = node.TakeDownCounter();
            _frame.OptionsLength = 0;
            _frame.Port = payload == null ? -1 : port;
            node.MustAcknowledge = false;
            node.MustAnswer = false;
            return _frame.Write(frame, payload, 0, payload == null ? 0 : payload.Length, node.NetworkKey, node.ApplicationKey);
        }

        // A nonce of before is a replay; whoever knows the key counts on.
        private NetworkNode TakeJoin(byte[] frame)
        {
            for (int i = 0; i < Count; i++)
            {
                NetworkNode node = Node(i);
                if (!JoinFrames.IsRequestOf(frame, node.DevEui))
                {
                    continue;
                }

                int nonce = (int)FrameSecurity.Get(frame, 17, 2);
                if (nonce <= node.DevNonce || !FrameSecurity.IsGenuineJoin(node.AppKey, frame, JoinFrames.RequestLength))
                {
                    return null;
                }

                node.Join(nonce, NetId);
                node.IsJoining = true;
                node.Port = -1;
                node.PayloadLength = 0;
                return node;
            }

            return null;
        }

        private int ComposeAccept(NetworkNode node, byte[] frame)
        {
            frame[0] = MessageType.JoinAccept << 5;
            FrameSecurity.Put(frame, 1, node.JoinNonce, 3);
            FrameSecurity.Put(frame, 4, NetId, 3);
            FrameSecurity.Put(frame, 7, node.Address, 4);
            frame[11] = (byte)_secondDataRate;
            frame[12] = DelaySeconds;
            JoinFrames.Protect(frame, AcceptLength, node.AppKey);
            node.IsJoining = false;
            return AcceptLength;
        }
    }
}
