// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections.Generic;
using System.Linq;
using System.Net;
using Simulator.Lora;
using Simulator.Lorawan;
using Simulator.Network;
using Simulator.Time;

namespace Testbed
{
    /// <summary>
    /// A bridge from a LoRaWAN network's payloads to an LwM2M server's UDP port, with a port of its own for each node. The
    /// network is a strict one.
    /// </summary>
    public sealed class LorawanBridge
    {
        private const int Port = 5;

        private readonly SimulatedNetwork _network;
        private readonly IPEndPoint _server;
        private readonly Dictionary<NetworkDevice, SimulatedPort> _ports = new();

        /// <param name="time">The world's time.</param>
        /// <param name="air">Where the nodes send.</param>
        /// <param name="network">Where the LwM2M server is.</param>
        /// <param name="serverPort">Its UDP port.</param>
        /// <param name="region">The LoRaWAN region.</param>
        public LorawanBridge(SimulatedTime time, LoraAir air, SimulatedNetwork network, int serverPort, string region = "EU868")
        {
            _network = network;
            _server = new IPEndPoint(IPAddress.Loopback, serverPort);
            Network = new NetworkServer(time, air, region);
            Network.Delivered += OnDelivered;
        }

        /// <summary>The LoRaWAN network.</summary>
        public NetworkServer Network { get; }

        public int Joins => Network.Devices.Sum(d => d.Joins);

        /// <summary>Payloads that had not come before.</summary>
        public int Messages { get; private set; }

        /// <summary>What a device must never do.</summary>
        public List<string> Violations => Network.Violations;

        /// <summary>Admits a node.</summary>
        public NetworkDevice Add(byte[] devEui, byte[] appKey)
        {
            NetworkDevice device = Network.Add(devEui, appKey);
            _ports[device] = _network.Open((datagram, _) =>
            {
                // A server on UDP repeats what LoRa has not delivered yet.
                if (!device.HasQueued(datagram))
                {
                    device.Enqueue(Port, datagram);
                }
            });
            return device;
        }

        /// <summary>Forgets every session, as a network does that has lost its database.</summary>
        public void Forget()
        {
            foreach (NetworkDevice device in Network.Devices)
            {
                device.Forget();
            }
        }

        private void OnDelivered(NetworkDevice device, NetworkUplink uplink)
        {
            if (uplink.Port == Port && uplink.Payload.Length > 0)
            {
                Messages++;
                _ports[device].Send(uplink.Payload, _server);
            }
        }
    }
}
