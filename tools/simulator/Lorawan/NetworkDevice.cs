// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Linq;

namespace Simulator.Lorawan
{
    /// <summary>An uplink the network took.</summary>
    public sealed record NetworkUplink(long Time, uint Counter, int Rate, bool Confirmed, bool Acknowledges, bool AsksForAnswer, byte[] Options, int Port, byte[] Payload);

    /// <summary>A device as a network server knows it: its session, what waits for it, and what its counters say of the link.</summary>
    public sealed class NetworkDevice
    {
        // By command, 0 to 13; -1 where there is none.
        private static readonly int[] s_answerLengths = { -1, -1, 0, 1, 0, 1, 2, 1, 0, 0, 1, -1, -1, 0 };
        private static readonly int[] s_requestLengths = { -1, -1, 2, 4, 1, 4, 0, 5, 1, 1, 4, -1, -1, 5 };

        private readonly Queue<(int Port, byte[] Payload)> _queue = new();
        private readonly List<byte[]> _commands = new();

        internal NetworkDevice(byte[] devEui, byte[] appKey, uint address)
        {
            DevEui = devEui;
            AppKey = appKey == null ? null : new LorawanKey(appKey);
            Address = address;
        }

        public byte[] DevEui { get; }

        public uint Address { get; }

        public bool IsJoined => NetworkKey != null;

        /// <summary>How often it has joined.</summary>
        public int Joins { get; internal set; }

        /// <summary>Join-requests heard.</summary>
        public int JoinRequests { get; internal set; }

        /// <summary>Every uplink taken, copies not.</summary>
        public List<NetworkUplink> Uplinks { get; } = new();

        /// <summary>Copies of a frame that had come.</summary>
        public int Copies { get; internal set; }

        /// <summary>Frames the counters say were lost.</summary>
        public long Missing { get; internal set; }

        /// <summary>The loss networks compute from the counters, in percent: The Things Stack and ChirpStack set NbTrans by it.</summary>
        public double LossPercent => Uplinks.Count == 0 ? 0 : 100.0 * Missing / (Missing + Uplinks.Count);

        /// <summary>Answers to MAC commands, as they came.</summary>
        public List<byte[]> Answers { get; } = new();

        /// <summary>MAC commands that wait for an answer: they go again with every downlink until it comes.</summary>
        public IReadOnlyList<byte[]> Commands => _commands;

        /// <summary>Confirmed downlinks the device has acknowledged.</summary>
        public int Acknowledged { get; internal set; }

        /// <summary>Confirmed downlinks its next uplink did not acknowledge.</summary>
        public int Unacknowledged { get; internal set; }

        public int Queued => _queue.Count;

        /// <summary>How often the device may send one frame, as it last acknowledged.</summary>
        public int NbTrans { get; internal set; } = 1;

        /// <summary>When its first window opens, in seconds.</summary>
        public int DelaySeconds { get; internal set; } = 1;

        internal LorawanKey AppKey { get; }

        internal LorawanKey NetworkKey { get; private set; }

        internal LorawanKey ApplicationKey { get; private set; }

        internal int DevNonce { get; set; } = -1;

        internal int JoinNonce { get; set; }

        internal long UpCounter { get; set; } = -1;

        internal uint DownCounter { get; set; }

        internal int CopiesOfLast { get; set; }

        internal bool AwaitsAcknowledgement { get; set; }

        /// <summary>Has a payload sent behind one of the next uplinks.</summary>
        public void Enqueue(int port, byte[] payload)
        {
            _queue.Enqueue((port, payload));
        }

        /// <summary>The same payload waits already.</summary>
        public bool HasQueued(byte[] payload)
        {
            return _queue.Any(q => q.Payload.SequenceEqual(payload));
        }

        /// <summary>Has MAC commands sent, and again until each is answered.</summary>
        /// <param name="commands">One request behind the other.</param>
        public void Command(byte[] commands)
        {
            for (int at = 0; at < commands.Length;)
            {
                int length = 1 + s_requestLengths[commands[at]];
                _commands.Add(commands[at..(at + length)]);
                at += length;
            }
        }

        /// <summary>Takes the commands back.</summary>
        public void CancelCommands()
        {
            _commands.Clear();
        }

        /// <summary>Ends the session, as a network does that has lost its database.</summary>
        public void Forget()
        {
            NetworkKey = null;
            ApplicationKey = null;
        }

        /// <summary>Counts JoinNonces from the start, as a join server does on which the device was registered anew.</summary>
        public void ForgetJoinNonce()
        {
            JoinNonce = 0;
        }

        internal void Begin(LorawanKey networkKey, LorawanKey applicationKey)
        {
            NetworkKey = networkKey;
            ApplicationKey = applicationKey;
            UpCounter = -1;
            DownCounter = 0;
            CopiesOfLast = 0;
            NbTrans = 1;
            AwaitsAcknowledgement = false;
            _queue.Clear();
            _commands.Clear();
        }

        internal bool HasCommands => _commands.Count > 0;

        internal (int Port, byte[] Payload)? Dequeue(int longest)
        {
            return _queue.Count > 0 && _queue.Peek().Payload.Length <= longest ? _queue.Dequeue() : null;
        }

        internal int NextLength => _queue.Count == 0 ? 0 : _queue.Peek().Payload.Length;

        /// <summary>As many whole commands as fit.</summary>
        internal byte[] TakeOptions()
        {
            List<byte> options = new();
            foreach (byte[] command in _commands.TakeWhile(c => options.Count + c.Length <= 15))
            {
                options.AddRange(command);
            }

            return options.ToArray();
        }

        /// <summary>Reads answers; null when they are whole, else what is wrong with them.</summary>
        internal string TakeAnswers(byte[] options)
        {
            for (int at = 0; at < options.Length;)
            {
                int command = options[at++];
                int length = command < s_answerLengths.Length ? s_answerLengths[command] : -1;
                if (length < 0)
                {
                    return $"MAC answer {command:X2} is not known: {Convert.ToHexString(options)}";
                }

                if (at + length > options.Length)
                {
                    return "a MAC answer is cut: " + Convert.ToHexString(options);
                }

                byte[] answer = options[(at - 1)..(at + length)];
                Answers.Add(answer);
                Apply(answer);
                at += length;
            }

            return null;
        }

        // What the device has accepted holds from now on.
        private void Apply(byte[] answer)
        {
            int index = _commands.FindIndex(c => c[0] == answer[0]);
            if (index < 0)
            {
                return;
            }

            byte[] request = _commands[index];
            _commands.RemoveAt(index);
            if (request[0] == 3 && (answer[1] & 7) == 7)
            {
                NbTrans = Math.Max(1, request[4] & 15);
            }

            if (request[0] == 8)
            {
                DelaySeconds = Math.Max(1, request[1] & 15);
            }

            if (request[0] == 5 && (answer[1] & 7) == 7)
            {
                Offset = (request[1] >> 4) & 7;
                SecondRate = request[1] & 15;
                SecondHertz = (request[2] | (request[3] << 8) | (request[4] << 16)) * 100;
            }
        }

        internal int Offset { get; set; }

        internal int SecondRate { get; set; }

        internal int SecondHertz { get; set; }
    }
}
