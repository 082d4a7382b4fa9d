// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Platform;

namespace LwM2M.Nano.Operations
{
    /// <summary>What an operation works with: the request and the response, the objects, the formats.</summary>
    public sealed class OperationContext
    {
        private const int MaximumPaths = 24;

        private CoapMessage _request;

        /// <summary>Creates a context.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="formats">What reads and writes payloads.</param>
        public OperationContext(ObjectRegistry registry, FormatTable formats)
        {
            Registry = registry;
            Formats = formats;
            Transaction = new WriteTransaction(registry, formats.FindWriter(ContentFormat.Tlv), formats.FindReader(ContentFormat.Tlv));
        }

        /// <summary>The client's objects.</summary>
        public ObjectRegistry Registry { get; }

        /// <summary>What reads and writes payloads.</summary>
        public FormatTable Formats { get; }

        /// <summary>Makes a write whole.</summary>
        public WriteTransaction Transaction { get; }

        /// <summary>The request.</summary>
        public CoapMessage Request
        {
            get { return _request; }
        }

        /// <summary>Who sent it; null for the server itself.</summary>
        public Peer Peer { get; private set; }

        /// <summary>The response.</summary>
        public CoapResponse Response { get; private set; }

        /// <summary>What the server has attached to paths.</summary>
        public AttributeTable Attributes { get; private set; }

        /// <summary>Room for the paths of a composite operation, or of a write.</summary>
        internal long[] Paths { get; } = new long[MaximumPaths];

        /// <summary>The path of the request.</summary>
        public long Path { get; internal set; }

        /// <summary>Starts an operation.</summary>
        /// <param name="request">The request.</param>
        /// <param name="response">Begun for it.</param>
        /// <param name="attributes">What its server has attached to paths.</param>
        internal void Begin(CoapRequest request, CoapResponse response, AttributeTable attributes)
        {
            _request = request._message;
            Peer = request._peer;
            Response = response;
            Attributes = attributes;
            Transaction.Begin();
        }
    }
}
