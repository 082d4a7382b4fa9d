// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using System.Collections.Generic;
using System.Net;

namespace Testbed.Server
{
    /// <summary>A client as the server knows it.</summary>
    public sealed class RegisteredClient
    {
        internal RegisteredClient(string endpoint, string location)
        {
            Endpoint = endpoint;
            Location = location;
        }

        public string Endpoint { get; }

        /// <summary>Such as "rd/1".</summary>
        public string Location { get; }

        /// <summary>Where it was last heard from: behind a NAT that changes.</summary>
        public IPEndPoint Address { get; internal set; }

        public int LifetimeSeconds { get; internal set; }

        /// <summary>It sleeps: requests wait until it has spoken.</summary>
        public bool QueueMode { get; internal set; }

        /// <summary>The links of its registration, such as "/3/0".</summary>
        public IReadOnlyList<string> Objects { get; internal set; } = Array.Empty<string>();

        public int Updates { get; internal set; }

        public long LastHeard { get; internal set; }

        /// <summary>Requests that wait for it.</summary>
        public int Queued => Queue.Count;

        internal Queue<ServerRequest> Queue { get; } = new();

        internal ServerRequest Outstanding { get; set; }

        internal long AwakeUntil { get; set; }

        internal long RegisteredUntil { get; private set; }

        internal void Prolong(long now)
        {
            RegisteredUntil = now + LifetimeSeconds * 1000L;
        }

        internal bool IsAwake(long now)
        {
            return !QueueMode || now < AwakeUntil;
        }
    }
}
