// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Client
{
    /// <summary>What became of a report.</summary>
    internal enum Delivery : byte
    {
        /// <summary>It went out.</summary>
        Sent,

        /// <summary>It went out, and its owner is told of the end.</summary>
        Awaited,

        /// <summary>A value is on its way, or the exchange is taken: it is to be tried again.</summary>
        Waits,

        /// <summary>The link gave up.</summary>
        Undelivered,

        /// <summary>The server wants no Send.</summary>
        Muted,

        /// <summary>There is no value to report, or none in the format asked for.</summary>
        NoValue
    }

    /// <summary>What is to be reported, how and where: one object, used again for each report.</summary>
    internal sealed class Report
    {
        /// <summary>PUT, or POST for LwM2M Send.</summary>
        internal CoapCode Method;

        /// <summary>The path on the server.</summary>
        internal string UriPath;

        /// <summary>What is reported.</summary>
        internal long[] Paths;

        /// <summary>How many paths.</summary>
        internal int Count;

        /// <summary>The Content-Format asked for; none lets the client choose.</summary>
        internal int ContentFormat;

        /// <summary>The server is to acknowledge it.</summary>
        internal bool IsConfirmable;

        /// <summary>The server is to say only what goes wrong.</summary>
        internal bool IsNoResponse;

        /// <summary>Names who is told of a Reset.</summary>
        internal int Owner;

        /// <summary>Writes it.</summary>
        internal ResourceWriter Writer;

        /// <summary>The object of a single path.</summary>
        internal LwM2MObject Object;

        /// <summary>The definition of a single path.</summary>
        internal int Definition;
    }
}
