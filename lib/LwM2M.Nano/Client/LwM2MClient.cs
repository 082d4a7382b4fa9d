// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections;
using LwM2M.Nano.Bootstrap;
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
    public sealed partial class LwM2MClient : IRegistryListener, IBootstrapHost
    {
        // With several servers each is listened to for a moment in turn.
        private const int ListenSliceMilliseconds = 10;
        private const int LargestDriftMilliseconds = 2000;

        private readonly ArrayList _sessions = new ArrayList();
        private readonly byte[] _receiveBuffer;
        private readonly long _startedAt;
        private Transport _transport;
        private Renewal _renewal;
        private long _clockOffset;

        /// <summary>Creates a client.</summary>
        /// <param name="options">How it is built.</param>
        /// <param name="registry">Its objects; more may come and go while it runs.</param>
        /// <param name="accounts">Its servers.</param>
        /// <param name="clock">What time it is.</param>
        /// <param name="random">For message IDs and retransmission times; seeded in a simulation.</param>
        /// <param name="log">Where to say what happens.</param>
        public LwM2MClient(ClientOptions options, ObjectRegistry registry, AccountTable accounts, Clock clock, Random random, Log log)
        {
            Options = options;
            Registry = registry;
            Accounts = accounts;
            Clock = clock;
            _startedAt = clock.Milliseconds;
            _clockOffset = clock.UtcMilliseconds - _startedAt;
            Random = random;
            LineLog = log;
            _receiveBuffer = new byte[options.BufferSize + 1]; // one more than fits, to see that something did not
            SendBuffer = new byte[options.BufferSize];
            Context = new OperationContext(registry, Formats);
            registry.Listen(this);
        }

        /// <summary>How the client was built.</summary>
        public ClientOptions Options { get; }

        /// <summary>The client's objects.</summary>
        public ObjectRegistry Registry { get; }

        /// <summary>The client's servers.</summary>
        public AccountTable Accounts { get; }

        /// <summary>What time it is.</summary>
        public Clock Clock { get; }

        /// <summary>The Notify object in the registry, or null.</summary>
        public NotifyObject Notify
        {
            get { return (NotifyObject)Registry.Find(ObjectIds.Notify); }
        }

        /// <summary>
        /// Counts the changes of what survives a reboot, see <see cref="SessionState"/>: when it has moved, it is time to save.
        /// </summary>
        public int Changes { get; private set; }

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
                    if (!Session(i).IsQuiet || _renewal != Renewal.None)
                    {
                        return false;
                    }
                }

                return true;
            }
        }

        /// <inheritdoc/>
        string IBootstrapHost.EndpointName
        {
            get { return Options.EndpointName; }
        }

        /// <inheritdoc/>
        string IBootstrapHost.Version
        {
            get { return Options.LwM2MVersion; }
        }

        /// <inheritdoc/>
        int IBootstrapHost.RetryMilliseconds
        {
            get { return Options.RetryMilliseconds; }
        }

        /// <inheritdoc/>
        int IBootstrapHost.MaximumRetryMilliseconds
        {
            get { return Options.MaximumRetryMilliseconds; }
        }

        private enum Renewal : byte
        {
            None,
            Keeping,
            Anew
        }

        /// <summary>
        /// Until when a client that sleeps goes on listening, in milliseconds of the clock: the awake window, counted from the
        /// last downlink and from the last notification or report, since a server may answer any of them. It is over when no
        /// channel can receive any more.
        /// </summary>
        public long AwakeUntil
        {
            get
            {
                long last = _startedAt;
                bool mayReceive = false;
                for (int i = 0; i < _sessions.Count; i++)
                {
                    mayReceive |= Session(i).Channel.MayReceive;
                    last = Session(i).LastHeard > last ? Session(i).LastHeard : last;
                    last = Session(i).LastReported > last ? Session(i).LastReported : last;
                }

                return mayReceive ? last + Options.AwakeWindowMilliseconds : _startedAt;
            }
        }

        /// <summary>Some server has been heard.</summary>
        public bool HasHeard
        {
            get
            {
                for (int i = 0; i < _sessions.Count; i++)
                {
                    if (Session(i).LastHeard >= 0)
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        /// <summary>Accounts have been asked for, or are being written: not a moment to sleep.</summary>
        public bool IsBootstrapping
        {
            get
            {
                ServerSession bootstrap = FindSession(ObjectRegistry.BootstrapServerId);
                return bootstrap != null && bootstrap.Bootstrap.IsActive;
            }
        }

        /// <summary>The bootstrap server is writing: the accounts are neither the old nor the new ones, and not to be kept.</summary>
        public bool IsBeingWritten { get; private set; }

        /// <summary>Some confirmable report was not delivered since the client was made.</summary>
        public bool HasFailedToReport
        {
            get
            {
                bool failed = false;
                for (int i = 0; i < _sessions.Count; i++)
                {
                    failed |= Session(i).Notifications.HasFailed;
                }

                return failed;
            }
        }

        /// <summary>Every Notify reports as soon as may be, beside its period: something has happened.</summary>
        public void ReportNow()
        {
            for (int i = 0; Notify != null && i < Notify.InstanceCount; i++)
            {
                Notify[i].IsAsked = true;
            }
        }

        /// <summary>How long it is until a report falls due, in milliseconds; a very long time when none is asked for.</summary>
        public long MillisecondsToReport
        {
            get
            {
                long next = long.MaxValue;
                for (int i = 0; Notify != null && i < Notify.InstanceCount; i++)
                {
                    NotifyInstance instance = Notify[i];
                    bool counts = instance.PeriodSeconds > 0 && !instance.IsStopped && instance.NextDue - Clock.UtcMilliseconds < next;
                    next = counts ? instance.NextDue - Clock.UtcMilliseconds : next;
                }

                return next;
            }
        }

        /// <summary>What falls due before the device wakes again is reported when it does.</summary>
        /// <param name="milliseconds">How long it sleeps.</param>
        public void ReportAfterSleep(int milliseconds)
        {
            long woken = Clock.UtcMilliseconds + milliseconds - SessionState.WakeToleranceMilliseconds;
            for (int i = 0; Notify != null && i < Notify.InstanceCount; i++)
            {
                NotifyInstance instance = Notify[i];
                instance.IsAsked |= instance.PeriodSeconds > 0 && !instance.IsStopped && instance.NextDue < woken;
            }
        }

        /// <summary>
        /// Keeps, with their time, the values of reports that are due, or are confirmable and not acknowledged, before a sleep.
        /// They go to the server together when it is reached again.
        /// </summary>
        public void KeepUndelivered()
        {
            for (int i = 0; i < _sessions.Count; i++)
            {
                if (Session(i).Server != null)
                {
                    Session(i).Notifications.KeepUndelivered();
                }
            }
        }

        /// <summary>How many bytes of reports and notifications wait for servers: so much more room a record of the state needs.</summary>
        public int WaitingLength
        {
            get
            {
                int length = 0;
                for (int i = 0; i < _sessions.Count; i++)
                {
                    length += Session(i).WaitingLength;
                }

                return length;
            }
        }

        /// <summary>Drops the oldest of the reports and notifications that wait for a server, where most wait: there is no room to keep them all.</summary>
        /// <returns>False when none waits.</returns>
        public bool DropOldest()
        {
            ServerSession most = null;
            for (int i = 0; i < _sessions.Count; i++)
            {
                most = most == null || Session(i).WaitingLength > most.WaitingLength ? Session(i) : most;
            }

            bool dropped = most != null && most.DropOldest();
            for (int i = 0; i < _sessions.Count && !dropped; i++)
            {
                dropped = Session(i).DropOldest();
            }

            return dropped;
        }

        /// <summary>Asks the bootstrap server for accounts, if there is one and a server agrees to that when it cannot be reached.</summary>
        public void RequestBootstrap()
        {
            ServerSession bootstrap = FindSession(ObjectRegistry.BootstrapServerId);
            bool agreed = Accounts.Servers.InstanceCount == 0;
            for (int i = 0; i < Accounts.Servers.InstanceCount; i++)
            {
                agreed |= Accounts.Servers[i].BootstrapsOnFailure;
            }

            if (bootstrap != null && agreed)
            {
                bootstrap.Bootstrap.Request();
            }
        }

        internal Random Random { get; }

        internal byte[] SendBuffer { get; }

        /// <summary>The message being worked on, one at a time.</summary>
        internal CoapMessage Message { get; } = new CoapMessage();

        internal FormatTable Formats { get; } = new FormatTable();

        internal OperationContext Context { get; }

        internal Log LineLog { get; }

        /// <summary>Opens a session with every server of the accounts; asks the bootstrap server when there is none.</summary>
        /// <param name="transport">Opens the ways to them.</param>
        public void Start(Transport transport)
        {
            _transport = transport;
            OpenSessions(false);
        }

        /// <summary>Takes a datagram. Nothing in it can make this throw.</summary>
        /// <param name="session">Who sent it.</param>
        /// <param name="buffer">Holds it from offset 0.</param>
        /// <param name="count">Its length in bytes.</param>
        public void Process(ServerSession session, byte[] buffer, int count)
        {
            session.Endpoint.Process(buffer, count);
        }

        /// <summary>Sends what is due.</summary>
        /// <returns>How many milliseconds may pass before the next call, if nothing arrives.</returns>
        public int Poll()
        {
            if (_renewal != Renewal.None)
            {
                bool anew = _renewal == Renewal.Anew;
                _renewal = Renewal.None;
                OpenSessions(anew);
            }

            long now = Clock.Milliseconds;
            long next = long.MaxValue;
            ServerSession bootstrap = FindSession(ObjectRegistry.BootstrapServerId);
            bool paused = IsBeingWritten;
            bool failed = bootstrap != null && !paused && _sessions.Count > 1;
            int completions = Registry.Operation.Completions;
            FollowClock(now);
            for (int i = 0; i < _sessions.Count; i++)
            {
                ServerSession session = Session(i);
                if (session != bootstrap && paused)
                {
                    // The accounts are neither the old nor the new ones: only what has begun is brought to its end.
                    long ending = session.PollPaused(now);
                    next = ending < next ? ending : next;
                    continue;
                }

                long due = session.Poll(now);
                next = due < next ? due : next;
                failed &= session == bootstrap || session.Registration.HasFailed;
                if (session != bootstrap && session.Server.BootstrapRequested)
                {
                    session.Server.BootstrapRequested = false;
                    failed = true;
                    break;
                }
            }

            if (bootstrap != null && failed)
            {
                bootstrap.Bootstrap.Request();
                long due = bootstrap.Poll(now);
                next = due < next ? due : next;
            }

            if (completions != Registry.Operation.Completions)
            {
                return 0; // those held back can go on
            }

            long wait = next - Clock.Milliseconds;
            return wait < 0 ? 0 : wait > int.MaxValue ? int.MaxValue : (int)wait;
        }

        /// <summary>Polls, then waits for one datagram from any server and takes it.</summary>
        /// <param name="maximumWaitMilliseconds">How long to wait at most.</param>
        public void Step(int maximumWaitMilliseconds)
        {
            int wait = Poll();
            wait = wait < maximumWaitMilliseconds ? wait : maximumWaitMilliseconds;
            long end = Clock.Milliseconds + wait;
            int slice = _sessions.Count == 1 ? wait : ListenSliceMilliseconds;
            do
            {
                for (int i = 0; i < _sessions.Count; i++)
                {
                    int count = Session(i).Channel.Receive(_receiveBuffer, wait < slice ? wait : slice);
                    if (count > 0)
                    {
                        Process(Session(i), _receiveBuffer, count);
                        return;
                    }
                }

                wait = (int)(end - Clock.Milliseconds);
            }
            while (wait > 0 && _sessions.Count > 0);
        }

        void IBootstrapHost.Log(string line)
        {
            Log(line);
        }

        internal void Log(string line)
        {
            LineLog.Write(line);
        }

        // Whoever sets the clock of the day neither silences what is due by it nor brings it forward.
        private void FollowClock(long now)
        {
            long offset = Clock.UtcMilliseconds - now;
            long jump = offset - _clockOffset;
            if (jump > LargestDriftMilliseconds || jump < -LargestDriftMilliseconds)
            {
                for (int i = 0; Notify != null && i < Notify.InstanceCount; i++)
                {
                    Notify[i].NextDue += jump;
                }

                for (int i = 0; i < _sessions.Count; i++)
                {
                    Session(i).Registration.OnClockSet(jump);
                }
            }

            _clockOffset = offset;
        }
    }
}
