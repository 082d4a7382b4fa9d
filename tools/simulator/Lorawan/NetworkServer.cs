// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;
using Simulator.Lora;
using Simulator.Time;

namespace Simulator.Lorawan
{
    /// <summary>
    /// A LoRaWAN 1.0.4 network server with one gateway, as strict as ChirpStack and The Things Stack: it discards copies of a
    /// frame beyond NbTrans, counts what the frame counters say is lost, repeats a MAC command until it is answered, takes a
    /// DevNonce only when it is higher than the last, and answers ADRACKReq. What a device must never do is in
    /// <see cref="Violations"/>.
    /// </summary>
    public sealed class NetworkServer
    {
        public const byte SyncWord = 0x34;

        private const int NetId = 0x000013;
        private const int JoinDelaySeconds = 5;
        private const int ConfirmedUp = 4;
        private const int UnconfirmedUp = 2;

        private readonly SimulatedTime _time;
        private readonly NetworkRegion _region;
        private readonly List<NetworkDevice> _devices = new();
        private readonly Dictionary<(uint, int, int), string> _sent = new();
        private readonly Dictionary<uint, int> _sessions = new();
        private byte[] _lastDownlink;

        /// <param name="time">The world's time.</param>
        /// <param name="air">The channel its gateway is on.</param>
        /// <param name="region">Such as EU868.</param>
        public NetworkServer(SimulatedTime time, LoraAir air, string region = "EU868")
        {
            _time = time;
            _region = NetworkRegion.Find(region);
            Gateway = new LoraConcentrator(air);
            Gateway.Received += Take;
            air.Sent += Watch;
        }

        public LoraConcentrator Gateway { get; }

        public IReadOnlyList<NetworkDevice> Devices => _devices;

        /// <summary>ChirpStack's rule: every copy of a frame is discarded, those of NbTrans too.</summary>
        public bool DiscardsEveryCopy { get; set; }

        /// <summary>The sub-band of a fixed plan its gateway hears, 0 to 7: eight channels of 125 kHz and one of 500; -1 for all.</summary>
        public int SubBand { get; set; } = -1;

        /// <summary>The frequencies in hertz its gateway hears beside that.</summary>
        public Func<int, bool> Hears { get; set; } = _ => true;

        public bool AnswersJoins { get; set; } = true;

        public bool AnswersConfirmed { get; set; } = true;

        public bool AnswersAdrAckRequests { get; set; } = true;

        /// <summary>It is not there.</summary>
        public bool IsDown { get; set; }

        public bool UsesSecondWindow { get; set; }

        public bool ConfirmsDownlinks { get; set; }

        /// <summary>The CFList of a Join-accept.</summary>
        public byte[] ChannelList { get; set; } = Array.Empty<byte>();

        /// <summary>RX1DROffset and RX2DataRate of a Join-accept; the region's by default.</summary>
        public byte? DownlinkSettings { get; set; }

        /// <summary>The delay of the first window in a Join-accept.</summary>
        public byte JoinRxDelay { get; set; } = 1;

        /// <summary>Replaces a Join-accept, as somebody does who has recorded one.</summary>
        public Func<byte[], byte[]> TamperJoin { get; set; } = f => f;

        /// <summary>Changes a downlink before it is sent.</summary>
        public Func<byte[], byte[]> Tamper { get; set; } = f => f;

        /// <summary>Sends the last downlink again behind every uplink.</summary>
        public bool Replays { get; set; }

        /// <summary>A payload that had not come before.</summary>
        public event Action<NetworkDevice, NetworkUplink> Delivered;

        public int Downlinks { get; private set; }

        /// <summary>Frames on the air towards the network, heard or not.</summary>
        public List<Transmission> Heard { get; } = new();

        /// <summary>Counters or nonces used twice, frames that are not genuine, too long or not whole.</summary>
        public List<string> Violations { get; } = new();

        /// <summary>Admits a device that joins.</summary>
        public NetworkDevice Add(byte[] devEui, byte[] appKey)
        {
            NetworkDevice device = new(devEui, appKey, 0x26000001u + (uint)_devices.Count);
            _devices.Add(device);
            return device;
        }

        /// <summary>Admits a device whose session was agreed by hand.</summary>
        public NetworkDevice Personalize(uint address, byte[] networkKey, byte[] applicationKey)
        {
            NetworkDevice device = new(new byte[8], null, address);
            device.Begin(new LorawanKey(networkKey), new LorawanKey(applicationKey));
            device.SecondHertz = _region.SecondHertz;
            device.SecondRate = _region.SecondRate;
            _devices.Add(device);
            return device;
        }

        // Whatever is sent, heard or not: a counter or a nonce is used for one frame only.
        private void Watch(Transmission up)
        {
            if (up.Sender == Gateway || up.Inverted || up.SyncWord != SyncWord)
            {
                return;
            }

            Heard.Add(up);
            byte[] frame = up.Payload;
            bool joins = frame[0] == 0;
            uint address = joins ? BitConverter.ToUInt32(frame, 9) : BitConverter.ToUInt32(frame, 1);
            int number = joins ? frame[17] | (frame[18] << 8) : frame[6] | (frame[7] << 8);
            (uint, int, int) key = (address, joins ? -1 : _sessions.GetValueOrDefault(address), number);
            string text = Convert.ToHexString(frame);
            if (_sent.TryGetValue(key, out string before) && (joins || before != text))
            {
                Violations.Add(joins ? $"DevNonce {number} again" : $"counter {number} again");
            }

            _sent[key] = text;
        }

