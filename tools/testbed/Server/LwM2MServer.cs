// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using LwM2M.Nano.Coap;
using Simulator.Network;
using Simulator.Time;

namespace Testbed.Server
{
    /// <summary>
    /// A small LwM2M server for tests and demonstrations: registration, queue mode, every request of the device management
    /// interface, observations, and the reports of the Notify object, by which it also learns a client's new address. It is as
    /// strict as the servers in the field: what comes from an address it does not know is refused, a registration ends with its
    /// lifetime, and one that is started anew knows nobody.
    /// </summary>
    public sealed partial class LwM2MServer : IDisposable
    {
        private const int ExchangeLifetimeMilliseconds = 247000;

        private readonly object _gate = new();
        private readonly SimulatedTime _time;
        private readonly SimulatedPort _port;
        private readonly CoapMessage _message = new();
        private readonly Dictionary<string, RegisteredClient> _clients = new();
        private readonly Dictionary<string, RegisteredClient> _reportPaths = new();
        private readonly Dictionary<(IPEndPoint From, int MessageId), byte[]> _answered = new();
        private readonly Random _random = new(5683);
        private int _nextLocation = 1;

        public LwM2MServer(SimulatedTime time, SimulatedNetwork network, int port)
        {
            _time = time;
            _nextMessageId = _random.Next(0x10000);
            _port = network.OpenServer(port, OnReceived);
        }

        /// <summary>How long, in milliseconds, a client in queue mode is taken to listen after a message of it: longer behind LoRa.</summary>
        public int AwakeMilliseconds { get; set; } = 1500;

        /// <summary>Requests larger than this go in blocks of it, a power of two from 16; 0 for never.</summary>
        public int BlockSize { get; set; }

        public event Action<RegisteredClient> Registered;

        public event Action<RegisteredClient> Updated;

        public event Action<RegisteredClient> Deregistered;

        /// <summary>A report of a Notify instance: client, path, Content-Format, payload.</summary>
        public event Action<RegisteredClient, string, int, byte[]> Reported;

        /// <summary>A Send: client, Content-Format, payload.</summary>
        public event Action<RegisteredClient, int, byte[]> Sent;

        /// <summary>When set, the server is gone: it neither hears nor speaks.</summary>
        public bool IsDown { get; set; }

        public IReadOnlyList<RegisteredClient> Clients
        {
            get
            {
                lock (_gate)
                {
                    return _clients.Values.ToArray();
                }
            }
        }

        public RegisteredClient Find(string endpoint)
        {
            return Clients.FirstOrDefault(c => c.Endpoint == endpoint);
        }

        /// <summary>Names the client whose Notify instance reports to a path.</summary>
        public void ExpectReports(string path, RegisteredClient client)
        {
            lock (_gate)
            {
                _reportPaths[path] = client;
            }
        }

        /// <summary>Forgets every registration, as a server does that was started anew.</summary>
        public void Forget()
        {
            lock (_gate)
            {
                _clients.Clear();
                _observations.Clear();
                _answered.Clear();
                _bodies.Clear();
            }
        }

        public void Dispose()
        {
            _port.Dispose();
        }

        private void OnReceived(byte[] datagram, IPEndPoint from)
        {
            lock (_gate)
            {
                if (IsDown || !_message.Parse(datagram, 0, datagram.Length))
                {
                    return;
                }

                Expire();
                RegisteredClient client = _clients.Values.FirstOrDefault(c => c.Address.Equals(from));
                if (client != null)
                {
                    client.LastHeard = _time.Now;
                }

                if (_message.IsRequest)
                {
                    OnRequest(from);
                }
                else
                {
                    OnAnswer(client, from);
                }
            }
        }

        // A registration that is not updated within its lifetime ends (LwM2M 1.1 section 6.2.1): reports do not prolong it.
        private void Expire()
        {
            foreach (string location in _clients.Where(c => c.Value.RegisteredUntil <= _time.Now).Select(c => c.Key).ToArray())
            {
                Remove(location);
            }
        }

        // Observations end with the registration (section 6.2.3).
        private bool Remove(string location)
        {
            bool known = _clients.Remove(location, out RegisteredClient client);
            _observations.RemoveAll(o => o.Client == client);
            return known;
        }

        private void OnRequest(IPEndPoint from)
        {
            bool confirmable = _message.Type == CoapType.Confirmable;
            if (_answered.TryGetValue((from, _message.MessageId), out byte[] again))
            {
                if (confirmable)
                {
                    _port.Send(again, from);
                }

                return;
            }

            List<string> path = Options(CoapOption.UriPath);
            string location = string.Join("/", path);
            string created = null;
            CoapCode code = TakeBlock(location, from) ?? CoapCode.Empty;
            if (code != CoapCode.Empty)
            {
                // more is to come
            }
            else if (_message.Code == CoapCode.Post && location == "rd")
            {
                code = Register(from, out created);
            }
            else if (path.Count == 2 && path[0] == "rd")
            {
                code = _message.Code == CoapCode.Delete ? Deregister(location) : Update(location, from);
            }
            else
            {
                code = location == "dp" && _message.Code == CoapCode.Post ? Send(from) : Report(location, from);
            }

            byte[] response = Respond(code, created, confirmable);
            (IPEndPoint From, int MessageId) answered = (from, _message.MessageId);
            _answered[answered] = response;
            _time.Schedule(ExchangeLifetimeMilliseconds, () =>
            {
                lock (_gate)
                {
                    if (_answered.GetValueOrDefault(answered) == response)
                    {
                        _answered.Remove(answered);
                    }
                }
            });
            if (confirmable || (_message.NoResponse & (1 << (((byte)code >> 5) - 1))) == 0)
            {
                _port.Send(response, from);
            }

            RegisteredClient spoken = _clients.Values.FirstOrDefault(c => c.Address.Equals(from));
            if (spoken != null)
            {
                Awake(spoken);
            }
        }

