// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Objects
{
    /// <summary>
    /// The servers a client belongs to: objects 0 and 1, whose instances belong together by Short Server ID, and the
    /// bootstrap server. They are provisioned here or written by the bootstrap server.
    /// </summary>
    public sealed class AccountTable
    {
        private const int BootstrapInstanceId = ResourcePath.None - 1;

        /// <summary>Creates both objects without instances.</summary>
        /// <param name="registry">Where to add them.</param>
        public AccountTable(ObjectRegistry registry)
        {
            registry.Add(Security);
            registry.Add(Servers);
        }

        /// <summary>Object 0.</summary>
        public SecurityObject Security { get; } = new SecurityObject();

        /// <summary>Object 1.</summary>
        public ServerObject Servers { get; } = new ServerObject();

        /// <summary>The bootstrap server, or null.</summary>
        public SecurityInstance Bootstrap
        {
            get
            {
                for (int i = 0; i < Security.InstanceCount; i++)
                {
                    if (Security[i].IsBootstrap)
                    {
                        return Security[i];
                    }
                }

                return null;
            }
        }

        /// <summary>Adds a server.</summary>
        /// <param name="uri">LwM2M Server URI such as coap://192.0.2.1:5683.</param>
        /// <param name="shortServerId">1 to 65534.</param>
        /// <param name="lifetimeSeconds">The registration's lifetime.</param>
        /// <returns>Its instance of object 1.</returns>
        /// <exception cref="ArgumentException">The Short Server ID is out of range.</exception>
        public ServerInstance Add(string uri, int shortServerId, long lifetimeSeconds)
        {
            if (shortServerId < 1 || shortServerId >= ResourcePath.None || lifetimeSeconds < 1)
            {
                throw new ArgumentException("Short Server ID or lifetime");
            }

            AddSecurity(uri, Security.FirstFreeInstanceId()).ShortServerId = shortServerId;
            int id = Servers.FirstFreeInstanceId();
            Servers.CreateInstance(id);
            ServerInstance server = (ServerInstance)Servers.FindInstance(id);
            server.ShortServerId = shortServerId;
            server.LifetimeSeconds = lifetimeSeconds;
            return server;
        }

        /// <summary>Adds the bootstrap server.</summary>
        /// <param name="uri">Its URI.</param>
        /// <param name="holdOffSeconds">How long to wait for it before asking.</param>
        /// <returns>Its instance of object 0.</returns>
        public SecurityInstance AddBootstrap(string uri, int holdOffSeconds)
        {
            // Bootstrap servers write from instance 0 on: their own account is not to be in the way.
            SecurityInstance security = AddSecurity(uri, BootstrapInstanceId);
            security.IsBootstrap = true;
            security.HoldOffSeconds = holdOffSeconds;
            return security;
        }

        /// <summary>Whether a server is known.</summary>
        /// <param name="shortServerId">Its ID.</param>
        /// <returns>True when it is.</returns>
        public bool IsKnown(long shortServerId)
        {
            for (int i = 0; i < Servers.InstanceCount; i++)
            {
                if (Servers[i].ShortServerId == shortServerId)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>How a server is reached.</summary>
        /// <param name="server">An instance of object 1.</param>
        /// <returns>Its instance of object 0, or null.</returns>
        public SecurityInstance SecurityOf(ServerInstance server)
        {
            for (int i = 0; i < Security.InstanceCount; i++)
            {
                if (!Security[i].IsBootstrap && Security[i].ShortServerId == server.ShortServerId)
                {
                    return Security[i];
                }
            }

            return null;
        }

        /// <summary>
        /// Says what keeps the accounts from being used: there is a server, each can be reached, no ID is there twice.
        /// </summary>
        /// <param name="transport">What is to reach them.</param>
        /// <returns>What is wrong, or null.</returns>
        public string FindFault(Transport transport)
        {
            if (Servers.InstanceCount == 0)
            {
                return "no server";
            }

            for (int i = 0; i < Servers.InstanceCount; i++)
            {
                SecurityInstance security = SecurityOf(Servers[i]);
                if (Servers[i].ShortServerId == ServerInstance.Absent)
                {
                    return "server instance " + Servers[i].Id.ToString() + " has no Short Server ID";
                }

                if (security == null)
                {
                    return "server " + Servers[i].ShortServerId.ToString() + " has no security instance";
                }

                for (int k = 0; k < i; k++)
                {
                    if (Servers[k].ShortServerId == Servers[i].ShortServerId)
                    {
                        return "server " + Servers[i].ShortServerId.ToString() + " is there twice";
                    }
                }
            }

            int bootstraps = 0;
            for (int i = 0; i < Security.InstanceCount; i++)
            {
                bootstraps += Security[i].IsBootstrap ? 1 : 0;
                string fault = transport.FindFault(Security[i]);
                if (fault != null)
                {
                    return fault;
                }
            }

            return bootstraps > 1 ? "more than one bootstrap account" : null;
        }

        /// <summary>
        /// A bootstrap server that has written an account for itself, under a number of its own, has replaced the one before: there
        /// is one at most (LwM2M 1.1 section 6.1).
        /// </summary>
        /// <param name="before">The account the bootstrap server was reached with.</param>
        public void ReplaceBootstrap(SecurityInstance before)
        {
            for (int i = 0; i < Security.InstanceCount; i++)
            {
                if (Security[i].IsBootstrap && Security[i].Id != before.Id)
                {
                    Security.DeleteInstance(before.Id);
                    return;
                }
            }
        }

        private SecurityInstance AddSecurity(string uri, int id)
        {
            Security.CreateInstance(id);
            SecurityInstance security = (SecurityInstance)Security.FindInstance(id);
            security.Uri = uri;
            return security;
        }
    }
}