        private void Take(Transmission up)
        {
            int channel = _region.ChannelOf(up.FrequencyHertz, up.Bandwidth);
            bool hears = Hears(up.FrequencyHertz) && (!_region.IsFixed || SubBand < 0 || (channel < 64 ? channel / 8 : channel - 64) == SubBand);
            int rate = _region.RateOf(up.SpreadingFactor, up.Bandwidth);
            if (IsDown || !hears || rate < 0 || up.SyncWord != SyncWord || up.Payload.Length < 12)
            {
                return;
            }

            if (up.Payload[0] == 0)
            {
                TakeJoin(up, rate);
            }
            else
            {
                TakeData(up, rate);
            }
        }

        private void TakeJoin(Transmission up, int rate)
        {
            byte[] frame = up.Payload;
            NetworkDevice device = frame.Length != 23 ? null : _devices.Find(d => d.AppKey != null && d.DevEui.Reverse().SequenceEqual(frame[9..17]));
            if (device == null || !device.AppKey.Mic(frame[..19]).SequenceEqual(frame[19..]))
            {
                Violations.Add("Join-request of nobody, or not genuine");
                return;
            }

            device.JoinRequests++;
            int nonce = frame[17] | (frame[18] << 8);
            if (nonce <= device.DevNonce)
            {
                Violations.Add($"DevNonce {nonce} after {device.DevNonce}");
                return;
            }

            device.DevNonce = nonce;
            if (!AnswersJoins)
            {
                return;
            }

            byte settings = DownlinkSettings ?? (byte)_region.SecondRate;
            int joinNonce = ++device.JoinNonce;
            byte[] accept = new byte[13 + ChannelList.Length];
            accept[0] = 0x20;
            LorawanKey.Put(accept, 1, joinNonce, 3);
            LorawanKey.Put(accept, 4, NetId, 3);
            LorawanKey.Put(accept, 7, device.Address, 4);
            accept[11] = settings;
            accept[12] = JoinRxDelay;
            ChannelList.CopyTo(accept, 13);
            byte[] whole = LorawanKey.Join(accept, device.AppKey.Mic(accept));
            byte[] air = TamperJoin(LorawanKey.Join(whole[..1], device.AppKey.Decrypt(whole[1..])));
            device.Begin(device.AppKey.Derive(1, joinNonce, NetId, nonce), device.AppKey.Derive(2, joinNonce, NetId, nonce));
            device.Joins++;
            device.Offset = (settings >> 4) & 7;
            device.SecondRate = settings & 15;
            device.SecondHertz = _region.SecondHertz;
            device.DelaySeconds = Math.Max(1, JoinRxDelay & 15);
            _sessions[device.Address] = _sessions.GetValueOrDefault(device.Address) + 1;
            int first = _region.FirstRate(rate, 0);
            Send(up, air, JoinDelaySeconds, first, _region.SecondHertz, _region.SecondRate);
        }

        private void TakeData(Transmission up, int rate)
        {
            byte[] frame = up.Payload;
            int type = frame[0] >> 5;
            uint address = BitConverter.ToUInt32(frame, 1);
            NetworkDevice device = _devices.Find(d => d.IsJoined && d.Address == address);
            if (device == null || (frame[0] & 0x1F) != 0 || (type != UnconfirmedUp && type != ConfirmedUp))
            {
                return;
            }

            int low = frame[6] | (frame[7] << 8);
            long counter = (device.UpCounter < 0 ? 0 : device.UpCounter & ~0xFFFFL) | (uint)low;
            bool copy = counter == device.UpCounter;
            if (!copy && counter <= device.UpCounter)
            {
                counter += 0x10000;
            }

            byte[] body = frame[..^4];
            int options = frame[5] & 15;
            if (8 + options > body.Length || !device.NetworkKey.FrameMic(false, address, (uint)counter, body).SequenceEqual(frame[^4..]))
            {
                Violations.Add($"uplink {low} after {device.UpCounter} not genuine");
                return;
            }

            if (copy)
            {
                device.Copies++;
                device.CopiesOfLast++;
                if (!DiscardsEveryCopy && device.CopiesOfLast < device.NbTrans)
                {
                    Answer(up, device, rate, type == ConfirmedUp, false);
                }

                return;
            }

            device.Missing += counter - device.UpCounter - 1;
            device.UpCounter = counter;
            device.CopiesOfLast = 0;
            int port = body.Length > 8 + options ? body[8 + options] : -1;
            byte[] payload = port < 0 ? Array.Empty<byte>() : body[(9 + options)..];
            payload = (port == 0 ? device.NetworkKey : device.ApplicationKey).Crypt(false, address, (uint)counter, payload);
            if (payload.Length + options > _region.Longest(rate))
            {
                Violations.Add($"{payload.Length} bytes and {options} of options at DR{rate}");
                return;
            }

            byte[] commands = port == 0 ? payload : frame[8..(8 + options)];
            string wrong = port == 0 && options > 0 ? "commands twice" : device.TakeAnswers(commands);
            if (wrong != null)
            {
                Violations.Add(wrong);
            }

            bool acknowledges = (frame[5] & 0x20) != 0;
            if (device.AwaitsAcknowledgement)
            {
                device.AwaitsAcknowledgement = false;
                device.Acknowledged += acknowledges ? 1 : 0;
                device.Unacknowledged += acknowledges ? 0 : 1;
            }

            bool asks = (frame[5] & 0xC0) == 0xC0;
            NetworkUplink uplink = new(_time.Now, (uint)counter, rate, type == ConfirmedUp, acknowledges, asks, commands, port, payload);
            device.Uplinks.Add(uplink);
            if (port > 0)
            {
                Delivered?.Invoke(device, uplink);
            }

            Answer(up, device, rate, type == ConfirmedUp, asks);
        }

