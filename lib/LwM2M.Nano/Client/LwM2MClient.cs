// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <summary>
    /// An LwM2M client: a state machine without threads of its own. Give it what arrives with <see cref="Process"/>, let it
    /// send what is due with <see cref="Poll"/>; <see cref="Step"/> does both on one channel.
    /// </summary>
    public sealed class LwM2MClient : IRegistryListener
    {
        private readonly ArrayList _sessions = new ArrayList();
        private readonly CoapMessage _message = new CoapMessage();
        private readonly byte[] _receiveBuffer;
        private readonly Log _log;
        private int _ticket;

        /// <summary>Creates a client.</summary>
        /// <param name="options">How it is built.</param>
        /// <param name="registry">Its objects; more may come and go while it runs.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="random">For message IDs and retransmission times; seeded in a simulation.</param>
        /// <param name="log">Where to say what happens.</param>
        public LwM2MClient(ClientOptions options, ObjectRegistry registry, Clock clock, Random random, Log log)
        {
            Options = options;
            Registry = registry;
            Clock = clock;
            Random = random;
            _log = log;
            _receiveBuffer = new byte[options.BufferSize + 1]; // one more than fits, to see that something did not
            SendBuffer = new byte[options.BufferSize];
            Context = new OperationContext(registry, Formats);
            registry.Listen(this);
        }

        /// <summary>How the client was built.</summary>
        public ClientOptions Options { get; }

        /// <summary>The client's objects.</summary>
        public ObjectRegistry Registry { get; }

        /// <summary>What time it is.</summary>
        public Clock Clock { get; }

        /// <summary>The Notify object to serve, or null.</summary>
        public NotifyObject Notify { get; set; }

        /// <summary>How many servers there are.</summary>
        public int SessionCount
        {
            get { return _sessions.Count; }
        }

        /// <summary>No message is outstanding and no operation pending: a good moment to sleep.</summary>
        public bool IsQuiet
        {
            get
            {
                for (int i = 0; i < _sessions.Count; i++)
                {
                    if (!Session(i).IsQuiet)
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        internal Random Random { get; }

        internal byte[] SendBuffer { get; }

        internal FormatTable Formats { get; } = new FormatTable();

        internal OperationContext Context { get; }

        /// <summary>Counts what pending operations waited for, so that each is run again once for every arrival.</summary>
        internal int Completions { get; private set; }

        /// <summary>Adds a server. Registration starts at the next poll.</summary>
        /// <param name="account">What is known of it.</param>
        /// <param name="channel">The way to it.</param>
        /// <returns>The session.</returns>
        public ServerSession AddServer(ServerAccount account, DatagramChannel channel)
        {
            return AddServer(account, channel, Options.Transmission);
        }

        /// <summary>Adds a server behind another transport than the others.</summary>
        /// <param name="account">What is known of it.</param>
        /// <param name="channel">The way to it.</param>
        /// <param name="transmission">How patiently that way is used.</param>
        /// <returns>The session.</returns>
        public ServerSession AddServer(ServerAccount account, DatagramChannel channel, TransmissionParameters transmission)
        {
            ServerSession session = new ServerSession(this, account, channel, transmission);
            _sessions.Add(session);
            return session;
        }

        /// <summary>The session with a server.</summary>
        /// <param name="index">0 to <see cref="SessionCount"/> - 1.</param>
        /// <returns>The session.</returns>
        public ServerSession Session(int index)
        {
            return (ServerSession)_sessions[index];
        }

        /// <summary>Takes a datagram. Nothing in it can make this throw.</summary>
        /// <param name="session">Who sent it.</param>
        /// <param name="buffer">Holds it from offset 0.</param>
        /// <param name="count">Its length in bytes.</param>
        public void Process(ServerSession session, byte[] buffer, int count)
        {
            session.Process(_message, buffer, count);
        }

        /// <summary>Sends what is due.</summary>
        /// <returns>How many milliseconds may pass before the next call, if nothing arrives.</returns>
        public int Poll()
        {
            long now = Clock.Milliseconds;
            long next = long.MaxValue;
            for (int i = 0; i < _sessions.Count; i++)
            {
                long due = Session(i).Poll(now);
                next = due < next ? due : next;
            }

            long wait = next - Clock.Milliseconds;
            return wait < 0 ? 0 : wait > int.MaxValue ? int.MaxValue : (int)wait;
        }

        /// <summary>Polls, then waits for one datagram from one server and takes it.</summary>
        /// <param name="session">The server.</param>
        /// <param name="maximumWaitMilliseconds">How long to wait at most.</param>
        public void Step(ServerSession session, int maximumWaitMilliseconds)
        {
            int wait = Poll();
            int count = session.Channel.Receive(_receiveBuffer, wait < maximumWaitMilliseconds ? wait : maximumWaitMilliseconds);
            if (count > 0)
            {
                Process(session, _receiveBuffer, count);
            }
        }

        /// <inheritdoc/>
        public bool IsObserving(long path)
        {
            for (int i = 0; i < _sessions.Count; i++)
            {
                if (Session(i).Observations.IsObserved(path))
                {
                    return true;
                }
            }

            return false;
        }

        /// <inheritdoc/>
        public void OnResourceChanged(long path)
        {
            for (int i = 0; i < _sessions.Count; i++)
            {
                Session(i).Observations.OnChanged(path);
            }
        }

        /// <inheritdoc/>
        public void OnObjectsChanged()
        {
            for (int i = 0; i < _sessions.Count; i++)
            {
                Session(i).Registration.OnObjectsChanged();
            }
        }

        /// <inheritdoc/>
        public void OnCompleted()
        {
            Completions++;
        }

        internal int NextTicket()
        {
            _ticket = _ticket == int.MaxValue ? 1 : _ticket + 1;
            return _ticket;
        }

        internal void OnObservationsChanged()
        {
            // A Batch observes its members: whoever they are, they look for themselves.
            for (int i = 0; i < Registry.Count; i++)
            {
                Registry[i].OnObservationsChanged();
            }
        }

        internal void Log(string line)
        {
            _log.Write(line);
        }
    }
}
