// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Bootstrap
{
    /// <summary>The client, as the bootstrap interface sees it.</summary>
    internal interface IBootstrapHost
    {
        /// <summary>The client's objects.</summary>
        ObjectRegistry Registry { get; }

        /// <summary>The client's servers.</summary>
        AccountTable Accounts { get; }

        /// <summary>What time it is.</summary>
        Clock Clock { get; }

        /// <summary>Endpoint client name.</summary>
        string EndpointName { get; }

        /// <summary>The LwM2M version announced.</summary>
        string Version { get; }

        /// <summary>The first wait after a failed attempt, in milliseconds.</summary>
        int RetryMilliseconds { get; }

        /// <summary>The longest wait between attempts, in milliseconds.</summary>
        int MaximumRetryMilliseconds { get; }

        /// <summary>Why the accounts cannot be used; null when they can.</summary>
        /// <returns>What is wrong.</returns>
        string FindFault();

        /// <summary>The bootstrap server begins to write, or has ended.</summary>
        /// <param name="writing">It writes.</param>
        void OnWriting(bool writing);

        /// <summary>The accounts are other ones now.</summary>
        /// <param name="anew">Every server is registered with anew.</param>
        void OnAccounts(bool anew);

        /// <summary>Says what happens.</summary>
        /// <param name="line">One line.</param>
        void Log(string line);
    }
}