        // What waits when the window opens goes in it.
        private void Answer(Transmission up, NetworkDevice device, int rate, bool confirmed, bool asks)
        {
            int first = _region.FirstRate(rate, device.Offset);
            int delay = device.DelaySeconds;
            int session = _sessions.GetValueOrDefault(device.Address);
            _time.Schedule(delay * 1000 - 1, () =>
            {
                if (!device.IsJoined || session != _sessions.GetValueOrDefault(device.Address))
                {
                    return;
                }

                bool acknowledges = confirmed && AnswersConfirmed;
                if (Replays && _lastDownlink != null)
                {
                    Begin(up, _lastDownlink, delay, 1, first, device.SecondHertz, device.SecondRate);
                    return;
                }

                int windowRate = UsesSecondWindow ? device.SecondRate : first;
                byte[] options = device.TakeOptions();
                bool fits = device.NextLength > 0 && device.NextLength + options.Length <= _region.Longest(windowRate);
                if (device.NextLength > 0 && !fits && options.Length == 0)
                {
                    Violations.Add($"a downlink of {device.NextLength} bytes does not fit DR{windowRate}");
                    device.Dequeue(int.MaxValue);
                }

                if (fits || acknowledges || options.Length > 0 || (asks && AnswersAdrAckRequests))
                {
                    Begin(up, Compose(device, acknowledges, options, fits ? device.Dequeue(int.MaxValue) : null), delay, 1, first, device.SecondHertz, device.SecondRate);
                }
            });
        }

        private byte[] Compose(NetworkDevice device, bool acknowledges, byte[] options, (int Port, byte[] Payload)? next)
        {
            uint counter = device.DownCounter++;
            byte[] head = new byte[8];
            head[0] = (byte)(ConfirmsDownlinks ? 0xA0 : 0x60);
            LorawanKey.Put(head, 1, device.Address, 4);
            head[5] = (byte)(0x80 | (acknowledges ? 0x20 : 0) | (device.Queued > 0 ? 0x10 : 0) | options.Length);
            LorawanKey.Put(head, 6, counter & 0xFFFF, 2);
            byte[] port = next == null ? Array.Empty<byte>() : new[] { (byte)next.Value.Port };
            byte[] payload = next == null ? Array.Empty<byte>() : device.ApplicationKey.Crypt(true, device.Address, counter, next.Value.Payload);
            byte[] body = LorawanKey.Join(head, options, port, payload);
            device.AwaitsAcknowledgement = ConfirmsDownlinks;
            _lastDownlink = LorawanKey.Join(body, device.NetworkKey.FrameMic(true, device.Address, counter, body));
            return _lastDownlink;
        }

        private void Send(Transmission up, byte[] frame, int delay, int firstRate, int secondHertz, int secondRate)
        {
            _time.Schedule(delay * 1000 - 1, () => Begin(up, frame, delay, 1, firstRate, secondHertz, secondRate));
        }

        private void Begin(Transmission up, byte[] frame, int delay, int lead, int firstRate, int secondHertz, int secondRate)
        {
            int hertz = UsesSecondWindow ? secondHertz : _region.FirstHertz(up.FrequencyHertz, up.Bandwidth);
            (int spreadingFactor, int bandwidth) = _region.Modulation(UsesSecondWindow ? secondRate : firstRate);
            byte[] air = Tamper((byte[])frame.Clone());
            double symbol = Math.Pow(2, spreadingFactor) / (125 << (bandwidth - 7));
            double payloadSymbols = 8 + Math.Max(0, Math.Ceiling((8.0 * air.Length - 4 * spreadingFactor + 28) / (4.0 * (spreadingFactor - (symbol > 16 ? 2 : 0)))) * 5);
            int airtime = (int)Math.Ceiling((12.25 + payloadSymbols) * symbol);
            Downlinks++;
            _time.Schedule(
                lead + (UsesSecondWindow ? 1000 : 0),
                () => Gateway.Send(hertz, spreadingFactor, bandwidth, airtime, symbol, air, SyncWord));
        }
    }
}
