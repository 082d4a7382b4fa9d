// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;

namespace Testbed.Server
{
    /// <summary>A request to a client, and who waits for its answers.</summary>
    public sealed class ServerRequest
    {
        public CoapCode Method { get; init; }

        /// <summary>Such as "/3/0/9".</summary>
        public string Path { get; init; } = "";

        /// <summary>Attributes to attach, such as "pmin=1": a Put without a payload is Write-Attributes.</summary>
        public string Query { get; init; }

        public byte[] Payload { get; init; } = Array.Empty<byte>();

        public int ContentFormat { get; init; } = LwM2M.Nano.Coap.ContentFormat.None;

        public int Accept { get; init; } = LwM2M.Nano.Coap.ContentFormat.None;

        /// <summary>0 observes, 1 cancels, -1 neither.</summary>
        public int Observe { get; init; } = -1;

        /// <summary>Called with the answer, null when there is none, and with each notification of an observation.</summary>
        public Action<ServerReply> Answered { get; set; }

        /// <summary>Where the block that is under way starts.</summary>
        internal int Offset { get; set; }

        /// <summary>The block of the answer that is asked for, as a Block2 option; -1 for no wish.</summary>
        internal int Block2 { get; init; } = -1;

        internal byte[] Token { get; set; }

        internal int MessageId { get; set; }

        internal byte[] Datagram { get; set; }

        internal int Transmissions { get; set; }
    }

    /// <summary>A client's answer.</summary>
    public sealed class ServerReply
    {
        public CoapCode Code { get; init; }

        public int ContentFormat { get; init; }

        public byte[] Payload { get; init; } = Array.Empty<byte>();

        /// <summary>The Observe option, -1 without.</summary>
        public int Sequence { get; init; } = -1;

        /// <summary>Location-Path of a Create, such as "2346/0".</summary>
        public string Location { get; init; } = "";

        public string Text => System.Text.Encoding.UTF8.GetString(Payload);
    }
}