        private CoapCode Register(IPEndPoint from, out string location)
        {
            location = null;
            Dictionary<string, string> query = Query();
            if (!query.TryGetValue("ep", out string endpoint))
            {
                return CoapCode.BadRequest;
            }

            foreach (string known in _clients.Where(c => c.Value.Endpoint == endpoint).Select(c => c.Key).ToArray())
            {
                Remove(known);
            }

            location = "rd/" + _nextLocation++;
            RegisteredClient client = new(endpoint, location)
            {
                Address = from,
                LifetimeSeconds = int.Parse(query.GetValueOrDefault("lt", "86400")),
                QueueMode = query.ContainsKey("Q") || query.GetValueOrDefault("b", "") == "UQ",
                Objects = Links(),
                LastHeard = _time.Now
            };
            client.Prolong(_time.Now);
            _clients[location] = client;
            Registered?.Invoke(client);
            return CoapCode.Created;
        }

        private CoapCode Update(string location, IPEndPoint from)
        {
            if (!_clients.TryGetValue(location, out RegisteredClient client))
            {
                return CoapCode.NotFound;
            }

            client.Address = from;
            client.LastHeard = _time.Now;
            client.Updates++;
            if (_message.PayloadLength > 0)
            {
                client.Objects = Links();
            }

            if (Query().TryGetValue("lt", out string lifetime))
            {
                client.LifetimeSeconds = int.Parse(lifetime);
            }

            client.Prolong(_time.Now);
            Updated?.Invoke(client);
            return CoapCode.Changed;
        }

        private CoapCode Deregister(string location)
        {
            if (!_clients.TryGetValue(location, out RegisteredClient client))
            {
                return CoapCode.NotFound;
            }

            Remove(location);
            Deregistered?.Invoke(client);
            return CoapCode.Deleted;
        }

        private CoapCode Report(string path, IPEndPoint from)
        {
            if (!_reportPaths.TryGetValue(path, out RegisteredClient client) || _message.Code != CoapCode.Put)
            {
                return CoapCode.NotFound;
            }

            RegisteredClient current = _clients.Values.FirstOrDefault(c => c.Endpoint == client.Endpoint);
            if (current == null)
            {
                return CoapCode.NotFound;
            }

            current.Address = from;
            current.LastHeard = _time.Now;
            Reported?.Invoke(current, path, _message.OptionInteger(CoapOption.ContentFormat, ContentFormat.None), _body);
            return CoapCode.Changed;
        }

        private CoapCode Send(IPEndPoint from)
        {
            RegisteredClient client = _clients.Values.FirstOrDefault(c => c.Address.Equals(from));
            if (client == null)
            {
                return CoapCode.BadRequest; // as Leshan, where others answer 4.04
            }

            Sent?.Invoke(client, _message.OptionInteger(CoapOption.ContentFormat, ContentFormat.None), _body);
            return CoapCode.Changed;
        }

        private byte[] Respond(CoapCode code, string location, bool confirmable)
        {
            byte[] buffer = new byte[128];
            CoapWriter writer = new();
            CoapType type = confirmable ? CoapType.Acknowledgement : CoapType.NonConfirmable;
            int messageId = confirmable ? _message.MessageId : NextMessageId();
            writer.Begin(buffer, 0, buffer.Length, type, code, messageId, _message.Buffer, _message.TokenOffset, _message.TokenLength);
            if (location != null)
            {
                writer.AddPath(CoapOption.LocationPath, location);
            }

            if (_message.Block1 >= 0)
            {
                writer.AddOption(CoapOption.Block1, _message.Block1);
            }

            return buffer[..writer.Length];
        }

        private List<string> Options(int number)
        {
            List<string> values = new();
            for (int i = 0; i < _message.OptionCount; i++)
            {
                if (_message.OptionNumber(i) == number)
                {
                    values.Add(_message.OptionText(i));
                }
            }

            return values;
        }

        private Dictionary<string, string> Query()
        {
            return Options(CoapOption.UriQuery).Select(q => q.Split('=', 2)).ToDictionary(q => q[0], q => q.Length > 1 ? q[1] : "");
        }

        private string[] Links()
        {
            string text = System.Text.Encoding.UTF8.GetString(_body);
            return text.Split(',').Select(l => l.Split('>')[0].TrimStart('<')).ToArray();
        }
    }
}
