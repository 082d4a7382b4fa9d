// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using System;
using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>What an operation works on. One instance serves every request.</summary>
    public sealed class OperationContext
    {
        private const int MaximumPaths = 16;

        private CoapMessage _request;
        private readonly byte[] _token = new byte[8];
        private int _tokenLength;
        private byte[] _buffer;

        /// <summary>Creates the context of a client.</summary>
        /// <param name="registry">The client's objects.</param>
        /// <param name="formats">The client's formats.</param>
        public OperationContext(ObjectRegistry registry, FormatTable formats)
        {
            Registry = registry;
            Formats = formats;
            Transaction = new WriteTransaction(registry);
        }

        /// <summary>The client's objects.</summary>
        public ObjectRegistry Registry { get; }

        /// <summary>The client's formats.</summary>
        public FormatTable Formats { get; }

        /// <summary>Makes a write of several values whole.</summary>
        public WriteTransaction Transaction { get; }

        /// <summary>The request being answered.</summary>
        public CoapMessage Request
        {
            get { return _request; }
        }

        /// <summary>Who sent the request, null for the server itself.</summary>
        public object Sender { get; private set; }

        /// <summary>What the server has attached to paths.</summary>
        public AttributeTable Attributes { get; private set; }

        /// <summary>Room for the paths of a composite operation.</summary>
        internal long[] Paths { get; } = new long[MaximumPaths];

        /// <summary>The path the request names.</summary>
        public long Path { get; internal set; }

        /// <summary>The response being written.</summary>
        public CoapWriter Response { get; } = new CoapWriter();

        /// <summary>The value of the Observe option of a response with content, or -1.</summary>
        public int ObserveSequence { get; set; }

        /// <summary>Starts the answer to a request.</summary>
        /// <param name="request">The request.</param>
        /// <param name="sender">Who sent it, see <see cref="Platform.DatagramChannel.Sender"/>.</param>
        /// <param name="attributes">What the server has attached to paths.</param>
        /// <param name="buffer">Where the response is written.</param>
        internal void Begin(CoapMessage request, object sender, AttributeTable attributes, byte[] buffer)
        {
            Attributes = attributes;
            Sender = sender;
            _request = request;
            _buffer = buffer;

            // A request put together from blocks lies where its answer may have to go.
            _tokenLength = request.TokenLength;
            Array.Copy(request.Buffer, request.TokenOffset, _token, 0, _tokenLength);
            ObserveSequence = -1;
            HasOverflowed = false;
            Transaction.Begin();
        }

        /// <summary>Goes on with the same request in another buffer.</summary>
        /// <param name="buffer">Where the response is written.</param>
        internal void GoOn(byte[] buffer)
        {
            _buffer = buffer;
            ObserveSequence = -1;
            HasOverflowed = false;
        }

        /// <summary>The format of the response's content.</summary>
        public int ResponseFormat { get; private set; }

        /// <summary>The last response did not fit its buffer.</summary>
        public bool HasOverflowed { get; internal set; }

        /// <summary>Starts the response with a code. Type and message ID are set when it is sent.</summary>
        /// <param name="code">The response code.</param>
        public void Respond(CoapCode code)
        {
            Response.Begin(_buffer, 0, _buffer.Length, CoapType.Acknowledgement, code, _request.MessageId, _token, 0, _tokenLength);
        }

        /// <summary>Ends the payload of a 2.05.</summary>
        /// <param name="length">Bytes written.</param>
        /// <param name="overflowed">It did not fit.</param>
        /// <returns>Content; InternalServerError when the response does not fit, which <see cref="HasOverflowed"/> then says.</returns>
        public CoapCode EndContent(int length, bool overflowed)
        {
            Response.EndPayload(length, overflowed);
            HasOverflowed = Response.Overflowed;
            return HasOverflowed ? CoapCode.InternalServerError : CoapCode.Content;
        }

        /// <summary>Starts a 2.05 with its options and payload.</summary>
        /// <param name="contentFormat">The payload's format.</param>
        /// <returns>Where the payload goes in the response's buffer.</returns>
        public int RespondWithContent(int contentFormat)
        {
            Respond(CoapCode.Content);
            CoapWriter response = Response;
            if (ObserveSequence >= 0)
            {
                response.AddOption(CoapOption.Observe, ObserveSequence);
            }

            ResponseFormat = contentFormat;
            response.AddOption(CoapOption.ContentFormat, contentFormat);
            int block1 = _request.Block1;
            if (block1 >= 0)
            {
                response.AddOption(CoapOption.Block1, block1);
            }

            return response.BeginPayload();
        }
    }
}
