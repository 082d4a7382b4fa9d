// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Threading;
using System;
using Firmware.Platform;
using Lora.Nano.Lorawan.Network;
using Lora.Nano.Lorawan;
using Lora.Nano.Sx127x;
using Lora.Nano;
using LwM2M.Nano.Platform;

namespace Firmware.Lora
{
    /// <summary>
    /// Serves private LoRaWAN nodes on the board's own radio, one channel and one data rate, and carries their messages to
    /// the LwM2M server.
    /// </summary>
    public sealed class LoraRelay : IRelayListener
    {
        private const string Record = "relay";
        private const int Port = 5;
        private const int RetryMilliseconds = 60000;

        private readonly LoraConfiguration _configuration;
        private readonly string _server;
        private readonly Store _store;
        private readonly Log _log;
        private readonly ChannelPlan _plan;
        private readonly int _dataRate;
        private readonly LorawanNetwork _network;
        private readonly RelayFlow[] _flows;
        private readonly byte[] _buffer;

        /// <summary>Prepares the relay, and takes up the sessions of before.</summary>
        /// <param name="nodes">Its nodes, and their server.</param>
        /// <param name="configuration">Region, channel, data rate, wiring.</param>
        /// <param name="store">Where sessions are kept.</param>
        /// <param name="log">Where it says what happens.</param>
        public LoraRelay(RelayConfiguration nodes, LoraConfiguration configuration, Store store, Log log)
        {
            _configuration = configuration;
            _server = nodes.Server;
            _store = store;
            _log = log;
            _plan = LoraBoard.Plan(configuration);
            _dataRate = LoraBoard.DataRate(configuration, _plan);
            _network = new LorawanNetwork(_dataRate);
            for (int i = 0; i < nodes.RelayNodes.Length; i++)
            {
                Admit(nodes.RelayNodes[i]);
            }

            _flows = new RelayFlow[_network.Count];
            _buffer = new byte[_plan.MaximumPayload(_dataRate) + 1]; // one more than fits, to see that something did not
            TakeUp();
        }

        /// <summary>Runs for ever: a radio that fails is tried again.</summary>
        public void Run()
        {
            while (true)
            {
                try
                {
                    Serve();
                }
                catch (RadioException e)
                {
                    _log.Write("relay: " + e.Message);
                }
                catch (Exception e)
                {
                    _log.Write("relay failed: " + e.Message);
                }

                Thread.Sleep(RetryMilliseconds);
            }
        }

        /// <inheritdoc/>
        public void OnUplink(NetworkNode node, byte[] buffer, int offset, int count)
        {
            Flow(node).Send(buffer, offset, count);
        }

        /// <inheritdoc/>
        public void OnWindow(NetworkNode node)
        {
            if (node.IsJoining)
            {
                _log.Write("relay: node joins");
            }
            else
            {
                Flow(node).Collect(_buffer);
            }
        }

        /// <inheritdoc/>
        public bool Keep()
        {
            byte[] record = new byte[_network.Count * NetworkNode.RecordLength];
            int at = 0;
            for (int i = 0; i < _network.Count; i++)
            {
                at = _network.Node(i).Save(record, at);
            }

            if (_store.Write(Record, record, at))
            {
                return true;
            }

            for (int i = 0; i < _network.Count; i++)
            {
                _network.Node(i).NotSaved();
            }

            return false;
        }

        private void Serve()
        {
            using (IRadio radio = LoraBoard.OpenRadio(_configuration))
            {
                int channel = _configuration.Channel < 0 ? 0 : _configuration.Channel;
                LorawanRelay relay = new LorawanRelay(radio, _plan, channel, _dataRate, _network, Port, this);
                _log.Write("relay for " + _network.Count.ToString() + " nodes on channel " + channel.ToString());
                while (true)
                {
                    relay.Step();
                }
            }
        }

        private void Admit(string entry)
        {
            int space = entry.IndexOf(' ');
            byte[] devEui = space < 0 ? null : HexText.Parse(entry.Substring(0, space));
            byte[] appKey = space < 0 ? null : HexText.Parse(entry.Substring(space + 1));
            if (devEui == null || devEui.Length != 8 || appKey == null || appKey.Length != 16)
            {
                _log.Write("configuration: RelayNodes has an entry that is not valid");
                return;
            }

            _network.Add(devEui, appKey);
        }

        // Sessions are found by DevEUI, so that nodes may come and go in the configuration; addresses go by place, so a node
        // whose place has changed joins anew.
        private void TakeUp()
        {
            byte[] record = _store.Read(Record);
            for (int i = 0; record != null && i < _network.Count; i++)
            {
                _network.Node(i).Load(record, i * NetworkNode.RecordLength);
            }
        }

        private RelayFlow Flow(NetworkNode node)
        {
            for (int i = 0; i < _flows.Length; i++)
            {
                if (_network.Node(i) == node)
                {
                    _flows[i] = _flows[i] == null ? new RelayFlow(node, _server, _log) : _flows[i];
                    return _flows[i];
                }
            }

            return null;
        }
    }
}
