// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System.Collections;
using LwM2M.Nano.Bootstrap;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Client
{
    /// <content>A session for each account, opened and renewed.</content>
    public sealed partial class LwM2MClient
    {
        /// <summary>Adds one server on a channel of its own. Registration starts at the next poll.</summary>
        /// <param name="server">An instance of object 1.</param>
        /// <param name="channel">The way to it.</param>
        /// <param name="transmission">How patiently that way is used.</param>
        /// <returns>The session.</returns>
        public ServerSession AddServer(ServerInstance server, DatagramChannel channel, TransmissionParameters transmission)
        {
            return AddSession(Accounts.SecurityOf(server), server, channel, transmission);
        }

        /// <summary>Finds the session with a server.</summary>
        /// <param name="shortServerId">Its ID; 0 for the bootstrap server.</param>
        /// <returns>The session, or null.</returns>
        public ServerSession FindSession(int shortServerId)
        {
            for (int i = 0; i < _sessions.Count; i++)
            {
                ServerSession session = Session(i);
                if (shortServerId == ObjectRegistry.BootstrapServerId ? session.Bootstrap != null : session.Server != null && session.ServerId == shortServerId)
                {
                    return session;
                }
            }

            return null;
        }

        /// <summary>The session with a server.</summary>
        /// <param name="index">0 to <see cref="SessionCount"/> - 1.</param>
        /// <returns>The session.</returns>
        public ServerSession Session(int index)
        {
            return (ServerSession)_sessions[index];
        }

        /// <inheritdoc/>
        string IBootstrapHost.FindFault()
        {
            ServerSession bootstrap = FindSession(ObjectRegistry.BootstrapServerId);
            if (bootstrap != null)
            {
                Accounts.ReplaceBootstrap(bootstrap.Security);
            }

            return Accounts.FindFault(_transport);
        }

        /// <inheritdoc/>
        void IBootstrapHost.OnWriting(bool writing)
        {
            IsBeingWritten = writing;
        }

        /// <inheritdoc/>
        void IBootstrapHost.OnAccounts(bool anew)
        {
            _renewal = anew ? Renewal.Anew : Renewal.Keeping;
        }

        // A session whose server is still there under the same URI goes on, unless everything is to be new.
        private void OpenSessions(bool anew)
        {
            ArrayList before = new ArrayList();
            for (int i = 0; i < _sessions.Count; i++)
            {
                before.Add(_sessions[i]);
            }

            _sessions.Clear();
            for (int i = 0; i < Accounts.Servers.InstanceCount; i++)
            {
                ServerInstance server = Accounts.Servers[i];
                SecurityInstance security = Accounts.SecurityOf(server);
                if (security != null)
                {
                    Open(before, security, server, anew);
                }
            }

            if (Accounts.Bootstrap != null)
            {
                Open(before, Accounts.Bootstrap, null, false);
            }

            for (int i = 0; i < before.Count; i++)
            {
                ((ServerSession)before[i]).Close();
            }

            ServerSession bootstrap = FindSession(ObjectRegistry.BootstrapServerId);
            if (bootstrap != null && _sessions.Count == 1)
            {
                bootstrap.Bootstrap.Request();
            }

            OnObservationsChanged();
        }

        private void Open(ArrayList before, SecurityInstance security, ServerInstance server, bool anew)
        {
            for (int i = 0; i < before.Count; i++)
            {
                ServerSession session = (ServerSession)before[i];
                bool same = session.Security.Uri == security.Uri && session.Security.IsBootstrap == security.IsBootstrap
                    && (server == null || session.ServerId == server.ShortServerId);
                if (same && !anew)
                {
                    session.Security = security;
                    session.Server = server;
                    _sessions.Add(session);
                    before.RemoveAt(i);
                    return;
                }
            }

            string fault = _transport.FindFault(security);
            if (fault != null)
            {
                Log("account not used: " + fault);
                return;
            }

            AddSession(security, server, _transport.Open(security), _transport.Transmission);
        }

        private ServerSession AddSession(SecurityInstance security, ServerInstance server, DatagramChannel channel, TransmissionParameters transmission)
        {
            StatisticsObject statistics = (StatisticsObject)Registry.Find(StatisticsObject.Id);
            DatagramChannel metered = statistics == null ? channel : new MeteredChannel(channel, statistics);
            ServerSession session = new ServerSession(this, security, server, metered, transmission);
            _sessions.Add(session);
            return session;
        }
    }
}
